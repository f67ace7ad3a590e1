# SPDX-License-Identifier: Apache-2.0
"""Compiles the core as a cell says, with switches turned off or on, and finds what runs it."""

import glob
import hashlib
import os
import platform
import re
import shutil
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
FAST_LINK = {"-ffast-math", "-Ofast", "-funsafe-math-optimizations"}  # have startup code that flushes to zero
CPU_LACKS = 77  # cell.c
TIME_LIMIT = 120


class Skip(Exception):
    """The cell cannot be judged on this machine; the text says why."""


class Refused(Exception):
    """The core's environment.h does not let itself be compiled so (AG-27)."""


class Broken(Exception):
    """A build or a run failed for a reason that is none of the matrix's outcomes."""


def _run(command, **options):
    return subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=TIME_LIMIT, **options)


def version(cell):
    """What the compiler calls itself; Skip where there is none."""
    for name in cell.needs:
        if shutil.which(name) is None:
            package = "clang" if name == "clang" else "musl-tools" if name == "musl-gcc" else cell.packages
            raise Skip("%s is missing: make setup-drift, or apt-get install %s" % (name, package))
    option = "-dumpversion" if cell.family == "clang" else "-dumpfullversion"
    return _run(cell.command + [option]).stdout.strip()


class Program:
    """A built cell. Equal digests are equal bytes."""

    def __init__(self, path):
        self.path = path
        with open(path, "rb") as file:
            self.digest = hashlib.sha256(file.read()).hexdigest()


class Workshop:
    """Builds into `folder` from the sources under `source`."""

    def __init__(self, source, folder):
        self.source, self.folder = os.path.abspath(source), os.path.abspath(folder)
        self._number = 0

    def build(self, cell, off=(), on=(), guarded=True):
        """The cell with its flags, then those against `off`, then those for `on`."""
        flags = list(cell.flags)
        for switch in off:
            flags += switch.off
        for switch in on:
            flags += switch.on
        linked = flags
        if any(switch.unlinked for switch in off):
            linked = [flag for flag in flags if flag not in FAST_LINK]
        self._number += 1
        name = re.sub(r"[^\w.=-]+", "_", cell.name)
        place = os.path.join(self.folder, "%s.%d" % (name, self._number))
        os.makedirs(place)
        try:
            self._compile(cell, flags, guarded, place)
            self._link(cell, linked, place)
            return Program(os.path.join(place, "cell"))
        finally:
            for path in glob.glob(os.path.join(place, "*.o")):
                os.remove(path)

    def _compile(self, cell, flags, guarded, place):
        core = os.path.join(self.source, "core")
        common = ["-std=c11", "-w", "-I" + self.source, "-I" + core]
        stand_in = [] if guarded else ["-include", os.path.join(HERE, "unguarded.h")]
        files = sorted(glob.glob(os.path.join(core, "*.c")))
        if not files:
            raise Broken("there is no core in %s" % core)
        done = _run([*cell.command, *common, *flags, *stand_in, "-c", *files], cwd=place)
        if done.returncode == 0:
            done = _run([*cell.command, *common, *flags, "-c", os.path.join(HERE, "cell.c")], cwd=place)
        elif guarded:
            refusal = re.search(r"error: .*?(amsref: [^\n]*\(AG-27\))", done.stderr)
            if refusal:
                raise Refused(refusal.group(1))
        if done.returncode != 0:
            raise Broken("does not compile: %s" % done.stderr.strip()[:2000])

    def _link(self, cell, flags, place):
        objects = sorted(glob.glob(os.path.join(place, "*.o")))
        done = _run([*cell.command, "-std=c11", "-w", *flags, "-static", "-o", "cell", *objects, "-lm"], cwd=place)
        if done.returncode != 0:
            raise Broken("does not link: %s" % done.stderr.strip()[:2000])


def _works(command):
    """None where the program runs; else why it does not."""
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=TIME_LIMIT)
    except OSError as error:
        return str(error.strerror)
    if done.returncode == 0:
        return None
    if done.returncode in (CPU_LACKS, -4):  # its own word, or an illegal instruction
        return "the CPU lacks its instructions"
    raise Broken("%s ended with status %d on an empty input" % (command[-1], done.returncode))


def runner(cell, program):
    """What is put before the program's path: nothing, or an emulator. Skip where nothing runs it."""
    reasons = []
    if platform.machine() in cell.machines:
        reason = _works([program.path])
        if reason is None:
            return []
        reasons.append("natively: " + reason)
    if shutil.which(cell.emulator[0]) is None:
        reasons.append("%s is missing: make setup-drift, or apt-get install qemu-user" % cell.emulator[0])
        raise Skip("; ".join(reasons))
    reason = _works([*cell.emulator, program.path])
    if reason is None:
        return list(cell.emulator)
    raise Skip("; ".join([*reasons, "%s: %s" % (cell.emulator[0], reason)]))


def emulator_version(command):
    found = re.search(r"version (\d+\.\d+(\.\d+)?)", _run([command, "--version"]).stdout)
    return found.group(1) if found else "unknown"
