#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Shows that the contracts bite: each mutant of mutants.json must fail to prove at the clause that
should stop it, while the true code proves there under the same limits.

    prove_mutants.py [--build DIR] [NAME...]
"""
import argparse
import json
import pathlib
import shutil
import sys
import types

import prove
import provers

prove.SECONDS = 10  # what is proven at all takes a second or two on a free machine


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


def covers(row, function, prop):
    """Whether a row of the plan has the goals of a function's property."""
    functions, properties = row[:2]
    if functions.startswith("-"):
        mine = function not in functions[1:].split(",")
    else:
        mine = functions == "" or function in functions.split(",")
    if properties.startswith("-"):
        return mine and prop not in properties[1:].split(",-")
    return mine and (properties == "" or prop in properties.split(","))


def open_goals(context, mutant):
    """Goals of the function's properties that the plan's own provers do not prove."""
    found = {}
    for prop in mutant["properties"]:
        for row in prove.PLAN[mutant["file"]]:
            if covers(row, mutant["function"], prop):
                found.update(prove.prove_pass(context, mutant["file"], mutant["function"], prop,
                                              *row[2:]))
    if not found:
        raise SystemExit(f"prove-mutants: {mutant['name']}: no goal has the properties "
                         f"{mutant['properties']}; adapt mutants.json to the contracts")
    return sorted(goal for goal, who in found.items() if not who)


def control(context, source, mutant, seen):
    """The true code proves where the mutant shall not: else its failure would say nothing."""
    place = (mutant["file"], mutant["function"], *mutant["properties"])
    if place not in seen:
        context.source = source
        seen[place] = open_goals(context, mutant)
        if seen[place]:
            print(f"OPEN     without any mutant: {' '.join(seen[place])}", flush=True)
    return not seen[place]


def judge(context, source, mutant, seen):
    if not control(context, source, mutant, seen):
        return False
    context.source = context.build / "mutant"
    mutate(mutant, source, context.source)
    caught = open_goals(context, mutant)
    verdict = "refused" if caught else "SURVIVES"
    where = " ".join(caught[:3]) or "no goal open"
    print(f"{verdict:8} {mutant['name']} ({mutant['why']}): {where}", flush=True)
    return bool(caught)


def main():
    parser = argparse.ArgumentParser(description="each mutant must fail to prove")
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build/prove"))
    parser.add_argument("name", nargs="*")
    given = parser.parse_args()
    lacking = provers.missing()
    if lacking:
        print("prove-mutants: install these Debian packages: " + " ".join(lacking), file=sys.stderr)
        return 3
    build = given.build.resolve()
    conf = provers.configure(build)
    context = types.SimpleNamespace(build=build, conf=conf, environment=provers.environment(conf))
    mutants = json.loads((prove.HERE / "mutants.json").read_text())
    chosen = [mutant for mutant in mutants if not given.name or mutant["name"] in given.name]
    source, seen = prove.HERE.parent / "src" / "core", {}
    refused = sum(judge(context, source, mutant, seen) for mutant in chosen)
    print(f"prove-mutants: {refused}/{len(chosen)} refused")
    return 0 if chosen and refused == len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main())
