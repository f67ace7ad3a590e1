#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fails where catalogue, requirements, adapters and results do not belong together."""

import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def read(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        return json.load(file)


def faults():
    catalogue, results = read("catalogue.json"), read("results.json")["peers"]
    for name, peer in catalogue.items():
        if peer["python"] != "system":
            path = os.path.join(HERE, "requirements", name + ".txt")
            lines = [line.strip() for line in open(path, encoding="utf-8")
                     if not line.startswith("#")]
            yield from ("%s: %r is not pinned" % (name, line) for line in lines
                        if "==" not in line and not line.startswith(("setuptools<", "numpy<")))
        yield from ("%s: no adapter %s" % (name, path["adapter"]) for path in peer["paths"]
                    if not os.path.exists(os.path.join(HERE, path["adapter"])))
        if name not in results:
            yield "%s: no results" % name
        elif "unavailable" not in results[name]:
            wanted, got = {path["name"] for path in peer["paths"]}, set(results[name]["paths"])
            if wanted != got:
                yield "%s: results of %s, paths %s" % (name, sorted(got), sorted(wanted))
    yield from ("%s: results of an unknown peer" % name for name in set(results) - set(catalogue))


found = list(faults())
print("\n".join(found) or "every peer has adapters, pins and results")
sys.exit(1 if found else 0)
