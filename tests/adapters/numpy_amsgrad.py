#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every dialect of AMSGrad in numpy, elementwise in the case's format:

    numpy_amsgrad.py DIALECT [binary16 [float32]]

binary16 is computed in float16, or in float32 and rounded when a step is done.

The scalars are Python floats, rounded to the format where they meet an array, as in most array
frameworks.
"""

import math
import sys

import numpy as np

from amsref_adapter import FEATURES, serve

# dialect: is m corrected, where v is corrected, where eps stands (AG-10).
DIALECTS = {
    "paper": (False, None, None),
    "paper-eps": (False, None, "outside"),
    "julia": (False, None, "outside"),
    "pytorch": (True, "root", "outside"),
    "keras": (True, "rate", "outside"),
    "optax": (True, "maximum", "outside"),
    "optax-mu": (True, None, "outside"),
    "drjit": (True, "rate", "inside"),
    "adam": (True, "root", "outside"),
}


def schedules(hyper, t):
    """The step size and beta1 of step t (AG-08)."""
    lr, beta1 = hyper["lr"], hyper["beta1"]
    if hyper["lr_schedule"] == "inv_sqrt":
        lr /= math.sqrt(t)
    kind = (hyper["beta1_schedule"] or {}).get("kind")
    if kind == "geometric":
        beta1 *= hyper["beta1_schedule"]["lambda"] ** (t - 1)
    elif kind == "inverse":
        beta1 /= t
    return lr, beta1


def gradient(real, hyper, x, g):
    g = -g if hyper["maximize"] else g
    if hyper["weight_decay"] and not hyper["decoupled"]:
        g = g + real(hyper["weight_decay"]) * x
    return g


def step(dialect, state, hyper, t, g):
    corrects_m, corrects_v, eps_place = DIALECTS[dialect]
    x, m, v = state["x"], state["m"], state["v"]
    real = x.dtype.type
    lr, beta1 = schedules(hyper, t)
    beta2 = hyper["beta2"]
    c1 = -math.expm1(t * math.log(hyper["beta1"])) if hyper["beta1"] > 0 else 1.0
    c2 = -math.expm1(t * math.log(beta2)) if beta2 > 0 else 1.0

    g = gradient(real, hyper, x, g)
    m = real(beta1) * m + real(1 - beta1) * g
    v = real(beta2) * v + real(1 - beta2) * (g * g)
    candidate = v / real(c2) if corrects_v == "maximum" else v
    vmax = candidate if dialect == "adam" else np.maximum(state["vmax"], candidate)

    under = vmax + real(hyper["eps"] ** 2) if eps_place == "inside" else vmax
    root = np.sqrt(under)
    if corrects_v == "root":
        root = root / real(math.sqrt(c2))
    if eps_place == "outside":
        root = root + real(hyper["eps"])
    rate = lr * math.sqrt(c2) if corrects_v == "rate" else lr
    if corrects_m:
        rate /= c1
    if hyper["weight_decay"] and hyper["decoupled"]:
        x = x * real(1 - lr * hyper["weight_decay"])
    x = x - real(rate) * (m / root)
    if hyper["project"]:
        lo, hi = hyper["project"]
        x = np.clip(x, -np.inf if lo is None else real(lo), np.inf if hi is None else real(hi))
    return {"x": x, "m": m, "v": v, "vmax": vmax}


def in_type(wide, dialect, state, hyper, t, g):
    """The step in a wider type than the state's, where one is given."""
    if wide is None:
        return step(dialect, state, hyper, t, g)
    after = step(dialect, {q: z.astype(wide) for q, z in state.items()}, hyper, t, g.astype(wide))
    return {q: z.astype(g.dtype) for q, z in after.items()}


def main():
    dialect, *storage = sys.argv[1:] or [None]
    if dialect not in DIALECTS or storage not in ([], ["binary16"], ["binary16", "float32"]):
        sys.exit(f"usage: {sys.argv[0]} DIALECT [binary16 [float32]], one of {' '.join(DIALECTS)}")
    wide = np.float32 if storage[1:] else None
    features = FEATURES if dialect in ("paper", "paper-eps") else FEATURES[:3]
    serve(name="numpy", version=np.__version__, dialect=dialect, features=features,
          formats=storage[:1] or ["binary64", "binary32"],
          step=lambda state, hyper, t, g: in_type(wide, dialect, state, hyper, t, g))


if __name__ == "__main__":
    main()
