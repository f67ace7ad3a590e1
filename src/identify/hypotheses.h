/* SPDX-License-Identifier: Apache-2.0
 *
 * Hypotheses (AG-82): a dialect and a few deviations from it.
 */
#ifndef AMSREF_HYPOTHESES_H
#define AMSREF_HYPOTHESES_H

#include "oracle/variant.h"

/* Two, and `flush` (AG-84). */
enum { AMSREF_DEVIATIONS_MOST = 3 };

typedef struct amsref_hypothesis {
    amsref_dialect dialect;
    size_t count;                             /* of deviations */
    size_t deviation[AMSREF_DEVIATIONS_MOST]; /* rows of the table, ascending */
} amsref_hypothesis;

/* The table: AG-83. */
size_t amsref_deviation_count(void);
const char *amsref_deviation_name(size_t deviation);
const char *amsref_deviation_words(size_t deviation);

/* The row of that name; the count where there is none. */
size_t amsref_deviation_find(const char *name);

/* Does it allow whatever `other` allows, and more? Then who shows `other` is explained by both. */
bool amsref_deviation_looser(size_t deviation, size_t other);

/* Has it nothing to say in binary32? */
bool amsref_deviation_wide(size_t deviation);

/* The row that search.c tells by comparing parameters that are alike: it edits nothing. */
size_t amsref_deviation_index(void);

/* False where a deviation has nothing to deviate from, in the dialect or after the one before it.
 */
bool amsref_hypothesis_possible(const amsref_hypothesis *hypothesis);

/*
 * The traits by which the problem is to be evaluated; *problem receives the deviant
 * hyper-parameters. A deviation that is not of the problem's format changes nothing.
 */
void amsref_hypothesis_apply(const amsref_hypothesis *hypothesis, amsref_problem *problem,
                             amsref_traits *traits);

/* "pytorch", or "keras + no-correction-m"; the caller frees it. */
char *amsref_hypothesis_name(const amsref_hypothesis *hypothesis);

/* julia is the step of paper-eps: one hypothesis stands for both (AG-13). */
bool amsref_same_step(amsref_dialect a, amsref_dialect b);

#endif
