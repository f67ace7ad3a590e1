# SPDX-License-Identifier: Apache-2.0
"""cells.json: the architectures, the switches that may change bits, and the cells."""

import json
import os

HERE = os.path.dirname(os.path.abspath(__file__))
PATH = os.path.join(HERE, "cells.json")
LEVELS = ("exact", "tight", "working", "nonconforming")


class Wrong(Exception):
    """The table says something that cannot be."""


class Switch:
    """One thing that a compiler or a CPU may do to arithmetic, with the flags for and against it."""

    def __init__(self, row):
        self.name, self.about = row["name"], row["about"]
        self.on, self.off = row["on"].split(), row["off"].split()
        self.by = row.get("by")  # only cells with one of these flags may have it on
        self.ends = row.get("ends", [])  # switches that cannot be on without it
        self.unlinked = row.get("unlinked", False)  # off: linked without -ffast-math too
        self._architectures, self._compilers = row.get("architectures"), row.get("compilers")

    def applies(self, cell):
        return ((self._architectures is None or cell.architecture in self._architectures)
                and (self._compilers is None or cell.family in self._compilers)
                and (self.by is None or any(flag in cell.flags for flag in self.by)))


class Cell:
    """A compiler with flags for an architecture, and what is expected of the core there."""

    def __init__(self, row, architectures, switches):
        self.architecture, self.compiler = row["architecture"], row["compiler"]
        self.flags = row["flags"].split()
        self.name = "%s %s %s" % (self.architecture, self.compiler, row["flags"])
        self.level, self.cause = row["level"], row.get("cause", [])
        self.refused, self.quick = row.get("refused", False), row.get("quick", False)
        target = architectures[self.architecture]
        self.packages, self.machines = target["packages"], target["machines"]
        self.emulator = target["emulator"].split()
        self.family = "clang" if self.compiler == "clang" else "gcc"
        gcc = target["triplet"] + "-gcc"
        # clang takes the headers and libraries of gcc's cross compiler
        self.needs = [self.compiler, gcc] if self.family == "clang" else [self.compiler]
        self.command = [self.compiler]
        if self.compiler == "gcc":
            self.needs = self.command = [gcc]
        elif self.compiler == "clang":
            self.command = ["clang", "--target=" + target["triplet"]]
        self.switches = [s for s in switches if s.applies(self)]
        if self.level not in LEVELS or bool(self.cause) != (self.level != "exact"):
            raise Wrong("%s: a level of AG-50, and a cause where it is not exact" % self.name)
        unknown = set(self.cause) - {s.name for s in self.switches}
        if unknown:
            raise Wrong("%s: no switch of the table that applies is called %s" % (self.name, sorted(unknown)))


def read(path=PATH):
    """The cells, the first of which is the baseline."""
    with open(path, encoding="utf-8") as file:
        data = json.load(file)
    switches = [Switch(row) for row in data["switches"]]
    cells = [Cell(row, data["architectures"], switches) for row in data["cells"]]
    names = [cell.name for cell in cells]
    if len(set(names)) != len(names):
        raise Wrong("a cell comes twice: %s" % sorted({n for n in names if names.count(n) > 1}))
    return cells


def about():
    """{name: what it is} of each switch."""
    with open(PATH, encoding="utf-8") as file:
        rows = json.load(file)["switches"]
    found = {}
    for row in rows:
        found.setdefault(row["name"], []).append(row["about"])
    return {name: "; ".join(dict.fromkeys(texts)) for name, texts in found.items()}
