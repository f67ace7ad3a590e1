/* SPDX-License-Identifier: Apache-2.0
 *
 * The formats as the oracle sees them (AG-115): bit patterns to and from MPFR, and rounding to nearest.
 */
#ifndef AMSREF_ORACLE_BINARY_H
#define AMSREF_ORACLE_BINARY_H

#include <mpfr.h>

#include "oracle.h"

/* Exponents of two: u = 2^-precision, eta the smallest subnormal, `normal` the smallest normal number. */
typedef struct amsref_binary {
    int precision;
    int width; /* of a bit pattern */
    int eta;
    int normal;
    int top;                  /* a number rounds to infinity from 2^top * (1 - 2^-(precision + 1)) on */
    amsref_format arithmetic; /* itself, or what a storage format is computed in */
} amsref_binary;

const amsref_binary *amsref_binary_of(amsref_format format);

/* What the format is computed in; and is that another one? */
const amsref_binary *amsref_binary_arithmetic(const amsref_binary *format);
bool amsref_binary_is_storage(const amsref_binary *format);

/* Exact: value must have at least the format's precision. NaN and infinities included. */
void amsref_binary_decode(mpfr_t value, amsref_format format, uint64_t bits);

/* Rounds to nearest, ties to even, with gradual underflow. NaN gives the canonical quiet NaN. */
uint64_t amsref_binary_encode(amsref_format format, const mpfr_t value);

/* value = the number of the format nearest to it, ties to even, with gradual underflow. */
void amsref_binary_round(mpfr_t value, const amsref_binary *format);

#endif
