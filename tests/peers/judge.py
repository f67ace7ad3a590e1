# SPDX-License-Identifier: Apache-2.0
"""Runs amsref check on one code path of a peer and reduces report and answers to a few facts."""

import json
import os
import subprocess
import sys

from errors import largest_errors

HERE = os.path.dirname(os.path.abspath(__file__))
FORMATS = ("binary64", "binary32")
DIALECTS = ("paper", "paper-eps", "julia", "pytorch", "keras", "optax", "optax-mu", "drjit", "adam")
LEVELS = ("exact", "tight", "working", "nonconforming")
REPLY_LIMIT_S = 120
RUN_LIMIT_S = 900
PART = "1/8"


class Broke(Exception):
    """The tool or the implementation gave no verdict; the text says why."""


def _environment():
    return dict(os.environ, PYTHONPATH=os.path.join(HERE, "..", "adapters"), OMP_NUM_THREADS="1",
                PYTHONDONTWRITEBYTECODE="1")


def check(build, command, dialect, folder, shard="1/1"):
    """The JSON report of one check, and the answers by case id."""
    os.makedirs(folder, exist_ok=True)
    report, answers = (os.path.join(folder, dialect + end) for end in (".json", ".answers"))
    tool = [os.path.join(build, "amsref"), "check", "--dialect", dialect, "--shard", shard,
            "--no-laws", "--no-fresh", "--timeout", str(REPLY_LIMIT_S), "--report", "json:" + report, "--",
            sys.executable, os.path.join(HERE, "record.py"), answers] + command
    try:
        done = subprocess.run(tool, env=_environment(), stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=RUN_LIMIT_S, universal_newlines=True)
    except subprocess.TimeoutExpired:
        raise Broke("took longer than %d s" % RUN_LIMIT_S) from None
    if done.returncode not in (0, 1, 3, 4):
        raise Broke("amsref check ended with status %d: %s"
                    % (done.returncode, done.stderr.strip().splitlines()[-1:]))
    with open(report, encoding="utf-8") as file:
        verdict = json.load(file)
    with open(answers, encoding="ascii") as file:
        replies = [json.loads(line) for line in file if line.strip()]
    return verdict, {reply["id"]: reply for reply in replies if "id" in reply}


def identify(build, command):
    """What amsref identify says: [{"formats", "text"}]; nothing where it got no answers."""
    tool = [os.path.join(build, "amsref"), "identify", "--json", "--timeout", str(REPLY_LIMIT_S),
            "--"] + command
    done = subprocess.run(tool, env=_environment(), stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, universal_newlines=True, timeout=RUN_LIMIT_S)
    if done.returncode not in (0, 1, 5):
        return []
    return [{"formats": found["formats"], "text": found["text"]}
            for found in json.loads(done.stdout)["findings"]]


def _worst(levels):
    return max(levels, key=LEVELS.index) if levels else None


def _failures(cases):
    """By category: how many cases fail, and the failing element farthest outside."""
    groups = {}
    for case in cases:
        groups.setdefault(case["category"], []).append(case)
    out = []
    for category, members in groups.items():
        failed = [case for case in members if case["failed"]]
        if not failed:
            continue
        lines = [line for case in failed for line in case["failures"]]
        worst = max(lines, key=lambda line: line["distance_ulp"] or 0, default=None)
        out.append({"category": category, "failed": len(failed),
                    "judged": sum(case["outcome"] != "skipped" for case in members),
                    "quantities": sorted({line["quantity"] for line in lines}),
                    "worst": worst["text"] if worst else failed[0]["reason"]})
    return out


def _skips(cases):
    reasons = {}
    for case in cases:
        if case["outcome"] == "skipped":
            reasons[case["reason"]] = reasons.get(case["reason"], 0) + 1
    return reasons


def by_format(report):
    """For each format: level, counts, failures. A format with nothing judged has no level."""
    facts = {}
    for fmt in FORMATS:
        cases = [case for case in report["cases"] if case["format"] == fmt]
        judged = [case for case in cases if case["outcome"] in ("judged", "error", "broke")]
        levels = [case["level"] or "nonconforming" for case in judged]
        if not judged:
            facts[fmt] = {"level": None, "skips": _skips(cases)}
            continue
        facts[fmt] = {"level": _worst(levels), "judged": len(judged),
                      "levels": {level: levels.count(level) for level in LEVELS},
                      "failed": sum(case["failed"] for case in judged),
                      "skips": _skips(cases), "failures": _failures(cases)}
    return facts


def conforms(fact):
    return fact["level"] not in (None, "nonconforming")


def _last_words(report):
    """Why an implementation that answered nothing did not: the end of what it wrote."""
    lines = [line.strip() for line in report["stderr"].splitlines() if line.strip()]
    return lines[-1][:160] if lines else report["reason"]


def share(fact):
    """The share of the judged cases that fail; 1 where none was judged."""
    return fact["failed"] / fact["judged"] if fact["level"] is not None else 1.0


def closest(facts, claimed, fmt):
    """The dialect that explains most: the claimed one unless another fails less than half its
    share."""
    best = min(facts, key=lambda dialect: share(facts[dialect][fmt]))
    return best if 2 * share(facts[best][fmt]) < share(facts[claimed][fmt]) else claimed


def _others(build, command, claimed, folder, reports, facts):
    """The dialects that are not claimed. One failing case refutes, so a part of the cases is asked
    first, and all of them where that refutes nothing or where the dialect is the closest."""
    names = [dialect for dialect in DIALECTS if dialect != claimed]
    for dialect in names:
        reports[dialect] = check(build, command, dialect, folder, PART)
        facts[dialect] = by_format(reports[dialect][0])
    for dialect in names:
        if any(conforms(facts[dialect][fmt]) or dialect == closest(facts, claimed, fmt)
               for fmt in FORMATS):
            reports[dialect] = check(build, command, dialect, folder)
            facts[dialect] = by_format(reports[dialect][0])


def judge(build, command, claimed, folder):
    """The verdict on one code path: by the dialect that it claims and, where it fails, by all."""
    reports = {claimed: check(build, command, claimed, folder)}
    if reports[claimed][0]["status"] == 3 and not reports[claimed][1]:
        raise Broke(_last_words(reports[claimed][0]))
    facts = {claimed: by_format(reports[claimed][0])}
    if reports[claimed][0]["status"] in (1, 3):
        _others(build, command, claimed, folder, reports, facts)
    report = reports[claimed][0]
    verdict = {"implementation": report["implementation"]["name"], "claimed": claimed,
               "hidden": report["hidden"], "status": report["status"], "formats": {}}
    if report["status"] == 3:
        verdict["reason"] = report["reason"]
    for fmt in FORMATS:
        verdict["formats"][fmt] = _format_verdict(fmt, claimed, facts, reports)
    return verdict


def _format_verdict(fmt, claimed, facts, reports):
    entry = dict(facts[claimed][fmt])
    if entry["level"] is None:
        return entry
    near = closest(facts, claimed, fmt)
    entry["dialects"] = [dialect for dialect in facts if conforms(facts[dialect][fmt])]
    entry["by_dialect"] = {d: {key: facts[d][fmt][key] for key in ("level", "failed", "judged")}
                           for d in facts if facts[d][fmt]["level"] is not None}
    entry["closest"] = near
    if near != claimed:
        entry["closest_failures"] = facts[near][fmt]["failures"]
    entry["largest"] = largest_errors(fmt, near, reports[near][1])
    return entry
