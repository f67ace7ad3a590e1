# SPDX-License-Identifier: Apache-2.0
"""Right implementations of the step, written in many orders over numpy arrays: material for refute.py.

Each table below is one place where implementations differ; an implementation is one choice from each.
T is the type that arrays are computed in, S the type of the scalars. Everything is evaluated as it
stands, one rounding an operation; fma is the C library's, which rounds once.
"""

import ctypes

import numpy as np

from narrow import cast, is_narrow, wide
from reals import FORMATS, ONE, Precision, nearest, number, power, sub

_libm = ctypes.CDLL("libm.so.6")
_fused = {}
for _type, _name, _c in ((np.float32, "fmaf", ctypes.c_float), (np.float64, "fma", ctypes.c_double),
                         (np.longdouble, "fmal", ctypes.c_longdouble)):
    _f = getattr(_libm, _name)
    _f.restype, _f.argtypes = _c, [_c] * 3
    _fused[_type] = _f


def fma(a, b, c):
    """a*b + c, rounded once, elementwise."""
    narrow = [type(z) for z in (a, b, c) if is_narrow(type(z))]
    if narrow:
        return narrow[0](fma(*(np.asarray(wide(z), np.float64) for z in (a, b, c))))
    kind = np.result_type(a, b, c).type
    a, b, c = np.broadcast_arrays(kind(1) * a, b, c)
    f = _fused[kind]
    return np.array([f(*z) for z in zip(a.ravel(), b.ravel(), c.ravel())], dtype=kind).reshape(a.shape)


# --- gradient and moments (AG-33) ----------------------------------------------------------------

GRADIENT = {
    "two": lambda g, w, x: g + w * x,
    "fused": lambda g, w, x: fma(w, x, g),
}


def far(b):
    """A lerp from the far end is right where b <= 1/2."""
    return b <= 0.5


M = {  # (b, c, m, g)
    "products": lambda b, c, m, g: b * m + c * g,
    "fused old": lambda b, c, m, g: fma(b, m, c * g),
    "fused new": lambda b, c, m, g: fma(c, g, b * m),
    "lerp": lambda b, c, m, g: m + c * (g - m),
    "lerp fused": lambda b, c, m, g: fma(c, g - m, m),
    "lerp far": lambda b, c, m, g: g - b * (g - m) if far(b) else m + c * (g - m),
    "lerp torch": lambda b, c, m, g: m + c * (g - m) if c < 0.5 else g - (g - m) * (1 - c),
    "lerp far fused": lambda b, c, m, g: fma(-b, g - m, g) if far(b) else fma(c, g - m, m),
    "decayed": lambda b, c, m, g: (m - c * m) + c * g,
    "decayed fused": lambda b, c, m, g: fma(c, g, m - c * m),
    "lerp minus": lambda b, c, m, g: m - c * (m - g),
}

V = {  # (b, c, v, g)
    "products": lambda b, c, v, g: b * v + c * (g * g),
    "left": lambda b, c, v, g: b * v + (c * g) * g,
    "fused old": lambda b, c, v, g: fma(b, v, c * (g * g)),
    "fused old left": lambda b, c, v, g: fma(b, v, (c * g) * g),
    "fused new": lambda b, c, v, g: fma(c, g * g, b * v),
    "fused left": lambda b, c, v, g: fma(c * g, g, b * v),
    "lerp": lambda b, c, v, g: v + c * (g * g - v),
    "lerp fused": lambda b, c, v, g: fma(c, g * g - v, v),
    "lerp fused twice": lambda b, c, v, g: fma(c, fma(g, g, -v), v),
    "lerp far": lambda b, c, v, g: g * g - b * (g * g - v) if far(b) else v + c * (g * g - v),
    "decayed": lambda b, c, v, g: (v - c * v) + c * (g * g),
    "lerp minus": lambda b, c, v, g: v - c * (v - g * g),
}

MAXIMUM = {  # (old, z): what becomes of a NaN differs (AG-45)
    "maximum": np.maximum,
    "fmax": np.fmax,
    "old < z ? z : old": lambda old, z: np.where(old < z, z, old),
    "old > z ? old : z": lambda old, z: np.where(old > z, old, z),
}

CLIP = {  # (x, lo, hi): likewise (AG-48)
    "comparisons": lambda x, lo, hi: np.where(x < lo, lo, np.where(x > hi, hi, x)),
    "fmin(fmax())": lambda x, lo, hi: np.fmin(np.fmax(x, lo), hi),
    "fmax(fmin())": lambda x, lo, hi: np.fmax(np.fmin(x, hi), lo),
    "x > lo ? x : lo": lambda x, lo, hi: np.where(x > lo, np.where(x < hi, x, hi), lo),
}

ZERO = {  # a product with a factor of 0 (AG-47)
    "left out": lambda y: cast(np.zeros_like(wide(y)), type(y) if is_narrow(type(y)) else y.dtype.type),
    "evaluated": lambda y: y * 0,
}

# --- the update (AG-35) --------------------------------------------------------------------------
# Scalars k: C1, C2, s2 = sqrt(C2), lr, eps, one, all of type T or S, as the table says.

CORRECTED_MAX = {  # optax
    "quotient": lambda k, v: v / k.C2,
    "reciprocal": lambda k, v: v * (k.one / k.C2),
}

DEN_ROOT = {  # pytorch, adam: sqrt(W)/sqrt(C2) + eps
    "quotient": lambda k, w: np.sqrt(w) / k.s2 + k.eps,
    "reciprocal": lambda k, w: np.sqrt(w) * (k.one / k.s2) + k.eps,
    "fused": lambda k, w: fma(np.sqrt(w), k.one / k.s2, k.eps),
    "inside": lambda k, w: np.sqrt(w / k.C2) + k.eps,
    "inside reciprocal": lambda k, w: np.sqrt(w * (k.one / k.C2)) + k.eps,
}
DEN_PLAIN = {"plain": lambda k, w: np.sqrt(w) + k.eps}
DEN_DRJIT = {"plain": lambda k, w: np.sqrt(w + k.eps * k.eps),
             "fused": lambda k, w: np.sqrt(fma(k.eps, k.eps, w))}

# Each gives U from (k, m, den); k.a is the folded scalar a of AG-10.
FOLDED = {
    "a*(m/den)": lambda k, m, d: k.a * (m / d),
    "(a*m)/den": lambda k, m, d: (k.a * m) / d,
    "(a/den)*m": lambda k, m, d: (k.a / d) * m,
    "a*(m*(1/den))": lambda k, m, d: k.a * (m * (k.one / d)),
    "(a*m)*(1/den)": lambda k, m, d: (k.a * m) * (k.one / d),
    "(a*(1/den))*m": lambda k, m, d: (k.a * (k.one / d)) * m,
}
UNFOLDED = {  # the correction of m apart, lr apart
    "lr*((m/C1)/den)": lambda k, m, d: k.lr * ((m / k.C1) / d),
    "(lr*(m/C1))/den": lambda k, m, d: (k.lr * (m / k.C1)) / d,
    "lr*((m*(1/C1))/den)": lambda k, m, d: k.lr * ((m * (k.one / k.C1)) / d),
    "(lr/den)*(m/C1)": lambda k, m, d: (k.lr / d) * (m / k.C1),
    "(lr*m)/(C1*den)": lambda k, m, d: (k.lr * m) / (k.C1 * d),
    "((lr*m)/C1)/den": lambda k, m, d: ((k.lr * m) / k.C1) / d,
    "((lr*m)/den)/C1": lambda k, m, d: ((k.lr * m) / d) / k.C1,
    "((lr/den)*m)/C1": lambda k, m, d: ((k.lr / d) * m) / k.C1,
    "(lr*(m/den))/C1": lambda k, m, d: (k.lr * (m / d)) / k.C1,
    "(lr*(m*(1/C1)))*(1/den)": lambda k, m, d: (k.lr * (m * (k.one / k.C1))) * (k.one / d),
}
MORE_UNFOLDED = {  # right too, but with intermediates that AG-42 does not name
    "m/(C1*den)*lr": lambda k, m, d: (m / (k.C1 * d)) * k.lr,
    "m/(den/a)": lambda k, m, d: m / (d / k.a),
}
KERAS_MORE_UNFOLDED = {
    "lr*(s2*(m/den))/C1": lambda k, m, d: k.lr * (k.s2 * (m / d)) / k.C1,
    "(m*(s2/C1))/den*lr": lambda k, m, d: ((m * (k.s2 / k.C1)) / d) * k.lr,
}
SCALED_EPS = {  # pytorch with the root folded into a and eps: (k, m, w)
    "tf-keras": lambda k, m, w: (m * k.a_s2) / (np.sqrt(w) + k.eps * k.s2),
    "burn": lambda k, m, w: k.lr * ((m * (k.s2 / k.C1)) / (np.sqrt(w) + k.eps * k.s2)),
}
MORE_SCALED_EPS = {
    "capturable": lambda k, m, w: m / (np.sqrt(w) / (k.s2 * k.a) + k.eps / k.a),
}

# --- the parameter (AG-36) -----------------------------------------------------------------------

NO_DECAY = {"x - u": lambda k, x, u, q: x - u, "x + (-u)": lambda k, x, u, q: x + (-u)}
DECAY = {  # q is U without lr where the order has it so, else None
    "k*x - u": lambda k, x, u, q: k.k * x - u,
    "fused": lambda k, x, u, q: fma(k.k, x, -u),
    "x - d*x before": lambda k, x, u, q: (x - k.d * x) - u,
    "x - d*x after": lambda k, x, u, q: (x - u) - k.d * x,
    "x - d*x fused after": lambda k, x, u, q: fma(x, -k.d, x - u),
    "inside": lambda k, x, u, q: x - (u + k.d * x),
    "lr*(w*x) before": lambda k, x, u, q: (x - k.lr * (k.w * x)) - u,
    "(lr*x)*w after": lambda k, x, u, q: (x - u) - (k.lr * x) * k.w,
    "lr*(q + w*x)": lambda k, x, u, q: x - k.lr * (q + k.w * x),
}

# --- scalars (AG-32, AG-37) ----------------------------------------------------------------------


def rounded(value, kind):
    """A finite number of reals.py, known to 256 bits, to the nearest of a numpy type."""
    value = (value[0], value[0])
    if kind is np.longdouble:
        top = nearest(value, FORMATS["binary64"])
        if isinstance(top, float):
            return kind(top)
        rest = nearest(sub(value, top), FORMATS["binary64"])
        return kind(float_of(top)) + kind(float_of(rest))
    if is_narrow(kind):
        fmt = kind.fmt
    else:
        fmt = FORMATS["binary64" if kind is np.float64 else "binary32"]
    z = nearest(value, fmt)
    return kind(z if isinstance(z, float) else float_of(z))


def float_of(z):
    m, e = z[0]
    return float(np.ldexp(float(m), e)) if abs(m) < 2**53 else m * 2.0**e


def counter(t, S):
    """t as the scalars meet it: never rounded to a storage format (AG-115)."""
    return np.float64(t) if is_narrow(S) else S(t)


def corrections(how, beta, t, S):
    """1 - beta^t by one of the ways, in S."""
    Precision.bits = 256
    if how == "exact":
        return rounded(sub(ONE, power(number(beta), t)), S)
    b, one = S(beta), S(1)
    if how == "expm1":
        # log(beta) from beta as given, not as rounded to S.
        wide = np.longdouble if S is not np.float32 else np.float64
        return -np.expm1(S(t) * S(np.log(wide(beta)))) if beta > 0 else one
    if how == "doubling":
        first = rounded(sub(ONE, number(beta)), S)
        c = first
        for bit in bin(t)[3:]:
            c = c * (S(2) - c)
            if bit == "1":
                c = b * c + first
        return c
    if how == "pow":
        return one - np.power(b, counter(t, S))
    p = S(1)
    if how == "running":
        for _ in range(t):
            p = p * b
    else:  # squaring
        for bit in bin(t)[2:]:
            p = p * p
            if bit == "1":
                p = p * b
    return one - p


class Scalars:
    """Scalars of a step in S, and as arrays of type T meet them."""

    def __init__(self, h, t, S, T, how, weights):
        one = S(1)
        lr, w, eps = S(h["lr"]), S(h.get("weight_decay", 0.0)), S(h["eps"])
        if h.get("lr_schedule"):
            root = cast(np.sqrt(counter(t, S)), S)
            lr = lr / root if how != "pow" else lr * (one / root)
        b1, c1 = self.average(h["beta1"], S, weights)
        kind = h.get("beta1_schedule", {}).get("kind")
        if kind == "inverse":
            b1 = b1 / counter(t, S)
        elif kind == "geometric":
            b1 = b1 * np.power(S(h["beta1_schedule"]["lambda"]), counter(t - 1, S))
        if kind:
            c1 = one - b1
        b2, c2 = self.average(h["beta2"], S, weights)
        C1, C2 = corrections(how, h["beta1"], t, S), corrections(how, h["beta2"], t, S)
        s2 = np.sqrt(C2)
        d = lr * w
        values = {"one": one, "lr": lr, "w": w, "eps": eps, "b1": b1, "c1": c1, "b2": b2, "c2": c2,
                  "C1": C1, "C2": C2, "s2": s2, "d": d, "k": one - d, "a_lr": lr, "a_c1": lr / C1,
                  "a_s2": lr * s2 / C1}
        for name, value in values.items():
            setattr(self, name, cast(value, T))

    @staticmethod
    def average(beta, S, weights):
        if weights == "format":
            return S(beta), S(1) - S(beta)
        return S(beta), rounded(sub(ONE, number(beta)), S)
