/* SPDX-License-Identifier: Apache-2.0
 *
 * libamsref: the verified AMSGrad step. Freestanding C11 but for sqrt and sqrtf; no allocation,
 * no globals, no errno.
 */
#ifndef AMSREF_H
#define AMSREF_H

#include "amsref_types.h"

/* Every function that can refuse its arguments says which one. */
typedef enum amsref_status {
    AMSREF_OK,
    AMSREF_E_DIALECT,      /* no such dialect */
    AMSREF_E_LR,           /* lr not finite, or negative */
    AMSREF_E_BETA1,        /* beta1 outside [0, 1) */
    AMSREF_E_BETA2,        /* beta2 outside [0, 1) */
    AMSREF_E_EPS,          /* eps not finite, negative, or not 0 in dialect paper */
    AMSREF_E_WEIGHT_DECAY, /* weight_decay not finite, or negative */
    AMSREF_E_SCHEDULE,     /* unknown schedule, or one outside paper and paper-eps */
    AMSREF_E_LAMBDA,       /* lambda outside (0, 1] */
    AMSREF_E_BOX,          /* lo > hi, NaN, or a box outside paper and paper-eps */
    AMSREF_E_T,            /* t outside 1 .. 2^53 */
    AMSREF_E_RANGE         /* a coefficient is not finite in the format */
} amsref_status;

/*
 * The scalars to which dialect, hyper-parameters and t reduce (AG-02):
 *
 *     g'    = sigma*g + l2*x
 *     m'    = b1*m + c1*g'
 *     v'    = b2*v + c2*(g'*g')
 *     vmax' = max(vmax, s*v')        s*v' alone where `maximum` is false (adam)
 *     den   = sqrt(vmax' + eps_in)*r + eps
 *     x'    = clip(k*x - a*(m'/den), lo, hi)
 */
typedef struct amsref_coef_f64 {
    double sigma, l2, b1, c1, b2, c2, s, eps_in, r, eps, k, a, lo, hi;
    bool maximum;
} amsref_coef_f64;

typedef struct amsref_coef_f32 {
    float sigma, l2, b1, c1, b2, c2, s, eps_in, r, eps, k, a, lo, hi;
    bool maximum;
} amsref_coef_f32;

#ifdef __FRAMAC__
#include "amsref_acsl.h" /* the words of the contracts below */
#endif

/*
 * NULL, or how this thread's arithmetic is not that of AG-27, in English without a full stop;
 * static storage. The step has the bits of AG-24 only where this is NULL: a program that was linked
 * with -ffast-math, or that has set another rounding, calls it before it relies on them.
 */
/*@ terminates \true;
    assigns \nothing;
    ensures storage: \result == \null || \valid_read(\result);
*/
const char *amsref_environment_fault(void);

/* One sentence in English about an error of AG-03, without a full stop; static storage. */
/*@ terminates \true;
    assigns \nothing;
    ensures storage: \valid_read(\result);
*/
const char *amsref_status_message(amsref_status status);

/* "pytorch", ... (AG-10); NULL for a value outside the enumeration. */
/*@ terminates \true;
    assigns \nothing;
    ensures null: \result == \null <==> !(0 <= dialect < AMSREF_DIALECT_COUNT);
    ensures storage: \result != \null ==> \valid_read(\result);
*/
const char *amsref_dialect_name(amsref_dialect dialect);
/* "binary64", ... (AG-61); likewise. */
/*@ terminates \true;
    assigns \nothing;
    ensures null: \result == \null <==> !(0 <= format < AMSREF_FORMAT_COUNT);
    ensures storage: \result != \null ==> \valid_read(\result);
*/
const char *amsref_format_name(amsref_format format);

/* The value with that name (AG-10), or the enumeration's COUNT. */
/*@ requires name: string(name);
    terminates \true;
    assigns \nothing;
    ensures range: 0 <= \result <= AMSREF_DIALECT_COUNT;
*/
amsref_dialect amsref_dialect_from_name(const char *name);
/* Likewise (AG-61). */
/*@ requires name: string(name);
    terminates \true;
    assigns \nothing;
    ensures range: 0 <= \result <= AMSREF_FORMAT_COUNT;
*/
amsref_format amsref_format_from_name(const char *name);

/* lr 0.001, beta1 0.9, beta2 0.999, eps 1e-8 (0 in paper, 1e-7 in keras, ...): AG-11 .. AG-19. */
/*@ requires memory: \valid(hyper);
    terminates \true;
    assigns *hyper;
    ensures status: \result == (0 <= dialect < AMSREF_DIALECT_COUNT ? AMSREF_OK : AMSREF_E_DIALECT);
    ensures domain: \result == AMSREF_OK ==>
      ok_numbers(dialect, *hyper) && plain_schedules(*hyper);
    ensures values: \result == AMSREF_OK ==> default_averages(*hyper) &&      // AG-145
      default_eps(dialect, hyper->eps) && default_rest(*hyper);
    ensures usual: \result == AMSREF_OK ==> ok_hyper(dialect, *hyper) &&      // AG-124
      usual_f64(*hyper) && usual_f32(*hyper);
*/
amsref_status amsref_hyper_defaults(amsref_dialect dialect, amsref_hyper *hyper);

/* AMSREF_OK, or the first argument outside its domain (AG-03, AG-04). */
/*@ requires memory: \valid_read(hyper);
    terminates \true;
    assigns \nothing;
    ensures domain: \result == AMSREF_OK <==> ok_hyper(dialect, *hyper) &&
                    1 <= t <= AMSREF_T_MAX;                       // AG-03, AG-04
    ensures order: \result == AMSREF_OK ==> !lt_f64(hyper->hi, hyper->lo);
    ensures first: first_error(dialect, *hyper, t, \result);      // AG-03
*/
amsref_status amsref_check(amsref_dialect dialect, const amsref_hyper *hyper, uint64_t t);

/* Coefficients of step t (AG-20 .. AG-23). On an error *coef is left as it was. */
/*@ requires memory: \valid_read(hyper) && \valid(coef);
    requires apart: \separated(hyper, coef);
    terminates \true;
    assigns *coef;
    ensures domain: \result == AMSREF_OK ==> ok_hyper(dialect, *hyper) && 1 <= t <= AMSREF_T_MAX;
    ensures first: \result != AMSREF_E_RANGE ==> first_error(dialect, *hyper, t, \result);
    ensures range: \result == AMSREF_E_RANGE <==>                 // AG-23
      ok_arguments(dialect, *hyper, t) && !representable(dialect, *hyper, t, DBL_MAX);
    ensures value: \result == AMSREF_OK ==> value_f64(*coef, dialect, *hyper, t);    // AG-20
    ensures finite: \result == AMSREF_OK ==> finite_f64(*coef);   // AG-23
    ensures order: \result == AMSREF_OK ==> !lt_f64(coef->hi, coef->lo);
    ensures error: \result == AMSREF_OK ==>                       // AG-123
      close(coef->s, s_real(dialect, *hyper, t), s_bound(dialect, t)) &&
      close(coef->r, r_real(dialect, *hyper, t), r_bound(dialect, t));
    ensures error: \result == AMSREF_OK && usual_lr(*hyper, 0x1p-900) ==>
      close(coef->a, a_real(dialect, *hyper, t), a_bound(dialect, t));  // AG-123
    ensures tight: \result == AMSREF_OK ==>                       // AG-126
      close(coef->s, s_tight(dialect, *hyper, t), ROUNDING) &&
      close(coef->r, r_tight(dialect, *hyper, t), r_tight_bound(dialect));
    ensures tight: \result == AMSREF_OK && normal_lr(*hyper, 0x1p-900) ==>
      close(coef->a, a_tight(dialect, *hyper, t), a_tight_bound(dialect, *hyper));
    ensures tight: \result == AMSREF_OK && normal_rate(*hyper) && -1 <= coef->k ==>
      keeps_within(coef->k, d_tight(*hyper, t), 0x1p-53);         // AG-126
    ensures ranges: \result == AMSREF_OK ==> ranges_f64(*coef);   // AG-124
    ensures inside: ok_arguments(dialect, *hyper, t) && usual_f64(*hyper) ==>
      \result == AMSREF_OK && ok_coef_f64(*coef);                 // AG-124
    ensures kept: \result != AMSREF_OK ==> unchanged_f64(*coef, \old(*coef));
*/
amsref_status amsref_coef_for_f64(amsref_dialect dialect, const amsref_hyper *hyper, uint64_t t,
                                  amsref_coef_f64 *coef);
/*@ requires memory: \valid_read(hyper) && \valid(coef);
    requires apart: \separated(hyper, coef);
    terminates \true;
    assigns *coef;
    ensures domain: \result == AMSREF_OK ==> ok_hyper(dialect, *hyper) && 1 <= t <= AMSREF_T_MAX;
    ensures first: \result != AMSREF_E_RANGE ==> first_error(dialect, *hyper, t, \result);
    ensures range: \result == AMSREF_E_RANGE <==>                 // AG-23
      ok_arguments(dialect, *hyper, t) && !representable(dialect, *hyper, t, FLOAT_BOUND);
    ensures value: \result == AMSREF_OK ==> value_f32(*coef, dialect, *hyper, t);    // AG-23
    ensures finite: \result == AMSREF_OK ==> finite_f32(*coef);   // AG-23
    ensures order: \result == AMSREF_OK ==> !lt_f32(coef->hi, coef->lo);
    ensures error: \result == AMSREF_OK ==>                       // AG-123
      close(coef->s, s_real(dialect, *hyper, t), s_bound(dialect, t) + NARROWING) &&
      close(coef->r, r_real(dialect, *hyper, t), r_bound(dialect, t) + NARROWING);
    ensures error: \result == AMSREF_OK && usual_lr(*hyper, 0x1p-90) ==>
      close(coef->a, a_real(dialect, *hyper, t), a_bound(dialect, t) + NARROWING);  // AG-123
    ensures tight: \result == AMSREF_OK ==>                       // AG-126
      close(coef->s, s_tight(dialect, *hyper, t), ROUNDING + NARROWING) &&
      close(coef->r, r_tight(dialect, *hyper, t),
            corrects_w(dialect) ? r_tight_bound(dialect) + NARROWING : 0);
    ensures tight: \result == AMSREF_OK && normal_lr(*hyper, 0x1p-90) ==>
      close(coef->a, a_tight(dialect, *hyper, t),
            a_tight_bound(dialect, *hyper) + NARROWING);
    ensures tight: \result == AMSREF_OK && normal_rate(*hyper) && -1 <= coef->k ==>
      keeps_within(coef->k, d_tight(*hyper, t), 0x1p-24);         // AG-126
    ensures ranges: \result == AMSREF_OK ==> ranges_f32(*coef);   // AG-124
    ensures inside: ok_arguments(dialect, *hyper, t) && usual_f32(*hyper) ==>
      \result == AMSREF_OK && ok_coef_f32(*coef);                 // AG-124
    ensures kept: \result != AMSREF_OK ==> unchanged_f32(*coef, \old(*coef));
*/
amsref_status amsref_coef_for_f32(amsref_dialect dialect, const amsref_hyper *hyper, uint64_t t,
                                  amsref_coef_f32 *coef);

/*
 * One step over n parameters, in place (AG-24 .. AG-26). The five arrays must not overlap.
 * Without `maximum`, vmax receives s*v'.
 */
/*@ requires order: !lt_f64(coef->hi, coef->lo);
    requires memory: \valid_read(coef) && \valid(x + (0 .. n - 1)) && \valid(m + (0 .. n - 1)) &&
                     \valid(v + (0 .. n - 1)) && \valid(vmax + (0 .. n - 1)) &&
                     \valid_read(g + (0 .. n - 1));
    requires apart: \separated(x + (0 .. n - 1), m + (0 .. n - 1), v + (0 .. n - 1),
                               vmax + (0 .. n - 1), g + (0 .. n - 1));
    terminates \true;
    assigns x[0 .. n - 1], m[0 .. n - 1], v[0 .. n - 1], vmax[0 .. n - 1];
    ensures exact: \forall integer i; 0 <= i < n ==>
      exact_f64(\old(*coef), g[i], \old(x[i]), \old(m[i]), \old(v[i]), \old(vmax[i]),
                x[i], m[i], v[i], vmax[i]);                        // AG-24 .. AG-26
    ensures safe: \forall integer i; 0 <= i < n ==>
      safe_f64(\old(*coef), g[i], \old(x[i]), \old(m[i]), \old(v[i]), \old(vmax[i]),
               x[i], m[i], v[i], vmax[i]);                         // AG-28
    ensures error: \forall integer i; 0 <= i < n ==>
      error_f64(\old(*coef), g[i], \old(x[i]), \old(m[i]), \old(v[i]), \old(vmax[i]),
                x[i], m[i], v[i], vmax[i]);                        // AG-125
    ensures tight: \forall integer i; 0 <= i < n ==>
      tight_f64(\old(*coef), g[i], \old(x[i]), \old(m[i]), \old(v[i]), \old(vmax[i]),
                x[i], m[i], v[i], vmax[i]);                        // AG-126
    ensures moves: \forall integer i; 0 <= i < n ==>
      moves_f64(\old(*coef), g[i], \old(x[i]), \old(m[i]), \old(v[i]), \old(vmax[i]),
                x[i], m[i], v[i], vmax[i]);                        // AG-129
    ensures done: \forall integer i; 0 <= i < n ==>                // all of these, as one
      done_f64(\old(*coef), g[i], \old(x[i]), \old(m[i]), \old(v[i]), \old(vmax[i]),
               x[i], m[i], v[i], vmax[i]);
*/
void amsref_step_f64(const amsref_coef_f64 *coef, size_t n, double *restrict x,
                     double *restrict m, double *restrict v, double *restrict vmax,
                     const double *restrict g);
/*@ requires order: !lt_f32(coef->hi, coef->lo);
    requires memory: \valid_read(coef) && \valid(x + (0 .. n - 1)) && \valid(m + (0 .. n - 1)) &&
                     \valid(v + (0 .. n - 1)) && \valid(vmax + (0 .. n - 1)) &&
                     \valid_read(g + (0 .. n - 1));
    requires apart: \separated(x + (0 .. n - 1), m + (0 .. n - 1), v + (0 .. n - 1),
                               vmax + (0 .. n - 1), g + (0 .. n - 1));
    terminates \true;
    assigns x[0 .. n - 1], m[0 .. n - 1], v[0 .. n - 1], vmax[0 .. n - 1];
    ensures exact: \forall integer i; 0 <= i < n ==>
      exact_f32(\old(*coef), g[i], \old(x[i]), \old(m[i]), \old(v[i]), \old(vmax[i]),
                x[i], m[i], v[i], vmax[i]);                        // AG-24 .. AG-26
    ensures safe: \forall integer i; 0 <= i < n ==>
      safe_f32(\old(*coef), g[i], \old(x[i]), \old(m[i]), \old(v[i]), \old(vmax[i]),
               x[i], m[i], v[i], vmax[i]);                         // AG-28
    ensures error: \forall integer i; 0 <= i < n ==>
      error_f32(\old(*coef), g[i], \old(x[i]), \old(m[i]), \old(v[i]), \old(vmax[i]),
                x[i], m[i], v[i], vmax[i]);                        // AG-125
    ensures tight: \forall integer i; 0 <= i < n ==>
      tight_f32(\old(*coef), g[i], \old(x[i]), \old(m[i]), \old(v[i]), \old(vmax[i]),
                x[i], m[i], v[i], vmax[i]);                        // AG-126
    ensures moves: \forall integer i; 0 <= i < n ==>
      moves_f32(\old(*coef), g[i], \old(x[i]), \old(m[i]), \old(v[i]), \old(vmax[i]),
                x[i], m[i], v[i], vmax[i]);                        // AG-129
    ensures done: \forall integer i; 0 <= i < n ==>                // all of these, as one
      done_f32(\old(*coef), g[i], \old(x[i]), \old(m[i]), \old(v[i]), \old(vmax[i]),
               x[i], m[i], v[i], vmax[i]);
*/
void amsref_step_f32(const amsref_coef_f32 *coef, size_t n, float *restrict x,
                     float *restrict m, float *restrict v, float *restrict vmax,
                     const float *restrict g);

/*
 * A run of `steps` steps over n parameters, in place: the bits of as many calls of the step
 * (AG-122).
 * coef has one entry a step (amsref_coef_for_f64 of t, t + 1, ...), g one pointer a step, to its n
 * gradients. Nothing that is written may overlap anything else. AG-128 says what a run of any
 * length keeps, AG-127 how far the state may be from real arithmetic.
 */
/*@ requires memory: \valid_read(coef + (0 .. steps - 1)) && \valid(x + (0 .. n - 1)) &&
                     \valid(m + (0 .. n - 1)) && \valid(v + (0 .. n - 1)) &&
                     \valid(vmax + (0 .. n - 1)) && \valid_read(g + (0 .. steps - 1)) &&
                     \forall integer t; 0 <= t < steps ==> \valid_read(g[t] + (0 .. n - 1));
    requires order: \forall integer t; 0 <= t < steps ==> !lt_f64(coef[t].hi, coef[t].lo);
    requires apart: \separated(x + (0 .. n - 1), m + (0 .. n - 1), v + (0 .. n - 1),
                               vmax + (0 .. n - 1), coef + (0 .. steps - 1), g + (0 .. steps - 1));
    requires apart: \forall integer t; 0 <= t < steps ==>
      \separated(x + (0 .. n - 1), m + (0 .. n - 1), v + (0 .. n - 1), vmax + (0 .. n - 1),
                 g[t] + (0 .. n - 1));
    terminates \true;                                             // AG-122
    assigns x[0 .. n - 1], m[0 .. n - 1], v[0 .. n - 1], vmax[0 .. n - 1];
    ensures trail: \forall integer i; 0 <= i < n ==>
      trail_f64{Old}(coef, g, i, steps, \old(x[i]), \old(m[i]), \old(v[i]), \old(vmax[i]),
                     x[i], m[i], v[i], vmax[i]);                  // AG-122
    ensures kept: \forall integer i; 0 <= i < n ==>
      ok_run_f64{Old}(coef, g, i, steps, \old(x[i]), \old(m[i]), \old(v[i]), \old(vmax[i])) ==>
      run_kept_f64{Old}(coef, steps, steps, \old(x[i]), \old(vmax[i]),
                        x[i], m[i], v[i], vmax[i]);               // AG-128
    ensures error: \forall integer i; 0 <= i < n ==>
      run_error_f64{Old}(coef, g, i, steps, steps, \old(x[i]), \old(m[i]), \old(v[i]),
                         \old(vmax[i]), x[i], m[i], v[i], vmax[i]);  // AG-127
*/
void amsref_run_f64(const amsref_coef_f64 *coef, size_t steps, size_t n, double *restrict x,
                    double *restrict m, double *restrict v, double *restrict vmax,
                    const double *const *g);
/*@ requires memory: \valid_read(coef + (0 .. steps - 1)) && \valid(x + (0 .. n - 1)) &&
                     \valid(m + (0 .. n - 1)) && \valid(v + (0 .. n - 1)) &&
                     \valid(vmax + (0 .. n - 1)) && \valid_read(g + (0 .. steps - 1)) &&
                     \forall integer t; 0 <= t < steps ==> \valid_read(g[t] + (0 .. n - 1));
    requires order: \forall integer t; 0 <= t < steps ==> !lt_f32(coef[t].hi, coef[t].lo);
    requires apart: \separated(x + (0 .. n - 1), m + (0 .. n - 1), v + (0 .. n - 1),
                               vmax + (0 .. n - 1), coef + (0 .. steps - 1), g + (0 .. steps - 1));
    requires apart: \forall integer t; 0 <= t < steps ==>
      \separated(x + (0 .. n - 1), m + (0 .. n - 1), v + (0 .. n - 1), vmax + (0 .. n - 1),
                 g[t] + (0 .. n - 1));
    terminates \true;                                             // AG-122
    assigns x[0 .. n - 1], m[0 .. n - 1], v[0 .. n - 1], vmax[0 .. n - 1];
    ensures trail: \forall integer i; 0 <= i < n ==>
      trail_f32{Old}(coef, g, i, steps, \old(x[i]), \old(m[i]), \old(v[i]), \old(vmax[i]),
                     x[i], m[i], v[i], vmax[i]);                  // AG-122
    ensures kept: \forall integer i; 0 <= i < n ==>
      ok_run_f32{Old}(coef, g, i, steps, \old(x[i]), \old(m[i]), \old(v[i]), \old(vmax[i])) ==>
      run_kept_f32{Old}(coef, steps, steps, \old(x[i]), \old(vmax[i]),
                        x[i], m[i], v[i], vmax[i]);               // AG-128
    ensures error: \forall integer i; 0 <= i < n ==>
      run_error_f32{Old}(coef, g, i, steps, steps, \old(x[i]), \old(m[i]), \old(v[i]),
                         \old(vmax[i]), x[i], m[i], v[i], vmax[i]);  // AG-127
*/
void amsref_run_f32(const amsref_coef_f32 *coef, size_t steps, size_t n, float *restrict x,
                    float *restrict m, float *restrict v, float *restrict vmax,
                    const float *const *g);

#endif
