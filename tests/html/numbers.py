#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Pages against the JSON reports of the same runs, and both against the answers themselves: every number
that a page shows is found again. Checks AG-141. Usage: numbers.py BUILD FOLDER. Ends with `N passed, N
failed`."""

import collections
import glob
import json
import math
import os
import subprocess
import sys

from reading import Page, text_of

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
QUANTITIES = ("x", "m", "v", "vmax")
LEVELS = ("exact", "tight", "working")
DIGITS = {"binary64": 16, "binary32": 8}
SHARP, PLACES = 64, 20
LEFT, RIGHT, TOP, BASE = 36, 254, 8, 122  # of the drawing in a chart

passed = failed = 0


def same(what, got, want):
    global passed, failed
    if got == want:
        passed += 1
    else:
        failed += 1
        if isinstance(got, list) and len(got) == len(want):
            got, want = next((g, w) for g, w in zip(got, want) if g != w)
        print("not ok %s: %r, not %r" % (what, got, want))


def short(ulp):
    """A distance as pages write it."""
    return "-" if ulp is None else str(ulp) if ulp < 10**7 else "%.1e" % ulp


def shown(text):
    """A distance of a page as far as JSON reports go, whose integers end with 2^63 - 1."""
    return short(min(int(float(text)), 2**63 - 1)) if text != "-" else text


def levels(page, report):
    for form in {group["format"] for group in report["groups"]}:
        groups = [group for group in report["groups"] if group["format"] == form]
        rows = page.table(form)
        skipped = all(group["skipped"] == group["cases"] for group in groups)
        told = [] if skipped else groups
        same(
            form + " categories",
            [row["category"] for row in rows],
            [g["category"] for g in told] + ["all"],
        )
        for row, group in zip(rows, told):
            passing = LEVELS[: LEVELS.index(report["wanted"]) + 1]
            want = [
                group["cases"],
                *(group["levels"][level] for level in passing),
                group["failed"],
                group["skipped"],
            ]
            same(
                form + " " + group["category"],
                [int(row[name]) for name in ("cases", *passing, "failed", "skipped")],
                want,
            )
            same(
                form + " " + group["category"] + " ulp",
                [shown(row["sharp, ulp"]), shown(row["all, ulp"])],
                [short(group["farthest_sharp_ulp"]), short(group["farthest_ulp"])],
            )
        same(
            form + " all",
            [int(rows[-1][name]) for name in ("cases", "failed", "skipped")],
            [sum(group[name] for group in groups) for name in ("cases", "failed", "skipped")],
        )


def spreads(page, report):
    for spread in report["distances"]:
        form = spread["format"]
        rows = page.table("Numbers by distance from rn, " + form)
        for quantity in QUANTITIES:
            counts = [int(row[quantity]) for row in rows]
            want = spread["ulp"][quantity]
            same(
                "%s %s distances" % (form, quantity), counts, want + [0] * (len(counts) - len(want))
            )
        column = [int(row[form]) for row in page.table("Numbers by their place inside tight")]
        places = spread["places"] + [0] * (PLACES - len(spread["places"]))
        same(form + " places", column, [spread["below"], *places, spread["above"], spread["alone"]])
        for quantity in QUANTITIES:
            bars(page, "ulp-%s-%s" % (form, quantity), spread["ulp"][quantity])
        bars(page, "place-" + form, [spread["below"], *places, spread["above"]])


def height(count, largest):
    return math.log1p(count) / math.log1p(largest)


def bars(page, name, counts):
    """The bars of a chart are as high as they should be, and there are no others."""
    counts = [count for count in counts if count]
    picture = next(
        (p for p in page.all("svg") if p.get("aria-labelledby") == name + "-title"), None
    )
    drawn = [] if picture is None else [float(bar.get("height")) for bar in picture.iter("rect")]
    same(name + " bars", len(drawn), len(counts))
    tallest = height(max(counts, default=1), max(9, *counts, 9))
    for bar, count in zip(drawn, counts):
        want = height(count, max(9, *counts, 9)) / tallest * max(drawn)
        same("%s bar of %d" % (name, count), abs(bar - want) < 0.2, True)


def courses(page, report):
    for form in {group["format"] for group in report["groups"]}:
        rows = page.table("Largest distance from the exact run, in ulp, " + form)
        want = [
            [case["id"], str(state["step"]), *(short(state[q]) for q in QUANTITIES)]
            for case in report["cases"]
            if case["format"] == form and case["course"]
            for state in case["course"]
        ]
        same(
            form + " runs",
            [[row["run"], row["step"], *(shown(row[q]) for q in QUANTITIES)] for row in rows],
            want,
        )


def verdict(page, report):
    facts, total = page.facts(), report["total"]
    same("cases", facts["Cases"], str(total["cases"]))
    same("failed", facts["Failed"], str(total["failed"]))
    same("skipped", facts["Skipped"], str(total["skipped"]))
    same("level", facts["Level reached"], report["level"] or "none")
    same("elements", facts["Elements judged"], str(total["elements"]))
    same("manifest", facts["SHA-256 of the vectors' manifest"], report["manifest"])
    same("title", text_of(page.all("title")[0]), report["verdict"])
    fresh = [case for case in report["cases"] if case["category"] == "fresh"]
    judged = sum(case["outcome"] == "judged" for case in fresh)
    seed = int(facts["Seed of laws and fresh cases"])
    want = {"seed": seed, "cases": len(fresh), "judged": judged} if fresh else None
    same("fresh", report["fresh"], want)
    if report["laws"]:
        done = [law for law in report["laws"]["results"] if law["trials"]]
        broken = report["laws"]["broken"]
        same(
            "laws",
            facts["Laws"],
            "%d of %d %s" % (broken or len(done), len(done), "broken" if broken else "hold"),
        )
    same(
        "sharp",
        shown(facts["Farthest sharp, ulp"].replace("none", "-")),
        short(total["farthest_sharp_ulp"]),
    )


def failures(page, report):
    """Each failing case shown is one of the report's, with its value, its interval and its command."""
    part = page.section("failures")
    cases = {case["id"]: case for case in report["cases"] if case["failed"]}
    shown = [] if part is None else list(part.iter("article"))
    same("failures are shown", bool(shown), bool(cases))
    for article in shown:
        case, text = cases[text_of(article.find("h3"))], text_of(article)
        parts = [case["command"]] if case["failures"] else [case["command"], case["reason"]]
        for miss in case["failures"][:1]:
            parts += [
                miss["got"]["decimal"],
                miss["got"]["hex"],
                "%s[%d]" % (miss["quantity"], miss["element"]),
            ]
            parts += [
                end[kind] for end in (miss["lo"], miss["hi"]) if end for kind in ("decimal", "hex")
            ]
        same(case["id"], [part for part in parts if part not in text], [])


def laws(page, report):
    rows = page.table("Laws")
    results = report["laws"]["results"] if report["laws"] else []
    same(
        "laws",
        [
            [row["law"], row["format"], row["trials"], row["differing"], row["verdict"]]
            for row in rows
        ],
        [
            [
                law["law"],
                law["format"],
                str(law["trials"]),
                str(law["differing"]),
                "broken" if law["broken"] else "holds" if law["trials"] else "skipped",
            ]
            for law in results
        ],
    )


def ordinal(text):
    """A number's place among all of its format, both zeros at 0; None for NaN."""
    bits, top = int(text, 16), 1 << (4 * len(text) - 1)
    infinity = {16: 0x7FF0000000000000, 8: 0x7F800000}[len(text)]
    size = bits & (top - 1)
    return None if size > infinity else -size if bits & top else size


def split(text, digits):
    return [text[i : i + digits] for i in range(0, len(text), digits)]


def part_of(distance, width):
    while width > (2**64 - 1) // PLACES:
        width, distance = width >> 1, distance >> 1
    return min(distance * PLACES // width, PLACES - 1)


class Count:
    """Distances and places, counted anew from answers and golden values."""

    def __init__(self):
        self.ulp = {quantity: collections.Counter() for quantity in QUANTITIES}
        self.places, self.rest = collections.Counter(), collections.Counter()
        self.sharp = []
        self.course, self.room, self.local = {}, {}, {}

    def number(self, quantity, got, rn, lo, hi):
        far = abs(got - rn)
        self.ulp[quantity][far.bit_length()] += 1
        if hi - lo <= SHARP:
            self.sharp.append(far)
            self.farthest = max(self.farthest or 0, far)
        if got < lo or got > hi:
            self.rest["below" if got < lo else "above"] += 1
        elif lo == hi:
            self.rest["alone"] += 1
        else:
            self.places[part_of(got - lo, hi - lo)] += 1
        return far

    def step(self, case, answer, digits):
        """A case of one step, or a run."""
        self.farthest = None
        for golden, state in zip(case["out"], answer.get("out", [answer])):
            self.state(case, golden, state, digits)
        if len(case["g"]) == 1 and self.farthest is not None:
            self.local[case["id"]] = (case["t"], self.farthest)

    def state(self, case, golden, answer, digits):
        for quantity in QUANTITIES:
            columns = golden[quantity]
            n = len(columns["rn"]) // digits
            nan = columns.get("nan", "0" * n)
            values = [
                split(text, digits)
                for text in (
                    answer[quantity],
                    columns["rn"],
                    columns["tight"][0],
                    columns["tight"][1],
                )
            ]
            far = room = None
            for digit, *element in zip(nan, *values):
                got, rn, lo, hi = map(ordinal, element)
                if digit == "0" and rn is not None:
                    room = max(room or 0, rn - lo, hi - rn)
                if digit == "0" and got is not None and rn is not None:
                    far = max(far or 0, self.number(quantity, got, rn, lo, hi))
            if len(case["g"]) > 1:
                self.course.setdefault(case["id"], {}).setdefault(golden["t"], {})[quantity] = far
                self.room.setdefault((case["id"], golden["t"]), room)


def place(step, ulp, first, last, largest):
    """Where a chart has a distance after a step."""
    across = math.log(step / first) / math.log(last / first) if last > first else 0.5
    return LEFT + 4 + (RIGHT - LEFT - 8) * across, BASE - (BASE - TOP) * height(ulp, largest)


def apart(places, others, most):
    """Places without another one nearby."""
    near = lambda a, b: abs(a[0] - b[0]) <= most and abs(a[1] - b[1]) <= most
    return [one for one in places if not any(near(one, other) for other in others)]


def dots(page, name, spots, rooms, most):
    """The dots of a chart stand where (step, ulp) belong, on a scale that has room for `rooms` too."""
    picture = next(
        (p for p in page.all("svg") if p.get("aria-labelledby") == name + "-title"), None
    )
    if picture is None:
        return
    drawn = [(float(c.get("cx")), float(c.get("cy"))) for c in picture.iter("circle")]
    steps, largest = [step for step, _ in spots], max(9, *(ulp for _, ulp in spots), *rooms)
    want = [place(*spot, min(steps), max(steps), largest) for spot in spots]
    same(name + " dots", (apart(want, drawn, most), apart(drawn, want, most)), ([], []))


def filled(counter):
    return [counter[i] for i in range(max(counter, default=-1) + 1)]


def recount(answers, report, page):
    """The counts of report and page from the answers that an implementation gave."""
    for form, digits in DIGITS.items():
        count, begin = Count(), {}
        for path in sorted(glob.glob(os.path.join(ROOT, "vectors/golden", form, "pytorch/*.json"))):
            with open(path, encoding="utf-8") as file:
                for case in json.load(file)["cases"]:
                    count.step(case, answers[case["id"]], digits)
                    begin[case["id"]] = case["t"]
        spread = next(s for s in report["distances"] if s["format"] == form)
        for quantity in QUANTITIES:
            same(
                "%s %s counted anew" % (form, quantity),
                spread["ulp"][quantity],
                filled(count.ulp[quantity]),
            )
        same(form + " places counted anew", spread["places"], filled(count.places))
        for name in ("below", "above", "alone"):
            same("%s %s counted anew" % (form, name), spread[name], count.rest[name])
        rows = page.table("Largest distance from the exact run, in ulp, " + form)
        same(
            form + " room counted anew",
            {(row["run"], row["step"]): row["room of x"] for row in rows},
            {(name, str(t)): short(room) for (name, t), room in count.room.items()},
        )
        dots(page, "local-" + form, list(count.local.values()), [0], 1)
        for name, states in count.course.items():
            spots = [(t - begin[name] + 1, s["x"]) for t, s in states.items() if s["x"] is not None]
            rooms = [count.room[name, t] or 0 for t in states]
            dots(page, "run-%s-%s" % (form, "-".join(name.split("/")[2:])), spots, rooms, 0.06)
        groups = [group for group in report["groups"] if group["format"] == form]
        same(
            form + " sharp counted anew", sum(group["sharp"] for group in groups), len(count.sharp)
        )
        same(
            form + " farthest sharp counted anew",
            max(group["farthest_sharp_ulp"] or 0 for group in groups),
            max(count.sharp),
        )
        for case in report["cases"]:
            if case["course"] and case["format"] == form:
                same(
                    case["id"] + " course counted anew",
                    case["course"],
                    [{"step": t, **state} for t, state in count.course[case["id"]].items()],
                )


def judge(build, folder, name, *command, options=()):
    path = os.path.join(folder, name)
    subprocess.run(
        [
            os.path.join(build, "amsref"),
            "check",
            *options,
            "--report",
            "json:%s.json" % path,
            "--report",
            "html:%s.html" % path,
            "--",
            *command,
        ],
        check=False,
        stderr=subprocess.DEVNULL,
    )
    with open(path + ".json", encoding="utf-8") as file:
        report = json.load(file)
    page = Page(path + ".html")
    for compare in (verdict, levels, spreads, courses, failures, laws):
        compare(page, report)
    return report, page


def main():
    build, folder = sys.argv[1:]
    adapters, faulty = os.path.join(build, "adapters"), "tests/adapters/faulty/faulty.py"
    record, kept = os.path.join(ROOT, "tests/peers/record.py"), os.path.join(folder, "answers")
    judged = judge(
        build,
        folder,
        "plain",
        sys.executable,
        record,
        kept,
        adapters + "/plain",
        "--dialect",
        "pytorch",
        options=["--no-laws", "--no-fresh"],
    )
    with open(kept, encoding="utf-8") as file:
        answers = {reply["id"]: reply for reply in map(json.loads, file) if "id" in reply}
    recount(answers, *judged)
    judge(build, folder, "core", adapters + "/core", "--dialect", "pytorch")
    judge(
        build, folder, "wrong", adapters + "/wrong", "--dialect", "pytorch", "--fault", "no-maximum"
    )
    judge(
        build,
        folder,
        "adam",
        adapters + "/plain",
        "--dialect",
        "adam",
        options=["--level", "tight"],
    )
    for mode in ("one-format", "crash"):
        judge(build, folder, mode, sys.executable, faulty, mode, options=["--category", "typical"])
    judge(
        build, folder, "markup", sys.executable, faulty, "markup", options=["--category", "typical"]
    )
    judge(
        build,
        folder,
        "lawless",
        sys.executable,
        "tests/adapters/lawless.py",
        "negates",
        options=["--category", "laws"],
    )
    print("%d passed, %d failed" % (passed, failed))
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
