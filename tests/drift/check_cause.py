#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The search for causes on made-up cells, whose answers are a function of the switches that are on.
Checks AG-139. Ends with `N passed, N failed`."""

import sys
from types import SimpleNamespace

import cause


def made_up(names, ends, active, answer):
    """Switches, and answers() of a cell in which those of `active` are on. A switch is on only with what
    ends it. `answer` gives the set of switches that the answers show; none is exact."""
    switches = [SimpleNamespace(name=name, ends=ends.get(name, [])) for name in names]

    def answers(off, on):
        lit = (set(active) - {s.name for s in off}) | {s.name for s in on}
        for switch in on:  # its flags bring what it needs
            lit |= {name for name, ended in ends.items() if switch.name in ended}
        lit -= {ended for name, all_ended in ends.items() for ended in all_ended if name not in lit}
        shown = answer(lit)
        return SimpleNamespace(print=" ".join(sorted(shown)), level="tight" if shown else "exact")

    return switches, answers


def causes(names, active, answer, ends=None):
    found = cause.search(*made_up(names, ends or {}, active, answer))
    return None if found is None else [switch.name for switch in found[0]]


ABC = ("a", "b", "c")
CASES = {
    "one of three that are on": (causes(ABC, ABC, lambda on: on & {"b"}), ["b"]),
    "two of three": (causes(ABC, ABC, lambda on: on & {"a", "c"}), ["a", "c"]),
    "what would change answers but is off": (causes(ABC, {"a"}, lambda on: on & {"a", "b"}), ["a"]),
    "two that act only together": (causes(ABC, ABC, lambda on: {"x"} if {"a", "c"} <= on else set()), ["a", "c"]),
    "two that hide each other": (causes(ABC, ABC, lambda on: {"x"} if {"a", "b"} & on else set()), ["a", "b"]),
    "one alone, and two only together": (
        causes(ABC, ABC, lambda on: on & {"a"} | ({"x"} if {"b", "c"} <= on else set())), ["a", "b", "c"]),
    "one that helps another is none": (
        causes(ABC, ABC, lambda on: {"x", "y"} if {"a", "b"} <= on else {"x"} if "a" in on else set()), ["a"]),
    "what it needs is not its doing": (
        causes(ABC, ABC, lambda on: on & {"a"}, ends={"a": ["b"]}), ["a"]),
    "it is not the doing of what it needs": (
        causes(ABC, ABC, lambda on: on & {"b"}, ends={"a": ["b"]}), ["b"]),
    "no switch at all": (causes(ABC, ABC, lambda on: {"source"}), None),
}


def main():
    wrong = {name: pair for name, pair in CASES.items() if pair[0] != pair[1]}
    for name, (got, wanted) in wrong.items():
        print("not ok %s: %s instead of %s" % (name, got, wanted))
    print("causes: %d passed, %d failed" % (len(CASES) - len(wrong), len(wrong)))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
