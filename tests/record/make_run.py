#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A recorded run made with numpy: make_run.py FOLDER DIALECT FORMAT [STEPS] [OPTION...]

Two groups with hyper-parameters of their own, lr that changes over time, a tensor without gradient in
some steps, a dead unit, a scalar, an empty array. Options: `gap` leaves steps 6 to 8 out and says so,
`undeclared` leaves them out and does not; `between` changes an x between two steps, `start` begins
from a moment that is not zero, `counter` counts a step twice, `resumed` begins at t = 1000.
"""

import os
import sys

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "adapters"))

from amsref_trace import Trace  # noqa: E402
from numpy_amsgrad import step  # noqa: E402

ALL = {"weight_decay": 0.0, "decoupled": False, "maximize": False, "lr_schedule": None,
       "beta1_schedule": None, "project": None}


def full(hyper):
    """With every member that the numpy step reads."""
    return dict(ALL, **hyper)


def array(values):
    kind = {"float32": "F32", "float64": "F64", "float16": "F16", "uint16": "BF16"}[values.dtype.name]
    return kind, values.shape, values.astype(values.dtype.newbyteorder("<")).tobytes()


def make(folder, dialect, dtype, steps, options):
    rng = np.random.default_rng(20260101)
    shapes = {"layer.weight": (6, 40), "layer.bias": (6,), "head.weight": (5, 6), "scale": (), "none": (0, 3)}
    eps = 0.0 if dialect == "paper" else 1e-8
    begin = np.dtype(dtype).type(eps if dialect == "julia" else 0.0)
    state, t = {}, {}
    for name, shape in shapes.items():
        x = np.asarray(rng.normal(0, 0.1, shape), dtype=dtype)
        state[name] = {"x": x, **{q: np.full(shape, begin, dtype) for q in ("m", "v", "vmax")}}
        t[name] = 999 if "resumed" in options else 0
    if "start" in options:
        state["layer.bias"]["m"][2] = 1e-3
    quantities = ("x", "m", "v") if dialect == "adam" else ("x", "m", "v", "vmax")

    def hyper(name, k):
        said = {"lr": 1e-3 if k < steps // 2 else 1e-4, "beta1": 0.9, "beta2": 0.999, "eps": eps}
        if name.startswith("layer"):
            said.update(weight_decay=0.01, decoupled=name == "layer.weight")
        if name == "scale":
            said["maximize"] = True
        return said

    def groups(names, k):
        return [{"hyper": hyper(n, k), "t": t[n], "tensors": [n]} for n in names]

    def arrays(names):
        return {f"{q}/{n}": array(state[n][q]) for n in names for q in quantities}

    trace = Trace(folder, dialect)
    trace.state(groups(shapes, 1), arrays(shapes))
    for k in range(1, steps + 1):
        names = [n for n in shapes if n != "head.weight" or k % 3]
        gradients = {n: np.asarray(rng.normal(0, 1, shapes[n]), dtype=dtype) for n in names}
        gradients["layer.weight"][0] = 0
        for n in names:
            t[n] += 1 + ("counter" in options and k == 4 and n == "scale")
            with np.errstate(all="ignore"):
                state[n] = step(dialect, state[n], full(hyper(n, k)), t[n], gradients[n])
            state[n] = {q: np.asarray(a, dtype=dtype) for q, a in state[n].items()}
        if ("gap" in options or "undeclared" in options) and 6 <= k <= 8:
            if k == 8 and "gap" in options:
                trace.state(groups(shapes, k), arrays(shapes), gap="not recorded", skipped=3)
            elif k == 8:
                trace.number += 3
            continue
        said = arrays(names)
        said.update({f"g/{n}": array(gradients[n]) for n in names})
        trace.step(groups(names, k), said)
        if "between" in options and k == 5:
            state["head.weight"]["x"] = state["head.weight"]["x"] * np.asarray(0.5, dtype)
            trace.state(groups(["head.weight"], k), arrays(["head.weight"]))


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    count = int(sys.argv[4]) if len(sys.argv) > 4 else 12
    make(sys.argv[1], sys.argv[2], {"binary32": "float32", "binary64": "float64"}[sys.argv[3]], count,
         sys.argv[5:])
