# SPDX-License-Identifier: Apache-2.0
"""A second oracle: ideal, tight, working and the NaN digits, written from spec/ alone.

    solve(case) -> {t: {quantity: [{"rn", "tight", "working", "nan"} of each element]}}

It shares nothing with src/: other language, other arithmetic (integers), other hands. Where the two
oracles differ, one of them or the text is wrong. Names follow the clauses.
"""

from reals import (
    FORMATS, INF, NAN, ONE, TWO, ZERO, Precision, Range, Undecided, add, cut_below, div, exact,
    greatest, hull, least, less, mag, mig, mul, nearest, number, point, power, radd, rdiv, reaches,
    rmul, rneg, root, rroot, rsqr, rsub, sign, sub, widen)

LEVELS = ("ideal", "tight", "working")
PRECISIONS = (192, 768, 3072, 12288)  # AG-39


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


class Scalars:
    """What the scalars of step t may be at one level: AG-08, AG-10, AG-32, AG-37."""

    def __init__(self, case, level, t):
        self.fmt, self.level, self.t = case.fmt, level, t
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
        self.a = self.subnormal(rdiv(a, self.C1) if d.reads_c1 else a)
        w = self.H(point(decay))
        decoupled = h.get("decoupled", False)
        self.l2 = w if sign(decay) and not decoupled else None
        self.d = rmul(lr_t, w) if sign(decay) and decoupled else None
        self.w = point(decay)
        lo, hi = h.get("project") or (None, None)
        self.box = [self.bound(-INF if lo is None else lo), self.bound(INF if hi is None else hi)]
        k = 6 + 3 * d.reads_c1 + 3 * d.reads_c2 + 2 * self.inv_sqrt + d.inside
        ku = mul(nats(k), self.fmt.u)
        self.theta = div(ku, sub(ONE, ku))

    def H(self, y):
        """May have been rounded, or not. At ideal it has not."""
        if self.level == "ideal" or not y.num:
            return y
        return hull(y, Range(nearest(y.lo, self.fmt), nearest(y.hi, self.fmt)))

    def bound(self, value):
        y = point(number(value))
        return y if self.level == "ideal" else store(y, self.fmt)

    def subnormal(self, a):
        """a, whose own roundings below the normal numbers lose more than u (AG-32)."""
        if self.level == "ideal" or a.is_zero() or not any(
                less(mig(z), self.fmt.normal) for z in (a, self.lr_t)):
            return a
        return cut_below(widen(a, mag(rdiv(point(self.fmt.eta), self.C1))))

    def weights(self, beta):
        """b and c of an average."""
        b = self.H(point(beta))
        c = self.H(point(sub(ONE, beta)))
        if self.level == "working":
            c = hull(c, self.H(rsub(point(ONE), b)))
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
                b = rmul(b, Range(power(sub(ONE, u), self.t), power(add(ONE, u), self.t)))
        self.b1 = self.H(b)
        self.c1 = self.H(rsub(point(ONE), self.b1))

    def correction(self, beta):
        """1 - beta^t: AG-32, AG-37."""
        c = one_minus_power(beta, self.t)
        if self.level == "ideal":
            return point(c)
        u = self.fmt.u
        q = greatest(nats(4), add(doubling_error(beta, self.t), ONE))
        qu = mul(q, u)
        good = self.H(Range(least(ONE, mul(c, sub(ONE, qu))), least(ONE, mul(c, add(ONE, qu)))))
        if self.level == "tight":
            return good
        b, n = self.H(point(beta)), self.t + 1
        low = least(ONE, mul(power(b.lo, self.t), power(sub(ONE, u), n)))
        high = least(ONE, mul(power(b.hi, self.t), power(add(ONE, u), n)))
        return hull(good, self.H(Range(sub(ONE, high), sub(ONE, low))))


def store(y, fmt):
    """AG-31: what rounding y to the format can give, excess precision included."""
    if not y.num:
        return y
    first = (None, 64, 113) if fmt.name == "binary64" else (None, 53, 64, 113)
    lows = [nearest(y.lo, fmt, p) for p in first]
    highs = [nearest(y.hi, fmt, p) for p in first]
    lo, hi = lows[0], highs[0]
    for a, b in zip(lows, highs):
        lo, hi = least(lo, a), greatest(hi, b)
    return Range(lo, hi, True, y.nan)


def not_finite(y):
    return y.nan or y.has_inf()


class Step:
    """One step on ranges at one level: AG-33 .. AG-36, AG-42 .. AG-48."""

    def __init__(self, case, level, t):
        self.case, self.fmt, self.level = case, case.fmt, level
        self.s = Scalars(case, level, t)
        self.ideal = level == "ideal"

    def eta(self, p):
        """AG-31: what one rounding below the normal numbers can lose."""
        return self.fmt.eta if not p.is_zero() and p.num and less(mig(p), self.fmt.normal) else ZERO

    def store(self, y):
        return y if self.ideal else store(y, self.fmt)

    def wide(self, y):
        return y if self.ideal else hull(y, store(y, self.fmt))

    def scaled(self, count, *parts):
        """count*u*(sum of parts)."""
        total = ZERO
        for p in parts:
            total = add(total, p)
        return mul(mul(nats(count), self.fmt.u), total)

    def loosen(self, y, *errors):
        if self.ideal:
            return y
        e = ZERO
        for z in errors:
            e = add(e, z)
        return widen(y, e)

    def weighted(self, c, y):
        """c*y; of a factor that may be 0 AG-47."""
        if not self.ideal and c.has_zero() and not_finite(y):
            return rmul(c, y).include(ZERO).also_nan()
        return rmul(c, y)

    def gradient(self, g, x):
        g = rneg(g) if self.case.hyper.get("maximize") else g
        w = self.s.l2
        if w is None:
            return g.also_nan(not self.ideal and not_finite(x))  # AG-47
        wx = self.weighted(w, x)
        y = radd(g, wx)
        y = self.wide(self.loosen(y, self.scaled(2, mag(wx)), self.scaled(1, mag(y)), self.eta(wx)))
        if not self.ideal and reaches(wx, self.fmt.omega) and y.num:  # AG-42
            if sign(wx.hi) > 0:
                y = y.include(INF)
            if sign(wx.lo) < 0:
                y = y.include(-INF)
        return y

    def first_moment(self, m, g):
        s = self.s
        bm, cg = self.weighted(s.b1, m), rmul(s.c1, g)
        y = self.loosen(radd(bm, cg), self.scaled(3, mag(m), mag(cg)), self.eta(bm), self.eta(cg),
                        self.eta(rmul(s.c1, m)))
        if not self.ideal and y.num:
            if m.has_inf() or g.has_inf():  # AG-43
                y = y.also_nan()
            elif reaches(rsub(g, m), self.fmt.omega):  # AG-42
                y = y.include(INF).include(-INF).also_nan(s.b1.has_zero())
        return y

    def second_moment(self, v, g):
        s = self.s
        gg = rsqr(g)
        bv, cgg = self.weighted(s.b2, v), rmul(s.c2, gg)
        y = self.loosen(radd(bv, cgg), self.scaled(4, mag(v), mag(cgg)), self.eta(bv), self.eta(cgg),
                        self.eta(rmul(s.c2, v)), self.eta(gg), self.eta(rmul(s.c2, g)))
        if self.ideal:
            return y
        y = cut_below(y)
        if y.num:
            if v.has_inf() or g.has_inf():  # AG-43
                y = y.also_nan()
            if reaches(gg, self.fmt.omega):  # AG-42
                y = y.include(INF).also_nan()
        return y

    def maximum(self, vmax, z):
        """AG-34, AG-45."""
        if not self.case.dialect.maximum:
            return z
        if self.ideal:
            if not (vmax.num and z.num):
                return NAN
            return Range(greatest(vmax.lo, z.lo))
        if not (vmax.num and z.num):
            return (vmax if vmax.num else z).also_nan()
        y = Range(greatest(vmax.lo, z.lo), greatest(vmax.hi, z.hi), True, vmax.nan or z.nan)
        if z.nan:
            y = hull(y, vmax)
        if vmax.nan:
            y = hull(y, z)
        return y

    def root_operand(self, big_v, v_new, vmax):
        """W and vmax'."""
        s = self.s
        z, z_new = self.wide(big_v), v_new
        if self.case.dialect.s:
            z = rdiv(z, s.C2)
            z = self.loosen(z, self.scaled(2, mag(z)), self.eta(z))
            z = z if self.ideal else cut_below(z)
            z_new = self.store(z)
            z = self.wide(z)
        return self.maximum(vmax, z), self.maximum(vmax, z_new)

    def denominator(self, w):
        s = self.s
        over = False
        if self.case.dialect.r and not self.ideal and w.num:  # AG-42
            q = rdiv(w, s.C2)
            w = cut_below(widen(w, self.eta(q)))
            over = reaches(q, self.fmt.omega)
        w = radd(w, s.eps_in)
        if self.case.dialect.inside and not self.ideal and w.num:  # AG-42
            over = reaches(w, self.fmt.omega)
        den = radd(rmul(rroot(w), s.r), s.eps)
        return den.include(INF) if over else den

    def update(self, m, w):
        """U of AG-35, AG-42 and AG-46."""
        s = self.s
        den = self.denominator(w)
        m = self.wide(m)
        quotient = rdiv(m, den)
        u = self.weighted(s.a, quotient)
        if self.ideal or not (m.num and den.num):
            return u
        products = self.products(m)
        null = m.has_zero() or s.a.has_zero() or any(not less(self.fmt.eta, mig(p)) for p in products)
        if null and den.has_zero():  # AG-46
            u = u.include(ZERO).also_nan()
        if not u.num:
            return u
        u = widen(u, mul(s.theta, mag(u)))
        rate, one = rdiv(s.a, den), rdiv(point(ONE), den)
        steep = any(reaches(p, self.fmt.omega) for p in (quotient, rate, one))
        u = u.also_nan(steep and null)
        u = u.also_nan(s.a.has_zero() and reaches(rdiv(m, s.C1), self.fmt.omega))
        if m.is_zero() or s.a.is_zero():
            return u
        return self.signed(self.extremes(u, m, den, (quotient, rate, one), products, steep), m)

    def products(self, m):
        """m and a rate, as the orders multiply them: a*m, sqrt(C2) with it or not, or lr*m at first."""
        s = self.s
        folded = rdiv(rmul(s.a, m), s.r)
        return (folded, rmul(s.lr_t, m)) if self.case.dialect.a == "corrected" else (folded,)

    def extremes(self, u, m, den, parts, products, steep):
        """What intermediates outside the normal numbers add to U: AG-42."""
        s, omega = self.s, self.fmt.omega
        quotient, rate, one = parts
        am, corrected = rmul(s.a, m), rdiv(m, s.C1)
        losses = [(quotient, s.a), (rdiv(m, s.r), rmul(rmul(rate, s.C1), s.r)),
                  (products[0], rdiv(s.r, den)), (one, am)]
        if len(products) > 1:
            losses += [(products[1], rdiv(one, s.C1)), (rdiv(s.lr_t, den), corrected)]
        else:
            losses.append((rate, m))
        e = self.eta(u)
        for p, factor in losses:
            e = add(e, mul(mag(factor), self.eta(p)))
        u = widen(u, e)
        top = reaches(am, omega) or reaches(corrected, omega)
        if steep or top or reaches(rdiv(corrected, den), omega):
            if sign(m.hi) > 0:
                u = u.include(INF)
            if sign(m.lo) < 0:
                u = u.include(-INF)
        return u.also_nan(top and den.has_inf())

    @staticmethod
    def signed(u, m):
        """The sign of U is that of m still."""
        if sign(m.lo) >= 0:
            u = cut_below(u)
        if sign(m.hi) <= 0:
            u = rneg(cut_below(rneg(u)))
        return u

    def decayed(self, x, y):
        """What x - lr*(w*x) may be besides: AG-42."""
        d, wx = self.s.d, rmul(self.s.w, x)
        idle = d.is_zero()
        finite = x.num and not (x.has_inf() and x.lo == x.hi)
        huge = finite and (reaches(wx, self.fmt.omega) or
                           not idle and reaches(rmul(d, x), self.fmt.omega))
        y = y.also_nan(huge and idle)
        if huge and not idle and sign(wx.hi) > 0:
            y = y.include(-INF)
        if huge and not idle and sign(wx.lo) < 0:
            y = y.include(INF)
        return y

    def parameter(self, x, u):
        s = self.s
        y = x
        if s.d is not None and not s.d.is_zero():
            k = rsub(point(ONE), s.d)
            kx, dx = rmul(k, x), rmul(s.d, x)
            y = self.loosen(kx, self.scaled(3, mag(x)), self.scaled(4, mag(dx)),
                            self.scaled(1, mag(u)), self.eta(kx), self.eta(dx))
        if s.d is not None and not self.ideal:
            y = self.decayed(x, y)
        y = y.also_nan(not self.ideal and x.has_inf())  # AG-43, AG-47
        return self.clip(self.store(rsub(y, u)))

    def clip(self, y):
        lo, hi = self.s.box
        box = Range(lo.lo, hi.hi)
        if y.num:
            z = Range(least(greatest(y.lo, lo.lo), hi.lo), least(greatest(y.hi, lo.hi), hi.hi), True, y.nan)
        else:
            z = y
        if self.ideal or not y.nan or (lo.lo == -INF and hi.hi == INF):
            return z
        return hull(z, box)  # AG-48

    def __call__(self, state, g):
        g1 = self.gradient(g, state["x"])
        m, v = self.first_moment(state["m"], g1), self.second_moment(state["v"], g1)
        new = {"m": self.store(m), "v": self.store(v)}
        w, new_max = self.root_operand(v, new["v"], state.get("vmax"))
        if self.case.dialect.maximum:
            new["vmax"] = new_max
        new["x"] = self.parameter(state["x"], self.update(m, w))
        return new


# --- cases ---------------------------------------------------------------------------------------


class Case:
    """A case of a golden file (AG-70), or the same members made elsewhere."""

    def __init__(self, fmt, dialect, entry):
        self.fmt, self.dialect = FORMATS[fmt], DIALECTS[dialect]
        self.id, self.hyper, self.t = entry.get("id", "?"), entry["hyper"], entry["t"]
        self.state = {q: self.split(entry["in"][q]) for q in self.dialect.quantities}
        self.g = [self.split(g) for g in entry["g"]]
        self.n = len(self.state["x"])

    def split(self, text):
        d = self.fmt.digits
        return [int(text[i:i + d], 16) for i in range(0, len(text), d)]


def run_level(case, level, elements, at):
    """{t: {element: state}} at one level and the present precision."""
    states = {i: {q: point(case.fmt.decode(case.state[q][i])) for q in case.state} for i in elements}
    found = {}
    last = max(at)
    for k, g in enumerate(case.g):
        t = case.t + k
        if t > last:
            break
        step = Step(case, level, t)
        for i in elements:
            states[i] = step(states[i], point(case.fmt.decode(g[i])))
        if t in at:
            found[t] = dict(states)
    return found


def digit(ranges):
    """AG-44: the more permissive of tight and working."""
    digits = {"2" if not r.num else "1" if r.nan else "0" for r in ranges}
    return digits.pop() if len(digits) == 1 else "1"


def hexed(fmt, bits):
    return "%0*x" % (fmt.digits, bits)


def report(fmt, ideal, tight, working):
    def ends(r):
        lo, hi = (r.lo, r.hi) if r.num else (INF, -INF)
        return [hexed(fmt, fmt.encode(lo)), hexed(fmt, fmt.encode(hi))]
    rn = fmt.encode(nearest(ideal.lo, fmt)) if ideal.num else fmt.nan
    both = hull(working, tight) if working.num and tight.num else working  # AG-37
    return {"rn": hexed(fmt, rn), "tight": ends(tight), "working": ends(both),
            "nan": digit((tight, working))}


def solve(case, elements=None, at=None):
    """Golden values of the chosen elements after the chosen steps; Undecided where no precision does."""
    elements = range(case.n) if elements is None else elements
    at = [case.t + len(case.g) - 1] if at is None else list(at)
    for bits in PRECISIONS:
        Precision.bits = bits
        try:
            found = [run_level(case, level, elements, at) for level in LEVELS]
            return {t: {q: {i: report(case.fmt, *(f[t][i][q] for f in found)) for i in elements}
                        for q in case.dialect.quantities} for t in at}
        except Undecided:
            continue
    raise Undecided("%s: an end point lies on a tie" % case.id)
