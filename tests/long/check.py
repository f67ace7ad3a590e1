#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""`ref` and the running hashes of the long runs (AG-105, AG-106), computed from the text of the
specification alone: bursts in integers, AG-20 .. AG-25 in Python's binary64. Runs as far as STEPS, for
every dialect in binary64; every checkpoint up to there is one test. Checks AG-20, AG-21, AG-24, AG-105 and AG-106. Ends with `N passed, N failed`.
"""
import hashlib
import json
import math
import pathlib
import struct
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = ROOT / "vectors" / "long" / "golden" / "binary64"
STEPS = 50_000
STRIDE = 500
MASK = (1 << 64) - 1


def draw(seed, k):
    z = (seed + (k + 1) * 0x9E3779B97F4A7C15) & MASK
    z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ z >> 27) * 0x94D049BB133111EB) & MASK
    return z ^ z >> 31


def burst(seed, t, n, i):
    y = draw(~seed & MASK, (t - 1) // 512 * n + i)
    if y % 8 == 0:
        return 0.0
    z = draw(seed, (t - 1) * n + i)
    size = 1 + z % 128
    if z >> 7 & 1 and not y >> 7 & 1:
        size = -size
    return size * 2.0 ** (-7 - y // 8 % 16)


def one_minus_power(beta, t):
    first = 1 - beta
    c = first
    for bit in bin(t)[3:]:
        c = c * (2 - c)
        if bit == "1":
            c = beta * c + first
    return c


def coefficients(dialect, h, t):
    """s, eps_in, r, eps, a of AG-20 by the rows of AG-11 .. AG-19."""
    lr, eps = h["lr"], h["eps"]
    c1 = one_minus_power(h["beta1"], t)
    c2 = one_minus_power(h["beta2"], t)
    inverse_root = 1 / math.sqrt(c2)
    return {
        "paper": (1.0, 0.0, 1.0, 0.0, lr),
        "paper-eps": (1.0, 0.0, 1.0, eps, lr),
        "pytorch": (1.0, 0.0, inverse_root, eps, lr / c1),
        "keras": (1.0, 0.0, 1.0, eps, lr * math.sqrt(c2) / c1),
        "optax": (1 / c2, 0.0, 1.0, eps, lr / c1),
        "optax-mu": (1.0, 0.0, 1.0, eps, lr / c1),
        "drjit": (1.0, eps * eps, 1.0, 0.0, lr * math.sqrt(c2) / c1),
        "adam": (1.0, 0.0, inverse_root, eps, lr / c1),
    }[dialect]


def step(dialect, h, t, state, g):
    s, eps_in, r, eps, a = coefficients(dialect, h, t)
    for i, (x, m, v, w) in enumerate(state):
        m = h["beta1"] * m + (1 - h["beta1"]) * g[i]
        v = h["beta2"] * v + (1 - h["beta2"]) * (g[i] * g[i])
        z = s * v
        w = w if dialect != "adam" and w >= z else z
        den = math.sqrt(w + eps_in) * r + eps
        state[i] = (x - a * (m / den), m, v, w)


def values(text):
    return struct.unpack(f">{len(text) // 16}d", bytes.fromhex(text))


def packed(state, quantities):
    return b"".join(struct.pack(">d", one[q]) for q in range(quantities) for one in state)


def run(case, dialect):
    """(checkpoints that agree, first that does not)."""
    names = [q for q in ("x", "m", "v", "vmax") if q in case["in"]]
    columns = [values(case["in"][q]) for q in names]
    n, digest, agreed = len(columns[0]), hashlib.sha256(), 0
    state = [tuple(c[i] for c in columns) + (0.0,) * (4 - len(names)) for i in range(n)]
    outs = {out["t"]: out for out in case["out"] if out["t"] <= STEPS}
    for t in range(1, max(outs) + 1):
        step(dialect, case["hyper"], t, state, [burst(case["g"]["bursts"]["seed"], t, n, i)
                                                 for i in range(n)])
        if t % STRIDE == 0:
            digest.update(packed(state, len(names)))
        if t in outs:
            ref = bytes.fromhex("".join(outs[t][q]["ref"] for q in names))
            if packed(state, len(names)) != ref or digest.hexdigest() != outs[t]["hash"]:
                return agreed, t
            agreed += 1
    return agreed, None


def main():
    passed = failed = 0
    for path in sorted(FOLDER.glob("*/long.json")):
        for case in json.loads(path.read_text())["cases"]:
            agreed, bad = run(case, path.parent.name)
            passed += agreed
            if bad is not None:
                failed += 1
                print(f"not ok {case['id']}: ref or hash differs at step {bad}")
    print(f"long: {passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


sys.exit(main())
