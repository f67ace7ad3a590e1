#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""TensorFlow's AMSGrad on the CPU: tensorflow_adam.py raw | new | adaptive | legacy.

raw is the kernel ResourceApplyAdamWithAmsgrad, given the powers of beta correctly rounded; the
others are tf_keras.optimizers.Adam, the same with adaptive_epsilon=True, and legacy.Adam.
"""

import os
import sys

os.environ.update(TF_CPP_MIN_LOG_LEVEL="2", CUDA_VISIBLE_DEVICES="")

import tensorflow as tf

from amsref_adapter import Skip, serve

PATH = sys.argv[1]
HYPER = ("lr", "beta1", "beta2", "eps")
if PATH != "raw":
    import tf_keras


def variables(state):
    zero = 0 * state["v"]
    return {q: tf.Variable(state.get(q, zero)) for q in ("x", "m", "v", "vmax")}


def numbers(held):
    return {q: held[q].numpy() for q in ("x", "m", "v", "vmax")}


def raw(state, hyper, t):
    held = variables(state)
    lr, beta1, beta2, eps = (float(hyper[name]) for name in HYPER)
    box = [t]

    def advance(g):
        as_g = lambda value: tf.constant(value, dtype=held["x"].dtype)
        tf.raw_ops.ResourceApplyAdamWithAmsgrad(
            var=held["x"].handle, m=held["m"].handle, v=held["v"].handle, vhat=held["vmax"].handle,
            beta1_power=as_g(beta1 ** box[0]), beta2_power=as_g(beta2 ** box[0]), lr=as_g(lr),
            beta1=as_g(beta1), beta2=as_g(beta2), epsilon=as_g(eps), grad=as_g(g))
        box[0] += 1
        return numbers(held)
    return advance


def keras_optimizer(state, hyper, t):
    if hyper["weight_decay"] and not hyper["decoupled"]:
        raise Skip("tf_keras has decoupled decay alone")
    tf_keras.backend.set_floatx(str(state["x"].dtype))
    lr, beta1, beta2, eps = (float(hyper[name]) for name in HYPER)
    common = dict(learning_rate=lr, beta_1=beta1, beta_2=beta2, epsilon=eps, amsgrad=True)
    x = tf.Variable(state["x"])
    if PATH == "legacy":
        opt = tf_keras.optimizers.legacy.Adam(**common)
        opt._create_all_weights([x])
        slots = {q: opt.get_slot(x, name) for q, name in (("m", "m"), ("v", "v"), ("vmax", "vhat"))}
    else:
        opt = tf_keras.optimizers.Adam(weight_decay=hyper["weight_decay"] or None,
                                       **common)
        opt.adaptive_epsilon = PATH == "adaptive"
        opt.build([x])
        slots = {"m": opt._momentums[0], "v": opt._velocities[0], "vmax": opt._velocity_hats[0]}
    for q, slot in slots.items():
        if q in state:
            slot.assign(state[q])
    opt.iterations.assign(t - 1)

    def advance(g):
        opt.apply_gradients([(tf.constant(g), x)])
        return numbers(dict(slots, x=x))
    return advance


NAMES = {"raw": "ResourceApplyAdamWithAmsgrad", "new": "tf_keras.optimizers.Adam",
         "adaptive": "tf_keras.optimizers.Adam(adaptive_epsilon=True)",
         "legacy": "tf_keras.optimizers.legacy.Adam"}
serve(name=NAMES[PATH], version=tf.__version__ if PATH == "raw" else tf_keras.__version__,
      dialect="pytorch" if PATH == "adaptive" else "keras",
      make=raw if PATH == "raw" else keras_optimizer,
      features=["weight_decay", "decoupled"] if PATH in ("new", "adaptive") else [])
