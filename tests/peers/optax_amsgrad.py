#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""optax.amsgrad on the CPU: optax_amsgrad.py DIALECT [--jit].

The dialect says how the bias corrections are set: optax (default), optax-mu (nu off), paper-eps
(both off). With --jit the step is compiled, as in most training loops.
"""

import sys

import jax
import numpy as np
import optax

from amsref_adapter import serve

jax.config.update("jax_enable_x64", True)
CORRECTIONS = {"optax": (True, True), "optax-mu": (True, False), "paper-eps": (False, False)}
STATE = {"m": "mu", "v": "nu", "vmax": "nu_max"}
DIALECT, JIT = sys.argv[1], "--jit" in sys.argv


def transformation(hyper):
    mu, nu = CORRECTIONS[DIALECT]
    return optax.amsgrad(hyper["lr"], b1=hyper["beta1"], b2=hyper["beta2"], eps=hyper["eps"],
                         bias_correction_mu=mu, bias_correction_nu=nu)


def make(state, hyper, t):
    tx = transformation(hyper)
    x = jax.numpy.asarray(state["x"])
    first, *others = tx.init(x)
    # The counter is an int32 that stays at its largest value.
    count = jax.numpy.asarray(min(t - 1, np.iinfo(np.int32).max), dtype=first.count.dtype)
    given = {name: jax.numpy.asarray(state[q]) for q, name in STATE.items() if q in state}
    box = [x, (first._replace(count=count, **given), *others)]

    def update(g, x, inner):
        updates, inner = tx.update(g, inner, x)
        return optax.apply_updates(x, updates), inner
    step = jax.jit(update) if JIT else update

    def advance(g):
        box[:] = step(jax.numpy.asarray(g), *box)
        inner = box[1][0]
        return dict({q: np.asarray(getattr(inner, name)) for q, name in STATE.items()},
                    x=np.asarray(box[0]))
    return advance


serve(name="optax.amsgrad", version=optax.__version__, dialect=DIALECT, make=make)
