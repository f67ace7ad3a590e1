#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Finds what the proofs take for granted, and demands a proof of it.

An axiom of proofs/*.mlw may stand only in a theory that is never used but by clones which turn each
axiom into a goal (`goal .`), and results.json must have these goals, proven. Every theory with a
lemma must be in plan.py's LIBRARY: WP believes the lemmas of a linked theory. ACSL may declare names,
each with its meaning in a *.driver file, and nothing else; a contract without a body is that of the
square roots. Ends with `N passed, N failed`.

    axioms.py [ROOT]
"""
import json
import pathlib
import re
import sys

sys.dont_write_bytecode = True
import plan  # noqa: E402

BODILESS = {"sqrt", "sqrtf"}  # SOUNDNESS.md: correctly rounded
# Words of Why3 and of ACSL that assume. Of `axiom` and `clone` more is said below.
ASSUMING = {"why3": r"\b(?:assume|admit|any|val|diverges|axiom \.)(?![\w'])",
            "acsl": r"\b(?:axiom|admit|assume|(?:global|type) invariant)\b"}


def bare(text, opening, closing):
    """The text without comments."""
    return re.sub(re.escape(opening) + r".*?" + re.escape(closing), " ", text, flags=re.S)


def theories(folder):
    """{(file, theory): text without comments}"""
    found = {}
    for path in sorted(folder.glob("*.mlw")):
        text = bare(path.read_text(), "(*", "*)")
        for kind, name, body in re.findall(r"^(theory|module) (\w+)(.*?)^end", text, re.M | re.S):
            found[path.name, name] = body
    return found


def axioms_of(body):
    return re.findall(r"\baxiom (\w+)", body)


def clones_of(all_theories, name):
    """[(file, theory, the whole clause)] of the clones of a theory."""
    return [(file, theory, clause) for (file, theory), body in all_theories.items()
            for clause in re.findall(rf"\bclone (?:export |import )?(?:\w+\.)?{name}\b(.*?)(?=\n\s*\n|$)",
                                     body, re.S)]


def proven(results):
    return {(row["file"], re.sub(r"_part\d+$", "", row["goal"]))
            for row in results["goals"] if row["status"] == "proved"}


def check_why3(folder, results, library, say):
    all_theories, done = theories(folder), proven(results)
    for (file, theory), body in all_theories.items():
        place = f"{file} {theory}"
        word = re.search(ASSUMING["why3"], body)
        say(not word, f"{place}: assumes nothing" + (f": {word.group(0)!r}" if word else ""))
        if re.search(r"\b(?:lemma|goal|axiom|let)\b", body):
            say((file, theory) in library, f"{place}: its lemmas are goals of LIBRARY")
        clones = clones_of(all_theories, theory)
        if not axioms_of(body):
            continue
        used = [other for other, text in all_theories.items()
                if re.search(rf"\buse (?:export |import )?(?:\w+\.)?{theory}\b", text)]
        say(clones and not used, f"{place}: has axioms, and is cloned, never used")
        for where, clone, clause in clones:
            say(re.search(r"\bgoal \.", clause), f"{where} {clone}: its clone of {theory} says `goal .`")
            for axiom in axioms_of(body):
                say((where, f"{clone}.{axiom}") in done, f"{where} {clone}: {axiom} is a goal, proven")


def check_acsl(core, folder, say):
    drivers = "".join(path.read_text() for path in sorted(folder.glob("*.driver")))
    paths = [path for pattern in ("*.c", "*.h", "*.inc") for path in sorted(core.glob(pattern))]
    paths += sorted([*folder.glob("*.c"), *folder.glob("*.inc")])
    code = {path: path.read_text() for path in paths}
    bodies = set(re.findall(r"\b(\w+)\([^;{}()]*(?:\([^()]*\)[^;{}()]*)*\)\s*\{", "".join(code.values())))
    bodies |= {name for text in code.values()
               for macro, name in re.findall(r"#define (\w+) (amsref_\w+)", text) if macro in bodies}
    for path, text in code.items():
        for annotation in re.findall(r"/\*@.*?\*/|//@[^\n]*", text, re.S):
            annotation = re.sub(r"//(?!@)[^\n]*", "", annotation)
            word = re.search(ASSUMING["acsl"], annotation)
            if word:
                say(False, f"{path.name}: an annotation says {word.group(0)!r}")
            for block in re.findall(r"\baxiomatic\b[^{]*\{(.*?)\}", annotation, re.S):
                for declared in (part for part in block.split(";") if part.strip()):
                    check_declared(path, declared, drivers, say)
        for name in re.findall(r"\*/\s*(?:extern )?[\w* ]+?\b(\w+)\([^{;]*\);", text):
            if name not in BODILESS:
                say(name in bodies, f"{path.name}: the contract of {name} has a body to be proven of")
    for name in sorted(BODILESS):
        say(name not in bodies, f"{name}: the contract without a body, on trust")


def check_declared(path, declared, drivers, say):
    """A name of an axiomatic block: declared, not defined, and given its meaning by a driver."""
    declared = declared.strip()
    found = re.fullmatch(r"(?:logic|predicate)\b[^=:]*?(L\(\w+\)|\w+)\s*\([^=]*", declared, re.S)
    say(found, f"{path.name}: axiomatic: {declared!r} is a declaration alone")
    if not found:
        return
    name = found.group(1)
    forms = [f"{name[2:-1]}_{form}" for form in ("f64", "f32")] if name.startswith("L(") else [name]
    for form in forms:
        say(f'"{form}"(' in drivers, f"{path.name}: {form} has its meaning in a driver")


def main():
    root = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parent.parent
    folder, counts = root / "proofs", [0, 0]

    def say(good, text):
        counts[0 if good else 1] += 1
        print(f"{'ok' if good else 'not ok'} - {text}")

    library = {row[:2] for row in plan.LIBRARY}
    check_why3(folder, json.loads((folder / "results.json").read_text()), library, say)
    check_acsl(root / "src" / "core", folder, say)
    print(f"{counts[0]} passed, {counts[1]} failed")
    return 0 if counts[0] and not counts[1] else 1


if __name__ == "__main__":
    sys.exit(main())
