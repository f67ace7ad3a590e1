#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Proves the core from cold with Frama-C/WP and writes the table of goals.

The closing line is "prove: P/T goals proved"; exit status 0 if P = T, 1 if not, 3 if a tool is
missing. T counts every goal that WP generates without any selection of ours, and every lemma that
the provers are given: WP takes those for granted, so they are goals of their own here. What differs
from the committed table is named. Provers' limits are steps (provers.py), so that every machine gets
the same answer.
"""
import argparse
import collections
import concurrent.futures
import hashlib
import os
import pathlib
import re
import subprocess
import sys
import threading
import time

import goals as tables
import plan
import provers

HERE = pathlib.Path(__file__).resolve().parent

# An answer about a goal: the prover that closed it or "", whether the net ended one (Z3's searches end
# there by nature: provers.py), and what it spent.
Answer = collections.namedtuple("Answer", "who net spent", defaults=("", False, 0))


class Refused(SystemExit):
    """Frama-C takes the file for wrong."""


# WP's "[who] Goal name : Valid (times) (steps)", "[who] Goal name : Timeout", and, where several were
# asked, "[Failed] Goal name" with a line on each.
GOAL = r"\[wp\] \[[^]]+\] Goal \w+"
OPEN = GOAL + r"\b(?! : Valid)"


def stream(context, command, name, goal, last=None):
    """Runs a tool; its output, which goes to a log too, counts goals as they come. It ends early
    after a line that `last` matches, with the lines on each prover that belong to it."""
    with subprocess.Popen(command, cwd=context.build, env=context.environment, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as tool:
        lines, ended = [], False
        for line in tool.stdout:
            lines.append(line)
            if goal and re.match(goal, line):
                context.progress.count()
            if last and re.match(last, line):
                more = 0 if " : " in line else command[command.index("-wp-prover") + 1].count(",") + 1
                lines += [tool.stdout.readline() for _ in range(more)]
                tool.terminate()
                ended = True
                break
    text = "".join(lines)
    with context.lock, open(context.build / f"{name}.log", "a") as log:
        log.write(text)
    return 0 if ended else tool.returncode, text


def frama_c(context, source, options, extra=None, goal=GOAL, last=None):
    drivers = ",".join(str(HERE / name) for name in ("amsref.driver", extra) if name)
    cache = (["-wp-cache", "update", "-wp-cache-dir", str(context.cache)] if context.cache
             else ["-wp-cache", "none"])
    command = ["frama-c", "-cpp-extra-args=-I" + str(context.source), "-machdep", "gcc_x86_64",
               "-warn-special-float", "none", "-wp", "-wp-rte", "-wp-split",
               "-wp-model", "Typed+float", "-wp-driver", drivers, *cache,
               "-wp-par", "1", "-wp-timeout", str(context.net), *options,
               str((HERE if (HERE / source).is_file() else context.source) / source)]
    status, text = stream(context, command, source, goal, last)
    if status != 0:
        raise Refused(f"prove: frama-c failed on {source}:\n{text[-4000:]}")
    return text


# What WP puts before the name of a goal: its model, and the libraries that are linked.
LIBRARIES = "|".join(sorted({path.stem for path in HERE.glob("*.driver")} - {"amsref"}))
PREFIX = rf"typed_(?:float_)?(?:amsref_)?(?:(?:{LIBRARIES})_)?"


def tidy(goal):
    return re.sub("^" + PREFIX, "", goal)


def all_goals(context, source):
    """Every goal of the file, by name, and the functions about which WP assumes something."""
    text = frama_c(context, source, ["-wp-prover", "none"], goal=None)
    names = [tidy(name) for name in re.findall(r"^\[wp\] (?:\[\w+\] )?Goal (\w+)", text, re.M)]
    if len(names) != len(set(names)) or not names:
        raise SystemExit(f"prove: {source}: no goals, or two of one name")
    assumed = re.findall(r"Memory model hypotheses for function '(\w+)'", text)
    return names, {(source, function) for function in assumed}


def pass_options(functions, properties):
    options = []
    if functions.startswith("-"):
        options += ["-wp-skip-fct", functions[1:]]
    elif functions:
        options += ["-wp-fct", functions]
    if properties:
        options += ["-wp-prop=" + properties]
    return options


def read_answers(text):
    """{goal: Answer} of WP's lines about goals."""
    found = {}
    for who, goal, rest, more in re.findall(
            r"^\[wp\] \[([^\]]+)\] Goal (\w+)(.*)\n((?:  .*\n)*)", text, re.M):
        spent = re.search(r" \((\d+)\)", rest)
        valid = rest.startswith(" : Valid")
        found[tidy(goal)] = Answer(re.sub(r"long\)$", ")", who).removesuffix(" (real)") if valid else "",
                                   not valid and any("Timeout" in line and "Z3" not in line
                                                     for line in [who + rest, *more.split("\n")]),
                                   int(spent.group(1)) if spent else 0)
    return found


def tiers(context, names):
    """The provers of a row, and those with a limit again with the longer one."""
    longer = [name + "long" for name in names if name != "gappa"]
    return [*names, *longer] if context.long else list(names)


def prove_pass(context, source, functions, properties, names, extra=None, last=None):
    """{goal: Answer} of one row of the plan; up to the first open goal where `last` is OPEN."""
    asked = tiers(context, names)
    options = ["-wp-prover", ",".join(asked)] + pass_options(functions, properties)
    return read_answers(frama_c(context, source, options, extra, last=last))


def narrow(row, functions):
    """The part of a row of the plan that is about some functions; None where there is none."""
    named = row[0].lstrip("-").split(",") if row[0] else []
    mine = [name for name in functions
            if not row[0] or (name in named) != row[0].startswith("-")]
    return (",".join(mine), *row[1:]) if mine else None


def merge(source, names, passes):
    """The file's goals, each from the one row of the plan that has it."""
    proven = {}
    for found in passes:
        twice = proven.keys() & found.keys()
        if twice:
            raise SystemExit(f"prove: {source}: two rows of the plan have {sorted(twice)[0]}")
        proven.update(found)
    strange = proven.keys() - set(names)
    if strange:
        raise SystemExit(f"prove: {source}: {sorted(strange)[0]} is not among the file's goals")
    return {(source, name): proven.get(name, Answer()) for name in names}


def numbered(answers):
    """The parts of a split lemma have its name: a, a become a, a_part2."""
    seen = {}
    for goal, *answer in answers:
        seen[goal] = seen.get(goal, 0) + 1
        yield goal if seen[goal] == 1 else f"{goal}_part{seen[goal]}", *answer


def texts_of(file):
    """The text of a file of lemmas and of those that it uses."""
    found, left = {}, [HERE / file]
    while left:
        path = left.pop()
        if path not in found and path.exists():
            found[path] = path.read_text()
            left += [HERE / f"{name}.mlw" for name in re.findall(r"\b(?:use|clone) (?:export )?(\w+)\.",
                                                                 found[path])]
    return [found[path] for path in sorted(found)]


def kept(context, command, file, run):
    """Why3's output, from the cache where one is kept and nothing has changed; WP has its own."""
    if not context.cache:
        return run()
    texts = texts_of(file) + [context.conf.read_text()]
    path = context.cache / hashlib.sha256("\0".join(command + texts).encode()).hexdigest()
    if not path.exists():
        tables.write(path, run())
    return path.read_text()


def ask_why3(context, file, theory, shortcut, only):
    """[(goal, Answer)] in the order of the file; of a let lemma, each of its verification goals."""
    name, alternative, version = provers.PROVERS[shortcut.removesuffix("long")][:3]
    alternative += "long" if shortcut.endswith("long") else ""
    chosen = [word for goal in only for word in ("-G", goal)]
    command = ["why3", "-C", str(context.conf), "prove", "-L", str(HERE),
               "-L", str(provers.wp_library()), "-P", f"{name},{version},{alternative}",
               "-a", "split_vc", "-t", str(context.net), str(HERE / file), "-T", theory,
               *chosen]
    text = kept(context, command, file, lambda: stream(
        context, command, file, None if only else "Prover result is")[1])
    answers = re.findall(r"^(?:Goal|Sub-goal [^\n]* of goal) (\S+)\.\nProver result is: "
                         r"(\w+)(?:.*?(\d+) steps)?", text, re.M)
    if not answers:
        raise SystemExit(f"prove: why3 failed on theory {theory}:\n{text}")
    who = f"{name} {version}"
    return [(goal, Answer(who if word == "Valid" else "", word == "Timeout", int(spent or 0)))
            for goal, word, spent in numbered(answers)]


def prove_theory(context, file, theory, shortcuts):
    """{goal: Answer} of every lemma of a theory, and every axiom that a clone has to show."""
    proven, left = {}, []
    for shortcut in tiers(context, shortcuts):
        for goal, answer in ask_why3(context, file, theory, shortcut, left):
            if goal not in proven or not proven[goal].who:
                proven[goal] = answer
        left = sorted({re.sub(r"_part\d+$", "", goal)
                       for goal, answer in proven.items() if not answer.who})
        if not left:
            break
    return {(file, f"{theory}.{goal}"): answer for goal, answer in proven.items()}


def contradictions(context):
    """The theories of which a solver proves false within the limit: everything would follow."""
    path = context.build / "contradiction.mlw"
    tables.write(path, "".join(
        f"module False{index}\n" + "".join(f"  use {name}\n" for name in names)
        + "  use frama_c_wp.cfloat.Cfloat\n  goal wrong: false\nend\n"
        for index, names in enumerate(plan.TOGETHER)))
    asked = [(index, shortcut) for index in range(len(plan.TOGETHER)) for shortcut in ("cvc4", "cvc5")]
    with concurrent.futures.ThreadPoolExecutor(max_workers=context.jobs) as pool:
        answers = list(pool.map(lambda row: ask_why3(context, path, f"False{row[0]}", row[1], []), asked))
    return sorted({" ".join(plan.TOGETHER[row[0]]) for row, answer in zip(asked, answers)
                   if any(goal.who for _, goal in answer)})


FEW = 300  # a row with few goals may have dear ones


def jobs(context, only, committed):
    """[(weight, key, what to do)]: a theory, or a row of a file; the longest shall begin first."""
    size = collections.Counter()
    for file, goal in committed:
        size[file, goal.split(".")[0] if file.endswith(".mlw") else ""] += 1
    work = []
    for source in (source for source in plan.PLAN if only in (None, source)):
        work.append((10000, (source, None), lambda s=source: all_goals(context, s)))
        for index, row in enumerate(plan.PLAN[source]):
            work.append((max(size[source, ""], FEW), (source, index),
                         lambda s=source, r=row: prove_pass(context, s, *r)))
    for row in plan.LIBRARY if only is None else []:
        work.append((3 * size[row[0], row[1]], row[:2], lambda r=row: prove_theory(context, *r)))
    return sorted(work, key=lambda job: -job[0])


def run_all(context, only, committed):
    """{(file, goal): Answer} in a fixed order, and WP's assumptions; some provers at a time."""
    for log in context.build.glob("*.log"):
        log.unlink()
    with concurrent.futures.ThreadPoolExecutor(max_workers=context.jobs) as pool:
        started = [(key, pool.submit(timed, context, key, job))
                   for _, key, job in jobs(context, only, committed)]
        done = {key: future.result() for key, future in started}
    found, assumed = {}, set()
    for source in plan.PLAN:
        if (source, None) in done:
            names, strange = done[source, None]
            assumed |= strange
            found.update(merge(source, names, [done[source, index]
                                               for index in range(len(plan.PLAN[source]))]))
    for row in plan.LIBRARY:
        found.update(done.get(row[:2], {}))
    return dict(sorted(found.items())), assumed


def timed(context, key, job):
    """The time of each row, for who wants to make the plan quicker: build/prove/times."""
    start = time.monotonic()
    result = job()
    with context.lock, open(context.build / "times", "a") as log:
        log.write(f"{time.monotonic() - start:.1f} {key[0]} {key[1]}\n")
    return result


class Progress:
    """How many goals are done, on a terminal; silent in a pipe."""

    def __init__(self, total):
        self.total, self.done, self.shown = total, 0, sys.stderr.isatty()

    def count(self):
        self.done += 1
        if self.shown:
            print(f"\r{self.done} of about {self.total} goals", end="", file=sys.stderr, flush=True)

    def end(self):
        if self.shown:
            print("\r\033[K", end="", file=sys.stderr)


def prepare(build, source=None, cache=False, total=0, workers=None):
    """What a run needs: folders, the provers' configuration, the environment."""
    context = argparse.Namespace()
    context.build = build.resolve()
    context.build.mkdir(parents=True, exist_ok=True)
    context.source = (source or HERE.parent / "src" / "core").resolve()
    context.conf = provers.configure(context.build)
    context.environment = provers.environment(context.conf)
    limits = hashlib.sha256(context.conf.read_bytes()).hexdigest()[:8]  # WP's digest leaves them out
    context.cache = context.build / f"cache-{limits}" if cache else None
    context.lock, context.progress = threading.Lock(), Progress(total)
    context.net, context.long = provers.NET_SECONDS, False
    context.jobs = workers or os.cpu_count() or 2
    if cache:
        context.cache.mkdir(exist_ok=True)
    return context


def need(program, tools=()):
    """Ends with status 3 if a tool is not there."""
    lacking = provers.missing(tools)
    if lacking:
        print(f"{program}: install these Debian packages: " + " ".join(lacking), file=sys.stderr)
        raise SystemExit(3)


def arguments():
    parser = argparse.ArgumentParser(description="prove the core with Frama-C/WP")
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build/prove"))
    parser.add_argument("--source", type=pathlib.Path)
    parser.add_argument("--results", type=pathlib.Path, help="write the table of goals here")
    parser.add_argument("--file", choices=sorted(plan.PLAN), help="this source file alone")
    parser.add_argument("--jobs", type=int, help="provers at a time; as many as there are cores")
    return parser.parse_args()


def main():
    given = arguments()
    need("prove")
    committed = tables.read(HERE / "results.json")
    context = prepare(given.build, given.source, total=len(committed["goals"]), workers=given.jobs)
    context.long = True
    (context.build / "times").unlink(missing_ok=True)
    start = time.monotonic()
    found, assumed = run_all(context, given.file, committed["goals"])
    context.progress.end()
    for (file, goal), answer in found.items():
        if not answer.who:
            print(f"open: {file} {goal}" + (
                f": {provers.NET_SECONDS} s were not enough, which is no answer" if answer.net else ""))
    for file, function in sorted(assumed - plan.ASSUMED):
        print(f"open: {file} {function}: WP assumes a separation that no contract states")
    wrong = contradictions(context) if given.file is None else []
    for names in wrong:
        print(f"open: false follows from {names}: the proofs say nothing")
    for line in tables.differences(committed, provers.versions(), found,
                                   (given.file,) if given.file else None):
        print(line)
    if given.results:
        tables.write(given.results, tables.table(found, provers.versions()))
    (context.build / "steps").write_text(tables.steps(found))
    proven = sum(1 for answer in found.values() if answer.who)
    print(f"{time.monotonic() - start:.0f} s", file=sys.stderr)
    print(f"prove: {proven}/{len(found)} goals proved")
    return 0 if proven == len(found) and not assumed - plan.ASSUMED and not wrong else 1


if __name__ == "__main__":
    sys.exit(main())
