# SPDX-License-Identifier: Apache-2.0
"""The matrix as an HTML page (AG-140), from the results: the style of the tool's own pages."""

import os
from xml.etree import ElementTree as tree

import matrix

STYLE = os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "..", "..", "src", "markup", "page.css"
)
LEVELS = ("exact", "tight", "working", "failed")
LEAST = 0.015  # of a bar: nothing that fails is invisible
HEADS = ("framework and code path", "claims", *matrix.FORMATS, "identified as", "findings")


def put(parent, tag, text=None, **attributes):
    """A child element; class_ and aria_label stand for class and aria-label."""
    names = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    element = tree.SubElement(parent, tag, names)
    element.text = text
    return element


def head(root, title):
    part = put(root, "head")
    put(part, "meta", charset="utf-8")
    for name, content in (
        ("viewport", "width=device-width, initial-scale=1"),
        ("color-scheme", "light dark"),
    ):
        put(part, "meta", name=name, content=content)
    put(part, "title", title)
    with open(STYLE, encoding="utf-8") as file:
        put(part, "style", file.read())


def section(main, name, title):
    part = put(main, "section", id=name, aria_labelledby=name + "-heading")
    put(part, "h2", title, id=name + "-heading")
    return part


def table(part, caption, heads):
    region = put(part, "div", class_="scroll", role="region", tabindex="0", aria_label=caption)
    whole = put(region, "table")
    put(whole, "caption", caption)
    row = put(put(whole, "thead"), "tr")
    for text in heads:
        put(row, "th", text, scope="col")
    return put(whole, "tbody")


def bar(parent, fact):
    """How the judged cases fall to the levels of the claimed dialect."""
    levels = {**fact["levels"], "failed": fact["levels"]["nonconforming"]}
    shares = {name: max(levels[name] / fact["judged"], LEAST) for name in LEVELS if levels[name]}
    picture = put(
        parent,
        "svg",
        class_="bar",
        viewBox="0 0 100 10",
        preserveAspectRatio="none",
        aria_hidden="true",
    )
    left = 0
    for name, share in shares.items():
        width = 100 * share / sum(shares.values())
        put(
            picture,
            "rect",
            class_=name,
            x="%.1f" % left,
            y="0",
            width="%.1f" % (width - 0.5),
            height="10",
        )
        left += width


def format_cell(row, fact):
    cell = put(row, "td", class_="value")
    put(cell, "span", matrix.cell(fact).replace("`", ""))
    if fact["level"] is not None and fact["judged"]:
        bar(cell, fact)


def rows(body, results):
    for peer, path in matrix.paths(results):
        row = put(body, "tr")
        name = put(
            row, "th", "%s %s" % (peer["title"], matrix.version(peer)), scope="row", class_="value"
        )
        put(name, "div", path["title"], class_="soft")
        put(row, "td", path["claimed"], class_="keep")
        for fmt in matrix.FORMATS:
            format_cell(row, path["formats"][fmt])
        put(row, "td", matrix.identified(path), class_="value")
        put(row, "td", ", ".join(path["findings"]))


def failures(part, results):
    """What fails, a path and format at a time."""
    for peer, path in matrix.paths(results):
        for fmt in matrix.FORMATS:
            groups, dialect = matrix.failing(path, fmt)
            if groups:
                details = put(part, "details")
                put(
                    details,
                    "summary",
                    "%s: %s, %s as %s" % (peer["title"], path["title"], fmt, dialect),
                )
                items = put(details, "ul")
                for group in groups:
                    put(
                        items,
                        "li",
                        "%s: %d of %d. %s"
                        % (group["category"], group["failed"], group["judged"], group["worst"]),
                    )


def verdict(main, results):
    judged = list(matrix.paths(results))
    facts = [
        fact for _, path in judged for fact in path["formats"].values() if fact["level"] is not None
    ]
    part = put(main, "div", id="verdict", class_="verdict")
    put(part, "h1", "Which AMSGrad is it, and is it right?")
    put(
        part,
        "p",
        "Code paths of real frameworks, each run from its own released package through the "
        "whole suite.",
        class_="lead",
    )
    counts = put(part, "dl", class_="facts")
    for name, value in (
        ("Code paths", len(judged)),
        ("Path and format pairs", len(facts)),
        ("of these conform to a dialect", sum(bool(fact["dialects"]) for fact in facts)),
        ("Cases judged", sum(fact["judged"] for fact in facts)),
    ):
        pair = put(counts, "div")
        put(pair, "dt", name)
        put(pair, "dd", str(value))


def legend(part):
    items = put(part, "ul", class_="legend")
    for name in LEVELS:
        item = put(items, "li")
        put(
            put(item, "svg", viewBox="0 0 10 10", aria_hidden="true"),
            "rect",
            class_=name,
            width="10",
            height="10",
        )
        put(item, "span", name)


def render(results):
    root = tree.Element("html", lang="en")
    head(root, "amsref: matrix of real frameworks")
    body = put(root, "body")
    put(body, "a", "Skip to the verdict", class_="skip", href="#verdict")
    page = put(body, "div", class_="page")
    brand = put(put(page, "header"), "p", class_="brand")
    put(brand, "strong", "amsref").tail = " matrix of real frameworks"
    main = put(page, "main")
    verdict(main, results)
    part = section(main, "matrix", "Matrix")
    put(
        part,
        "p",
        "Which dialect the answers of a path are, at what level; the bar shows how its cases "
        "fall to the levels of the dialect that it claims. Findings are told in spec/findings.md.",
    )
    legend(part)
    rows(table(part, "Code paths", HEADS), results)
    part = section(main, "failures", "What fails")
    put(
        part,
        "p",
        "By the dialect that a path is closest to: for each category the failing cases, and the "
        "answer that lies farthest outside.",
    )
    failures(part, results)
    part = section(main, "missing", "Not judged")
    items = put(part, "ul")
    for line in matrix.missing(results):
        put(items, "li", line.removeprefix("* "))
    part = section(main, "environment", "Environment")
    for line in matrix.hosts(results):
        put(part, "p", line.replace("`", ""))
    foot = put(page, "footer")
    put(foot, "p", "Generated from tests/peers/results.json by make peers-page.")
    tree.indent(root, "")
    return "<!DOCTYPE html>\n" + tree.tostring(root, encoding="unicode", method="html") + "\n"
