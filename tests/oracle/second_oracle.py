# SPDX-License-Identifier: Apache-2.0
"""A second oracle: ideal, tight, working and the NaN digits, written from spec/ alone.

    solve(case) -> {t: {quantity: [{"rn", "tight", "working", "nan"} of each element]}}

It shares nothing with src/: other language, other arithmetic (integers), other hands. Where the two
oracles differ, one of them or the text is wrong. Names follow the clauses.
"""

from reals import (
    FORMATS, INF, NAN, ONE, ZERO, Precision, Range, Undecided, add, cut_below, div, greatest, hull, least, less,
    mag, mig, mul, nearest, point, radd, rdiv, reaches, rmul, rneg, rroot, rsqr, rsub, sign, sub, widen)
from second_scalars import DIALECTS, Scalars, arithmetic, nats, store

LEVELS = ("ideal", "tight", "working")
PRECISIONS = (192, 768, 3072, 12288)  # AG-39


def not_finite(y):
    return y.nan or y.has_inf()


class Step:
    """One step on ranges at one level: AG-33 .. AG-36, AG-42 .. AG-48."""

    def __init__(self, case, level, t):
        self.case, self.fmt, self.level = case, arithmetic(case, level), level
        self.kept = case.fmt
        self.s = Scalars(case, level, t)
        self.narrow = self.s.narrow
        self.ideal = level == "ideal"

    def eta(self, p):
        """AG-31: what one rounding below the normal numbers can lose."""
        return self.fmt.eta if not p.is_zero() and p.num and less(mig(p), self.fmt.normal) else ZERO

    def store(self, y):
        return y if self.ideal else store(y, self.kept)

    def wide(self, y, fmt=None):
        return y if self.ideal else hull(y, store(y, fmt or self.kept))

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
        y = self.loosen(y, self.scaled(2, mag(wx)), self.scaled(1, mag(y)), self.eta(wx))
        y = self.wide(y, self.fmt)  # not kept: AG-117
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
        cg = rmul(s.c2, g)
        magnified = mul(self.eta(cg), mag(g)) if self.narrow else ZERO
        y = self.loosen(radd(bv, cgg), self.scaled(4, mag(v), mag(cgg)), self.eta(bv), self.eta(cgg),
                        self.eta(rmul(s.c2, v)), self.eta(gg), self.eta(cg), magnified)
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
            v, z = z, rdiv(z, s.C2)
            if not (self.ideal or v.has_inf() or s.C2.has_zero()) and v.num:
                z = cut_below(self.quotient(v, self.eta(z)).also_nan(z.nan))
            else:
                z = self.loosen(z, self.scaled(2, mag(z)), self.eta(z))
                z = z if self.ideal else cut_below(z)
            z_new = self.store(z)
            z = self.wide(z)
        return self.maximum(vmax, z), self.maximum(vmax, z_new)

    def quotient(self, v, eta):
        """Y +- (2*u*|Y| + eta), Y = v/C2, by one division an end point: sums of quotients could meet a tie
        that no precision decides."""
        low, high = self.s.C2.lo, self.s.C2.hi
        spread = add(self.scaled(2, v.hi), mul(eta, low))
        return Range(div(sub(mul(v.lo, low), mul(spread, high)), mul(low, high)),
                     div(add(v.hi, spread), low))

    def denominator(self, w):
        s = self.s
        over = False
        d = self.case.dialect
        if d.reads_c2 and not self.ideal and w.num:  # AG-42
            q = rdiv(w, s.C2)
            w = cut_below(widen(w, self.eta(q)))
            over = reaches(q, self.fmt.omega)
        under = radd(w, s.eps_in)
        self.root = rroot(under)
        den = radd(rmul(self.root, s.r), s.eps)
        over = over or (self.narrow and any(reaches(z, self.fmt.omega) for z in (under, den)))
        if self.case.dialect.inside and not self.ideal and under.num:  # AG-42
            over = over or reaches(under, self.fmt.omega) or reaches(rdiv(under, s.C2), self.fmt.omega)
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
        """m and a rate, as the orders multiply them: a*m, sqrt(C2) with it or not, or a0*m at first."""
        s = self.s
        folded = rdiv(rmul(s.a, m), s.r)
        if not self.case.dialect.reads_c1:
            return (folded,)
        late = rmul(self.uncorrected(), m)
        return (folded, late, rdiv(late, s.r))

    def uncorrected(self):
        """a0 of AG-42: a without 1/C1."""
        s, d = self.s, self.case.dialect
        return rmul(s.lr_t, rroot(s.C2)) if d.a == "folded" else s.lr_t

    def extremes(self, u, m, den, parts, products, steep):
        """What intermediates outside the normal numbers add to U: AG-42."""
        s, omega = self.s, self.fmt.omega
        quotient, rate, one = parts
        am, corrected = rmul(s.a, m), rdiv(m, s.C1)
        losses = [(quotient, s.a), (one, am)]
        if self.narrow:
            floor, folds = self.folds(u, m, den, products)
            losses += folds
        else:
            losses += self.in_products(m, products, rmul(rate, s.r), rdiv(s.r, den))
        if len(products) > 1:
            losses += [(products[1], rdiv(one, s.C1)), (rdiv(self.uncorrected(), den), corrected)]
        if self.case.dialect.a != "corrected":
            losses.append((rate, m))
        unfolded = self.case.dialect.reads_c2 and not self.case.dialect.r  # a has sqrt(C2)
        outside = rdiv(s.lr_t, s.C1)
        if unfolded:
            losses.append((rmul(quotient, rroot(s.C2)), outside))
        losses.append((rmul(s.C1, u), rdiv(point(ONE), s.C1)))
        e = ZERO
        for p, factor in losses:
            e = add(e, mul(mag(factor), self.eta(p)))
        u = widen(u, e)
        top = reaches(am, omega) or reaches(corrected, omega) or unfolded and reaches(rmul(outside, m), omega)
        if steep or top or reaches(rdiv(corrected, den), omega):
            if sign(m.hi) > 0:
                u = u.include(INF)
            if sign(m.lo) < 0:
                u = u.include(-INF)
        u = u.also_nan(top and den.has_inf())
        return self.corners(u, m, den, floor, products) if self.narrow else u

    def in_products(self, m, products, rate, inverse):
        """What m/r, a*m/r and a0*m/r lose: inverse is one over what divides them at last, rate is a times that."""
        s, r = self.s, self.case.dialect.r
        found = [(rdiv(m, s.r), rate if r else rmul(rate, s.C1)), (products[0], inverse)]
        return found + ([(products[2], rdiv(inverse, s.C1))] if r else [])

    def folds(self, u, m, den, products):
        """1/F, and what forms with sqrt(C2) at the other side lose: AG-118."""
        s = self.s
        floor = radd(self.root, rdiv(s.eps, s.r))
        f = rdiv(point(ONE), floor)
        found = self.in_products(m, products, rmul(s.a, f), f) + [(rdiv(den, s.a), rmul(u, rdiv(s.a, den)))]
        if self.case.dialect.r:
            found += [(rdiv(s.a, s.r), rdiv(rmul(m, f), s.C1)), (rdiv(s.eps, s.r), rmul(u, f))]
        return floor, found

    def corners(self, u, m, den, floor, products):
        """Rates and divisors that the format loses or has no room for: AG-118."""
        s, r = self.s, self.case.dialect.r

        def lost(y):
            return not less(self.fmt.eta, mig(y))

        def nothing(u):
            return (u.include(ZERO) if m.has_finite() else u).also_nan(m.has_inf())
        ratio = rdiv(den, s.a)
        if reaches(ratio, self.fmt.omega):
            u = nothing(u)
        if r and lost(rdiv(s.a, s.r)):
            u = nothing(u).also_nan(self.root.has_zero())
        if lost(ratio) or (r and not s.eps.is_zero() and lost(floor)):
            if sign(m.hi) > 0:
                u = u.include(INF)
            if sign(m.lo) < 0:
                u = u.include(-INF)
            null = m.has_zero() or s.a.has_zero() or any(lost(p) for p in products)
            u = u.also_nan(null)
        return u

    @staticmethod
    def signed(u, m):
        """The sign of U is that of m still."""
        if sign(m.lo) >= 0:
            u = cut_below(u)
        if sign(m.hi) <= 0:
            u = rneg(cut_below(rneg(u)))
        return u

    def decayed_narrow(self, y, x):
        """lr*(w*x), (lr*x)*w and a lost d: AG-118."""
        s = self.s
        parts = ((rmul(s.weight, x), s.lr_t), (rmul(s.lr_t, x), s.weight))
        y = self.loosen(y, mul(self.eta(s.d), mag(x)), *(mul(self.eta(p), mag(z)) for p, z in parts))
        for p, z in parts:
            y = y.also_nan(y.num and z.has_inf() and not less(self.fmt.eta, mig(p)))
            if y.num and reaches(p, self.fmt.omega):
                if sign(p.hi) > 0:
                    y = y.include(-INF)
                if sign(p.lo) < 0:
                    y = y.include(INF)
                y = y.also_nan(z.has_zero())
        return y

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
            if self.narrow:
                y = self.decayed_narrow(y, x)
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
