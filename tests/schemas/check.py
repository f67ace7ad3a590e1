#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Every vector file against its JSON Schema, and what a schema cannot say: that flags have notes,
clauses exist in the specification, ids are unique and in order, counts are right. Broken copies must
be refused. Checks AG-70 .. AG-73, AG-75, AG-76, AG-79. Ends with `N passed, N failed`."""

import copy
import glob
import hashlib
import json
import os
import re
import sys

from jsonschema import Draft202012Validator, RefResolver

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
SCHEMAS = os.path.join(ROOT, "spec", "schema")
VECTORS = os.path.join(ROOT, "vectors")
LONG = os.path.join(VECTORS, "long")

# Schemas refer to each other by name; nothing is fetched.
BASE = "https://amsref.invalid/"

passed = failed = 0
DIGITS = {"binary64": 16, "binary32": 8, "bfloat16": 4, "binary16": 4}


def check(name, problem):
    """Counts one test; problem is None or what is wrong."""
    global passed, failed
    if problem is None:
        passed += 1
    else:
        failed += 1
        print(f"not ok {name}: {problem}")


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def validators():
    schemas = {os.path.basename(p): load(p) for p in glob.glob(os.path.join(SCHEMAS, "*.json"))}
    store = {BASE + name: schema for name, schema in schemas.items()}
    result = {}
    for name, schema in sorted(schemas.items()):
        try:
            Draft202012Validator.check_schema(schema)
            problem = None
        except Exception as error:  # any complaint about the schema itself
            problem = str(error).splitlines()[0]
        check(f"schema {name}", problem)
        resolver = RefResolver(BASE + name, schema, store=store)
        result[name] = Draft202012Validator(schema, resolver=resolver)
    return result


def first_error(validator, instance):
    for error in validator.iter_errors(instance):
        place = "/".join(str(p) for p in error.absolute_path)
        return f"{place}: {error.message[:200]}"
    return None


def spec_clauses():
    found = set()
    for path in glob.glob(os.path.join(ROOT, "spec", "*.md")):
        with open(path, encoding="utf-8") as file:
            found.update(re.findall(r"^#{2,4} (AG-\d+)\b", file.read(), re.MULTILINE))
    return found


def words(file, clauses):
    """Flags have notes, notes are used, clauses exist."""
    used = {flag for case in file["cases"] for flag in case["flags"]}
    cited = {c for case in file["cases"] for c in case["clauses"]}
    cited |= {note["clause"] for note in file["notes"].values()}
    if used != set(file["notes"]):
        return f"flags and notes differ: {sorted(used ^ set(file['notes']))}"
    if cited - clauses:
        return f"clauses that the specification does not have: {sorted(cited - clauses)}"
    return None


def steps(case):
    return case["g"]["steps"] if isinstance(case["g"], dict) else len(case["g"])


def counts(file):
    digits = DIGITS[file["format"]]
    elements = sum(len(c["in"]["x"]) // digits * len(c["out"]) for c in file["cases"])
    return len(file["cases"]), elements, sum(steps(c) for c in file["cases"])


def golden_order(file, name):
    prefix = f"{file['dialect']}/{file['format']}/{file['category']}/"
    if name != f"golden/{file['format']}/{file['dialect']}/{file['category']}.json":
        return "the path is not the one of its format, dialect and category"
    ids = [case["id"] for case in file["cases"]]
    if ids != sorted(set(ids)) or not all(i.startswith(prefix) for i in ids):
        return "ids are not unique, in order and of this file"
    for case in file["cases"]:
        strings = list(case["in"].values())
        strings += [] if isinstance(case["g"], dict) else case["g"]
        for state in case["out"]:
            for golden in (state[q] for q in case["in"]):
                strings += [golden["rn"], golden["ref"], *golden["tight"], *golden["working"]]
                digits = DIGITS[file["format"]]
                if len(golden.get("nan", "")) not in (0, len(case["in"]["x"]) // digits):
                    return f"{case['id']}: nan has not one digit an element"
        if len({len(s) for s in strings}) != 1:
            return f"{case['id']}: strings of different lengths"
    return None


def input_order(file, name):
    numbers = [case["number"] for case in file["cases"]]
    if numbers != sorted(set(numbers)):
        return "numbers do not ascend"
    return None if name == f"cases/{file['category']}.json" else "the path is not its category's"


def listed(folder, entry):
    with open(os.path.join(folder, entry["path"]), "rb") as file:
        text = file.read()
    if hashlib.sha256(text).hexdigest() != entry["sha256"] or len(text) != entry["bytes"]:
        return "digest or size is not the manifest's"
    return None


def present(root):
    found = set()
    for folder, folders, names in os.walk(root):
        if "long" in folders:
            folders.remove("long")  # a folder of vectors of its own
        found.update(os.path.relpath(os.path.join(folder, n), root) for n in names)
    return found - {"MANIFEST.json", "README.md", "LICENSE", "KILLS.md", "RIGHT.md"}


def broken_copies(validator, golden, adam):
    """Each edit makes a valid file invalid."""

    def edit(file, change):
        broken = copy.deepcopy(file)
        change(broken)
        return broken

    case = lambda f: f["cases"][0]
    edits = {
        "capital hex": (golden, lambda f: case(f)["in"].update(x=case(f)["in"]["x"].upper() + "A" * 16)),
        "a digit too few": (golden, lambda f: case(f)["in"].update(x=case(f)["in"]["x"][1:])),
        "no vmax": (golden, lambda f: case(f)["in"].pop("vmax")),
        "no golden vmax": (golden, lambda f: case(f)["out"][0].pop("vmax")),
        "vmax in adam": (adam, lambda f: case(f)["in"].update(vmax=case(f)["in"]["v"])),
        "golden vmax in adam": (adam, lambda f: case(f)["out"][0].update(vmax=case(f)["out"][0]["v"])),
        "unknown dialect": (golden, lambda f: f.update(dialect="amsgrad")),
        "no eps": (golden, lambda f: case(f)["hyper"].pop("eps")),
        "beta1 of 1": (golden, lambda f: case(f)["hyper"].update(beta1=1)),
        "step 0": (golden, lambda f: case(f).update(t=0)),
        "one end point": (golden, lambda f: case(f)["out"][0]["x"]["tight"].pop()),
        "nan digit 3": (golden, lambda f: case(f)["out"][0]["x"].update(nan="3")),
        "no gradient": (golden, lambda f: case(f).update(g=[])),
        "an id without number": (golden, lambda f: case(f).update(id="pytorch/binary64/edge")),
        "no case": (golden, lambda f: f.update(cases=[])),
        "a hash of a short run": (golden, lambda f: case(f)["out"][0].update(hash="0" * 64)),
        "bursts without a seed": (golden, lambda f: case(f).update(g={"bursts": {}, "steps": 2})),
    }
    for name, (file, change) in edits.items():
        error = first_error(validator, edit(file, change))
        check(f"refuses {name}", None if error else "the schema accepts it")


def vectors_folder(folder, by_name, clauses):
    """The manifest and every file of it."""
    manifest = load(os.path.join(folder, "MANIFEST.json"))
    check("MANIFEST.json", first_error(by_name["manifest.schema.json"], manifest))

    totals = [0, 0, 0, 0]
    for entry in manifest["files"]:
        file = load(os.path.join(folder, entry["path"]))
        found = counts(file)
        totals = [t + n for t, n in zip(totals, (entry["bytes"], *found))]
        wrong_counts = found != (entry["cases"], entry["elements"], entry["steps"])
        check(entry["path"],
              first_error(by_name["vectors.schema.json"], file) or listed(folder, entry)
              or words(file, clauses) or golden_order(file, entry["path"])
              or ("counts are not the manifest's" if wrong_counts else None))
    for entry in manifest["inputs"]:
        file = load(os.path.join(folder, entry["path"]))
        check(entry["path"],
              first_error(by_name["cases.schema.json"], file) or listed(folder, entry)
              or words(file, clauses) or input_order(file, entry["path"]))

    total = manifest["total"]
    stated = [total["bytes"], total["cases"], total["elements"], total["steps"]]
    check("totals", None if totals == stated and total["files"] == len(manifest["files"]) else
          f"the manifest states {total}, its files have {totals}")
    names = {entry["path"] for entry in manifest["files"] + manifest["inputs"]}
    check("nothing unlisted",
          None if names == present(folder) else f"differ: {sorted(names ^ present(folder))[:5]}")
    with open(os.path.join(ROOT, "CHANGELOG.md"), encoding="utf-8") as file:
        known = f"\n## {manifest['version']}" in file.read()
    check("CHANGELOG.md", None if known else f"says nothing of version {manifest['version']}")
    check("size", None if total["bytes"] <= 25_000_000 else "the golden files exceed 25 MB")


def main():
    by_name = validators()
    clauses = spec_clauses()
    vectors_folder(VECTORS, by_name, clauses)
    vectors_folder(LONG, by_name, clauses)

    golden = load(os.path.join(VECTORS, "golden", "binary64", "pytorch", "typical.json"))
    adam = load(os.path.join(VECTORS, "golden", "binary64", "adam", "typical.json"))
    broken_copies(by_name["vectors.schema.json"], golden, adam)
    print(f"schemas: {passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
