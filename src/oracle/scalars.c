/* SPDX-License-Identifier: Apache-2.0 */
#include "enclose.h"

#include <math.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Every range of the struct, for init and clear. */
static void each(amsref_scalars *s, amsref_range **all)
{
    amsref_range *const ranges[] = {&s->l2,     &s->b1,     &s->c1, &s->b2,   &s->c2,
                                    &s->big_c1, &s->big_c2, &s->a,  &s->root, &s->eps_in,
                                    &s->eps,    &s->decay,  &s->lo, &s->hi,   &s->lr,
                                    &s->weight};
    for (size_t i = 0; i < COUNT(ranges); i++) {
        all[i] = ranges[i];
    }
}

#define RANGES 16

void amsref_scalars_init(amsref_scalars *s, mpfr_prec_t bits)
{
    amsref_range *all[RANGES];
    each(s, all);
    for (size_t i = 0; i < RANGES; i++) {
        amsref_range_init(all[i], bits);
    }
}

void amsref_scalars_clear(amsref_scalars *s)
{
    amsref_range *all[RANGES];
    each(s, all);
    for (size_t i = 0; i < RANGES; i++) {
        amsref_range_clear(all[i]);
    }
}

/* What a scalar of a storage format may be beyond its range: AG-118. */
static void or_infinite(amsref_context *c, amsref_range *r, const amsref_range *computed)
{
    if (amsref_scalars_in_storage(c) && amsref_scalar_overflows(c, computed)) {
        amsref_range_include(r, INFINITY);
    }
}

/* 1 - b where b is rounded to binary32 first; the difference may be. */
static void weight_binary32(amsref_context *c, amsref_range *one_minus_b, const amsref_range *b)
{
    const amsref_binary *own = c->binary;
    c->binary = amsref_binary_of(AMSREF_BINARY32);
    amsref_range_set(one_minus_b, b);
    amsref_store(one_minus_b, c->binary, c->p);
    amsref_range_sub(one_minus_b, &c->one, one_minus_b, c->p);
    amsref_or_rounded(c, one_minus_b);
    c->binary = own;
}

/* b and c = 1 - b of a moment. */
static void weights(amsref_context *c, amsref_range *b, amsref_range *one_minus_b, double beta)
{
    amsref_range_set_d(b, beta);
    amsref_range_sub(one_minus_b, &c->one, b, c->p);
    amsref_or_rounded(c, one_minus_b);
    amsref_or_rounded(c, b);
    if (c->model == AMSREF_MODEL_WORKING) {
        amsref_read_beta(c, &c->t1, beta);
        amsref_range_sub(&c->t1, &c->one, &c->t1, c->p);
        amsref_or_rounded(c, &c->t1);
        amsref_range_hull(one_minus_b, one_minus_b, &c->t1);
    }
    if (c->does->weights_binary32) {
        amsref_range_set_d(&c->t1, beta);
        weight_binary32(c, one_minus_b, &c->t1);
    }
}

/* The schedules of AG-08: b and 1 - b where b itself has been computed. */
static void scheduled_weights(amsref_context *c, amsref_scalars *s, const amsref_hyper *h,
                              uint64_t t)
{
    t += c->does->beta1_late;
    amsref_hyper_range(c, &s->b1, h->beta1);
    if (h->beta1_schedule == AMSREF_BETA1_GEOMETRIC) {
        amsref_hyper_range(c, &c->t1, h->lambda);
        amsref_power(&c->t1, &c->t1, t - 1);
        if (c->model != AMSREF_MODEL_IDEAL) {
            amsref_round_n_times(c, &c->t1, c->u, t);
        }
        amsref_range_mul(&s->b1, &s->b1, &c->t1, c->p);
        if (amsref_scalars_in_storage(c)) {
            amsref_below_normal(c, &s->b1);
        }
    } else {
        amsref_range_set_d(&c->t1, (double)t);
        amsref_range_div(&s->b1, &s->b1, &c->t1, c->p);
    }
    amsref_or_rounded(c, &s->b1);
    amsref_range_sub(&s->c1, &c->one, &s->b1, c->p);
    amsref_or_rounded(c, &s->c1);
    if (c->does->weights_binary32) {
        weight_binary32(c, &s->c1, &s->b1);
    }
    if (c->does->weight_constant) {
        amsref_hyper_range(c, &c->t1, h->beta1);
        amsref_range_sub(&s->c1, &c->one, &c->t1, c->p);
        amsref_or_rounded(c, &s->c1);
    }
}

static bool may_be_subnormal(amsref_context *c, const amsref_range *y)
{
    mpfi_t least, normal;
    mpfi_init2(least, c->p->bits);
    mpfi_init2(normal, c->p->bits);
    mpfi_set_d(normal, ldexp(1.0, c->binary->normal));
    amsref_range_mig(least, y);
    const bool below = amsref_bound_less(least, normal, c->p);
    mpfi_clear(least);
    mpfi_clear(normal);
    return below;
}

/* AG-32: y +- eta/divisor, cut at 0, where y or lr_t may be subnormal: its own roundings lose more. */
static void or_subnormal(amsref_context *c, amsref_range *y, const amsref_range *lr,
                         const amsref_range *divisor)
{
    if (c->model == AMSREF_MODEL_IDEAL || amsref_range_is_zero(y) ||
        !(may_be_subnormal(c, y) || may_be_subnormal(c, lr))) {
        return;
    }
    amsref_range_set_d(&c->t1, ldexp(1.0, c->binary->eta));
    amsref_range_div(&c->t1, &c->t1, divisor, c->p);
    amsref_range_widen(y, amsref_range_has_inf(&c->t1) ? c->t1.lo : c->t1.hi);
    amsref_range_set_d(&c->t1, 0.0);
    amsref_range_max(y, y, &c->t1);
}

/* d of AG-36, once lr_t and a are known. */
static void decay(amsref_context *c, amsref_scalars *s, const amsref_hyper *h)
{
    const amsref_decay_kind kind = c->does->decay;
    amsref_range_set_d(&s->decay, 0.0);
    amsref_range_set_d(&s->weight, 0.0);
    if (!h->decoupled) {
        return;
    }
    amsref_hyper_range(c, &s->decay, h->weight_decay);
    amsref_range_set(&s->weight, &s->decay);
    amsref_range *const factor = &c->t2;
    if (kind == AMSREF_DECAY_LR || kind == AMSREF_DECAY_SQUARED) {
        amsref_range_set(factor, &s->lr);
        if (h->lr_schedule == AMSREF_LR_INV_SQRT) {
            or_subnormal(c, factor, &s->lr, &c->one);
        }
    } else if (kind == AMSREF_DECAY_RATE) {
        amsref_range_set(factor, &s->a);
    } else {
        amsref_hyper_range(c, factor, kind == AMSREF_DECAY_PLAIN ? 1.0 : h->lr);
    }
    amsref_range_mul(&s->decay, &s->decay, factor, c->p);
    if (kind == AMSREF_DECAY_SQUARED) {
        amsref_range_mul(&s->decay, &s->decay, factor, c->p);
    }
    or_infinite(c, &s->decay, &s->decay);
}

/* lr_t, and a = lr_t [sqrt(C2)] [1/C1] in real arithmetic: its roundings are counted in K. */
static void rate(amsref_context *c, amsref_scalars *s, const amsref_hyper *h, uint64_t t)
{
    amsref_hyper_range(c, &s->lr, h->lr);
    if (h->lr_schedule == AMSREF_LR_INV_SQRT) {
        amsref_range_set_d(&c->t1, (double)(t + c->does->lr_late));
        amsref_range_sqrt(&c->t1, &c->t1);
        amsref_range_div(&s->lr, &s->lr, &c->t1, c->p);
    }
    amsref_range_set(&s->a, &s->lr);
    if (c->does->root_in_a) {
        amsref_range_sqrt(&c->t1, &s->big_c2);
        amsref_range_mul(&s->a, &s->a, &c->t1, c->p);
    }
    amsref_range_div(&s->a, &s->a, &s->big_c1, c->p);
    amsref_range_div(&c->t1, &s->lr, &s->big_c1, c->p);
    or_infinite(c, &s->a, &c->t1);
    or_subnormal(c, &s->a, &s->lr, &s->big_c1);
    decay(c, s, h);
}

/* eps beside the root and in it. */
static void epsilon(amsref_context *c, amsref_scalars *s, const amsref_hyper *h)
{
    const amsref_traits *does = c->does;
    amsref_hyper_range(c, &s->eps, does->eps_outside ? h->eps : 0.0);
    amsref_hyper_range(c, &s->eps_in, does->eps_inside ? h->eps : 0.0);
    if (!does->eps_plain) {
        amsref_range_sqr(&s->eps_in, &s->eps_in, c->p);
        amsref_or_rounded(c, &s->eps_in);
    }
    if (does->eps_scaled) {
        amsref_range_sqrt(&c->t1, &s->big_c2);
        amsref_range_mul(&s->eps, &s->eps, &c->t1, c->p);
        amsref_range_mul(&s->eps_in, &s->eps_in, &s->big_c2, c->p);
    }
    if (does->root_floor) {
        amsref_hyper_range(c, &c->t1, AMSREF_ROOT_FLOOR);
        amsref_range_add(&s->eps_in, &s->eps_in, &c->t1, c->p);
    }
}

/* C1, C2 and what the denominator has of C2: 1 where the dialect does not read them. */
static void corrections(amsref_context *c, amsref_scalars *s, const amsref_hyper *h, uint64_t t)
{
    const amsref_traits *does = c->does;
    const double beta[2] = {does->swapped ? h->beta2 : h->beta1,
                            does->swapped ? h->beta1 : h->beta2};
    amsref_range_set_d(&s->big_c1, 1.0);
    amsref_range_set_d(&s->big_c2, 1.0);
    if (does->corrects_m) {
        amsref_correction(c, &s->big_c1, beta[0], t);
    }
    if (does->root_in_den || does->root_in_a || does->corrects_v) {
        amsref_correction(c, &s->big_c2, beta[1], t);
    }
    amsref_range_set_d(&s->root, 1.0);
    if (does->root_in_den) {
        amsref_range_sqrt(&s->root, &s->big_c2);
    }
}

void amsref_scalars_set(amsref_scalars *s, const amsref_problem *problem, const amsref_traits *does,
                        const amsref_binary *binary, amsref_model model, uint64_t t,
                        amsref_precision *p)
{
    const amsref_hyper *h = &problem->hyper;
    amsref_context c = {
        .model = model, .binary = binary, .does = does, .u = -binary->precision, .p = p};
    amsref_range *const scratch[] = {&c.one, &c.t1, &c.t2};
    for (size_t i = 0; i < COUNT(scratch); i++) {
        amsref_range_init(scratch[i], p->bits);
    }
    amsref_range_set_d(&c.one, 1.0);

    corrections(&c, s, h, t);
    if (h->beta1_schedule == AMSREF_BETA1_CONSTANT) {
        weights(&c, &s->b1, &s->c1, h->beta1);
    } else {
        scheduled_weights(&c, s, h, t);
    }
    if (does->weight_missing) {
        amsref_range_set_d(&s->c1, 1.0);
    }
    weights(&c, &s->b2, &s->c2, h->beta2);
    amsref_hyper_range(&c, &s->l2, h->decoupled ? 0.0 : h->weight_decay);
    if (does->l2_negated && h->maximize) {
        amsref_range_neg(&s->l2, &s->l2);
    }
    rate(&c, s, h, t);
    epsilon(&c, s, h);
    if (does->folded_binary32) {
        amsref_fold_binary32(&c, s, h, t);
    }
    amsref_hyper_range(&c, &s->lo, h->lo);
    amsref_hyper_range(&c, &s->hi, h->hi);

    s->roundings = 6 + 3 * does->corrects_m + 3 * (does->root_in_den || does->root_in_a) +
                   2 * (h->lr_schedule == AMSREF_LR_INV_SQRT) + (does->eps_inside || does->root_floor) +
                   2 * does->eps_scaled + 2 * does->decay_after;
    for (size_t i = 0; i < COUNT(scratch); i++) {
        amsref_range_clear(scratch[i]);
    }
}
