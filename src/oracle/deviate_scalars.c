/* SPDX-License-Identifier: Apache-2.0
 *
 * Scalars of binary32 in a step of binary64 (AG-83). Nothing here happens in a dialect.
 */
#include "enclose.h"

#include <math.h>

/* A power of binary32 is right to one unit in its last place, and so is a root where a library of vectors takes it. */
enum { K_POWER = 2, K_ROOT = 2 };

/*
 * gcc 12 at -O2 drops the pair of conversions where it vectorises two neighbouring ones, hence
 * volatile.
 */
double amsref_nearest_binary32(double value)
{
    const volatile float rounded = (float)value;
    return (double)rounded;
}

static void stored(amsref_context *c, amsref_range *r)
{
    amsref_store(r, amsref_binary_of(AMSREF_BINARY32), c->p);
}

/* r = a/b, divided or by way of the reciprocal, each rounded; c->t1 and c->t2 are scratch. */
static void quotient(amsref_context *c, amsref_range *r, const amsref_range *a,
                     const amsref_range *b)
{
    amsref_range_div(&c->t1, &c->one, b, c->p);
    stored(c, &c->t1);
    amsref_range_mul(&c->t1, &c->t1, a, c->p);
    stored(c, &c->t1);
    amsref_range_div(&c->t2, a, b, c->p);
    stored(c, &c->t2);
    amsref_range_hull(r, &c->t1, &c->t2);
}

/* r = 1 - beta^t. */
static void correction(amsref_context *c, amsref_range *r, double beta, uint64_t t)
{
    const amsref_binary *narrow = amsref_binary_of(AMSREF_BINARY32);
    amsref_range_set_d(r, amsref_nearest_binary32(beta));
    if (t > 1) { /* the first power is beta itself */
        amsref_power(r, r, t);
        amsref_round_n_times(c, r, -narrow->precision, K_POWER);
        stored(c, r);
    }
    amsref_range_min(r, r, &c->one);
    amsref_range_sub(r, &c->one, r, c->p);
    stored(c, r);
}

/* x - m/(sqrt(vmax)/(sqrt(C2)*rate) + eps/rate) with rate = lr/C1. */
void amsref_fold_binary32(amsref_context *c, amsref_scalars *s, const amsref_hyper *h, uint64_t t)
{
    correction(c, &s->big_c1, h->beta1, t);
    correction(c, &s->big_c2, h->beta2, t);
    amsref_range_set_d(&s->a, amsref_nearest_binary32(h->lr));
    quotient(c, &s->a, &s->a, &s->big_c1);
    amsref_range_set_d(&s->eps, amsref_nearest_binary32(h->eps));
    quotient(c, &s->eps, &s->eps, &s->a);
    amsref_range_sqrt(&s->root, &s->big_c2);
    amsref_round_n_times(c, &s->root, -amsref_binary_of(AMSREF_BINARY32)->precision, K_ROOT);
    stored(c, &s->root);
    amsref_range_mul(&s->root, &s->root, &s->a, c->p);
    stored(c, &s->root);
    amsref_range_set_d(&s->a, 1.0);
}
