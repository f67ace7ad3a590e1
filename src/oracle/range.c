/* SPDX-License-Identifier: Apache-2.0 */
#include "range.h"

#include <math.h>

void amsref_range_init(amsref_range *r, mpfr_prec_t bits)
{
    mpfi_init2(r->lo, bits);
    mpfi_init2(r->hi, bits);
    amsref_range_set_d(r, 0.0);
}

void amsref_range_clear(amsref_range *r)
{
    mpfi_clear(r->lo);
    mpfi_clear(r->hi);
}

void amsref_range_set(amsref_range *r, const amsref_range *a)
{
    if (r != a) {
        mpfi_set(r->lo, a->lo);
        mpfi_set(r->hi, a->hi);
        r->num = a->num;
        r->nan = a->nan;
    }
}

void amsref_range_set_d(amsref_range *r, double value)
{
    r->nan = isnan(value);
    r->num = !r->nan;
    mpfi_set_d(r->lo, r->num ? value : 0.0);
    mpfi_set(r->hi, r->lo);
}

void amsref_range_set_bits(amsref_range *r, amsref_format format, uint64_t bits)
{
    /* Every format is exact in binary64. */
    mpfr_t value;
    mpfr_init2(value, 53);
    amsref_binary_decode(value, format, bits);
    amsref_range_set_d(r, mpfr_get_d(value, MPFR_RNDN));
    mpfr_clear(value);
}

void amsref_range_take(amsref_range *r, const mpfi_t bound)
{
    if (!r->num) {
        mpfi_set(r->lo, bound);
        mpfi_set(r->hi, bound);
        r->num = true;
    } else {
        amsref_bound_min(r->lo, bound);
        amsref_bound_max(r->hi, bound);
    }
}

void amsref_range_include(amsref_range *r, double value)
{
    mpfi_t bound;
    mpfi_init2(bound, 53);
    mpfi_set_d(bound, value);
    amsref_range_take(r, bound);
    mpfi_clear(bound);
}

/* max and min drop nothing: where a side may be NaN, so may the result. */
static void extremum(amsref_range *r, const amsref_range *a, const amsref_range *b,
                     void (*pick)(mpfi_t, const mpfi_t))
{
    const bool num = a->num && b->num, nan = a->nan || b->nan;
    if (r == b) {
        const amsref_range *swap = a;
        a = b;
        b = swap;
    }
    amsref_range_set(r, a);
    pick(r->lo, b->lo);
    pick(r->hi, b->hi);
    r->num = num;
    r->nan = nan;
}

void amsref_range_max(amsref_range *r, const amsref_range *a, const amsref_range *b)
{
    extremum(r, a, b, amsref_bound_max);
}

void amsref_range_min(amsref_range *r, const amsref_range *a, const amsref_range *b)
{
    extremum(r, a, b, amsref_bound_min);
}

void amsref_range_hull(amsref_range *r, const amsref_range *a, const amsref_range *b)
{
    if (r == b) {
        const amsref_range *swap = a;
        a = b;
        b = swap;
    }
    amsref_range_set(r, a);
    if (b->num) {
        amsref_range_take(r, b->lo);
        amsref_range_take(r, b->hi);
    }
    r->nan = a->nan || b->nan;
}

void amsref_range_widen(amsref_range *r, const mpfi_t e)
{
    if (amsref_range_finite(r)) {
        mpfi_sub(r->lo, r->lo, e);
        mpfi_add(r->hi, r->hi, e);
    } else if (r->num) {
        if (!amsref_bound_inf(r->lo)) {
            mpfi_sub(r->lo, r->lo, e);
        }
        if (!amsref_bound_inf(r->hi)) {
            mpfi_add(r->hi, r->hi, e);
        }
    }
}

bool amsref_range_finite(const amsref_range *a)
{
    return a->num && !amsref_bound_inf(a->lo) && !amsref_bound_inf(a->hi);
}

void amsref_range_mag(mpfi_t mag, const amsref_range *a)
{
    if (!a->num) {
        mpfi_set_d(mag, 0.0);
        return;
    }
    mpfi_t low;
    mpfi_init2(low, mpfi_get_prec(a->lo));
    mpfi_neg(low, a->lo);
    mpfi_set(mag, a->hi);
    amsref_bound_max(mag, low);
    mpfi_clear(low);
}

void amsref_range_mig(mpfi_t mig, const amsref_range *a)
{
    mpfi_t other;
    mpfi_init2(other, mpfi_get_prec(a->lo));
    mpfi_set_d(mig, 0.0);
    if (a->num) {
        amsref_bound_max(mig, a->lo);
        mpfi_neg(other, a->hi);
        amsref_bound_max(mig, other);
    }
    mpfi_clear(other);
}

bool amsref_range_has_zero(const amsref_range *a, amsref_precision *p)
{
    return a->num && amsref_bound_sign(a->lo, p) <= 0 && amsref_bound_sign(a->hi, p) >= 0;
}

bool amsref_range_has_inf(const amsref_range *a)
{
    return a->num && (amsref_bound_inf(a->lo) || amsref_bound_inf(a->hi));
}

bool amsref_range_is_zero(const amsref_range *a)
{
    return a->num && amsref_bound_zero(a->lo) && amsref_bound_zero(a->hi);
}
