/* SPDX-License-Identifier: Apache-2.0
 *
 * Faults: what the adapter `wrong` can get wrong, one at a time. Most were seen in real code
 * (docs of the row); each must be refused wherever it applies.
 */
#ifndef AMSREF_TESTS_WRONG_H
#define AMSREF_TESTS_WRONG_H

#include "dialects.h"
#include "options.h"
#include "protocol.h"

/* Where a fault shows: a condition on the dialect, or on the format. */
typedef enum amsref_scope {
    ANY,
    HAS_MAXIMUM,
    MAXIMUM_IS_RAW,       /* and v is corrected elsewhere */
    MAXIMUM_IS_CORRECTED, /* optax */
    HAS_EPS,              /* not paper */
    EPS_OUTSIDE,
    EPS_INSIDE,
    ROOT_IS_CORRECTED,
    RATE_IS_CORRECTED,
    M_IS_CORRECTED,
    BOTH_CORRECTED,
    V_IS_CORRECTED,
    NONE_CORRECTED,
    IS_PAPER
} amsref_scope;

/* FAULT(enumerator, "name", scope, formats, "about"): formats 64, 32 or 96 for both. */
#define AMSREF_FAULTS                                                                              \
    FAULT(NO_FAULT, "none", ANY, 96, "no fault: conforms")                                         \
    FAULT(NO_MAXIMUM, "no-maximum", HAS_MAXIMUM, 96, "plain Adam; the flag is ignored")            \
    FAULT(MINIMUM, "minimum", HAS_MAXIMUM, 96, "the smaller of the two")                           \
    FAULT(MAXIMUM_CORRECTED, "maximum-corrected", MAXIMUM_IS_RAW, 96, "max(vmax, v/C2)")           \
    FAULT(MAXIMUM_RAW, "maximum-raw", MAXIMUM_IS_CORRECTED, 96, "max(vmax, v), corrected after")   \
    FAULT(MAXIMUM_OLD_V, "maximum-old-v", HAS_MAXIMUM, 96, "max(vmax, v before the step)")         \
    FAULT(MAXIMUM_OF_TWO, "maximum-of-two", HAS_MAXIMUM, 96, "max(old v, new v), not running")     \
    FAULT(MAXIMUM_FED_BACK, "maximum-fed-back", HAS_MAXIMUM, 96, "v' from vmax instead of v")      \
    FAULT(MAXIMUM_NOT_KEPT, "maximum-not-kept", HAS_MAXIMUM, 96, "vmax is answered as it came")    \
    FAULT(MAXIMUM_LATE, "maximum-late", HAS_MAXIMUM, 96, "the step reads vmax before the max")     \
    FAULT(EPS_KEPT, "eps-kept", EPS_OUTSIDE, 96, "vmax + eps is stored")                           \
    FAULT(EPS_IN_ROOT, "eps-in-root", EPS_OUTSIDE, 96, "sqrt(vmax + eps)")                         \
    FAULT(EPS_OUT_OF_ROOT, "eps-out-of-root", EPS_INSIDE, 96, "sqrt(vmax) + eps")                  \
    FAULT(EPS_NOT_SQUARED, "eps-not-squared", EPS_INSIDE, 96, "sqrt(vmax + eps)")                  \
    FAULT(EPS_MISSING, "eps-missing", HAS_EPS, 96, "no eps")                                       \
    FAULT(EPS_TWICE, "eps-twice", HAS_EPS, 96, "2*eps")                                            \
    FAULT(EPS_ZERO, "eps-zero-1e-7", HAS_EPS, 96, "eps = 0 is taken for 1e-7")                     \
    FAULT(EPS_BOTH, "eps-both", EPS_OUTSIDE, 96, "sqrt(vmax + eps) + eps")                         \
    FAULT(EPS_BY_SIZE, "eps-by-size", EPS_INSIDE, 96, "beside the root from 1e-6 on")              \
    FAULT(ROOT_FLOOR, "root-floor", ANY, 96, "sqrt(vmax + 1e-15) + eps")                           \
    FAULT(EPS_SUBTRACTED, "eps-subtracted", EPS_OUTSIDE, 96, "sqrt(vmax) - eps")                   \
    FAULT(EPS_FIRST, "eps-first", ROOT_IS_CORRECTED, 96, "(sqrt(vmax) + eps)/sqrt(C2)")            \
    FAULT(EPS_SCALED, "eps-scaled", RATE_IS_CORRECTED, 96, "eps*sqrt(C2)")                         \
    FAULT(NO_CORRECTION_M, "no-correction-m", M_IS_CORRECTED, 96, "C1 = 1")                        \
    FAULT(NO_CORRECTION_V, "no-correction-v", V_IS_CORRECTED, 96, "C2 = 1")                        \
    FAULT(CORRECTIONS_SWAPPED, "corrections-swapped", BOTH_CORRECTED, 96, "C1 for C2")             \
    FAULT(CORRECTED_M, "corrected-m", NONE_CORRECTED, 96, "m/C1 where nothing is corrected")       \
    FAULT(T_LESS_ONE, "t-less-one", M_IS_CORRECTED, 96, "corrections of step t - 1")               \
    FAULT(T_MORE_ONE, "t-more-one", M_IS_CORRECTED, 96, "corrections of step t + 1")               \
    FAULT(T_SQUARED, "t-squared", M_IS_CORRECTED, 96, "beta^(t*t)")                                \
    FAULT(T_BYTE, "t-byte", M_IS_CORRECTED, 96, "t counts to 255 and wraps")                       \
    FAULT(POWER_FLOAT, "power-float", M_IS_CORRECTED, 64, "beta^t in binary32")                    \
    FAULT(POWER_OF_FLOAT, "power-of-float", M_IS_CORRECTED, 64, "beta in binary32, then ^t")       \
    FAULT(HYPER_FLOAT, "hyper-float", HAS_EPS, 64, "lr, betas, eps in binary32")                   \
    FAULT(LR_BETAS_FLOAT, "lr-betas-float", ANY, 64, "lr, betas in binary32")                      \
    FAULT(WEIGHT_FLOAT, "weight-float", ANY, 64, "1 - beta in binary32")                           \
    FAULT(EPS_FLOAT, "eps-float", HAS_EPS, 64, "eps in binary32")                                  \
    FAULT(LR_FLOAT, "lr-float", ANY, 64, "lr in binary32")                                         \
    FAULT(STATE_FLOAT, "state-float", ANY, 64, "the state is stored in binary32")                  \
    FAULT(COMPUTED_FLOAT, "computed-float", ANY, 64, "every result rounded to binary32")           \
    FAULT(ROOT_FLOAT, "root-float", ANY, 64, "sqrtf")                                              \
    FAULT(STATE_BFLOAT, "state-bfloat16", ANY, 96, "the state is stored in bfloat16")              \
    FAULT(RECIPROCAL_ROUGH, "reciprocal-rough", ANY, 96, "1/den with 12 good bits")                \
    FAULT(FLUSH, "flush", ANY, 96, "subnormal operands and results are flushed to zero")           \
    FAULT(ROOT_MISSING, "root-missing", ANY, 96, "divides by vmax")                                \
    FAULT(BETAS_SWAPPED, "betas-swapped", ANY, 96, "beta1 for beta2")                              \
    FAULT(WEIGHT_MISSING, "weight-missing", ANY, 96, "m' = b1*m + g")                              \
    FAULT(SAMPLE_CANCELS, "sample-cancels", ANY, 96, "v' = g*g + b2*(v - g*g)")                    \
    FAULT(NESTEROV, "nesterov", ANY, 96, "b1*m' + c1*g in the step")                               \
    FAULT(OLD_M, "old-m", ANY, 96, "the step reads m before the average")                          \
    FAULT(ABSOLUTE, "absolute", ANY, 96, "v averages |g|")                                         \
    FAULT(L2_FOR_DECOUPLED, "l2-for-decoupled", ANY, 96, "AdamW that is Adam with L2")             \
    FAULT(DECOUPLED_FOR_L2, "decoupled-for-l2", ANY, 96, "Adam with L2 that is AdamW")             \
    FAULT(DECAY_IGNORED, "decay-ignored", ANY, 96, "weight_decay has no effect")                   \
    FAULT(DECAY_WITHOUT_LR, "decay-without-lr", ANY, 96, "decoupled 1 - weight_decay")             \
    FAULT(DECAY_AFTER, "decay-after", ANY, 96, "decoupled: the new x shrinks, not the old one")    \
    FAULT(DECAY_ONLY_M, "decay-only-m", ANY, 96, "L2 enters m and not v")                          \
    FAULT(MAXIMIZE_IGNORED, "maximize-ignored", ANY, 96, "maximize has no effect")                 \
    FAULT(MAXIMIZE_LATE, "maximize-late", ANY, 96, "L2 decay is negated too")                      \
    FAULT(SIGN, "sign", ANY, 96, "x + update")                                                     \
    FAULT(CLIPPED, "clipped", ANY, 96, "the gradient is clipped to [-1, 1]")                       \
    FAULT(NAN_TO_ZERO, "nan-to-zero", ANY, 96, "NaN in the gradient becomes 0")                    \
    FAULT(LAST_SKIPPED, "last-skipped", ANY, 96, "the last of several elements stays as it was")   \
    FAULT(TAIL_SKIPPED, "tail-skipped", ANY, 96, "the last n mod 4 elements stay as they were")    \
    FAULT(LEAK, "leak", ANY, 96, "m continues from the request before")                            \
    FAULT(MOMENTS_SWAPPED, "moments-swapped", ANY, 96, "answers v for m and m for v")              \
    FAULT(SCHEDULE_LR, "schedule-lr", IS_PAPER, 96, "lr_schedule has no effect")                   \
    FAULT(SCHEDULE_BETA1, "schedule-beta1", IS_PAPER, 96, "beta1_schedule has no effect")          \
    FAULT(SCHEDULE_LR_LATE, "schedule-lr-late", IS_PAPER, 96, "lr/sqrt(t + 1)")                    \
    FAULT(SCHEDULE_BETA1_LATE, "schedule-beta1-late", IS_PAPER, 96, "lambda^t, beta1/(t + 1)")     \
    FAULT(SCHEDULE_WEIGHT, "schedule-weight", IS_PAPER, 96, "c1 is 1 - beta1, not 1 - b1")         \
    FAULT(SCHEDULE_DECAY, "schedule-decay", IS_PAPER, 96, "decoupled 1 - lr*weight_decay")         \
    FAULT(BOX_IGNORED, "box-ignored", IS_PAPER, 96, "project has no effect")                       \
    FAULT(BOX_LOWER, "box-lower", IS_PAPER, 96, "the upper bound has no effect")                   \
    FAULT(BOX_UPPER, "box-upper", IS_PAPER, 96, "the lower bound has no effect")                   \
    FAULT(BOX_ON_UPDATE, "box-on-update", IS_PAPER, 96, "the update is clipped, not x")

typedef enum amsref_fault {
#define FAULT(enumerator, name, scope, formats, about) enumerator,
    AMSREF_FAULTS
#undef FAULT
    FAULT_COUNT
} amsref_fault;

/* By name, NULL-terminated; `about` begins with the formats. And whether one shows in a dialect. */
extern const amsref_choice amsref_faults[];
int amsref_fault_applies(size_t fault, size_t dialect);

/* The scalars of a step in double, as correct as doubles get but for the fault. */
typedef struct amsref_scalars {
    double sign, l2, keep;  /* g = sign*g + l2*x; keep multiplies x */
    double b1, c1, b2, c2;  /* weights of the averages */
    double rate;            /* step size */
    double root_c2, C2;     /* what the root is divided by, what v is divided by; 1 where not */
    double eps, eps_inside; /* beside the root and in it */
    double lo, hi;
} amsref_scalars;

void amsref_wrong_scalars(amsref_fault fault, const amsref_shape *shape,
                          const amsref_adapter_hyper *hyper, uint64_t t, amsref_scalars *scalars);

void amsref_wrong_step(amsref_fault fault, const amsref_shape *shape, amsref_adapter_format format,
                       const amsref_scalars *scalars, const amsref_adapter_arrays *arrays);

#endif
