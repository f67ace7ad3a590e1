#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Spoils a page in one way after the other; look.py must find each. Usage: look_faults.py BUILD FOLDER. Ends
with `N passed, N failed`."""

import os
import subprocess
import sys

import look
from browser import Browser, find

# What is spoiled: the words of the page, what stands there instead, and the check that must notice.
FAULTS = {
    "pale": ("--soft: #515c6d", "--soft: #9aa4b2", "contrast"),
    "pale-bar": (".chart text { fill: var(--soft)", ".chart text { fill: var(--rule)", "contrast"),
    "wide": (".scroll { overflow-x: auto;", ".scroll { ", "scroll sideways"),
    "no-tab": ('role="region" tabindex="0"', 'role="region"', "scrolling regions"),
    "no-name": ('tabindex="0" aria-label="binary64"', 'tabindex="0"', "scrolling regions"),
    "order": ('<a href="#levels">', '<a href="#levels" tabindex="3">', "keyboard"),
    "no-skip": (
        'class="skip" href="#verdict"',
        'class="skip" href="#verdict" tabindex="-1"',
        "keyboard",
    ),
    "unseen-skip": (".skip:focus { top: 0.5rem; }", "", "skip link"),
    "lost": ('href="#levels"', 'href="#level"', "references"),
    "deep": ('<h2 id="laws-heading">Laws</h2>', '<h4 id="laws-heading">Laws</h4>', "headings"),
    "bare-chart": ('-x-title">x, binary64</title>', '-x-title"></title>', "has a name"),
    "untold-chart": ('<desc id="ulp-binary64-x-text">', "<g>", "described"),
    "fetches": ("</header>", '</header><img alt="x" src="file:///e.invalid.png">', "fetches"),
    "blank": (
        "background: var(--ground)",
        "visibility: hidden; background: var(--ground)",
        "blank",
    ),
    "dark-paper": (":root { color-scheme: light; }", "", "is on white"),
    "black": (".tight { fill", ".loose { fill", "shapes have colours"),
    "crowded": ("font: 11px", "font: 24px", "crowded"),
}


def main():
    if not find():
        print("0 passed, 0 failed, 1 skipped")
        return 0
    build, folder = sys.argv[1:]
    right = os.path.join(folder, "right.html")
    subprocess.run(
        [
            build + "/amsref",
            "check",
            "--category",
            "typical",
            "--laws",
            "--report",
            "html:" + right,
            "--",
            build + "/adapters/plain",
            "--dialect",
            "pytorch",
        ],
        check=True,
    )
    with open(right, encoding="utf-8") as file:
        text = file.read()
    passed = failed = 0
    with Browser() as browser:
        for name, (words, instead, wanted) in FAULTS.items():
            assert words in text, name
            path = os.path.join(folder, name + ".html")
            with open(path, "w", encoding="utf-8") as file:
                file.write(text.replace(words, instead, 1))
            look.problems.clear()
            look.look(browser, path, {"phone": 390}, (False,))
            noticed = any(wanted in problem for problem in look.problems)
            passed, failed = passed + noticed, failed + (not noticed)
            if not noticed:
                print("not ok %s: %s" % (name, look.problems or "not noticed"))
    print("%d passed, %d failed" % (passed, failed))
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
