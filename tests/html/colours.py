#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The colours of page.css against each other, in both themes: text must reach a contrast of 4.5, what is
drawn one of 3 (WCAG 2.1, AA). Checks AG-142. Ends with `N passed, N failed`."""

import os
import re
import sys

STYLE = os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "..", "..", "src", "markup", "page.css"
)

TEXT = [(ink, ground) for ink in ("ink", "soft", "link") for ground in ("ground", "card", "inset")]
TEXT += [
    ("failed", "card"),
    ("exact", "good-ground"),
    ("failed", "bad-ground"),
    ("ink", "plain-ground"),
]
DRAWN = [(level, "card") for level in ("exact", "tight", "working", "failed", "skipped")]
DRAWN += [("link", "ground"), ("link", "card"), ("link", "inset")]  # the ring of the focus


def themes():
    """Colours by theme: the light ones, then those with what the dark theme changes."""
    with open(STYLE, encoding="utf-8") as file:
        text = file.read()
    light, dark = (
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))
        for block in re.findall(r":root \{(.*?)\}", text, re.S)[:2]
    )
    return {"light": light, "dark": {**light, **dark}}


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def main():
    passed = failed = 0
    for theme, colour in themes().items():
        for pairs, least in ((TEXT, 4.5), (DRAWN, 3)):
            for one, other in pairs:
                ratio = contrast(colour[one], colour[other])
                passed, failed = passed + (ratio >= least), failed + (ratio < least)
                if ratio < least:
                    print(
                        "not ok %s: %s on %s has %.2f, not %s" % (theme, one, other, ratio, least)
                    )
    print("%d passed, %d failed" % (passed, failed))
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
