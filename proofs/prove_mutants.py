#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Shows that the contracts bite: each mutant of mutants.json must fail to prove at the clause that
should stop it, while the true code proves there under the same limits.

    prove_mutants.py [--build DIR] [--new] [NAME...]   --new: only those not in the table
    prove_mutants.py --check                           each fits the core once and is in the table

The limits are the shorter ones of `make prove`, in steps: a slower machine gets the same answer. The
table, refused.json, names the goal that stops each mutant: the first that stays open, in WP's order.
Exit status 0 if each is refused.
"""
import argparse
import concurrent.futures
import pathlib
import json
import shutil
import sys

import goals as tables
import plan
import prove

TABLE = prove.HERE / "refused.json"
NET_SECONDS = 1800  # what is false costs a solver all its steps


def edited(mutant, source):
    """The text with the mutant's edit, which must fit exactly once."""
    text = (source / mutant["edit"]).read_text()
    if text.count(mutant["old"]) != 1:
        raise SystemExit(f"prove-mutants: {mutant['name']}: {mutant['old']!r} is not once in "
                         f"{mutant['edit']}; adapt mutants.json to the code")
    return text.replace(mutant["old"], mutant["new"])


def mutate(mutant, source, folder):
    """A copy of the core with the mutant's edit."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(source, folder)
    (folder / mutant["edit"]).write_text(edited(mutant, source))


def properties_of(row, wanted):
    """Those of the wanted properties that a row of the plan has, of the functions it has."""
    given = row[1].lstrip("-").replace(",-", ",").split(",") if row[1] else []
    return [prop for prop in wanted if not row[1] or (prop in given) != row[1].startswith("-")]


def first_open(context, source, file, function, properties):
    """The first goal of the function's properties that the plan's own provers do not prove, or "".
    A prover that was ended by the net has not failed to prove: this ends the run."""
    place, some = argparse.Namespace(**vars(context)), False
    place.source = source
    for row in plan.PLAN[file]:
        mine, props = prove.narrow(row, [function]), properties_of(row, properties)
        if mine and props:
            found = prove.prove_pass(place, file, function, ",".join(props), *row[2:],
                                     last=prove.OPEN)
            some = some or found
            for goal, answer in found.items():
                if answer.net:
                    raise SystemExit(f"prove-mutants: {goal}: {context.net} s were not enough for an "
                                     "answer; run again when the machine is less busy")
                if not answer.who:
                    return goal
    if not some:
        raise SystemExit(f"prove-mutants: {file} {function}: no goal has the properties "
                         f"{properties}; adapt mutants.json to the contracts")
    return ""


def judge(context, source, mutant, weak, table):
    place = (mutant["file"], mutant["function"], *mutant["properties"])
    if place not in weak:  # what the true code does not prove there, a mutant's failure says nothing of
        weak[place] = first_open(context, source, place[0], place[1], place[2:])
    if weak[place]:
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
        if verdict != "OPEN":
            table.put(json.dumps(mutant), stopped_by=stopped)
        print(f"{verdict:8} {mutant['name']} ({mutant['why']}): {where}", flush=True)
    return bool(stopped)


def check(mutants, table, source):
    """Without any prover: each mutant fits, and the table has what stopped it."""
    for mutant in mutants:
        edited(mutant, source)
    for row in table.rows.values():
        if not row["stopped_by"]:
            print(f"not ok - {row['name']} survives in proofs/refused.json")
    strange, survive = table.differs(), sum(not row["stopped_by"] for row in table.rows.values())
    if strange:
        print(f"not ok - proofs/refused.json is about other mutants ({len(strange)}): `make prove-mutants`")
    print(f"# {len(table.untried())} of {len(mutants)} mutants not tried yet")
    return 1 if strange or survive or not mutants else 0


def arguments():
    parser = argparse.ArgumentParser(description="each mutant must fail to prove")
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build/prove-mutants"))
    parser.add_argument("--new", action="store_true", help="those alone that the table has not")
    parser.add_argument("--list", action="store_true", help="bring the table's rows up to date, try none")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--jobs", type=int, help="mutants at a time; as many as there are cores")
    parser.add_argument("name", nargs="*")
    return parser.parse_args()


def main():
    given = arguments()
    mutants = json.loads((prove.HERE / "mutants.json").read_text())
    names = [mutant["name"] for mutant in mutants]
    unknown = sorted(set(given.name) - set(names))
    if unknown or len(names) != len(set(names)):
        raise SystemExit(f"prove-mutants: no mutant, or two, of the name {unknown or names}")
    table = tables.Findings(TABLE, "stopped_by", {
        json.dumps(mutant): {"name": mutant["name"], "file": mutant["file"]} for mutant in mutants},
        again=not (given.new or given.list or given.check or given.name))
    if given.check:
        return check(mutants, table, prove.HERE.parent / "src" / "core")
    if given.list:
        table.save()
        return 0
    prove.need("prove-mutants")
    new = set(table.untried())
    chosen = [mutant for mutant in mutants if mutant["name"] in given.name
              or (not given.name and json.dumps(mutant) in new)]
    context = prove.prepare(given.build, cache=True, workers=given.jobs)
    context.net = NET_SECONDS
    source, weak = context.source, {}
    with concurrent.futures.ThreadPoolExecutor(max_workers=context.jobs) as pool:
        refused = sum(pool.map(lambda mutant: judge(context, source, mutant, weak, table), chosen))
    table.save()
    print(f"prove-mutants: {refused}/{len(chosen)} refused")
    return 0 if refused == len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main())
