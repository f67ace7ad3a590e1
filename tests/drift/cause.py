# SPDX-License-Identifier: Apache-2.0
"""AG-139: which switches make a cell's answers what they are, found by turning one at a time.

It knows nothing of compilers: `answers(off, on)` are those of the cell with the switches of `off` turned
off and then those of `on` turned on; equal `.print` says equal answers, `.level` how good they are.
"""


import functools


class Trial:
    """One switch: `counts` where taking it away changes an answer of the cell, `suffices` where it alone does."""

    def __init__(self, switch, switches, answers):
        self.switch, self._switches, self._answers = switch, switches, answers
        # What cannot be on without it goes with it: not its doing.
        ended = [s for s in switches if s.name in switch.ends]
        self.without = answers(ordered(switches, [switch, *ended]), [])
        self.counts = self.without.print != answers(ended, []).print

    @functools.cached_property
    def alone(self):
        return self._answers(self._switches, [self.switch])

    @functools.cached_property
    def suffices(self):
        needed = [s for s in self._switches if self.switch.name in s.ends]
        return self.alone.print != self._answers(self._switches, needed).print


def search(switches, answers):
    """(causes, trials), in the order of the table; None where the answers are not exact even with every
    switch off. A cause changes answers when it is taken away, and alone makes them other than exact."""
    if answers(switches, []).level != "exact":
        return None
    trials = [Trial(switch, switches, answers) for switch in switches]
    causes = [trial.switch for trial in trials if trial.counts and trial.suffices]
    return complete(trials, causes, answers), trials


def complete(trials, causes, answers):
    """The causes; where the answers are not exact without them, also each switch that still changes an
    answer there (they act only together); where that is not enough either, as few others as it takes
    (they hide each other), of which those that do nothing alone are the first to be left out."""
    switches = [trial.switch for trial in trials]
    rest = answers(causes, [])
    if rest.level == "exact":
        return causes
    together = [s for s in switches if s in causes or answers(ordered(switches, [*causes, s]), []).print != rest.print]
    if answers(together, []).level == "exact":
        return together
    needed = switches
    for trial in sorted(trials, key=lambda t: t.suffices):
        fewer = [s for s in needed if s is not trial.switch]
        if trial.switch not in together and answers(fewer, []).level == "exact":
            needed = fewer
    return needed


def ordered(switches, some):
    return [s for s in switches if s in some]
