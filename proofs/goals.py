# SPDX-License-Identifier: Apache-2.0
"""The table of goals: as a file, as figures, against the committed one.

The table has no times and no counts of steps, so that it comes out alike on every machine.
"""
import collections
import hashlib
import json

UNTRIED = "not tried yet"


def read(path):
    """{"tools": ..., "goals": {(file, goal): prover}}; nothing where there is no table yet."""
    if not path.exists():
        return {"tools": {}, "goals": {}}
    text = json.loads(path.read_text())
    return {"tools": text["tools"],
            "goals": {(row["file"], row["goal"]): row["prover"] for row in text["goals"]}}


def write(path, text):
    part = path.with_name(path.name + ".tmp")
    part.write_text(text)
    part.replace(path)


def rows(records):
    """Records as JSON, one a line."""
    return ",\n".join(json.dumps(record) for record in records)


def table(found, tools):
    goals = rows({"file": file, "goal": goal, "prover": answer.who,
                  "status": "proved" if answer.who else "open"}
                 for (file, goal), answer in found.items())
    proven = sum(1 for answer in found.values() if answer.who)
    head = json.dumps({"tools": tools, "proved": proven, "total": len(found)})[1:-1]
    return "{" + head + ",\n\"goals\": [\n" + goals + "\n]}\n"


def steps(found):
    """What each goal cost its prover, dearest last: what provers.STEPS is measured by."""
    dear = sorted((answer.who, answer.spent, file, goal)
                  for (file, goal), answer in found.items() if answer.spent)
    return "".join(f"{who}\t{spent}\t{file}\t{goal}\n" for who, spent, file, goal in dear)


def differences(committed, tools, found, files=None):
    """Lines that say what the committed table has otherwise."""
    old = {key: who for key, who in committed["goals"].items() if files is None or key[0] in files}
    for tool, version in tools.items():
        if old and committed["tools"].get(tool, version) != version:
            yield f"note: {tool} is {version}, the committed table has {committed['tools'][tool]}"
    for file, goal in sorted(old.keys() - found.keys()):
        yield f"changed: {file} {goal}: in the committed table, and no goal any more"
    new = collections.Counter(file for file, _ in found.keys() - old.keys())
    for file, count in sorted(new.items()):
        if old:
            yield f"note: {file}: {count} goals that the committed table has not"
    for key in sorted(old.keys() & found.keys()):
        if bool(old[key]) != bool(found[key].who):
            yield (f"changed: {key[0]} {key[1]}: {'proved' if found[key].who else 'open'}, "
                   f"{'proved' if old[key] else 'open'} in the committed table")
        elif old[key] != found[key].who:
            yield f"note: {key[0]} {key[1]}: {found[key].who}, {old[key]} in the committed table"


class Findings:
    """A committed table of what was tried (a mutant, a clause) and what came of it. It is written
    after each row, so that a long run can be cut; rows not yet tried are there and say so."""

    def __init__(self, path, verdict, inputs, again):
        """inputs: {text that fixes what is tried: row without its verdict}"""
        self.path, self.verdict = path, verdict
        committed = json.loads(path.read_text())["rows"] if path and path.exists() else []
        known = {row["digest"]: row for row in committed if row[verdict] != UNTRIED and not again}
        self.rows = {}
        for text, row in inputs.items():
            digest = hashlib.sha256(text.encode()).hexdigest()[:12]
            self.rows[text] = known.get(digest, {**row, verdict: UNTRIED, "digest": digest})

    def untried(self):
        return [text for text, row in self.rows.items() if row[self.verdict] == UNTRIED]

    def put(self, text, **found):
        self.rows[text].update(found)
        self.save()

    def save(self):
        if self.path:
            head = json.dumps({"tried": len(self.rows) - len(self.untried()),
                               "total": len(self.rows)})[1:-1]
            write(self.path, "{" + head + ",\n\"rows\": [\n" + rows(self.rows.values()) + "\n]}\n")

    def differs(self):
        """Digests that are in the file or in the inputs alone."""
        committed = json.loads(self.path.read_text())["rows"] if self.path.exists() else []
        return {row["digest"] for row in committed} ^ {row["digest"] for row in self.rows.values()}
