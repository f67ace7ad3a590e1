/* SPDX-License-Identifier: Apache-2.0 */
#include "stages.h"

#include <math.h>

bool amsref_rounds(const amsref_enclosure *e)
{
    return e->model != AMSREF_MODEL_IDEAL;
}

bool amsref_in_storage(const amsref_enclosure *e)
{
    return amsref_rounds(e) && amsref_binary_is_storage(e->binary);
}

/*
 * err += factor*max|r|, over the finite end points of r: an infinite one is not widened, and beyond a finite
 * one the rounded result still grows with r.
 */
void amsref_err_proportional(amsref_enclosure *e, double factor, const amsref_range *r)
{
    const mpfi_srcptr end[2] = {r->lo, r->hi};
    for (int i = 0; r->num && i < 2; i++) {
        if (!mpfi_inf_p(end[i])) {
            mpfi_abs(e->mag, end[i]);
            mpfi_mul_d(e->mag, e->mag, factor);
            mpfi_set(e->limit, e->term);
            mpfr_max(&e->term->left, &e->limit->left, &e->mag->left, MPFR_RNDD);
            mpfr_max(&e->term->right, &e->limit->right, &e->mag->right, MPFR_RNDU);
        }
    }
    mpfi_add(e->err, e->err, e->term);
    mpfi_set_d(e->term, 0.0);
}

/* err += k*u*max|r| */
void amsref_err_relative(amsref_enclosure *e, int k, const amsref_range *r)
{
    amsref_err_proportional(e, ldexp(k, -e->binary->precision), r);
}

/* Is min r in magnitude below 2^exponent, r not being zero alone? */
bool amsref_may_be_below(amsref_enclosure *e, const amsref_range *r, int exponent)
{
    if (!r->num || amsref_range_is_zero(r)) {
        return false;
    }
    amsref_range_mig(e->mag, r);
    mpfi_set_d(e->limit, ldexp(1.0, exponent));
    return amsref_bound_less(e->mag, e->limit, e->p);
}

/* Does max r in magnitude round to infinity? */
bool amsref_may_overflow(amsref_enclosure *e, const amsref_range *r)
{
    if (!r->num) {
        return false;
    }
    amsref_range_mag(e->mag, r);
    mpfi_set_d(e->limit, 1.0 - ldexp(1.0, -e->binary->precision - 1));
    mpfi_mul_2si(e->limit, e->limit, e->binary->top);
    return !amsref_bound_less(e->mag, e->limit, e->p);
}

/* err += eta where the product r may be inexact below the normal numbers. */
void amsref_err_underflow(amsref_enclosure *e, const amsref_range *r)
{
    if (amsref_may_be_below(e, r, e->binary->normal)) {
        mpfi_set_d(e->mag, 1.0);
        mpfi_mul_2si(e->mag, e->mag, e->lost);
        mpfi_add(e->err, e->err, e->mag);
    }
}

void amsref_err_lost(amsref_enclosure *e, const amsref_range *r, const amsref_range *factor)
{
    if (amsref_may_be_below(e, r, e->binary->normal)) {
        amsref_err_proportional(e, ldexp(1.0, e->lost), factor);
    }
}

void amsref_err_zero(amsref_enclosure *e)
{
    mpfi_set_d(e->err, 0.0);
}

/* An end point below the normal numbers becomes zero. */
static void flush(const amsref_enclosure *e, amsref_range *r)
{
    const mpfi_ptr end[2] = {r->lo, r->hi};
    for (int i = 0; i < 2 && r->num; i++) {
        if (mpfr_number_p(&end[i]->left) &&
            mpfr_cmp_si_2exp(&end[i]->left, 1, e->binary->normal) < 0 &&
            mpfr_cmp_si_2exp(&end[i]->left, -1, e->binary->normal) > 0) {
            mpfi_set_d(end[i], 0.0);
        }
    }
}

void amsref_settle(amsref_enclosure *e, const amsref_binary *format, amsref_range *wide,
                   amsref_range *r)
{
    amsref_range_set(r, wide);
    if (amsref_rounds(e)) {
        amsref_store(r, format, e->p);
        if (e->does->flushes) {
            flush(e, r);
        }
        amsref_range_hull(wide, wide, r);
    }
}

void amsref_kept(const amsref_enclosure *e, amsref_quantity q, amsref_range *r)
{
    if (amsref_rounds(e) && e->does->stored[q]) {
        amsref_store(r, amsref_binary_of(e->does->stored[q]), e->p);
    }
    if (amsref_rounds(e) && e->does->flushes) {
        flush(e, r);
    }
}

void amsref_keep(amsref_enclosure *e, amsref_quantity q, amsref_range *wide, amsref_range *r)
{
    amsref_settle(e, e->kept, wide, r);
    amsref_kept(e, q, r);
    amsref_range_hull(wide, wide, r);
}

bool amsref_not_finite(const amsref_range *a)
{
    return a->nan || amsref_range_has_inf(a);
}

void amsref_weighted(amsref_enclosure *e, amsref_range *r, const amsref_range *c, const amsref_range *a)
{
    amsref_range_mul(r, c, a, e->p);
    if (amsref_rounds(e) && amsref_range_has_zero(c, e->p) && amsref_not_finite(a)) {
        amsref_range_include(r, 0.0);
        r->nan = true;
    }
}

void amsref_at_least_zero(amsref_enclosure *e, amsref_range *r)
{
    amsref_range_set_d(&e->t1, 0.0);
    amsref_range_max(r, r, &e->t1);
}
