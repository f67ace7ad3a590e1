#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""An implementation that misbehaves on purpose: faulty.py MODE (--list prints the modes).

Its arithmetic is right (dialect pytorch, in the core's order of operations, spec/rounding.md), so
that a verdict other than "exact" is due to the mode alone. Standard library only.
"""

import json
import math
import os
import signal
import struct
import sys
import time

MARKUP = "</title></pre></style><script src='http://e.invalid/x'>alert(1)</script><img src=x onerror=\"a()\">&lt;]]>"

AT = 3  # the request at which the modes that begin well go wrong

DIGITS = {"binary64": (16, ">d"), "binary32": (8, ">f")}


def rounder(form):
    """Rounds a binary64 result to the format: innocuous after one operation on binary32 values."""
    if form == "binary64":
        return lambda value: value

    def single(value):
        try:
            return struct.unpack(">f", struct.pack(">f", value))[0]
        except OverflowError:
            return math.copysign(math.inf, value)

    return single


def divide(a, b):
    if b != 0:
        return a / b
    if a == 0 or math.isnan(a):
        return math.nan
    return math.copysign(math.inf, a) * math.copysign(1.0, b)


def one_minus_power(beta, t):
    """AG-21"""
    first = c = 1 - beta
    for bit in bin(t)[3:]:
        c = c * (2 - c)
        if bit == "1":
            c = beta * c + first
    return c


def coefficients(hyper, t, r):
    """AG-20, AG-23"""
    c1, c2 = one_minus_power(hyper["beta1"], t), one_minus_power(hyper["beta2"], t)
    decay, lr = hyper.get("weight_decay", 0), hyper["lr"]
    decoupled = hyper.get("decoupled", False)
    values = {
        "sigma": -1.0 if hyper.get("maximize") else 1.0,
        "l2": 0.0 if decoupled else decay,
        "k": 1 - lr * decay if decoupled else 1.0,
        "b1": hyper["beta1"],
        "c1": 1 - hyper["beta1"],
        "b2": hyper["beta2"],
        "c2": 1 - hyper["beta2"],
        "r": 1 / math.sqrt(c2),
        "eps": hyper["eps"],
        "a": lr / c1,
    }
    return {name: r(float(value)) for name, value in values.items()}


def step(c, r, x, m, v, vmax, g):
    """AG-24, AG-25"""
    g = r(c["sigma"] * g)
    if c["l2"] != 0:
        g = r(g + r(c["l2"] * x))
    m = r(r(c["b1"] * m) + r(c["c1"] * g))
    v = r(r(c["b2"] * v) + r(c["c2"] * r(g * g)))
    vmax = vmax if vmax >= v or math.isnan(vmax) else v
    root = r(math.sqrt(vmax)) if vmax >= 0 else math.nan
    den = r(r(root * c["r"]) + c["eps"])
    update = r(c["a"] * r(divide(m, den)))
    return r(r(c["k"] * x) - update), m, v, vmax


def unhex(text, form):
    digits, code = DIGITS[form]
    return [
        struct.unpack(code, bytes.fromhex(text[i : i + digits]))[0]
        for i in range(0, len(text), digits)
    ]


def tohex(values, form):
    return "".join(struct.pack(DIGITS[form][1], value).hex() for value in values)


def answer(request):
    form = request["format"]
    r = rounder(form)
    state = [unhex(request[q], form) for q in ("x", "m", "v", "vmax")]
    run = request["op"] == "run"
    out = []
    for i, g in enumerate(request["g"] if run else [request["g"]]):
        t = request["t"] + i
        c = coefficients(request["hyper"], t, r)
        columns = [step(c, r, *values) for values in zip(*state, unhex(g, form))]
        state = [list(column) for column in zip(*columns)] if columns else state
        if not run or t in request["at"]:
            out.append({q: tohex(s, form) for q, s in zip(("x", "m", "v", "vmax"), state)})
    return {"id": request["id"], "out": out} if run else {"id": request["id"], **out[0]}


def states(reply):
    return reply["out"] if "out" in reply else [reply]


def say(text):
    sys.stdout.write(text)
    sys.stdout.flush()


def say_json(value):
    say(json.dumps(value) + "\n")


def sleep_for_long():
    time.sleep(600)


# Each mode that spoils a reply: from (count, reply) to the text that is printed, or None for silence.


def keep_open_in_grandchild():
    if os.fork() == 0:
        sleep_for_long()
    os._exit(0)


def orphan():
    """A descendant in a session of its own, which a signal to the process group does not reach."""
    if os.fork() == 0:
        os.setsid()
        with open(os.environ["FAULTY_PID"], "w", encoding="ascii") as file:
            file.write(str(os.getpid()))
        sleep_for_long()


def flood(reply):
    chunk = "x" * 65536
    while True:
        say(chunk)


def trickle(reply):
    while True:
        say("x")
        time.sleep(0.01)


def changed(reply, name, change):
    for state in states(reply):
        state[name] = change(state[name])
    return reply


def without(reply, *names):
    for state in states(reply):
        for name in names:
            del state[name]
    return reply


def flip_high_bit(text):
    return format(int(text[0], 16) ^ 4, "x") + text[1:] if text else text


def ignore_sigterm(reply):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sleep_for_long()


def mark_up(reply):
    """A skip, an error, or a wrong value, by turns."""
    print(MARKUP, file=sys.stderr)
    kind = int(reply["id"][-1]) % 3
    if kind == 0:
        say_json(changed(reply, "x", flip_high_bit))
    else:
        say_json({"id": reply["id"], "skip" if kind == 1 else "error": MARKUP})


SPOIL = {
    "crash": lambda reply: os.abort(),
    "exit-early": lambda reply: sys.exit(0),
    "exit-error": lambda reply: sys.exit("the reason stands on standard error"),
    "hang": lambda reply: sleep_for_long(),
    "ignore-sigterm": ignore_sigterm,
    "trickle": trickle,
    "flood": flood,
    "grandchild": lambda reply: keep_open_in_grandchild(),
    "close-stdout": lambda reply: (os.close(1), sleep_for_long()),
    "garbage": lambda reply: say("loading model... 100%\n"),
    "not-object": lambda reply: say("[1, 2]\n"),
    "empty-line": lambda reply: say("\n"),
    "twice-a-member": lambda reply: say('{"id":"a","id":"b"}\n'),
    "wrong-id": lambda reply: say_json({**reply, "id": "pytorch/binary64/typical/9999"}),
    "no-id": lambda reply: say_json({k: v for k, v in reply.items() if k != "id"}),
    "no-x": lambda reply: say_json(without(reply, "x")),
    "short": lambda reply: say_json(changed(reply, "m", lambda text: text[:-1])),
    "badhex": lambda reply: say_json(changed(reply, "v", lambda text: "g" + text[1:])),
    "number": lambda reply: say_json(changed(reply, "x", lambda text: 1.5)),
    "skip-and-answer": lambda reply: say_json({**reply, "skip": "no"}),
    "duplicate": lambda reply: (say_json(reply), say_json(reply)),
    "wrong-value": lambda reply: say_json(changed(reply, "x", flip_high_bit)),
    "wrong-moment": lambda reply: say_json(changed(reply, "v", flip_high_bit)),
    "nan": lambda reply: say_json(
        changed(reply, "x", lambda text: ("7ff8" + 12 * "0") * (len(text) // 16))
    ),
    "error": lambda reply: say_json({"id": reply["id"], "error": "out of\nluck \x1b[31m"}),
    "hide-some": lambda reply: say_json(without(reply, "m")),
}

# Modes that touch every reply.
ALWAYS = {
    "good": say_json,
    "hidden": lambda reply: say_json(without(reply, "m", "v", "vmax")),
    "hidden-null": lambda reply: say_json(
        {**reply, "m": None} if "x" in reply else {**reply, "out": [{**s, "m": None} for s in reply["out"]]}
    ),
    "skip-all": lambda reply: say_json({"id": reply["id"], "skip": "not today"}),
    "skip-half": lambda reply: say_json(
        reply if int(reply["id"][-1]) % 2 else {"id": reply["id"], "skip": "even number"}
    ),
    "capitals-crlf": lambda reply: say(
        json.dumps(changed(reply, "x", str.upper)) + "\r\n"
    ),
    "unknown-members": lambda reply: say_json({**reply, "seconds": 0.5, "more": {"x": [None]}}),
    "markup": mark_up,
    "noisy-stderr": lambda reply: (print("noise " * 20000, file=sys.stderr), say_json(reply)),
}

HELLO = {
    "protocol": 1,
    "name": "faulty",
    "version": "1.0",
    "dialect": "pytorch",
    "formats": ["binary64", "binary32"],
    "ops": ["step", "run"],
    "features": ["weight_decay", "decoupled", "maximize"],
}

# Modes whose hello differs; afterwards they answer rightly.
GREETING = {
    "protocol-2": {"protocol": 2},
    "protocol-none": {"protocol": None},
    "lie": {"dialect": "optax"},
    "no-dialect": {"dialect": None},
    "strange-dialect": {"dialect": "sgd"},
    "hello-error": {"error": "no module named anything"},
    "nameless": {"name": 7},
    "formatless": {"formats": "binary64"},
    "one-format": {"formats": ["binary64", "posit16"]},
    "one-op": {"ops": ["run"]},
    "plain-hyper": {"features": []},
    "batch": {"batch": 8},
    "batch-huge": {"batch": 1e9},
    "batch-zero": {"batch": 0},
    "markup": {"name": MARKUP, "version": MARKUP + "\x1b\u202e\ufffe"},
    "control-name": {"name": "evil\x1b[2J\u202eeman", "version": "\r\n1..1\nok 1"},
}

# Modes that go wrong outside the replies.
OTHER = [
    "silent",
    "early",
    "late",
    "hang-at-exit",
    "slow-at-exit",
    "exit-nonzero",
    "orphan",
    "no-newline",
    "exit-at-once",
]


def greet(mode):
    if mode == "silent":
        sleep_for_long()
    if mode == "exit-at-once":
        sys.exit("cannot start today")
    if mode == "no-newline":
        say(json.dumps(HELLO))
        sleep_for_long()
    if mode == "orphan":
        orphan()
    text = json.dumps({**HELLO, **GREETING.get(mode, {})}) + "\n"
    if mode == "early":
        text += json.dumps({"id": "nobody asked", "x": ""}) + "\n"
    say(text)


def main(mode):
    sys.stdin.readline()
    greet(mode)
    for count, line in enumerate(sys.stdin, 1):
        reply = answer(json.loads(line))
        if mode in ALWAYS:
            ALWAYS[mode](reply)
        elif mode in SPOIL and count >= AT:
            SPOIL[mode](reply)
        else:
            say_json(reply)
    if mode == "late":
        say("goodbye\n")
    if mode == "hang-at-exit":
        sleep_for_long()
    if mode == "slow-at-exit":
        time.sleep(5.5)
    if mode == "exit-nonzero":
        sys.exit(5)


if __name__ == "__main__":
    MODES = list(dict.fromkeys([*ALWAYS, *SPOIL, *GREETING, *OTHER]))
    if sys.argv[1:] == ["--list"]:
        print("\n".join(MODES))
    elif len(sys.argv) == 2 and sys.argv[1] in MODES:
        main(sys.argv[1])
    else:
        sys.exit("usage: faulty.py MODE, one of: " + " ".join(MODES))
