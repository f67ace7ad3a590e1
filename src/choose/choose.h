/* SPDX-License-Identifier: Apache-2.0
 *
 * Chooses the questions of identification (AG-81): among many candidates, few on which hypotheses
 * part. Not part of the tool, which is built from what this program writes.
 */
#ifndef AMSREF_CHOOSE_H
#define AMSREF_CHOOSE_H

#include "identify/memo.h"
#include "identify/questions.h"

/* candidates.c: the settings, groups of the same optional features one after another, plain first;
 * and the parameters that any of them may have. */
typedef struct amsref_setting {
    const char *group; /* "plain", "decay-l2", ... */
    const char *words; /* what the group asks, "" for plain */
    amsref_hyper hyper;
    uint64_t t;
} amsref_setting;

/* The group without eps must tell dialects apart by itself: some take no other question. */
#define AMSREF_NO_EPS "no-eps"

size_t amsref_settings(amsref_setting **settings);
size_t amsref_parameters(amsref_parameter **parameters);

/* hypotheses.c: dialects of a step of their own, then each with each deviation that shows in a
 * parameter by itself. */
size_t amsref_hypotheses(amsref_hypothesis **hypotheses, size_t *dialects);

/*
 * Which pairs of hypotheses some inputs tell apart, as bits, format after format: of i < j, bit
 * (i, j) where some quantity does, bit (j, i) where x alone does.
 */
typedef struct amsref_pairs {
    size_t words;
    uint64_t *bit;
} amsref_pairs;

typedef struct amsref_universe {
    const amsref_hypothesis *hypothesis;
    size_t count, dialects;
} amsref_universe;

void amsref_pairs_new(const amsref_universe *universe, amsref_pairs *pairs);
void amsref_pairs_free(amsref_pairs *pairs);
void amsref_pairs_add(amsref_pairs *pairs, const amsref_pairs *more);
size_t amsref_pairs_new_in(const amsref_pairs *pairs, const amsref_pairs *old);
void amsref_pairs_forget(const amsref_universe *universe, amsref_pairs *pairs, amsref_format format,
                         size_t row, size_t column);
bool amsref_pairs_told(const amsref_universe *universe, const amsref_pairs *pairs,
                       amsref_format format, size_t row, size_t column);

/* A question that was chosen; the parameters are its own. */
typedef struct amsref_choice {
    const amsref_setting *setting;
    size_t number; /* among those of its group, from 1 */
    amsref_question question;
} amsref_choice;

typedef enum amsref_relation {
    AMSREF_SAME, /* the same intervals in every question */
    AMSREF_LESS, /* the first allows nothing that the second does not */
    AMSREF_MORE,
    AMSREF_CLOSE /* neither */
} amsref_relation;

/* How two hypotheses that are not told apart differ, over all questions in a format. */
amsref_relation amsref_relate(const amsref_choice *choice, size_t count, amsref_format format,
                              const amsref_hypothesis *a, const amsref_hypothesis *b);

/* Adds what the question tells: pairs[k] is of parameter k alone. Hypotheses that `active` leaves
 * out are not looked at (NULL: none is). */
void amsref_pairs_tell(const amsref_universe *universe, const amsref_question *question,
                       const bool *active, amsref_pairs *pairs);

/* write.c: DIR/chosen.inc, the table that the tool is built from, and DIR/questions.md. 0, or -1.
 */
int amsref_write_questions(const char *dir, const amsref_choice *choice, size_t count);

/* untold.c: DIR/untold.md, the pairs that are not told apart, and why. 0, or -1. */
int amsref_write_untold(const char *dir, const amsref_universe *universe,
                        const amsref_choice *choice, size_t count, const amsref_pairs *told);

#endif
