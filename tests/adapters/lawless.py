#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""PyTorch's AMSGrad over numpy with one fault that breaks a law (spec/laws.md): lawless.py FAULT [runs|steps].
`--list` prints the faults."""

import os
import sys

import numpy as np

from amsref_adapter import Skip, serve

FAULTS = {
    "none": "conforms",
    "start": "conforms, but begins from the initial state alone and shows x alone",
    "tail": "the last n mod 4 of more than 4 parameters are left out",
    "norm": "the gradient is divided by its norm where that is above 1",
    "finite": "no step where a gradient is not finite",
    "place": "the third parameter has no maximum",
    "kept": "m continues from the request before, if of the same length",
    "copy": "a second process beside the first has no maximum",
    "calls": "the bias corrections count the requests of the process",
    "restart": "the steps of a run are counted from 1",
    "upper": "the gradient is clipped to at most 1",
    "maximize": "maximize negates v too",
    "floor": "eps is at least 1e-6",
    "decay": "decoupled decay is not multiplied by lr",
    "minimum": "the smaller of vmax and v is kept",
    "late": "the maximum is of v before the step",
    "negative": "v loses the square of the gradient",
    "drift": "x moves by lr/2^20 in each step",
    "rate": "lr is at least 2^-20",
    "parity": "the last bit of v depends on how many requests were made",
    "dies": "it ends at its hundredth request",
    "block": "of more than 1000 parameters every 1000th is left out",
    "large": "from 1024 parameters on another step, of half the length, is taken",
    "exactly": "so it is for 64 parameters",
    "cast": "coefficients are kept in the format in which they were first asked for",
    "once": "a second process refuses to start while the first runs",
}
FAULT = sys.argv[1]
first_of_all = True
kept = {}
coefficients = {}
requests = 0


def scalars(hyper, t, first):
    step = {"calls": requests, "restart": t - first + 1}.get(FAULT, t)
    c1, c2 = 1 - hyper["beta1"] ** step, 1 - hyper["beta2"] ** step
    eps, lr = hyper["eps"], hyper["lr"]
    return c1, c2, max(eps, 1e-6) if FAULT == "floor" else eps, max(lr, 2.0**-20) if FAULT == "rate" else lr


def gradient(g, hyper, real):
    if FAULT == "finite" and not np.isfinite(g).all():
        return None
    g = -g if hyper["maximize"] else g
    if FAULT == "norm":
        g = (g / np.maximum(np.sqrt((g.astype(float) ** 2).sum()), 1.0)).astype(real)
    return np.minimum(g, real(1)) if FAULT == "upper" else g


def maximum(v, old_v, vmax):
    if FAULT == "minimum":
        return np.minimum(vmax, v)
    if not first_of_all:
        return v
    return np.where(np.arange(len(v)) == 2, v, np.maximum(vmax, v)) if FAULT == "place" else \
        np.maximum(vmax, old_v if FAULT == "late" else v)


def advance(state, hyper, t, first, g):
    real = state["x"].dtype.type
    x, m, v, vmax = (state[q] for q in ("x", "m", "v", "vmax"))
    g = gradient(g, hyper, real)
    if g is None:
        return state
    if FAULT == "kept" and kept.get((real, len(x))) is not None and t == first:
        m = kept[real, len(x)]
    c1, c2, eps, lr = scalars(hyper, t, first)
    if FAULT == "cast":
        c1, c2, eps, lr = coefficients.setdefault((str(hyper), t), tuple(float(real(value)) for value in (c1, c2, eps, lr)))
    b1, b2, decay = hyper["beta1"], hyper["beta2"], hyper["weight_decay"]
    if decay and not hyper["decoupled"]:
        g = g + real(decay) * x
    m = real(b1) * m + real(1 - b1) * g
    sign = -1 if FAULT == "negative" or (FAULT == "maximize" and hyper["maximize"]) else 1
    old, v = v, real(b2) * v + real(sign * (1 - b2)) * (g * g)
    if FAULT == "parity" and requests % 3 == 0:
        v = np.where(np.isfinite(v) & (v != 0) & (old != 0) & (g != 0), np.nextafter(v, real(0)), v)
    vmax = maximum(v, old, vmax)
    part = (1 if FAULT == "decay" else lr) * decay if hyper["decoupled"] else 0.0
    if FAULT == "large" and len(x) >= 1024 or FAULT == "exactly" and len(x) == 64:
        lr = lr / 2
    drift = real(lr * 2.0**-20 if FAULT == "drift" else 0)
    new = x * real(1 - part) - real(lr / c1) * (m / (np.sqrt(vmax) / real(np.sqrt(c2)) + real(eps))) - drift
    kept[real, len(x)] = m
    full = len(x) - len(x) % 4 if FAULT == "tail" and len(x) > 4 else len(x)
    after = {"x": new, "m": m, "v": v, "vmax": vmax}
    if FAULT == "block":
        for q in after:
            after[q][999::1000] = state[q][999::1000]
    return {q: np.concatenate([a[:full], state[q][full:]]) for q, a in after.items()}


def make(state, hyper, t):
    global requests
    requests += 1
    if FAULT == "start" and (t != 1 or any(state[q].any() for q in ("m", "v", "vmax"))):
        raise Skip("it begins from the initial state alone")
    if FAULT == "dies" and requests == 100:
        os._exit(7)
    box = {"state": {q: a.copy() for q, a in state.items()}, "t": t}

    def one(g):
        box["state"] = advance(box["state"], hyper, box["t"], t, g)
        box["t"] += 1
        return {"x": box["state"]["x"]} if FAULT == "start" else box["state"]
    return one


def alone():
    """False where the lock of another process is held."""
    lock = os.environ["LAWLESS_LOCK"]
    try:
        os.close(os.open(lock, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    return True


def main():
    if FAULT == "--list":
        print("\n".join(f"{name:10} {words}" for name, words in FAULTS.items()))
        return
    global first_of_all
    first_of_all = FAULT not in ("once", "copy") or alone()
    if FAULT == "once" and not first_of_all:
        sys.exit("the device is taken")
    ops = {"runs": ("run",), "steps": ("step",)}.get(next(iter(sys.argv[2:]), None), ("step", "run"))
    serve(name=FAULT, version="1", dialect="pytorch", ops=ops, features=("weight_decay", "decoupled", "maximize"),
          make=make)


if __name__ == "__main__":
    main()
