#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""spec/invariants.md against the golden data: each cell `refuted` names a case that must refute it,
by its certified interval alone; each cell that holds must be refuted by no case at all, and what it
cites from the contracts must stand there. Ends with `N passed, N failed`.

    check.py            checks
    check.py --search   prints, for each dialect and invariant, the first cases that refute it
"""

import json
import math
import os
import re
import struct
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
GOLDEN = os.path.join(ROOT, "vectors", "golden")
PAGE = os.path.join(ROOT, "spec", "invariants.md")
CONTRACTS = [os.path.join(ROOT, "src", "core", name) for name in ("acsl_step.inc", "amsref.h")]

DIALECTS = ["paper", "paper-eps", "julia", "pytorch", "keras", "optax", "optax-mu", "drjit", "adam"]
# Scalars of a are evaluated in double here: a ratio must exceed 1 by more than that can err.
MARGIN = 1e-9


def numbers(text, fmt):
    size, letter = (16, ">d") if fmt == "binary64" else (8, ">f")
    return [struct.unpack(letter, bytes.fromhex(text[i:i + size]))[0] for i in range(0, len(text), size)]


class Case:
    """One golden case, decoded: state[q][i] before, g[s][i], out[k][q] = (lo, hi, rn, ref, nan)."""

    def __init__(self, case, fmt, dialect):
        self.id, self.dialect, self.t, self.hyper = case["id"], dialect, case["t"], case["hyper"]
        self.state = {q: numbers(text, fmt) for q, text in case["in"].items()}
        self.g = [numbers(text, fmt) for text in case["g"]]
        self.n = len(self.state["x"])
        self.out = []
        for state in case["out"]:
            values = {"t": state["t"]}
            for q in ("x", "m", "v", "vmax"):
                if q in state:
                    lo, hi = (numbers(end, fmt) for end in state[q]["tight"])
                    nan = state[q].get("nan", "0" * self.n)
                    values[q] = list(zip(lo, hi, numbers(state[q]["rn"], fmt),
                                         numbers(state[q]["ref"], fmt), nan))
            self.out.append(values)
        # From the dialect's own initial state (AG-09)?
        wanted = numbers(_hex(self.hyper["eps"] if dialect == "julia" else 0.0, fmt), fmt)[0]
        self.initial = self.t == 1 and all(value == wanted for q in self.state if q != "x"
                                           for value in self.state[q])
        decay = self.hyper.get("weight_decay", 0)
        self.l2 = decay != 0 and not self.hyper.get("decoupled", False)
        self.decays = decay != 0
        self.steady = not {"lr_schedule", "beta1_schedule"} & set(self.hyper)

    def gradients(self, i, t):
        """|g| of parameter i in the steps up to t."""
        return [abs(g[i]) for g in self.g[:t - self.t + 1]]


def _hex(value, fmt):
    return struct.pack(">d" if fmt == "binary64" else ">f", value).hex()


def cases():
    for fmt in ("binary64", "binary32"):
        for dialect in DIALECTS:
            folder = os.path.join(GOLDEN, fmt, dialect)
            for name in sorted(os.listdir(folder)):
                with open(os.path.join(folder, name), encoding="utf-8") as file:
                    for case in json.load(file)["cases"]:
                        yield Case(case, fmt, dialect)


def ordinary(*values):
    return all(math.isfinite(v) for v in values)


def falls(case, quantity):
    """Some element whose quantity is certainly below what it was."""
    for i in range(case.n):
        before = case.state[quantity][i]
        for out in case.out:
            lo, hi, _, _, nan = out[quantity][i]
            if nan == "0" and ordinary(before, lo, hi) and hi < before:
                return True
            before = lo if nan == "0" else math.inf
    return False


def vmax_falls(case):
    return falls(case, "vmax" if "vmax" in case.state else "v")


def effective(case, t, vmax):
    """a/den, which the dialect's row of AG-10 gives."""
    h = case.hyper
    c1 = -math.expm1(t * math.log(h["beta1"])) if h["beta1"] > 0 else 1.0
    c2 = -math.expm1(t * math.log(h["beta2"])) if h["beta2"] > 0 else 1.0
    a, root, eps = h["lr"], math.sqrt(vmax), h["eps"]
    if case.dialect in ("pytorch", "adam"):
        a, root = a / c1, root / math.sqrt(c2)
    elif case.dialect in ("keras", "drjit"):
        a = a * math.sqrt(c2) / c1
    elif case.dialect in ("optax", "optax-mu"):
        a = a / c1
    if case.dialect == "drjit":
        root, eps = math.sqrt(vmax + eps * eps), 0.0
    return a / (root + eps) if root + eps > 0 else math.inf


def step_grows(case):
    """Some element whose a/den is certainly larger later, at constant lr."""
    quantity = "vmax" if "vmax" in case.state else "v"
    if not case.steady or case.hyper["lr"] == 0:
        return False
    for i in range(case.n):
        least = math.inf
        for out in case.out:
            lo, hi, _, _, nan = out[quantity][i]
            if nan != "0" or not ordinary(lo, hi):
                break
            if effective(case, out["t"], hi) > least * (1 + MARGIN):
                return True
            least = min(least, effective(case, out["t"], lo))
    return False


def exceeds(case, quantity, power):
    """Some element beyond the largest |g|^power so far, from the initial state."""
    if not case.initial or case.l2:
        return False
    for i in range(case.n):
        for out in case.out:
            lo, hi, rn, _, nan = out[quantity][i]
            bound = max(math.prod([g] * power) if ordinary(g) else math.inf for g in case.gradients(i, out["t"]))
            least = 0.0 if lo <= 0 <= hi else min(abs(lo), abs(hi))
            # Certain, and not by an underflowed power of g.
            if nan == "0" and ordinary(lo, hi, rn) and least > bound * (1 + 1e-6) and \
                    (bound == 0 or bound > 1e-30):
                return True
    return False


def leaves_box(case):
    if "project" not in case.hyper:
        return False
    low, high = case.hyper["project"]
    low, high = -math.inf if low is None else low, math.inf if high is None else high
    return any(hi < low * (1 - 1e-6 * math.copysign(1, low)) or lo > high * (1 + 1e-6 * math.copysign(1, high))
               for out in case.out for lo, hi, _, _, nan in out["x"] if nan == "0")


def moves(case):
    """From the initial state, without a gradient, some x that is certainly, or in the core, another."""
    if not case.initial or case.decays:
        return False
    for i in range(case.n):
        x = case.state["x"][i]
        for out in case.out:
            if any(g != 0 for g in case.gradients(i, out["t"])) or not ordinary(x):
                break
            lo, hi, _, ref, nan = out["x"][i]
            if nan != "0" and math.isnan(ref) or nan == "0" and not lo <= x <= hi:
                return True
    return False


# Column of the table: what refutes it.
INVARIANTS = {
    "vmax monotone": vmax_falls,
    "step non-increasing": step_grows,
    "m bounded": lambda case: exceeds(case, "m", 1),
    "v bounded": lambda case: exceeds(case, "v", 2),
    "x in the box": leaves_box,
    "no gradient, no update": moves,
}


def table():
    """{dialect: {invariant: cell}} of the page."""
    with open(PAGE, encoding="utf-8") as file:
        rows = [[cell.strip() for cell in line.strip().strip("|").split("|")]
                for line in file if line.startswith("| `") or line.startswith("| dialect")]
    head = rows[0]
    return {row[0].strip("`"): dict(zip(head[1:], row[1:])) for row in rows[1:] if len(row) == len(head)}


def search():
    """What refutes what, for whoever writes the page."""
    found = {}
    for case in cases():
        for name, refutes in INVARIANTS.items():
            if refutes(case):
                found.setdefault((case.dialect, name), []).append(case.id)
    for (dialect, name), ids in sorted(found.items()):
        print(dialect, "|", name, "|", len(ids), ids[:4])


def main():
    if sys.argv[1:] == ["--search"]:
        return search()
    passed = failed = 0
    page, refuted = table(), {}
    for case in cases():
        for name, refutes in INVARIANTS.items():
            if refutes(case):
                refuted.setdefault((case.dialect, name), set()).add(case.id)
    with open(PAGE, encoding="utf-8") as file:
        text = file.read()
    contracts = "".join(open(path, encoding="utf-8").read() for path in CONTRACTS)
    problems = []
    for dialect in DIALECTS:
        for name in INVARIANTS:
            cell = page.get(dialect, {}).get(name, "")
            ids, cited = refuted.get((dialect, name), set()), re.findall(r"`([^`]+)`", cell)
            if cell.startswith("refuted"):
                bad = None if cited and set(cited) <= ids else f"cites {cited}, which do not refute it"
            elif cell.startswith("holds"):
                bad = f"is refuted by {sorted(ids)[:3]}" if ids else None
                keys = re.findall(r"\((P\d)\)", cell)
                if not keys or any(f"**{key}**" not in text for key in keys):
                    bad = bad or f"cites no proof of the page: {cell}"
            else:
                bad = None if cell.startswith("none") and not ids else f"says {cell!r}"
            passed, failed = passed + (bad is None), failed + (bad is not None)
            if bad:
                problems.append(f"not ok {dialect}, {name}: {bad}")
    for clause in re.findall(r"^    (.+)$", text, re.MULTILINE):
        wanted = " ".join(clause.split())
        good = wanted in " ".join(contracts.split())
        passed, failed = passed + good, failed + (not good)
        if not good:
            problems.append(f"not ok the contracts have no: {wanted}")
    print("\n".join(problems + [f"{passed} passed, {failed} failed"]))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
