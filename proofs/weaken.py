#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Deletes each clause of each contract of the core in turn, and finds who notices.

    weaken.py [--build DIR] [--table FILE] [NAME...]   run the provers; NAME is function or function.label
    weaken.py --check                                  the committed table has the core's clauses

A clause is noticed by the list, if it stands in amsref.h: it is a promise to the user, and `--check`
(in `make test`) fails without it; by the trace table, if it is tagged with a clause of spec/; else by
a goal: of a caller, for what a contract promises; of the function itself, for what it may assume,
for loop annotations and assertions. Who is noticed by nobody is a hint to the provers or a word to the
reader, and is listed as such. step.inc and run.inc are tried in binary64: the text is one.
"""
import argparse
import concurrent.futures
import json
import pathlib
import re
import shutil
import sys

sys.dont_write_bytecode = True
import goals as tables  # noqa: E402
import prove  # noqa: E402

SHARE = 5  # of the limits of `make prove`
TABLE = prove.HERE / "weaken.json"
KINDS = r"requires|ensures|assigns|terminates|loop invariant|loop assigns|loop variant|assert|check"
SPLIT = re.compile(rf"(?:^|(?<=\n)|(?<=//@)|(?<=/\*@))[ \t]*({KINDS})\b")
DEFINITION = re.compile(r"^(?=\w)[^#;{}=]*?\b(\w+)\([^;{}]*?\)\n\{", re.M)
UNITS = {"step.inc": "step_f64.c", "run.inc": "run_f64.c"}
REAL_NAMES = {"STEP": "amsref_step_f64", "RUN": "amsref_run_f64", "SQRT": "sqrt"}


def real(name):
    return REAL_NAMES.get(name, name)


def clauses_of(path):
    """Each clause of a file: where it is, whose, its kind, its label and what else it says."""
    text = path.read_text()
    definitions = [(found.start(), found.end(), real(found.group(1)))
                   for found in DEFINITION.finditer(text)]
    for note in re.finditer(r"/\*@.*?\*/|//@[^\n]*", text, re.S):
        starts = list(SPLIT.finditer(note.group(0)))
        if not starts or re.match(r"(?:/\*@|//@)\s*(?:predicate|logic|axiomatic|ghost)", note.group(0)):
            continue
        prototype = re.match(r"\n[^#;{}]*?\b(\w+)\([^;{}]*\)(?=;|\n\{)", text[note.end():])
        inside = [name for _, start, name in definitions if start <= note.start()]
        above = text[:note.start()].endswith("\n") and prototype
        function = real(prototype.group(1)) if above else inside[-1] if inside else ""
        ends = [start.start() for start in starts[1:]] + [
            len(note.group(0)) - (2 if note.group(0).startswith("/*") else 0)]
        for start, end in zip(starts, ends):
            body = note.group(0)[start.end():end]
            label = re.match(r"\s*(\w+):(?!:)", body)
            tag = re.search(r"// *.*?(AG-\d+)", body)
            yield {"file": path.name, "function": function, "kind": start.group(1),
                   "label": label.group(1) if label else "", "tag": tag.group(1) if tag else "",
                   "span": (note.start() + start.start(), note.start() + end),
                   "note": (note.start(), note.end()), "alone": len(starts) == 1}


def all_clauses(core):
    found = []
    for pattern in ("*.h", "*.inc", "*.c"):
        for path in sorted(core.glob(pattern)):
            seen = {}
            for clause in clauses_of(path):
                key = (clause["function"], clause["kind"], clause["label"])
                seen[key] = seen.get(key, 0) + 1
                clause["count"] = seen[key]
                found.append(clause)
    return found


def name_of(clause):
    number = f" {clause['count']}" if clause["count"] > 1 else ""
    label = f" {clause['label']}" if clause["label"] else ""
    return f"{clause['kind']}{label}{number}"


def delete(core, clause, folder):
    """A copy of the core without the clause; its lines stay where they are."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(core, folder)
    path = folder / clause["file"]
    text = path.read_text()
    start, end = clause["note"] if clause["alone"] else clause["span"]
    path.write_text(text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:])


def callers(core, function):
    """{unit: functions of the core that call this one}, in binary64 where there are both."""
    if function == "sqrtf":
        return {"step_f32.c": callers(core, "sqrt")["step_f64.c"]}
    found = {}
    for path in [*sorted(core.glob("*.inc")), *sorted(core.glob("*.c"))]:
        text = path.read_text()
        definitions = list(DEFINITION.finditer(text))
        for index, definition in enumerate(definitions):
            end = definitions[index + 1].start() if index + 1 < len(definitions) else len(text)
            body = re.sub(r"/\*.*?\*/|//[^\n]*", "", text[definition.end():end], flags=re.S)
            called = {real(name) for name in re.findall(r"\b(\w+)\(", body)}
            unit = UNITS.get(path.name, path.name)
            if function in called and unit in prove.PLAN:
                found.setdefault(unit, []).append(real(definition.group(1)))
    return found


def first_open(context, source, places):
    """The first goal that stays open of some functions, by unit; "" where none does."""
    place = argparse.Namespace(**vars(context))
    place.source = source
    for unit, functions in places.items():
        for row in prove.PLAN[unit]:
            mine = prove.narrow(row, functions)
            if mine:
                for goal, answer in prove.prove_pass(place, unit, *mine, last=prove.OPEN).items():
                    if not answer.who:
                        return goal
    return ""


def places_of(core, clause):
    """Whose goals may notice that the clause is gone."""
    if clause["kind"] in ("ensures", "assigns", "terminates"):
        return callers(core, clause["function"])
    return {UNITS.get(clause["file"], clause["file"]): [clause["function"]]}


def judge(context, core, clause, weak):
    row = {"file": clause["file"], "function": clause["function"], "clause": name_of(clause),
           "noticed_by": "", "what": ""}
    places = places_of(core, clause)
    if clause["file"] == "amsref.h":
        row.update(noticed_by="list", what="a promise to the user")
    elif clause["tag"]:
        row.update(noticed_by="trace", what=clause["tag"])
    elif weak.get(json.dumps(places)):
        row.update(noticed_by="", what=f"{weak[json.dumps(places)]} is open without any change")
    else:
        folder = context.build / "weak" / f"{clause['file']}-{clause['span'][0]}"
        delete(core, clause, folder)
        goal = first_open(context, folder, places)
        shutil.rmtree(folder)
        row.update(noticed_by="goal" if goal else "", what=goal)
    with context.lock:
        print(f"{row['noticed_by'] or 'NOBODY':7} {row['function']}: {row['clause']}: {row['what']}",
              flush=True)
    return row


def check(core):
    """The committed table against the clauses of the core."""
    committed = json.loads(TABLE.read_text())["clauses"]
    there = {(clause["file"], clause["function"], name_of(clause)) for clause in all_clauses(core)}
    listed = {(row["file"], row["function"], row["clause"]) for row in committed}
    for words in sorted(listed - there):
        print(f"not ok - {' '.join(words)}: in proofs/weaken.json, and not in the core")
    for words in sorted(there - listed):
        print(f"not ok - {' '.join(words)}: not in proofs/weaken.json: `make prove-weaken`")
    failed = len(listed ^ there)
    print(f"{len(listed & there)} passed, {failed} failed")
    return 0 if there and not failed else 1


def main():
    parser = argparse.ArgumentParser(description="delete each clause in turn: who notices?")
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build/prove-weaken"))
    parser.add_argument("--source", type=pathlib.Path, default=prove.HERE.parent / "src" / "core")
    parser.add_argument("--table", type=pathlib.Path, help="write who notices here")
    parser.add_argument("--jobs", type=int, help="clauses at a time; as many as there are cores")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("name", nargs="*")
    given = parser.parse_args()
    if given.check:
        return check(given.source)
    prove.need("prove-weaken")
    context = prove.prepare(given.build, cache=True, workers=given.jobs, share=SHARE)
    core = context.source
    chosen = [clause for clause in all_clauses(core) if not given.name or {
        clause["function"], f"{clause['function']}.{clause['label']}"} & set(given.name)]
    asked = {json.dumps(places): places for places in (
        places_of(core, clause) for clause in chosen
        if clause["file"] != "amsref.h" and not clause["tag"])}
    with concurrent.futures.ThreadPoolExecutor(max_workers=context.jobs) as pool:
        weak = dict(zip(asked, pool.map(lambda p: first_open(context, core, p), asked.values())))
        rows = list(pool.map(lambda clause: judge(context, core, clause, weak), chosen))
    noticed = sum(bool(row["noticed_by"]) for row in rows)
    if given.table and not given.name:
        head = json.dumps({"noticed": noticed, "total": len(rows)})[1:-1]
        tables.write(given.table, "{" + head + ",\n\"clauses\": [\n" + tables.rows(rows) + "\n]}\n")
    print(f"prove-weaken: {noticed}/{len(rows)} noticed")
    return 0 if rows else 1


if __name__ == "__main__":
    sys.exit(main())
