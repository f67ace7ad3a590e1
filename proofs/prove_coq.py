#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Proves again what Gappa proved, and counts a goal only if Coq accepts Gappa's certificate.

The table is coq.json. The closing line is "prove-coq: C/G goals of Gappa certified"; exit status 0
if C = G, 1 if not, 3 if a tool is missing.
"""
import argparse
import json
import pathlib
import sys
import time

import goals as tables
import plan
import prove
import provers

NET_SECONDS = 3600  # a certificate takes Coq seconds; on a busy machine many
TOOLS = [("coqc", "coq libcoq-flocq libcoq-gappa")]


def certified(context, goals):
    """{(file, goal): True} of the goals that Gappa's certificates close."""
    found = {}
    for file, theory, shortcuts in plan.LIBRARY:
        if shortcuts == ["gappa"]:
            for goal, answer in prove.ask_why3(context, file, theory, "gappa", []):
                found[file, f"{theory}.{goal}"] = bool(answer.who)
    for source in {file for file, _ in goals if file in plan.PLAN}:
        for row in plan.PLAN[source]:
            if "gappa" in row[2]:  # the others of the row too: what they prove first is not Gappa's
                found.update({(source, goal): answer.who.startswith("Gappa")
                              for goal, answer in prove.prove_pass(context, source, *row).items()})
    return found


def main():
    parser = argparse.ArgumentParser(description="Gappa's results, certified by Coq")
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build/prove-coq"))
    given = parser.parse_args()
    prove.need("prove-coq", TOOLS)
    gappa = provers.PROVERS["gappa"]
    provers.PROVERS["gappa"] = (*gappa[:3], f"{prove.HERE / 'gappa_coq.sh'} %f", *gappa[4:])
    context = prove.prepare(given.build, cache=True)
    context.net = NET_SECONDS
    goals = [key for key, who in tables.read(prove.HERE / "results.json")["goals"].items()
             if who.startswith("Gappa")]
    start = time.monotonic()
    found = certified(context, goals)
    rows = [{"file": file, "goal": goal, "certified": found.get((file, goal), False)}
            for file, goal in goals]
    count = sum(row["certified"] for row in rows)
    for row in rows:
        if not row["certified"]:
            print(f"open: {row['file']} {row['goal']}")
    head = json.dumps({"certified": count, "total": len(rows)})[1:-1]
    tables.write(prove.HERE / "coq.json",
                 "{" + head + ",\n\"goals\": [\n" + tables.rows(rows) + "\n]}\n")
    print(f"{time.monotonic() - start:.0f} s", file=sys.stderr)
    print(f"prove-coq: {count}/{len(rows)} goals of Gappa certified")
    return 0 if rows and count == len(rows) else 1


if __name__ == "__main__":
    sys.exit(main())
