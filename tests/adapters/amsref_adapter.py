# SPDX-License-Identifier: Apache-2.0
"""Makes a Python implementation of AMSGrad answer amsref. Needs numpy, nothing else.

A whole adapter:

    import numpy as np
    from amsref_adapter import serve

    def step(state, hyper, t, g):
        b1, b2 = hyper["beta1"], hyper["beta2"]
        state["m"] = b1 * state["m"] + (1 - b1) * g
        ...
        return state

    serve(name="mine", version="1.0", dialect="pytorch", step=step)

step(state, hyper, t, g) gets
    state  a dict of the arrays x, m, v, vmax (no vmax in dialect adam), float64, float32 or float16
           as the case's format says; it may change them in place; bfloat16, which numpy does not
           have, comes and goes as float32, and what goes must be numbers of bfloat16;
    hyper  a dict as in spec/protocol.md: lr, beta1, beta2, eps always, and the optional members
           that `features` names; an absent one is 0 or False (None for a schedule or a box);
    t      the number of the step, from 1;
    g      the gradient, which must not be changed.
It returns the new state: a dict with x and whichever of m, v, vmax the implementation lets be seen.
What is left out is hidden state, and is not judged. To keep an optimizer object through a run
instead of rebuilding it in every step, give make(state, hyper, t) -> step(g) -> state.

Raise Skip("reason") where a case is not supported: it is listed, never counted as passed. Any other
exception fails the case with its text. Whatever the framework prints goes to standard error.
"""

import json
import os
import sys

import numpy as np

PROTOCOL = 1
FEATURES = ("weight_decay", "decoupled", "maximize", "lr_schedule", "beta1_schedule", "project")
_ABSENT = {"weight_decay": 0.0, "decoupled": False, "maximize": False,
           "lr_schedule": None, "beta1_schedule": None, "project": None}
_DTYPE = {"binary64": ("float64", ">f8"), "binary32": ("float32", ">f4"),
          "bfloat16": ("float32", ">u2"), "binary16": ("float16", ">f2")}
_QUANTITIES = ("x", "m", "v", "vmax")


class Skip(Exception):
    """The implementation does not do this case; the text says why."""


class BrokenRequest(Exception):
    """The request is not one of protocol 1."""


def decode(text, fmt):
    """An array from its hex digits, in the machine's byte order."""
    native, big = _DTYPE[fmt]
    array = np.frombuffer(bytes.fromhex(text), dtype=big)
    if fmt == "bfloat16":  # the upper half of a float32
        return (array.astype(np.uint32) << 16).view(np.float32)
    return array.astype(native)


def encode(array, fmt, length):
    """The hex digits of an array, which must have the format's type: a silent cast would hide or
    forge the last bits."""
    native, big = _DTYPE[fmt]
    array = np.asarray(array)
    if array.dtype != np.dtype(native):
        raise TypeError(f"the step answered {array.dtype} in a {fmt} case; it must answer {native}")
    if array.shape != (length,):
        raise TypeError(f"the step answered the shape {array.shape} for {length} parameters")
    if fmt == "bfloat16":
        bits = np.where(np.isnan(array), np.uint32(0x7FC00000), array.view(np.uint32))
        if np.any(bits & 0xFFFF):
            raise TypeError("the step answered numbers that bfloat16 does not have")
        array = bits >> 16
    return array.astype(big).tobytes().hex()


def _state_hex(state, fmt, names, length):
    return {q: encode(state[q], fmt, length) for q in names if state.get(q) is not None}


def _answer(request, make):
    fmt = request["format"]
    # Judged as adam there is no vmax to begin from, whatever the implementation says it is.
    names = _QUANTITIES if "vmax" in request else _QUANTITIES[:3]
    state = {q: decode(request[q], fmt) for q in names}
    length = len(state["x"])
    hyper = dict(_ABSENT, **request["hyper"])
    t = request["t"]
    run = request["op"] == "run"
    advance = make(state, hyper, t)
    out, at = [], request.get("at", [])
    for number, text in enumerate(request["g"] if run else [request["g"]], start=t):
        g = decode(text, fmt)
        g.flags.writeable = False
        state = advance(g)
        if not run:
            return _state_hex(state, fmt, names, length)
        if number in at:
            out.append(dict(_state_hex(state, fmt, names, length), t=number))
    return {"out": out}


def _stepwise(step):
    """A make() for a step that is a function of state, hyper, t and g."""
    def make(state, hyper, t):
        box = {"state": state, "t": t}

        def advance(g):
            box["state"] = step(box["state"], hyper, box["t"], g)
            box["t"] += 1
            return box["state"]
        return advance
    return make


def serve(name, version, dialect, step=None, make=None, formats=("binary64", "binary32"),
          ops=("step", "run"), features=()):
    """Answers requests until standard input ends. See the module's text; give step or make."""
    unknown = set(features) - set(FEATURES)
    if unknown or (step is None) == (make is None):
        raise TypeError(f"serve: unknown features {sorted(unknown)}" if unknown
                        else "serve: give one of step and make")
    make = make or _stepwise(step)
    # The replies get a descriptor of their own: prints, also from C, go to standard error.
    replies = os.fdopen(os.dup(1), "w", encoding="ascii", newline="\n")
    os.dup2(2, 1)
    hello = {"protocol": PROTOCOL, "name": name, "version": version, "dialect": dialect,
             "formats": list(formats), "ops": list(ops), "features": list(features)}
    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        request = json.loads(line)
        if request.get("op") == "hello":
            reply = hello
        elif request.get("op") in ("step", "run"):
            reply = {"id": request["id"]}
            try:
                with np.errstate(all="ignore"):
                    reply.update(_answer(request, make))
            except Skip as skip:
                reply["skip"] = str(skip)
            except Exception as error:  # a failure of this case, not of the others
                reply["error"] = f"{type(error).__name__}: {error}"
        else:
            raise BrokenRequest(f"{name}: line {number} asks for the unknown op "
                                f"{request.get('op')!r}; protocol {PROTOCOL} has hello, step, run")
        replies.write(json.dumps(reply) + "\n")
        replies.flush()
