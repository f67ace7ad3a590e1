#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Asks every other solver about what rests on one SMT solver alone.

    prove_twice.py [--build DIR] [--table FILE] [--only FILE]

A goal is confirmed if a second program proves it, under the shorter limits of `make prove`. Who shares no
code with the first is asked first: Z3 before CVC4 and cvc5, which grew out of CVC4; what another family
confirms is counted apart. Goals of Qed (WP's own) and of Gappa (`make prove-coq`) are not SMT's
and not asked about. Answers are kept in the build folder: what has not changed is not asked again.
--only asks about one file, and leaves in the table what it says of the others. Exit status 0 unless a
tool fails: the figure is the result.
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
import provers

NET_SECONDS = 20  # what this ends is not confirmed
FAMILY = {"CVC4": "cvc", "CVC5": "cvc", "Z3": "z3"}
FLOATS = ["z3", "cvc5", "cvc4"]
MEMORY = ["z3mem", "cvc5mem", "cvc4mem", "cvc4"]


def program(who):
    return re.match(r"\w+", who).group(0)


def others(shortcuts, who):
    """All of them but those of one program."""
    return [name for name in shortcuts if provers.PROVERS[name][0] != who]


def row_answers(context, source, row, asked):
    """{(file, goal): program} of a row of the plan: who but the first one proves each."""
    functions, properties, names, *extra = row
    text = prove.frama_c(context, source,
                         ["-wp-prover", "none"] + prove.pass_options(functions, properties), goal=None)
    mine = {key: program(asked[key]) for name in re.findall(r"Goal (\w+)", text)
            if (key := (source, prove.tidy(name))) in asked}
    found = {}
    for who in sorted(set(mine.values())):
        solvers = others(MEMORY if names[0].endswith("mem") else FLOATS, who)
        for goal, answer in prove.prove_pass(context, source, functions, properties, solvers,
                                             *extra).items():
            if answer.who and mine.get((source, goal)) == who and answer.who != "Qed":
                found[source, goal] = program(answer.who)
    return found


def theory_answers(context, file, theory, asked):
    """The same of a theory. A solver is asked about lemmas of which a goal is not confirmed yet."""
    mine = {goal: program(who) for (where, goal), who in asked.items()
            if where == file and goal.startswith(theory + ".")}
    found = {}
    for shortcut in FLOATS:
        who = provers.PROVERS[shortcut][0]
        left = sorted({re.sub(r"_part\d+$", "", goal.split(".", 1)[1]) for goal, first in mine.items()
                       if goal not in found and first != who})
        for goal, answer in prove.ask_why3(context, file, theory, shortcut, left) if left else []:
            name = f"{theory}.{goal}"
            if answer.who and name in mine and mine[name] != who and name not in found:
                found[name] = who
    return {(file, goal): who for goal, who in found.items()}


def ask_all(context, only, asked):
    """{(file, goal): the second program that proves it}"""
    work = [lambda s=source, r=row: row_answers(context, s, r, asked)
            for source in plan.PLAN if only in (None, source) for row in plan.PLAN[source]]
    work += [lambda f=file, t=theory: theory_answers(context, f, t, asked)
             for file, theory, names in plan.LIBRARY if only in (None, file) and names != ["gappa"]]
    with concurrent.futures.ThreadPoolExecutor(max_workers=context.jobs) as pool:
        return {key: who for found in pool.map(lambda job: job(), work) for key, who in found.items()}


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
             if who and program(who) in FAMILY and given.only in (None, key[0])}
    context = prove.prepare(given.build, cache=True, total=len(asked), workers=given.jobs)
    context.net = NET_SECONDS
    by = ask_all(context, given.only, asked)
    context.progress.end()
    rows = [{"file": key[0], "goal": key[1], "by": [program(who), *([by[key]] if key in by else [])]}
            for key, who in sorted(asked.items())]
    for row in rows:
        if len(row["by"]) == 1:
            print(f"once: {row['file']} {row['goal']}: {row['by'][0]} alone")
    asked_now, twice, apart = tally(rows)
    print(f"prove-twice: {twice}/{asked_now} goals of SMT solvers confirmed by a second program, "
          f"{apart} of them by one of another family")
    if given.table:
        write(given.table, rows, {key: program(who) for key, who in committed.items()
                                  if who and program(who) in FAMILY}, given.only)
    return 0


def tally(rows):
    """Goals asked about, those that a second program proves, those that one of another family proves."""
    return (len(rows), sum(len(row["by"]) > 1 for row in rows),
            sum(len({FAMILY[name] for name in row["by"]}) > 1 for row in rows))


def write(path, rows, smt, only):
    """The table: what was asked now, and of the other files what the table has that is still so."""
    if only and path.exists():
        rows = rows + [row for row in json.loads(path.read_text())["goals"]
                       if row["file"] != only and smt.get((row["file"], row["goal"])) == row["by"][0]]
    rows.sort(key=lambda row: (row["file"], row["goal"]))
    asked, twice, apart = tally(rows)
    head = json.dumps({"smt": len(smt), "asked": asked, "twice": twice, "unrelated": apart})[1:-1]
    tables.write(path, "{" + head + ",\n\"goals\": [\n" + tables.rows(rows) + "\n]}\n")


if __name__ == "__main__":
    sys.exit(main())
