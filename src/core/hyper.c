/* SPDX-License-Identifier: Apache-2.0
 *
 * Hyper-parameters: their defaults and their domain (AG-03, AG-04).
 */
#include "amsref.h"
#include "environment.h"

/* The default eps where it is not 1e-8 (AG-10). */
/*@ terminates \true;
    assigns \nothing;
    ensures domain: not_negative(\result) && (dialect == AMSREF_PAPER ==> \result == 0);
    ensures value: default_eps(dialect, \result);
*/
static double default_eps(amsref_dialect dialect)
{
    switch (dialect) {
    case AMSREF_PAPER:
        return 0.0;
    case AMSREF_KERAS:
        return 1e-7;
    default:
        return 1e-8;
    }
}

/* An end of no box (AG-145), by an overflow: the proofs cannot read the constant of <math.h>. */
/*@ requires largest: \is_finite(largest) && (largest == DBL_MAX || largest == -DBL_MAX);
    terminates \true;
    assigns \nothing;
    ensures value: infinity_f64(\result, largest);
*/
static double infinite(double largest)
{
    return largest * 2.0;
}

amsref_status amsref_hyper_defaults(amsref_dialect dialect, amsref_hyper *hyper)
{
    if ((unsigned)dialect >= AMSREF_DIALECT_COUNT) {
        return AMSREF_E_DIALECT;
    }
    hyper->lr = 0.001;
    hyper->beta1 = 0.9;
    hyper->beta2 = 0.999;
    hyper->eps = default_eps(dialect);
    hyper->weight_decay = 0.0;
    hyper->decoupled = false;
    hyper->maximize = false;
    hyper->lr_schedule = AMSREF_LR_CONSTANT;
    hyper->beta1_schedule = AMSREF_BETA1_CONSTANT;
    hyper->lambda = 1.0;
    hyper->lo = infinite(-DBL_MAX);
    hyper->hi = infinite(DBL_MAX);
    //@ assert box: no_bounds(*hyper) && le_f64(hyper->lo, hyper->hi);
    //@ assert box: usual_box_f64(*hyper);
    //@ assert box: usual_box_f32(*hyper);
    return AMSREF_OK;
}

/* The comparisons are written so that NaN fails them. */

/*@ terminates \true;
    assigns \nothing;
    ensures result: \result != 0 <==> not_negative(value);              // AG-03 lr, eps
*/
static bool finite_and_not_negative(double value)
{
    return 0.0 <= value && value <= DBL_MAX;
}

/*@ terminates \true;
    assigns \nothing;
    ensures result: \result != 0 <==> below_one(beta);                  // AG-03 beta
*/
static bool in_unit_interval(double beta)
{
    return 0.0 <= beta && beta < 1.0;
}

/* AG-08 and AG-07 belong to these two alone. */
/*@ terminates \true;
    assigns \nothing;
    ensures result: \result != 0 <==> paper_like(dialect);
*/
static bool has_schedules_and_box(amsref_dialect dialect)
{
    return dialect == AMSREF_PAPER || dialect == AMSREF_PAPER_EPS;
}

/*@ requires memory: \valid_read(hyper);
    terminates \true;
    assigns \nothing;
    ensures first: !known_schedules(dialect, *hyper) ? \result == AMSREF_E_SCHEDULE : // AG-08
                   !ok_lambda(*hyper) ? \result == AMSREF_E_LAMBDA : \result == AMSREF_OK;
*/
static amsref_status check_schedules(amsref_dialect dialect, const amsref_hyper *hyper)
{
    if ((unsigned)hyper->lr_schedule > AMSREF_LR_INV_SQRT ||
        (unsigned)hyper->beta1_schedule > AMSREF_BETA1_INVERSE) {
        return AMSREF_E_SCHEDULE;
    }
    bool constant = hyper->lr_schedule == AMSREF_LR_CONSTANT &&
                    hyper->beta1_schedule == AMSREF_BETA1_CONSTANT;
    if (!constant && !has_schedules_and_box(dialect)) {
        return AMSREF_E_SCHEDULE;
    }
    if (hyper->beta1_schedule == AMSREF_BETA1_GEOMETRIC &&
        !(0.0 < hyper->lambda && hyper->lambda <= 1.0)) {
        return AMSREF_E_LAMBDA;
    }
    return AMSREF_OK;
}

/*@ requires memory: \valid_read(hyper);
    terminates \true;
    assigns \nothing;
    ensures first: ok_bounds(dialect, *hyper) ? \result == AMSREF_OK :     // AG-03, AG-07
                                                \result == AMSREF_E_BOX;
    ensures order: \result == AMSREF_OK ==> !lt_f64(hyper->hi, hyper->lo);
*/
static amsref_status check_box(amsref_dialect dialect, const amsref_hyper *hyper)
{
    if (!(hyper->lo <= hyper->hi)) {
        return AMSREF_E_BOX;
    }
    bool everything = hyper->lo < -DBL_MAX && hyper->hi > DBL_MAX;
    if (!everything && !has_schedules_and_box(dialect)) {
        return AMSREF_E_BOX;
    }
    return AMSREF_OK;
}

amsref_status amsref_check(amsref_dialect dialect, const amsref_hyper *hyper, uint64_t t)
{
    if ((unsigned)dialect >= AMSREF_DIALECT_COUNT) {
        return AMSREF_E_DIALECT;
    }
    if (!finite_and_not_negative(hyper->lr)) {
        return AMSREF_E_LR;
    }
    if (!in_unit_interval(hyper->beta1)) {
        return AMSREF_E_BETA1;
    }
    if (!in_unit_interval(hyper->beta2)) {
        return AMSREF_E_BETA2;
    }
    if (!finite_and_not_negative(hyper->eps) ||
        (dialect == AMSREF_PAPER && hyper->eps > 0.0)) {
        return AMSREF_E_EPS;
    }
    if (!finite_and_not_negative(hyper->weight_decay)) {
        return AMSREF_E_WEIGHT_DECAY;
    }
    amsref_status status = check_schedules(dialect, hyper);
    if (status == AMSREF_OK) {
        status = check_box(dialect, hyper);
    }
    if (status == AMSREF_OK && (t < 1 || t > AMSREF_T_MAX)) {
        status = AMSREF_E_T;
    }
    return status;
}
