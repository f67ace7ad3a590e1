/* SPDX-License-Identifier: Apache-2.0
 *
 * What hypotheses allow in the questions, computed once: it depends on no answer. One memo serves
 * any number of implementations.
 */
#ifndef AMSREF_MEMO_H
#define AMSREF_MEMO_H

#include "identify/hypotheses.h"
#include "runner/runner.h"

typedef struct amsref_memo amsref_memo;

amsref_memo *amsref_memo_new(void);
void amsref_memo_free(amsref_memo *memo);

/*
 * As amsref_oracle_variant, of the question `question` as `problem` puts it (amsref_question_make).
 * Parameters that nobody has looked at are not computed; pairs of deviations, of which there are
 * many, are not kept.
 */
const char *amsref_memo_visit(amsref_memo *memo, size_t question, const amsref_problem *problem,
                              const amsref_hypothesis *hypothesis, amsref_band_visit *visit,
                              void *context);

/* The question with golden values by a dialect; NULL where oracle or core refuse. */
const amsref_case *amsref_memo_solved(amsref_memo *memo, size_t question,
                                      const amsref_problem *problem, amsref_dialect dialect);

#endif
