/* SPDX-License-Identifier: Apache-2.0 */
#include "enclose.h"

#include <math.h>
#include <stdlib.h>

/* Roundings of AG-33: an average of m, one of the squares, and a term that joins a sum. */
enum { K_M = 3, K_V = 4, K_G = 2, K_Z = 2, K_X = 3, K_DECAY = 4 };

#define SCRATCH 12

struct amsref_enclosure {
    const amsref_problem *problem;
    const amsref_binary *binary;
    amsref_model model;
    amsref_precision *p;
    amsref_scalars scalars;
    amsref_range g, square, wide_m, wide_v, wide_max, root, den, quotient, update, t1, t2, t3;
    mpfi_t err, term, mag, limit;
};

static amsref_range *scratch(amsref_enclosure *e, size_t i)
{
    amsref_range *const all[SCRATCH] = {&e->g,    &e->square, &e->wide_m,   &e->wide_v,
                                        &e->wide_max, &e->root,   &e->den,      &e->quotient,
                                        &e->update, &e->t1,     &e->t2,       &e->t3};
    return all[i];
}

amsref_enclosure *amsref_enclosure_new(const amsref_problem *problem, amsref_model model,
                                       amsref_precision *p)
{
    amsref_enclosure *e = malloc(sizeof *e);
    if (e == NULL) {
        return NULL;
    }
    e->problem = problem;
    e->binary = amsref_binary_of(problem->format);
    e->model = model;
    e->p = p;
    amsref_scalars_init(&e->scalars, p->bits);
    for (size_t i = 0; i < SCRATCH; i++) {
        amsref_range_init(scratch(e, i), p->bits);
    }
    mpfi_init2(e->err, p->bits);
    mpfi_init2(e->term, p->bits);
    mpfi_set_d(e->term, 0.0);
    mpfi_init2(e->mag, p->bits);
    mpfi_init2(e->limit, p->bits);
    return e;
}

void amsref_enclosure_free(amsref_enclosure *e)
{
    if (e != NULL) {
        amsref_scalars_clear(&e->scalars);
        for (size_t i = 0; i < SCRATCH; i++) {
            amsref_range_clear(scratch(e, i));
        }
        mpfi_clear(e->err);
        mpfi_clear(e->term);
        mpfi_clear(e->mag);
        mpfi_clear(e->limit);
        free(e);
    }
}

void amsref_enclosure_at(amsref_enclosure *e, uint64_t t)
{
    amsref_scalars_set(&e->scalars, e->problem, e->model, t, e->p);
}

/* -- the error of a rounded evaluation, gathered in e->err -------------------------------------- */

static bool rounds(const amsref_enclosure *e)
{
    return e->model != AMSREF_MODEL_IDEAL;
}

/*
 * err += factor*max|r|, over the finite end points of r: an infinite one is not widened, and beyond a finite
 * one the rounded result still grows with r.
 */
static void proportional(amsref_enclosure *e, double factor, const amsref_range *r)
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
static void relative(amsref_enclosure *e, int k, const amsref_range *r)
{
    proportional(e, ldexp(k, -e->binary->precision), r);
}

/* Is min r in magnitude below 2^exponent, r not being zero alone? */
static bool may_be_below(amsref_enclosure *e, const amsref_range *r, int exponent)
{
    if (!r->num || amsref_range_is_zero(r)) {
        return false;
    }
    amsref_range_mig(e->mag, r);
    mpfi_set_d(e->limit, ldexp(1.0, exponent));
    return amsref_bound_less(e->mag, e->limit, e->p);
}

/* Does max r in magnitude round to infinity? */
static bool may_overflow(amsref_enclosure *e, const amsref_range *r)
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
static void underflow(amsref_enclosure *e, const amsref_range *r)
{
    if (may_be_below(e, r, e->binary->normal)) {
        mpfi_set_d(e->mag, 1.0);
        mpfi_mul_2si(e->mag, e->mag, e->binary->eta);
        mpfi_add(e->err, e->err, e->mag);
    }
}

static void no_error(amsref_enclosure *e)
{
    mpfi_set_d(e->err, 0.0);
}

/* wide = computed or stored; r = stored. */
static void settle(amsref_enclosure *e, amsref_range *wide, amsref_range *r)
{
    amsref_range_set(r, wide);
    if (rounds(e)) {
        amsref_store(r, e->problem->format, e->p);
        amsref_range_hull(wide, wide, r);
    }
}

/* -- AG-33: gradient and moments ---------------------------------------------------------------- */

static void gradient(amsref_enclosure *e, const amsref_range *x, uint64_t bits)
{
    amsref_range_set_bits(&e->g, e->problem->format, bits);
    if (e->problem->hyper.maximize) {
        amsref_range_neg(&e->g, &e->g);
    }
    if (amsref_range_is_zero(&e->scalars.l2)) {
        return;
    }
    amsref_range *term = &e->t1;
    amsref_range_mul(term, &e->scalars.l2, x, e->p);
    amsref_range_add(&e->g, &e->g, term, e->p);
    if (rounds(e)) {
        no_error(e);
        relative(e, K_G, term);
        relative(e, 1, &e->g);
        underflow(e, term);
        const bool huge = may_overflow(e, term);
        amsref_range_widen(&e->g, e->err);
        if (huge) {
            amsref_range_include(&e->g, INFINITY);
            amsref_range_include(&e->g, -INFINITY);
        }
        settle(e, &e->g, &e->t1);
    }
}

/* Where averages part (AG-43): an infinite term may give NaN, a difference may overflow. */
static void average_of_extremes(amsref_enclosure *e, amsref_range *wide, const amsref_range *old,
                                const amsref_range *sample)
{
    if (!wide->num) {
        return;
    }
    if (amsref_range_has_inf(old) || amsref_range_has_inf(sample)) {
        wide->nan = true;
        return;
    }
    amsref_range_sub(&e->t3, sample, old, e->p);
    if (may_overflow(e, &e->t3)) {
        amsref_range_include(wide, INFINITY);
        amsref_range_include(wide, -INFINITY);
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
    amsref_range_mul(kept, b, old, e->p);
    amsref_range_mul(added, c, sample, e->p);
    amsref_range_add(wide, kept, added, e->p);
    if (!rounds(e)) {
        return;
    }
    no_error(e);
    relative(e, k, old);
    relative(e, k, added);
    underflow(e, kept);
    underflow(e, added);
    amsref_range_mul(&e->t3, c, old, e->p);
    underflow(e, &e->t3);
    amsref_range_widen(wide, e->err);
    average_of_extremes(e, wide, old, sample);
}

static void first_moment(amsref_enclosure *e, amsref_range *m)
{
    average(e, &e->wide_m, &e->scalars.b1, &e->scalars.c1, m, &e->g, K_M);
    settle(e, &e->wide_m, m);
}

static void at_least_zero(amsref_enclosure *e, amsref_range *r)
{
    amsref_range_set_d(&e->t1, 0.0);
    amsref_range_max(r, r, &e->t1);
}

static void second_moment(amsref_enclosure *e, amsref_range *v)
{
    amsref_range_sqr(&e->square, &e->g, e->p);
    average(e, &e->wide_v, &e->scalars.b2, &e->scalars.c2, v, &e->square, K_V);
    if (rounds(e) && e->wide_v.num) {
        no_error(e);
        underflow(e, &e->square);
        amsref_range_mul(&e->t1, &e->scalars.c2, &e->g, e->p);
        underflow(e, &e->t1);
        amsref_range_widen(&e->wide_v, e->err);
        if (may_overflow(e, &e->square)) {
            amsref_range_include(&e->wide_v, INFINITY);
            e->wide_v.nan = true;
        }
    }
    at_least_zero(e, &e->wide_v);
    settle(e, &e->wide_v, v);
}

/* -- AG-34: the maximum ------------------------------------------------------------------------- */

/* r = max(old, z), where NaN may win, lose, or stick (AG-45). */
static void maximum(amsref_enclosure *e, amsref_range *r, const amsref_range *old,
                    const amsref_range *z)
{
    amsref_range_max(&e->t3, old, z);
    if (rounds(e)) {
        if (old->num && z->nan) {
            amsref_range_hull(&e->t3, &e->t3, old);
        }
        if (z->num && old->nan) {
            amsref_range_hull(&e->t3, &e->t3, z);
        }
    }
    amsref_range_set(r, &e->t3);
}

static void running_maximum(amsref_enclosure *e, const amsref_range *v, amsref_range *vmax)
{
    const amsref_traits *does = amsref_traits_of(e->problem->dialect);
    amsref_range *wide = &e->wide_max, *stored = &e->t2;
    if (does->corrects_v) {
        amsref_range_div(wide, &e->wide_v, &e->scalars.big_c2, e->p);
        if (rounds(e)) {
            no_error(e);
            relative(e, K_Z, wide);
            underflow(e, wide);
            amsref_range_widen(wide, e->err);
            at_least_zero(e, wide);
        }
        settle(e, wide, stored);
    } else {
        amsref_range_set(wide, &e->wide_v);
        amsref_range_set(stored, v);
    }
    if (does->maximum) {
        maximum(e, wide, vmax, wide);
        maximum(e, vmax, vmax, stored);
    }
}

/* -- AG-35: denominator and update -------------------------------------------------------------- */

static void denominator(amsref_enclosure *e)
{
    const amsref_traits *does = amsref_traits_of(e->problem->dialect);
    amsref_range *root = &e->root;
    amsref_range_set(root, &e->wide_max);
    bool frozen = false;
    if (rounds(e) && does->root_in_den && root->num) {
        amsref_range_div(&e->t1, root, &e->scalars.big_c2, e->p);
        if (may_be_below(e, &e->t1, e->binary->normal)) {
            no_error(e);
            underflow(e, &e->t1);
            amsref_range_widen(root, e->err);
            at_least_zero(e, root);
        }
        frozen = may_overflow(e, &e->t1);
    }
    if (does->eps_inside) {
        amsref_range_add(root, root, &e->scalars.eps_in, e->p);
    }
    amsref_range_sqrt(root, root);
    amsref_range_set(&e->den, root);
    if (does->root_in_den) {
        amsref_range_div(&e->den, &e->den, &e->scalars.root, e->p);
    }
    amsref_range_add(&e->den, &e->den, &e->scalars.eps, e->p);
    if (frozen) {
        amsref_range_include(&e->den, INFINITY);
    }
}

/* err += factor*eta, where the intermediate r may lose bits below the normal numbers. */
static void amplified(amsref_enclosure *e, const amsref_range *r, const amsref_range *factor)
{
    if (may_be_below(e, r, e->binary->normal)) {
        amsref_range_mag(e->mag, factor);
        mpfi_mul_2si(e->mag, e->mag, e->binary->eta);
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
    no_error(e);
    amplified(e, &e->quotient, a);
    amplified(e, rate, m);
    amplified(e, m, rate);
    bool huge = may_overflow(e, &e->quotient) || may_overflow(e, inverse) || may_overflow(e, rate);
    const bool huge_rate = huge && amsref_range_has_zero(m, e->p);
    amsref_range_mul(r, a, m, e->p);
    amplified(e, r, inverse);
    huge |= may_overflow(e, r);
    amsref_range_div(r, m, &e->scalars.big_c1, e->p);
    huge |= may_overflow(e, r);
    amsref_range_mul(r, a, m, e->p);
    amplified(e, inverse, r);
    underflow(e, update);
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
static void set_update(amsref_enclosure *e)
{
    const amsref_range *a = &e->scalars.a;
    amsref_range_div(&e->quotient, &e->wide_m, &e->den, e->p);
    amsref_range_mul(&e->update, a, &e->quotient, e->p);
    if (!rounds(e)) {
        return;
    }
    const double ku = ldexp(e->scalars.roundings, -e->binary->precision);
    no_error(e);
    proportional(e, ku, &e->update);
    mpfi_div_d(e->err, e->err, 1.0 - ku);
    amsref_range_widen(&e->update, e->err);
    update_of_extremes(e);
    /* 0/0 and 0*(m/0): no update is as good an answer as NaN (AG-46). */
    if (amsref_range_has_zero(&e->den, e->p) && e->wide_m.num &&
        (amsref_range_has_zero(&e->wide_m, e->p) || amsref_range_has_zero(a, e->p))) {
        amsref_range_include(&e->update, 0.0);
    }
}

/* -- AG-36: the parameter ----------------------------------------------------------------------- */

static void parameter(amsref_enclosure *e, amsref_range *x)
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
        if (rounds(e)) {
            no_error(e);
            relative(e, K_X, x);
            relative(e, K_DECAY, lost);
            relative(e, 1, &e->update);
            underflow(e, kept);
            underflow(e, lost);
            amsref_range_widen(kept, e->err);
        }
    }
    amsref_range_sub(x, kept, &e->update, e->p);
    if (rounds(e)) {
        amsref_store(x, e->problem->format, e->p);
    }
    amsref_range_max(x, x, &s->lo);
    amsref_range_min(x, x, &s->hi);
    if (rounds(e)) {
        amsref_store(x, e->problem->format, e->p);
    }
}

void amsref_enclose(amsref_enclosure *e, amsref_state *state, uint64_t g)
{
    amsref_range *of = state->of;
    gradient(e, &of[AMSREF_X], g);
    first_moment(e, &of[AMSREF_M]);
    second_moment(e, &of[AMSREF_V]);
    running_maximum(e, &of[AMSREF_V], &of[AMSREF_VMAX]);
    denominator(e);
    set_update(e);
    parameter(e, &of[AMSREF_X]);
}
