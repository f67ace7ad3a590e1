#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Judges two C adapters as a peer is judged: check_errors.py BUILD PLAIN WRONG.

The farthest distance must be the one that amsref itself reports, the facts must say which dialect
it is, and an implementation with a fault must be refused with a worst element.
"""

import sys
import tempfile

from judge import check, judge

FAULT = "eps-twice"


def main():
    build, plain, wrong = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        report, _ = check(build, [plain, "--dialect", "keras"], "keras", folder)
        verdict = judge(build, [plain, "--dialect", "keras"], "keras", folder)
        for fmt, fact in verdict["formats"].items():
            farthest = max(case["farthest_ulp"] or 0 for case in report["cases"]
                           if case["format"] == fmt)
            assert fact["largest"]["all"]["ulp"] == farthest, (fact["largest"]["all"], farthest)
            assert fact["largest"]["sharp"]["ulp"] <= farthest
            assert fact["dialects"] == ["keras"] and fact["failed"] == 0, fact
        claimed = judge(build, [plain, "--dialect", "keras"], "optax", folder)
        for fact in claimed["formats"].values():
            assert fact["dialects"] == ["keras"] and fact["closest"] == "keras", fact["dialects"]
        faulty = judge(build, [wrong, "--dialect", "pytorch", "--fault", FAULT], "pytorch", folder)
        for fact in faulty["formats"].values():
            assert fact["dialects"] == [] and fact["failed"] and fact["failures"][0]["worst"], fact


main()
