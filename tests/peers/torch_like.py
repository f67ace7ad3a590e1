#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Optimizers with the interface of torch.optim, on the CPU: torch_like.py PATH.

PATHS says how each is made and what its state is called. The state of a case goes in as a loaded
checkpoint's would. (Plain torch.optim has an adapter of its own, tests/adapters/pytorch.py.)
"""

import importlib
import importlib.util
import os
import sys
import types
from importlib.metadata import version

# torchao compiles its step for each shape and hyper-parameter; the same function runs uncompiled.
os.environ.setdefault("TORCHDYNAMO_DISABLE", "1")

import torch

from amsref_adapter import Skip, serve

TORCH = {"m": "exp_avg", "v": "exp_avg_sq", "vmax": "max_exp_avg_sq"}
BNB = {"m": "state1", "v": "state2"}  # always float32
HYPER = ("lr", "beta1", "beta2", "eps", "weight_decay")

# module, class, further arguments, names of the state, where the counter is, decay, maximize
PATHS = {
    "differentiable": ("torch.optim", "Adam", {"amsgrad": True, "differentiable": True}, TORCH,
                       "tensor", "L2", True),
    "timm": ("timm.optim.adamw", "AdamWLegacy", {"amsgrad": True, "foreach": False}, TORCH,
             "tensor", "decoupled", True),
    "timm-foreach": ("timm.optim.adamw", "AdamWLegacy", {"amsgrad": True, "foreach": True}, TORCH,
                     "tensor", "decoupled", True),
    "torchao": ("torchao.optim", "Adam8bit", {"amsgrad": True}, TORCH, "tensor", "L2", False),
    "torchao-adamw": ("torchao.optim", "AdamW8bit", {"amsgrad": True}, TORCH,
                      "tensor", "decoupled", False),
    "adamc": ("pytorch_optimizer", "AdamC", {"ams_bound": True, "foreach": False}, TORCH,
              "group", "decoupled", True),
    "adamc-foreach": ("pytorch_optimizer", "AdamC", {"ams_bound": True, "foreach": True}, TORCH,
                      "group", "decoupled", True),
    "deepspeed": ("deepspeed.ops.adam", "DeepSpeedCPUAdam", {"amsgrad": True}, TORCH,
                  "state", "decoupled", False),
    "bitsandbytes": ("bitsandbytes.optim", "Adam32bit", {"amsgrad": True}, BNB,
                     "state", "L2", False),
    "bitsandbytes-adamw": ("bitsandbytes.optim", "AdamW32bit", {"amsgrad": True}, BNB,
                           "state", "decoupled", False),
}


def load(module):
    """The module. timm's own __init__ would import all its models, and torchvision with them, for
    which the CPU build of torch has no counterpart: its optim package is entered by itself."""
    if module.startswith("timm."):
        root = importlib.util.find_spec("timm").submodule_search_locations[0]
        for name, folder in (("timm", root), ("timm.optim", os.path.join(root, "optim"))):
            sys.modules[name] = types.ModuleType(name)
            sys.modules[name].__path__ = [folder]
    return importlib.import_module(module)


def count(kind, opt, x, done):
    """Sets the counter to the steps done; a tensor of it is float32, as torch makes it (F-02)."""
    if kind == "group":
        opt.param_groups[0]["step"] = done
    elif kind == "state":
        opt.state[x]["step"] = done
    else:
        opt.state[x]["step"] = torch.tensor(float(done))


def maker(kind, extra, names, counter, decay, maximizes):
    def make(state, hyper, t):
        if hyper["weight_decay"] and hyper["decoupled"] != (decay == "decoupled"):
            raise Skip("this class has %s decay alone" % decay)
        more = dict(extra, maximize=hyper["maximize"]) if maximizes else extra
        x = torch.tensor(state["x"])
        if not more.get("differentiable"):
            x = torch.nn.Parameter(x)
        lr, beta1, beta2, eps, decay_rate = (float(hyper[name]) for name in HYPER)
        opt = kind([x], lr=lr, betas=(beta1, beta2), eps=eps, weight_decay=decay_rate, **more)
        opt.state[x] = {key: torch.tensor(state[q]) for q, key in names.items() if q in state}
        if "vmax" in names and "vmax" not in state:
            opt.state[x][names["vmax"]] = torch.zeros_like(x)
        count(counter, opt, x, t - 1)

        def advance(g):
            x.grad = torch.tensor(g)
            opt.step()
            answer = {q: opt.state[x][key].numpy() for q, key in names.items()}
            return dict(answer, x=x.detach().numpy())
        return advance
    return make


def main():
    module, name, extra, names, counter, decay, maximizes = PATHS[sys.argv[1]]
    replies = os.dup(1)  # what imports print must not be taken for a reply
    os.dup2(2, 1)
    library = load(module)
    torch.set_num_threads(1)
    # One that refuses amsgrad ends here, with its own words.
    getattr(library, name)([torch.nn.Parameter(torch.zeros(1))], **extra)
    os.dup2(replies, 1)
    features = ["weight_decay", "decoupled"] if decay == "decoupled" else ["weight_decay"]
    serve(name="%s.%s(%s)" % (module, name, ", ".join("%s=%s" % item for item in extra.items())),
          version=version(module.split(".")[0]), dialect="keras" if name == "AdamC" else "pytorch",
          formats=["binary32"] if names is BNB else ["binary64", "binary32"],
          make=maker(getattr(library, name), extra, names, counter, decay, maximizes),
          features=features + (["maximize"] if maximizes else []))


main()
