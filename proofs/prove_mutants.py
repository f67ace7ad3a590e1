#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Shows that the contracts bite: each mutant of mutants.json must fail to prove at the clause that
should stop it, while the true code proves there under the same limits.

    prove_mutants.py [--build DIR] [--table FILE] [NAME...]

The limits are a share of those of `make prove`, in steps: a slower machine gets the same answer. The
table names the goal that stops each mutant: the first that stays open, in WP's order. Exit status 0 if
each is refused.
"""
import argparse
import concurrent.futures
import pathlib
import json
import shutil
import sys

import goals as tables
import prove

SHARE = 5  # of the limits; the true code needs less at these clauses, which is checked


def mutate(mutant, source, folder):
    """A copy of the core with the mutant's edit, which must fit exactly once."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(source, folder)
    path = folder / mutant["edit"]
    text = path.read_text()
    if text.count(mutant["old"]) != 1:
        raise SystemExit(f"prove-mutants: {mutant['name']}: {mutant['old']!r} is not once in "
                         f"{path.name}; adapt mutants.json to the code")
    path.write_text(text.replace(mutant["old"], mutant["new"]))


def properties_of(row, wanted):
    """Those of the wanted properties that a row of the plan has, of the functions it has."""
    given = row[1].lstrip("-").replace(",-", ",").split(",") if row[1] else []
    return [prop for prop in wanted if not row[1] or (prop in given) != row[1].startswith("-")]


def first_open(context, source, file, function, properties):
    """The first goal of the function's properties that the plan's own provers do not prove, or ""."""
    place, some = argparse.Namespace(**vars(context)), False
    place.source = source
    for row in prove.PLAN[file]:
        mine, props = prove.narrow(row, [function]), properties_of(row, properties)
        if mine and props:
            found = prove.prove_pass(place, file, function, ",".join(props), *row[2:],
                                     last=prove.OPEN)
            some = some or found
            for goal, answer in found.items():
                if not answer.who:
                    return goal
    if not some:
        raise SystemExit(f"prove-mutants: {file} {function}: no goal has the properties "
                         f"{properties}; adapt mutants.json to the contracts")
    return ""


def control(context, source, mutants):
    """The places where the true code does not prove: a mutant's failure there would say nothing."""
    places = {(m["file"], m["function"], *m["properties"]) for m in mutants}
    with concurrent.futures.ThreadPoolExecutor(max_workers=context.jobs) as pool:
        found = list(pool.map(lambda place: (place, first_open(
            context, source, place[0], place[1], place[2:])), sorted(places)))
    return {place: goal for place, goal in found if goal}


def judge(context, source, mutant, weak):
    place = (mutant["file"], mutant["function"], *mutant["properties"])
    if place in weak:
        stopped, verdict = "", "OPEN"
        where = f"{weak[place]} is open without any mutant"
    else:
        folder = context.build / "mutants" / mutant["name"]
        mutate(mutant, source, folder)
        stopped = first_open(context, folder, mutant["file"], mutant["function"],
                             mutant["properties"])
        shutil.rmtree(folder)
        verdict, where = ("refused", stopped) if stopped else ("SURVIVES", "no goal open")
    with context.lock:
        print(f"{verdict:8} {mutant['name']} ({mutant['why']}): {where}", flush=True)
    return {"name": mutant["name"], "file": mutant["file"], "stopped_by": stopped}


def main():
    parser = argparse.ArgumentParser(description="each mutant must fail to prove")
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build/prove-mutants"))
    parser.add_argument("--table", type=pathlib.Path, help="write the goal that stops each here")
    parser.add_argument("--mutants", type=pathlib.Path, default=prove.HERE / "mutants.json")
    parser.add_argument("--jobs", type=int, help="mutants at a time; as many as there are cores")
    parser.add_argument("name", nargs="*")
    given = parser.parse_args()
    prove.need("prove-mutants")
    mutants = json.loads(given.mutants.read_text())
    names = [mutant["name"] for mutant in mutants]
    unknown = sorted(set(given.name) - set(names))
    if unknown or len(names) != len(set(names)):
        raise SystemExit(f"prove-mutants: no mutant, or two, of the name {unknown or names}")
    chosen = [mutant for mutant in mutants if not given.name or mutant["name"] in given.name]
    context = prove.prepare(given.build, cache=True, workers=given.jobs, share=SHARE)
    source = context.source
    weak = control(context, source, chosen)
    with concurrent.futures.ThreadPoolExecutor(max_workers=context.jobs) as pool:
        rows = list(pool.map(lambda mutant: judge(context, source, mutant, weak), chosen))
    refused = sum(bool(row["stopped_by"]) for row in rows)
    if given.table and not given.name:
        head = json.dumps({"refused": refused, "total": len(rows)})[1:-1]
        tables.write(given.table, "{" + head + ",\n\"mutants\": [\n" + tables.rows(rows) + "\n]}\n")
    print(f"prove-mutants: {refused}/{len(chosen)} refused")
    return 0 if chosen and refused == len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main())
