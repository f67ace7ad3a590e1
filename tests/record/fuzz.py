#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Damages a small trace in many ways and sees that `amsref check --trace` never crashes nor hangs:
fuzz.py AMSREF [COUNT [SEED]]. Damage is an error with a sentence that names the file, or a verdict.
Checks AG-110, AG-111. Ends with `N passed, N failed`."""

import json
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile

import make_run


def header_of(raw):
    length, = struct.unpack_from("<Q", raw)
    return json.loads(raw[8:8 + length]), raw[8 + length:]


def joined(header, data):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


def in_header(change):
    """A change of the parsed header and of the data."""

    def damage(raw, rng):
        header, data = header_of(raw)
        return joined(*change(header, data, rng))

    return damage


def member(header, rng):
    return rng.choice([n for n in header if n != "__metadata__"])


def value(rng):
    return rng.choice([None, -1, 0, 1, 7, 2**31, 2**63 - 1, 1.5, "F16", "x", [], {}, [1, 2, 3], True, [2**62, 4]])


def change_entry(header, data, rng):
    header[member(header, rng)][rng.choice(["dtype", "shape", "data_offsets", "more"])] = value(rng)
    return header, data


def change_offset(header, data, rng):
    entry = header[member(header, rng)]
    entry["data_offsets"][rng.randrange(2)] += rng.choice([-8, -4, -1, 1, 4, 8, 2**40])
    return header, data


def drop_member(header, data, rng):
    del header[member(header, rng)]
    return header, data


def rename(header, data, rng):
    header[rng.choice(["x/", "g/\u202e\u001b[31m", "x/scale/", "vmax/none", ""])] = header.pop(member(header, rng))
    return header, data


def change_metadata(header, data, rng):
    said = json.loads(header["__metadata__"]["amsref_trace"])
    group = rng.choice(said["groups"])
    target = rng.choice([said, group, group["hyper"]])
    target[rng.choice(list(target) + ["gap", "t", "more"])] = value(rng)
    header["__metadata__"]["amsref_trace"] = rng.choice([json.dumps(said), json.dumps(said), "", "{", "[1]", "{}"])
    return header, data


def change_map(header, data, rng):
    header["__metadata__"] = value(rng)
    return header, data


def flip(raw, rng):
    raw = bytearray(raw)
    for _ in range(rng.randint(1, 8)):
        raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
    return bytes(raw)


def special(raw, rng):
    """NaN, infinities, subnormal numbers and others anywhere in the data."""
    header, data = header_of(raw)
    data = bytearray(data)
    for _ in range(20):
        bits = rng.choice([0x7fc00000, 0x7f800000, 0xff800000, 1, 0x80000000, 0x7f7fffff, 0x007fffff, 0x00800000])
        at = 4 * rng.randrange(len(data) // 4)
        data[at:at + 4] = struct.pack("<I", bits)
    return joined(header, bytes(data))


DAMAGES = [
    flip, special, special,
    lambda raw, rng: raw[:rng.randrange(len(raw))],
    lambda raw, rng: raw + bytes(rng.randint(1, 9)),
    lambda raw, rng: struct.pack("<Q", rng.choice([0, 1, 7, 2**32, 2**63, 2**64 - 1, 99999999])) + raw[8:],
    lambda raw, rng: joined(b"[" * rng.choice([10, 5000, 100000]), b""),
    lambda raw, rng: joined(b'{"x/scale":' * rng.choice([2, 3000]), b""),
    lambda raw, rng: bytes(rng.randrange(256) for _ in range(rng.randint(0, 200))),
] + [in_header(c) for c in (change_entry, change_entry, change_offset, drop_member, rename, change_metadata,
                            change_metadata, change_metadata, change_map)]


def main():
    amsref, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 150
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        good, bad = os.path.join(folder, "good"), os.path.join(folder, "bad")
        make_run.make(good, "pytorch", "float32", 4, [])
        names = sorted(os.listdir(good))
        for i in range(count):
            shutil.rmtree(bad, ignore_errors=True)
            shutil.copytree(good, bad)
            path = os.path.join(bad, rng.choice(names))
            with open(path, "rb") as file:
                raw = file.read()
            with open(path, "wb") as file:
                file.write(rng.choice(DAMAGES)(raw, rng))
            try:
                ended = subprocess.run([amsref, "check", "--trace", bad], capture_output=True, text=True, timeout=60)
                status, said = ended.returncode, ended.stderr
            except subprocess.TimeoutExpired:
                status, said = "hung", ""
            good_end = status in (0, 1) or (status == 2 and said.startswith("amsref check: ") and bad in said
                                           and said.count("\n") == 1 and "\x1b" not in said)
            passed += good_end
            failed += not good_end
            if not good_end:
                print(f"not ok damage {i}: status {status}: {said[-3000:]}")
    print(f"fuzz: {passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
