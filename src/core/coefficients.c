/* SPDX-License-Identifier: Apache-2.0
 *
 * From (dialect, hyper-parameters, t) to the scalars of the step: AG-10, AG-20 .. AG-23.
 * Each expression is evaluated as written there; do not simplify.
 */
#include "amsref.h"
#include "environment.h"
#include "square_root.h"

/* How a dialect scales the update (AG-20, a). */
typedef enum rate_kind { RATE_LR, RATE_LR_C1, RATE_LR_SQRT_C2_C1 } rate_kind;

/* A row of AG-10: what is bias corrected, and where epsilon stands. */
typedef struct rule {
    bool maximum;   /* keeps a running maximum */
    bool correct_v; /* s = 1/C2: the maximum is of the corrected second moment */
    bool correct_w; /* r = 1/sqrt(C2): the root of the maximum is corrected */
    bool eps_root;  /* eps^2 under the root in place of eps beside it */
    rate_kind rate;
} rule;

static const rule rules[AMSREF_DIALECT_COUNT] = {
    [AMSREF_PAPER] = {true, false, false, false, RATE_LR},
    [AMSREF_PAPER_EPS] = {true, false, false, false, RATE_LR},
    [AMSREF_JULIA] = {true, false, false, false, RATE_LR},
    [AMSREF_PYTORCH] = {true, false, true, false, RATE_LR_C1},
    [AMSREF_KERAS] = {true, false, false, false, RATE_LR_SQRT_C2_C1},
    [AMSREF_OPTAX] = {true, true, false, false, RATE_LR_C1},
    [AMSREF_OPTAX_MU] = {true, false, false, false, RATE_LR_C1},
    [AMSREF_DRJIT] = {true, false, false, true, RATE_LR_SQRT_C2_C1},
    [AMSREF_ADAM] = {false, false, true, false, RATE_LR_C1},
};

/* The value of the leading one of n > 0, for AG-21 and AG-22. */
/*@ requires positive: n >= 1;
    terminates \true;
    assigns \nothing;
    ensures range: 1 <= \result <= n < 2 * \result;
    ensures power: two_power(\result);
*/
static uint64_t leading_bit(uint64_t n)
{
    uint64_t bit = 1;
    /*@ loop invariant range: 1 <= bit <= n;
        loop invariant power: two_power(bit);
        loop assigns bit;
        loop variant n - bit;
    */
    while (bit <= n / 2) {
        bit *= 2;
    }
    return bit;
}

/* AG-21: 1 - beta^t, t >= 1, by doubling: c_2k = c_k*(2 - c_k), c_(k+1) = beta*c_k + c_1. */
/*@ requires positive: t >= 1;
    terminates \true;
    assigns \nothing;
    ensures value: same_f64(\result, omp_f64(beta, t));                              // AG-21
    ensures range: below_one(beta) && t <= AMSREF_T_MAX ==>
                   \is_finite(\result) && 0x1p-53 <= \result && \result <= 1;      // AG-120
    ensures error: below_one(beta) && t <= AMSREF_T_MAX ==>
                   close(\result, 1 - power_real(beta, t), omp_error(t));           // AG-120
*/
static double one_minus_power(double beta, uint64_t t)
{
    double c1 = 1.0 - beta;
    double c = c1;
    uint64_t bit = leading_bit(t);
    uint64_t rest = t - bit;
    //@ ghost uint64_t above = 1; // t without the bits of rest
    /*@ loop invariant range: 1 <= bit <= t && 1 <= above && two_power(bit);
        loop invariant read: bits_read(t, above, bit, rest);
        loop invariant value: same_f64(c, omp_f64(beta, above));
        loop assigns bit, rest, above, c;
        loop variant bit;
    */
    while (bit > 1) {
        //@ assert room: 2 * above <= t;
        //@ ghost uint64_t last = bit;
        bit /= 2;
        //@ assert half: last == 2 * bit && two_power(bit);
        c = c * (2.0 - c);
        //@ ghost above = 2 * above;
        if (rest >= bit) {
            rest -= bit;
            c = beta * c + c1;
            //@ ghost above = 1 + above;
        }
    }
    /*@ assert error: below_one(beta) && t <= AMSREF_T_MAX ==>
          close(c, 1 - power_real(beta, t), omp_error(t)); */
    return c;
}

/* AG-22: lambda^n by squaring. */
/*@ terminates \true;
    assigns \nothing;
    ensures value: same_f64(\result, pow_f64(lambda, n));                            // AG-22
*/
static double power(double lambda, uint64_t n)
{
    if (n == 0) {
        return 1.0;
    }
    uint64_t bit = leading_bit(n);
    uint64_t rest = n - bit;
    double p = lambda; // 1*1*lambda, exactly: the leading one
    //@ ghost uint64_t above = 1;
    /*@ loop invariant range: 1 <= bit <= n && 1 <= above && two_power(bit);
        loop invariant read: bits_read(n, above, bit, rest);
        loop invariant value: same_f64(p, pow_f64(lambda, above));
        loop assigns bit, rest, above, p;
        loop variant bit;
    */
    while (bit > 1) {
        //@ assert room: 2 * above <= n;
        //@ ghost uint64_t last = bit;
        bit /= 2;
        //@ assert half: last == 2 * bit && two_power(bit);
        p = p * p;
        //@ ghost above = 2 * above;
        if (rest >= bit) {
            rest -= bit;
            p = p * lambda;
            //@ ghost above = 1 + above;
        }
    }
    return p;
}

/* AG-08, as AG-20 evaluates it. */
/*@ requires memory: \valid_read(h);
    requires positive: t >= 1;
    terminates \true;
    assigns \nothing;
*/
static double lr_at(const amsref_hyper *h, uint64_t t)
{
    return h->lr_schedule == AMSREF_LR_INV_SQRT ? h->lr / sqrt((double)t) : h->lr;
}

/* AG-08, as AG-20 evaluates it. */
/*@ requires memory: \valid_read(h);
    requires positive: t >= 1;
    terminates \true;
    assigns \nothing;
*/
static double beta1_at(const amsref_hyper *h, uint64_t t)
{
    switch (h->beta1_schedule) {
    case AMSREF_BETA1_GEOMETRIC:
        return h->beta1 * power(h->lambda, t - 1);
    case AMSREF_BETA1_INVERSE:
        return h->beta1 / (double)t;
    default:
        return h->beta1;
    }
}

/* a, from the bias corrections (AG-20). */
/*@ requires memory: \valid_read(h);
    requires positive: t >= 1;
    terminates \true;
    assigns \nothing;
*/
static double rate_at(rate_kind kind, const amsref_hyper *h, uint64_t t, double correction2)
{
    if (kind == RATE_LR) {
        return lr_at(h, t);
    }
    double correction1 = one_minus_power(h->beta1, t);
    double scaled = kind == RATE_LR_C1 ? h->lr : h->lr * sqrt(correction2);
    return scaled / correction1;
}

/* AG-20; the arguments are in their domain. */
/*@ requires memory: \valid_read(h);
    requires domain: 0 <= dialect < AMSREF_DIALECT_COUNT && t >= 1;
    terminates \true;
    assigns \nothing;
    ensures box: same_f64(\result.lo, h->lo) && same_f64(\result.hi, h->hi);
*/
static amsref_coef_f64 reduce(amsref_dialect dialect, const amsref_hyper *h, uint64_t t)
{
    const rule row = rules[dialect];
    const double correction2 = one_minus_power(h->beta2, t);
    amsref_coef_f64 c;
    c.sigma = h->maximize ? -1.0 : 1.0;
    c.l2 = h->decoupled ? 0.0 : h->weight_decay;
    c.b1 = beta1_at(h, t);
    c.c1 = 1.0 - c.b1;
    c.b2 = h->beta2;
    c.c2 = 1.0 - h->beta2;
    c.s = row.correct_v ? 1.0 / correction2 : 1.0;
    c.eps_in = row.eps_root ? h->eps * h->eps : 0.0;
    c.r = row.correct_w ? 1.0 / sqrt(correction2) : 1.0;
    c.eps = row.eps_root ? 0.0 : h->eps;
    c.k = h->decoupled ? 1.0 - lr_at(h, t) * h->weight_decay : 1.0;
    c.a = rate_at(row.rate, h, t, correction2);
    c.lo = h->lo;
    c.hi = h->hi;
    c.maximum = row.maximum;
    return c;
}

/* AG-23; NaN is not. */
/*@ requires bound: \is_finite(bound);
    terminates \true;
    assigns \nothing;
    ensures range: \result != 0 ==> \is_finite(value) && -bound <= value <= bound;
*/
static bool within(double value, double bound)
{
    return -bound <= value && value <= bound;
}

/* AG-23: every coefficient but lo and hi within -bound .. bound; NaN is not. */
/*@ requires memory: \valid_read(c);
    requires bound: \is_finite(bound);
    terminates \true;
    assigns \nothing;
    ensures finite: \result != 0 ==> finite_f64(*c);
    ensures range: \result != 0 ==> bounded_f64(*c, bound);
*/
static bool all_within(const amsref_coef_f64 *c, double bound)
{
    return within(c->sigma, bound) && within(c->l2, bound) && within(c->b1, bound) &&
           within(c->c1, bound) && within(c->b2, bound) && within(c->c2, bound) &&
           within(c->s, bound) && within(c->eps_in, bound) && within(c->r, bound) &&
           within(c->eps, bound) && within(c->k, bound) && within(c->a, bound);
}

/* The least double that rounds to infinity in binary32, and the greatest that does not. */
#define FLOAT_OVERFLOW 0x1.ffffffp127
#define FLOAT_BOUND 0x1.fffffefffffffp127

/*
 * AG-23: rounded to binary32. C leaves the conversion of a finite value beyond FLT_MAX undefined,
 * but not that of an infinity; value*DBL_MAX is the infinity of value's sign.
 */
/*@ terminates \true;
    assigns \nothing;
    ensures finite: \is_finite(value) && -FLOAT_BOUND <= value <= FLOAT_BOUND ==>
                    \is_finite(\result);
*/
static float narrow(double value)
{
    if (value > FLT_MAX) {
        return value < FLOAT_OVERFLOW ? FLT_MAX : (float)(value * DBL_MAX);
    }
    if (value < -FLT_MAX) {
        return value > -FLOAT_OVERFLOW ? -FLT_MAX : (float)(value * DBL_MAX);
    }
    return (float)value;
}

amsref_status amsref_coef_for_f64(amsref_dialect dialect, const amsref_hyper *hyper, uint64_t t,
                                  amsref_coef_f64 *coef)
{
    amsref_status status = amsref_check(dialect, hyper, t);
    if (status != AMSREF_OK) {
        return status;
    }
    const amsref_coef_f64 c = reduce(dialect, hyper, t);
    if (!all_within(&c, DBL_MAX)) {
        return AMSREF_E_RANGE;
    }
    *coef = c;
    return AMSREF_OK;
}

/* AG-23: evaluated in binary64, each rounded once. */
amsref_status amsref_coef_for_f32(amsref_dialect dialect, const amsref_hyper *hyper, uint64_t t,
                                  amsref_coef_f32 *coef)
{
    amsref_status status = amsref_check(dialect, hyper, t);
    if (status != AMSREF_OK) {
        return status;
    }
    const amsref_coef_f64 c = reduce(dialect, hyper, t);
    if (!all_within(&c, FLOAT_BOUND)) {
        return AMSREF_E_RANGE;
    }
    coef->sigma = narrow(c.sigma);
    coef->l2 = narrow(c.l2);
    coef->b1 = narrow(c.b1);
    coef->c1 = narrow(c.c1);
    coef->b2 = narrow(c.b2);
    coef->c2 = narrow(c.c2);
    coef->s = narrow(c.s);
    coef->eps_in = narrow(c.eps_in);
    coef->r = narrow(c.r);
    coef->eps = narrow(c.eps);
    coef->k = narrow(c.k);
    coef->a = narrow(c.a);
    coef->lo = narrow(c.lo);
    coef->hi = narrow(c.hi);
    coef->maximum = c.maximum;
    return AMSREF_OK;
}
