#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A picture of a page for the README: on a desk in the light theme, on a phone in the dark one. Usage:
figure.py PAGE OUT.png"""

import os
import sys
import tempfile

from browser import Browser

WIDTH, HEIGHT = 1440, 1000

FRAME = """<!DOCTYPE html><html lang="en"><title>figure</title><style>
html { color-scheme: light; }
body { margin: 0; display: flex; gap: 30px; padding: 24px; width: %dpx; height: %dpx; background: #dfe4ea;
  box-sizing: border-box; }
iframe { border: 0; border-radius: 14px; height: 100%%; box-shadow: 0 2px 12px #0003; }
</style><iframe src="%s" width="972"></iframe><iframe src="%s#steps" width="390"
style="color-scheme: dark"></iframe></html>"""


def main():
    page, out = os.path.abspath(sys.argv[1]), sys.argv[2]
    with tempfile.NamedTemporaryFile(
        "w", suffix=".html", dir=os.path.dirname(page), encoding="utf-8"
    ) as file:
        file.write(FRAME % (WIDTH, HEIGHT, "file://" + page, "file://" + page))
        file.flush()
        with Browser() as browser:
            browser.open(file.name, WIDTH, HEIGHT)
            browser.call("Emulation.setEmulatedMedia", features=[])  # each frame has its own theme
            image = browser.picture(height=HEIGHT)
    with open(out, "wb") as file:
        file.write(image)


if __name__ == "__main__":
    main()
