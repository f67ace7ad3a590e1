/* SPDX-License-Identifier: Apache-2.0
 *
 * The update where an intermediate of some order leaves the normal numbers: AG-42, AG-118.
 */
#include "stages.h"

#include <math.h>

void amsref_intermediates_set(amsref_enclosure *e, amsref_intermediates *all)
{
    const amsref_scalars *s = &e->scalars;
    const amsref_traits *does = e->does;
    const amsref_range *m = &e->wide_m;
    amsref_range *of = all->of;
    for (size_t i = 0; i < AMSREF_INTERMEDIATES; i++) {
        amsref_range_init(&of[i], e->p->bits);
    }
    all->late = does->corrects_m;
    amsref_range_set_d(&e->t1, 1.0);
    amsref_range_set(&of[AMSREF_QUOTIENT], &e->quotient);
    amsref_range_div(&of[AMSREF_INVERSE], &e->t1, &e->den, e->p);
    amsref_range_div(&of[AMSREF_RATE], &s->a, &e->den, e->p);
    amsref_range_mul(&of[AMSREF_PRODUCT], &s->a, m, e->p);
    amsref_range_div(&of[AMSREF_CORRECTED], m, &s->big_c1, e->p);
    amsref_range_mul(&of[AMSREF_M_FOLDED], m, &s->root, e->p);
    amsref_range_mul(&of[AMSREF_FOLDED], &of[AMSREF_PRODUCT], &s->root, e->p);
    amsref_range_set(&e->t2, &s->lr);
    if (does->root_in_a) {
        amsref_range_sqrt(&e->t1, &s->big_c2);
        amsref_range_mul(&e->t2, &e->t2, &e->t1, e->p);
        amsref_range_mul(&of[AMSREF_UNFOLDED], &e->quotient, &e->t1, e->p);
        amsref_range_div(&of[AMSREF_UNFOLDED_A], &s->lr, &s->big_c1, e->p);
        amsref_range_mul(&of[AMSREF_UNFOLDED_AM], &of[AMSREF_UNFOLDED_A], m, e->p);
    }
    amsref_range_mul(&of[AMSREF_UNCORRECTED], &e->t2, m, e->p);
    amsref_range_div(&of[AMSREF_UNCORRECTED_A], &e->t2, &e->den, e->p);
    amsref_range_mul(&of[AMSREF_UNCORRECTED_FOLDED], &of[AMSREF_UNCORRECTED], &s->root, e->p);
}

void amsref_intermediates_clear(amsref_intermediates *all)
{
    for (size_t i = 0; i < AMSREF_INTERMEDIATES; i++) {
        amsref_range_clear(&all->of[i]);
    }
}

bool amsref_may_be_lost(amsref_enclosure *e, const amsref_range *r)
{
    mpfi_set_d(e->limit, ldexp(1.0, e->lost));
    amsref_range_mig(e->mag, r);
    return !amsref_bound_less(e->limit, e->mag, e->p);
}

bool amsref_may_vanish(amsref_enclosure *e, const amsref_intermediates *all)
{
    return amsref_range_has_zero(&e->wide_m, e->p) || amsref_range_has_zero(&e->scalars.a, e->p) ||
           amsref_may_be_lost(e, &all->of[AMSREF_FOLDED]) ||
           (all->late && (amsref_may_be_lost(e, &all->of[AMSREF_UNCORRECTED]) ||
                          amsref_may_be_lost(e, &all->of[AMSREF_UNCORRECTED_FOLDED])));
}

bool amsref_is_steep(amsref_enclosure *e, const amsref_intermediates *all)
{
    return amsref_may_overflow(e, &all->of[AMSREF_QUOTIENT]) ||
           amsref_may_overflow(e, &all->of[AMSREF_INVERSE]) ||
           amsref_may_overflow(e, &all->of[AMSREF_RATE]);
}

/*
 * What m/r, a*m/r and a0*m/r lose: inverse is one over what they are divided by at last, and rate is a*inverse;
 * scratch after it.
 */
static void lost_in_products(amsref_enclosure *e, const amsref_intermediates *all,
                             amsref_range *rate, const amsref_range *inverse)
{
    const amsref_range *big_c1 = &e->scalars.big_c1;
    if (!e->does->root_in_den) {
        amsref_range_mul(rate, rate, big_c1, e->p);
    }
    amsref_err_lost(e, &all->of[AMSREF_M_FOLDED], rate);
    amsref_err_lost(e, &all->of[AMSREF_FOLDED], inverse);
    if (all->late && e->does->root_in_den) {
        amsref_range_div(rate, inverse, big_c1, e->p);
        amsref_err_lost(e, &all->of[AMSREF_UNCORRECTED_FOLDED], rate);
    }
}

/* What AG-118 names of an update in a storage format, beside all of AG-42. */
typedef struct folds {
    amsref_range inverse; /* F: r/den, where r may be infinite too */
    amsref_range eps;     /* eps/r */
    amsref_range floor;   /* sqrt(W + eps_in) + eps/r */
    amsref_range rate;    /* a/r */
    amsref_range ratio;   /* den/a */
} folds;

static void folds_set(amsref_enclosure *e, folds *f)
{
    const amsref_scalars *s = &e->scalars;
    amsref_range *const all[] = {&f->inverse, &f->eps, &f->floor, &f->rate, &f->ratio};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        amsref_range_init(all[i], e->p->bits);
    }
    amsref_range_mul(&f->eps, &s->eps, &s->root, e->p);
    amsref_range_add(&f->floor, &e->root, &f->eps, e->p);
    amsref_range_set_d(&e->t1, 1.0);
    amsref_range_div(&f->inverse, &e->t1, &f->floor, e->p);
    amsref_range_mul(&f->rate, &s->a, &s->root, e->p);
    amsref_range_div(&f->ratio, &e->den, &s->a, e->p);
}

static void folds_clear(folds *f)
{
    amsref_range *const all[] = {&f->inverse, &f->eps, &f->floor, &f->rate, &f->ratio};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        amsref_range_clear(all[i]);
    }
}

static void lost_in_folds(amsref_enclosure *e, const amsref_intermediates *all, const folds *f)
{
    const amsref_scalars *s = &e->scalars;
    amsref_range *factor = &e->t1;
    amsref_range_mul(factor, &s->a, &f->inverse, e->p);
    lost_in_products(e, all, factor, &f->inverse);
    amsref_range_mul(factor, &e->update, &all->of[AMSREF_RATE], e->p);
    amsref_err_lost(e, &f->ratio, factor);
    if (e->does->root_in_den) {
        amsref_range_mul(factor, &e->wide_m, &f->inverse, e->p);
        amsref_range_div(factor, factor, &s->big_c1, e->p);
        amsref_err_lost(e, &f->rate, factor);
        amsref_range_mul(factor, &e->update, &f->inverse, e->p);
        amsref_err_lost(e, &f->eps, factor);
    }
}

/* The sum of AG-42. */
static void lost_in_update(amsref_enclosure *e, const amsref_intermediates *all, const folds *f)
{
    const amsref_scalars *s = &e->scalars;
    const amsref_range *of = all->of;
    amsref_range *factor = &e->t1;
    amsref_err_zero(e);
    amsref_range_set_d(factor, 1.0);
    amsref_range_div(factor, factor, &s->big_c1, e->p);
    amsref_range_mul(&e->t2, &e->update, &s->big_c1, e->p);
    amsref_err_lost(e, &e->t2, factor);
    amsref_err_lost(e, &of[AMSREF_QUOTIENT], &s->a);
    amsref_err_lost(e, &of[AMSREF_INVERSE], &of[AMSREF_PRODUCT]);
    if (f) {
        lost_in_folds(e, all, f);
    } else {
        amsref_range_div(factor, &of[AMSREF_RATE], &s->root, e->p);
        amsref_range_div(&e->t2, &of[AMSREF_INVERSE], &s->root, e->p);
        lost_in_products(e, all, factor, &e->t2);
    }
    if (all->late) {
        amsref_range_div(factor, &of[AMSREF_INVERSE], &s->big_c1, e->p);
        amsref_err_lost(e, &of[AMSREF_UNCORRECTED], factor);
        amsref_err_lost(e, &of[AMSREF_UNCORRECTED_A], &of[AMSREF_CORRECTED]);
    }
    if (!all->late || e->does->root_in_a) {
        amsref_err_lost(e, &of[AMSREF_RATE], &e->wide_m);
    }
    if (e->does->root_in_a) {
        amsref_err_lost(e, &of[AMSREF_UNFOLDED], &of[AMSREF_UNFOLDED_A]);
    }
    amsref_range_widen(&e->update, e->err);
}

/* No order changes the sign of the update. */
static void keep_sign(amsref_enclosure *e)
{
    const amsref_range *m = &e->wide_m;
    amsref_range_set_d(&e->t1, 0.0);
    if (mpfr_sgn(&m->lo->left) >= 0) {
        amsref_range_max(&e->update, &e->update, &e->t1);
    }
    if (mpfr_sgn(&m->hi->right) <= 0) {
        amsref_range_min(&e->update, &e->update, &e->t1);
    }
}

/* An infinity with the sign of m. */
static void or_infinite(amsref_enclosure *e)
{
    const amsref_range *m = &e->wide_m;
    if (mpfr_sgn(&m->hi->right) > 0) {
        amsref_range_include(&e->update, INFINITY);
    }
    if (mpfr_sgn(&m->lo->left) < 0) {
        amsref_range_include(&e->update, -INFINITY);
    }
}

/* A finite m over infinity, or times nothing; an infinite one gives NaN. */
static void or_zero(amsref_enclosure *e)
{
    const amsref_range *m = &e->wide_m;
    if (!(amsref_bound_inf(m->lo) && amsref_bound_inf(m->lo) == amsref_bound_inf(m->hi))) {
        amsref_range_include(&e->update, 0.0);
    }
    e->update.nan |= amsref_range_has_inf(m);
}

/* Where a divisor or a rate of a storage format overflows, or is lost: AG-118. */
static void update_of_folds(amsref_enclosure *e, const folds *f, bool vanishes)
{
    const bool reads_r = e->does->root_in_den;
    if (amsref_may_overflow(e, &f->ratio)) {
        or_zero(e);
    }
    if (reads_r && amsref_may_be_lost(e, &f->rate)) {
        or_zero(e);
        e->update.nan |= amsref_range_has_zero(&e->root, e->p);
    }
    if (amsref_may_be_lost(e, &f->ratio) ||
        (reads_r && !amsref_range_is_zero(&e->scalars.eps) && amsref_may_be_lost(e, &f->floor))) {
        or_infinite(e);
        e->update.nan |= vanishes;
    }
}

void amsref_update_of_extremes(amsref_enclosure *e, const amsref_intermediates *all, bool steep,
                               bool vanishes)
{
    folds f, *in_storage = amsref_in_storage(e) ? &f : NULL;
    if (in_storage) {
        folds_set(e, &f);
    }
    lost_in_update(e, all, in_storage);
    keep_sign(e);
    const bool top = amsref_may_overflow(e, &all->of[AMSREF_PRODUCT]) ||
                     amsref_may_overflow(e, &all->of[AMSREF_CORRECTED]) ||
                     (e->does->root_in_a && amsref_may_overflow(e, &all->of[AMSREF_UNFOLDED_AM]));
    amsref_range_div(&e->t1, &all->of[AMSREF_CORRECTED], &e->den, e->p);
    if (steep || top || amsref_may_overflow(e, &e->t1)) {
        or_infinite(e);
    }
    e->update.nan |= top && amsref_range_has_inf(&e->den);
    if (in_storage) {
        update_of_folds(e, &f, vanishes);
        folds_clear(&f);
    }
}
