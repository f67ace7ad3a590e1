# SPDX-License-Identifier: Apache-2.0
"""What `amsref check` says of a built cell, over all dialects and both formats."""

import json
import os
import subprocess

from build import Broken
from table import LEVELS

DIALECTS = ("paper", "paper-eps", "julia", "pytorch", "keras", "optax", "optax-mu", "drjit", "adam")
ORDER = ("m", "v", "vmax", "x")  # as the step computes them


def _first(report):
    """Of the first case that fails the answer of the earliest step and quantity, in the tool's words."""
    for case in report["cases"]:
        if case["failures"]:
            return min(case["failures"], key=lambda f: (f["step"], ORDER.index(f["quantity"]), f["element"]))["text"]
        if case["failed"]:
            return "%s: %s" % (case["id"], case["reason"])
    return None


class Answers:
    """The verdict on a cell. `print` is equal where all answers are, bit for bit (but for AG-53's NaN)."""

    def __init__(self, reports):
        self.levels = {level: sum(r["total"]["levels"][level] for r in reports.values()) for level in LEVELS}
        self.cases = sum(self.levels.values())
        self.level = [level for level in LEVELS if self.levels[level]][-1]
        self.print = " ".join(report["stderr"] for report in reports.values())
        self.outside = next(filter(None, map(_first, reports.values())), None)
        self.drifting = next((d for d, r in reports.items() if r["level"] != "exact"), None)


class Judge:
    """Runs the suite over cells; a program whose bytes were judged before is not run again."""

    def __init__(self, root, build):
        self.root = root
        self.tool, self.forward = (os.path.join(build, path) for path in ("amsref", "drift/forward"))
        self._known = {}

    def judge(self, program, runner):
        key = (program.digest, tuple(runner))
        if key not in self._known:
            self._known[key] = Answers({d: self._report(d, [*runner, program.path]) for d in DIALECTS})
        return self._known[key]

    def first(self, program, runner, answers):
        """The first answer that has not the core's bits; None where all have."""
        if answers.drifting is None:
            return None
        return _first(self._report(answers.drifting, [*runner, program.path], "exact"))

    def _report(self, dialect, command, level="tight"):
        done = subprocess.run(
            [self.tool, "check", "--no-laws", "--no-fresh", "--level", level, "--dialect", dialect, "--report", "json",
             "--vectors", os.path.join(self.root, "vectors"), "--", self.forward, "--dialect", dialect, *command],
            capture_output=True, text=True, errors="replace", check=False)
        if done.returncode == 3:
            raise Broken(json.loads(done.stdout)["verdict"])
        if done.returncode not in (0, 1):
            raise Broken("amsref check ended with status %d: %s" % (done.returncode, done.stderr.strip()))
        report = json.loads(done.stdout)
        total = report["total"]
        if total["skipped"] or sum(total["levels"].values()) != total["cases"]:
            raise Broken("not every case of %s was judged" % dialect)
        if not report["stderr"].startswith("answers "):
            raise Broken("%s said nothing of the answers: %s" % (self.forward, report["stderr"]))
        return report
