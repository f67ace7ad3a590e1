#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Special inputs against options: which golden case covers which cell. Writes spec/special-table.md.

    special.py [--check] [--root DIR]

Fails on a cell that no case covers in every dialect that has the option, in both formats; and on a case with a
negative v or vmax. With --check nothing is written: the committed table must be what would be. It checks AG-49.
Ends with `N passed, N failed`.
"""

import argparse
import glob
import json
import math
import os
import struct
import sys

TABLE = "spec/special-table.md"
FORMATS = {"binary64": (16, ">d", 1023, 52), "binary32": (8, ">f", 127, 23)}
BOXED = ("paper", "paper-eps")

# What the rows are: every number that is not ordinary. AG-nn says what is asked there.
NOT_FINITE = {"NaN": math.isnan, "inf": lambda z: z == math.inf, "-inf": lambda z: z == -math.inf}
CLAUSES = {("x", "NaN"): "AG-44 AG-47", ("x", "inf"): "AG-43 AG-47", ("x", "-inf"): "AG-43 AG-47",
           ("m", "NaN"): "AG-44", ("m", "inf"): "AG-43", ("m", "-inf"): "AG-43",
           ("v", "NaN"): "AG-44 AG-45", ("v", "inf"): "AG-43", ("vmax", "NaN"): "AG-45", ("vmax", "inf"): "AG-43",
           ("g", "NaN"): "AG-44 AG-45", ("g", "inf"): "AG-42 AG-43", ("g", "-inf"): "AG-42 AG-43"}
FINITE = {"-0": "AG-40", "0": "AG-40 AG-46", "subnormal": "AG-41", "square underflows": "AG-41",
          "square overflows": "AG-42", "near overflow": "AG-42"}

# What the columns are: the option, which hyper-parameters have it, and what only the box's dialects can have.
OPTIONS = {
    "plain": lambda h: not any(f(h) for name, f in OPTIONS.items() if name != "plain"),
    "L2": lambda h: h.get("weight_decay", 0) and not h.get("decoupled"),
    "decoupled": lambda h: h.get("weight_decay", 0) and h.get("decoupled"),
    "maximize": lambda h: h.get("maximize"),
    "beta1 = 0": lambda h: h["beta1"] == 0,
    "beta2 = 0": lambda h: h["beta2"] == 0,
    "lr = 0": lambda h: h["lr"] == 0,
    "eps = 0": lambda h: h["eps"] == 0,
    "schedule": lambda h: h.get("lr_schedule") or h.get("beta1_schedule"),
    "box": lambda h: h.get("project"),
}
PAPERS = ("schedule", "box")


def kinds(quantity, z, emax, digits):
    """The kinds that z is of, as an input for the quantity."""
    tiny, huge = 2.0**(1 - emax), 2.0**emax
    for name, is_so in NOT_FINITE.items():
        if is_so(z):
            yield name
    if not math.isfinite(z):
        return
    if z == 0:
        if quantity in ("v", "vmax"):
            yield "0"
        elif math.copysign(1, z) < 0:
            yield "-0"
    elif abs(z) < tiny:
        yield "subnormal"
    elif quantity == "g" and abs(z) < 2.0**((1 - emax) / 2):
        yield "square underflows"
    elif quantity == "g" and abs(z) >= 2.0**((emax + 1) / 2):
        yield "square overflows"
    elif quantity != "g" and abs(z) >= huge / 8:
        yield "near overflow"


def rows():
    for quantity in ("x", "m", "v", "vmax", "g"):
        for kind in (*NOT_FINITE, *FINITE):
            plus_only = quantity in ("v", "vmax")
            if (kind in ("-inf", "-0") and plus_only) or (kind == "0" and not plus_only):
                continue
            if (kind.startswith("square")) != (quantity == "g") and kind.startswith("square"):
                continue
            if kind == "near overflow" and quantity == "g":
                continue
            yield quantity, kind


def wanted(cell, option):
    """Is it asked for? NaN and infinities under each option, the rest without and where eps hides nothing."""
    bare = option == "eps = 0" and cell[0] != "x" and cell[1] in ("0", "subnormal")
    return cell[1] in NOT_FINITE or option == "plain" or bare


def decode(fmt, text):
    digits, code = FORMATS[fmt][:2]
    return [struct.unpack(code, bytes.fromhex(text[i:i + digits]))[0] for i in range(0, len(text), digits)]


def golden(root):
    """(format, dialect, case) of every golden case."""
    for path in sorted(glob.glob(os.path.join(root, "vectors/golden/*/*/*.json"))):
        fmt, dialect = path.split(os.sep)[-3:-1]
        if fmt in FORMATS:
            with open(path, encoding="utf-8") as file:
                for case in json.load(file)["cases"]:
                    yield fmt, dialect, case


def special(fmt, case):
    """{(quantity, kind)} of each element, by element."""
    emax, mantissa = FORMATS[fmt][2:]
    inputs = dict({q: [decode(fmt, case["in"][q])] for q in case["in"]}, g=[decode(fmt, g) for g in case["g"]])
    n = len(inputs["x"][0])
    return [{(q, kind) for q, arrays in inputs.items() for a in arrays for kind in kinds(q, a[i], emax, mantissa)}
            for i in range(n)]


class Coverage:
    """Which case covers which cell, where, and what it asks of one special input at a time."""

    def __init__(self, root):
        self.cells, self.asked, self.problems, self.dialects = {}, {}, [], set()
        for fmt, dialect, case in golden(root):
            self.dialects.add(dialect)
            self.add(fmt, dialect, case)

    def add(self, fmt, dialect, case):
        name = case["id"].split("/", 2)[2]
        hyper = dict(case["hyper"], eps=1) if dialect == "paper" else case["hyper"]  # paper has no eps
        options = [o for o, has in OPTIONS.items() if has(hyper)]
        for q in ("v", "vmax"):
            if any(math.copysign(1, z) < 0 for z in decode(fmt, case["in"].get(q, "")) if not math.isnan(z)):
                self.problems.append(f"{case['id']}: {q} is negative or -0, which no state is (AG-49)")
        for i, found in enumerate(special(fmt, case)):
            for cell in found:
                for option in options:
                    self.cells.setdefault((cell, option), {}).setdefault(name, set()).add((fmt, dialect))
            if len(found) == 1 and "plain" in options and len(case["g"]) == 1:
                self.ask(fmt, dialect, found.pop(), case["out"][0], i)

    def ask(self, fmt, dialect, cell, out, i):
        if cell[1] in NOT_FINITE:
            answers = tuple((q, answer(fmt, out[q], i)) for q in ("m", "v", "vmax", "x") if q in out)
            self.asked.setdefault(cell, {}).setdefault(dialect, set()).update(answers)

    def covering(self, cell, option):
        """The cases that cover a cell, and whether together they do so everywhere."""
        dialects = set(BOXED) if option in PAPERS else set(self.dialects)
        if option == "eps = 0":
            dialects.discard("paper")
        if cell[0] == "vmax":
            dialects.discard("adam")
        everywhere = {(f, d) for f in FORMATS for d in dialects}
        its = self.cells.get((cell, option), {})
        return sorted(its), set().union(*its.values()) >= everywhere if its else False


def answer(fmt, golden_quantity, i):
    """What is asked of a number, in words."""
    digits = FORMATS[fmt][0]
    nan = golden_quantity["nan"][i] if "nan" in golden_quantity else "0"
    if nan == "2":
        return "NaN"
    lo, hi = (decode(fmt, z[i * digits:(i + 1) * digits])[0] for z in golden_quantity["working"])
    if math.isinf(lo) and lo == hi:
        text = "inf" if lo > 0 else "-inf"
    elif math.isinf(lo) or math.isinf(hi):
        text = "number, inf"
    else:
        text = "number"
    return text + (", NaN" if nan == "1" else "")


def short(names):
    groups = {}
    for name in names:
        category, number = name.split("/")
        groups.setdefault(category, []).append(str(int(number)))
    return "; ".join(f"{c} {' '.join(n)}" for c, n in groups.items())


def coverage_table(coverage):
    yield "| input | is | clauses | " + " | ".join(OPTIONS) + " |"
    yield "|---" * (3 + len(OPTIONS)) + "|"
    for cell in rows():
        cells = []
        for option in OPTIONS:
            names, complete = coverage.covering(cell, option)
            if not complete and wanted(cell, option):
                coverage.problems.append(
                    f"{cell[0]} that is {cell[1]}, option {option}: no case in every dialect and format; add one to "
                    "vectors/cases/special.json and run `make vectors`")
            cells.append(short(names) if complete else f"({short(names)})" if names else "")
        yield f"| {cell[0]} | {cell[1]} | {CLAUSES.get(cell) or FINITE[cell[1]]} | " + " | ".join(cells) + " |"


def asked_table(coverage):
    yield "| input | is | dialects | m' | v' | vmax' | x' |"
    yield "|---|---|---|---|---|---|---|"
    for cell in rows():
        groups = {}
        for dialect, answers in sorted(coverage.asked.get(cell, {}).items()):
            said = {q: " / ".join(sorted(a for r, a in answers if r == q)) for q in ("m", "v", "vmax", "x")}
            groups.setdefault(tuple(said.values()), []).append(dialect)
        for said, dialects in groups.items():
            who = "all" if len(dialects) == len(coverage.dialects) else " ".join(dialects)
            yield f"| {cell[0]} | {cell[1]} | {who} | " + " | ".join(s or "none" for s in said) + " |"


def page(coverage):
    lines = ["<!-- written by `make trace`: do not edit -->", "# Special inputs", "",
             "Made from the golden files. What is asked is in [special-values.md](special-values.md).", "",
             "## Which case covers which", "",
             "Cases by category and number; each cell is covered in every dialect that has the option, in binary64 and",
             "binary32, unless it stands in parentheses. NaN and infinities must be there under every option, the rest",
             "without options, zeros and subnormal moments also at eps = 0.", ""]
    lines += coverage_table(coverage)
    lines += ["", "## What is asked of one special input", "",
              "All other inputs are ordinary and no option is set. *NaN* alone: required. *number, NaN*: open (AG-57),",
              "the number by its interval. Where elements differ, as the maximum binds or not, all are given.", ""]
    lines += asked_table(coverage)
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; the committed table must be current")
    parser.add_argument("--root", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
    options = parser.parse_args()
    coverage = Coverage(options.root)
    text = page(coverage)
    path = os.path.join(options.root, TABLE)
    if options.check:
        with open(path, encoding="utf-8") as file:
            if file.read() != text:
                coverage.problems.append(f"{TABLE} is not what `make trace` writes: run `make trace` and commit it")
    elif not coverage.problems:
        with open(path + ".new", "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(path + ".new", path)
    for problem in coverage.problems:
        print(f"not ok {problem}")
    print(f"{len(coverage.cells)} passed, {len(coverage.problems)} failed")
    return 1 if coverage.problems else 0


if __name__ == "__main__":
    sys.exit(main())
