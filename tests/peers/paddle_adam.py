#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""paddle.optimizer.Adam(amsgrad=True) on the CPU: paddle_adam.py [--adamw].

It keeps beta^t as a running product in the accumulators' type; the product that goes in is the one
that it would have made. The default type is set to the format of each case, since the learning rate
is kept in it.
"""

import sys

import numpy as np
import paddle

from amsref_adapter import Skip, serve
from running import running_product

ADAMW = "--adamw" in sys.argv
STATE = {"m": "moment1", "v": "moment2", "vmax": "moment2_max"}


def make(state, hyper, t):
    if hyper["weight_decay"] and hyper["decoupled"] != ADAMW:
        raise Skip("this class has the other kind of decay")
    dtype = state["x"].dtype
    paddle.set_default_dtype(str(dtype))
    x = paddle.base.framework.EagerParamBase.from_tensor(paddle.to_tensor(state["x"]))
    x.stop_gradient = False
    lr, beta1, beta2, eps = (float(hyper[name]) for name in ("lr", "beta1", "beta2", "eps"))
    decay = hyper["weight_decay"] if ADAMW else hyper["weight_decay"] or None
    kind = paddle.optimizer.AdamW if ADAMW else paddle.optimizer.Adam
    opt = kind(lr, beta1, beta2, eps, parameters=[x], weight_decay=decay, amsgrad=True)
    opt._create_accumulators(paddle.static.default_main_program().global_block(), [x])
    held = {q: opt._accumulators[name][x.name] for q, name in STATE.items()}
    for q, slot in held.items():
        if q in state:
            slot.set_value(state[q])
    for name, beta in (("beta1_pow_acc", beta1), ("beta2_pow_acc", beta2)):
        slot = opt._accumulators[name][x.name]
        slot.set_value(np.full(slot.shape, running_product(beta, t, dtype), dtype))

    def advance(g):
        x.grad = paddle.to_tensor(np.array(g))
        opt.step()
        return {q: slot.numpy() for q, slot in dict(held, x=x).items()}
    return advance


serve(name="paddle.optimizer.%s(amsgrad=True)" % ("AdamW" if ADAMW else "Adam"),
      version=paddle.__version__, dialect="pytorch", make=make,
      features=["weight_decay", "decoupled"] if ADAMW else ["weight_decay"])
