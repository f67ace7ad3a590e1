#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Stands between the tool and an implementation that is right, and spoils it late in a run.

    late.py FAULT T COMMAND...

From the request that holds step T on: `wraps` counts the steps from 1 again, `forgets` answers v for vmax,
`nudges` answers, in step T alone, an x of which one element is 4096 ulp too far from zero; `wavers` does so once and not when
it is asked again; `vanishes` exits; `refuses` answers an error; `hides` leaves vmax out of every answer, whatever T is. `only-step` and `only-run` are right, and know one op.
"""
import json
import subprocess
import sys


def last_state(reply):
    return reply["out"][-1] if "out" in reply else reply


def nudge(state, digits):
    first = int(state["x"][:digits], 16) + 4096
    state["x"] = f"{first:0{digits}x}" + state["x"][digits:]


def main(fault, at, command):
    nudges_left = {"nudges": 10, "wavers": 1}.get(fault, 0)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as right:
        for line in sys.stdin:
            request = json.loads(line)
            steps = len(request["g"]) if request["op"] == "run" else 1
            late = request["op"] != "hello" and request["t"] + steps > at
            here = late and request["t"] <= at
            if late and fault == "vanishes":
                return 7
            if late and fault == "wraps":
                shift = request["t"] - ((request["t"] - 1) % at + 1)
                request["t"] -= shift
                if "at" in request:
                    request["at"] = [t - shift for t in request["at"]]
            right.stdin.write(json.dumps(request) + "\n")
            right.stdin.flush()
            reply = json.loads(right.stdout.readline())
            if request["op"] != "hello":
                digits = 16 if request["format"] == "binary64" else 8
                states = reply.get("out", [reply])
                if late and fault == "wraps":
                    for state in reply.get("out", []):
                        state["t"] = state.get("t", 0) + shift
                if late and fault == "forgets":
                    for state in states:
                        state["vmax"] = state["v"]
                if fault == "hides":
                    for state in states:
                        state.pop("vmax")
                if here and nudges_left:
                    nudge(last_state(reply), digits)
                    nudges_left -= 1
                if late and fault == "refuses":
                    reply = {"id": request["id"], "error": "no more"}
            elif fault.startswith("only-"):
                reply["ops"] = [fault.removeprefix("only-")]
            print(json.dumps(reply), flush=True)
        right.stdin.close()
    return right.returncode


sys.exit(main(sys.argv[1], int(sys.argv[2]), sys.argv[3:]))
