#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A recorded run whose steps an adapter takes: ask_run.py FOLDER DIALECT FORMAT STEPS COMMAND...

So every format that an adapter has can be recorded, bfloat16 too. One tensor of 70 elements, decay and a
dead unit; what it answers is recorded as it comes.
"""

import json
import os
import subprocess
import sys

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "adapters"))

from amsref_trace import Trace  # noqa: E402

N = 70
DTYPES = {"binary64": ("F64", "f8"), "binary32": ("F32", "f4"), "bfloat16": ("BF16", "u2"), "binary16": ("F16", "f2")}


def bits(form, values):
    """The format's numbers nearest to these, big-endian; bfloat16 is the upper half of binary32."""
    if form == "bfloat16":
        wide = values.astype(">f4").view(">u4")
        return (wide + 0x7FFF + (wide >> 16 & 1) >> 16).astype(">u2").tobytes()
    return values.astype(">" + DTYPES[form][1]).tobytes()


def array(form, text):
    dtype, kind = DTYPES[form]
    return dtype, (N,), np.frombuffer(bytes.fromhex(text), ">" + kind).astype("<" + kind).tobytes()


def ask(adapter, request):
    adapter.stdin.write(json.dumps(request) + "\n")
    adapter.stdin.flush()
    return json.loads(adapter.stdout.readline())


def main(folder, dialect, form, steps, command):
    rng = np.random.default_rng(20260202)
    names = ("x", "m", "v") if dialect == "adam" else ("x", "m", "v", "vmax")
    hyper = {"lr": 1e-3, "beta1": 0.9, "beta2": 0.99, "eps": 0 if dialect == "paper" else 1e-8, "weight_decay": 0.01}
    state = {q: bits(form, np.full(N, hyper["eps"] if dialect == "julia" else 0.0)).hex() for q in names}
    state["x"] = bits(form, rng.normal(0, 1, N)).hex()
    trace = Trace(folder, dialect)

    def groups(t):
        return [{"hyper": hyper, "t": t, "tensors": ["w"]}]

    def arrays():
        return {f"{q}/w": array(form, state[q]) for q in names}

    trace.state(groups(0), arrays())
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as adapter:
        ask(adapter, {"op": "hello", "protocol": 1, "suite": "1.0.0"})
        for t in range(1, steps + 1):
            g = rng.normal(0, 1, N)
            g[3] = 0
            gradient = bits(form, g).hex()
            reply = ask(adapter, dict(state, op="step", id=str(t), format=form, hyper=hyper, t=t, g=gradient))
            state = {q: reply[q] for q in names}
            trace.step(groups(t), dict(arrays(), **{"g/w": array(form, gradient)}))
        adapter.stdin.close()


if __name__ == "__main__":
    if len(sys.argv) < 6:
        sys.exit(__doc__)
    main(*sys.argv[1:4], int(sys.argv[4]), sys.argv[5:])
