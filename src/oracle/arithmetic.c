/* SPDX-License-Identifier: Apache-2.0 */
#include "range.h"

#include <math.h>

static void empty(amsref_range *r, bool nan)
{
    r->num = false;
    r->nan = nan;
}

/* An operation on two end points; false where it is NaN for the two taken as numbers. */
typedef bool bound_op(mpfi_t r, const mpfi_t a, const mpfi_t b, amsref_precision *p);

/*
 * The hull of op over the corners of a x b. A NaN corner is a limit of other points of a x b:
 * `limits` takes what those can be.
 */
static void corners(amsref_range *r, const amsref_range *a, const amsref_range *b, bound_op *op,
                    void (*limits)(amsref_range *, const amsref_range *, const amsref_range *,
                                   amsref_precision *),
                    amsref_precision *p)
{
    amsref_range t;
    mpfi_t c;
    amsref_range_init(&t, p->bits);
    mpfi_init2(c, p->bits);
    empty(&t, a->nan || b->nan);
    if (a->num && b->num) {
        const mpfi_srcptr as[2] = {a->lo, a->hi}, bs[2] = {b->lo, b->hi};
        bool limit = false;
        for (int i = 0; i < 4; i++) {
            if (op(c, as[i / 2], bs[i % 2], p)) {
                amsref_range_take(&t, c);
            } else {
                limit = true;
            }
        }
        if (limit) {
            t.nan = true;
            limits(&t, a, b, p);
        }
    }
    amsref_range_set(r, &t);
    mpfi_clear(c);
    amsref_range_clear(&t);
}

static bool op_add(mpfi_t r, const mpfi_t a, const mpfi_t b, amsref_precision *p)
{
    (void)p;
    const int ia = amsref_bound_inf(a), ib = amsref_bound_inf(b);
    if (ia * ib < 0) {
        return false;
    }
    if (ia || ib) {
        mpfi_set_d(r, (ia + ib) * (double)INFINITY);
    } else {
        mpfi_add(r, a, b);
    }
    return true;
}

/* inf + finite on either side, where a side holds more than its infinity. */
static void limits_add(amsref_range *t, const amsref_range *a, const amsref_range *b,
                       amsref_precision *p)
{
    (void)p;
    const amsref_range *side[2] = {a, b};
    for (int i = 0; i < 2; i++) {
        const amsref_range *one = side[i], *other = side[1 - i];
        const bool more = !(amsref_bound_inf(other->lo) && amsref_bound_inf(other->lo) == amsref_bound_inf(other->hi));
        if (more && amsref_bound_inf(one->lo)) {
            amsref_range_take(t, one->lo);
        }
        if (more && amsref_bound_inf(one->hi)) {
            amsref_range_take(t, one->hi);
        }
    }
}

static bool op_mul(mpfi_t r, const mpfi_t a, const mpfi_t b, amsref_precision *p)
{
    if (amsref_bound_inf(a) || amsref_bound_inf(b)) {
        const int sign = amsref_bound_sign(a, p) * amsref_bound_sign(b, p);
        if (sign == 0) {
            return false;
        }
        mpfi_set_d(r, sign * (double)INFINITY);
    } else {
        mpfi_mul(r, a, b);
    }
    return true;
}

/* 0*finite = 0, and nonzero*inf = inf with its sign. */
static void limits_mul(amsref_range *t, const amsref_range *a, const amsref_range *b,
                       amsref_precision *p)
{
    const amsref_range *side[2] = {a, b};
    for (int i = 0; i < 2; i++) {
        const amsref_range *zero = side[i], *inf = side[1 - i];
        if (amsref_range_has_zero(zero, p) && amsref_range_has_inf(inf)) {
            if (!(amsref_bound_inf(inf->lo) && amsref_bound_inf(inf->lo) == amsref_bound_inf(inf->hi))) {
                amsref_range_include(t, 0.0);
            }
            const int at[2] = {amsref_bound_inf(inf->lo), amsref_bound_inf(inf->hi)};
            const int sign[2] = {amsref_bound_sign(zero->lo, p), amsref_bound_sign(zero->hi, p)};
            for (int k = 0; k < 4; k++) {
                if (at[k / 2] * sign[k % 2] != 0) {
                    amsref_range_include(t, at[k / 2] * sign[k % 2] * (double)INFINITY);
                }
            }
        }
    }
}

static bool op_div(mpfi_t r, const mpfi_t a, const mpfi_t b, amsref_precision *p)
{
    if (amsref_bound_inf(b)) {
        if (amsref_bound_inf(a)) {
            return false;
        }
        mpfi_set_d(r, 0.0);
    } else if (amsref_bound_sign(b, p) == 0 || amsref_bound_inf(a)) {
        const int sign = amsref_bound_sign(a, p);
        if (sign == 0) {
            return false;
        }
        mpfi_set_d(r, sign * (double)INFINITY);
    } else {
        mpfi_div(r, a, b);
    }
    return true;
}

/* 0/positive = 0, finite/inf = 0, nonzero/0 = inf, inf/finite = inf. */
static void limits_div(amsref_range *t, const amsref_range *a, const amsref_range *b,
                       amsref_precision *p)
{
    const int sign[2] = {amsref_bound_sign(a->lo, p), amsref_bound_sign(a->hi, p)};
    const bool b_zero = amsref_bound_zero(b->lo), b_inf = amsref_bound_inf(b->hi) > 0;
    const bool b_more = !(b_zero && amsref_bound_zero(b->hi)) && !(b_inf && amsref_bound_inf(b->lo) > 0);
    const int left = amsref_bound_inf(a->lo);
    const bool a_finite = !(left != 0 && left == amsref_bound_inf(a->hi));
    if ((amsref_range_has_zero(a, p) && b_more) || (b_inf && a_finite)) {
        amsref_range_include(t, 0.0);
    }
    for (int i = 0; i < 2; i++) {
        if (sign[i] != 0 && (b_zero || (b_more && amsref_bound_inf(i ? a->hi : a->lo)))) {
            amsref_range_include(t, sign[i] * (double)INFINITY);
        }
    }
}

static bool nonnegative(const amsref_range *a)
{
    return mpfr_sgn(&a->lo->left) >= 0;
}

void amsref_range_neg(amsref_range *r, const amsref_range *a)
{
    amsref_range_set(r, a);
    mpfi_neg(r->lo, r->lo);
    mpfi_neg(r->hi, r->hi);
    mpfi_swap(r->lo, r->hi);
}

void amsref_range_add(amsref_range *r, const amsref_range *a, const amsref_range *b,
                      amsref_precision *p)
{
    if (amsref_range_finite(a) && amsref_range_finite(b)) {
        mpfi_add(r->lo, a->lo, b->lo);
        mpfi_add(r->hi, a->hi, b->hi);
        r->num = true;
        r->nan = a->nan || b->nan;
    } else {
        corners(r, a, b, op_add, limits_add, p);
    }
}

void amsref_range_sub(amsref_range *r, const amsref_range *a, const amsref_range *b,
                      amsref_precision *p)
{
    amsref_range minus;
    amsref_range_init(&minus, p->bits);
    amsref_range_neg(&minus, b);
    amsref_range_add(r, a, &minus, p);
    amsref_range_clear(&minus);
}

void amsref_range_mul(amsref_range *r, const amsref_range *a, const amsref_range *b,
                      amsref_precision *p)
{
    if (amsref_range_finite(a) && amsref_range_finite(b) && nonnegative(a) && nonnegative(b)) {
        mpfi_mul(r->lo, a->lo, b->lo);
        mpfi_mul(r->hi, a->hi, b->hi);
        r->num = true;
        r->nan = a->nan || b->nan;
    } else {
        corners(r, a, b, op_mul, limits_mul, p);
    }
}

void amsref_range_div(amsref_range *r, const amsref_range *a, const amsref_range *b,
                      amsref_precision *p)
{
    corners(r, a, b, op_div, limits_div, p);
}

void amsref_range_sqr(amsref_range *r, const amsref_range *a, amsref_precision *p)
{
    amsref_range mag;
    amsref_range_init(&mag, p->bits);
    mag.num = a->num;
    mag.nan = a->nan;
    amsref_range_mig(mag.lo, a);
    amsref_range_mag(mag.hi, a);
    amsref_range_mul(r, &mag, &mag, p);
    amsref_range_clear(&mag);
}

void amsref_range_sqrt(amsref_range *r, const amsref_range *a)
{
    amsref_range_set(r, a);
    mpfi_sqrt(r->lo, r->lo);
    mpfi_sqrt(r->hi, r->hi);
}
