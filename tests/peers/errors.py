# SPDX-License-Identifier: Apache-2.0
"""How far answers lie from the correctly rounded ideal, with the input that led there."""

import glob
import json
import os
import struct

HERE = os.path.dirname(os.path.abspath(__file__))
VECTORS = os.path.join(HERE, "..", "..", "vectors", "golden")
QUANTITIES = ("x", "m", "v", "vmax")
DIGITS = {"binary64": 16, "binary32": 8}
CODES = {"binary64": (">Q", ">d"), "binary32": (">I", ">f")}
# An element is sharp where its tight interval is at most so many ulp wide: nothing cancelled there,
# so that the distance from the ideal is the implementation's doing.
SHARP_ULP = 64


def place(text, fmt):
    """The number's place among the format's numbers in order, both zeros being one; None of NaN."""
    bits, sign = int(text, 16), 1 << (4 * DIGITS[fmt] - 1)
    magnitude = bits & (sign - 1)
    infinity = 0x7FF0000000000000 if fmt == "binary64" else 0x7F800000
    if magnitude > infinity:
        return None
    return -magnitude if bits & sign else magnitude


def decimal(text, fmt):
    code = CODES[fmt]
    value = struct.unpack(code[1], struct.pack(code[0], int(text, 16)))[0]
    if fmt == "binary64":
        return repr(value)
    return next(s for s in ("%.*g" % (n, value) for n in range(1, 10))
                if single(s) == struct.pack(">f", value) or value != value)


def single(text):
    """The binary32 bits of a decimal; few digits of the largest numbers round beyond the format."""
    try:
        return struct.pack(">f", float(text))
    except OverflowError:
        return None


def element(text, index, fmt):
    width = DIGITS[fmt]
    return text[index * width:(index + 1) * width]


def cases(fmt, dialect):
    for path in sorted(glob.glob(os.path.join(VECTORS, fmt, dialect, "*.json"))):
        with open(path, encoding="utf-8") as file:
            yield from json.load(file)["cases"]


def _states(case, answer):
    """Pairs of golden and answered state; an answer without any (skip, error) has none."""
    if len(case["g"]) == 1:
        return [(case["out"][0], answer)] if "x" in answer else []
    return list(zip(case["out"], answer.get("out", [])))


def _distances(fmt, case, answer):
    """(distance, is sharp, quantity, element, step) of each finite number that must be one."""
    for golden, state in _states(case, answer):
        for quantity in QUANTITIES:
            if quantity not in golden or quantity not in state:
                continue
            want, got = golden[quantity], state[quantity]
            for index in range(len(got) // DIGITS[fmt]):
                if want.get("nan", "")[index:index + 1] not in ("", "0"):
                    continue
                here, ideal, lo, hi = (place(element(t, index, fmt), fmt)
                                       for t in (got, want["rn"], *want["tight"]))
                if here is not None and ideal is not None:
                    yield abs(here - ideal), hi - lo <= SHARP_ULP, quantity, index, golden["t"]


def _described(fmt, case, answer, found):
    distance, _, quantity, index, step = found
    golden, state = next((g, s) for g, s in _states(case, answer) if g["t"] == step)
    inputs = {name: decimal(element(text, index, fmt), fmt) for name, text in case["in"].items()}
    inputs["g"] = [decimal(element(text, index, fmt), fmt) for text in case["g"][:3]]
    return {"ulp": distance, "case": case["id"], "quantity": quantity, "element": index,
            "step": step, "steps": len(case["g"]), "hyper": case["hyper"], "input": inputs,
            "got": decimal(element(state[quantity], index, fmt), fmt),
            "ideal": decimal(element(golden[quantity]["rn"], index, fmt), fmt)}


def largest_errors(fmt, dialect, answers):
    """The largest distance of all answers, and of the sharp elements alone."""
    best = {"all": None, "sharp": None}
    for case in cases(fmt, dialect):
        answer = answers.get(case["id"], {})
        for found in _distances(fmt, case, answer):
            for kind in best:
                larger = best[kind] is None or found[0] > best[kind][2][0]
                if larger and (kind == "all" or found[1]):
                    best[kind] = (case, answer, found)
    return {kind: item and _described(fmt, *item) for kind, item in best.items()}
