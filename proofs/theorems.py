#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""From each theorem of spec/ to its ACSL clause or lemma, to the line of C, and to its goals: theorems.md.

    theorems.py            writes theorems.md
    theorems.py --check    fails where it is not current, where a name is not there, has no goal in
                           results.json or an open one, or where a clause of spec/theorems.md has no row

Rows are the contracts and lemmas that are tagged with a clause (tests/trace/collect.py reads the tags),
and those of MORE, which spec/theorems.md names in words.
"""
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "tests" / "trace"))
import collect  # noqa: E402
import goals as tables  # noqa: E402
import summary  # noqa: E402
import weaken  # noqa: E402

LINES = ["gradient", "second_moment", "running_maximum", "square_root", "denominator", "update",
         "parameter"]
MORE = [("AG-125", name, "error") for name in LINES]
MORE += [("AG-125", "step_one", "lines"), ("AG-125", "step_one", "error"),
         ("AG-126", "gradient", "tight"), ("AG-126", "second_moment", "tight"),
         ("AG-126", "step_one", "tight")]
LEMMAS = [("AG-125", "denominator_error", "lines.mlw"), ("AG-125", "parameter_error", "lines.mlw"),
          ("AG-126", "update_counted", "lines.mlw"), ("AG-126", "keeps_decayed", "lines.mlw"),
          ("AG-127", "average_run", "runs.mlw"), ("AG-127", "scaled_near", "runs.mlw"),
          ("AG-127", "parameter_next64", "runs.mlw"), ("AG-127", "parameter_next32", "runs.mlw")]


CLAUSES = weaken.all_clauses(ROOT / "src" / "core")


class Missing(Exception):
    """A row speaks of something that is not there."""


def line_of(path, at):
    return path.read_text().count("\n", 0, at) + 1


def place_of(function, label):
    """(file, line) of a clause of the core."""
    for clause in CLAUSES:
        if clause["function"] == function and clause["label"] == label \
                and clause["kind"] in ("ensures", "assert", "loop invariant"):
            path = ROOT / "src" / "core" / clause["file"]
            return clause["file"], line_of(path, path.read_text().index(f"{label}:", clause["span"][0]))
    raise Missing(f"{function} has no clause {label}")


def code_of(function):
    """(file, line, text) of what a function returns, or of its first line where it returns nothing."""
    for path in [*sorted((ROOT / "src" / "core").glob("*.inc")), *sorted((ROOT / "src" / "core").glob("*.c"))]:
        text = path.read_text()
        for found in weaken.DEFINITION.finditer(text):
            name = weaken.real(found.group(1))
            if name in (function, function.replace("_f32", "_f64")):
                body = text[found.end():text.index("\n}", found.end())]
                returns = list(re.finditer(r"^ +(return [^;]+;)", body, re.M))
                at = found.end() + returns[-1].start(1) if returns else found.start(1)
                words = re.sub(r"\s+", " ", returns[-1].group(1)) if returns else f"{function}(...)"
                return path.name, line_of(path, at), words
    raise Missing(f"{function} has no definition")


def counts(rows, what):
    """"f64: 2, f32: 2": proven goals by format, or their number where there is one form."""
    if not rows:
        raise Missing(f"{what} has no goal in results.json")
    if any(row["status"] != "proved" for row in rows):
        raise Missing(f"{what} has an open goal")
    forms = {form: sum(form in row["file"] for row in rows) for form in ("f64", "f32")}
    if sum(forms.values()) == len(rows):
        return ", ".join(f"{form}: {count}" for form, count in forms.items() if count)
    return str(len(rows))


def contract_row(results, clause, function, label):
    file, line = place_of(function, label)
    code, at, text = code_of(function)
    mine = [row for row in results if f"_{label}" in row["goal"] and row["file"].endswith(".c")
            and summary.part_of(row["file"], row["goal"]) == function
            and re.search(rf"_(ensures|assert|loop_invariant)_{label}(_|$)", row["goal"])]
    return (f"| {clause} | [{function}: {label}](../src/core/{file}#L{line}) | "
            f"[`{text}`](../src/core/{code}#L{at}) | {counts(mine, f'{function}: {label}')} |").replace(
                " || ", " \\|\\| ")


def lemma_row(results, clause, name, file):
    found = re.search(rf"\b(?:lemma|axiom|goal|let rec lemma|let lemma) {name}\b", (HERE / file).read_text())
    if not found:
        raise Missing(f"{file} has no lemma {name}")
    mine = [row for row in results if row["file"] == file
            and re.fullmatch(rf"\w+\.{name}('vc)?(_part\d+)?", row["goal"])]
    return (f"| {clause} | lemma [{name}]({file}#L{line_of(HERE / file, found.start())}) | | "
            f"{counts(mine, name)} |")


def table():
    results = json.loads((HERE / "results.json").read_text())["goals"]
    named, rows = [], []
    for citing in collect.contracts(str(ROOT)):
        if citing.shown and ": " in citing.name:
            named += [(clause, *citing.name.split(": ")) for clause in citing.shown]
    for row in dict.fromkeys([*named, *MORE]):
        rows.append((row[0], contract_row(results, *row)))
    lemmas = [(clause, citing.name, pathlib.Path(citing.place).name)
              for citing in collect.lemmas(str(ROOT)) for clause in citing.shown]
    for row in dict.fromkeys([*lemmas, *LEMMAS]):
        rows.append((row[0], lemma_row(results, *row)))
    for clause in re.findall(r"^## (AG-\d+)", (ROOT / "spec" / "theorems.md").read_text(), re.M):
        if clause not in {row[0] for row in rows}:
            raise Missing(f"{clause} of spec/theorems.md has no row: tag its contract or lemma")
    rows.sort(key=lambda row: int(row[0][3:]))
    return "\n".join([
        "# From theorem to proof", "",
        "Made by `proofs/theorems.py`: the clauses of [spec](../spec/README.md) that are proven, the ACSL clause "
        "or lemma that says each, the C that it is about, and how many goals of [results.json](results.json) it is.",
        "", "| clause | ACSL, or lemma | C | goals |", "|---|---|---|---|", *(row[1] for row in rows)]) + "\n"


def main():
    try:
        text = table()
    except Missing as trouble:
        print(f"not ok - theorems: {trouble}\n0 passed, 1 failed")
        return 1
    path = HERE / "theorems.md"
    if sys.argv[1:] != ["--check"]:
        tables.write(path, text)
        return 0
    good = path.exists() and path.read_text() == text
    print("1 passed, 0 failed" if good else
          "not ok - proofs/theorems.md is not current: python3 proofs/theorems.py\n0 passed, 1 failed")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
