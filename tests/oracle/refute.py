#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Looks for a right implementation outside its enclosure; checks AG-33, AG-35 .. AG-37, AG-42 .. AG-48.

    refute.py [--budget SECONDS] [--seed N] [--inputs KIND] [--strict]

Problems are drawn from the seed; each is answered by implementations in many orders (orders.py) and
every answer must lie in the second oracle's interval: `tight` where the scalars are right to a few ulp,
`working` where they are computed in the format. Prints each miss with all its inputs, and closes with
`N passed, N failed`; an answer of one implementation to one quantity of one element counts as one.
--strict draws also orders whose intermediates AG-42 does not name, on inputs where those matter.
"""

import argparse
import random
import struct
import sys
import time
from os.path import abspath, dirname

import numpy as np

sys.path.insert(0, dirname(abspath(__file__)))
import orders as o  # noqa: E402
from narrow import Bfloat16, Binary16, cast, is_narrow, nearest, wide  # noqa: E402
from second_oracle import (  # noqa: E402
    DIALECTS, FORMATS, INF, PRECISIONS, Case, Precision, Undecided, hexed, run_level)

TYPES = {"binary32": np.float32, "binary64": np.float64, "bfloat16": Bfloat16, "binary16": Binary16}
EXPONENTS = {"binary64": (-1074, 1023), "binary32": (-149, 127), "bfloat16": (-133, 127),
             "binary16": (-24, 15)}
ELEMENTS = 12
ORDERS = 24      # implementations tried on a problem
SHOWN = 20       # misses printed in full


# --- problems ------------------------------------------------------------------------------------


def bits_of(fmt, value):
    if fmt == "binary64":
        return struct.unpack(">Q", struct.pack(">d", float(value)))[0]
    if fmt == "binary16":
        return int(np.float16(value).view(np.uint16))
    bits = struct.unpack(">I", struct.pack(">f", np.float32(value)))[0]
    return bits if fmt == "binary32" else bits >> 16


def draw(rng, fmt, kind):
    """A number of the format, of a kind."""
    low, high = EXPONENTS[fmt]
    s = rng.choice((1.0, -1.0))
    if kind == "zero":
        value = 0.0 * s
    elif kind == "one":
        value = s * rng.uniform(0.5, 2)
    elif kind == "usual":
        value = s * rng.uniform(1, 2) * 2.0**rng.randint(-20, 10)
    elif kind == "wide":
        value = s * rng.uniform(1, 2) * 2.0**rng.randint(low // 3, high // 3)
    elif kind == "any":
        value = s * rng.uniform(1, 2) * 2.0**rng.randint(low + 2, high - 1)
    elif kind == "small":
        value = s * rng.uniform(1, 2) * 2.0**(low + rng.randint(0, min(60, (high - low) // 2)))
    elif kind == "root":
        value = s * rng.uniform(1, 2) * 2.0**(low // 2 + rng.randint(-12, 12))
    elif kind == "nan":
        value = np.nan
    elif kind == "inf":
        value = s * np.inf
    elif kind == "large":
        value = s * rng.uniform(1, 1.99) * 2.0**(high - rng.randint(0, 8))
    else:
        value = s * rng.uniform(0.9, 1.2) * 2.0**(high / 2 + 0.5)
    return held(value, fmt)


def held(z, fmt):
    """z rounded to the format, in a type of numpy."""
    return nearest(np.float64(z), TYPES[fmt].fmt) if FORMATS[fmt].storage else TYPES[fmt](z)


KINDS = {
    "rates": ("zero", "one", "one", "usual", "usual", "wide"),
    "usual": ("zero", "one", "one", "usual", "usual", "wide"),
    "small": ("zero", "one", "usual", "small", "small", "root", "root", "wide"),
    "large": ("zero", "one", "usual", "large", "half", "wide", "any"),
    "special": ("zero", "one", "one", "usual", "nan", "inf", "small", "large", "half"),
    "any": ("zero", "one", "usual", "wide", "any", "any", "small", "root", "large", "half"),
}


def hyper(rng, dialect, inputs):
    """Ordinary rates; the betas at their ends too."""
    betas = (0.0, 0.1, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 0.9999, rng.random(), rng.random(),
             1 - 2.0**-rng.randint(3, 20), 2.0**-rng.randint(2, 60))
    h = {"lr": rng.choice((1e-3, 1.0, 0.1, 3e-4, rng.uniform(0, 1), 10**rng.uniform(-6, 1))),
         "beta1": rng.choice(betas), "beta2": rng.choice(betas),
         "eps": 0.0 if dialect == "paper" else rng.choice((1e-8, 1e-7, 1e-5, 1e-3, 10**rng.uniform(-20, 0)))}
    if inputs == "usual" and rng.random() < 0.1:
        h["beta1"], h["beta2"] = 1 - 2.0**-rng.randint(20, 53), 1 - 2.0**-rng.randint(20, 53)
    if rng.random() < 0.4:
        h["weight_decay"] = rng.choice((0.01, 0.1, 1.0, 10**rng.uniform(-6, 0)))
        if rng.random() < 0.6:
            h["decoupled"] = True
    if inputs == "rates":  # far out in the domain of AG-03
        h["lr"] = 10**rng.uniform(-44 if rng.random() < 0.5 else -10, 6)
        h["eps"] = 0.0 if dialect == "paper" else rng.choice((0.0, 10**rng.uniform(-50, 3)))
        h["weight_decay"] = 10**rng.uniform(-10, 5)
        h["decoupled"] = rng.random() < 0.8
    if inputs == "special":
        for name in ("lr", "beta1", "beta2", "eps"):
            if rng.random() < 0.2:
                h[name] = 0.0
    if dialect.startswith("paper"):
        if inputs == "special" and rng.random() < 0.5:
            h["project"] = rng.choice(([-1.0, 1.0], [None, 0.5], [0.0, None], [0.25, 0.25]))
        if rng.random() < 0.4:
            h["lr_schedule"] = "inv_sqrt"
        kind = rng.choice((None, None, "geometric", "inverse"))
        if kind:
            h["beta1_schedule"] = {"kind": kind}
            if kind == "geometric":
                h["beta1_schedule"]["lambda"] = rng.choice((0.999, 0.5, 1.0, rng.random()))
    return h


def problem(rng, inputs, formats):
    """Dialect, format, hyper-parameters, t, state and gradients, as arrays."""
    dialect, fmt = rng.choice(list(DIALECTS)), rng.choice(formats)
    h = hyper(rng, dialect, inputs)
    t = rng.choice((1, 1, 2, 3, 7, 10, rng.randint(1, 100), 1000, rng.randint(1, 10**6), 10**9))
    kinds, T = KINDS[inputs], np.float64 if FORMATS[fmt].storage else TYPES[fmt]

    def array(sign=True):
        z = np.array([draw(rng, fmt, rng.choice(kinds)) for _ in range(ELEMENTS)], dtype=T)
        return z if sign else abs(z)
    state = {"x": array(), "m": array(), "v": array(False)}
    if DIALECTS[dialect].maximum:
        state["vmax"] = array(False)
        for i in range(ELEMENTS):
            if rng.random() < 0.5:
                state["vmax"][i] = rng.choice((T(0), state["v"][i]))
    steps = rng.choice((1, 1, 1, 2, 4))
    g = [array() for _ in range(steps)]
    with np.errstate(all="ignore"):
        for i in range(ELEMENTS):
            if rng.random() < 0.4:  # the update to its last bit
                state["x"][i] = T(0)
            if rng.random() < 0.25 and h["beta1"] < 1:  # cancelling averages
                near = rng.choice((1, 1 + 2**-10, 1 - 2**-20))
                g[0][i] = -state["m"][i] * T(h["beta1"] / (1 - h["beta1"])) * T(near)
        if inputs != "special":
            g[0] = np.where(np.isfinite(g[0]), g[0], T(1))
        if FORMATS[fmt].storage:
            g[0] = held(g[0], fmt)
    return dialect, fmt, h, t, state, g


# --- implementations -----------------------------------------------------------------------------


class Order:
    """One right implementation for a dialect: a choice from every table."""

    def __init__(self, rng, dialect, fmt, h, t, strict):
        d, F = DIALECTS[dialect], TYPES[fmt]
        self.d, self.F = d, F
        self.level = rng.choice(("tight", "working"))
        W = np.float32 if self.level == "tight" and is_narrow(F) else F  # AG-117
        self.T = rng.choice((W, W, W, np.float64, np.longdouble) + (np.float32,) * is_narrow(F))
        self.S = rng.choice((W, W, np.float64) + (np.float32,) * is_narrow(F)) if self.T is W else self.T
        self.keep = rng.random() < 0.5  # the update reads moments as computed, or as stored
        if self.level == "tight":
            ways = ["exact", "expm1"] + (["doubling"] if self.S is not np.float32 else [])
            self.weights = "exact"
        else:
            ways = ["pow", "squaring"] + (["running"] if t <= 1000 else [])
            self.weights = rng.choice(("format", "exact"))
            if is_narrow(self.S):
                if any(not self.S(h[b]) < 1 for b in ("beta1", "beta2")):
                    ways, self.weights = ["exact"], "exact"  # beta is lost: AG-118
                elif self.weights == "exact":
                    ways.append("exact")
        self.how = rng.choice(ways)
        self.gradient = rng.choice(list(o.GRADIENT))
        self.m, self.v = rng.choice(list(o.M)), rng.choice(list(o.V))
        self.z = rng.choice(list(o.CORRECTED_MAX)) if d.s else None
        dens = o.DEN_ROOT if d.r else o.DEN_DRJIT if d.inside else o.DEN_PLAIN
        self.den = rng.choice(list(dens))
        self.den_of = dens[self.den]
        updates = dict(o.FOLDED)
        if d.a == "corrected":
            updates.update(o.UNFOLDED)
            if strict:
                updates.update(o.MORE_UNFOLDED)
        if d.a == "folded" and strict:
            updates.update(o.KERAS_MORE_UNFOLDED)
        if d.r:
            updates.update(o.SCALED_EPS)
            if strict:
                updates.update(o.MORE_SCALED_EPS)
        self.u = rng.choice(list(updates))
        self.u_of, self.whole = updates[self.u], self.u in {**o.SCALED_EPS, **o.MORE_SCALED_EPS}
        self.decay = h.get("decoupled") and bool(h.get("weight_decay"))
        ends = dict(o.DECAY) if self.decay else o.NO_DECAY
        if self.decay and (d.a == "folded" or self.whole):
            del ends["lr*(q + w*x)"]
        self.max, self.clip = rng.choice(list(o.MAXIMUM)), rng.choice(list(o.CLIP))
        self.zero = rng.choice(list(o.ZERO))
        self.end = rng.choice(list(ends))
        self.end_of = ends[self.end]

    def __str__(self):
        names = ["arrays in " + self.T.__name__, "scalars in %s by %s, weights %s" % (
            self.S.__name__, self.how, self.weights), "kept" if self.keep else "stored",
            "g: " + self.gradient, "m: " + self.m, "v: " + self.v, "z: %s" % self.z,
            "max: " + self.max, "den: " + self.den, "u: " + self.u, "x: " + self.end, "clip: " + self.clip,
            "0*y " + self.zero]
        return "; ".join(names)

    def step(self, h, t, state, g):
        """One step; the state is stored in the format."""
        T, F, d = self.T, self.F, self.d
        k = o.Scalars(h, t, self.S, T, self.how, self.weights)
        k.a = {"lr": k.a_lr, "corrected": k.a_c1, "folded": k.a_s2}[d.a]
        x, m, v, g = (cast(z, T) for z in (state["x"], state["m"], state["v"], g))
        zero = o.ZERO[self.zero]
        if h.get("weight_decay") and not self.decay:
            g = o.GRADIENT[self.gradient](g, k.w, x)
        else:
            g = g + zero(x)
        skips = self.zero == "left out"
        m = k.c1 * g if skips and k.b1 == 0 else o.M[self.m](k.b1, k.c1, m, g)
        v = k.c2 * (g * g) if skips and k.b2 == 0 else o.V[self.v](k.b2, k.c2, v, g)
        new = {"m": cast(m, F), "v": cast(v, F)}
        if not self.keep:
            m, v = cast(new["m"], T), cast(new["v"], T)
        z = o.CORRECTED_MAX[self.z](k, v) if d.s else v
        w = cast(o.MAXIMUM[self.max](wide(cast(state["vmax"], T)), wide(z)), T) if d.maximum else z
        if d.maximum:
            new["vmax"] = cast(w, F)
            if not self.keep:
                w = cast(new["vmax"], T)
        q = None
        if self.u in ("capturable", "m/(den/a)") and not (k.a != 0):  # nothing to divide by: AG-118
            den = self.den_of(k, w)
            u = o.FOLDED["a*(m/den)"](k, m, den)
        elif self.whole:
            u = self.u_of(k, m, w)
        else:
            den = self.den_of(k, w)
            u = self.u_of(k, m, den)
            if self.end == "lr*(q + w*x)":
                q = (m / k.C1) / den if d.reads_c1 else m / den
        if skips and h["lr"] == 0:
            u = q = zero(x)
        y = wide(cast(self.end_of(k, x, u, q), F))
        if not self.decay:
            y = y - wide(cast(zero(x), F))
        if h.get("project"):
            box = (b if b is not None else i for b, i in zip(h["project"], (-np.inf, np.inf)))
            lo, hi = (wide(cast(b, F))[()] for b in box)
            y = wide(cast(o.CLIP[self.clip](y, lo, hi), F))
        new["x"] = y
        return {q: wide(z) for q, z in new.items()}


# --- judging -------------------------------------------------------------------------------------


def intervals(case, level):
    """{quantity: (lo, hi, nan)} after the last step, or None where it cannot be decided."""
    last = case.t + len(case.g) - 1
    for bits in PRECISIONS[:3]:
        Precision.bits = bits
        try:
            found = run_level(case, level, range(case.n), [last])[last]
        except Undecided:
            continue
        out = {}
        for q in case.dialect.quantities:
            ends = [[], [], []]
            for i in range(case.n):
                r = found[i][q]
                lo, hi = (r.lo, r.hi) if r.num else (INF, -INF)
                ends[0].append(value_of(case.fmt, lo))
                ends[1].append(value_of(case.fmt, hi))
                ends[2].append(r.nan)
            out[q] = tuple(np.array(z) for z in ends)
        return out
    return None


def value_of(fmt, z):
    raw = bytes.fromhex(hexed(fmt, fmt.encode(z)))
    kind = {"binary64": ">f8", "binary32": ">f4", "bfloat16": ">f4", "binary16": ">f2"}[fmt.name]
    return float(np.frombuffer(raw + bytes(np.dtype(kind).itemsize - len(raw)), kind)[0])


def as_case(dialect, fmt, h, t, state, g):
    def text(z):
        return "".join(hexed(FORMATS[fmt], bits_of(fmt, a)) for a in z)
    return Case(fmt, dialect, {"hyper": h, "t": t, "in": {q: text(z) for q, z in state.items()},
                               "g": [text(z) for z in g]})


class Tally:
    def __init__(self):
        self.passed = self.failed = self.problems = self.undecided = 0
        self.missed = {}

    def miss(self, pr, order, seed, q, i, got, box):
        dialect, fmt, h, t, state, g = pr
        self.failed += 1
        key = (dialect, q, order.level, order.u if q == "x" else order.m if q == "m" else order.v)
        self.missed[key] = self.missed.get(key, 0) + 1
        if self.failed <= SHOWN:
            print("outside: seed %d, %s %s, t %d, %s[%d] = %r, %s [%r, %r]%s\n    hyper %r\n    state %s\n"
                  "    g %s\n    %s" % (
                      seed, dialect, fmt, t, q, i, float(got), order.level, box[0][i], box[1][i],
                      " or NaN" if box[2][i] else "", h,
                      {p: float(z[i]) for p, z in state.items()}, [float(z[i]) for z in g], order))


def judge(pr, rng, seed, tally, strict):
    dialect, fmt, h, t, state, g = pr
    case, boxes = as_case(*pr), {}
    for _ in range(ORDERS):
        order = Order(rng, dialect, fmt, h, t, strict)
        if order.level not in boxes:
            boxes[order.level] = intervals(case, order.level)
        box = boxes[order.level]
        if box is None:
            tally.undecided += 1
            continue
        now = state
        with np.errstate(all="ignore"):
            for s, gs in enumerate(g):
                now = order.step(h, t + s, now, gs)
        for q in case.dialect.quantities:
            lo, hi, nan = box[q]
            got = now[q]
            ok = ((lo <= got) & (got <= hi)) | (np.isnan(got) & nan)
            tally.passed += int(ok.sum())
            for i in np.flatnonzero(~ok):
                tally.miss(pr, order, seed, q, i, got[i], box[q])
    tally.problems += 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--budget", type=float, default=30, metavar="SECONDS", help="default: 30")
    parser.add_argument("--problems", type=int, metavar="N", help="stop after N problems")
    parser.add_argument("--seed", type=int, default=1, help="default: 1")
    parser.add_argument("--inputs", choices=sorted(KINDS), help="default: each in turn")
    parser.add_argument("--format", choices=list(FORMATS), help="default: drawn")
    parser.add_argument("--strict", action="store_true", help="orders beyond AG-42's list too")
    options = parser.parse_args()
    start, tally = time.monotonic(), Tally()
    seed = options.seed
    while time.monotonic() - start < options.budget:
        if options.problems is not None and tally.problems >= options.problems:
            break
        rng = random.Random(seed)
        inputs = options.inputs or sorted(KINDS)[seed % len(KINDS)]
        formats = [options.format] if options.format else list(FORMATS)
        judge(problem(rng, inputs, formats), rng, seed, tally, options.strict)
        seed += 1
    for key, count in sorted(tally.missed.items(), key=lambda z: -z[1])[:30]:
        print("# %6d misses: %s" % (count, ", ".join(key)))
    print("# %d problems, %d answers undecided" % (tally.problems, tally.undecided))
    print("%d passed, %d failed" % (tally.passed, tally.failed))
    return 1 if tally.failed or not tally.passed else 0


if __name__ == "__main__":
    sys.exit(main())
