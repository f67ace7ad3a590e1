/* SPDX-License-Identifier: Apache-2.0
 *
 * Ranges: what a quantity may be. A range is a closed interval of extended reals and says whether NaN
 * belongs to it. Each end point is one definite number, known to lie in an MPFI interval: so a range
 * does not depend on the working precision, and rounding it is either decided or refused (AG-39).
 */
#ifndef AMSREF_ORACLE_RANGE_H
#define AMSREF_ORACLE_RANGE_H

#include <mpfi.h>

#include "binary.h"

typedef struct amsref_range {
    mpfi_t lo;
    mpfi_t hi;
    bool num; /* holds numbers; else lo and hi mean nothing */
    bool nan; /* holds NaN */
} amsref_range;

/* Working precision in bits, and whether a decision could not be made at it. */
typedef struct amsref_precision {
    mpfr_prec_t bits;
    bool undecided;
} amsref_precision;

void amsref_range_init(amsref_range *r, mpfr_prec_t bits);
void amsref_range_clear(amsref_range *r);

void amsref_range_set(amsref_range *r, const amsref_range *a);
void amsref_range_set_d(amsref_range *r, double value);
void amsref_range_set_bits(amsref_range *r, amsref_format format, uint64_t bits);

/* The extended real operations, end point by end point. r may be an operand. */
void amsref_range_neg(amsref_range *r, const amsref_range *a);
void amsref_range_add(amsref_range *r, const amsref_range *a, const amsref_range *b,
                      amsref_precision *p);
void amsref_range_sub(amsref_range *r, const amsref_range *a, const amsref_range *b,
                      amsref_precision *p);
void amsref_range_mul(amsref_range *r, const amsref_range *a, const amsref_range *b,
                      amsref_precision *p);
/* b >= 0. x/0 is infinite with the sign of x; 0/0 and inf/inf are NaN. */
void amsref_range_div(amsref_range *r, const amsref_range *a, const amsref_range *b,
                      amsref_precision *p);
void amsref_range_sqr(amsref_range *r, const amsref_range *a, amsref_precision *p);
void amsref_range_sqrt(amsref_range *r, const amsref_range *a); /* a >= 0 */
void amsref_range_max(amsref_range *r, const amsref_range *a, const amsref_range *b);
void amsref_range_min(amsref_range *r, const amsref_range *a, const amsref_range *b);
void amsref_range_hull(amsref_range *r, const amsref_range *a, const amsref_range *b);

/* r widened by e >= 0 on both sides. */
void amsref_range_widen(amsref_range *r, const mpfi_t e);
/* r with zero, +infinity or -infinity in it. */
void amsref_range_include(amsref_range *r, double value);

/* max |a| and min |a|; 0 where a holds no numbers. */
void amsref_range_mag(mpfi_t mag, const amsref_range *a);
void amsref_range_mig(mpfi_t mig, const amsref_range *a);

bool amsref_range_has_zero(const amsref_range *a, amsref_precision *p);
bool amsref_range_has_inf(const amsref_range *a);
bool amsref_range_is_zero(const amsref_range *a); /* its only number is zero */

/* r with an end point's number in it. */
void amsref_range_take(amsref_range *r, const mpfi_t bound);
bool amsref_range_finite(const amsref_range *a); /* numbers, none infinite */

/* bound.c: one end point. Signs and comparisons mark *p undecided where the enclosure is too wide. */
int amsref_bound_inf(const mpfi_t a); /* -1, 0, 1 */
bool amsref_bound_zero(const mpfi_t a);
int amsref_bound_sign(const mpfi_t a, amsref_precision *p);
void amsref_bound_min(mpfi_t r, const mpfi_t a);
void amsref_bound_max(mpfi_t r, const mpfi_t a);
bool amsref_bound_less(const mpfi_t a, const mpfi_t b, amsref_precision *p);

#endif
