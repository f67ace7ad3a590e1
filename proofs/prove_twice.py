#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Asks every other solver about what rests on one SMT solver alone.

    prove_twice.py [--build DIR] [--table FILE] [--only FILE]

Each row of the plan and each theory goes to each solver by itself, under the shorter limits of `make
prove`. A goal is confirmed if a second program proves it. cvc5 grew out of CVC4, so of the confirmed
those are counted apart that Z3 or Gappa, which share no code with them, prove too. Goals of Qed (WP's own)
and of Gappa (`make prove-coq`) are not SMT's and not asked about. Answers are kept in the build folder:
what has not changed is not asked again. Exit status 0 unless a tool fails: the figure is the result.
"""
import argparse
import concurrent.futures
import json
import pathlib
import re
import sys

import goals as tables
import plan
import prove

NET_SECONDS = 60  # what this ends is not confirmed
FAMILY = {"CVC4": "cvc", "CVC5": "cvc", "Z3": "z3", "Gappa": "gappa"}
FLOATS = ["cvc5", "cvc4", "z3", "gappa"]
MEMORY = ["cvc4mem", "cvc5mem", "z3mem"]


def program(who):
    return re.match(r"\w+", who).group(0)


def solvers(names):
    """Whom to ask about a row: who sees the floats, where the row's own first prover does."""
    return MEMORY + ["cvc4"] if names[0].endswith("mem") else FLOATS


def row_answers(context, source, row, shortcut):
    functions, properties, _, *extra = row
    found = prove.prove_pass(context, source, functions, properties, [shortcut], *extra)
    return {(source, goal): answer.who for goal, answer in found.items() if answer.who}


def theory_answers(context, file, theory, shortcut):
    answers = prove.ask_why3(context, file, theory, shortcut, [])
    return {(file, f"{theory}.{goal}"): answer.who for goal, answer in answers if answer.who}


def ask_all(context, only):
    """{(file, goal): programs that prove it}"""
    work = []
    for source in (source for source in plan.PLAN if only in (None, source)):
        for row in plan.PLAN[source]:
            work += [lambda s=source, r=row, p=p: row_answers(context, s, r, p)
                     for p in solvers(row[2])]
    for file, theory, names in plan.LIBRARY:
        if only in (None, file) and names != ["gappa"]:
            work += [lambda f=file, t=theory, p=p: theory_answers(context, f, t, p) for p in FLOATS]
    by = {}
    with concurrent.futures.ThreadPoolExecutor(max_workers=context.jobs) as pool:
        for found in pool.map(lambda job: job(), work):
            for key, who in found.items():
                by.setdefault(key, set()).add(program(who))
    return by


def main():
    parser = argparse.ArgumentParser(description="a second solver for each goal of SMT")
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build/prove-twice"))
    parser.add_argument("--table", type=pathlib.Path, help="write who proves what here")
    parser.add_argument("--only", help="this C file or file of lemmas alone")
    parser.add_argument("--jobs", type=int, help="provers at a time; as many as there are cores")
    given = parser.parse_args()
    prove.need("prove-twice")
    committed = tables.read(prove.HERE / "results.json")["goals"]
    asked = {key: who for key, who in committed.items()
             if who and program(who) in FAMILY and program(who) != "Gappa"
             and given.only in (None, key[0])}
    context = prove.prepare(given.build, cache=True, total=len(asked), workers=given.jobs)
    context.net = NET_SECONDS
    by = ask_all(context, given.only)
    context.progress.end()
    rows, twice, apart = [], 0, 0
    for (file, goal), who in sorted(asked.items()):
        programs = sorted(by.get((file, goal), set()) | {program(who)})
        families = {FAMILY[name] for name in programs}
        twice, apart = twice + (len(programs) > 1), apart + (len(families) > 1)
        rows.append({"file": file, "goal": goal, "by": programs})
        if len(programs) == 1:
            print(f"once: {file} {goal}: {programs[0]} alone")
    if given.table and not given.only:
        head = json.dumps({"smt": len(rows), "twice": twice, "unrelated": apart})[1:-1]
        tables.write(given.table, "{" + head + ",\n\"goals\": [\n" + tables.rows(rows) + "\n]}\n")
    print(f"prove-twice: {twice}/{len(rows)} goals of SMT solvers confirmed by a second program, "
          f"{apart} of them by one of another family")
    return 0


if __name__ == "__main__":
    sys.exit(main())
