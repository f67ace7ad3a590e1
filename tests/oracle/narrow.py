# SPDX-License-Identifier: Apache-2.0
"""Arrays of bfloat16 and binary16 that round every operation to the format, for orders.py.

The values are held in binary64, which has twice the digits and more: rounding an operation's result
first to binary64 and then to the format is rounding it once (fma apart, which right code may round
like this too).
"""

import numpy as np

from reals import FORMATS


def nearest(z, fmt):
    """The numbers of the format nearest to z, ties to even, in z's type."""
    z = np.asarray(z)
    exponent = np.frexp(z)[1]
    last = np.maximum(exponent - fmt.precision, fmt.eta_exp)
    z = np.ldexp(np.rint(np.ldexp(z, -last)), last)
    return np.where(np.abs(z) >= 2.0**fmt.top, np.copysign(np.inf, z), z)


class Narrow(np.lib.mixins.NDArrayOperatorsMixin):
    """An array whose ufuncs round to fmt; mixed with other numbers the result is one too."""

    fmt = None

    def __init__(self, z):
        self.z = np.asarray(nearest(wide(z), self.fmt), dtype=np.float64)

    def __array_ufunc__(self, ufunc, method, *inputs, **named):
        if method != "__call__" or named:
            return NotImplemented
        z = ufunc(*(wide(i) for i in inputs))
        return z if z.dtype == bool else type(self)(z)

    def __bool__(self):
        return bool(self.z)


def wide(z):
    """The values, in a type of numpy that holds them."""
    if isinstance(z, Narrow):
        return z.z
    z = np.asarray(z)
    return z if z.dtype.kind == "f" else z.astype(np.float64)


class Bfloat16(Narrow):
    fmt = FORMATS["bfloat16"]


class Binary16(Narrow):
    fmt = FORMATS["binary16"]


def is_narrow(kind):
    return issubclass(kind, Narrow)


def cast(z, kind):
    """z in another type, rounded to it."""
    return kind(z) if is_narrow(kind) else wide(z).astype(kind)
