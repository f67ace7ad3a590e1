#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""compare_csv.py FILE.csv GOLDEN.json...: whether the CSV export has every value of the JSON files."""

import csv
import json
import sys

QUANTITIES = ("x", "m", "v", "vmax")


def element(text, i, digits):
    return text[i * digits:(i + 1) * digits]


def expected_rows(paths):
    for path in paths:
        with open(path, encoding="utf-8") as file:
            golden = json.load(file)
        digits = 16 if golden["format"] == "binary64" else 8
        for case in golden["cases"]:
            states = {state["t"]: state for state in case["out"]}
            for s, g in enumerate(case["g"]):
                for i in range(len(g) // digits):
                    yield case, case["t"] + s, i, element(g, i, digits), states.get(case["t"] + s), digits


def expected_golden(state, quantity, i, digits):
    if state is None or quantity not in state:
        return [""] * 7
    golden = state[quantity]
    hexes = [golden["rn"], golden["ref"], *golden["tight"], *golden["working"]]
    return [element(h, i, digits) for h in hexes] + [golden["nan"][i] if "nan" in golden else "0"]


def main():
    with open(sys.argv[1], encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    count = 0
    for row, (case, t, i, g, state, digits) in zip(rows, expected_rows(sys.argv[2:]), strict=True):
        hyper = case["hyper"]
        assert row["id"] == case["id"] and int(row["t"]) == t and int(row["element"]) == i, row["id"]
        assert row["g"] == g, row["id"]
        for name in ("lr", "beta1", "beta2", "eps"):
            assert float(row[name]) == hyper[name], (row["id"], name)
        assert row["lr_schedule"] == hyper.get("lr_schedule", ""), row["id"]
        assert row["beta1_schedule"] == hyper.get("beta1_schedule", {}).get("kind", ""), row["id"]
        for quantity in QUANTITIES:
            before = element(case["in"][quantity], i, digits) if t == case["t"] else ""
            assert row[quantity] == before, (row["id"], quantity)
            parts = ("rn", "ref", "tight_lo", "tight_hi", "working_lo", "working_hi", "nan")
            found = [row[f"{quantity}_{part}"] for part in parts]
            assert found == expected_golden(state, quantity, i, digits), (row["id"], quantity, t)
        count += 1
    assert count > 0
    print(f"{count} rows agree")


if __name__ == "__main__":
    main()
