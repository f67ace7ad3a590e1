#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""mindspore.nn.Adam(use_amsgrad=True) on the CPU, which keeps its scalars in float32.

It keeps beta^t as a running product in float32; the product that goes in is the one that it would
have made.
"""

import mindspore
import numpy as np
from mindspore import Parameter, Tensor, nn

from amsref_adapter import Skip, serve
from running import running_product

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def make(state, hyper, t):
    lr, beta1, beta2, eps = (float(hyper[name]) for name in ("lr", "beta1", "beta2", "eps"))
    if min(beta1, beta2, eps) == 0:
        raise Skip("MindSpore takes no beta and no eps of 0")
    if len(state["x"]) == 0:
        raise Skip("MindSpore takes no empty parameter")
    if hyper["weight_decay"] and hyper["decoupled"]:
        raise Skip("MindSpore's Adam has L2 decay alone")
    x = Parameter(Tensor(state["x"]), name="x")
    opt = nn.Adam([x], learning_rate=lr, beta1=beta1, beta2=beta2, eps=eps, use_amsgrad=True,
                  weight_decay=float(hyper["weight_decay"]))
    held = {"x": x, "m": opt.moment1[0], "v": opt.moment2[0], "vmax": opt.vhat[0]}
    for q in ("m", "v", "vmax"):
        if q in state:
            held[q].set_data(Tensor(state[q]))
    opt.beta1_power.set_data(Tensor(running_product(beta1, t - 1, np.float32)))
    opt.beta2_power.set_data(Tensor(running_product(beta2, t - 1, np.float32)))

    def advance(g):
        opt((Tensor(np.array(g)),))
        return {q: slot.asnumpy() for q, slot in held.items()}
    return advance


serve(name="mindspore.nn.Adam(use_amsgrad=True)", version=mindspore.__version__, dialect="keras",
      make=make, features=["weight_decay"])
