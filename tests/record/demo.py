#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A training run of PyTorch, recorded and judged, and the same with faults: demo.py [--small] AMSREF FOLDER

inputs N = 64, 1000 -> 100 -> 10 linear layers with ReLU between, MSE loss summed,
torch.optim.Adam(lr=1e-4, amsgrad=True), 500 steps; --small: 20 -> 10 -> 5, 50 steps. The run is recorded
in binary32 and binary64; then one fault at a time is put into one step. Ends with `N passed, N failed`.
"""

import os
import re
import resource
import shutil
import subprocess
import sys
import time

import torch

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "adapters"))

from amsref_trace import Recorder  # noqa: E402
from inject import inject  # noqa: E402

failed = passed = 0


def check(name, good, said):
    global passed, failed
    passed, failed = passed + good, failed + (not good)
    print(f"{'ok' if good else 'not ok'} {name}")
    if not good:
        print(said)


class Faulty(torch.optim.Adam):
    """In step `at` something goes wrong inside step()."""

    at, fault = 0, None

    def step(self, closure=None):
        self.count = getattr(self, "count", 0) + 1
        group = self.param_groups[0]
        weight = group["params"][0]
        if self.count == self.at:
            if self.fault == "vmax":
                self.state[weight]["max_exp_avg_sq"].zero_()
            elif self.fault == "eps":
                kept, group["eps"] = group["eps"], 1e-2
        result = super().step(closure)
        if self.count == self.at:
            if self.fault == "eps":
                group["eps"] = kept
            elif self.fault == "lost":
                self.state[weight]["exp_avg_sq"][0].mul_(1 + 2.0**-18)
        return result


def train(folder, sizes, steps, dtype, at=0, fault=None):
    """Records a run; returns seconds and updates."""
    torch.manual_seed(0)
    torch.set_num_threads(2)
    first, hidden, last = sizes
    x, y = torch.randn(64, first, dtype=dtype), torch.randn(64, last, dtype=dtype)
    model = torch.nn.Sequential(torch.nn.Linear(first, hidden), torch.nn.ReLU(), torch.nn.Linear(hidden, last))
    model.to(dtype)
    loss_of = torch.nn.MSELoss(reduction="sum")
    optimizer = Faulty(model.parameters(), lr=1e-4, amsgrad=True)
    optimizer.at, optimizer.fault = at, fault
    begun = time.monotonic()
    with Recorder(optimizer, folder, model):
        for _ in range(steps):
            loss = loss_of(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return time.monotonic() - begun, steps * sum(p.numel() for p in model.parameters())


def judge(amsref, folder):
    """Status, what it said, seconds, and seconds of processor time."""
    begun, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    ended = subprocess.run([amsref, "check", "--trace", folder], capture_output=True, text=True)
    after, seconds = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic() - begun
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return ended.returncode, ended.stdout + ended.stderr, seconds, busy


def fault_found(amsref, name, folder, number, quantity, tensor):
    status, said, *_ = judge(amsref, folder)
    wanted = rf"{quantity} of {re.escape(tensor)} is wrong first, at step {number}$"
    check(f"{name}: {quantity} of {tensor} at step {number}",
          status == 1 and re.search(wanted, said, re.MULTILINE) is not None, said)


def run(amsref, folder, sizes, steps, dtype):
    kind = str(dtype)[len("torch."):]
    good = os.path.join(folder, kind)
    seconds, updates = train(good, sizes, steps, dtype)
    print(f"{kind}: {updates} updates recorded in {seconds:.1f} s")
    status, said, seconds, busy = judge(amsref, good)
    check(f"{kind}: the run conforms", status == 0 and f"({steps} steps, {updates} updates, " in said, said)
    print(f"{said}  {seconds:.1f} s, {updates / seconds / 1e6:.1f} million updates a second; "
          f"{busy:.1f} s of processor time, {updates / busy / 1e6:.1f} million a second and processor")

    middle = steps // 2
    cases = [(f"bit {bit} of {q} flipped", f"bit:{q}:{element}:{bit}", q)
             for q, element, bit in (("x", 11, 4), ("m", 12, 7), ("v", 13, 10), ("vmax", 14, 30))]
    for name, fault, quantity in cases:
        path = os.path.join(good, f"step-{middle:06d}.safetensors")
        shutil.copy(path, path + ".kept")
        inject(good, middle, "2.weight", fault)
        fault_found(amsref, f"{kind}: {name}", good, middle, quantity, "2.weight")
        os.replace(path + ".kept", path)
    if dtype == torch.float64:
        return
    for fault, quantity in (("vmax", "vmax"), ("eps", "x"), ("lost", "v")):
        bad = os.path.join(folder, fault)
        train(bad, sizes, middle + 2, dtype, middle, fault)
        fault_found(amsref, f"{kind}: {fault} inside a step", bad, middle, quantity, "0.weight")
        shutil.rmtree(bad)


def groups(amsref, folder):
    """AdamW with two groups, schedulers from before and from inside, closures, a tensor without gradient."""
    torch.manual_seed(1)
    first, second = torch.nn.Linear(5, 3), torch.nn.Linear(3, 2)
    model, x = torch.nn.Sequential(first, second), torch.randn(7, 5)
    other = {"params": second.parameters(), "lr": 1e-2, "weight_decay": 0.1, "betas": (0.8, 0.99)}
    optimizer = torch.optim.AdamW([{"params": first.parameters()}, other], lr=1e-3, amsgrad=True)
    schedulers = [torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.9)]
    with Recorder(optimizer, os.path.join(folder, "groups"), model) as recorder:
        schedulers.append(torch.optim.lr_scheduler.StepLR(optimizer, 3, 0.5))
        for i in range(12):
            def closure():
                for p in model.parameters():
                    p.grad = None
                loss = ((model(x) if i % 4 else second(torch.ones(3))) ** 2).sum()
                loss.backward()
                return loss

            if i % 2:
                assert optimizer.step(closure) is not None
            else:
                closure()
                optimizer.step()
            for scheduler in schedulers:
                scheduler.step()
        recorder.gap("clipped")
        with torch.no_grad():
            first.weight.clamp_(-0.1, 0.1)
        closure()
        optimizer.step()
    closure()
    optimizer.step()
    status, said, *_ = judge(amsref, os.path.join(folder, "groups"))
    check("groups, schedulers, closures, a declared gap", status == 0 and "13 steps" in said, said)


def main():
    words = [w for w in sys.argv[1:] if w != "--small"]
    if len(words) != 2:
        sys.exit(__doc__)
    sizes, steps = ((20, 10, 5), 50) if "--small" in sys.argv else ((1000, 100, 10), 500)
    if "--small" in sys.argv:
        groups(words[0], words[1])
    for dtype in (torch.float32, torch.float64):
        run(words[0], words[1], sizes, steps, dtype)
        shutil.rmtree(os.path.join(words[1], str(dtype)[len("torch."):]))
    print(f"trace-demo: {passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
