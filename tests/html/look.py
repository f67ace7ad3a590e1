#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Looks at pages in a real browser: no sideways scrolling on a phone and on a desk, every text in
contrast with what is behind it, all that scrolls or opens reached by the keyboard in the order of the
page, every chart with a name, nothing fetched, nothing blank. Checks AG-142. Usage: look.py PAGE... Ends
with `N passed, N failed`."""

import os
import sys
import zlib

from browser import Browser, find
from colours import contrast

WIDTHS = {"phone": 390, "desk": 1280}
PAPER = 750  # the width of a sheet between its margins
LEAST_TEXT = 4.5

with open(
    os.path.join(os.path.dirname(os.path.abspath(__file__)), "look.js"), encoding="utf-8"
) as script:
    SCRIPT = script.read()

passed = failed = 0
problems = []


def check(what, problem):
    global passed, failed
    passed, failed = passed + (not problem), failed + bool(problem)
    if problem:
        problems.append("%s: %s" % (what, problem))


def show(browser, path, width, height, dark, media="screen"):
    """Opens the page, with the functions of look.js at hand."""
    browser.open(path, width, height, dark, media)
    browser.run(SCRIPT)


def hexed(colour):
    red, green, blue = colour[colour.index("(") + 1 : -1].split(",")[:3]
    return "#%02x%02x%02x" % (int(red), int(green), int(blue))


def texts(browser, name):
    low = [
        "%s: %.2f, %s" % (text, ratio, pair)
        for pair, text in browser.run("texts()").items()
        for ratio in [contrast(*map(hexed, pair.split("|")))]
        if ratio < LEAST_TEXT
    ]
    check(name + " contrast", low)


def keyboard(browser, name):
    wanted, order = browser.run("reached()"), []
    browser.run("document.activeElement.blur()")
    for _ in range(len(wanted) + 3):
        browser.key("Tab")
        number = browser.run("document.activeElement.dataset.number")
        if number is None or int(number) in order:
            break
        order.append(int(number))
    check(name + " keyboard", order != wanted and "reached %s of %s" % (order, wanted))
    check(
        name + " skip link", browser.run("document.querySelector('a.skip').dataset.number") != "0"
    )
    browser.run("scrollTo(0, 0); document.querySelector('a.skip').focus()")
    box = browser.run("document.querySelector('a.skip').getBoundingClientRect().top")
    check(name + " skip link is seen when it has the focus", box < 0)


def hidden_scrolling(browser, name):
    """What scrolls sideways has a name and a place in the order of the keyboard."""
    check(name + " scrolling regions", browser.run("mute()"))


def names(browser, name):
    """As a screen reader has it."""
    nodes = browser.call("Accessibility.getFullAXTree")["nodes"]
    role = {n["nodeId"]: n.get("role", {}).get("value") for n in nodes if not n.get("ignored")}
    for wanted in ("image", "img", "region", "link", "table", "navigation"):
        bare = [
            n["nodeId"]
            for n in nodes
            if role.get(n["nodeId"]) == wanted and not n.get("name", {}).get("value")
        ]
        check("%s every %s has a name" % (name, wanted), bare)
    charts = browser.run("all('svg.chart').length")
    described = [
        n
        for n in nodes
        if role.get(n["nodeId"]) in ("image", "img")
        and n.get("description", {}).get("value", "") not in ("", n["name"].get("value"))
    ]
    check(
        name + " every chart is described",
        len(described) != charts and "%d of %d" % (len(described), charts),
    )


def headings(browser, name):
    levels = browser.run("all('h1, h2, h3, h4').map((e) => +e.tagName[1])")
    check(name + " begins with its only h1", levels[:1] != [1] or levels.count(1) != 1)
    check(
        name + " headings in order", any(b > a + 1 for a, b in zip(levels, levels[1:])) and levels
    )
    check(name + " language", browser.run("document.documentElement.lang") != "en")
    check(name + " ids are unique", browser.run("repeated()"))
    check(name + " references lead somewhere", browser.run("dangling()"))


def pixels(png):
    """The rows of a PNG as Chromium writes it (8 bits a channel), unfiltered only so far as to count
    different bytes: a blank picture has hardly any."""
    data, at = b"", 8
    while at < len(png):
        size, kind = int.from_bytes(png[at : at + 4], "big"), png[at + 4 : at + 8]
        data += png[at + 8 : at + 8 + size] if kind == b"IDAT" else b""
        at += 12 + size
    return zlib.decompress(data)


def look(browser, path, widths=WIDTHS, themes=(False, True)):
    """A page at each width and in each theme (dark or not); its pictures lie beside it."""
    seen, folder = set(), os.path.dirname(path)
    for place, width in widths.items():
        for dark in themes:
            name = "%s %s %s" % (os.path.basename(path), place, "dark" if dark else "light")
            show(browser, path, width, 900, dark)
            check(
                name + " fetches nothing",
                [r for r in browser.requests if not r.startswith("file://")]
                or len(browser.requests) != 1
                and browser.requests,
            )
            picture = browser.picture(height=900)
            with open(os.path.join(folder, name.replace(" ", "-") + ".png"), "wb") as file:
                file.write(picture)
            check(name + " is not blank", len(set(pixels(picture))) < 64)
            seen.add(picture)
            if not dark:
                keyboard(browser, name)
            browser.run("unfold()")
            wide = browser.run("document.documentElement.scrollWidth")
            check(name + " does not scroll sideways", wide > width and wide)
            check(name + " nothing sticks out", browser.run("over(%d, '.scroll, .skip')" % width))
            check(name + " shapes have colours", browser.run("unstyled()"))
            check(name + " charts are not crowded", browser.run("crowded()"))
            hidden_scrolling(browser, name)
            texts(browser, name)
    headings(browser, name)
    names(browser, name)
    check(
        os.path.basename(path) + " looks different in each theme and width",
        len(seen) != len(widths) * len(themes),
    )
    printed(browser, path)


def printed(browser, path):
    """On paper: dark on white whatever the theme, folds open, nothing cut off at the side."""
    name = os.path.basename(path) + " in print"
    show(browser, path, PAPER, 1000, True, "print")
    links = browser.run("all('nav, .skip').some((e) => style(e).display !== 'none')")
    check(name + " has no links to sections", links)
    check(
        name + " is on white", browser.run("style(document.documentElement).colorScheme") != "light"
    )
    check(name + " is not cut off", browser.run("over(%d)" % PAPER))
    flat = "all('details').some((e) => e.lastElementChild.getBoundingClientRect().height === 0)"
    check(name + " has open folds", browser.run(flat))
    texts(browser, name)


def main():
    if not find():
        print("skipped: no Chromium (make setup-test)")
        print("0 passed, 0 failed, 1 skipped")
        return 0
    with Browser() as browser:
        for path in sys.argv[1:]:
            look(browser, path)
    for problem in problems:
        print("not ok " + problem)
    print("%d passed, %d failed" % (passed, failed))
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
