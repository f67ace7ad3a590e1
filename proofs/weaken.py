#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Deletes each clause of each contract of the core in turn, and finds who notices.

    weaken.py [--build DIR] [--new] [NAME...]   NAME is function or function.label; --new: what the
                                                table, weaken.json, has not
    weaken.py --check                           the table has the core's clauses; no prover runs

A clause is noticed by the list, if it stands in amsref.h: it is a promise to the user, and `--check`
(in `make test`) fails without it; by the trace table, if it is tagged with a clause of spec/; else by
a goal: of a caller, for what a contract promises; of the function itself, for what it may assume,
for loop annotations and assertions. Who is noticed by nobody, the limits of `make prove` included, is
a word to the reader, and is listed as such. step.inc and run.inc are tried in binary64: the text is one. A
goal is open if it finds no proof within limits that are enough with the clause.
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
import plan  # noqa: E402
import prove  # noqa: E402
import provers  # noqa: E402

# Of searches that mostly fail; a goal that needs more without any change notices under the limits of
# `make prove` alone, which are tried last.
STEPS, NET_SECONDS = 250000, 60
TABLE = prove.HERE / "weaken.json"
KINDS = r"requires|ensures|assigns|terminates|loop invariant|loop assigns|loop variant|assert|check"
SPLIT = re.compile(rf"(?:^|(?<=\n)|(?<=//@)|(?<=/\*@))[ \t]*({KINDS})\b")
DEFINITION = re.compile(r"^(?=\w)[^#;{}=]*?\b(\w+)\([^;{}]*?\)\n\{", re.M)
UNITS = {"step.inc": "step_f64.c", "run.inc": "run_f64.c", "powers.inc": "coefficients.c",
         "narrowing.inc": "coefficients.c"}
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
        if not starts or re.match(r"(?:/\*@|//@)\s*(?:predicate|logic|axiomatic|lemma|inductive|ghost)", note.group(0)):
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
                   "text": f"{path.name} {function} {start.group(0)}{body}",
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
            if function in called and unit in plan.PLAN:
                found.setdefault(unit, []).append(real(definition.group(1)))
    return found


def first_open(known):
    """A line of WP's about an open goal that is not among the known."""
    names = "|".join(sorted(known)) or "(?!)"
    return rf"\[wp\] \[[^]]+\] Goal (?!{prove.PREFIX}(?:{names})\b)\w+\b(?! : Valid)"


def open_goals(context, source, places, quick, known=None):
    """Goals that stay open of some functions: all, or the first that is not known to. Quick: by the first
    prover of each row alone, which is the one for most."""
    place, found = argparse.Namespace(**vars(context)), []
    place.source = source
    for unit, functions in places.items():
        for row in plan.PLAN[unit]:
            mine = prove.narrow(row, functions)
            if not mine:
                continue
            names = mine[2][:1] if quick else mine[2]
            answers = prove.prove_pass(place, unit, *mine[:2], names, *mine[3:],
                                       last=None if known is None else first_open(known))
            found += [goal for goal, answer in answers.items()
                      if not answer.who and goal not in (known or ())]
            if found and known is not None:
                return found
    return found


def places_of(core, clause):
    """Whose goals may notice that the clause is gone."""
    if clause["kind"] in ("ensures", "assigns", "terminates"):
        return callers(core, clause["function"])
    return {UNITS.get(clause["file"], clause["file"]): [clause["function"]]}


def judge(tries, core, clause, weak, table):
    context, places = tries[0][0], places_of(core, clause)
    if clause["file"] == "amsref.h":
        by, what = "list", "a promise to the user"
    elif clause["tag"]:
        by, what = "trace", clause["tag"]
    else:
        folder = context.build / "weak" / f"{clause['file']}-{clause['span'][0]}"
        delete(core, clause, folder)
        try:
            for at, (where, quick) in enumerate(tries):
                place = json.dumps([at, places])
                if place not in weak:  # what is open without any change, under these limits, cannot notice
                    weak[place] = frozenset(open_goals(where, core, places, quick))
                found = open_goals(where, folder, places, quick, weak[place])
                by, what = ("goal", found[0]) if found else ("nobody", "")
                if found:
                    break
        except prove.Refused:
            by, what = "frama-c", "no contract without it"
        shutil.rmtree(folder)
    with context.lock:
        table.put(clause["key"], noticed_by=by, what=what)
        print(f"{by:7} {clause['function']}: {name_of(clause)}: {what}", flush=True)
    return by != "nobody"


def check(table):
    """The committed table against the clauses of the core."""
    strange = table.differs()
    committed = json.loads(TABLE.read_text())["rows"]
    for row in [*committed, *table.rows.values()]:
        if row["digest"] in strange:
            where = "table" if row in committed else "core"
            print(f"not ok - {row['function']}: {row['clause']}: in the {where} alone: "
                  "`make prove-weaken`, or put it back")
    print(f"# {len(table.untried())} of {len(table.rows)} clauses not tried yet")
    return 1 if strange or not table.rows else 0


def arguments():
    parser = argparse.ArgumentParser(description="delete each clause in turn: who notices?")
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build/prove-weaken"))
    parser.add_argument("--source", type=pathlib.Path, default=prove.HERE.parent / "src" / "core")
    parser.add_argument("--new", action="store_true", help="those alone that the table has not")
    parser.add_argument("--jobs", type=int, help="clauses at a time; as many as there are cores")
    parser.add_argument("--list", action="store_true", help="bring the table's rows up to date, try none")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("name", nargs="*")
    return parser.parse_args()


def main():
    given = arguments()
    clauses = all_clauses(given.source)
    for clause in clauses:
        clause["key"] = f"{clause['count']} {clause['text']}"
    table = tables.Findings(TABLE, "noticed_by", {
        clause["key"]: {"file": clause["file"], "function": clause["function"],
                        "clause": name_of(clause), "what": ""} for clause in clauses},
        again=not (given.new or given.list or given.check or given.name))
    if given.check:
        return check(table)
    if given.list:
        table.save()
        return 0
    prove.need("prove-weaken")
    patient = prove.prepare(given.build / "patient", given.source, cache=True, workers=given.jobs)
    provers.STEPS.update(CVC4=STEPS, CVC5=STEPS, Z3=STEPS)
    context = prove.prepare(given.build, given.source, cache=True, workers=given.jobs)
    context.net = NET_SECONDS
    tries = [(context, True), (context, False), (patient, False)]
    core, new = context.source, set(table.untried())
    chosen = [clause for clause in clauses if {
        clause["function"], f"{clause['function']}.{clause['label']}"} & set(given.name)
        or (not given.name and clause["key"] in new)]
    weak = {}
    with concurrent.futures.ThreadPoolExecutor(max_workers=context.jobs) as pool:
        noticed = sum(pool.map(lambda clause: judge(tries, core, clause, weak, table), chosen))
    table.save()
    print(f"prove-weaken: {noticed}/{len(chosen)} noticed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
