#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Golden files against the second oracle: rn, tight, working and nan, bit for bit.

    compare.py [--all] [--vectors DIR] [--case ID] [FILE...]

Without --all a sample is compared, the same in every run: from each file every case of few elements
whole, of a larger case the elements that a hash of case and position picks (ELEMENTS a case), and of
the cases of a file no more than what a hash of the id keeps (COST a file, in elements times steps).
Runs of more than STEPS steps are left out, and said to be. Zeros compare without their sign (AG-40).
Closes with `N passed, N failed`; an element of a quantity after a step counts as one. It
checks AG-30 .. AG-38, AG-41 .. AG-46.
"""

import argparse
import json
import os
import sys
import zlib

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from second_oracle import DIALECTS, FORMATS, Case, Undecided, solve  # noqa: E402

ELEMENTS = 6   # of a case
COST = 40      # of a file
STEPS = 100    # of a run


def rank(text):
    return zlib.crc32(text.encode())


def unsigned_zero(fmt, text):
    return "0" * fmt.digits if int(text, 16) == 1 << (fmt.width - 1) else text


def golden_element(fmt, entry, i):
    def cut(text):
        return unsigned_zero(fmt, text[i * fmt.digits:(i + 1) * fmt.digits].lower())
    return {"rn": cut(entry["rn"]), "tight": [cut(z) for z in entry["tight"]],
            "working": [cut(z) for z in entry["working"]],
            "nan": entry["nan"][i] if "nan" in entry else "0"}


def choose(cases, everything):
    """(case, elements) of a file, and the ids left out for their length."""
    chosen, long, spent = [], [], 0
    for case in sorted(cases, key=lambda c: rank(c.id)):
        if len(case.g) > STEPS and not everything:
            long.append(case.id)
            continue
        elements = list(range(case.n))
        if not everything:
            elements.sort(key=lambda i: rank("%s/%d" % (case.id, i)))
            elements = sorted(elements[:ELEMENTS])
            if chosen and spent + len(elements) * len(case.g) > COST:
                elements = elements[:max(0, (COST - spent) // len(case.g))]
            if not elements:
                continue
        spent += len(elements) * len(case.g)
        chosen.append((case, elements))
    return chosen, long


def compare_case(case, entry, elements, name):
    """(passed, failed): each difference printed."""
    passed = failed = 0
    outs = {out["t"]: out for out in entry["out"]}
    try:
        mine = solve(case, elements, list(outs))
    except Undecided:
        print("%s: %s: the second oracle cannot decide an end point" % (name, case.id))
        return 0, 1
    for t, out in outs.items():
        for q in case.dialect.quantities:
            for i in elements:
                theirs, ours = golden_element(case.fmt, out[q], i), mine[t][q][i]
                ours = {"rn": unsigned_zero(case.fmt, ours["rn"]), "nan": ours["nan"],
                        "tight": [unsigned_zero(case.fmt, z) for z in ours["tight"]],
                        "working": [unsigned_zero(case.fmt, z) for z in ours["working"]]}
                wrong = [k for k in ours if ours[k] != theirs[k]]
                passed, failed = passed + (not wrong), failed + bool(wrong)
                for k in wrong:
                    print("%s: %s: t %d, %s[%d], %s: golden %s, second oracle %s"
                          % (name, case.id, t, q, i, k, theirs[k], ours[k]))
    return passed, failed


def compare_file(path, name, wanted, everything):
    try:
        with open(path, encoding="utf-8") as file:
            data = json.load(file)
        fmt, dialect, entries = data["format"], data["dialect"], data["cases"]
        if fmt not in FORMATS or dialect not in DIALECTS:
            raise ValueError("format %r, dialect %r: not known to the second oracle" % (fmt, dialect))
        entries = {e["id"]: e for e in entries if wanted in (None, e["id"])}
        cases = [Case(fmt, dialect, e) for e in entries.values()]
    except (OSError, ValueError, KeyError) as error:
        print("%s: not a golden file that can be read: %s; make it anew with `make vectors`"
              % (name, error))
        return 0, 1, 0
    chosen, long = choose(cases, everything or wanted)
    for case_id in long:
        print("# %s: left out, longer than %d steps: --all compares it" % (case_id, STEPS))
    counts = [compare_case(c, entries[c.id], elements, name) for c, elements in chosen]
    return sum(p for p, _ in counts), sum(f for _, f in counts), len(chosen)


def golden_files(root):
    found = []
    for folder, _, names in os.walk(os.path.join(root, "golden")):
        found += [os.path.join(folder, n) for n in names if n.endswith(".json")]
    return sorted(found)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--all", action="store_true", help="every element of every case")
    parser.add_argument("--vectors", default="vectors", metavar="DIR", help="default: vectors")
    parser.add_argument("--case", metavar="ID", help="this case alone, whole")
    parser.add_argument("files", nargs="*", metavar="FILE", help="default: all below DIR/golden")
    options = parser.parse_args()
    files = options.files or golden_files(options.vectors)
    passed = failed = cases = 0
    for path in files:
        name = os.path.relpath(path, options.vectors) if not options.files else path
        p, f, n = compare_file(path, name, options.case, options.all)
        passed, failed, cases = passed + p, failed + f, cases + n
        if sys.stderr.isatty():
            print("\r%d/%d files" % (files.index(path) + 1, len(files)), end="", file=sys.stderr)
    if not passed + failed:
        print("nothing to compare: no golden case found in %s; make them with `make vectors`"
              % (options.files or options.vectors))
        failed = 1
    print("# %d files, %d cases, %s" % (len(files), cases, "whole" if options.all else "sampled"))
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
