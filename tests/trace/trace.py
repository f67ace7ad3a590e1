#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Clauses against what shows them, in both directions: writes spec/trace.md.

    trace.py [--check] [--root DIR]

Fails, naming place and remedy, on a clause that nothing shows, on a citation of a clause that does not exist,
on a case, law or contract that cites none. With --check nothing is written: the committed table must be what
would be. collect.py says what counts. Ends with `N passed, N failed`.
"""

import argparse
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from collect import (  # noqa: E402
    Trouble, clauses, everything, mentions, read)

TABLE = "spec/trace.md"
KINDS = (("cases", ("case",)), ("laws", ("law",)), ("tests", ("test",)), ("proofs", ("contract", "lemma")))
REMEDY = """A clause is shown by a case (`clauses` in vectors/cases), a law, a test (`checks AG-nn` in the comment directly
above a test, or in the first comment of its file), or an `ensures` with `// AG-nn`: tests/trace/collect.py"""


def known(problems, defined, root):
    """Citations of what does not exist."""
    for path, line, clause in mentions(root):
        if clause not in defined:
            problems.append(f"{path}:{line}: cites {clause}, which no heading of spec/*.md defines")


def without_citation(problems, found):
    for c in found:
        if not c.cited:
            problems.append(f"{c.place}: {c.kind} {c.name} cites no clause: say which one it is about")


def holes(problems, defined, found):
    shown = {clause for c in found for clause in c.shown}
    for clause, (title, path) in defined.items():
        if clause not in shown:
            problems.append(f"{path}: no case, law, test or proof shows {clause} {title}")


def grouped(names):
    """a/0001, a/0002, b/0001 as `a` 1 2, `b` 1."""
    groups = {}
    for name in names:
        category, _, number = name.partition("/")
        groups.setdefault(category, []).append(str(int(number)))
    return "; ".join(f"{category} {' '.join(numbers)}" for category, numbers in groups.items())


def label(c):
    """How the tables call it."""
    file = "/".join(c.place.split("/")[1:])
    if c.kind == "test":
        return f"`{file}`" + (f" {c.name}" if c.name else "")
    return f"`{c.name}`" if c.kind == "law" else f"`{c.name}` in `{os.path.basename(c.place)}`"


def cell(found, kinds):
    if kinds == ("case",):
        return grouped(c.name for c in found if c.kind == "case")
    return "; ".join(dict.fromkeys(label(c) for c in found if c.kind in kinds)).replace("|", "\\|")


def forward(defined, found):
    """Clause by clause, what shows it."""
    for clause, (title, path) in defined.items():
        its = [c for c in found if clause in c.shown]
        yield f"**{clause}** {title}".rstrip()
        yield ""
        for word, kinds in KINDS:
            text = cell(its, kinds)
            if text:
                yield f"* {word}: {text}"
        yield ""


def same_together(cases):
    """(cases of a category in short, their clauses), in the order of the first of each."""
    groups = {}
    for c in cases:
        groups.setdefault((c.place, tuple(c.cited)), []).append(c.name)
    return [(grouped(names), clauses) for (_, clauses), names in groups.items()]


def backward(found):
    """What cites, and which clauses."""
    for word, kinds in KINDS:
        its = [c for c in found if c.kind in kinds]
        yield f"### {word.capitalize()}"
        yield ""
        if not its:
            yield "None."
            yield ""
            continue
        yield f"| {word[:-1]} | clauses |"
        yield "|---|---|"
        if kinds == ("case",):
            rows = same_together(its)
        else:
            rows = [(cell([c], kinds), c.cited + ([] if c.shown else ["(serves)"])) for c in its]
        yield from (f"| {name} | {' '.join(cited)} |" for name, cited in rows)
        yield ""


def table(defined, found):
    lines = ["<!-- written by `make trace`: do not edit -->", "# Trace", "",
             "Which case, law, test or proof shows each clause of the specification, and which clauses each of them",
             "cites. `make trace` writes this page and fails on a hole; `make test` checks that it is current.",
             "A proof is an `ensures` of a contract in `src/core` that names the clause, or a lemma; a contract that",
             "only *serves* a clause proves safety, not what the clause says.", "",
             "## From clauses", ""]
    lines += forward(defined, found)
    lines += ["## To clauses", ""]
    lines += backward(found)
    return "\n".join(lines).rstrip() + "\n"


def current(problems, root, text):
    try:
        old = read(root, TABLE)
    except FileNotFoundError:
        old = ""
    if old != text:
        problems.append(f"{TABLE} is not what `make trace` writes: run `make trace` and commit the table")


def write(root, text):
    path = os.path.join(root, TABLE)
    with open(path + ".new", "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(path + ".new", path)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; the committed table must be current")
    parser.add_argument("--root", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
    options = parser.parse_args()
    problems = []
    try:
        defined = clauses(options.root)
        found = everything(options.root)
    except (Trouble, KeyError, ValueError) as error:
        print(f"not ok trace: {error}\n0 passed, 1 failed")
        return 1
    known(problems, defined, options.root)
    without_citation(problems, found)
    holes(problems, defined, found)
    text = table(defined, found)
    if options.check:
        current(problems, options.root, text)
    elif not problems:
        write(options.root, text)
    for problem in problems:
        print(f"not ok {problem}")
    if any("no case, law, test" in problem for problem in problems):
        print(REMEDY)
    count = len(defined) + len(found) + (1 if options.check else 0)
    print(f"{max(0, count - len(problems))} passed, {len(problems)} failed")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
