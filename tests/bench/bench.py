#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Nanoseconds per parameter of one step: the core, a plain C loop of the same formula, PyTorch.

The contestants take turns, round after round, so that a slow moment of the machine hits all of them; the
ratios are medians over the rounds. PyTorch is left out, with a line saying so, where it is missing.

    usage: bench.py BUILD [--check RATIO]     --check fails where core/plain at n = 1000 is larger
"""
import ctypes
import statistics
import sys
import time

import numpy as np

LR, BETA1, BETA2, EPS, T = 1e-3, 0.9, 0.999, 1e-8, 100
FIELDS = "sigma l2 b1 c1 b2 c2 s eps_in r eps k a lo hi".split()
ROUNDS = 15


class Hyper(ctypes.Structure):
    """amsref_hyper."""
    _fields_ = ([(name, ctypes.c_double) for name in "lr beta1 beta2 eps weight_decay".split()]
                + [("decoupled", ctypes.c_bool), ("maximize", ctypes.c_bool),
                   ("lr_schedule", ctypes.c_int), ("beta1_schedule", ctypes.c_int)]
                + [(name, ctypes.c_double) for name in ("lambda_", "lo", "hi")])


def arrays(n, dtype):
    random = np.random.default_rng(1)
    v = random.random(n).astype(dtype)
    return [random.standard_normal(n).astype(dtype), random.standard_normal(n).astype(dtype) * dtype(0.1),
            v, v * dtype(1.5), random.standard_normal(n).astype(dtype)]


def pointer(array):
    return array.ctypes.data_as(ctypes.c_void_p)  # keeps the array alive


def contestants(core, plain, n, dtype):
    """name -> a function that makes one step over n parameters"""
    bits = 64 if dtype is np.float64 else 32
    real = ctypes.c_double if bits == 64 else ctypes.c_float

    class Coef(ctypes.Structure):
        _fields_ = [(name, real) for name in FIELDS] + [("maximum", ctypes.c_bool)]

    hyper, coef, pytorch = Hyper(), Coef(), 3
    getattr(core, "amsref_hyper_defaults")(pytorch, ctypes.byref(hyper))
    hyper.lr, hyper.beta1, hyper.beta2, hyper.eps = LR, BETA1, BETA2, EPS
    status = getattr(core, f"amsref_coef_for_f{bits}")(pytorch, ctypes.byref(hyper),
                                                       ctypes.c_uint64(T), ctypes.byref(coef))
    assert status == 0, status
    few = (real * 7)(coef.b1, coef.c1, coef.b2, coef.c2, coef.r, coef.eps, coef.a)
    mine, yours = arrays(n, dtype), arrays(n, dtype)
    step = getattr(core, f"amsref_step_f{bits}")
    loop = getattr(plain, f"plain_loop_f{bits}")
    mine_args = [ctypes.byref(coef), ctypes.c_size_t(n)] + [pointer(a) for a in mine]
    your_args = [ctypes.c_size_t(n), few] + [pointer(a) for a in yours]
    found = {"core": lambda: step(*mine_args), "plain loop": lambda: loop(*your_args)}
    try:
        import torch
    except ImportError:
        return found
    torch.set_num_threads(1)
    for name, options in (("torch single", {"foreach": False}), ("torch foreach", {"foreach": True}),
                          ("torch fused", {"fused": True})):
        x, m, v, vmax, g = (torch.from_numpy(a) for a in arrays(n, dtype))
        parameter = torch.nn.Parameter(x)
        parameter.grad = g
        try:
            optimizer = torch.optim.Adam([parameter], lr=LR, betas=(BETA1, BETA2), eps=EPS, amsgrad=True,
                                         **options)
            optimizer.step()
        except (RuntimeError, TypeError):
            continue
        found[name] = optimizer.step
    return found


def rounds(found, n):
    """name -> seconds of a step, one entry a round"""
    repeat = max(1, 2_000_000 // n)
    seconds = {name: [] for name in found}
    for step in found.values():
        step()
    for _ in range(ROUNDS if n < 10**6 else 7):
        for name, step in found.items():
            some = repeat if not name.startswith("torch") else max(1, repeat // 10)
            begun = time.perf_counter()
            for _ in range(some):
                step()
            seconds[name].append((time.perf_counter() - begun) / some)
    return seconds


def main():
    build = sys.argv[1]
    limit = float(sys.argv[3]) if len(sys.argv) > 3 and sys.argv[2] == "--check" else None
    core = ctypes.CDLL(f"{build}/libamsref.so")
    plain = ctypes.CDLL(f"{build}/bench/libplain_loop.so")
    worst = 0.0
    print(f"{'format':9} {'n':>9}  {'who':14} {'ns/parameter':>12} {'ratio to plain loop':>20}")
    for dtype in (np.float64, np.float32):
        for n in (1000, 10**7):
            seconds = rounds(contestants(core, plain, n, dtype), n)
            for name, times in seconds.items():
                ratio = statistics.median(a / b for a, b in zip(times, seconds["plain loop"]))
                print(f"{'binary64' if dtype is np.float64 else 'binary32':9} {n:9}  {name:14} "
                      f"{statistics.median(times) / n * 1e9:12.3f} {ratio:20.2f}")
                if name == "core" and n == 1000:
                    worst = max(worst, ratio)
    if "torch single" not in seconds:
        print("PyTorch is not installed for this Python: left out")
    if limit is not None and worst > limit:
        print(f"core/plain loop is {worst:.2f} at n = 1000, more than {limit}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
