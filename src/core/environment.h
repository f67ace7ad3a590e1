/* SPDX-License-Identifier: Apache-2.0
 *
 * AG-27: refuses a compiler that announces arithmetic other than IEEE 754's, operation by
 * operation.
 */
#ifndef AMSREF_ENVIRONMENT_H
#define AMSREF_ENVIRONMENT_H

#include <float.h>

#if defined(__FAST_MATH__) || (defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__) || \
    defined(__ASSOCIATIVE_MATH__) || defined(__RECIPROCAL_MATH__) || defined(__NO_SIGNED_ZEROS__)
#error "amsref: compile the core without -ffast-math and its parts (AG-27)"
#endif

#if FLT_EVAL_METHOD != 0
#ifdef __s390x__
#error "amsref: the core needs FLT_EVAL_METHOD 0, on s390x: -fexcess-precision=fast (AG-27)"
#else
#error "amsref: the core needs FLT_EVAL_METHOD 0, on 32-bit x86: -msse2 -mfpmath=sse (AG-27)"
#endif
#endif

#if FLT_RADIX != 2 || DBL_MANT_DIG != 53 || DBL_MAX_EXP != 1024 || FLT_MANT_DIG != 24 || \
    FLT_MAX_EXP != 128
#error "amsref: double and float must be IEEE 754 binary64 and binary32 (AG-27)"
#endif

/*
 * GCC contracts nothing with -std=c11 or -ffp-contract=off; Clang would without this. Nor does
 * Clang announce -fassociative-math.
 */
#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#if __clang_major__ >= 13
#pragma clang fp reassociate(off)
#endif
#endif

/*
 * Where the Makefile asks for it, the step is compiled for wider vectors too and the loader picks
 * what the CPU has. The bits are the same: a vector operation is the scalar one, element by
 * element.
 */
#ifdef AMSREF_CLONES
#define AMSREF_VECTOR_WIDTHS __attribute__((target_clones("avx2", "default")))
#else
#define AMSREF_VECTOR_WIDTHS
#endif

#endif
