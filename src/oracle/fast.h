/* SPDX-License-Identifier: Apache-2.0
 *
 * A certificate that an answer lies in the enclosure of its step, computed in binary64 alone
 * (AG-114). It may refuse what the enclosure holds, never the other way round: what it refuses, the
 * oracle decides.
 */
#ifndef AMSREF_ORACLE_FAST_H
#define AMSREF_ORACLE_FAST_H

#include "oracle.h"

/* A scalar of the step within [hi + lo - radius, hi + lo + radius]. */
typedef struct amsref_fast_scalar {
    double hi, lo, radius, most; /* most: the largest magnitude */
} amsref_fast_scalar;

/* The scalars of one step at one level. Names ending in _lo and _hi are end points, rounded inward.
 */
typedef struct amsref_fast_scalars {
    amsref_fast_scalar b1, c1, b2, c2, l2, decay;
    double a_lo, a_hi;
    double eps_in_lo, eps_in_hi;
    double root_lo, root_hi; /* 1/root for the least and the largest denominator */
    double eps_lo, eps_hi;
    double per_c2_lo, per_c2_hi; /* 1/C2 */
    double theta;
    bool positive;               /* no denominator is 0, for eps is not */
    double box_lo[2], box_hi[2]; /* each a range */
} amsref_fast_scalars;

/* What the two levels share, and which of them can be certified in this step at all. */
typedef struct amsref_fast {
    double sigma;
    double u;            /* unit roundoff of the format */
    double half_least;   /* half the smallest subnormal number, 0 where binary64 has it not */
    double normal;       /* the smallest normal number */
    double most, most_v; /* largest magnitude of x, m, g and of v, vmax in the domain */
    bool has_l2, has_decay, corrects_v, maximum;
    bool usable[2]; /* tight, working */
    amsref_fast_scalars level[2];
} amsref_fast;

enum { AMSREF_FAST_TIGHT, AMSREF_FAST_WORKING };

/* The scalars of step t. A level is left unusable where its scalars are out of the certificate's
 * domain. */
void amsref_fast_set(amsref_fast *fast, amsref_dialect dialect, amsref_format format,
                     const amsref_hyper *hyper, uint64_t t);

/* Elements side by side: state before, gradient, state after. Every binary32 number is one of
 * binary64. */
enum { AMSREF_FAST_BLOCK = 512 };

typedef struct amsref_fast_block {
    size_t n;
    double before[AMSREF_QUANTITIES][AMSREF_FAST_BLOCK];
    double after[AMSREF_QUANTITIES][AMSREF_FAST_BLOCK];
    double g[AMSREF_FAST_BLOCK];
} amsref_fast_block;

/*
 * inside[i] = bits of the quantities of element i that are certain to lie in their interval of the
 * level. Where the dialect has no maximum the bit of vmax is set.
 */
void amsref_fast_judge(const amsref_fast *fast, int level, const amsref_fast_block *block,
                       unsigned char inside[AMSREF_FAST_BLOCK]);

#endif
