/* SPDX-License-Identifier: Apache-2.0
 *
 * Denominator, update and parameter: AG-35, AG-36.
 */
#include "stages.h"

#include <math.h>

/* Roundings of x and of the decayed part. */
enum { K_X = 3, K_DECAY = 4 };

void amsref_enclose_den(amsref_enclosure *e)
{
    const amsref_traits *does = e->does;
    amsref_range *root = &e->root;
    amsref_range_set(root, &e->wide_max);
    bool frozen = false;
    if (amsref_rounds(e) && does->root_in_den && root->num) {
        amsref_range_div(&e->t1, root, &e->scalars.big_c2, e->p);
        if (amsref_may_be_below(e, &e->t1, e->binary->normal)) {
            amsref_err_zero(e);
            amsref_err_underflow(e, &e->t1);
            amsref_range_widen(root, e->err);
            amsref_at_least_zero(e, root);
        }
        frozen = amsref_may_overflow(e, &e->t1);
    }
    if (does->eps_inside) { /* eps_plain and eps_scaled are in eps_in */
        amsref_range_add(root, root, &e->scalars.eps_in, e->p);
    }
    if (!does->root_missing) {
        amsref_range_sqrt(root, root);
    }
    amsref_range_set(&e->den, root);
    if (does->root_in_den) {
        amsref_range_div(&e->den, &e->den, &e->scalars.root, e->p);
    }
    if (does->eps_negative) {
        amsref_deviate_den(e);
    } else {
        amsref_range_add(&e->den, &e->den, &e->scalars.eps, e->p);
    }
    if (frozen) {
        amsref_range_include(&e->den, INFINITY);
    }
}

/* err += factor*eta, where the intermediate r may lose bits below the normal numbers. */
static void amplified(amsref_enclosure *e, const amsref_range *r, const amsref_range *factor)
{
    if (amsref_may_be_below(e, r, e->binary->normal)) {
        amsref_range_mag(e->mag, factor);
        mpfi_mul_2si(e->mag, e->mag, e->lost);
        mpfi_add(e->err, e->err, e->mag);
    }
}

/*
 * The intermediates of a*(m/den), (a*m)/den, (a/den)*m, m*(1/den)*a and of m/C1 first: where one leaves
 * the normal numbers, the update depends on the order (AG-42).
 */
static void update_of_extremes(amsref_enclosure *e)
{
    const amsref_range *m = &e->wide_m, *a = &e->scalars.a;
    amsref_range *r = &e->t1, *inverse = &e->t2, *rate = &e->t3, *update = &e->update;
    if (!update->num || amsref_range_is_zero(a) || amsref_range_is_zero(m)) {
        return;
    }
    amsref_range_set_d(r, 1.0);
    amsref_range_div(inverse, r, &e->den, e->p);
    amsref_range_mul(rate, a, inverse, e->p);
    amsref_err_zero(e);
    amplified(e, &e->quotient, a);
    amplified(e, rate, m);
    amplified(e, m, rate);
    bool huge = amsref_may_overflow(e, &e->quotient) || amsref_may_overflow(e, inverse) || amsref_may_overflow(e, rate);
    const bool huge_rate = huge && amsref_range_has_zero(m, e->p);
    amsref_range_mul(r, a, m, e->p);
    amplified(e, r, inverse);
    huge |= amsref_may_overflow(e, r);
    amsref_range_div(r, m, &e->scalars.big_c1, e->p);
    huge |= amsref_may_overflow(e, r);
    amsref_range_mul(r, a, m, e->p);
    amplified(e, inverse, r);
    amsref_err_underflow(e, update);
    amsref_range_widen(update, e->err);
    amsref_range_set_d(r, 0.0); /* no order changes the sign */
    const bool rises = mpfr_sgn(&m->hi->right) > 0, falls = mpfr_sgn(&m->lo->left) < 0;
    if (!falls) {
        amsref_range_max(update, update, r);
    }
    if (!rises) {
        amsref_range_min(update, update, r);
    }
    if (huge && rises) {
        amsref_range_include(update, INFINITY);
    }
    if (huge && falls) {
        amsref_range_include(update, -INFINITY);
    }
    update->nan |= huge_rate;
}

/* update = a*m/den*(1 + theta), |theta| <= K*u/(1 - K*u). */
void amsref_enclose_update(amsref_enclosure *e)
{
    const amsref_range *a = &e->scalars.a;
    amsref_range_div(&e->quotient, &e->wide_m, &e->den, e->p);
    amsref_range_mul(&e->update, a, &e->quotient, e->p);
    if (!amsref_rounds(e)) {
        return;
    }
    const double ku = ldexp(e->scalars.roundings, -e->binary->precision);
    amsref_err_zero(e);
    amsref_err_proportional(e, ku, &e->update);
    mpfi_div_d(e->err, e->err, 1.0 - ku);
    amsref_range_widen(&e->update, e->err);
    update_of_extremes(e);
    /* 0/0 and 0*(m/0): no update is as good an answer as NaN (AG-46). */
    if (amsref_range_has_zero(&e->den, e->p) && e->wide_m.num &&
        (amsref_range_has_zero(&e->wide_m, e->p) || amsref_range_has_zero(a, e->p))) {
        amsref_range_include(&e->update, 0.0);
    }
    amsref_deviate_update(e);
}

void amsref_enclose_x(amsref_enclosure *e, amsref_range *x)
{
    const amsref_scalars *s = &e->scalars;
    const bool decays = !amsref_range_is_zero(&s->decay);
    amsref_range *kept = &e->t1, *lost = &e->t2;
    amsref_range_set(kept, x);
    if (decays) {
        amsref_range_set_d(kept, 1.0);
        amsref_range_sub(kept, kept, &s->decay, e->p);
        amsref_range_mul(kept, kept, x, e->p);
        amsref_range_mul(lost, &s->decay, x, e->p);
        if (amsref_rounds(e)) {
            amsref_err_zero(e);
            amsref_err_relative(e, K_X, x);
            amsref_err_relative(e, K_DECAY, lost);
            amsref_err_relative(e, 1, &e->update);
            amsref_err_underflow(e, kept);
            amsref_err_underflow(e, lost);
            amsref_range_widen(kept, e->err);
            kept->nan |= amsref_range_has_inf(x); /* x - d*x is inf - inf (AG-43) */
        }
    }
    amsref_range_sub(x, kept, &e->update, e->p);
    if (amsref_rounds(e)) {
        amsref_store(x, e->binary, e->p);
    }
    amsref_deviate_clip(e, x);
    if (!e->does->box_on_update) {
        amsref_range_max(x, x, &s->lo);
        amsref_range_min(x, x, &s->hi);
    }
    if (amsref_rounds(e)) {
        amsref_store(x, e->binary, e->p);
        amsref_kept(e, AMSREF_X, x);
    }
}
