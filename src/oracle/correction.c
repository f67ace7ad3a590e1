/* SPDX-License-Identifier: Apache-2.0
 *
 * The bias corrections: 1 - beta^t, exactly, well computed, or computed in the format.
 */
#include "scalars.h"

#include <math.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* 1 - beta^k, exactly. */
static void exact_correction(amsref_context *c, amsref_range *r, double beta, uint64_t k)
{
    amsref_range_set_d(r, beta);
    amsref_power(r, r, k);
    amsref_range_sub(r, &c->one, r, c->p);
}

/*
 * q of AG-32: the error bound of the doubling formula in units of 2^u, by the recursion
 *     E(2k)  = E(k)*2(1 - c_k)/(2 - c_k) + 2
 *     E(k+1) = (beta*c_k*(E(k) + 1) + c_1)/c_(k+1) + 1
 */
static void doubling_error(amsref_context *c, amsref_range *e, double beta, uint64_t t)
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

/* The same beta and t are asked about again and again, in other dialects, models and elements. */
typedef struct remembered {
    double beta;
    uint64_t t; /* 0: nothing is here */
    amsref_precision p;
    amsref_range e;
} remembered;

static void doubling_error_again(amsref_context *c, amsref_range *e, double beta, uint64_t t)
{
    enum { PLACES_BITS = 6 };
    static _Thread_local remembered memo[1 << PLACES_BITS];
    amsref_precision *const p = c->p;
    uint64_t key;

    memcpy(&key, &beta, sizeof key);
    key = (key ^ t << 8 ^ (uint64_t)p->bits) * UINT64_C(0x9e3779b97f4a7c15);
    remembered *m = &memo[key >> (64 - PLACES_BITS)];
    if (m->t != t || m->beta != beta || m->p.bits != p->bits) {
        if (m->t) {
            amsref_range_clear(&m->e);
        }
        *m = (remembered){.beta = beta, .t = t, .p = {.bits = p->bits}};
        amsref_range_init(&m->e, p->bits);
        c->p = &m->p;
        doubling_error(c, &m->e, beta, t);
        c->p = p;
    }
    amsref_range_set(e, &m->e);
    p->undecided |= m->p.undecided;
}

/* 1 - beta^t where the power is a number of binary32 (AG-83); the difference may be rounded to it.
 */
static void correction_binary32(amsref_context *c, amsref_range *r, double beta, uint64_t t)
{
    const amsref_binary *own = c->binary;
    c->binary = amsref_binary_of(AMSREF_BINARY32);
    const float rounded = (float)amsref_nearest_binary32(beta);
    if (c->does->power == AMSREF_POWER_BINARY32) {
        amsref_range_set_d(r, (double)rounded);
        amsref_power(r, r, t);
        amsref_round_n_times(c, r, -c->binary->precision, 2);
        amsref_range_min(r, r, &c->one);
    } else {
        float product = 1.0F, before = 0.0F;
        for (uint64_t i = 0; i < t && product != before; i++) {
            before = product;
            product *= rounded;
        }
        amsref_range_set_d(r, (double)product);
    }
    amsref_range_sub(r, &c->one, r, c->p);
    amsref_or_rounded(c, r);
    c->binary = own;
}

/* The t that the corrections read. */
static uint64_t counted(amsref_counter counter, uint64_t t)
{
    const uint64_t squared = t < UINT64_C(1) << 31 ? t * t : AMSREF_T_MAX;
    switch (counter) {
    case AMSREF_COUNTER_LESS:
        return t - 1;
    case AMSREF_COUNTER_MORE:
        return t + 1;
    case AMSREF_COUNTER_SQUARED:
        return squared < AMSREF_T_MAX ? squared : AMSREF_T_MAX;
    case AMSREF_COUNTER_BYTE:
        return t % 256;
    default:
        return t;
    }
}

/* 1 - beta^t by a power that was computed in the format (AG-37). */
static void correction_in_format(amsref_context *c, amsref_range *r, double beta, uint64_t t)
{
    amsref_read_beta(c, r, beta);
    amsref_power(r, r, t);
    if (!amsref_scalars_in_storage(c)) {
        amsref_round_n_times(c, r, c->u, t + 1);
    } else if (amsref_beta_is_lost(c, beta)) {
        amsref_round_n_times(c, r, -amsref_binary_arithmetic(c->binary)->precision, t + 1);
    } else {
        amsref_round_n_times(c, r, c->u, t);
        amsref_below_normal(c, r);
    }
    amsref_range_min(r, r, &c->one);
    amsref_range_sub(r, &c->one, r, c->p);
    amsref_or_rounded(c, r);
}

/* 1/C may overflow where C is not 0: a storage format has few exponents (AG-118). */
static void or_zero(amsref_context *c, amsref_range *r)
{
    amsref_range *inverse = &c->t1;
    if (amsref_scalars_in_storage(c)) {
        amsref_range_div(inverse, &c->one, r, c->p);
        if (amsref_scalar_overflows(c, inverse)) {
            amsref_range_include(r, 0.0);
        }
    }
}

void amsref_correction(amsref_context *c, amsref_range *r, double beta, uint64_t t)
{
    t = counted(c->does->counter, t);
    if (c->does->power == AMSREF_POWER_OF_BINARY32) {
        beta = amsref_nearest_binary32(beta);
    }
    exact_correction(c, r, beta, t);
    if (c->model == AMSREF_MODEL_IDEAL || t == 0) {
        return;
    }
    if (c->does->power == AMSREF_POWER_BINARY32 || c->does->power == AMSREF_POWER_PRODUCT32) {
        correction_binary32(c, r, beta, t);
        return;
    }
    amsref_range *q = &c->t1, *f = &c->t2;
    doubling_error_again(c, q, beta, t);
    amsref_range_add(q, q, &c->one, c->p);
    amsref_range_set_d(f, 4.0);
    amsref_range_max(q, q, f);
    amsref_range_set_d(f, ldexp(1.0, -amsref_binary_arithmetic(c->binary)->precision));
    amsref_range_mul(q, q, f, c->p);
    amsref_range_mul(q, q, r, c->p);
    amsref_range_widen(r, q->hi);
    amsref_range_min(r, r, &c->one);
    amsref_or_rounded(c, r);
    if (c->model == AMSREF_MODEL_WORKING) {
        correction_in_format(c, &c->t1, beta, t);
        amsref_range_hull(r, r, &c->t1);
        or_zero(c, r);
    }
}
