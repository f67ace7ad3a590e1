/* SPDX-License-Identifier: Apache-2.0 */
#include "scalars.h"

#include <math.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const amsref_traits traits[AMSREF_DIALECT_COUNT] = {
    [AMSREF_PAPER] = {.maximum = true},
    [AMSREF_PAPER_EPS] = {.eps_outside = true, .maximum = true},
    [AMSREF_JULIA] = {.eps_outside = true, .maximum = true},
    [AMSREF_PYTORCH] = {.corrects_m = true, .root_in_den = true, .eps_outside = true, .maximum = true},
    [AMSREF_KERAS] = {.corrects_m = true, .root_in_a = true, .eps_outside = true, .maximum = true},
    [AMSREF_OPTAX] = {.corrects_m = true, .corrects_v = true, .eps_outside = true, .maximum = true},
    [AMSREF_OPTAX_MU] = {.corrects_m = true, .eps_outside = true, .maximum = true},
    [AMSREF_DRJIT] = {.corrects_m = true, .root_in_a = true, .eps_inside = true, .maximum = true},
    [AMSREF_ADAM] = {.corrects_m = true, .root_in_den = true, .eps_outside = true},
};

const amsref_traits *amsref_traits_of(amsref_dialect dialect)
{
    return &traits[dialect];
}

/* Every range of the struct, for init and clear. */
static void each(amsref_scalars *s, amsref_range **all)
{
    amsref_range *const ranges[] = {&s->l2,     &s->b1,     &s->c1, &s->b2,   &s->c2,
                                    &s->big_c1, &s->big_c2, &s->a,  &s->root, &s->eps_in,
                                    &s->eps,    &s->decay,  &s->lo, &s->hi,   &s->lr};
    for (size_t i = 0; i < COUNT(ranges); i++) {
        all[i] = ranges[i];
    }
}

#define RANGES 15

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

/* Where the scalar is evaluated: model, format, and scratch of the working precision. */
typedef struct context {
    amsref_model model;
    amsref_format format;
    int u; /* the unit roundoff is 2^u */
    amsref_precision *p;
    amsref_range one, t1, t2;
} context;

/* H of AG-31: the number, or the format's nearest. */
static void or_rounded(context *c, amsref_range *r)
{
    if (c->model == AMSREF_MODEL_IDEAL || amsref_range_has_inf(r)) {
        return;
    }
    const mpfi_ptr bound[2] = {r->lo, r->hi};
    amsref_range rounded;
    amsref_range_init(&rounded, c->p->bits);
    amsref_range_set(&rounded, r);
    const mpfi_ptr to[2] = {rounded.lo, rounded.hi};
    for (int i = 0; i < 2; i++) {
        mpfr_set(&to[i]->left, &bound[i]->left, MPFR_RNDD);
        mpfr_set(&to[i]->right, &bound[i]->right, MPFR_RNDU);
        amsref_binary_round(&to[i]->left, c->format);
        amsref_binary_round(&to[i]->right, c->format);
        if (!mpfr_equal_p(&to[i]->left, &to[i]->right)) {
            c->p->undecided = true;
        }
    }
    amsref_range_hull(r, r, &rounded);
    amsref_range_clear(&rounded);
}

static void hyper(context *c, amsref_range *r, double value)
{
    amsref_range_set_d(r, value);
    or_rounded(c, r);
}

/* r^n for 0 <= r, outward. */
static void power(amsref_range *r, const amsref_range *base, uint64_t n)
{
    const mpfi_srcptr from[2] = {base->lo, base->hi};
    const mpfi_ptr to[2] = {r->lo, r->hi};
    _Static_assert(sizeof(unsigned long) >= sizeof(uint64_t), "mpfr_pow_ui takes every t");
    for (int i = 0; i < 2; i++) {
        mpfr_pow_ui(&to[i]->left, &from[i]->left, n, MPFR_RNDD);
        mpfr_pow_ui(&to[i]->right, &from[i]->right, n, MPFR_RNDU);
    }
}

/* r *= [(1 - 2^u)^n, (1 + 2^u)^n] for r >= 0: n roundings. */
static void round_n_times(context *c, amsref_range *r, uint64_t n)
{
    amsref_range *f = &c->t2;
    amsref_range_set_d(f, ldexp(1.0, c->u));
    amsref_range_sub(f, &c->one, f, c->p);
    mpfi_set_d(f->hi, ldexp(1.0, c->u));
    mpfi_add(f->hi, f->hi, c->one.hi);
    power(f, f, n);
    amsref_range_mul(r, r, f, c->p);
}

/* 1 - beta^k, exactly. */
static void exact_correction(context *c, amsref_range *r, double beta, uint64_t k)
{
    amsref_range_set_d(r, beta);
    power(r, r, k);
    amsref_range_sub(r, &c->one, r, c->p);
}

/*
 * q of AG-32: the error bound of the doubling formula in units of 2^u, by the recursion
 *     E(2k)  = E(k)*2(1 - c_k)/(2 - c_k) + 2
 *     E(k+1) = (beta*c_k*(E(k) + 1) + c_1)/c_(k+1) + 1
 */
static void doubling_error(context *c, amsref_range *e, double beta, uint64_t t)
{
    amsref_range ck, c1, next, part;
    amsref_range *const all[] = {&ck, &c1, &next, &part};
    for (size_t i = 0; i < COUNT(all); i++) {
        amsref_range_init(all[i], c->p->bits);
    }
    exact_correction(c, &c1, beta, 1);
    amsref_range_set_d(e, 1.0);
    int top = 63;
    while (!(t >> top & 1)) {
        top--;
    }
    for (int bit = top - 1; bit >= 0; bit--) {
        exact_correction(c, &ck, beta, t >> (bit + 1));
        amsref_range_sub(&part, &c->one, &ck, c->p);
        amsref_range_add(&next, &part, &c->one, c->p);
        amsref_range_add(&part, &part, &part, c->p);
        amsref_range_mul(e, e, &part, c->p);
        amsref_range_div(e, e, &next, c->p);
        amsref_range_add(e, e, &c->one, c->p);
        amsref_range_add(e, e, &c->one, c->p);
        if (t >> bit & 1) {
            exact_correction(c, &ck, beta, (t >> bit) - 1);
            exact_correction(c, &next, beta, t >> bit);
            amsref_range_add(e, e, &c->one, c->p);
            amsref_range_mul(e, e, &ck, c->p);
            amsref_range_set_d(&part, beta);
            amsref_range_mul(e, e, &part, c->p);
            amsref_range_add(e, e, &c1, c->p);
            amsref_range_div(e, e, &next, c->p);
            amsref_range_add(e, e, &c->one, c->p);
        }
    }
    for (size_t i = 0; i < COUNT(all); i++) {
        amsref_range_clear(all[i]);
    }
}

/* C1 or C2 (AG-32; AG-37 at working). */
static void correction(context *c, amsref_range *r, double beta, uint64_t t)
{
    exact_correction(c, r, beta, t);
    if (c->model == AMSREF_MODEL_IDEAL) {
        return;
    }
    amsref_range *q = &c->t1, *f = &c->t2;
    doubling_error(c, q, beta, t);
    amsref_range_add(q, q, &c->one, c->p);
    amsref_range_set_d(f, 4.0);
    amsref_range_max(q, q, f);
    amsref_range_set_d(f, ldexp(1.0, c->u));
    amsref_range_mul(q, q, f, c->p);
    amsref_range_mul(q, q, r, c->p);
    amsref_range_widen(r, q->hi);
    amsref_range_min(r, r, &c->one);
    or_rounded(c, r);
    if (c->model == AMSREF_MODEL_WORKING) {
        amsref_range *power_in_format = &c->t1;
        hyper(c, power_in_format, beta);
        power(power_in_format, power_in_format, t);
        round_n_times(c, power_in_format, t + 1);
        amsref_range_min(power_in_format, power_in_format, &c->one);
        amsref_range_sub(power_in_format, &c->one, power_in_format, c->p);
        or_rounded(c, power_in_format);
        amsref_range_hull(r, r, power_in_format);
    }
}

/* b and c = 1 - b of a moment. */
static void weights(context *c, amsref_range *b, amsref_range *one_minus_b, double beta)
{
    amsref_range_set_d(b, beta);
    amsref_range_sub(one_minus_b, &c->one, b, c->p);
    or_rounded(c, one_minus_b);
    or_rounded(c, b);
    if (c->model == AMSREF_MODEL_WORKING) {
        amsref_range_sub(&c->t1, &c->one, b, c->p);
        or_rounded(c, &c->t1);
        amsref_range_hull(one_minus_b, one_minus_b, &c->t1);
    }
}

/* The schedules of AG-08: b and 1 - b where b itself has been computed. */
static void scheduled_weights(context *c, amsref_scalars *s, const amsref_hyper *h, uint64_t t)
{
    hyper(c, &s->b1, h->beta1);
    if (h->beta1_schedule == AMSREF_BETA1_GEOMETRIC) {
        hyper(c, &c->t1, h->lambda);
        power(&c->t1, &c->t1, t - 1);
        if (c->model != AMSREF_MODEL_IDEAL) {
            round_n_times(c, &c->t1, t);
        }
        amsref_range_mul(&s->b1, &s->b1, &c->t1, c->p);
    } else {
        amsref_range_set_d(&c->t1, (double)t);
        amsref_range_div(&s->b1, &s->b1, &c->t1, c->p);
    }
    or_rounded(c, &s->b1);
    amsref_range_sub(&s->c1, &c->one, &s->b1, c->p);
    or_rounded(c, &s->c1);
}

/* Below the normal numbers the roundings of a lose more than K counts: a +- eta/C1. */
static void subnormal_rate(context *c, amsref_scalars *s)
{
    const amsref_binary *binary = amsref_binary_of(c->format);
    mpfi_t least, normal;
    if (c->model == AMSREF_MODEL_IDEAL || amsref_range_is_zero(&s->a)) {
        return;
    }
    mpfi_init2(least, c->p->bits);
    mpfi_init2(normal, c->p->bits);
    mpfi_set_d(normal, ldexp(1.0, binary->normal));
    amsref_range_mig(least, &s->a);
    bool below = amsref_bound_less(least, normal, c->p);
    amsref_range_mig(least, &s->lr);
    below |= amsref_bound_less(least, normal, c->p);
    if (below) {
        amsref_range_set_d(&c->t1, ldexp(1.0, binary->eta));
        amsref_range_div(&c->t1, &c->t1, &s->big_c1, c->p);
        amsref_range_widen(&s->a, amsref_range_has_inf(&c->t1) ? c->t1.lo : c->t1.hi);
        amsref_range_set_d(&c->t1, 0.0);
        amsref_range_max(&s->a, &s->a, &c->t1);
    }
    mpfi_clear(least);
    mpfi_clear(normal);
}

/* lr_t, and a = lr_t [sqrt(C2)] [1/C1] in real arithmetic: its roundings are counted in K. */
static void rate(context *c, amsref_scalars *s, const amsref_problem *problem, uint64_t t)
{
    const amsref_hyper *h = &problem->hyper;
    const amsref_traits *does = &traits[problem->dialect];
    hyper(c, &s->lr, h->lr);
    if (h->lr_schedule == AMSREF_LR_INV_SQRT) {
        amsref_range_set_d(&c->t1, (double)t);
        amsref_range_sqrt(&c->t1, &c->t1);
        amsref_range_div(&s->lr, &s->lr, &c->t1, c->p);
    }
    amsref_range_set_d(&s->decay, 0.0);
    if (h->decoupled) {
        hyper(c, &s->decay, h->weight_decay);
        amsref_range_mul(&s->decay, &s->decay, &s->lr, c->p);
    }
    amsref_range_set(&s->a, &s->lr);
    if (does->root_in_a) {
        amsref_range_sqrt(&c->t1, &s->big_c2);
        amsref_range_mul(&s->a, &s->a, &c->t1, c->p);
    }
    amsref_range_div(&s->a, &s->a, &s->big_c1, c->p);
    subnormal_rate(c, s);
}

void amsref_scalars_set(amsref_scalars *s, const amsref_problem *problem, amsref_model model,
                        uint64_t t, amsref_precision *p)
{
    const amsref_hyper *h = &problem->hyper;
    const amsref_traits *does = &traits[problem->dialect];
    context c = {.model = model,
                 .format = problem->format,
                 .u = -amsref_binary_of(problem->format)->precision,
                 .p = p};
    amsref_range *const scratch[] = {&c.one, &c.t1, &c.t2};
    for (size_t i = 0; i < COUNT(scratch); i++) {
        amsref_range_init(scratch[i], p->bits);
    }
    amsref_range_set_d(&c.one, 1.0);

    const bool reads_c2 = does->root_in_den || does->root_in_a || does->corrects_v;
    amsref_range_set_d(&s->big_c1, 1.0);
    amsref_range_set_d(&s->big_c2, 1.0);
    if (does->corrects_m) {
        correction(&c, &s->big_c1, h->beta1, t);
    }
    if (reads_c2) {
        correction(&c, &s->big_c2, h->beta2, t);
    }
    amsref_range_set_d(&s->root, 1.0);
    if (does->root_in_den) {
        amsref_range_sqrt(&s->root, &s->big_c2);
    }
    if (h->beta1_schedule == AMSREF_BETA1_CONSTANT) {
        weights(&c, &s->b1, &s->c1, h->beta1);
    } else {
        scheduled_weights(&c, s, h, t);
    }
    weights(&c, &s->b2, &s->c2, h->beta2);
    hyper(&c, &s->l2, h->decoupled ? 0.0 : h->weight_decay);
    rate(&c, s, problem, t);

    hyper(&c, &s->eps, does->eps_outside ? h->eps : 0.0);
    hyper(&c, &s->eps_in, does->eps_inside ? h->eps : 0.0);
    amsref_range_sqr(&s->eps_in, &s->eps_in, p);
    or_rounded(&c, &s->eps_in);
    hyper(&c, &s->lo, h->lo);
    hyper(&c, &s->hi, h->hi);

    s->roundings = 6 + 3 * does->corrects_m + 3 * (does->root_in_den || does->root_in_a) +
                   2 * (h->lr_schedule == AMSREF_LR_INV_SQRT) + does->eps_inside;
    for (size_t i = 0; i < COUNT(scratch); i++) {
        amsref_range_clear(scratch[i]);
    }
}
