# SPDX-License-Identifier: Apache-2.0
"""Puts amsgrad.py behind amsref's protocol (spec/protocol.md), with nothing but the standard library.
With numpy, amsref_adapter.py of the release does the same in one call."""

import json
import struct
import sys

from amsgrad import AMSGrad

HELLO = {"protocol": 1, "name": "example", "version": "1.0", "dialect": "pytorch",
         "formats": ["binary64"], "ops": ["step", "run"]}


def floats(text):
    return list(struct.unpack(f">{len(text) // 16}d", bytes.fromhex(text)))


def digits(values):
    return struct.pack(f">{len(values)}d", *values).hex()


def answer(request):
    run = request["op"] == "run"
    optimizer = AMSGrad(floats(request["x"]), **request["hyper"])
    optimizer.steps = request["t"] - 1
    optimizer.m, optimizer.v, optimizer.vmax = (floats(request[q]) for q in ("m", "v", "vmax"))
    states = []
    for g in request["g"] if run else [request["g"]]:
        optimizer.step(floats(g))
        if not run or optimizer.steps in request["at"]:
            states.append({"x": digits(optimizer.params), "m": digits(optimizer.m),
                           "v": digits(optimizer.v), "vmax": digits(optimizer.vmax)})
    return {"id": request["id"], **({"out": states} if run else states[0])}


for line in sys.stdin:
    request = json.loads(line)
    print(json.dumps(HELLO if request["op"] == "hello" else answer(request)), flush=True)
