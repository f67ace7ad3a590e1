#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An implementation whose answers are another's, but for single elements that are moved:

    nudge.py [CASE:QUANTITY:ELEMENT:ULP | CASE:skip | CASE:error | CASE:QUANTITY:drop | CASE:QUANTITY:ELEMENT:=HEX]...
             -- COMMAND...

ULP is added to the bit pattern; of a run the last state is moved."""

import json
import subprocess
import sys


def moved(hexes, element, by, digits):
    at = slice(element * digits, (element + 1) * digits)
    bits = by[1:] if by.startswith("=") else f"{int(hexes[at], 16) + int(by):0{digits}x}"
    return hexes[:at.start] + bits + hexes[at.stop:]


def change(reply, what, digits):
    if what == ["skip"] or what == ["error"]:
        return {"id": reply["id"], what[0]: "so it was told"}
    state = reply["out"][-1] if "out" in reply else reply
    if what[1] == "drop":
        del state[what[0]]
    else:
        state[what[0]] = moved(state[what[0]], int(what[1]), what[2], digits)
    return reply


def main():
    end = sys.argv.index("--")
    changes = {}
    for word in sys.argv[1:end]:
        case, *what = word.split(":")
        changes.setdefault(case, []).append(what)
    inner = subprocess.Popen(sys.argv[end + 1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    for line in sys.stdin:
        inner.stdin.write(line)
        inner.stdin.flush()
        reply = json.loads(inner.stdout.readline())
        if "batch" in reply:
            del reply["batch"]  # one at a time
        for what in changes.get(reply.get("id"), ()):
            digits = {"binary64": 16, "binary32": 8}.get(reply["id"].split("/")[1], 4)
            reply = change(reply, what, digits)
        print(json.dumps(reply), flush=True)
    inner.stdin.close()
    return inner.wait()


if __name__ == "__main__":
    sys.exit(main())
