#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Puts one fault into a recorded run: inject.py FOLDER STEP TENSOR FAULT, FAULT one of

    bit:QUANTITY:ELEMENT:BIT   that bit of the state after the step is flipped
    vmax-reset                 the step begins from vmax = 0
    eps:VALUE                  the step uses another eps
    element:ELEMENT            the step leaves x of that element as it was
"""

import json
import os
import struct
import sys

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "adapters"))

import make_run  # noqa: E402
from amsref_trace import write  # noqa: E402
from numpy_amsgrad import step as numpy_step  # noqa: E402


def read(path):
    """Arrays by name, and the metadata."""
    with open(path, "rb") as file:
        raw = file.read()
    length, = struct.unpack_from("<Q", raw)
    header = json.loads(raw[8:8 + length])
    metadata, arrays = header.pop("__metadata__"), {}
    for name, about in header.items():
        begin, end = about["data_offsets"]
        dtype = {"F32": "<f4", "F64": "<f8", "F16": "<f2", "BF16": "<u2"}[about["dtype"]]
        arrays[name] = np.frombuffer(raw[8 + length + begin:8 + length + end], dtype).reshape(about["shape"]).copy()
    return arrays, metadata


def write_back(path, arrays, metadata):
    write(path, {name: make_run.array(a) for name, a in arrays.items()}, metadata)


def state_before(folder, number, tensor):
    """The last state of the tensor in the files before that step."""
    names = sorted((int(n.split("-")[1].split(".")[0]), n.startswith("state"), n)
                   for n in os.listdir(folder) if n.endswith(".safetensors"))
    for place, _, name in reversed(names):
        if place < number:
            arrays, _ = read(os.path.join(folder, name))
            if f"x/{tensor}" in arrays:
                return {q: arrays[f"{q}/{tensor}"] for q in ("x", "m", "v", "vmax") if f"{q}/{tensor}" in arrays}
    sys.exit(f"no state of {tensor} before step {number}")


def group_of(metadata, tensor):
    said = json.loads(metadata["amsref_trace"])
    return said["dialect"], next(g for g in said["groups"] if tensor in g["tensors"])


def inject(folder, number, tensor, fault):
    path = os.path.join(folder, f"step-{number:06d}.safetensors")
    arrays, metadata = read(path)
    kind, *rest = fault.split(":")
    if kind == "bit":
        target = arrays[f"{rest[0]}/{tensor}"].reshape(-1)
        bits = target.view(f"<u{target.itemsize}")
        bits[int(rest[1])] ^= bits.dtype.type(1 << int(rest[2]))
    else:
        before = state_before(folder, number, tensor)
        dialect, group = group_of(metadata, tensor)
        hyper = make_run.full(group["hyper"])
        if kind == "element":
            arrays[f"x/{tensor}"].reshape(-1)[int(rest[0])] = before["x"].reshape(-1)[int(rest[0])]
        else:
            if kind == "vmax-reset":
                before["vmax"] = np.zeros_like(before["vmax"])
            elif kind == "eps":
                hyper["eps"] = float(rest[0])
            else:
                sys.exit(__doc__)
            after = numpy_step(dialect, before, hyper, group["t"], arrays[f"g/{tensor}"])
            for q in before:
                arrays[f"{q}/{tensor}"] = np.asarray(after[q], dtype=before[q].dtype)
    write_back(path, arrays, metadata)


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    inject(sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4])
