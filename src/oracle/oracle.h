/* SPDX-License-Identifier: Apache-2.0
 *
 * The oracle: what AMSGrad's clauses give in MPFI/MPFR interval arithmetic. It shares the names of
 * amsref_types.h with the core and nothing else.
 */
#ifndef AMSREF_ORACLE_H
#define AMSREF_ORACLE_H

#include "core/amsref_types.h"

/* The quantities of a state, in the order of the vector files. */
typedef enum amsref_quantity { AMSREF_X, AMSREF_M, AMSREF_V, AMSREF_VMAX, AMSREF_QUANTITIES } amsref_quantity;

/*
 * One question: n parameters, `steps` gradients, the first step numbered t.
 * Values are IEEE bit patterns of the format (binary32 in the low half).
 * g[s*n + i] is the gradient of parameter i in step t + s. vmax is not read in dialect adam.
 */
typedef struct amsref_problem {
    amsref_dialect dialect;
    amsref_format format;
    amsref_hyper hyper;
    uint64_t t;
    size_t n;
    size_t steps;
    const uint64_t *in[AMSREF_QUANTITIES];
    const uint64_t *g;
} amsref_problem;

/* nan: what an answer may be (AG-44). */
enum { AMSREF_NAN_NO = '0', AMSREF_NAN_ALLOWED = '1', AMSREF_NAN_REQUIRED = '2' };

/* Golden values of one quantity, n of each: bit patterns, and a digit for NaN. */
typedef struct amsref_golden {
    uint64_t *rn;         /* ideal, correctly rounded (AG-30) */
    uint64_t *ref;        /* the core's bits; the oracle leaves them alone */
    uint64_t *tight[2];   /* lo, hi (AG-31 .. AG-36) */
    uint64_t *working[2]; /* lo, hi (AG-37) */
    char *nan;            /* AMSREF_NAN_*, n characters, no terminator */
} amsref_golden;

/* The state after step t. */
typedef struct amsref_golden_state {
    uint64_t t;
    amsref_golden quantity[AMSREF_QUANTITIES];
} amsref_golden_state;

/*
 * Fills out[0 .. outs-1] (all but ref); out[i].t holds the chosen steps on entry, ascending, each in
 * t .. t + steps - 1, and the arrays are the caller's. Returns NULL, or a static sentence where an
 * end point stays undecided at the largest precision (AG-39) or the problem is outside the domain.
 */
const char *amsref_oracle_golden(const amsref_problem *problem, amsref_golden_state *out, size_t outs);

/*
 * The ideal values after the last step, n being 1, to `digits` significant decimal digits (1 .. 1000):
 * text[q] is set to a string that the caller frees, or NULL in vmax of adam. NULL, or an error as above.
 */
const char *amsref_oracle_ideal(const amsref_problem *problem, unsigned digits,
                                char *text[AMSREF_QUANTITIES]);

#endif
