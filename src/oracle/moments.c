/* SPDX-License-Identifier: Apache-2.0
 *
 * Gradient, moments and the maximum: AG-33, AG-34.
 */
#include "stages.h"

#include <math.h>

/* Roundings of an average of m, of one of the squares, and of the terms that join a sum. */
enum { K_M = 3, K_V = 4, K_G = 2, K_Z = 2 };

void amsref_enclose_gradient(amsref_enclosure *e, const amsref_range *x, uint64_t bits)
{
    amsref_range_set_bits(&e->g, e->problem->format, bits);
    amsref_deviate_gradient(e);
    if (e->problem->hyper.maximize) {
        amsref_range_neg(&e->g, &e->g);
    }
    amsref_range_set(&e->plain_g, &e->g);
    if (amsref_range_is_zero(&e->scalars.l2)) {
        e->g.nan |= amsref_rounds(e) && amsref_not_finite(x); /* + 0*x (AG-47) */
        return;
    }
    amsref_range *term = &e->t1;
    amsref_weighted(e, term, &e->scalars.l2, x);
    amsref_range_add(&e->g, &e->g, term, e->p);
    if (amsref_rounds(e)) {
        amsref_err_zero(e);
        amsref_err_relative(e, K_G, term);
        amsref_err_relative(e, 1, &e->g);
        amsref_err_underflow(e, term);
        const bool huge = e->g.num && amsref_may_overflow(e, term);
        amsref_range_widen(&e->g, e->err);
        if (huge && mpfr_sgn(&term->hi->right) > 0) {
            amsref_range_include(&e->g, INFINITY);
        }
        if (huge && mpfr_sgn(&term->lo->left) < 0) {
            amsref_range_include(&e->g, -INFINITY);
        }
        amsref_settle(e, e->binary, &e->g, &e->t1);
    }
}

/*
 * wide = b*old + c*sample, within k roundings of old and of c*sample: two products, or a lerp from
 * either end that does not cancel.
 */
static void average(amsref_enclosure *e, amsref_range *wide, const amsref_range *b,
                    const amsref_range *c, const amsref_range *old, const amsref_range *sample, int k)
{
    amsref_range *kept = &e->t1, *added = &e->t2;
    amsref_weighted(e, kept, b, old);
    amsref_range_mul(added, c, sample, e->p);
    amsref_range_add(wide, kept, added, e->p);
    if (!amsref_rounds(e)) {
        return;
    }
    amsref_err_zero(e);
    amsref_err_relative(e, k, old);
    amsref_err_relative(e, k, added);
    amsref_err_underflow(e, kept);
    amsref_err_underflow(e, added);
    amsref_range_mul(&e->t3, c, old, e->p);
    amsref_err_underflow(e, &e->t3);
    amsref_range_widen(wide, e->err);
    /* Where two products give an infinity, a lerp gives NaN (AG-43). */
    wide->nan |= wide->num && (amsref_range_has_inf(old) || amsref_range_has_inf(sample));
}

/* The lerps' difference g - m may overflow where the products do not (AG-42). */
static void overflowing_difference(amsref_enclosure *e, const amsref_range *m)
{
    amsref_range *wide = &e->wide_m, *difference = &e->t1;
    if (!wide->num || amsref_range_has_inf(m) || amsref_range_has_inf(&e->g)) {
        return;
    }
    amsref_range_sub(difference, &e->g, m, e->p);
    if (amsref_may_overflow(e, difference)) {
        amsref_range_include(wide, INFINITY);
        amsref_range_include(wide, -INFINITY);
        wide->nan |= amsref_range_has_zero(&e->scalars.b1, e->p);
    }
}

void amsref_enclose_m(amsref_enclosure *e, amsref_range *m)
{
    average(e, &e->wide_m, &e->scalars.b1, &e->scalars.c1, m, &e->g, K_M);
    if (amsref_rounds(e)) {
        overflowing_difference(e, m);
    }
    amsref_keep(e, AMSREF_M, &e->wide_m, m);
    amsref_deviate_m(e);
}

/* What v averages: the square of the gradient. */
static void sample_of_v(amsref_enclosure *e)
{
    const amsref_range *g = e->does->l2_only_m ? &e->plain_g : &e->g;
    if (e->does->absolute) {
        amsref_range_mig(e->square.lo, g);
        amsref_range_mag(e->square.hi, g);
        e->square.num = g->num;
        e->square.nan = g->nan;
    } else {
        amsref_range_sqr(&e->square, g, e->p);
    }
}

void amsref_enclose_v(amsref_enclosure *e, amsref_range *v, const amsref_range *vmax)
{
    sample_of_v(e);
    average(e, &e->wide_v, &e->scalars.b2, &e->scalars.c2, e->does->max_fed_back ? vmax : v,
            &e->square, K_V);
    if (amsref_rounds(e) && e->wide_v.num) {
        amsref_err_zero(e);
        amsref_err_underflow(e, &e->square);
        amsref_range_mul(&e->t1, &e->scalars.c2, &e->g, e->p);
        amsref_err_underflow(e, &e->t1);
        if (amsref_in_storage(e)) { /* (c2*g)*g magnifies it */
            amsref_err_lost(e, &e->t1, &e->g);
        }
        amsref_range_widen(&e->wide_v, e->err);
        if (amsref_may_overflow(e, &e->square)) {
            amsref_range_include(&e->wide_v, INFINITY);
            e->wide_v.nan = true;
        }
    }
    amsref_at_least_zero(e, &e->wide_v);
    amsref_keep(e, AMSREF_V, &e->wide_v, v);
}

/* r = max(old, z), where NaN may win, lose, or stick (AG-45); or the minimum, a deviation. */
static void maximum(amsref_enclosure *e, amsref_range *r, const amsref_range *old,
                    const amsref_range *z)
{
    if (e->does->maximum == AMSREF_MAXIMUM_MINIMUM) {
        amsref_range_min(&e->t3, old, z);
    } else {
        amsref_range_max(&e->t3, old, z);
    }
    if (amsref_rounds(e)) {
        if (old->num && z->nan) {
            amsref_range_hull(&e->t3, &e->t3, old);
        }
        if (z->num && old->nan) {
            amsref_range_hull(&e->t3, &e->t3, z);
        }
    }
    amsref_range_set(r, &e->t3);
}

/*
 * Y +- (2*u*|Y| + eta) for Y = V/C2, both positive, each end point by one division of what is
 * exact: a storage format has so few numbers that quotients of them meet its ties (AG-39).
 */
static void quotient_of_maximum(amsref_enclosure *e, amsref_range *y, const amsref_range *v,
                                const amsref_range *c2, double eta)
{
    mpfi_t share, over, under;
    mpfi_init2(share, e->p->bits);
    mpfi_init2(over, e->p->bits);
    mpfi_init2(under, e->p->bits);
    mpfi_mul_d(share, v->hi, ldexp(K_Z, -e->binary->precision));
    mpfi_mul_d(over, c2->lo, eta);
    mpfi_add(over, over, share);
    mpfi_mul(under, over, c2->hi);
    mpfi_mul(share, v->lo, c2->lo);
    mpfi_sub(under, share, under);
    mpfi_add(over, over, v->hi);
    mpfi_div(y->hi, over, c2->lo);
    mpfi_mul(share, c2->lo, c2->hi);
    mpfi_div(y->lo, under, share);
    mpfi_clear(share);
    mpfi_clear(over);
    mpfi_clear(under);
}

/* z: what the maximum is of, computed and stored. */
static void operand_of_maximum(amsref_enclosure *e, const amsref_range *v, amsref_range *wide,
                               amsref_range *stored)
{
    if (e->does->maximum == AMSREF_MAXIMUM_OLD_V) {
        amsref_range_set(wide, &e->old_v);
        amsref_range_set(stored, &e->old_v);
    } else if (e->does->corrects_v) {
        const amsref_range *whole = &e->wide_v, *c2 = &e->scalars.big_c2;
        amsref_range_div(wide, whole, c2, e->p);
        if (amsref_rounds(e) && amsref_range_finite(whole) && amsref_bound_sign(c2->lo, e->p) > 0) {
            const bool below = amsref_may_be_below(e, wide, e->binary->normal);
            quotient_of_maximum(e, wide, whole, c2, below ? ldexp(1.0, e->lost) : 0.0);
            amsref_at_least_zero(e, wide);
        } else if (amsref_rounds(e)) {
            amsref_err_zero(e);
            amsref_err_relative(e, K_Z, wide);
            amsref_err_underflow(e, wide);
            amsref_range_widen(wide, e->err);
            amsref_at_least_zero(e, wide);
        }
        amsref_settle(e, e->kept, wide, stored);
    } else {
        amsref_range_set(wide, &e->wide_v);
        amsref_range_set(stored, v);
    }
}

/* vmax' + eps, where that is kept. */
static void add_eps(amsref_enclosure *e, amsref_range *vmax)
{
    amsref_range *wide = &e->wide_max;
    if (e->does->maximum) {
        amsref_range_hull(wide, wide, vmax);
    }
    amsref_range_add(wide, wide, &e->scalars.eps, e->p);
    amsref_err_zero(e);
    amsref_err_relative(e, 1, wide);
    amsref_range_widen(wide, e->err);
    amsref_keep(e, AMSREF_VMAX, wide, vmax);
}

void amsref_enclose_vmax(amsref_enclosure *e, const amsref_range *v, amsref_range *vmax)
{
    const amsref_traits *does = e->does;
    amsref_range *wide = &e->wide_max, *stored = &e->t2, *old = &e->den;
    operand_of_maximum(e, v, wide, stored);
    if (!does->maximum) {
        if (does->max_keeps_eps) {
            add_eps(e, vmax);
        }
        return;
    }
    amsref_range_set(old, vmax);
    const amsref_range *other = does->maximum == AMSREF_MAXIMUM_OF_TWO ? &e->old_v : old;
    maximum(e, wide, other, wide);
    maximum(e, vmax, other, stored);
    if (does->stored[AMSREF_VMAX]) {
        amsref_kept(e, AMSREF_VMAX, vmax);
        amsref_range_hull(wide, wide, vmax);
    }
    if (does->max_keeps_eps) {
        add_eps(e, vmax);
    }
    if (does->max_late) {
        amsref_range_set(wide, old);
    }
    if (does->max_not_kept) {
        amsref_range_set(vmax, old);
    }
}
