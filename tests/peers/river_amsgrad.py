#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""river.optim.AMSGrad over dicts of Python floats: river_amsgrad.py [--uncorrected]."""

import sys

import numpy as np
import river
from river import optim

from amsref_adapter import serve

CORRECTED = "--uncorrected" not in sys.argv


def make(state, hyper, t):
    opt = optim.AMSGrad(lr=hyper["lr"], beta_1=hyper["beta1"], beta_2=hyper["beta2"],
                        eps=hyper["eps"], correct_bias=CORRECTED)
    weights = dict(enumerate(state["x"].tolist()))
    opt.m.update(enumerate(state["m"].tolist()))
    opt.v.update(enumerate(state["v"].tolist()))
    if "vmax" in state:
        opt.v_hat.update(enumerate(state["vmax"].tolist()))
    opt.n_iterations = t - 1

    def advance(g):
        opt.step(weights, dict(enumerate(g.tolist())))
        order = range(len(g))
        arrays = {"x": weights, "m": opt.m, "v": opt.v, "vmax": opt.v_hat}
        return {name: np.array([values[i] for i in order], dtype=float)
                for name, values in arrays.items()}
    return advance


serve(name="river.optim.AMSGrad", version=river.__version__, make=make, formats=["binary64"],
      dialect="keras" if CORRECTED else "paper-eps")
