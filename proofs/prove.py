#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Proves the core from cold with Frama-C/WP and writes the table of goals.

The closing line is "prove: P/T goals proved"; exit status 0 if P = T, 1 if not, 3 if a tool is
missing. T counts every goal that WP generates without any selection of ours, and every lemma that
the provers are given: WP takes those for granted, so they are goals of their own here.
"""
import argparse
import concurrent.futures
import json
import pathlib
import re
import subprocess
import sys
import time

import provers

HERE = pathlib.Path(__file__).resolve().parent
SECONDS = 60  # a goal and a prover; the slowest needs about two

# Which provers meet which goals of a file: (functions, properties, provers in their order, and
# a driver of lemmas where they are wanted), "-" for all but these. The SMT solvers have ieee_float's
# axioms, or none where arrays alone matter (mem); Gappa bounds and rounds. Together the rows of a
# file must give each goal once: that is checked.
MEMORY = ["cvc4mem", "cvc5mem", "cvc4"]
LOGIC = ["cvc5", "cvc4"]
REACH = ["cvc4"]
LINES = ("gradient,first_moment,second_moment,running_maximum,square_root,denominator,update,"
         "parameter")
BOUNDS = "range,keeps,sum_high,root_high,root_low"
ROUNDING = "error,tight"


def step(loop):
    return [
        (loop, "", MEMORY),
        (LINES, BOUNDS, ["gappa", "cvc5"]),
        (LINES, "reach", REACH),
        (LINES, ROUNDING, ["cvc5", "z3", "cvc4"], "errors.driver"),
        (LINES, "-" + ",".join([BOUNDS, "reach", ROUNDING]).replace(",", ",-"), LOGIC),
        ("-" + loop + "," + LINES, "", LOGIC),
    ]


REST_PROVERS = ["cvc4mem", "cvc4", "cvc5mem"]
REST = [("", "", REST_PROVERS)]
PLAN = {
    "step_f64.c": step("amsref_step_f64"),
    "step_f32.c": step("amsref_step_f32"),
    "run_f64.c": [("", "", ["cvc5mem", "cvc4mem"])],
    "run_f32.c": [("", "", ["cvc5mem", "cvc4mem"])],
    "coefficients.c": [("", "", ["cvc4", "cvc5", "cvc4mem"], "coefficients.driver")],
    "hyper.c": [
        ("default_eps", "value", ["gappa", "cvc5"]), ("default_eps", "-value", REST_PROVERS),
        ("-default_eps", "", REST_PROVERS),
    ],
    "names.c": REST,
    "witness.c": [("", "box,coef", ["cvc5"]), ("", "-box,-coef", ["gappa", "cvc5"])],
}

# Lemmas: file, theory, provers in their order. The axioms of Format and of Lines are goals of the
# theories that clone them.
LIBRARY = [
    ("amsref.mlw", "Format", ["cvc5"]), ("amsref.mlw", "Rounding64", ["gappa"]),
    ("amsref.mlw", "Binary64", ["cvc5"]), ("amsref.mlw", "Rounding32", ["gappa"]),
    ("amsref.mlw", "Binary32", ["cvc5"]), ("errors.mlw", "Reals", ["cvc5", "z3", "cvc4"]),
    ("errors.mlw", "Lines", ["cvc5", "z3", "cvc4"]), ("errors.mlw", "Rounding64", ["gappa"]),
    ("errors.mlw", "Errors64", ["cvc5", "z3", "cvc4"]), ("errors.mlw", "Rounding32", ["gappa"]),
    ("errors.mlw", "Errors32", ["cvc5", "z3", "cvc4"]), ("runs.mlw", "Runs", ["cvc5", "z3"]),
    ("coefficients.mlw", "Close", ["cvc5", "cvc4"]), ("coefficients.mlw", "Rounds", ["gappa"]),
    ("coefficients.mlw", "Stage", ["cvc5", "cvc4"]), ("coefficients.mlw", "Powers", ["cvc5", "cvc4"]),
    ("coefficients.mlw", "Levels", ["cvc5", "cvc4"]), ("coefficients.mlw", "Omp", ["cvc5", "cvc4"]),
    ("coefficients.mlw", "Pow", ["cvc5", "cvc4"]), ("coefficients.mlw", "TwoPowers", ["cvc4", "cvc5"]),
    ("coefficients.mlw", "Coefficients", ["cvc5", "cvc4"]),
    ("scalars.mlw", "CloseMore", ["cvc5", "cvc4"]), ("scalars.mlw", "RoundsMore", ["gappa"]),
    ("scalars.mlw", "Errors", ["cvc5", "cvc4"]), ("scalars.mlw", "Rounds32", ["gappa"]),
    ("scalars.mlw", "Operations", ["cvc5", "cvc4"]), ("scalars.mlw", "RoundsWide", ["gappa"]),
    ("scalars.mlw", "Wide", ["cvc5", "cvc4"]), ("scalars.mlw", "Scalars", ["cvc5", "cvc4"]),
]
LEMMA_SECONDS = 10  # most take a tenth; another prover is next

# What WP assumes about memory beside the contracts, by function: read in SOUNDNESS.md why it holds.
ASSUMED = {("coefficients.c", "reduce")}


def frama_c(context, source, options, extra=None):
    drivers = ",".join(str(HERE / name) for name in ("amsref.driver", extra) if name)
    command = ["frama-c", "-cpp-extra-args=-I" + str(context.source), "-machdep", "gcc_x86_64",
               "-warn-special-float", "none", "-wp", "-wp-rte", "-wp-split",
               "-wp-model", "Typed+float", "-wp-driver", drivers,
               "-wp-cache", "none", "-wp-par", "1", "-wp-timeout", str(SECONDS), *options,
               str((HERE if source == "witness.c" else context.source) / source)]
    run = subprocess.run(command, cwd=context.build, env=context.environment, capture_output=True,
                         text=True, check=False)
    with open(context.build / f"{source}.log", "a") as log:
        log.write(run.stdout)
    if run.returncode != 0:
        tail = run.stdout[-3000:] + run.stderr[-1000:]
        raise SystemExit(f"prove: frama-c failed on {source}:\n{tail}")
    return run.stdout


def tidy(goal):
    return re.sub(r"^typed_(float_)?(amsref_)?((errors|coefficients)_)?", "", goal)


def all_goals(context, source):
    """Every goal of the file, by name: (), and the functions about which WP assumes something."""
    text = frama_c(context, source, ["-wp-prover", "none"])
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


def prove_pass(context, source, functions, properties, names, extra=None):
    """{goal: prover, or "" where none did}"""
    options = ["-wp-prover", ",".join(names)] + pass_options(functions, properties)
    text = frama_c(context, source, options, extra)
    found = {}
    for who, goal, rest in re.findall(r"^\[wp\] \[([^\]]+)\] Goal (\w+)(.*)$", text, re.M):
        found[tidy(goal)] = re.sub(r" \(real\)$", "", who) if rest.startswith(" : Valid") else ""
    return found


def prove_file(context, source):
    (context.build / f"{source}.log").unlink(missing_ok=True)
    names, assumed = all_goals(context, source)
    proven = {}
    for row in PLAN[source]:
        found = prove_pass(context, source, *row)
        twice = proven.keys() & found.keys()
        if twice:
            raise SystemExit(f"prove: {source}: two rows of the plan have {sorted(twice)[0]}")
        proven.update(found)
    strange = proven.keys() - set(names)
    if strange:
        raise SystemExit(f"prove: {source}: {sorted(strange)[0]} is not among the file's goals")
    return [(source, name, proven.get(name, "")) for name in names], assumed


def numbered(answers):
    """The parts of a split lemma have its name: a, a become a, a_part2."""
    seen = {}
    for goal, answer in answers:
        seen[goal] = seen.get(goal, 0) + 1
        yield goal if seen[goal] == 1 else f"{goal}_part{seen[goal]}", answer


def ask_why3(context, file, theory, shortcut, only):
    """[(goal, proven)] in the order of the file; of a let lemma, each of its verification goals."""
    name, alternative, version = provers.PROVERS[shortcut][:3]
    chosen = [word for goal in only for word in ("-G", goal)]
    run = subprocess.run(
        ["why3", "-C", str(context.conf), "prove", "-L", str(HERE), "-L", str(provers.wp_library()),
         "-P", f"{name},{version},{alternative}", "-a", "split_vc", "-t", str(LEMMA_SECONDS),
         str(HERE / file), "-T", theory, *chosen],
        cwd=context.build, env=context.environment, capture_output=True, text=True, check=False)
    answers = re.findall(r"^(?:Goal|Sub-goal [^\n]* of goal) (\S+)\.\nProver result is: (\w+)",
                         run.stdout, re.M)
    if not answers:
        raise SystemExit(f"prove: why3 failed on theory {theory}:\n{run.stdout}{run.stderr}")
    return [(goal, answer == "Valid") for goal, answer in numbered(answers)]


def prove_theory(context, file, theory, shortcuts):
    """Every lemma of a theory, and every axiom that a clone has to show."""
    proven, left = {}, []
    for shortcut in shortcuts:
        name, version = provers.PROVERS[shortcut][0], provers.PROVERS[shortcut][2]
        for goal, valid in ask_why3(context, file, theory, shortcut, left):
            if not proven.get(goal):
                proven[goal] = f"{name} {version}" if valid else ""
        left = sorted({re.sub(r"_part\d+$", "", goal) for goal, who in proven.items() if not who})
        if not left:
            break
    return [(file, f"{theory}.{goal}", who) for goal, who in proven.items()], set()


def run_all(context, only):
    """Goals in a fixed order, and WP's assumptions; two provers at a time."""
    jobs = [lambda s=s: prove_file(context, s) for s in PLAN if only in (None, s)]
    if only is None:
        jobs += [lambda row=row: prove_theory(context, *row) for row in LIBRARY]
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        done = [future.result() for future in [pool.submit(job) for job in jobs]]
    goals = [goal for part, _ in done for goal in part]
    assumed = set().union(*(part for _, part in done))
    return sorted(goals), assumed


def table(goals, tools):
    """The table as text: one goal a line, no times, so that it comes out alike each time."""
    lines = [json.dumps({"file": file, "goal": goal, "prover": who,
                         "status": "proved" if who else "open"}) for file, goal, who in goals]
    proven = sum(1 for goal in goals if goal[2])
    head = json.dumps({"tools": tools, "proved": proven, "total": len(goals)})[1:-1]
    return "{" + head + ",\n\"goals\": [\n" + ",\n".join(lines) + "\n]}\n"


def arguments():
    parser = argparse.ArgumentParser(description="prove the core with Frama-C/WP")
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build/prove"))
    parser.add_argument("--source", type=pathlib.Path, default=HERE.parent / "src" / "core")
    parser.add_argument("--results", type=pathlib.Path, help="write the table of goals here")
    parser.add_argument("--file", choices=sorted(PLAN), help="this source file alone")
    return parser.parse_args()


def main():
    context = arguments()
    lacking = provers.missing()
    if lacking:
        print("prove: install these Debian packages: " + " ".join(lacking), file=sys.stderr)
        return 3
    context.build = context.build.resolve()
    context.source = context.source.resolve()
    context.build.mkdir(parents=True, exist_ok=True)
    context.conf = provers.configure(context.build)
    context.environment = provers.environment(context.conf)
    start = time.monotonic()
    goals, assumed = run_all(context, context.file)
    for file, goal, _ in (goal for goal in goals if not goal[2]):
        print(f"open: {file} {goal}")
    for file, function in sorted(assumed - ASSUMED):
        print(f"open: {file} {function}: WP assumes a separation that no contract states")
    if context.results:
        part = context.results.with_suffix(".tmp")
        part.write_text(table(goals, provers.versions()))
        part.replace(context.results)
    proven = sum(1 for goal in goals if goal[2])
    print(f"{time.monotonic() - start:.0f} s", file=sys.stderr)
    print(f"prove: {proven}/{len(goals)} goals proved")
    return 0 if proven == len(goals) and not assumed - ASSUMED else 1


if __name__ == "__main__":
    sys.exit(main())
