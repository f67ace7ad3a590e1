# SPDX-License-Identifier: Apache-2.0
"""A Why3 configuration made from the installed one, in a folder of our own.

Debian's CVC4 is built without its float library and Why3 1.5 does not know Debian's cvc5, so both
get drivers without native floats: ieee_float stays axiomatised over the reals, which serves better
here anyway. The drivers are edits of the installed files; nothing of Why3 is copied into the
repository.
"""
import os
import pathlib
import re
import shutil
import subprocess

# command, Debian package
TOOLS = [("frama-c", "frama-c-base"), ("why3", "why3"), ("cvc4", "cvc4"), ("cvc5", "cvc5"),
         ("gappa", "gappa"), ("z3", "z3")]

# Theories whose axioms only distract where arrays and frames are the matter.
FLOAT_THEORIES = """ieee_float.GenericFloat ieee_float.Float32 ieee_float.Float64
    ieee_float.FloatConverter frama_c_wp.cfloat.Cfloat real.Square frama_c_wp.cmath.Square
    int.ComputerDivision frama_c_wp.qed.Qed""".split()

# WP's axioms that make an infinity of every real beyond the largest finite number. Rounding brings some
# of these back, as FloatConverter says: the two together are contradictory. No goal needs them.
FALSE_AXIOMS = "".join(f" remove prop to_f{bits}_{sign}_infinity" for bits in (32, 64)
                       for sign in ("plus", "minus"))

# Limits are in each solver's own steps, which are the same on every machine. The provers of a row are
# first asked within STEPS, twice what the dearest goal so far needs (build/prove/steps), and where none
# finds a proof once more within LONG times as many: so a prover that is wrong for a goal costs little.
# Gappa needs no limit: its search is finite.
STEPS = {"CVC4": 1000000, "CVC5": 1000000, "Z3": 1000000, "Gappa": 0}
LONG = 5
# A net for searches that do not count steps, as some of Z3's. Where it ends a prover, there is no answer,
# and it is said so.
NET_SECONDS = 300
CVC4 = "cvc4 --stats --rlimit={steps} --lang=smt2 %f"
CVC5 = "cvc5 --stats-internal --rlimit={steps} --lang=smt2 %f"
Z3 = "z3 -smt2 rlimit={steps} smt.random_seed=0 -st %f"
GAPPA = "gappa -Eprecision=80 %f"
# How these say what they spent; CVC4's driver knows.
SPENT = {
    "cvc5": r'steps "resource::resourceUnitsUsed = \\([0-9]+\\)" 1',
    "z3": r'steps ":rlimit-count +\\([0-9]+\\)" 1',
}

# shortcut: name, alternative, version, command, driver, logic, without floats
PROVERS = {
    "cvc4": ("CVC4", "real", "1.8", CVC4, "cvc4_15.drv", "AUFBVDTNIRA", False),
    "cvc4mem": ("CVC4", "mem", "1.8", CVC4, "cvc4_15.drv", "AUFBVDTNIRA", True),
    "cvc5": ("CVC5", "real", "1.0.3", CVC5, "cvc4_15.drv", "ALL", False),
    "cvc5mem": ("CVC5", "mem", "1.0.3", CVC5, "cvc4_15.drv", "ALL", True),
    "z3": ("Z3", "real", "4.8.12", Z3, "z3_432.drv", None, False),
    "z3mem": ("Z3", "mem", "4.8.12", Z3, "z3_432.drv", None, True),
    "gappa": ("Gappa", "", "1.4.1", GAPPA, "gappa.drv", None, False),
}
VERSION_COMMANDS = {
    "frama-c": ["frama-c", "-version"],
    "why3": ["why3", "--version"],
    "cvc4": ["cvc4", "--version"],
    "cvc5": ["cvc5", "--version"],
    "gappa": ["gappa", "--version"],
    "z3": ["z3", "--version"],
}


def missing(more=()):
    """Debian packages of the commands that are not there."""
    return [package for command, package in [*TOOLS, *more] if shutil.which(command) is None]


def versions():
    """What each tool says it is."""
    found = {}
    for tool, command in VERSION_COMMANDS.items():
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        match = re.search(r"\d+\.\d+[\w.]*", run.stdout + run.stderr)
        found[tool] = match.group(0) if match else "unknown"
    return found


def datadir():
    run = subprocess.run(["why3", "--print-datadir"], capture_output=True, text=True, check=True)
    return pathlib.Path(run.stdout.strip())


def wp_library():
    run = subprocess.run(["frama-c", "-print-share-path"], capture_output=True, text=True,
                         check=True)
    return pathlib.Path(run.stdout.strip()) / "wp" / "why3"


def driver(name, base, logic, without_floats, folder, installed):
    """Writes one driver. Ends where the installed file is not the one that the edits are for."""
    def edit(pattern, by, text):
        text, count = re.subn(pattern, lambda match: by.replace("&", match.group(0)), text,
                              flags=re.M)
        if count == 0:
            raise SystemExit(f"prove: {installed / base} has no {pattern!r}: "
                             "another Why3 than Debian 12's 1.5.1?")
        return text

    text = (installed / base).read_text()
    text = re.sub(r'^import "([^/])', lambda match: f'import "{installed}/{match.group(1)}', text,
                  flags=re.M)
    if base == "gappa.drv":  # Gappa shall know that a square root is finite
        text = edit(r'^  meta "instantiate:auto" prop div_finite',
                    '&\n  meta "instantiate:auto" prop sqrt_finite', text)
    elif logic:
        text = edit(r'^printer "smtv2"', 'printer "smtv2.6"', text)
        text = edit(r"\(set-logic AUFBVDTNIRA\)", f"(set-logic {logic})", text)
        if "cvc5" in name:
            text = edit(r"^steps .*$", SPENT["cvc5"], text)
    else:
        text = edit(r"^steplimitexceeded", SPENT["z3"] + "\n&", text)
    text += f"theory frama_c_wp.cfloat.Cfloat{FALSE_AXIOMS} end\n"
    if without_floats:
        text += "".join(f"theory {theory} remove allprops end\n" for theory in FLOAT_THEORIES)
    path = folder / f"{name}.drv"
    path.write_text(text)
    return path


def configure(folder):
    """Writes why3.conf and its drivers into folder; returns its path. Each solver is there twice, the
    second time with the longer limit."""
    folder.mkdir(parents=True, exist_ok=True)
    installed = datadir() / "drivers"
    conf = "[main]\nmagic = 14\nmemlimit = 4000\nrunning_provers_max = 1\ntimelimit = 30\n"
    for shortcut, (name, alternative, version, command, base, logic, without) in PROVERS.items():
        path = driver(shortcut, base, logic, without, folder, installed)
        for suffix, times in (("", 1), ("long", LONG)):
            limited = command.replace("{steps}", str(STEPS[name] * times))
            conf += (f'\n[prover]\nname = "{name}"\nalternative = "{alternative}{suffix}"\n'
                     f'version = "{version}"\ncommand = "{limited}"\ndriver = "{path}"\n'
                     f'editor = ""\nin_place = false\n'
                     f'interactive = false\nshortcut = "{shortcut}{suffix}"\n')
    target = folder / "why3.conf"
    target.write_text(conf)
    return target


def environment(conf):
    return {**os.environ, "WHY3CONFIG": str(conf), "LC_ALL": "C"}
