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
    const bool reads_c2 = does->root_in_den || does->root_in_a;
    bool frozen = false;
    if (amsref_rounds(e) && reads_c2 && root->num) {
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
        if (amsref_rounds(e) && reads_c2 && root->num) {
            amsref_range_div(&e->t1, root, &e->scalars.big_c2, e->p);
            frozen |= amsref_may_overflow(e, &e->t1);
        }
    }
    frozen |= amsref_in_storage(e) && amsref_may_overflow(e, root);
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
    frozen |= amsref_in_storage(e) && amsref_may_overflow(e, &e->den);
    if (frozen) {
        amsref_range_include(&e->den, INFINITY);
    }
}

static void update_of_roundings(amsref_enclosure *e, const amsref_intermediates *all)
{
    const double ku = ldexp(e->scalars.roundings, -e->binary->precision);
    const bool vanishes = amsref_may_vanish(e, all);
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
    const bool steep = amsref_is_steep(e, all);
    e->update.nan |= steep && vanishes;
    e->update.nan |= amsref_may_overflow(e, &all->of[AMSREF_CORRECTED]) && amsref_range_has_zero(&e->scalars.a, e->p);
    if (!amsref_range_is_zero(&e->wide_m) && !amsref_range_is_zero(&e->scalars.a)) {
        amsref_update_of_extremes(e, all, steep, vanishes);
    }
}

/* update = a*m/den*(1 + theta), |theta| <= K*u/(1 - K*u). */
void amsref_enclose_update(amsref_enclosure *e)
{
    amsref_intermediates all;
    amsref_range_div(&e->quotient, &e->wide_m, &e->den, e->p);
    amsref_weighted(e, &e->update, &e->scalars.a, &e->quotient);
    if (!amsref_rounds(e) || !e->wide_m.num || !e->den.num) {
        return;
    }
    amsref_intermediates_set(e, &all);
    update_of_roundings(e, &all);
    amsref_intermediates_clear(&all);
    amsref_deviate_update(e);
}

/* lr*(w*x) and (lr*x)*w, whose inner product a storage format may lose or have no room for: AG-118. */
static void decay_in_storage(amsref_enclosure *e, amsref_range *kept, const amsref_range *x)
{
    const amsref_scalars *s = &e->scalars;
    const amsref_range *const inner[] = {&s->weight, &s->lr}, *const outer[] = {&s->lr, &s->weight};
    amsref_range *product = &e->t3;
    amsref_err_zero(e);
    amsref_err_lost(e, &s->decay, x);
    for (int i = 0; i < 2; i++) {
        amsref_range_mul(product, inner[i], x, e->p);
        amsref_err_lost(e, product, outer[i]);
    }
    amsref_range_widen(kept, e->err);
    for (int i = 0; i < 2 && kept->num; i++) {
        amsref_range_mul(product, inner[i], x, e->p);
        kept->nan |= amsref_range_has_inf(outer[i]) && amsref_may_be_lost(e, product);
        if (amsref_may_overflow(e, product)) {
            if (mpfr_sgn(&product->hi->right) > 0) {
                amsref_range_include(kept, -INFINITY);
            }
            if (mpfr_sgn(&product->lo->left) < 0) {
                amsref_range_include(kept, INFINITY);
            }
            kept->nan |= amsref_range_has_zero(outer[i], e->p);
        }
    }
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
            if (amsref_in_storage(e)) {
                decay_in_storage(e, kept, x);
            }
        }
    }
    if (amsref_rounds(e) && h->decoupled && h->weight_decay != 0) {
        decay_of_extremes(e, x, decayed, kept);
    }
    kept->nan |= amsref_rounds(e) && amsref_range_has_inf(x); /* x - d*x: AG-43, AG-47 */
    amsref_range_sub(x, kept, &e->update, e->p);
    if (amsref_rounds(e)) {
        amsref_store(x, e->kept, e->p);
    }
    if (!e->does->box_on_update) {
        clip(e, x);
    }
    if (amsref_rounds(e)) {
        amsref_store(x, e->kept, e->p);
        amsref_kept(e, AMSREF_X, x);
    }
}
