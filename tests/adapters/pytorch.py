#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The real torch.optim.Adam and AdamW (where the decay is decoupled), on the CPU or --device cuda.

The case's state goes in through the optimizer's state, so that a step can begin anywhere; the
optimizer then runs as in training, from grad and step() alone. Runs keep one optimizer.

torch keeps its step counter in a tensor of the default type, float32. What goes in is the number of
steps that were taken, t - 1, in that type, as a checkpoint would have it; torch counts on by itself.
From 2^24 on adding 1 no longer changes it: finding F-02. (With default betas both corrections have
been 1 for long by then.)

With --storage the tensors are bfloat16 and float16: each operation rounds to the tensor's type.
"""

import argparse

import torch

from amsref_adapter import serve

IMPLEMENTATION = {
    "single": {"foreach": False},
    "foreach": {"foreach": True},
    "fused": {"fused": True},
    "capturable": {"foreach": False, "capturable": True},
}
STEP_ON_DEVICE = ("fused", "capturable")  # they count there

STATE = {"m": "exp_avg", "v": "exp_avg_sq", "vmax": "max_exp_avg_sq"}


def optimizer(parameter, hyper, amsgrad, flags):
    kind = torch.optim.AdamW if hyper["decoupled"] else torch.optim.Adam
    return kind([parameter], lr=float(hyper["lr"]),
                betas=(float(hyper["beta1"]), float(hyper["beta2"])), eps=float(hyper["eps"]),
                weight_decay=float(hyper["weight_decay"]), maximize=hyper["maximize"],
                amsgrad=amsgrad, **flags)


def array(tensor):
    """As amsref_adapter takes it: bfloat16 goes as float32."""
    return (tensor.float() if tensor.dtype == torch.bfloat16 else tensor).cpu().numpy()


def maker(amsgrad, flags, storage, device="cpu"):
    def tensor(values):
        moved = torch.tensor(values, device=device)
        narrow = storage and values.dtype == "float32"  # bfloat16 comes as float32
        return moved.to(torch.bfloat16) if narrow else moved

    def make(state, hyper, t):
        x = torch.nn.Parameter(tensor(state["x"]))
        opt = optimizer(x, hyper, amsgrad, flags)
        names = {q: key for q, key in STATE.items() if q in state}
        opt.state[x] = {key: tensor(state[q]) for q, key in names.items()}
        if amsgrad and "vmax" not in state:  # judged as adam: the maximum begins here
            opt.state[x][STATE["vmax"]] = torch.zeros_like(x)
        counts = device if any(flags.get(name) for name in STEP_ON_DEVICE) else "cpu"
        opt.state[x]["step"] = torch.tensor(float(t - 1), device=counts)

        def advance(g):
            x.grad = tensor(g)
            opt.step()
            answer = {q: array(opt.state[x][key]) for q, key in names.items()}
            return dict(answer, x=array(x.detach()))
        return advance
    return make


STORAGE = {"bfloat16": torch.bfloat16, "binary16": torch.float16}


def takes(dtype, flags, device):
    """Has this torch an Adam for such tensors? Older ones have none for float16 on the CPU."""
    x = torch.nn.Parameter(torch.zeros(1, dtype=dtype, device=device))
    x.grad = torch.zeros_like(x)
    try:
        torch.optim.Adam([x], amsgrad=True, **flags).step()
    except RuntimeError:
        return False
    return True


def main():
    parser = argparse.ArgumentParser(description="torch.optim.Adam and AdamW behind amsref's protocol")
    for name in IMPLEMENTATION:
        parser.add_argument(f"--{name}", dest="implementation", action="store_const", const=name,
                            help=f"torch's {name} implementation" +
                                 (" (default)" if name == "single" else ""))
    parser.add_argument("--plain-adam", action="store_true",
                        help="amsgrad=False: dialect adam instead of pytorch")
    parser.add_argument("--storage", action="store_true",
                        help="tensors of bfloat16 and binary16 instead of binary64 and binary32")
    parser.add_argument("--device", default="cpu", help="where torch computes (default cpu)")
    arguments = parser.parse_args()
    implementation = arguments.implementation or "single"
    flags = IMPLEMENTATION[implementation]
    try:
        torch.optim.Adam([torch.zeros(1, device=arguments.device, requires_grad=True)], **flags)
    except (TypeError, RuntimeError, AssertionError) as error:
        parser.error(f"torch {torch.__version__} has no {implementation} Adam here: {error}")
    torch.set_num_threads(1)
    dialect = "adam" if arguments.plain_adam else "pytorch"
    where = "" if arguments.device == "cpu" else f" on {arguments.device}"
    serve(name=f"torch.optim.Adam ({implementation}){where}", version=torch.__version__, dialect=dialect,
          formats=[f for f, dtype in STORAGE.items() if takes(dtype, flags, arguments.device)]
          if arguments.storage else ["binary64", "binary32"],
          make=maker(dialect == "pytorch", flags, arguments.storage, arguments.device),
          features=("weight_decay", "decoupled", "maximize"))


if __name__ == "__main__":
    main()
