# SPDX-License-Identifier: Apache-2.0
"""The second oracle's dialects, scalars of a step, and storing: AG-08, AG-10, AG-31, AG-32, AG-37, AG-117,
AG-118. Written from spec/ alone; names follow the clauses."""

from reals import (
    BINARY32, INF, ONE, TWO, ZERO, Range, add, cut_below, div, exact, greatest, hull, least, less, mag, mig,
    mul, nearest, number, point, power, rdiv, reaches, rmul, root, rroot, rsub, sign, sub, widen)


class Dialect:
    """A row of AG-10: where the corrections, epsilon and the maximum stand."""

    def __init__(self, a, r=False, s=False, inside=False, maximum=True):
        self.a, self.r, self.s, self.inside, self.maximum = a, r, s, inside, maximum
        self.reads_c1 = a != "lr"
        self.reads_c2 = r or a == "folded"  # by a or r: AG-35
        self.quantities = ("x", "m", "v") + (("vmax",) if maximum else ())


DIALECTS = {
    "paper": Dialect("lr"),
    "paper-eps": Dialect("lr"),
    "julia": Dialect("lr"),
    "pytorch": Dialect("corrected", r=True),
    "keras": Dialect("folded"),
    "optax": Dialect("corrected", s=True),
    "optax-mu": Dialect("corrected"),
    "drjit": Dialect("folded", inside=True),
    "adam": Dialect("corrected", r=True, maximum=False),
}


def nats(n):
    return exact(n)


def one_minus_power(beta, t):
    """1 - beta^t as a definite number."""
    return sub(ONE, power(beta, t))


def doubling_error(beta, t):
    """E(t) of AG-32."""
    c_1 = sub(ONE, beta)
    k, error = 1, ONE
    for bit in bin(t)[3:]:
        c = one_minus_power(beta, k)
        factor = div(mul(TWO, sub(ONE, c)), sub(TWO, c))
        error, k = add(mul(error, factor), TWO), 2 * k
        if bit == "1":
            c = one_minus_power(beta, k)
            top = add(mul(mul(beta, c), add(error, ONE)), c_1)
            error, k = add(div(top, one_minus_power(beta, k + 1)), ONE), k + 1
    return error


def arithmetic(case, level):
    """What operations and scalars may be rounded to: AG-117, AG-118."""
    return case.fmt if level == "working" else case.fmt.arithmetic


class Scalars:
    """What the scalars of step t may be at one level: AG-08, AG-10, AG-32, AG-37."""

    def __init__(self, case, level, t):
        self.fmt, self.level, self.t = arithmetic(case, level), level, t
        self.kept, self.narrow = case.fmt, self.fmt.storage  # narrow: AG-118
        h, d = case.hyper, case.dialect
        lr, beta1, beta2 = number(h["lr"]), number(h["beta1"]), number(h["beta2"])
        decay = number(h.get("weight_decay", 0.0))
        self.eps = self.H(point(number(h["eps"])))
        self.eps_in = self.H(rmul(self.eps, self.eps)) if d.inside else point(ZERO)
        if d.inside or h["eps"] == 0.0:
            self.eps = point(ZERO)
        self.average1(h, beta1)
        self.b2, self.c2 = self.weights(beta2)
        lr_t = self.H(point(lr))
        self.inv_sqrt = h.get("lr_schedule") == "inv_sqrt"
        if self.inv_sqrt:
            lr_t = rdiv(lr_t, point(root(nats(t))))
        self.C1 = self.correction(beta1) if d.reads_c1 else point(ONE)
        self.C2 = self.correction(beta2) if d.reads_c2 or d.s else point(ONE)
        self.r = rdiv(point(ONE), rroot(self.C2)) if d.r else point(ONE)
        self.lr_t = lr_t
        a = rmul(lr_t, rroot(self.C2)) if d.a == "folded" else lr_t
        a = rdiv(a, self.C1) if d.reads_c1 else a
        if self.narrow and reaches(rdiv(lr_t, self.C1), self.fmt.omega):
            a = a.include(INF)
        self.a = self.subnormal(a, self.C1)
        w = self.H(point(decay))
        decoupled = h.get("decoupled", False)
        self.l2 = w if sign(decay) and not decoupled else None
        self.weight, self.w = w, point(decay)
        rate = self.subnormal(lr_t, point(ONE)) if self.inv_sqrt else lr_t
        self.d = rmul(rate, w) if sign(decay) and decoupled else None
        if self.narrow and self.d is not None and reaches(self.d, self.fmt.omega):
            self.d = self.d.include(INF)
        lo, hi = h.get("project") or (None, None)
        self.box = [self.bound(-INF if lo is None else lo), self.bound(INF if hi is None else hi)]
        k = 6 + 3 * d.reads_c1 + 3 * d.reads_c2 + 2 * self.inv_sqrt + d.inside
        ku = mul(nats(k), self.fmt.u)
        self.theta = div(ku, sub(ONE, ku))

    def H(self, y):
        """May have been rounded, or not. At ideal it has not."""
        if self.level == "ideal" or not y.num:
            return y
        z = hull(y, Range(nearest(y.lo, self.fmt), nearest(y.hi, self.fmt)))
        if self.narrow:
            wide = self.fmt.arithmetic
            z = hull(z, Range(nearest(y.lo, wide), nearest(y.hi, wide)))
        return z

    def read(self, beta):
        """B of AG-118, and whether the format makes 1 of beta; elsewhere H(beta)."""
        lost = self.narrow and not less(nearest(beta, self.fmt), ONE)
        if lost:
            return hull(point(beta), point(nearest(beta, self.fmt.arithmetic))), True
        return self.H(point(beta)), False

    def stuck(self, p):
        """AG-118: a power that may fall below N sticks anywhere below it."""
        if not (self.narrow and less(mig(p), self.fmt.normal)):
            return p
        return hull(p, Range(ZERO, self.fmt.normal))

    def bound(self, value):
        y = point(number(value))
        return y if self.level == "ideal" else store(y, self.kept)

    def subnormal(self, y, divisor):
        """a, or lr_t in d, whose own roundings below the normal numbers lose more than u (AG-32)."""
        if self.level == "ideal" or y.is_zero() or not any(
                less(mig(z), self.fmt.normal) for z in (y, self.lr_t)):
            return y
        return cut_below(widen(y, mag(rdiv(point(self.fmt.eta), divisor))))

    def weights(self, beta):
        """b and c of an average."""
        b = self.H(point(beta))
        c = self.H(point(sub(ONE, beta)))
        if self.level == "working":
            c = hull(c, self.H(rsub(point(ONE), self.read(beta)[0])))
        return b, c

    def average1(self, h, beta1):
        schedule = h.get("beta1_schedule")
        if not schedule:
            self.b1, self.c1 = self.weights(beta1)
            return
        b = self.H(point(beta1))
        if schedule["kind"] == "inverse":
            b = rdiv(b, point(nats(self.t)))
        else:
            q = self.H(point(number(schedule["lambda"])))
            n = self.t - 1
            b = rmul(b, Range(power(q.lo, n), power(q.hi, n)))
            if self.level != "ideal":
                u = self.fmt.u
                b = self.stuck(rmul(b, Range(power(sub(ONE, u), self.t),
                                             power(add(ONE, u), self.t))))
        self.b1 = self.H(b)
        self.c1 = self.H(rsub(point(ONE), self.b1))

    def correction(self, beta):
        """1 - beta^t: AG-32, AG-37."""
        c = one_minus_power(beta, self.t)
        if self.level == "ideal":
            return point(c)
        q = greatest(nats(4), add(doubling_error(beta, self.t), ONE))
        qu = mul(q, self.fmt.arithmetic.u)
        good = self.H(Range(least(ONE, mul(c, sub(ONE, qu))), least(ONE, mul(c, add(ONE, qu)))))
        if self.level == "tight":
            return good
        b, lost = self.read(beta)
        u = self.fmt.arithmetic.u if lost else self.fmt.u
        n = self.t if self.narrow and not lost else self.t + 1
        p = Range(mul(power(b.lo, self.t), power(sub(ONE, u), n)),
                  mul(power(b.hi, self.t), power(add(ONE, u), n)))
        if not lost:
            p = self.stuck(p)
        y = hull(good, self.H(Range(sub(ONE, least(ONE, p.hi)), sub(ONE, least(ONE, p.lo)))))
        if self.narrow and reaches(rdiv(point(ONE), y), self.fmt.omega):
            y = y.include(ZERO)
        return y


def store(y, fmt):
    """AG-31: what rounding y to the format can give, excess precision included."""
    if not y.num:
        return y
    first = (None, 64, 113) if fmt.name == "binary64" else (None, 53, 64, 113)
    if fmt.storage:
        first += (BINARY32,)
    lows = [nearest(y.lo, fmt, p) for p in first]
    highs = [nearest(y.hi, fmt, p) for p in first]
    lo, hi = lows[0], highs[0]
    for a, b in zip(lows, highs):
        lo, hi = least(lo, a), greatest(hi, b)
    return Range(lo, hi, True, y.nan)
