/* SPDX-License-Identifier: Apache-2.0
 *
 * From (dialect, hyper-parameters, t) to the scalars of the step: AG-10, AG-20, AG-23.
 * Each expression is evaluated as written there; do not simplify.
 */
#include "amsref.h"
#include "environment.h"
#include "square_root.h"

#include "acsl_coefficients_lemmas.inc"
#include "narrowing.inc"
#include "powers.inc"

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

/* The row of a dialect. */
/*@ requires domain: 0 <= dialect < AMSREF_DIALECT_COUNT;
    terminates \true;
    assigns \nothing;
    ensures maximum: \result.maximum != 0 <==> dialect != AMSREF_ADAM;      // AG-10
    ensures correct: \result.correct_v != 0 <==> corrects_v(dialect);       // AG-10
    ensures correct: \result.correct_w != 0 <==> corrects_w(dialect);       // AG-10
    ensures root: \result.eps_root != 0 <==> eps_under_root(dialect);       // AG-10
    ensures rate: \result.rate == (plain_rate(dialect) ? RATE_LR :          // AG-10
                                   root_rate(dialect) ? RATE_LR_SQRT_C2_C1 : RATE_LR_C1);
*/
static rule row_of(amsref_dialect dialect)
{
    return rules[dialect];
}

/* c, from b: what of the new has a share in an average. */
/*@ terminates \true;
    assigns \nothing;
    ensures value: same_f64(\result, complement_of(b));                              // AG-20
    ensures range: below_one(b) ==> shares_f64(b, \result);
*/
static double complement(double b)
{
    return 1.0 - b;
}

/* Epsilon under the root. */
/*@ terminates \true;
    assigns \nothing;
    ensures value: same_f64(\result, mul_f64(eps, eps));                             // AG-20
    ensures inside: in_f64(0, eps, 0x1p49) ==> low_eps_f64(\result);
    ensures inside: in_f64(0, eps, 0x1p19) ==> low_eps_f32(\result);
*/
static double square_of(double eps)
{
    return eps * eps;
}

/* AG-20: one of two numbers. */
/*@ terminates \true;
    assigns \nothing;
    ensures value: same_f64(\result, yes != 0 ? one : other);
*/
static double pick(bool yes, double one, double other)
{
    return yes ? one : other;
}

/* AG-08, as AG-20 evaluates it. */
/*@ requires memory: \valid_read(h);
    requires positive: t >= 1;
    terminates \true;
    assigns \nothing;
    ensures value: same_f64(\result, lr_of(*h, t));                                 // AG-20
    ensures range: not_negative(h->lr) && t <= AMSREF_T_MAX ==> in_f64(0, \result, h->lr);
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
    ensures value: same_f64(\result, b1_of(*h, t));                                 // AG-20
    ensures range: below_one(h->beta1) && ok_lambda(*h) && t <= AMSREF_T_MAX ==>
                   in_f64(0, \result, h->beta1);
*/
static double beta1_at(const amsref_hyper *h, uint64_t t)
{
    double b = h->beta1;
    if (h->beta1_schedule == AMSREF_BETA1_GEOMETRIC) {
        b = h->beta1 * power(h->lambda, t - 1);
    } else if (h->beta1_schedule == AMSREF_BETA1_INVERSE) {
        b = h->beta1 / (double)t;
    }
    return b;
}

/* k: what decoupled decay leaves of x. */
/*@ requires memory: \valid_read(h);
    requires positive: t >= 1;
    terminates \true;
    assigns \nothing;
    ensures value: same_f64(\result, k_of(*h, t));                                  // AG-20
    ensures range: \is_finite(\result) && not_negative(h->lr) && t <= AMSREF_T_MAX &&
                   not_negative(h->weight_decay) ==> \result <= 1;
    ensures inside: not_negative(h->lr) && not_negative(h->weight_decay) && t <= AMSREF_T_MAX &&
                    (usual_decay_f64(*h) || usual_decay_f32(*h)) ==> in_f64(-1, \result, 1);
*/
static double keep_at(const amsref_hyper *h, uint64_t t)
{
    if (!h->decoupled) {
        return 1.0;
    }
    double rate = lr_at(h, t);
    /*@ assert decay: not_negative(h->lr) && 0 <= h->weight_decay && t <= AMSREF_T_MAX &&
          (usual_decay_f64(*h) || usual_decay_f32(*h)) ==>
          product_at_most(rate, h->weight_decay, 2); */
    return 1.0 - rate * h->weight_decay;
}

/* s, from C2. */
/*@ terminates \true;
    assigns \nothing;
    ensures value: same_f64(\result, correct != 0 ? div_f64((double) 1, correction2)
                                                  : (double) 1);                    // AG-20
    ensures range: in_f64(0x1p-53, correction2, 1) ==> in_f64(1, \result, 0x1p53);
*/
static double scale_at(bool correct, double correction2)
{
    return correct ? 1.0 / correction2 : 1.0;
}

/* r, from C2. */
/*@ terminates \true;
    assigns \nothing;
    ensures value: same_f64(\result, correct != 0 ? div_f64((double) 1, root_f64(correction2))
                                                  : (double) 1);                    // AG-20
    ensures range: in_f64(0x1p-53, correction2, 1) ==> in_f64(1, \result, 0x1p27);
*/
static double root_scale_at(bool correct, double correction2)
{
    return correct ? 1.0 / sqrt(correction2) : 1.0;
}

/* a, from C2. */
/*@ requires memory: \valid_read(h);
    requires positive: t >= 1;
    requires correction: same_f64(correction2, omp_f64(h->beta2, t));
    terminates \true;
    assigns \nothing;
    ensures value: kind == RATE_LR ==> same_f64(\result, lr_of(*h, t));             // AG-20
    ensures value: kind == RATE_LR_C1 ==> same_f64(\result, rate_f64(h->lr, h->beta1, t));
    ensures value: kind == RATE_LR_SQRT_C2_C1 ==>
                   same_f64(\result, root_rate_f64(h->lr, h->beta1, h->beta2, t));  // AG-20
    ensures range: \is_finite(\result) && not_negative(h->lr) && below_one(h->beta1) &&
                   t <= AMSREF_T_MAX && in_f64(0x1p-53, correction2, 1) ==> 0 <= \result;
    ensures inside: usual_rate_f64(*h) && not_negative(h->lr) && below_one(h->beta1) &&
                    t <= AMSREF_T_MAX && in_f64(0x1p-53, correction2, 1) ==> low_rate_f64(\result);
    ensures inside: usual_rate_f32(*h) && not_negative(h->lr) && below_one(h->beta1) &&
                    t <= AMSREF_T_MAX && in_f64(0x1p-53, correction2, 1) ==> low_rate_f32(\result);
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
    requires domain: ok_arguments(dialect, *h, t);
    terminates \true;
    assigns \nothing;
    ensures value: same_f64(\result.sigma, sigma_of(*h)) && same_f64(\result.l2, l2_of(*h));
    ensures value: same_f64(\result.b1, b1_of(*h, t)) && same_f64(\result.b2, h->beta2);
    ensures value: same_f64(\result.c1, complement_of(b1_of(*h, t))) &&
                   same_f64(\result.c2, complement_of(h->beta2));
    ensures value: same_f64(\result.s, s_of(dialect, *h, t)) &&
                   same_f64(\result.eps_in, eps_in_of(dialect, *h));
    ensures value: same_f64(\result.r, r_of(dialect, *h, t)) &&
                   same_f64(\result.eps, eps_of(dialect, *h));
    ensures value: same_f64(\result.k, k_of(*h, t)) && same_f64(\result.a, a_of(dialect, *h, t));
    ensures value: same_f64(\result.lo, h->lo) && same_f64(\result.hi, h->hi) &&
                   (\result.maximum != 0 <==> dialect != AMSREF_ADAM);
    ensures error: close(\result.s, s_real(dialect, *h, t), s_bound(dialect, t));      // AG-123
    ensures error: close(\result.r, r_real(dialect, *h, t), r_bound(dialect, t));      // AG-123
    ensures error: usual_lr(*h, 0x1p-900) ==>
                   close(\result.a, a_real(dialect, *h, t), a_bound(dialect, t));      // AG-123
    ensures least: normal_lr(*h, 0x1p-90) ==> 0x1p-118 <= \result.a;
    ensures tight: close(\result.s, s_tight(dialect, *h, t), ROUNDING);               // AG-126
    ensures tight: close(\result.r, r_tight(dialect, *h, t), r_tight_bound(dialect)); // AG-126
    ensures tight: normal_lr(*h, 0x1p-900) ==>                                        // AG-126
                   close(\result.a, a_tight(dialect, *h, t), a_tight_bound(dialect, *h));
    ensures tight: normal_rate(*h) && in_f64(-1.25, \result.k, 1) ==>                 // AG-126
                   keeps_within(\result.k, d_tight(*h, t), 0x1p-53);
    ensures averages: shares_f64(\result.b1, \result.c1);
    ensures averages: shares_f64(\result.b2, \result.c2);
    ensures averages: in_f64(0, \result.b1, h->beta1);
    ensures scales: in_f64(1, \result.s, 0x1p53);
    ensures scales: in_f64(1, \result.r, 0x1p27);
    ensures signs: \result.sigma == 1 || \result.sigma == -1;
    ensures signs: not_negative(\result.l2);
    ensures signs: not_negative(\result.eps);
    ensures signs: \is_finite(\result.eps_in) ==> 0 <= \result.eps_in;
    ensures signs: \is_finite(\result.k) ==> \result.k <= 1;
    ensures signs: \is_finite(\result.a) ==> 0 <= \result.a;
    ensures inside: usual_f64(*h) ==> low_eps_f64(\result.eps_in);
    ensures inside: usual_f32(*h) ==> low_eps_f32(\result.eps_in);
    ensures inside: usual_f64(*h) ==> in_f64(-1, \result.k, 1);
    ensures inside: usual_f32(*h) ==> in_f64(-1, \result.k, 1);
    ensures inside: usual_f64(*h) ==> low_rate_f64(\result.a);
    ensures inside: usual_f32(*h) ==> low_rate_f32(\result.a);
*/
static amsref_coef_f64 reduce(amsref_dialect dialect, const amsref_hyper *h, uint64_t t)
{
    const rule row = row_of(dialect);
    const double correction2 = one_minus_power(h->beta2, t);
    amsref_coef_f64 c;
    c.sigma = pick(h->maximize, -1.0, 1.0);
    c.l2 = pick(h->decoupled, 0.0, h->weight_decay);
    c.b1 = beta1_at(h, t);
    c.c1 = complement(c.b1);
    c.b2 = h->beta2;
    c.c2 = complement(h->beta2);
    c.s = scale_at(row.correct_v, correction2);
    c.eps_in = pick(row.eps_root, square_of(h->eps), 0.0);
    c.r = root_scale_at(row.correct_w, correction2);
    c.eps = pick(row.eps_root, 0.0, h->eps);
    c.k = keep_at(h, t);
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
    ensures range: \result != 0 <==> within_bound(value, bound);
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
    ensures range: \result != 0 <==> all_bounded(*c, bound);
*/
static bool all_within(const amsref_coef_f64 *c, double bound)
{
    return within(c->sigma, bound) && within(c->l2, bound) && within(c->b1, bound) &&
           within(c->c1, bound) && within(c->b2, bound) && within(c->c2, bound) &&
           within(c->s, bound) && within(c->eps_in, bound) && within(c->r, bound) &&
           within(c->eps, bound) && within(c->k, bound) && within(c->a, bound);
}

amsref_status amsref_coef_for_f64(amsref_dialect dialect, const amsref_hyper *hyper, uint64_t t,
                                  amsref_coef_f64 *coef)
{
    amsref_status status = amsref_check(dialect, hyper, t);
    if (status != AMSREF_OK) {
        return status;
    }
    //@ assert numbers: !\is_NaN(hyper->lo) && !\is_NaN(hyper->hi);
    //@ assert below: usual_box_f64(*hyper) ==> !\is_plus_infinity(hyper->lo);
    //@ assert above: usual_box_f64(*hyper) ==> !\is_minus_infinity(hyper->hi);
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
    //@ assert numbers: !\is_NaN(hyper->lo) && !\is_NaN(hyper->hi);
    const amsref_coef_f64 c = reduce(dialect, hyper, t);
    if (!all_within(&c, FLOAT_BOUND)) {
        return AMSREF_E_RANGE;
    }
    *coef = narrow_all(&c);
    return AMSREF_OK;
}
