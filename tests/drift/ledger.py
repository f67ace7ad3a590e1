#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Ledgers by the text of spec/drift-ledger.md alone: nothing here comes from src/.

    ledger.py again LEDGER COMMAND...    asks COMMAND itself, and must come to everything that the ledger says
    ledger.py parting REPORT "OLD-COMMAND" "NEW-COMMAND"
                                         the partings of a comparison against the answers themselves
    ledger.py schema FILE...             ledgers and reports against their schemas
"""

import hashlib
import json
import math
import os
import shlex
import struct
import subprocess
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
VECTORS = os.environ.get("AMSREF_VECTORS", os.path.join(ROOT, "vectors"))
QUANTITIES = ("x", "m", "v", "vmax")
LEVELS = ("exact", "tight", "working", "nonconforming")
# digits of hex, bits of the exponent
FORMATS = {"binary64": (16, 11), "binary32": (8, 8), "bfloat16": (4, 8), "binary16": (4, 5)}


class Format:
    def __init__(self, name):
        self.digits, exponent = FORMATS[name]
        self.name, self.width = name, 4 * self.digits
        self.fraction = self.width - 1 - exponent
        self.infinity = ((1 << exponent) - 1) << self.fraction
        self.nan = self.infinity | 1 << (self.fraction - 1)

    def split(self, text):
        return [int(text[i:i + self.digits], 16) for i in range(0, len(text), self.digits)]

    def hex(self, bits):
        return f"{bits:0{self.digits}x}"

    def magnitude(self, bits):
        return bits & ((1 << (self.width - 1)) - 1)

    def is_nan(self, bits):
        return self.magnitude(bits) > self.infinity

    def one_nan(self, bits):
        return self.nan if self.is_nan(bits) else bits

    def position(self, bits):
        m = self.magnitude(bits)
        return -m if bits >> (self.width - 1) else m

    def value(self, bits):
        """Exact in binary64, which holds every number of every format."""
        if self.name == "binary64":
            return struct.unpack(">d", bits.to_bytes(8, "big"))[0]
        if self.name == "binary16":
            return struct.unpack(">e", bits.to_bytes(2, "big"))[0]
        bits = bits << 16 if self.name == "bfloat16" else bits
        return struct.unpack(">f", bits.to_bytes(4, "big"))[0]


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def golden_cases(ledger_set, formats):
    for entry in load(os.path.join(VECTORS, "MANIFEST.json"))["files"]:
        file = load(os.path.join(VECTORS, entry["path"]))
        if file["dialect"] != ledger_set["dialect"]:
            continue
        for case in file["cases"]:
            named = case["id"] in ledger_set["cases"]
            storage = file["format"] in ("bfloat16", "binary16")
            if ((ledger_set["format"] in (None, file["format"]))
                    and ledger_set["category"] in (None, file["category"])
                    and (named or not ledger_set["cases"])
                    and case["id"] not in [e["case"] for e in ledger_set["except"]]
                    and (not storage or ledger_set["format"] or named or file["format"] in formats)):
                yield file["format"], file["category"], case


class Implementation:
    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.hello = self.tell({"op": "hello", "protocol": 1, "suite": "1.0.0"})

    def tell(self, request):
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def states(self, format_name, case):
        """One dict a state of `out`, or a skip or an error."""
        one = len(case["g"]) == 1
        request = {"op": "step" if one else "run", "id": case["id"], "format": format_name,
                   "hyper": case["hyper"], "t": case["t"], **case["in"],
                   "g": case["g"][0] if one else case["g"]}
        if not one:
            request["at"] = [out["t"] for out in case["out"]]
        reply = self.tell(request)
        if "skip" in reply or "error" in reply:
            return reply
        return [reply] if one else reply["out"]


def level_of(f, golden, i, got):
    nan = golden.get("nan", "")[i:i + 1] or "0"

    def inside(bound):
        lo, hi = (f.split(end)[i] for end in golden[bound])
        if f.is_nan(got):
            return nan != "0"
        return nan != "2" and f.value(lo) <= f.value(got) <= f.value(hi)

    ref = f.split(golden["ref"])[i]
    if inside("tight"):
        return 0 if f.one_nan(got) == f.one_nan(ref) else 1
    return 2 if inside("working") else 3


def share_of(f, golden, i, got):
    lo, hi, value = (f.value(b) for b in (f.split(golden["tight"][0])[i], f.split(golden["tight"][1])[i], got))
    if math.isnan(value) or not lo <= hi or not math.isfinite(hi - lo):
        return None
    if lo == hi:
        return 0.0 if value == lo else math.inf
    return abs((value - lo) - (hi - value)) / (hi - lo)


def measured(f, case, states, quantity):
    """The quantity's entry in `cases`, its farthest and its outmost element."""
    data, level, far, out, parting = b"", 0, None, None, None
    for state, expected in zip(states, case["out"]):
        golden = expected[quantity]
        for i, bits in enumerate(f.split(state[quantity])):
            got = f.one_nan(bits)
            data += got.to_bytes(f.digits // 2, "big")
            level = max(level, level_of(f, golden, i, got))
            at = {"element": i, "step": expected["t"], "got": f.hex(got)}
            ref, rn = f.split(golden["ref"])[i], f.split(golden["rn"])[i]
            if parting is None and got != f.one_nan(ref):
                parting = {**at, "ref": f.hex(ref)}
            if (golden.get("nan", "")[i:i + 1] or "0") != "0":
                continue
            if not f.is_nan(got) and not f.is_nan(rn):
                ulp = min(abs(f.position(got) - f.position(rn)), 2**63 - 1)
                if far is None or ulp > far["ulp"]:
                    far = {"ulp": ulp, "case": case["id"], **at, "rn": f.hex(rn)}
            share = share_of(f, golden, i, got)
            if share is not None and (out is None or share > out["share"]):
                lo, hi = (f.hex(f.split(end)[i]) for end in golden["tight"])
                out = {"share": share, "case": case["id"], **at, "lo": lo, "hi": hi}
    entry = {"sha256": sha256(data), "level": LEVELS[level], "ulp": far and far["ulp"], "parting": parting}
    return entry, far, out


def with_input(f, case, far):
    i, steps = far["element"], far["step"] - case["t"] + 1
    g = [f.hex(f.split(text)[i]) for text in case["g"][:steps]] if steps <= 16 else []
    state = {q: f.hex(f.split(text)[i]) for q, text in case["in"].items()}
    return {**far, "input": {"t": case["t"], "hyper": case["hyper"], **state, "g": g, "steps": steps}}


def largest(old, new, member):
    return new if new is not None and (old is None or new[member] > old[member]) else old


def recorded(ledger_set, command):
    """groups, cases and sha256 of a ledger of an implementation that hides nothing."""
    implementation = Implementation(command)
    groups, cases, lines = [], [], []
    inputs = {}
    for format_name, category, case in golden_cases(ledger_set, implementation.hello["formats"]):
        f = Format(format_name)
        inputs[case["id"]] = (f, case)
        if not groups or (groups[-1]["format"], groups[-1]["category"]) != (format_name, category):
            groups.append({"format": format_name, "category": category, "cases": 0, "skipped": 0, "errors": 0,
                           "quantities": {}, "lines": {}})
        group = groups[-1]
        group["cases"] += 1
        states = implementation.states(format_name, case)
        if isinstance(states, dict):
            raise SystemExit(f"{case['id']}: {states}")
        entries = {}
        for q in QUANTITIES:
            if q not in case["in"]:
                continue
            entries[q], far, out = measured(f, case, states, q)
            place = group["quantities"].setdefault(q, {
                "sha256": "", "cases": 0, "levels": dict.fromkeys(LEVELS, 0), "farthest": None, "outmost": None})
            place["cases"] += 1
            place["levels"][entries[q]["level"]] += 1
            place["farthest"] = largest(place["farthest"], far, "ulp")
            place["outmost"] = largest(place["outmost"], out, "share")
            line = f"{case['id']} {q} {entries[q]['sha256']}\n"
            group["lines"][q] = group["lines"].get(q, "") + line
            lines.append(line)
        cases.append({"id": case["id"], "outcome": "judged", "reason": None, "quantities": entries})
    for group in groups:
        texts = group.pop("lines")
        for q, place in group["quantities"].items():
            place["sha256"] = sha256(texts[q].encode())
            far = place["farthest"]
            place["farthest"] = far and with_input(*inputs[far["case"]], far)
            place["ratchet"] = far and far["ulp"]
            if place["outmost"] and math.isinf(place["outmost"]["share"]):
                place["outmost"]["share"] = "inf"
    return {"groups": groups, "cases": cases, "sha256": sha256("".join(lines).encode())}


def differences(path, want, got):
    if isinstance(want, dict) and isinstance(got, dict):
        for key in want.keys() | got.keys():
            yield from differences(f"{path}.{key}", want.get(key, "absent"), got.get(key, "absent"))
    elif isinstance(want, list) and isinstance(got, list) and len(want) == len(got):
        for i, (w, g) in enumerate(zip(want, got)):
            yield from differences(f"{path}[{i}]", w, g)
    elif want != got or isinstance(want, str) != isinstance(got, str):
        yield f"{path}: by the specification {want}, in the ledger {got}"


def again(file, command):
    ledger = load(file)
    found = list(differences("", recorded(ledger["set"], command),
                             {k: ledger[k] for k in ("groups", "cases", "sha256")}))
    with open(file, "rb") as stream:
        lines = stream.read().splitlines(keepends=True)
    if sha256(b"".join(lines[:-2])) != ledger["seal"]:
        found.append("the seal is not that of the lines before it")
    with open(os.path.join(VECTORS, "MANIFEST.json"), "rb") as stream:
        if sha256(stream.read()) != ledger["set"]["manifest"]:
            found.append("the manifest's hash is wrong")
    for line in found[:10]:
        print(line)
    print(f"{len(ledger['cases'])} cases, {len(found)} differences")
    return 1 if found or not ledger["cases"] else 0


def parting(file, old_command, new_command):
    """Every parting that the report names is the first element that differs."""
    report = load(file)
    old, new = Implementation(old_command), Implementation(new_command)
    cases = {case["id"]: (name, case) for name, _, case in golden_cases(report["set"], new.hello["formats"])}
    named = bad = 0
    for place in report["places"]:
        if not place["parting"]:
            continue
        name, case = cases[place["first_changed"]]
        f, q = Format(name), place["quantity"]
        first = next((out["t"], i, was, now)
                     for out, a, b in zip(case["out"], old.states(name, case), new.states(name, case))
                     for i, (was, now) in enumerate(zip(f.split(a[q]), f.split(b[q])))
                     if f.one_nan(was) != f.one_nan(now))
        p = place["parting"]
        said = (p["step"], p["element"], int(p["was"]["hex"], 16), int(p["is"]["hex"], 16))
        named += 1
        bad += said != first
        if said != first:
            print(f"{place['first_changed']} {q}: {said}, but the answers part at {first}")
    print(f"{named} partings, {bad} wrong")
    return 1 if bad or not named else 0


def schema(files):
    from jsonschema import Draft7Validator, RefResolver

    store = {name: load(os.path.join(ROOT, "spec", "schema", name))
             for name in ("drift.schema.json", "drift-report.schema.json")}
    base = "https://amsref.invalid/"
    for path in files:
        instance = load(path)
        name = "drift.schema.json" if "ledger" in instance else "drift-report.schema.json"
        Draft7Validator.check_schema(store[name])
        resolver = RefResolver(base + name, store[name], store={base + n: s for n, s in store.items()})
        Draft7Validator(store[name], resolver=resolver).validate(instance)
    print(f"{len(files)} fit their schemas")
    return 0


def main():
    kind, *rest = sys.argv[1:]
    if kind == "again":
        return again(rest[0], rest[1:])
    if kind == "parting":
        return parting(rest[0], shlex.split(rest[1]), shlex.split(rest[2]))
    return schema(rest)


if __name__ == "__main__":
    sys.exit(main())
