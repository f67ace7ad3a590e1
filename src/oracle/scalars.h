/* SPDX-License-Identifier: Apache-2.0
 *
 * What the per-step scalars of a dialect may be: exactly (ideal), or computed well (tight), or computed in
 * the format (working). Clauses AG-30, AG-32, AG-37.
 */
#ifndef AMSREF_ORACLE_SCALARS_H
#define AMSREF_ORACLE_SCALARS_H

#include "range.h"
#include "traits.h"

typedef enum amsref_model { AMSREF_MODEL_IDEAL, AMSREF_MODEL_TIGHT, AMSREF_MODEL_WORKING, AMSREF_MODELS } amsref_model;

typedef struct amsref_scalars {
    amsref_range l2, b1, c1, b2, c2;
    amsref_range big_c1, big_c2;     /* C1, C2; 1 where the dialect does not read them */
    amsref_range lr;                   /* lr_t */
    amsref_range a, root, eps_in, eps; /* root: sqrt(C2) where den divides by it */
    amsref_range decay, weight;      /* lr_t*weight_decay where decoupled, and weight_decay; else 0 */
    amsref_range lo, hi;
    int roundings;                   /* K of AG-35 */
} amsref_scalars;

/* Where scalars are evaluated: model, format, and scratch of the working precision. */
typedef struct amsref_context {
    amsref_model model;
    const amsref_binary *binary;
    const amsref_traits *does;
    int u; /* the unit roundoff is 2^u */
    amsref_precision *p;
    amsref_range one, t1, t2;
} amsref_context;

/* H of AG-31: the number, or the format's nearest; of a range, or (hyper_range) of a value. */
void amsref_or_rounded(amsref_context *c, amsref_range *r);
/* Are scalars computed in a storage format (AG-118)? */
bool amsref_scalars_in_storage(const amsref_context *c);
/* r = what a scalar that is computed from beta reads: H(beta), unless the format makes 1 of it. */
void amsref_read_beta(amsref_context *c, amsref_range *r, double beta);
bool amsref_beta_is_lost(const amsref_context *c, double beta);
/* r with [0, N] in it where it may fall below N; does r >= 0 reach Omega? */
void amsref_below_normal(amsref_context *c, amsref_range *r);
bool amsref_scalar_overflows(amsref_context *c, const amsref_range *r);

void amsref_hyper_range(amsref_context *c, amsref_range *r, double value);

/* r = base^n for base >= 0; r *= (1 +- 2^u)^n for r >= 0. */
void amsref_power(amsref_range *r, const amsref_range *base, uint64_t n);
void amsref_round_n_times(amsref_context *c, amsref_range *r, int u, uint64_t n);

/* correction.c: r = 1 - beta^t (AG-32, AG-37). */
void amsref_correction(amsref_context *c, amsref_range *r, double beta, uint64_t t);

/* What some add to vmax under the root whatever eps is (AG-83). */
#define AMSREF_ROOT_FLOOR 1e-15

/* deviate_scalars.c: the nearest binary32 number; and den, a and eps as torch's capturable form has
 * them, where its scalars are of binary32 (AG-83). */
double amsref_nearest_binary32(double value);
void amsref_fold_binary32(amsref_context *c, amsref_scalars *s, const amsref_hyper *h, uint64_t t);

void amsref_scalars_init(amsref_scalars *s, mpfr_prec_t bits);
void amsref_scalars_clear(amsref_scalars *s);
/* The scalars of step t in the arithmetic of `binary`. */
void amsref_scalars_set(amsref_scalars *s, const amsref_problem *problem, const amsref_traits *does,
                        const amsref_binary *binary, amsref_model model, uint64_t t,
                        amsref_precision *p);

#endif
