/* SPDX-License-Identifier: Apache-2.0
 *
 * Running a program: scalars in one type, the step in another, the arrays in the format.
 */
#include "machine.h"

#include <fenv.h>
#include <float.h>
#include <tgmath.h>

enum { AMSREF_LANES = 16 };

/* Given scalars that a step program may read, in the type that the scalars are computed in. */
static const unsigned char passed[] = {R_ZERO,  R_ONE, R_LR, R_BETA1, R_BETA2, R_EPS,   R_WD,
                                       R_SIGMA, R_L2,  R_LO, R_HI,    R_LAMBDA, R_NUMBER};

/* glibc has binary128 for gcc on x86-64; elsewhere the widest type stands for it. */
#if __HAVE_FLOAT128 && !defined(__clang__)
__extension__ typedef _Float128 quad;
#define QUAD_ROOT sqrtf128
#define QUAD_FUSED fmaf128
#else
typedef long double quad;
#define QUAD_ROOT sqrtl
#define QUAD_FUSED fmal
#endif

#define REAL float
#define NAME(f) f##_float
#include "machine_scalars.inc"
#undef REAL
#undef NAME

#define REAL double
#define NAME(f) f##_double
#include "machine_scalars.inc"
#undef REAL
#undef NAME

#define REAL long double
#define NAME(f) f##_extended
#include "machine_scalars.inc"
#undef REAL
#undef NAME

#define STORE float
#define STORE_DIGITS FLT_MANT_DIG
#define WORK float
#define SQUARE_ROOT sqrtf
#define FUSED fmaf
#define NAME(f) f##_float_float
#include "machine_step.inc"
#undef NAME
#undef WORK
#undef SQUARE_ROOT
#undef FUSED
#define WORK double
#define SQUARE_ROOT sqrt
#define FUSED fma
#define NAME(f) f##_float_double
#include "machine_step.inc"
#undef NAME
#undef WORK
#undef SQUARE_ROOT
#undef FUSED
#define WORK long double
#define SQUARE_ROOT sqrtl
#define FUSED fmal
#define NAME(f) f##_float_extended
#include "machine_step.inc"
#undef NAME
#undef WORK
#undef SQUARE_ROOT
#undef FUSED
#define WORK quad
#define SQUARE_ROOT QUAD_ROOT
#define FUSED QUAD_FUSED
#define NAME(f) f##_float_quad
#include "machine_step.inc"
#undef NAME
#undef STORE
#undef STORE_DIGITS
#define STORE double
#define STORE_DIGITS DBL_MANT_DIG
#define NAME(f) f##_double_quad
#include "machine_step.inc"
#undef NAME
#undef WORK
#undef SQUARE_ROOT
#undef FUSED
#define WORK long double
#define SQUARE_ROOT sqrtl
#define FUSED fmal
#define NAME(f) f##_double_extended
#include "machine_step.inc"
#undef NAME
#undef WORK
#undef SQUARE_ROOT
#undef FUSED
#define WORK double
#define SQUARE_ROOT sqrt
#define FUSED fma
#define NAME(f) f##_double_double
#include "machine_step.inc"

typedef void step_of(const amsref_program *program, bool stores_each,
                     const long double scalar[R_STEP], const amsref_adapter_arrays *arrays);

static step_of *const steps[2][TYPES] = {
    [ADAPTER_BINARY64] = {step_double_double, step_double_double, step_double_extended,
                          step_double_quad},
    [ADAPTER_BINARY32] = {step_float_float, step_float_double, step_float_extended,
                          step_float_quad},
};

static void give(size_t dialect, const amsref_adapter_hyper *h, uint64_t t, double number,
                 double given[R_FIRST_COMPUTED])
{
    const double values[R_FIRST_COMPUTED] = {
        [R_ONE] = 1,
        [R_T] = (double)t,
        [R_LR] = h->lr,
        [R_BETA1] = h->beta1,
        [R_BETA2] = h->beta2,
        [R_EPS] = dialect == PAPER ? 0 : h->eps, /* it has no eps (AG-11) */
        [R_WD] = h->decoupled ? h->weight_decay : 0,
        [R_LAMBDA] = h->lambda,
        [R_SIGMA] = h->maximize ? -1 : 1,
        [R_L2] = h->decoupled ? 0 : h->weight_decay,
        [R_LO] = h->lo,
        [R_HI] = h->hi,
        [R_INV_SQRT] = h->lr_schedule == ADAPTER_INV_SQRT,
        [R_GEOMETRIC] = h->beta1_schedule == ADAPTER_GEOMETRIC,
        [R_INVERSE] = h->beta1_schedule == ADAPTER_INVERSE,
        [R_NUMBER] = number,
    };
    for (size_t r = 0; r < R_FIRST_COMPUTED; r++) {
        given[r] = values[r];
    }
}

void amsref_machine_step(const amsref_program *program, const amsref_manner *manner,
                         size_t dialect, amsref_adapter_format format,
                         const amsref_adapter_hyper *hyper, uint64_t t,
                         const amsref_adapter_arrays *arrays)
{
    const int half = (format == ADAPTER_BINARY64 ? DBL_MANT_DIG : FLT_MANT_DIG) / 2;
    double given[R_FIRST_COMPUTED];
    long double scalar[R_STEP];
    give(dialect, hyper, t, manner->number, given);
    if (manner->wide_scalars) {
        scalars_extended(program, manner->power, half, given, scalar);
    } else if (manner->early && format == ADAPTER_BINARY32) {
        scalars_float(program, manner->power, half, given, scalar);
    } else {
        scalars_double(program, manner->power, half, given, scalar);
    }
    if (manner->rounding) {
        fesetround(manner->rounding);
    }
    steps[format][manner->step](program, manner->stores_each, scalar, arrays);
    if (manner->rounding) {
        fesetround(FE_TONEAREST);
    }
}
