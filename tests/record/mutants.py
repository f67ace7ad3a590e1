#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Wrong certificates: each edit of src/oracle/fast*.c accepts a little more than the theorem of AG-114
proves, and the comparison with the oracle (tests/unit/test_fast.c) must catch it.
Checks AG-114. mutants.py BUILD [CC]; ends with `N passed, N failed`."""

import glob
import os
import subprocess
import sys
import tempfile

# file, what stands there, what the mutant has, and, where one format alone is to see it, which.
MUTANTS = [
    ("fast_kernel.c", "K_M = 3", "K_M = 4"),
    ("fast_kernel.c", "K_V = 4", "K_V = 5"),
    ("fast_kernel.c", "K_G = 2, ", "K_G = 4, "),
    ("fast_kernel.c", "K_Z = 2", "K_Z = 3"),
    ("fast_kernel.c", "K_X = 3", "K_X = 4"),
    ("fast_kernel.c", "K_DECAY = 4", "K_DECAY = 16"),
    ("fast_kernel.c", "? 0.5 : 1.0)", "? 1.0 : 1.0)"),
    ("fast_kernel.c", "(after >= vmax) & ", ""),
    ("fast_kernel.c", "range.lo >= 0.0 ? larger(r.lo, 0.0) : r.lo", "r.lo"),
    ("fast_kernel.c", "range.hi <= 0.0 ? -larger(-r.hi, 0.0) : r.hi", "r.hi"),
    ("fast_kernel.c", "s->positive | ", "true | "),
    ("fast_kernel.c", "+ s->eps_lo;", "+ s->eps_lo * 0.99999;"),
    ("fast_kernel.c", "#define EPS 0x1p-53", "#define EPS 0x1p-200"),
    ("fast_kernel.c", " & (after <= s->box_hi[1]) &", " &"),
    ("fast_kernel.c", "{p, fma(s->hi, a.hi, -p) + (s->hi * a.lo + s->lo * a.hi)}", "{p, 0.0}"),
    ("fast.c", "(1.0 - 0x1p-40)", "1.1"),
    ("fast.c", "s->radius = mpfr_get_d(above, MPFR_RNDD);", "s->radius = mpfr_get_d(above, MPFR_RNDD) + s->hi * 0x1p-26;"),
    ("fast.c", "to->a_hi = upper(&s->a);", "to->a_hi = upper(&s->a) * (1 + 0x1p-22);"),
    ("fast.c", "hyper->maximize ? -1.0 : 1.0", "1.0"),
    ("fast.c", "amsref_scalars_set(&s, problem, does, amsref_binary_of(problem->format), model,",
     "amsref_scalars_set(&s, problem, does, amsref_binary_of(problem->format), AMSREF_MODEL_WORKING,"),
]

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
FLAGS = ["-std=c11", "-D_GNU_SOURCE", "-O1", "-ffp-contract=off"]


def run(command, **more):
    return subprocess.run(command, capture_output=True, text=True, **more)


def tested(build, cc, folder, edit):
    """Does the test end well with the edited sources?"""
    objects = []
    for name in ("fast.c", "fast_kernel.c"):
        with open(os.path.join(ROOT, "src", "oracle", name), encoding="utf-8") as file:
            text = file.read()
        if edit and edit[0] == name:
            if text.count(edit[1]) != 1:
                sys.exit(f"mutants: {name} does not have {edit[1]!r} once")
            text = text.replace(edit[1], edit[2])
        source = os.path.join(folder, name)
        with open(source, "w", encoding="utf-8") as file:
            file.write(text)
        objects.append(source[:-1] + "o")
        made = run([cc, *FLAGS, f"-I{ROOT}/src", f"-I{ROOT}/src/core", f"-I{ROOT}/src/oracle", "-c", source, "-o", objects[-1]])
        if made.returncode:
            sys.exit(f"mutants: {edit}: {made.stderr}")
    rest = [o for part in ("oracle", "suite", "runner") for o in glob.glob(f"{build}/{part}/*.o")
            if not os.path.basename(o).startswith("fast")]
    program = os.path.join(folder, "test_fast")
    made = run([cc, "-o", program, f"{build}/tests/unit/test_fast.o", *objects, *rest, f"{build}/libamsref.a",
                "-lcmocka", "-lmpfi", "-lmpfr", "-lgmp", "-ljansson", "-lmd", "-lm", "-pthread"])
    if made.returncode:
        sys.exit(f"mutants: {made.stderr}")
    ended = run([program], env=dict(os.environ, AMSREF_FAST_STEPS="90"))
    return ended.returncode == 0, "accepts what the oracle refuses" in ended.stderr


def main():
    build, cc = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "cc"
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        well, _ = tested(build, cc, folder, None)
        passed, failed = int(well), int(not well)
        if not well:
            print("not ok: the certificate itself does not pass")
        for edit in MUTANTS:
            well, caught = tested(build, cc, folder, edit)
            passed += caught
            failed += not caught
            if not caught:
                print(f"not ok: survives{'' if well else ' but for its usefulness'}: {edit[0]}: {edit[1]!r} -> {edit[2]!r}")
    print(f"mutants of the certificate: {passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
