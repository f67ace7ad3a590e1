#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""chainer.optimizers.Adam(amsgrad=True) on the CPU: chainer_adam.py [--decay].

With --decay also decoupled weight decay, which is Chainer's weight_decay_rate.
"""

import sys

import chainer

from amsref_adapter import Skip, serve

FEATURES = ("weight_decay", "decoupled") if "--decay" in sys.argv else ()
STATE = {"m": "m", "v": "v", "vmax": "vhat"}


def make(state, hyper, t):
    if hyper["weight_decay"] and not hyper["decoupled"]:
        raise Skip("Chainer's Adam has decoupled decay alone")
    opt = chainer.optimizers.Adam(alpha=hyper["lr"], beta1=hyper["beta1"], beta2=hyper["beta2"],
                                  eps=hyper["eps"], amsgrad=True,
                                  weight_decay_rate=hyper["weight_decay"])
    x = chainer.Parameter(state["x"])
    rule = x.update_rule = opt.create_update_rule()
    rule.t = t - 1
    # The rule makes its state in the first update: one hook later it can be set.
    box = {STATE[q]: state[q] for q in STATE if q in state}

    def inject(rule, param):
        rule.state.update(box)
        box.clear()
    rule.add_hook(inject, name="inject", timing="pre")

    def advance(g):
        x.grad = g
        rule.update(x)
        return dict({q: rule.state[name] for q, name in STATE.items()}, x=x.data)
    return advance


serve(name="chainer.optimizers.Adam(amsgrad=True)", version=chainer.__version__, dialect="keras",
      make=make, features=FEATURES)
