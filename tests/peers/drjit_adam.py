#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""drjit.opt.Adam(amsgrad=True) on the LLVM backend: drjit_adam.py [--decay] for AdamW.

Its counter is an uint32. The maximum needs LLVM 17 or newer; Debian 12 has 19 beside its own.
"""

import os
import sys

os.environ.setdefault("DRJIT_LIBLLVM_PATH", "libLLVM.so.19.1")

import drjit as dr
from drjit.llvm.ad import Float32, Float64
from drjit.opt import Adam, AdamW

from amsref_adapter import Skip, serve

DECAY = "--decay" in sys.argv


def make(state, hyper, t):
    if hyper["weight_decay"] and not hyper["decoupled"]:
        raise Skip("DrJit has decoupled decay alone")
    if len(state["x"]) == 0:
        raise Skip("Dr.Jit takes no empty parameter")
    kind = Float64 if state["x"].dtype == "float64" else Float32
    extra = {"weight_decay": hyper["weight_decay"]} if DECAY else {}
    opt = (AdamW if DECAY else Adam)(lr=hyper["lr"], beta_1=hyper["beta1"], beta_2=hyper["beta2"],
                                     epsilon=hyper["eps"], amsgrad=True, **extra)
    opt["x"] = kind(state["x"])
    value, promoted, rate, (count, *zeros) = opt.state["x"]
    moments = [type(zero)(state[q]) if q in state else zero
               for q, zero in zip(("m", "v", "vmax"), zeros)]
    count = type(count)(min(t - 1, 2**32 - 2))
    opt.state["x"] = value, promoted, rate, (count, *moments)

    def advance(g):
        value = opt["x"]
        dr.set_grad(value, dr.detach(type(value)(g)))
        opt.step()
        _, m, v, vmax = opt.state["x"][3]
        arrays = {"x": dr.detach(opt["x"]), "m": m, "v": v, "vmax": vmax}
        return {q: array.numpy() for q, array in arrays.items()}
    return advance


serve(name="drjit.opt.%s(amsgrad=True)" % ("AdamW" if DECAY else "Adam"), version=dr.__version__,
      dialect="drjit", make=make, features=["weight_decay", "decoupled"] if DECAY else [])
