#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Shows that the contracts bite: each mutant of mutants.json must fail to prove, at its clause.

    prove_mutants.py [--build DIR] [NAME...]
"""
import argparse
import json
import pathlib
import re
import shutil
import sys
import types

import prove
import provers

prove.SECONDS = 10  # what is proven at all is proven in two


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


def open_goals(context, mutant):
    """Goals of the clause's function that no prover proves, by the plan's own rows."""
    function = mutant["function"]
    found = {}
    for functions, properties, names in prove.PLAN[mutant["file"]]:
        if (function in functions.split(",")) or (functions[:1] in ("", "-") and
                                                  function not in functions[1:].split(",")):
            found.update(prove.prove_pass(context, mutant["file"], function, properties, names))
    return sorted(goal for goal, who in found.items() if not who)


def judge(context, source, mutant):
    context.source = context.build / "mutant"
    mutate(mutant, source, context.source)
    caught = open_goals(context, mutant)
    at_clause = [goal for goal in caught
                 if re.match(f"{mutant['function']}_{mutant['clause']}", goal)]
    verdict = "refused" if at_clause else "SURVIVES"
    where = " ".join(at_clause[:3]) or "no goal open"
    print(f"{verdict:8} {mutant['name']} ({mutant['why']}): {where}", flush=True)
    return bool(at_clause)


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
    refused = sum(judge(context, prove.HERE.parent / "src" / "core", mutant) for mutant in chosen)
    print(f"prove-mutants: {refused}/{len(chosen)} refused")
    return 0 if chosen and refused == len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main())
