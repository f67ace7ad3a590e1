#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The drift matrix: builds every cell of cells.json, has `amsref check` judge it, finds the cause of
what is not exact, and compares with what the table expects (spec/drift.md).

Exit status: 0 as expected, 1 not so, 2 wrong usage, 3 a cell cannot be built or crashed, 4 nothing
was judged."""

import argparse
import json
import os
import platform
import re
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from subprocess import TimeoutExpired

import cause
import render
import table
from build import Broken, Refused, Skip, Workshop, emulator_version, runner, version
from judge import Judge

ROOT = os.path.abspath(os.path.join(table.HERE, "..", ".."))
RESULTS = os.path.join("tests", "drift", "results.json")
PAGE = os.path.join("spec", "drift.md")
SOURCE = "the source"  # of a difference that the baseline has too
UNEXPLAINED = "unexplained"  # by any switch, or by the source


class Matrix:
    """Judges cells, one at a time or several at once."""

    def __init__(self, judge, workshop):
        self.judge, self.workshop = judge, workshop
        self.baseline_differs = False

    def result(self, cell):
        """The row of results.json for one cell."""
        try:
            row = {"compiler_version": version(cell)}
            row.update(self._judged(cell))
        except Skip as skip:
            row = {"skipped": str(skip)}
        except (Broken, OSError, TimeoutExpired) as error:
            row = {"broken": str(error)}
        return row

    def _build(self, cell, off=(), on=()):
        """(program, None), or where the core refuses it (program without the refusal, its words)."""
        try:
            return self.workshop.build(cell, off, on), None
        except Refused as refused:
            return self.workshop.build(cell, off, on, guarded=False), str(refused)

    def _judged(self, cell):
        program, refusal = self._build(cell)
        run = runner(cell, program)

        def answers(off, on):
            # Without the refusal all the way: environment.h does more than refuse.
            changed = (self.workshop.build(cell, off, on, guarded=False) if refusal
                       else self._build(cell, off, on)[0])
            return self.judge.judge(changed, run)

        own = self.judge.judge(program, run)
        row = {"run": run[0] if run else "natively", "refused": refusal, "level": own.level, "cases": own.cases,
               "levels": own.levels, "cause": [], "first": self.judge.first(program, run, own),
               "outside": own.outside, "switches": {}}
        if own.level != "exact":
            self._explain(cell, answers, row)
        return row

    def _explain(self, cell, answers, row):
        if self.baseline_differs:
            row["cause"] = [SOURCE]
            return
        found = cause.search(cell.switches, answers)
        if found is None:
            row["cause"] = [UNEXPLAINED]
            return
        causes, trials = found
        row["cause"] = [switch.name for switch in causes]
        row["switches"] = {
            trial.switch.name: {"changes": trial.counts, "without": trial.without.levels, "alone": trial.alone.levels}
            for trial in trials if trial.counts or trial.switch in causes}


def problem(cell, row):
    """What of a row is not as the table expects; None where all is."""
    if "broken" in row:
        return row["broken"]
    got = (row["level"], row["cause"], row["refused"] is not None)
    wanted = (cell.level, cell.cause, cell.refused)
    if got == wanted:
        return None

    def words(level, causes, refused):
        return level + (" because of " + ", ".join(causes) if causes else "") + (
            ", refused by the core" if refused else "")

    return "%s; expected: %s%s" % (words(*got), words(*wanted),
                                   "\n    first: " + row["first"] if row["first"] else "")


class Progress:
    """One line a cell on a terminal; elsewhere only what is wrong."""

    def __init__(self, total):
        self.total, self.done, self.shown = total, 0, sys.stderr.isatty()

    def tell(self, cell, row, wrong):
        self.done += 1
        if self.shown:
            said = row.get("skipped") or ("not as expected" if wrong else row["level"])
            print("  %3d/%d %s: %s" % (self.done, self.total, cell.name, said), file=sys.stderr)
        if wrong:
            print("NOT AS EXPECTED %s: %s" % (cell.name, wrong), flush=True)


def run(cells, matrix, jobs):
    """{name: row}, and the names that are not as expected. The baseline, cells[0], goes first: where it
    is not exact the source has changed, and no flag is looked for."""
    rows, wrong, progress = {}, [], Progress(len(cells))

    def finish(cell, row):
        rows[cell.name] = row
        bad = None if "skipped" in row else problem(cell, row)
        wrong.extend([cell.name] if bad else [])
        progress.tell(cell, row, bad)

    baseline = cells[0]
    first = matrix.result(baseline)
    if first.get("level", "exact") != "exact":
        matrix.baseline_differs = True
        first["cause"] = [SOURCE]
    finish(baseline, first)
    with ThreadPoolExecutor(jobs) as pool:
        for cell, row in zip(cells[1:], pool.map(matrix.result, cells[1:])):
            finish(cell, row)
    return {cell.name: rows[cell.name] for cell in cells}, wrong


def host(cells, rows):
    units = []
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            flags = set(re.findall(r"\w+", file.read()))
        units = [unit for unit in ("fma", "avx2", "avx512f") if unit in flags]
    emulators = {cell.emulator[0] for cell in cells if rows[cell.name].get("run") == cell.emulator[0]}
    return {"machine": platform.machine(), "vector_units": units,
            "emulators": {name: emulator_version(name) for name in sorted(emulators)}}


def write(path, text):
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=os.path.dirname(path), delete=False) as file:
        file.write(text)
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)


def check(cells):
    """Complaints about what is committed: no builds."""
    with open(os.path.join(ROOT, RESULTS), encoding="utf-8") as file:
        results = json.load(file)
    complaints = []
    if list(results["cells"]) != [cell.name for cell in cells]:
        complaints.append("%s has other cells than cells.json: run make drift" % RESULTS)
    for cell in cells:
        row = results["cells"].get(cell.name)
        bad = problem(cell, row) if row and "skipped" not in row else None
        if bad:
            complaints.append("%s: %s" % (cell.name, bad))
    page = os.path.join(ROOT, PAGE)
    with open(page, encoding="utf-8") as file:
        text = file.read()
    if render.page(text, results) != text:
        complaints.append("%s is not what %s gives: run tests/drift/drift.py --render" % (PAGE, RESULTS))
    return complaints


def rendered():
    with open(os.path.join(ROOT, RESULTS), encoding="utf-8") as file:
        results = json.load(file)
    with open(os.path.join(ROOT, PAGE), encoding="utf-8") as file:
        return render.page(file.read(), results)


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build", help="where amsref and drift/forward are")
    parser.add_argument("--source", default=os.path.join(ROOT, "src"), help="another src/ to take the core from")
    parser.add_argument("--table", default=table.PATH, help="other cells")
    parser.add_argument("--cells", metavar="REGEX", help="the baseline and the cells whose name it matches")
    parser.add_argument("--quick", action="store_true", help="the cells that need only this machine's gcc and clang")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="cells at a time")
    parser.add_argument("--write", action="store_true", help="all cells; write %s and %s" % (RESULTS, PAGE))
    parser.add_argument("--render", action="store_true", help="write %s from %s" % (PAGE, RESULTS))
    parser.add_argument("--check", action="store_true", help="whether both are as the table and each other say")
    return parser.parse_args()


def main():
    given, begun = options(), time.monotonic()
    cells = table.read(given.table)
    if given.check:
        complaints = check(cells)
        print("\n".join(complaints) if complaints else "%s is as %s and the table say" % (PAGE, RESULTS))
        return 1 if complaints else 0
    if given.render:
        write(os.path.join(ROOT, PAGE), rendered())
        return 0
    if given.write and (given.quick or given.cells):
        print("drift.py: --write is for all cells", file=sys.stderr)
        return 2
    chosen = [cell for cell in cells if (not given.quick or cell.quick)
              and (not given.cells or cell is cells[0] or re.search(given.cells, cell.name))]
    with tempfile.TemporaryDirectory(prefix="amsref-drift-") as folder:
        matrix = Matrix(Judge(ROOT, os.path.abspath(given.build)), Workshop(given.source, folder))
        rows, wrong = run(chosen, matrix, given.jobs)
    if given.write:
        results = {"host": host(cells, rows), "cells": rows}
        write(os.path.join(ROOT, RESULTS), json.dumps(results, indent=1, ensure_ascii=False) + "\n")
        write(os.path.join(ROOT, PAGE), rendered())
    return conclude(chosen, rows, wrong, time.monotonic() - begun)


def conclude(cells, rows, wrong, seconds):
    skipped = {name: row["skipped"] for name, row in rows.items() if "skipped" in row}
    for name, reason in skipped.items():
        print("skipped %s: %s" % (name, reason))
    if SOURCE in rows[cells[0].name].get("cause", []):
        print("the baseline, %s, differs too: the source has changed, and no flag is to blame" % cells[0].name)
    judged = [cell for cell in cells if cell.name not in skipped]
    print("drift: %d cells on %d architectures, %d as expected, %d not, %d skipped, %.0f s" % (
        len(cells), len({cell.architecture for cell in judged}), len(judged) - len(wrong), len(wrong),
        len(skipped), seconds))
    if not judged:
        return 4
    if any("broken" in row for row in rows.values()):
        return 3
    return 1 if wrong else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except table.Wrong as error:
        print("cells.json: %s" % error, file=sys.stderr)
        sys.exit(2)
