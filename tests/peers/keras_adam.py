#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""keras.optimizers.Adam(amsgrad=True): keras_adam.py BACKEND, one of torch, jax, tensorflow.

floatx is set to the format of each case: Keras keeps the learning rate in floatx.
"""

import os
import sys

os.environ.update(KERAS_BACKEND=sys.argv[1], JAX_ENABLE_X64="1", TF_CPP_MIN_LOG_LEVEL="2",
                  CUDA_VISIBLE_DEVICES="")

import keras
import numpy as np

from amsref_adapter import Skip, serve


def make(state, hyper, t):
    if hyper["weight_decay"] and not hyper["decoupled"]:
        raise Skip("Keras has decoupled decay alone")
    keras.config.set_floatx(str(state["x"].dtype))
    opt = keras.optimizers.Adam(learning_rate=float(hyper["lr"]), beta_1=float(hyper["beta1"]),
                                beta_2=float(hyper["beta2"]), epsilon=float(hyper["eps"]),
                                amsgrad=True, weight_decay=hyper["weight_decay"] or None)
    x = keras.Variable(state["x"], dtype=str(state["x"].dtype))
    opt.build([x])
    slots = {"m": opt._momentums[0], "v": opt._velocities[0], "vmax": opt._velocity_hats[0]}
    for q, slot in slots.items():
        if q in state:
            slot.assign(state[q])
    largest = np.iinfo(opt.iterations.dtype).max - 1
    opt.iterations.assign(min(t - 1, int(largest)))

    def advance(g):
        opt.apply([keras.ops.convert_to_tensor(np.array(g))], [x])
        return {q: keras.ops.convert_to_numpy(slot) for q, slot in dict(slots, x=x).items()}
    return advance


serve(name="keras.optimizers.Adam(amsgrad=True) on " + sys.argv[1], version=keras.__version__,
      dialect="keras", make=make, features=["weight_decay", "decoupled"])
