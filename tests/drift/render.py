# SPDX-License-Identifier: Apache-2.0
"""The generated part of spec/drift.md from results.json. The same results give the same bytes."""

import table

BEGIN, END = "<!-- matrix -->", "<!-- end of matrix -->"


def page(text, results):
    """The page with its generated part made anew."""
    if text.count(BEGIN + "\n") != 1 or text.count("\n" + END) != 1:
        raise table.Wrong("spec/drift.md has no lines %s and %s" % (BEGIN, END))
    head, tail = text.split(BEGIN)[0], text.split(END)[1]
    return "%s%s\n\n%s\n\n%s%s" % (head, BEGIN, "\n".join(_part(results)), END, tail)


def _part(results):
    rows = results["cells"]
    judged = {name: row for name, row in rows.items() if "level" in row}
    lines = [*_host(results, judged), "", "### The cells", "", *_cells(judged)]
    skipped = ["* %s: %s" % (name, row["skipped"]) for name, row in rows.items() if "skipped" in row]
    broken = ["* %s: %s" % (name, row["broken"]) for name, row in rows.items() if "broken" in row]
    for title, listed in (("Not judged", skipped), ("Broken", broken)):
        lines += ["", "### " + title, "", *listed] if listed else []
    refused = [row["refused"] for row in judged.values() if row["refused"]]
    lines += ["", "### What the core says where it refuses", ""]
    lines += ["* `%s` (%d of the cells)" % (words, refused.count(words)) for words in dict.fromkeys(refused)]
    drifting = {name: row for name, row in judged.items() if row["level"] != "exact"}
    if drifting:
        lines += ["", "### Where each first differs", "", *_first(drifting),
                  "", "### One switch at a time", "",
                  "Switches whose absence changes an answer; causes in bold.", "", *_trials(drifting)]
    return [*lines, "", "### The switches", "", *("* %s: %s" % pair for pair in table.about().items())]


def _host(results, judged):
    host = results["host"]
    cells = [name.split()[0] for name in judged]
    cases = sorted({row["cases"] for row in judged.values()})
    counts = ["%d %s" % (sum(row["level"] == level for row in judged.values()), level) for level in table.LEVELS]
    refused = sum(row["refused"] is not None for row in judged.values())
    return ["%d cells on %d architectures, each judged by %s cases: %s; %d of them are refused by the core." % (
        len(judged), len(set(cells)), " or ".join(map(str, cases)), ", ".join(counts), refused),
        "Run on %s%s, the others by %s." % (
            host["machine"], " with " + ", ".join(host["vector_units"]) if host["vector_units"] else "",
            ", ".join("%s %s" % pair for pair in host["emulators"].items()) or "nothing")]


def _cells(judged):
    lines = ["| architecture | compiler | flags | run | the core | level | cases not exact | cause |",
             "|---|---|---|---|---|---|---|---|"]
    for name, row in judged.items():
        architecture, compiler, flags = name.split(" ", 2)
        lines.append("| %s | %s %s | `%s` | %s | %s | %s | %s | %s |" % (
            architecture, compiler, row["compiler_version"], flags, row["run"],
            "refuses" if row["refused"] else "", row["level"],
            row["cases"] - row["levels"]["exact"] or "", ", ".join(row["cause"])))
    return lines


def _first(drifting):
    """Each first answer once, with the cells that give it."""
    cells = {}
    for name, row in drifting.items():
        outside = "  outside `tight` first `%s`" % row["outside"] if row["outside"] else None
        cells.setdefault(("* `%s`" % row["first"], outside), []).append(name)
    lines = []
    for texts, names in cells.items():
        lines += [line for line in texts if line]
        lines += ["  * " + name for name in names]
    return lines


def _counts(levels):
    return ", ".join("%d %s" % (levels[level], level) for level in table.LEVELS if levels[level])


def _trials(drifting):
    lines = ["| cell | switch | cases without it | cases with it alone |", "|---|---|---|---|"]
    for name, row in drifting.items():
        lines.append("| %s | as it is | %s | |" % (name, _counts(row["levels"])))
        for switch, trial in row["switches"].items():
            mark = "**%s**" % switch if switch in row["cause"] else switch
            same = "the same answers" if not trial["changes"] else _counts(trial["without"])
            lines.append("| | %s | %s | %s |" % (mark, same, _counts(trial["alone"])))
    return lines
