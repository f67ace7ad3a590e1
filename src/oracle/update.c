/* SPDX-License-Identifier: Apache-2.0
 *
 * Denominator, update and parameter: AG-35, AG-36, AG-48.
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
    if (does->eps_inside || does->root_floor) { /* eps_plain and eps_scaled are in eps_in */
        amsref_range_add(root, root, &e->scalars.eps_in, e->p);
        frozen |= amsref_rounds(e) && root->num && amsref_may_overflow(e, root);
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

/* err += eta(r)*|factor|: what the intermediate r loses below the normal numbers, times what becomes of it. */
static void lost(amsref_enclosure *e, const amsref_range *r, const amsref_range *factor)
{
    if (amsref_may_be_below(e, r, e->binary->normal)) {
        amsref_err_proportional(e, ldexp(1.0, e->lost), factor);
    }
}

/* The intermediates of the update in its many orders, as AG-42 names them. */
enum intermediate {
    QUOTIENT,    /* m/den */
    INVERSE,     /* 1/den */
    RATE,        /* a/den */
    PRODUCT,     /* a*m */
    CORRECTED,   /* m/C1 */
    M_FOLDED,    /* m*sqrt(C2) where den has a root */
    FOLDED,      /* a*m*sqrt(C2) likewise */
    UNCORRECTED, /* lr_t*m */
    INTERMEDIATES
};

typedef struct intermediates {
    amsref_range of[INTERMEDIATES];
    bool late; /* C1 divides lr_t alone: an order may divide by it at the end */
} intermediates;

static void find_intermediates(amsref_enclosure *e, intermediates *all)
{
    const amsref_scalars *s = &e->scalars;
    const amsref_traits *does = e->does;
    const amsref_range *m = &e->wide_m;
    amsref_range *of = all->of;
    all->late = does->corrects_m && !does->root_in_a;
    amsref_range_set_d(&e->t1, 1.0);
    amsref_range_set(&of[QUOTIENT], &e->quotient);
    amsref_range_div(&of[INVERSE], &e->t1, &e->den, e->p);
    amsref_range_div(&of[RATE], &s->a, &e->den, e->p);
    amsref_range_mul(&of[PRODUCT], &s->a, m, e->p);
    amsref_range_div(&of[CORRECTED], m, &s->big_c1, e->p);
    amsref_range_mul(&of[M_FOLDED], m, &s->root, e->p);
    amsref_range_mul(&of[FOLDED], &of[PRODUCT], &s->root, e->p);
    amsref_range_mul(&of[UNCORRECTED], &s->lr, m, e->p);
}

/* May m, a or a product of theirs be zero where the update is computed? */
static bool may_vanish(amsref_enclosure *e, const intermediates *all)
{
    const int eta = e->lost;
    if (amsref_range_has_zero(&e->wide_m, e->p) || amsref_range_has_zero(&e->scalars.a, e->p)) {
        return true;
    }
    mpfi_set_d(e->limit, ldexp(1.0, eta));
    amsref_range_mig(e->mag, &all->of[FOLDED]);
    bool vanishes = !amsref_bound_less(e->limit, e->mag, e->p);
    if (all->late) {
        amsref_range_mig(e->mag, &all->of[UNCORRECTED]);
        vanishes |= !amsref_bound_less(e->limit, e->mag, e->p);
    }
    return vanishes;
}

/* The sum of AG-42. */
static void lost_in_update(amsref_enclosure *e, const intermediates *all)
{
    const amsref_scalars *s = &e->scalars;
    const amsref_range *of = all->of;
    amsref_range *factor = &e->t1;
    amsref_err_zero(e);
    amsref_err_underflow(e, &e->update);
    lost(e, &of[QUOTIENT], &s->a);
    lost(e, &of[INVERSE], &of[PRODUCT]);
    amsref_range_mul(factor, &of[RATE], &s->big_c1, e->p);
    amsref_range_div(factor, factor, &s->root, e->p);
    lost(e, &of[M_FOLDED], factor);
    amsref_range_div(factor, &of[INVERSE], &s->root, e->p);
    lost(e, &of[FOLDED], factor);
    if (all->late) {
        amsref_range_div(factor, &of[INVERSE], &s->big_c1, e->p);
        lost(e, &of[UNCORRECTED], factor);
        amsref_range_div(factor, &s->lr, &e->den, e->p);
        lost(e, factor, &of[CORRECTED]);
    } else {
        lost(e, &of[RATE], &e->wide_m);
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

/* Where an intermediate leaves the normal numbers the update depends on the order (AG-42). */
static void update_of_extremes(amsref_enclosure *e, const intermediates *all, bool steep)
{
    const amsref_range *m = &e->wide_m;
    lost_in_update(e, all);
    keep_sign(e);
    const bool top = amsref_may_overflow(e, &all->of[PRODUCT]) || amsref_may_overflow(e, &all->of[CORRECTED]);
    amsref_range_div(&e->t1, &all->of[CORRECTED], &e->den, e->p);
    if (steep || top || amsref_may_overflow(e, &e->t1)) {
        if (mpfr_sgn(&m->hi->right) > 0) {
            amsref_range_include(&e->update, INFINITY);
        }
        if (mpfr_sgn(&m->lo->left) < 0) {
            amsref_range_include(&e->update, -INFINITY);
        }
    }
    e->update.nan |= top && amsref_range_has_inf(&e->den);
}

static void update_of_roundings(amsref_enclosure *e, const intermediates *all)
{
    const double ku = ldexp(e->scalars.roundings, -e->binary->precision);
    const bool vanishes = may_vanish(e, all);
    if (vanishes && amsref_range_has_zero(&e->den, e->p)) {
        /* 0/0 and 0*(m/0): no update is as good an answer as NaN (AG-46). */
        amsref_range_include(&e->update, 0.0);
        e->update.nan = true;
    }
    if (!e->update.num) {
        return;
    }
    amsref_err_zero(e);
    amsref_err_proportional(e, ku, &e->update);
    mpfi_div_d(e->err, e->err, 1.0 - ku);
    amsref_range_widen(&e->update, e->err);
    const bool steep = amsref_may_overflow(e, &all->of[QUOTIENT]) || amsref_may_overflow(e, &all->of[INVERSE]) ||
                       amsref_may_overflow(e, &all->of[RATE]);
    e->update.nan |= steep && vanishes;
    e->update.nan |= amsref_may_overflow(e, &all->of[CORRECTED]) && amsref_range_has_zero(&e->scalars.a, e->p);
    if (!amsref_range_is_zero(&e->wide_m) && !amsref_range_is_zero(&e->scalars.a)) {
        update_of_extremes(e, all, steep);
    }
}

/* update = a*m/den*(1 + theta), |theta| <= K*u/(1 - K*u). */
void amsref_enclose_update(amsref_enclosure *e)
{
    intermediates all;
    amsref_range_div(&e->quotient, &e->wide_m, &e->den, e->p);
    amsref_weighted(e, &e->update, &e->scalars.a, &e->quotient);
    if (!amsref_rounds(e) || !e->wide_m.num || !e->den.num) {
        return;
    }
    for (size_t i = 0; i < INTERMEDIATES; i++) {
        amsref_range_init(&all.of[i], e->p->bits);
    }
    find_intermediates(e, &all);
    update_of_roundings(e, &all);
    for (size_t i = 0; i < INTERMEDIATES; i++) {
        amsref_range_clear(&all.of[i]);
    }
    amsref_deviate_update(e);
}

/* Decoupled decay in parts, x - lr*(w*x): a product may be infinite though the sum is not (AG-42). */
static void decay_of_extremes(amsref_enclosure *e, const amsref_range *x, const amsref_range *decayed,
                              amsref_range *kept)
{
    amsref_range *product = &e->t3;
    const bool idle = amsref_range_is_zero(&e->scalars.decay); /* lr is 0 */
    amsref_range_set_d(product, e->problem->hyper.weight_decay);
    amsref_range_mul(product, product, x, e->p);
    const bool infinite = mpfi_inf_p(x->lo) && mpfi_inf_p(x->hi) &&
                          mpfi_is_neg(x->lo) == mpfi_is_neg(x->hi);
    const bool huge = x->num && !infinite &&
                      (amsref_may_overflow(e, product) ||
                       (!idle && amsref_may_overflow(e, decayed)));
    kept->nan |= huge && idle; /* 0*inf */
    if (huge && !idle && mpfr_sgn(&product->hi->right) > 0) {
        amsref_range_include(kept, -INFINITY);
    }
    if (huge && !idle && mpfr_sgn(&product->lo->left) < 0) {
        amsref_range_include(kept, INFINITY);
    }
}

/* NaN has no nearest point of the box: each is as good an answer (AG-48). */
static void clip(amsref_enclosure *e, amsref_range *x)
{
    const amsref_range *lo = &e->scalars.lo, *hi = &e->scalars.hi;
    const bool bounded = amsref_range_finite(lo) || amsref_range_finite(hi);
    const bool open = amsref_rounds(e) && bounded && x->nan;
    amsref_range_max(x, x, lo);
    amsref_range_min(x, x, hi);
    if (open) {
        amsref_range_hull(x, x, lo);
        amsref_range_hull(x, x, hi);
    }
}

void amsref_enclose_x(amsref_enclosure *e, amsref_range *x)
{
    const amsref_scalars *s = &e->scalars;
    const amsref_hyper *h = &e->problem->hyper;
    const bool decays = !amsref_range_is_zero(&s->decay);
    amsref_range *kept = &e->t1, *decayed = &e->t2;
    amsref_range_set(kept, x);
    if (decays) {
        amsref_range_set_d(kept, 1.0);
        amsref_range_sub(kept, kept, &s->decay, e->p);
        amsref_range_mul(kept, kept, x, e->p);
        amsref_range_mul(decayed, &s->decay, x, e->p);
        if (amsref_rounds(e)) {
            amsref_err_zero(e);
            amsref_err_relative(e, K_X, x);
            amsref_err_relative(e, K_DECAY, decayed);
            amsref_err_relative(e, 1, &e->update);
            amsref_err_underflow(e, kept);
            amsref_err_underflow(e, decayed);
            amsref_range_widen(kept, e->err);
        }
    }
    if (amsref_rounds(e) && h->decoupled && h->weight_decay != 0) {
        decay_of_extremes(e, x, decayed, kept);
    }
    kept->nan |= amsref_rounds(e) && amsref_range_has_inf(x); /* x - d*x: AG-43, AG-47 */
    amsref_range_sub(x, kept, &e->update, e->p);
    if (amsref_rounds(e)) {
        amsref_store(x, e->binary, e->p);
    }
    if (!e->does->box_on_update) {
        clip(e, x);
    }
    if (amsref_rounds(e)) {
        amsref_store(x, e->binary, e->p);
        amsref_kept(e, AMSREF_X, x);
    }
}
