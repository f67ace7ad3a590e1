/* SPDX-License-Identifier: Apache-2.0
 *
 * Fresh cases: made on the spot by the oracle, so that nobody can tune to a file (AG-100 .. AG-104).
 */
#ifndef AMSREF_FRESH_H
#define AMSREF_FRESH_H

#include "fresh/draw.h"
#include "identify/hypotheses.h"

/* The seed and the number of cases where none is given (AG-103), and the largest index of a case. */
enum { AMSREF_SEED = 1, AMSREF_FRESH_USUAL = 40, AMSREF_FRESH_MOST = 999999 };

/* "fresh": the category of these cases. */
extern const char amsref_fresh_category[];

/*
 * Fresh case number `index` (from 1) of a seed, golden values and all: random where the index is odd,
 * else at the boundary of a rival (AG-102). Free with amsref_cases_free. 0, or -1 and *error, which is
 * amsref's own fault: oracle and core disagree.
 */
int amsref_fresh_case(amsref_dialect dialect, amsref_format format, uint64_t seed, uint64_t index,
                      amsref_case *item, amsref_error *error);

/* seek.c: how many rivals a dialect has in a format, and one of them. */
size_t amsref_rival_count(amsref_dialect dialect, amsref_format format);
amsref_hypothesis amsref_rival(amsref_dialect dialect, amsref_format format, size_t number);

/*
 * Draws settings until the rival gives the parameter values[0] an enclosure disjoint from the
 * dialect's, then moves values[0] to the edge of that (AG-102). False where no setting was found.
 */
bool amsref_seek(amsref_draw *draw, const amsref_hypothesis *rival, const amsref_bounds *bounds,
                 amsref_setting *setting, uint64_t values[AMSREF_PARAMETER]);

#endif
