#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Proves again what Gappa proved, and counts a goal only if Coq accepts Gappa's certificate.

The table is coq.json. The closing line is "prove-coq: C/G goals of Gappa certified"; exit status 0
if C = G, 1 if not, 3 if a tool is missing.
"""
import argparse
import json
import pathlib
import shutil
import sys
import types

import prove
import provers

TOOLS = [("coqc", "coq libcoq-flocq libcoq-gappa")]


def certified(context, goals):
    """{(file, goal): True} of the goals that Gappa's certificates close."""
    found = {}
    for file, theory, shortcuts in prove.LIBRARY:
        if shortcuts == ["gappa"]:
            for goal, valid in prove.ask_why3(context, file, theory, "gappa", []):
                found[file, f"{theory}.{goal}"] = valid
    for source in {file for file, _ in goals if file in prove.PLAN}:
        for functions, properties, names, *extra in prove.PLAN[source]:
            if "gappa" in names:
                closed = prove.prove_pass(context, source, functions, properties, ["gappa"], *extra)
                found.update({(source, goal): who.startswith("Gappa")
                              for goal, who in closed.items()})
            print(f"{source}: {functions[:40]}", file=sys.stderr)
    return found


def main():
    parser = argparse.ArgumentParser(description="Gappa's results, certified by Coq")
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build/prove-coq"))
    build = parser.parse_args().build.resolve()
    lacking = provers.missing() + [package for command, package in TOOLS
                                   if shutil.which(command) is None]
    if lacking:
        print("prove-coq: install these Debian packages: " + " ".join(lacking), file=sys.stderr)
        return 3
    gappa = provers.PROVERS["gappa"]
    provers.PROVERS["gappa"] = (*gappa[:3], f"{prove.HERE / 'gappa_coq.sh'} %f", *gappa[4:])
    context = types.SimpleNamespace(build=build, source=prove.HERE.parent / "src" / "core",
                                    conf=provers.configure(build))
    context.environment = provers.environment(context.conf)
    table = json.loads((prove.HERE / "results.json").read_text())["goals"]
    goals = [(row["file"], row["goal"]) for row in table if row["prover"].startswith("Gappa")]
    found = certified(context, goals)
    rows = [{"file": file, "goal": goal, "certified": found.get((file, goal), False)}
            for file, goal in goals]
    count = sum(row["certified"] for row in rows)
    for row in rows:
        if not row["certified"]:
            print(f"open: {row['file']} {row['goal']}")
    text = ",\n".join(json.dumps(row) for row in rows)
    part = prove.HERE / "coq.tmp"
    part.write_text(f'{{"certified": {count}, "total": {len(rows)},\n"goals": [\n{text}\n]}}\n')
    part.replace(prove.HERE / "coq.json")
    print(f"prove-coq: {count}/{len(rows)} goals of Gappa certified")
    return 0 if rows and count == len(rows) else 1


if __name__ == "__main__":
    sys.exit(main())
