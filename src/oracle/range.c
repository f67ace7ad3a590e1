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
    /* Both formats are exact in binary64. */
    mpfr_t value;
    mpfr_init2(value, 53);
    amsref_binary_decode(value, format, bits);
    amsref_range_set_d(r, mpfr_get_d(value, MPFR_RNDN));
    mpfr_clear(value);
}

/* -- one end point ------------------------------------------------------------------------------ */

static int bound_inf(const mpfi_t a)
{
    return mpfr_inf_p(&a->left) ? mpfr_sgn(&a->left) : mpfr_inf_p(&a->right) ? mpfr_sgn(&a->right) : 0;
}

static bool bound_zero(const mpfi_t a)
{
    return mpfr_zero_p(&a->left) && mpfr_zero_p(&a->right);
}

/* Sign of the end point: an interval that holds zero without being zero cannot tell. */
static int bound_sign(const mpfi_t a, amsref_precision *p)
{
    if (bound_zero(a)) {
        return 0;
    }
    const int left = mpfr_sgn(&a->left), right = mpfr_sgn(&a->right);
    if (left <= 0 && right >= 0) {
        p->undecided = true;
    }
    return left > 0 || (left == 0 && right > 0) ? 1 : -1;
}

static void bound_min(mpfi_t r, const mpfi_t a)
{
    mpfr_min(&r->left, &r->left, &a->left, MPFR_RNDD);
    mpfr_min(&r->right, &r->right, &a->right, MPFR_RNDU);
}

static void bound_max(mpfi_t r, const mpfi_t a)
{
    mpfr_max(&r->left, &r->left, &a->left, MPFR_RNDD);
    mpfr_max(&r->right, &r->right, &a->right, MPFR_RNDU);
}

bool amsref_bound_less(const mpfi_t a, const mpfi_t b, amsref_precision *p)
{
    if (mpfr_less_p(&a->right, &b->left)) {
        return true;
    }
    if (mpfr_greaterequal_p(&a->left, &b->right)) {
        return false;
    }
    p->undecided = true;
    return true;
}

/* -- ranges as hulls of end points -------------------------------------------------------------- */

static void empty(amsref_range *r, bool nan)
{
    r->num = false;
    r->nan = nan;
}

static void take(amsref_range *r, const mpfi_t bound)
{
    if (!r->num) {
        mpfi_set(r->lo, bound);
        mpfi_set(r->hi, bound);
        r->num = true;
    } else {
        bound_min(r->lo, bound);
        bound_max(r->hi, bound);
    }
}

static void take_d(amsref_range *r, double value)
{
    mpfi_t bound;
    mpfi_init2(bound, 53);
    mpfi_set_d(bound, value);
    take(r, bound);
    mpfi_clear(bound);
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
                take(&t, c);
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
    const int ia = bound_inf(a), ib = bound_inf(b);
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
        const bool more = !(bound_inf(other->lo) && bound_inf(other->lo) == bound_inf(other->hi));
        if (more && bound_inf(one->lo)) {
            take(t, one->lo);
        }
        if (more && bound_inf(one->hi)) {
            take(t, one->hi);
        }
    }
}

static bool op_mul(mpfi_t r, const mpfi_t a, const mpfi_t b, amsref_precision *p)
{
    if (bound_inf(a) || bound_inf(b)) {
        const int sign = bound_sign(a, p) * bound_sign(b, p);
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
            if (!(bound_inf(inf->lo) && bound_inf(inf->lo) == bound_inf(inf->hi))) {
                take_d(t, 0.0);
            }
            const int at[2] = {bound_inf(inf->lo), bound_inf(inf->hi)};
            const int sign[2] = {bound_sign(zero->lo, p), bound_sign(zero->hi, p)};
            for (int k = 0; k < 4; k++) {
                if (at[k / 2] * sign[k % 2] != 0) {
                    take_d(t, at[k / 2] * sign[k % 2] * (double)INFINITY);
                }
            }
        }
    }
}

static bool op_div(mpfi_t r, const mpfi_t a, const mpfi_t b, amsref_precision *p)
{
    if (bound_inf(b)) {
        if (bound_inf(a)) {
            return false;
        }
        mpfi_set_d(r, 0.0);
    } else if (bound_sign(b, p) == 0 || bound_inf(a)) {
        const int sign = bound_sign(a, p);
        if (sign == 0) {
            return false;
        }
        mpfi_set_d(r, sign * (double)INFINITY);
    } else {
        mpfi_div(r, a, b);
    }
    return true;
}

/* 0/positive = 0, nonzero/0 = inf, inf/finite = inf, finite/inf = 0. */
static void limits_div(amsref_range *t, const amsref_range *a, const amsref_range *b,
                       amsref_precision *p)
{
    const int sign[2] = {bound_sign(a->lo, p), bound_sign(a->hi, p)};
    const bool b_zero = bound_zero(b->lo), b_inf = bound_inf(b->hi) > 0;
    const bool b_more = !(b_zero && bound_zero(b->hi)) && !(b_inf && bound_inf(b->lo) > 0);
    if ((amsref_range_has_zero(a, p) && b_more) || (b_inf && b_more)) {
        take_d(t, 0.0);
    }
    for (int i = 0; i < 2; i++) {
        if (sign[i] != 0 && (b_zero || (b_more && bound_inf(i ? a->hi : a->lo)))) {
            take_d(t, sign[i] * (double)INFINITY);
        }
    }
}

/* -- the operations ----------------------------------------------------------------------------- */

static bool finite_numbers(const amsref_range *a)
{
    return a->num && !bound_inf(a->lo) && !bound_inf(a->hi);
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
    if (finite_numbers(a) && finite_numbers(b)) {
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
    if (finite_numbers(a) && finite_numbers(b) && nonnegative(a) && nonnegative(b)) {
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
    extremum(r, a, b, bound_max);
}

void amsref_range_min(amsref_range *r, const amsref_range *a, const amsref_range *b)
{
    extremum(r, a, b, bound_min);
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
        take(r, b->lo);
        take(r, b->hi);
    }
    r->nan = a->nan || b->nan;
}

void amsref_range_widen(amsref_range *r, const mpfi_t e)
{
    if (finite_numbers(r)) {
        mpfi_sub(r->lo, r->lo, e);
        mpfi_add(r->hi, r->hi, e);
    } else if (r->num) {
        if (!bound_inf(r->lo)) {
            mpfi_sub(r->lo, r->lo, e);
        }
        if (!bound_inf(r->hi)) {
            mpfi_add(r->hi, r->hi, e);
        }
    }
}

void amsref_range_include(amsref_range *r, double value)
{
    take_d(r, value);
}

/* -- magnitudes --------------------------------------------------------------------------------- */

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
    bound_max(mag, low);
    mpfi_clear(low);
}

void amsref_range_mig(mpfi_t mig, const amsref_range *a)
{
    mpfi_t other;
    mpfi_init2(other, mpfi_get_prec(a->lo));
    mpfi_set_d(mig, 0.0);
    if (a->num) {
        bound_max(mig, a->lo);
        mpfi_neg(other, a->hi);
        bound_max(mig, other);
    }
    mpfi_clear(other);
}

bool amsref_range_has_zero(const amsref_range *a, amsref_precision *p)
{
    return a->num && bound_sign(a->lo, p) <= 0 && bound_sign(a->hi, p) >= 0;
}

bool amsref_range_has_inf(const amsref_range *a)
{
    return a->num && (bound_inf(a->lo) || bound_inf(a->hi));
}

bool amsref_range_is_zero(const amsref_range *a)
{
    return a->num && !a->nan && bound_zero(a->lo) && bound_zero(a->hi);
}
