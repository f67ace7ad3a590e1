/* SPDX-License-Identifier: Apache-2.0 */
#include "ends.h"

#include <math.h>

/* Zero is written without a sign: only `exact` judges it. */
static uint64_t bits_of(amsref_format format, const mpfr_t value)
{
    return mpfr_zero_p(value) ? 0 : amsref_binary_encode(format, value);
}

uint64_t amsref_decided(amsref_format format, const mpfi_t low, const mpfi_t high,
                        amsref_precision *p)
{
    mpfr_t left, right;
    mpfr_init2(left, 53);
    mpfr_init2(right, 53);
    amsref_binary_decode(left, format, amsref_binary_encode(format, &low->left));
    amsref_binary_decode(right, format, amsref_binary_encode(format, &high->right));
    p->undecided |= !mpfr_equal_p(left, right);
    const uint64_t bits = bits_of(format, left);
    mpfr_clear(left);
    mpfr_clear(right);
    return bits;
}

uint64_t amsref_special(amsref_format format, double value)
{
    mpfr_t special;
    mpfr_init2(special, 53);
    mpfr_set_d(special, value, MPFR_RNDN);
    const uint64_t bits = amsref_binary_encode(format, special);
    mpfr_clear(special);
    return bits;
}

amsref_band amsref_band_of(const amsref_range *r, amsref_format format, amsref_precision *p)
{
    return (amsref_band){
        .lo = r->num ? amsref_decided(format, r->lo, r->lo, p) : amsref_special(format, INFINITY),
        .hi = r->num ? amsref_decided(format, r->hi, r->hi, p) : amsref_special(format, -INFINITY),
        .nan = !r->num  ? AMSREF_NAN_REQUIRED
               : r->nan ? AMSREF_NAN_ALLOWED
                        : AMSREF_NAN_NO,
    };
}
