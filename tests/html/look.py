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

passed = failed = 0
problems = []

# Every text with its colour and the first opaque ground behind it.
TEXTS = """(() => {
  const found = {};
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode, element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility() || element.closest('title, desc')) continue;
    const style = getComputedStyle(element);
    let ground = element;
    while (ground && getComputedStyle(ground).backgroundColor === 'rgba(0, 0, 0, 0)') ground = ground.parentElement;
    const ink = element.closest('svg') ? style.fill : style.color;
    found[ink + '|' + (ground ? getComputedStyle(ground).backgroundColor : 'rgb(255, 255, 255)')] = node.data.trim().slice(0, 40);
  }
  return found;
})()"""

# What sticks out to the right of the window, and does not lie in something that scrolls by itself.
OVER = """[...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > %d + 1
  && !e.closest('.scroll') && !e.closest('.skip')).map(e => e.tagName + '.' + e.getAttribute('class'))"""

# Text of charts that lies outside its drawing, or on another text.
CROWDED = """[...document.querySelectorAll('svg.chart')].flatMap(svg => {
  const boxes = [...svg.querySelectorAll('text')].filter(t => t.textContent).map(t => [t, t.getBoundingClientRect()]);
  const all = svg.getBoundingClientRect(), bad = [];
  boxes.forEach(([t, b], i) => {
    if (b.left < all.left - 2 || b.right > all.right + 8) bad.push(svg.querySelector('title').textContent + ': ' + t.textContent);
    boxes.slice(i + 1).forEach(([u, c]) => {
      if (b.left < c.right - 1 && c.left < b.right - 1 && b.top < c.bottom - 3 && c.top < b.bottom - 3)
        bad.push(svg.querySelector('title').textContent + ': ' + t.textContent + ' on ' + u.textContent);
    });
  });
  return bad;
})"""

REACHED = """[...document.querySelectorAll('a[href], summary, [tabindex="0"]')].filter(e => e.checkVisibility())
  .map((e, i) => (e.dataset.number = i))"""

# Shapes that no rule of the style gives a colour are black.
UNSTYLED = """[...document.querySelectorAll('rect, circle')].filter(e => getComputedStyle(e).fill === 'rgb(0, 0, 0)')
  .map(e => e.outerHTML.slice(0, 60))"""

OPENED = "document.querySelectorAll('details').forEach(d => { d.open = true; })"


def check(what, problem):
    global passed, failed
    passed, failed = passed + (not problem), failed + bool(problem)
    if problem:
        problems.append("%s: %s" % (what, problem))


def hexed(colour):
    red, green, blue = colour[colour.index("(") + 1:-1].split(",")[:3]
    return "#%02x%02x%02x" % (int(red), int(green), int(blue))


def texts(browser, name):
    low = ["%s: %.2f, %s" % (text, ratio, pair) for pair, text in browser.run(TEXTS).items()
           for ratio in [contrast(*map(hexed, pair.split("|")))] if ratio < LEAST_TEXT]
    check(name + " contrast", low)


def keyboard(browser, name):
    wanted, order = browser.run(REACHED), []
    browser.run("document.activeElement.blur()")
    for _ in range(len(wanted) + 3):
        browser.key("Tab")
        number = browser.run("document.activeElement.dataset.number")
        if number is None or int(number) in order:
            break
        order.append(int(number))
    check(name + " keyboard", order != wanted and "reached %s of %s" % (order, wanted))
    check(name + " skip link", browser.run("document.querySelector('a.skip').dataset.number") != "0")
    browser.run("scrollTo(0, 0); document.querySelector('a.skip').focus()")
    box = browser.run("document.querySelector('a.skip').getBoundingClientRect().top")
    check(name + " skip link is seen when it has the focus", box < 0)


def hidden_scrolling(browser, name):
    """What scrolls sideways has a name and a place in the order of the keyboard."""
    bad = browser.run("""[...document.querySelectorAll('*')].filter(e => e.scrollWidth > e.clientWidth + 1 &&
        ['auto', 'scroll'].includes(getComputedStyle(e).overflowX) &&
        !(e.tabIndex === 0 && e.getAttribute('aria-label'))).map(e => e.outerHTML.slice(0, 80))""")
    check(name + " scrolling regions", bad)


def names(browser, name):
    """As a screen reader has it."""
    nodes = browser.call("Accessibility.getFullAXTree")["nodes"]
    role = {n["nodeId"]: n.get("role", {}).get("value") for n in nodes if not n.get("ignored")}
    for wanted in ("image", "img", "region", "link", "table", "navigation"):
        bare = [n["nodeId"] for n in nodes if role.get(n["nodeId"]) == wanted and not n.get("name", {}).get("value")]
        check("%s every %s has a name" % (name, wanted), bare)
    charts = browser.run("document.querySelectorAll('svg.chart').length")
    described = [n for n in nodes if role.get(n["nodeId"]) in ("image", "img") and
                 n.get("description", {}).get("value", "") not in ("", n["name"].get("value"))]
    check(name + " every chart is described", len(described) != charts and "%d of %d" % (len(described), charts))


def headings(browser, name):
    levels = browser.run("[...document.querySelectorAll('h1, h2, h3, h4')].map(h => +h.tagName[1])")
    check(name + " begins with its only h1", levels[:1] != [1] or levels.count(1) != 1)
    check(name + " headings in order", any(b > a + 1 for a, b in zip(levels, levels[1:])) and levels)
    check(name + " language", browser.run("document.documentElement.lang") != "en")
    ids = browser.run("[...document.querySelectorAll('[id]')].map(e => e.id)")
    check(name + " ids are unique", sorted({i for i in ids if ids.count(i) > 1}))
    dangling = browser.run("""[...document.querySelectorAll('[aria-labelledby], [aria-describedby], a[href]')].flatMap(e =>
        ['aria-labelledby', 'aria-describedby', 'href'].map(a => e.getAttribute(a)).filter(v => v)
        .map(v => v.replace('#', ''))).filter(i => !document.getElementById(i))""")
    check(name + " references lead somewhere", dangling)


def pixels(png):
    """The rows of a PNG as Chromium writes it (8 bits a channel), unfiltered only so far as to count
    different bytes: a blank picture has hardly any."""
    data, at = b"", 8
    while at < len(png):
        size, kind = int.from_bytes(png[at:at + 4], "big"), png[at + 4:at + 8]
        data += png[at + 8:at + 8 + size] if kind == b"IDAT" else b""
        at += 12 + size
    return zlib.decompress(data)


def look(browser, path, widths=WIDTHS, themes=(False, True)):
    """A page at each width and in each theme (dark or not); its pictures lie beside it."""
    seen, folder = set(), os.path.dirname(path)
    for place, width in widths.items():
        for dark in themes:
            name = "%s %s %s" % (os.path.basename(path), place, "dark" if dark else "light")
            browser.open(path, width, 900, dark)
            check(name + " fetches nothing", [r for r in browser.requests if not r.startswith("file://")] or
                  len(browser.requests) != 1 and browser.requests)
            picture = browser.picture(height=900)
            with open(os.path.join(folder, name.replace(" ", "-") + ".png"), "wb") as file:
                file.write(picture)
            check(name + " is not blank", len(set(pixels(picture))) < 64)
            seen.add(picture)
            if not dark:
                keyboard(browser, name)
            browser.run(OPENED)
            check(name + " does not scroll sideways",
                  browser.run("document.documentElement.scrollWidth") > width and "it is wider than %d" % width)
            check(name + " nothing sticks out", browser.run(OVER % width))
            check(name + " shapes have colours", browser.run(UNSTYLED))
            check(name + " charts are not crowded", browser.run(CROWDED))
            hidden_scrolling(browser, name)
            texts(browser, name)
    headings(browser, name)
    names(browser, name)
    check(os.path.basename(path) + " looks different in each theme and width",
          len(seen) != len(widths) * len(themes))
    printed(browser, path)


def printed(browser, path):
    """On paper: dark on white whatever the theme, folds open, nothing cut off at the side."""
    name = os.path.basename(path) + " in print"
    browser.open(path, PAPER, 1000, dark=True, media="print")
    check(name + " has no links to sections", browser.run(
        "[...document.querySelectorAll('nav, .skip')].some(e => getComputedStyle(e).display !== 'none')"))
    check(name + " is on white", browser.run("getComputedStyle(document.documentElement).colorScheme") != "light")
    check(name + " is not cut off", browser.run("document.documentElement.scrollWidth") > PAPER and
          browser.run("""[...document.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > %d)
          .map(e => e.outerHTML.slice(0, 60)).slice(0, 3)""" % PAPER))
    check(name + " has open folds", browser.run(
        "[...document.querySelectorAll('details')].some(d => d.lastElementChild.getBoundingClientRect().height === 0)"))
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
