/* SPDX-License-Identifier: Apache-2.0
 *
 * What the per-step scalars of a dialect may be: exactly (ideal), or computed well (tight), or computed in
 * the format (working). Clauses AG-30, AG-32, AG-37.
 */
#ifndef AMSREF_ORACLE_SCALARS_H
#define AMSREF_ORACLE_SCALARS_H

#include "range.h"

typedef enum amsref_model { AMSREF_MODEL_IDEAL, AMSREF_MODEL_TIGHT, AMSREF_MODEL_WORKING, AMSREF_MODELS } amsref_model;

/* What a dialect does with its parts (AG-10), as the oracle reads the table. */
typedef struct amsref_traits {
    bool corrects_m;  /* a has 1/C1 */
    bool root_in_den; /* den has 1/sqrt(C2) */
    bool root_in_a;   /* a has sqrt(C2) */
    bool corrects_v;  /* the maximum is of v/C2 */
    bool eps_outside; /* den has + eps */
    bool eps_inside;  /* the root has + eps^2 */
    bool maximum;
} amsref_traits;

const amsref_traits *amsref_traits_of(amsref_dialect dialect);

typedef struct amsref_scalars {
    amsref_range l2, b1, c1, b2, c2;
    amsref_range big_c1, big_c2;     /* C1, C2; 1 where the dialect does not read them */
    amsref_range lr;                   /* lr_t */
    amsref_range a, root, eps_in, eps; /* root: sqrt(C2) where den divides by it */
    amsref_range decay;              /* lr_t*weight_decay where decoupled, else 0 */
    amsref_range lo, hi;
    int roundings;                   /* K of AG-35 */
} amsref_scalars;

void amsref_scalars_init(amsref_scalars *s, mpfr_prec_t bits);
void amsref_scalars_clear(amsref_scalars *s);
void amsref_scalars_set(amsref_scalars *s, const amsref_problem *problem, amsref_model model,
                        uint64_t t, amsref_precision *p);

#endif
