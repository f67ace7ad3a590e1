/* SPDX-License-Identifier: Apache-2.0
 *
 * The vocabulary of amsref: names and plain data, no arithmetic.
 * Everything else may include this header.
 */
#ifndef AMSREF_TYPES_H
#define AMSREF_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Formats of x, m, v, vmax and g, each narrower than the one before. The core computes in the first
 * two; the others are storage formats (AG-115), whose arithmetic is binary32 or better.
 */
typedef enum amsref_format {
    AMSREF_BINARY64,
    AMSREF_BINARY32,
    AMSREF_BFLOAT16,
    AMSREF_BINARY16,
    AMSREF_FORMAT_COUNT
} amsref_format;

/* Definitions of the step (AG-11 .. AG-19), in the order of the dialect table. */
typedef enum amsref_dialect {
    AMSREF_PAPER,
    AMSREF_PAPER_EPS,
    AMSREF_JULIA,
    AMSREF_PYTORCH,
    AMSREF_KERAS,
    AMSREF_OPTAX,
    AMSREF_OPTAX_MU,
    AMSREF_DRJIT,
    AMSREF_ADAM,
    AMSREF_DIALECT_COUNT
} amsref_dialect;

/* lr_t: lr, or lr/sqrt(t) (AG-08). */
typedef enum amsref_lr_schedule {
    AMSREF_LR_CONSTANT,
    AMSREF_LR_INV_SQRT
} amsref_lr_schedule;

/* beta1_t: beta1, or beta1*lambda^(t-1), or beta1/t (AG-08). */
typedef enum amsref_beta1_schedule {
    AMSREF_BETA1_CONSTANT,
    AMSREF_BETA1_GEOMETRIC,
    AMSREF_BETA1_INVERSE
} amsref_beta1_schedule;

/*
 * Hyper-parameters: exact binary64 values whatever the format (AG-03).
 *
 *   lr            >= 0
 *   beta1, beta2  in [0, 1)
 *   eps           >= 0; must be 0 in dialect paper, which has none
 *   weight_decay  >= 0; L2 (added to the gradient), or decoupled where `decoupled`
 *   maximize      ascend: the gradient is negated first
 *   lambda        in (0, 1], read only by the geometric schedule
 *   lo, hi        the box of AG-07, lo <= hi; -INFINITY and INFINITY for no bound
 *
 * Schedules and the box belong to paper and paper-eps alone.
 */
typedef struct amsref_hyper {
    double lr;
    double beta1;
    double beta2;
    double eps;
    double weight_decay;
    bool decoupled;
    bool maximize;
    amsref_lr_schedule lr_schedule;
    amsref_beta1_schedule beta1_schedule;
    double lambda;
    double lo;
    double hi;
} amsref_hyper;

/* The largest t: every t up to it is a binary64 number (AG-04). */
#define AMSREF_T_MAX (UINT64_C(1) << 53)

#endif
