# SPDX-License-Identifier: Apache-2.0
"""Definite real numbers and ranges of them, in Python integers alone.

A number is known as a pair (lo, hi) of dyadic rationals that enclose it, or is a float infinity; a
dyadic is (m, e), that is m*2^e, e unbounded. A pair whose two parts are one object is exact. Every
decision (a rounding, an order, a sign) is made only where both parts agree; else Undecided is raised
and the caller computes everything again in a larger precision. So no result depends on the precision.
"""

from math import isqrt

INF = float("inf")


class Undecided(Exception):
    """The two sides of an enclosure decide differently: more bits are needed."""


class Precision:
    bits = 192


# --- dyadics -------------------------------------------------------------------------------------


def _cut(m, e, up):
    """m*2^e rounded down or up to the working precision."""
    s = m.bit_length() - Precision.bits
    if s <= 0:
        return m, e
    return (-((-m) >> s) if up else m >> s), e + s


def _cmp(a, b):
    """Sign of a - b; exponents may be far apart."""
    (m, e), (n, f) = a, b
    sm, sn = (m > 0) - (m < 0), (n > 0) - (n < 0)
    if sm != sn or sm == 0:
        return (sm > sn) - (sm < sn)
    tm, tn = m.bit_length() + e, n.bit_length() + f
    if tm != tn:
        return sm if tm > tn else -sm
    if e >= f:
        m <<= e - f
    else:
        n <<= f - e
    return (m > n) - (m < n)


def _add(a, b, up):
    (m, e), (n, f) = a, b
    if m == 0:
        return b
    if n == 0:
        return a
    if e < f:
        m, e, n, f = n, f, m, e
    far = e - 2 * Precision.bits
    if f + n.bit_length() <= far:  # too small to see: nothing, or a crumb on the outer side
        n, f = (int(up) if n > 0 else int(up) - 1), far
    return _cut((m << (e - f)) + n, f, up)


def _mul(a, b, up):
    return _cut(a[0] * b[0], a[1] + b[1], up)


def _div(a, b, up):
    """b > 0."""
    m, n = a[0], b[0]
    s = max(0, Precision.bits + 2 + n.bit_length() - m.bit_length())
    q, r = divmod(m << s, n)
    return _cut(q + 1 if up and r else q, a[1] - b[1] - s, up), r == 0


def _sqrt(a, up):
    """a >= 0."""
    m, e = a
    s = max(0, 2 * Precision.bits + 4 - m.bit_length())
    s += (e - s) & 1
    m <<= s
    r = isqrt(m)
    whole = r * r == m
    return _cut(r + 1 if up and not whole else r, (e - s) // 2, up), whole


# --- numbers -------------------------------------------------------------------------------------


def exact(m, e=0):
    d = (m, e)
    return d, d


ZERO, ONE, TWO = exact(0), exact(1), exact(2)


def number(value):
    """A float, infinities included, exactly."""
    if value in (INF, -INF):
        return value
    n, d = float(value).as_integer_ratio()
    return exact(n, 1 - d.bit_length())


def infinite(a):
    return isinstance(a, float)


def sign(a):
    if infinite(a):
        return 1 if a > 0 else -1
    lo, hi = a[0][0], a[1][0]
    if lo > 0:
        return 1
    if hi < 0:
        return -1
    if lo == 0 == hi:
        return 0
    raise Undecided


def less(a, b):
    """a < b, decided."""
    if infinite(a) or infinite(b):
        if infinite(a) and infinite(b):
            return a < b
        return a < 0 if infinite(a) else b > 0
    if _cmp(a[1], b[0]) < 0:
        return True
    if _cmp(a[0], b[1]) >= 0:
        return False
    raise Undecided


def neg(a):
    if infinite(a):
        return -a
    if a[0] is a[1]:
        return exact(-a[0][0], a[0][1])
    return (-a[1][0], a[1][1]), (-a[0][0], a[0][1])


def _pair(lo, hi):
    return (lo, lo) if lo == hi else (lo, hi)


def add(a, b):
    """None where inf - inf."""
    if infinite(a) or infinite(b):
        if infinite(a) and infinite(b):
            return a if a == b else None
        return a if infinite(a) else b
    return _pair(_add(a[0], b[0], False), _add(a[1], b[1], True))


def sub(a, b):
    return add(a, neg(b))


def mul(a, b):
    """None where 0*inf."""
    if infinite(a) or infinite(b):
        s = sign(a) * sign(b)
        return s * INF if s else None
    if a[0] is a[1] and b[0] is b[1]:
        return _pair(_mul(a[0], b[0], False), _mul(a[0], b[0], True))
    if a[0][0] >= 0 and b[0][0] >= 0:
        return _pair(_mul(a[0], b[0], False), _mul(a[1], b[1], True))
    lows = [_mul(p, q, False) for p in a for q in b]
    highs = [_mul(p, q, True) for p in a for q in b]
    lo, hi = lows[0], highs[0]
    for d in lows:
        lo = d if _cmp(d, lo) < 0 else lo
    for d in highs:
        hi = d if _cmp(d, hi) > 0 else hi
    return _pair(lo, hi)


def div(a, b):
    """b >= 0; x/0 is infinite with the sign of x; None where 0/0 or inf/inf."""
    if infinite(b):
        return None if infinite(a) else ZERO
    if sign(b) == 0:
        s = sign(a)
        return s * INF if s else None
    if infinite(a):
        return a
    lo, whole_lo = _div(a[0], b[1] if a[0][0] >= 0 else b[0], False)
    hi, whole_hi = _div(a[1], b[0] if a[1][0] >= 0 else b[1], True)
    return _pair(lo, hi)


def root(a):
    """a >= 0."""
    if infinite(a):
        return a
    if sign(a) < 0:
        raise ValueError("root of a negative number")
    return _pair(_sqrt(a[0], False)[0], _sqrt(a[1], True)[0])


def power(a, n):
    """a^n for a >= 0 and a whole n >= 0."""
    p = ONE
    for bit in bin(n)[2:]:
        p = mul(p, p)
        if bit == "1":
            p = mul(p, a)
    return p


def least(a, b):
    """min(a, b): needs no decision."""
    if infinite(a) or infinite(b):
        return a if less(a, b) else b
    return _pair(min_d(a[0], b[0]), min_d(a[1], b[1]))


def greatest(a, b):
    return neg(least(neg(a), neg(b)))


def min_d(a, b):
    return a if _cmp(a, b) <= 0 else b


def absolute(a):
    return greatest(a, neg(a))


# --- formats -------------------------------------------------------------------------------------


class Format:
    """An IEEE 754 binary format: precision, least exponents, width."""

    def __init__(self, name, precision, eta, top, width, arithmetic=None):
        self.name, self.precision, self.eta_exp, self.top, self.width = (
            name, precision, eta, top, width)
        self.arithmetic = arithmetic or self
        self.storage = arithmetic is not None
        self.digits = width // 4
        self.u = exact(1, -precision)
        self.eta = exact(1, eta)
        self.normal = exact(1, eta + precision - 1)
        # From here on a number rounds to infinity: half a unit beyond the greatest finite one.
        self.omega = exact((1 << (precision + 1)) - 1, top - precision - 1)
        self.infinity = ((1 << (width - precision)) - 1) << (precision - 1)
        self.nan = self.infinity | 1 << (precision - 2)

    def decode(self, bits):
        """The number, or None for NaN. The sign of a zero is lost."""
        p = self.precision
        s = -1 if bits >> (self.width - 1) else 1
        field = bits >> (p - 1) & ((1 << (self.width - p)) - 1)
        m = bits & ((1 << (p - 1)) - 1)
        if field == (1 << (self.width - p)) - 1:
            return None if m else s * INF
        if field:
            return exact(s * (m | 1 << (p - 1)), self.eta_exp + field - 1)
        return exact(s * m, self.eta_exp)

    def encode(self, a):
        """Bits of a number of the format; a zero is +0."""
        if infinite(a):
            return self.infinity | (1 << (self.width - 1) if a < 0 else 0)
        m, e = a[0]
        s = 1 << (self.width - 1) if m < 0 else 0
        m = abs(m)
        if m == 0:
            return 0
        q = max(e + m.bit_length() - self.precision, self.eta_exp)
        m = m << (e - q) if e >= q else m >> (q - e)
        return s | (m + (q - self.eta_exp << (self.precision - 1)))


BINARY64 = Format("binary64", 53, -1074, 1024, 64)
BINARY32 = Format("binary32", 24, -149, 128, 32)
BFLOAT16 = Format("bfloat16", 8, -133, 128, 16, BINARY32)
BINARY16 = Format("binary16", 11, -24, 16, 16, BINARY32)
FORMATS = {f.name: f for f in (BINARY64, BINARY32, BFLOAT16, BINARY16)}


def _round(d, precision, eta_exp=None, top=None):
    """A dyadic to the nearest number of so many bits, ties to even; +-INF beyond the top."""
    m, e = d
    s, m = (-1 if m < 0 else 1), abs(m)
    if m == 0:
        return 0, 0
    q = e + m.bit_length() - precision
    if eta_exp is not None:
        q = max(q, eta_exp)
    if e < q:
        cut = q - e
        if cut > m.bit_length() + 1:
            return 0, 0
        rest = m & ((1 << cut) - 1)
        half = 1 << (cut - 1)
        m >>= cut
        m += rest > half or (rest == half and m & 1)
        e = q
    if top is not None and m.bit_length() + e > top:
        return s * INF
    return s * m, e


def _format_round(d, fmt):
    return _round(d, fmt.precision, fmt.eta_exp, fmt.top)


def _agree(lo, hi):
    if infinite(lo) or infinite(hi):
        if lo == hi:
            return lo
    elif _cmp(lo, hi) == 0:
        return lo, lo
    raise Undecided


def nearest(a, fmt, first=None):
    """The number of the format nearest to a; where `first` is given, a rounded before: to a format, or
    to so many bits."""
    if isinstance(first, Format):
        a, first = nearest(a, first), None
    if infinite(a):
        return a
    lo, hi = a
    if first is not None:
        r = _round(lo, first)
        lo, hi = r, (r if lo is hi else _round(hi, first))
    r = _format_round(lo, fmt)
    return _agree(r, r if lo is hi else _format_round(hi, fmt))


# --- ranges --------------------------------------------------------------------------------------


class Range:
    """lo .. hi of extended reals where `num`; `nan` says whether NaN belongs to it (AG-31)."""

    __slots__ = ("lo", "hi", "num", "nan")

    def __init__(self, lo, hi=None, num=True, nan=False):
        self.lo, self.hi, self.num, self.nan = lo, lo if hi is None else hi, num, nan or not num

    def also_nan(self, yes=True):
        return Range(self.lo, self.hi, self.num, self.nan or yes)

    def include(self, a):
        if not self.num:
            return Range(a, a, True, self.nan)
        return Range(least(self.lo, a), greatest(self.hi, a), True, self.nan)

    def has_zero(self):
        return self.num and sign(self.lo) <= 0 <= sign(self.hi)

    def is_zero(self):
        return self.num and sign(self.lo) == 0 == sign(self.hi)

    def has_inf(self):
        return self.num and (infinite(self.lo) or infinite(self.hi))

    def has_finite(self):
        return self.num and not (infinite(self.lo) and self.lo == self.hi)

    def __repr__(self):
        def show(a):
            return repr(a) if infinite(a) else "%r*2^%d" % (a[0][0], a[0][1])
        return "[%s, %s]%s" % (show(self.lo), show(self.hi), " nan" if self.nan else "") \
            if self.num else "[nan]"


NAN = Range(ZERO, ZERO, False, True)


def point(value):
    return Range(value) if value is not None else NAN


def hull(a, b):
    if not a.num or not b.num:
        return (b if b.num else a).also_nan(a.nan or b.nan)
    return Range(least(a.lo, b.lo), greatest(a.hi, b.hi), True, a.nan or b.nan)


def rneg(a):
    return Range(neg(a.hi), neg(a.lo), True, a.nan) if a.num else a


def radd(a, b):
    if not (a.num and b.num):
        return NAN
    nan = a.nan or b.nan or (a.lo == -INF and b.hi == INF) or (a.hi == INF and b.lo == -INF)
    lo, hi = add(a.lo, b.lo), add(a.hi, b.hi)
    if lo is None and hi is None:
        return NAN
    if lo is None:  # one operand is an infinity alone, which the other may cancel
        lo = hi
    if hi is None:
        hi = lo
    return Range(lo, hi, True, nan)


def rsub(a, b):
    return radd(a, rneg(b))


def _spread(found, nan):
    if not found:
        return NAN
    lo = hi = found[0]
    for z in found[1:]:
        lo, hi = least(lo, z), greatest(hi, z)
    return Range(lo, hi, True, nan)


def rmul(a, b):
    if not (a.num and b.num):
        return NAN
    if not (a.has_inf() or b.has_inf()):
        if a.lo is a.hi and b.lo is b.hi:
            z = mul(a.lo, b.lo)
            return Range(z, z, True, a.nan or b.nan)
        return _spread([mul(p, q) for p in (a.lo, a.hi) for q in (b.lo, b.hi)], a.nan or b.nan)
    found = [mul(p, q) for p in (a.lo, a.hi) for q in (b.lo, b.hi)]
    lost = (a.has_zero() and b.has_inf()) or (b.has_zero() and a.has_inf())
    if (a.has_zero() and b.has_finite()) or (b.has_zero() and a.has_finite()):
        found.append(ZERO)
    return _spread([z for z in found if z is not None], a.nan or b.nan or lost)


def rdiv(a, b):
    """b >= 0."""
    if not (a.num and b.num):
        return NAN
    found = [div(p, q) for p in (a.lo, a.hi) for q in (b.lo, b.hi)]
    lost = (a.has_zero() and b.has_zero()) or (a.has_inf() and b.has_inf())
    if b.hi == INF and a.has_finite():  # not always a corner: [-inf, inf]/inf
        found.append(ZERO)
    return _spread([z for z in found if z is not None], a.nan or b.nan or lost)


def rsqr(a):
    if not a.num:
        return NAN
    p, q = mul(a.lo, a.lo), mul(a.hi, a.hi)
    lo = ZERO if a.has_zero() else least(p, q)
    return Range(lo, greatest(p, q), True, a.nan)


def rroot(a):
    """Numbers below zero are no arguments that a right implementation could have: cut."""
    if not a.num:
        return NAN
    return Range(root(greatest(a.lo, ZERO)), root(greatest(a.hi, ZERO)), True, a.nan)


def widen(a, e):
    """a +- e."""
    return Range(sub(a.lo, e), add(a.hi, e), True, a.nan) if a.num else a


def cut_below(a):
    """The numbers that are not negative."""
    return Range(greatest(a.lo, ZERO), greatest(a.hi, ZERO), True, a.nan) if a.num else a


def mag(a):
    """|a|: the largest magnitude of the finite end points; 0 where there is none."""
    found = ZERO
    if a.num:
        for z in (a.lo, a.hi):
            if not infinite(z):
                found = greatest(found, absolute(z))
    return found


def mig(a):
    """The least magnitude; 0 where a holds no number."""
    if not a.num or a.has_zero():
        return ZERO
    return least(absolute_any(a.lo), absolute_any(a.hi))


def absolute_any(a):
    return abs(a) if infinite(a) else absolute(a)


def reaches(a, limit):
    """Whether the magnitude of some number of a is at least limit."""
    return a.num and any(not less(absolute_any(z), limit) for z in (a.lo, a.hi))
