# SPDX-License-Identifier: Apache-2.0
"""Who cites which clause: what `trace.py` knows of the repository.

Each collector yields Citing objects. What counts as a citation:

    clause    a heading `## AG-nn title` in spec/*.md
    case      `clauses` of an entry in vectors/cases/*.json
    law       a row LAW("name", ...) of src/*/laws.inc with "AG-nn" in it
    contract  an ACSL contract in src/core that has an `ensures`: AG-nn in it, or in the comment above it.
              It shows a clause by an `ensures` with `// AG-nn` on one of its lines, and otherwise only serves it
    lemma     `proves AG-nn` in a comment in proofs: of the lemma, goal or theorem below it
    test      `checks AG-nn, AG-mm .. AG-kk` in a comment directly above a test (bats, cmocka, a Python
              function), or in the leading comment of a file for the whole of it
"""

import glob
import json
import os
import re

CLAUSE = r"AG-\d+"
LIST = rf"{CLAUSE}(?:(?:,| and| \.\.) {CLAUSE})*"
TAG = re.compile(rf"\b[Cc]hecks ({LIST})")
TEST = {
    ".bats": re.compile(r'^@test "(.*)" \{'),
    ".c": re.compile(r"^static void (\w+)\(void \*\*\w+\)"),
    ".py": re.compile(r"^def (\w+)\("),
    ".m": re.compile(r"^function .*?(\w+)\("),
}
COMMENT = {".bats": "#", ".c": ("/*", " *", "//"), ".py": "#", ".m": "%"}


class Citing:
    """Something that cites clauses: `shown` are those that it shows, `cited` all."""

    def __init__(self, kind, place, name, cited, shown=None):
        self.kind, self.place, self.name = kind, place, name
        self.cited = list(dict.fromkeys(cited))
        self.shown = self.cited if shown is None else list(dict.fromkeys(shown))

    def __str__(self):
        return f"{self.kind} {self.name} ({self.place})"


class Trouble(Exception):
    """The repository says something that cannot be read."""


def number(clause):
    return int(clause[3:])


def expand(text):
    """The clauses of "AG-01, AG-03 .. AG-05"."""
    found = []
    for item in re.split(r",| and ", text):
        ends = [number(c) for c in re.findall(CLAUSE, item)]
        found += [f"AG-{n:02d}" for n in range(ends[0], ends[-1] + 1)]
    return found


def cited_in(text):
    """Every clause that a piece of text names, ranges included."""
    return [c for part in re.findall(LIST, text) for c in expand(part)]


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as file:
        return file.read()


def paths(root, *patterns):
    found = [p for pattern in patterns for p in glob.glob(os.path.join(root, pattern))]
    return sorted(os.path.relpath(p, root) for p in found)


def clauses(root):
    """{clause: (title, file)}, each defined once."""
    found = {}
    for path in paths(root, "spec/*.md"):
        for clause, title in re.findall(rf"^#{{2,4}} ({CLAUSE})\b *(.*)$", read(root, path), re.M):
            if clause in found:
                raise Trouble(f"{path}: {clause} is defined in {found[clause][1]} too: give one a free number")
            found[clause] = (title, path)
    return dict(sorted(found.items(), key=lambda item: number(item[0])))


def cases(root):
    for path in paths(root, "vectors/cases/*.json"):
        data = json.loads(read(root, path))
        for case in data["cases"]:
            yield Citing("case", path, f"{data['category']}/{case['number']:04d}", case["clauses"])


def laws(root):
    for path in paths(root, "src/*/laws.inc"):
        text = re.sub(r"/\*.*?\*/", "", read(root, path), flags=re.S)
        for row in re.split(r"^\s*LAW\(", text, flags=re.M)[1:]:
            yield Citing("law", path, re.match(r'\s*"?([\w-]+)', row).group(1), cited_in(row))


def comment_above(text, at):
    """The comment that ends where only blanks lie between it and `at`."""
    found = re.search(r"/\*(?:(?!\*/).)*\*/[ \t]*\n[ \t]*$", text[:at], re.S)
    return found.group(0) if found else ""


def ensured(contract):
    """(name, text) of each `ensures`, the comments on its lines included."""
    for part in re.split(r"^\s*(?=(?:requires|ensures|assigns|terminates)\b)", contract, flags=re.M):
        if part.startswith("ensures"):
            name = re.match(r"ensures\s+(\w+):", part)
            yield (name.group(1) if name else "?"), part


def contracts(root):
    """One a tagged `ensures`; else one for the whole contract, which then shows nothing."""
    for path in paths(root, "src/core/*.[ch]", "src/core/*.inc"):
        text = read(root, path)
        for found in re.finditer(r"/\*@((?:(?!\*/).)*)\*/", text, re.S):
            contract = found.group(1)
            if not re.search(r"^\s*(?:terminates|assigns|ensures)\b", contract, re.M):
                continue
            name = re.match(r"[^;{(]*?(\w+)\s*\(", text[found.end():]).group(1)
            shown = [(goal, cited_in(part)) for goal, part in ensured(contract) if cited_in(part)]
            for goal, its in shown:
                yield Citing("contract", path, f"{name}: {goal}", its)
            if not shown:
                above = comment_above(text, found.start())
                yield Citing("contract", path, name, cited_in(above) + cited_in(contract), [])


def lemmas(root):
    for path in paths(root, *(f"proofs/{k}" for k in ("*.mlw", "*.c", "*.inc", "*/*.v", "*/*.g", "*/*.gappa"))):
        text = read(root, path)
        for found in re.finditer(rf"\b[Pp]roves ({LIST})", text):
            name = re.search(r"\b(?:[Ll]emma|goal|Theorem|predicate) (\w+)", text[found.end():])
            yield Citing("lemma", path, name.group(1) if name else os.path.basename(path), expand(found.group(1)))


def is_run(root, path, name, text):
    """Does `make test` run it?"""
    kind = os.path.splitext(path)[1]
    if kind == ".c":
        return name is None or f"cmocka_unit_test({name})" in text or f"({name}," in text
    recipes = read(root, "Makefile") + "".join(read(root, p) for p in paths(root, "tests/*/rules.mk"))
    if kind == ".bats":
        return "wildcard tests/*/*.bats" in recipes
    suites = "".join(read(root, p) for p in paths(root, "tests/*/*.bats"))
    return path in recipes or path in suites or os.path.basename(path) in suites


def test_below(lines, i, kind):
    """The test whose leading comment line i is in; None where there is none."""
    for line in lines[i + 1:]:
        found = TEST[kind].match(line)
        if found:
            return found.group(1)
        if not line.startswith(COMMENT[kind]):
            return None
    return None


def tests(root):
    for path in paths(root, *(f"tests/*/*{kind}" for kind in TEST)):
        if path.startswith("tests/trace/") and not path.endswith("special.py"):  # speaks of tags
            continue
        kind = os.path.splitext(path)[1]
        text = read(root, path)
        lines, begun = text.splitlines(), False
        for i, line in enumerate(lines):
            begun = begun or bool(TEST[kind].match(line))
            tag = TAG.search(line)
            if not tag:
                continue
            name = test_below(lines, i, kind)
            if name is None and begun:
                raise Trouble(f"{path}:{i + 1}: `checks {tag.group(1)}` stands above no test: put it into the "
                              "comment directly above one, or into the file's first comment")
            if not is_run(root, path, name, text):
                raise Trouble(f"{path}:{i + 1}: `make test` does not run this test: add it, or drop the tag")
            yield Citing("test", path, name, expand(tag.group(1)))


def everything(root):
    found = []
    for collector in (cases, laws, contracts, lemmas, tests):
        found += collector(root)
    return found


def mentions(root):
    """(path, line, clause) of every mention in the text of the repository."""
    kinds = ("*.md", "*.c", "*.h", "*.inc", "*.py", "*.bats", "*.m", "*.mlw", "*.json", "*.mk", "*.bash", "*.cpp")
    folders = ("", "spec", "proofs", "src/*", "tests/*", "vectors/cases")
    for path in paths(root, *(os.path.join(f, k) for f in folders for k in kinds)):
        if path.startswith("tests/trace/") or path in ("spec/README.md", "spec/trace.md"):  # no citations
            continue
        for i, line in enumerate(read(root, path).splitlines()):
            for clause in cited_in(line):
                yield path, i + 1, clause
