#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The figures of results.json by file, function or theory, and prover: summary.md.

    summary.py            writes summary.md
    summary.py --check    fails where summary.md is not what results.json gives
"""
import collections
import functools
import json
import pathlib
import re
import sys

sys.dont_write_bytecode = True
import goals as tables  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
CORE = HERE.parent / "src" / "core"
BY = ["CFG", "Qed", "CVC4", "CVC5", "Z3", "Gappa"]  # CFG: WP's control flow, for termination


@functools.cache
def functions_of(file):
    """Names of the functions of a file and of what it includes of the core."""
    texts = [path.read_text() for path in [CORE / file, HERE / file] if path.exists()]
    for name in re.findall(r'#include "(\w+\.inc)"', "".join(texts)):
        texts += [path.read_text() for path in [CORE / name, HERE / name] if path.exists()]
    form = "f32" if "f32" in file else "f64"
    names = set(re.findall(r"\b(\w+)\([^;{}]*?\)\n\{", "".join(texts)))
    real = {"STEP": f"amsref_step_{form}", "RUN": f"amsref_run_{form}"}
    names = {real.get(name, name) for name in names}
    for name in re.findall(r"\bL\((\w+)\)\([^;{}]*?\)\n\{", "".join(texts)):
        names |= {name + "_f64", name + "_f32"}
    return names


def part_of(file, goal):
    if file.endswith(".mlw"):
        return goal.split(".")[0]
    fits = [(len(start), name) for name in functions_of(file)
            for start in (name, name.removeprefix("amsref_")) if goal.startswith(start + "_")]
    return max(fits)[1] if fits else "(other)"


def summary(results):
    """The figures as a table in Markdown."""
    count, order = collections.defaultdict(collections.Counter), {}
    for row in results["goals"]:
        key = (row["file"], part_of(row["file"], row["goal"]))
        order.setdefault(key, len(order))
        count[key][row["prover"].split(" ")[0] or "open"] += 1
    lines = ["# Goals by function and prover", "",
             "Made by `proofs/summary.py` from [results.json](results.json); the columns are the provers that "
             "closed the goals.", "",
             "| file | function or theory | " + " | ".join(BY) + " | open | all |",
             "|---|---" + "|--:" * (len(BY) + 2) + "|"]
    total = collections.Counter()
    for key in sorted(order):
        total.update(count[key])
        lines.append(line(key, count[key]))
    lines.append(line(("all", ""), total))
    return "\n".join(lines) + "\n"


def line(key, counts):
    strange = counts.keys() - {*BY, "open"}
    if strange:
        raise SystemExit(f"summary: {key}: {sorted(strange)} is no prover of ours")
    cells = [str(counts[who] or "") for who in [*BY, "open"]]
    return f"| {key[0]} | {key[1]} | " + " | ".join(cells) + f" | {sum(counts.values())} |"


def main():
    text = summary(json.loads((HERE / "results.json").read_text()))
    if sys.argv[1:] != ["--check"]:
        tables.write(HERE / "summary.md", text)
        return 0
    good = (HERE / "summary.md").read_text() == text
    print("1 passed, 0 failed" if good else
          "not ok - proofs/summary.md is not what results.json gives: python3 proofs/summary.py\n"
          "0 passed, 1 failed")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
