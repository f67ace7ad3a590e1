#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
#
# checks AG-125, AG-127
"""The bounds of AG-125 and AG-127 against the core: no run may leave them, and adversarial runs,
whose gradient is chosen in every step to push the error of m (or of v, or of x) one way, must come near.

    sharpness.py LIBRARY    prints the largest fraction of each bound; ends with
                            `N passed, N failed`
"""
import ctypes
import fractions
import math
import random
import sys

F = fractions.Fraction
U, ETA = F(1, 2**53), F(1, 2**1074)
E2, E3, H1 = (1 + U)**2 - 1, (1 + U)**3 - 1, (1 + U) / 2
E1, ER = (1 + U) * U, F(3, 2) * U + U**2
ED = (1 + U)**2 * (1 + ER) - 1
EV = (1 + U) * ((1 + U)**2 * (1 + ED / (1 - ED)) - 1)
STEPS, TRIES = 60, 12
FIELDS = "sigma l2 b1 c1 b2 c2 s eps_in r eps k a lo hi".split()


class Coef(ctypes.Structure):
    _fields_ = [(name, ctypes.c_double) for name in FIELDS] + [("maximum", ctypes.c_bool)]


def coefficients(beta1, beta2, s=1.0, l2=0.0, eps=1e-8):
    return Coef(1, l2, beta1, 1 - beta1, beta2, 1 - beta2, s, 0, 1, eps, 1, 1e-3,
                float("-inf"), float("inf"), True)


def step(core, k, state, g):
    """The core's step of one parameter: (x, m, v, vmax) after it."""
    arrays = [(ctypes.c_double * 1)(value) for value in state]
    core.amsref_step_f64(ctypes.byref(k), ctypes.c_size_t(1), *arrays, (ctypes.c_double * 1)(g))
    return tuple(array[0] for array in arrays)


def bound_of_run(k, b, c, rounding):
    """D of AG-127 for gradients, or squares of gradients, up to 1."""
    limit = F(c) / (1 - F(b))
    return (rounding * limit + 4 * ETA) / (1 - F(b) * (1 + rounding))


def run(core, beta1, beta2, watched, rng):
    """The largest fraction of the bounds of one step and of the run that m (1) or v (2) reaches."""
    k = coefficients(beta1, beta2)
    state, exact = (0.0, 0.0, 0.0, 0.0), [F(0), F(0)]
    b, c, rounding = ((k.b1, k.c1, E2), (k.b2, k.c2, E3))[watched - 1]
    bound = bound_of_run(k, b, c, rounding)
    local = total = F(0)
    for _ in range(STEPS):
        best = None
        for _ in range(TRIES):
            g = 1 - rng.random() / 4
            new = step(core, k, state, g)
            sample = F(g) ** watched
            error = F(new[watched]) - (F(b) * F(state[watched]) + F(c) * sample)
            if best is None or error > best[0]:
                best = (error, new, sample, g)
        error, new, sample, g = best
        local = max(local, abs(error) / (rounding * (F(b) * F(state[watched]) + F(c) * sample)))
        exact = [F(b1) * e + F(c1) * F(g)**n for e, b1, c1, n in
                 ((exact[0], k.b1, k.c1, 1), (exact[1], k.b2, k.c2, 2))]
        state = new
        total = max(total, abs(F(state[watched]) - exact[watched - 1]) / bound)
    return local, total


def root(value):
    """The square root, 2^-400 at most too small."""
    return F(math.isqrt(int(value * 2**800)), 2**400)


def bound_of_x(k, w0, d, dw, x0):
    """The error of AG-127 per step for gradients up to 1 and a maximum from w0 on."""
    low, limit = root(F(w0)), F(k.c1) / (1 - F(k.b1))
    floor = low * F(k.r) + F(k.eps)
    s = dw / (2 * low)
    ratio = limit / floor
    off = (d + ratio * F(k.r) * s) / floor
    a, length = F(k.a), F(k.a) * ratio
    reach = abs(F(x0)) + STEPS * (length + a)
    error = a * off + (U + E1) * reach + (U + EV) * a * (ratio + off) + (2 + a) * ETA
    assert error <= a  # the room that reach has for it
    return error


def scaled_bound(k, corrected):
    """D'' of AG-127, of vmax, for squares of gradients up to 1."""
    dv, limit, s = bound_of_run(k, k.b2, k.c2, E3), F(k.c2) / (1 - F(k.b2)), F(scale(k.b2, 1))
    return s * dv + U * s * (limit + dv) + ETA if corrected else dv


def scale(beta2, t):
    """s of a dialect that corrects v: 1/C2, the largest at t = 1."""
    return 1 / (1 - beta2**t)


def run_of_x(core, beta1, beta2, w0, corrected, rng):
    """The largest fraction of t*error, the bound of x after t steps, that x reaches."""
    k = coefficients(beta1, beta2)
    state, m, v, w, x = (1.0, 0.0, 0.0, w0), F(0), F(0), F(w0), F(1)
    error = bound_of_x(k, w0, bound_of_run(k, k.b1, k.c1, E2), scaled_bound(k, corrected), 1)
    total = F(0)
    for t in range(1, STEPS + 1):
        best = None
        k.s = scale(beta2, t) if corrected else 1.0
        for _ in range(TRIES):
            g = rng.uniform(-1, 1)
            new = step(core, k, state, g)
            m1, v1 = F(k.b1) * m + F(k.c1) * F(g), F(k.b2) * v + F(k.c2) * F(g)**2
            w1 = max(w, F(k.s) * v1)
            x1 = x - F(k.a) * (m1 / (root(w1) * F(k.r) + F(k.eps)))
            if best is None or abs(F(new[0]) - x1) > abs(F(best[0][0]) - best[1][3]):
                best = (new, (m1, v1, w1, x1))
        state, (m, v, w, x) = best
        total = max(total, abs(F(state[0]) - x) / (t * error))
    return total


def cancelling(core):
    """Why AG-127 has no bound of x with L2 decay: where g + l2*x cancels, the core stands still, and exact
    arithmetic takes a whole step from the same state. (the core's step, the exact one)"""
    k = coefficients(0.9, 0.999, l2=0.1, eps=2.0**-100)
    x = 0.7
    g = -(k.l2 * x)  # the rounded product
    sample = F(g) + F(k.l2) * F(x)
    m, v = F(k.c1) * sample, F(k.c2) * sample**2
    moved = abs(F(k.a) * m / (root(v) + F(k.eps)))
    return abs(step(core, k, (x, 0.0, 0.0, 0.0), g)[0] - x), float(moved)


def main():
    core = ctypes.CDLL(sys.argv[1])
    rng = random.Random(127)
    passed = failed = 0
    for name, watched, betas in (("m", 1, (0.5, 0.9)), ("v", 2, (0.9, 0.95))):
        for beta in betas:
            runs = [run(core, beta, beta, watched, rng) for _ in range(3)]
            local, total = (float(max(column)) for column in zip(*runs))
            for what, least, got in (("step", 0.2, local), ("run", 0.02, total)):
                good = least <= got <= 1
                passed, failed = passed + good, failed + (not good)
                print(f"{'ok' if good else 'not ok'} - {name}, beta {beta}, {what}: "
                      f"{got:.2f} of the bound")
    for beta, w0, corrected in ((0.5, 0.25, False), (0.9, 2.0**-10, False), (0.5, 0.25, True)):
        got = float(max(run_of_x(core, beta, beta, w0, corrected, rng) for _ in range(3)))
        good = 1e-4 <= got <= 1
        passed, failed = passed + good, failed + (not good)
        print(f"{'ok' if good else 'not ok'} - x, beta {beta}, vmax from {w0}, "
              f"s {'1/C2' if corrected else '1'}, run: {got:.4f} of the bound")
    still, moved = cancelling(core)
    good = still == 0 and moved > 1e-3
    passed, failed = passed + good, failed + (not good)
    print(f"{'ok' if good else 'not ok'} - x, L2 decay that cancels the gradient: "
          f"{still} in the core, {moved:.5f} exactly")
    print(f"{passed} passed, {failed} failed")
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
