#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Looks for contradictions: at each entry, call, loop and branch of the core the provers are asked to
prove false (WP's smoke tests), with the lemmas of the file's first driver at hand; `make prove` asks it of
all lemmas together. Where they can, everything behind is proven of nothing.

Exit status 1 if they can anywhere. That they cannot is no proof that nobody could: a solver with
quantified axioms says "unknown" at best, whether it ran out of ideas or of steps. Those are counted.
"""
import argparse
import collections
import concurrent.futures
import pathlib
import re
import sys

import plan
import prove
import provers

# WP makes smoke tests only for functions of which it has another goal; those of termination are trivial.
ONLY = "-@lemma,-@requires,-@assigns,-@ensures,-@exits,-@assert,-@invariant,-@variant"
PROVERS = ["cvc5", "cvc4"]
STEPS, NET_SECONDS = 200000, 30  # nearly all of it is spent in vain


def smoke(context, source):
    """{place: verdict} of one file"""
    lemmas = next((row[3] for row in plan.PLAN[source] if len(row) > 3), None)
    text = prove.frama_c(context, source, [
        "-wp-smoke-tests", "-wp-smoke-timeout", str(context.net),
        "-wp-prover", ",".join(PROVERS), "-wp-prop=" + ONLY], lemmas)
    verdicts = {prove.tidy(place): verdict for verdict, place in re.findall(
        r"^\[wp\] \[(\w+)\] Smoke-test (\w+)", text, re.M)}
    every = prove.frama_c(context, source, ["-wp-smoke-tests", "-wp-prover", "none"], goal=None)
    places = {prove.tidy(place) for place in re.findall(r"Goal (\w+_wp_smoke_\w+)", every)}
    if places != verdicts.keys():
        raise SystemExit(f"prove-smoke: {source}: WP did not try {sorted(places ^ verdicts.keys())[0]}")
    return {place: "unknown" if verdict == "Passed" else "contradiction"
            for place, verdict in verdicts.items()}


def main():
    parser = argparse.ArgumentParser(description="is anything contradictory?")
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build/prove-smoke"))
    parser.add_argument("--source", type=pathlib.Path)
    parser.add_argument("--jobs", type=int, help="files at a time; as many as there are cores")
    parser.add_argument("file", nargs="*")
    given = parser.parse_args()
    prove.need("prove-smoke")
    provers.STEPS.update(CVC4=STEPS, CVC5=STEPS)
    context = prove.prepare(given.build, given.source, cache=True, workers=given.jobs)
    context.net = NET_SECONDS
    files = given.file or list(plan.PLAN)
    with concurrent.futures.ThreadPoolExecutor(max_workers=context.jobs) as pool:
        found = dict(zip(files, pool.map(lambda file: smoke(context, file), files)))
    total = collections.Counter()
    for file, places in found.items():
        total.update(places.values())
        for place, verdict in sorted(places.items()):
            if verdict == "contradiction":
                print(f"contradiction: {file} {place}")
    print(f"prove-smoke: {sum(total.values())} places, {total['contradiction']} contradictions, "
          f"{total['unknown']} unknown")
    return 0 if total and not total["contradiction"] else 1


if __name__ == "__main__":
    sys.exit(main())
