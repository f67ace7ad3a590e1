#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""More implementations that misbehave, beside those of tests/adapters/faulty: odd.py MODE [MARK]. The arithmetic is right
until the mode says otherwise."""

import glob
import json
import math
import os
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "adapters", "faulty"))
import faulty  # noqa: E402

AT = 3  # the request at which it goes wrong
DEEP = 20000


def say(data):
    sys.stdout.buffer.write(data if isinstance(data, bytes) else data.encode())
    sys.stdout.buffer.flush()


def line(value):
    return json.dumps(value) + "\n"


def with_more(text):
    """The reply with a member that nobody asked for, in this text."""
    return lambda reply: line(reply)[:-2].encode() + b', "more": ' + text + b"}\n"


# What stands in place of a reply.
REPLY = {
    "nan": with_more(b"NaN"),
    "big-integer": with_more(b"123456789012345678901234567890"),
    "deep": with_more(b"[" * DEEP + b"]" * DEEP),
    "nul": with_more(b'"\\u0000"'),
    "raw-nul": with_more(b'"\0"'),
    "invalid-utf8": with_more(b'"\xc3\x28"'),
    "surrogate": with_more(b'"\\ud800"'),
    "trailing": lambda reply: line(reply)[:-1] + " ok\n",
    "two-on-a-line": lambda reply: line(reply)[:-1] + line(reply),
    "pretty": lambda reply: json.dumps(reply, indent=1) + "\n",
    "python": lambda reply: str(reply) + "\n",
    "prefix-0x": lambda reply: line({**reply, "x": "0x" + reply["x"]}),
    "spaces": lambda reply: line({**reply, "x": " " + reply["x"][1:]}),
    "list": lambda reply: line({**reply, "x": [reply["x"]]}),
    "id-number": lambda reply: line({**reply, "id": 3}),
    "id-longer": lambda reply: line({**reply, "id": reply["id"] + "0"}),
    "skip-false": lambda reply: line({**reply, "skip": False}),
    "states-null": lambda reply: line({**reply, "out": [None for _ in reply["out"]]}),
    "states-more": lambda reply: line({**reply, "out": reply["out"] * 2}),
    "states-late": lambda reply: line({**reply, "out": [{**s, "t": 1e30} for s in reply["out"]]}),
}

# What stands in place of the reply to hello.
HELLO = {
    "banner": b"Welcome\n" + line(faulty.HELLO).encode(),
    "byte-order-mark": b"\xef\xbb\xbf" + line(faulty.HELLO).encode(),
    "utf16": line(faulty.HELLO).encode("utf-16"),
    "hello-twice": line(faulty.HELLO) * 2,
    "hello-again": line({**faulty.HELLO, "formats": ["binary64"] * 99, "ops": ["step", "run"] * 9,
                         "features": ["maximize", "nonsense"] * 9}),
    "hello-batch": line({**faulty.HELLO, "batch": "8"}),
    "hello-error": line({**faulty.HELLO, "error": {}}),
    "hello-long": line({**faulty.HELLO, "more": "n" * 70000}),
    "three-formats": line({**faulty.HELLO, "formats": ["binary64", "binary32", "bfloat16"]}),
    "reversed": line({**faulty.HELLO, "batch": 2}),
}


def children():
    for _ in range(200):
        if os.fork() == 0:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            time.sleep(600)
            os._exit(0)


def walker():
    """A process that is another one in each moment."""
    if os.fork() == 0:
        os.setsid()
        end = time.time() + 60
        while time.time() < end and not os.fork():
            time.sleep(0.005)
        os._exit(0)


# Once, when the first request is there.
DEED = {
    "children": children,
    "walker": walker,
    "held-pipes": lambda: subprocess.Popen(["sh", "-c", "trap '' TERM; sleep 600", sys.argv[-1]]),
    "no-input": lambda: (os.close(0), time.sleep(600)),
    "stopped": lambda: os.kill(os.getpid(), signal.SIGSTOP),
    "no-stderr": lambda: os.close(2),
    "kills-group": lambda: os.kill(0, signal.SIGTERM),
}


def asked(case, form):
    """What a request asks, without its id."""
    given, g = case.get("in", case), case["g"]
    return json.dumps([form, case["hyper"], case["t"], [g] if isinstance(g, str) else g, *(given[q] for q in ("x", "m", "v", "vmax"))],
                      sort_keys=True)


def golden(by_id):
    """The answer of the vectors to each request, by its id or by what it asks."""
    replies = {}
    for path in glob.glob("vectors/golden/*/pytorch/*.json"):
        with open(path, encoding="utf-8") as file:
            for case in json.load(file)["cases"]:
                states = [{q: s[q]["ref"] for q in ("x", "m", "v", "vmax")} for s in case["out"]]
                key = case["id"] if by_id else asked(case, path.split("/")[2])
                replies[key] = {"out": states} if len(case["g"]) > 1 else states[0]
    return replies


def keras(hyper, t, r):
    right = coefficients(hyper, t, r)
    c1, c2 = (faulty.one_minus_power(hyper[b], t) for b in ("beta1", "beta2"))
    return {**right, "r": 1.0, "a": r(hyper["lr"] * math.sqrt(c2) / c1)}


coefficients = faulty.coefficients
mode = sys.argv[1]
known, held, previous = {}, [], None
by_id = mode != "looks-inputs-up"
if mode in ("looks-up", "looks-inputs-up", "looks-up-or-skips"):
    known, faulty.coefficients = golden(by_id), keras
sys.stdin.readline()
say(HELLO.get(mode, line(faulty.HELLO)))
for count, request in enumerate(map(json.loads, sys.stdin), start=1):
    if count == 1 and mode in DEED:
        DEED[mode]()
    found = known and known.get(request["id"] if by_id else asked(request, request["format"]))
    right = {"id": request["id"], **found} if found else faulty.answer(request)
    if mode == "looks-up-or-skips" and not found:
        right = {"id": request["id"], "skip": "never heard of it"}
    if mode == "stderr-megabytes":
        os.write(2, bytes(range(256)) * 4000)
    if mode == "depends-on-order" and count > 5:
        right = faulty.changed(right, "x", lambda text: text[:-6] + "000000")
    if mode == "reversed":
        held.append(right)
        if len(held) == 2:
            say(line(held.pop()) + line(held.pop()))
    elif mode == "one-late" and count >= AT:
        say(line(previous))
    elif mode == "part-and-exit" and count >= AT:
        say(line(right)[:-9])
        sys.exit(0)
    elif mode in REPLY and count >= AT:
        say(REPLY[mode](right))
    else:
        say(line(right))
    previous = right
while mode == "flood-at-end":
    say("y" * 65535 + "\n")
if mode == "hangs-at-end":
    with open(os.path.join(sys.argv[-1], "pid"), "w", encoding="ascii") as mark:
        mark.write(str(os.getpid()))
    time.sleep(600)
if mode == "killed-at-end":
    os.kill(os.getpid(), signal.SIGTERM)
