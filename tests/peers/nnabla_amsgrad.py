#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""nnabla.solvers.AMSGRAD on the CPU, which is float32: nnabla_amsgrad.py [--corrected]."""

import sys

import nnabla
import nnabla.solvers
import numpy as np

from amsref_adapter import Skip, serve

CORRECTED = "--corrected" in sys.argv
STATE = {"m": "m", "v": "v", "vmax": "v_hat"}
LAST_COUNT = 2**31 - 2  # where its Python interface ends


def make(state, hyper, t):
    if t - 1 > LAST_COUNT:
        raise Skip("its step counter is an int32")
    nnabla.clear_parameters()
    x = nnabla.Variable(state["x"].shape, need_grad=True)
    x.d = state["x"]
    solver = nnabla.solvers.AMSGRAD(hyper["lr"], hyper["beta1"], hyper["beta2"], hyper["eps"],
                                    CORRECTED)
    solver.set_parameters({"x": x})
    inner = solver.get_states()["x"]
    for q, name in STATE.items():
        if q in state:
            inner.pstate[name].d = state[q]
    inner.t = t - 1
    solver.set_states({"x": inner})

    def advance(g):
        x.g = g
        if hyper["weight_decay"]:
            solver.weight_decay(hyper["weight_decay"])
        solver.update()
        now = solver.get_states()["x"].pstate
        return dict({q: np.array(now[name].d) for q, name in STATE.items()}, x=np.array(x.d))
    return advance


serve(name="nnabla.solvers.AMSGRAD(bias_correction=%s)" % CORRECTED, version=nnabla.__version__,
      dialect="keras" if CORRECTED else "paper-eps", make=make, formats=["binary32"],
      features=["weight_decay"])
