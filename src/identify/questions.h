/* SPDX-License-Identifier: Apache-2.0
 *
 * The questions (AG-81): few, small, and chosen so that hypotheses part on them, by src/choose.
 */
#ifndef AMSREF_QUESTIONS_H
#define AMSREF_QUESTIONS_H

#include "runner/runner.h"

/* The formats asked about are the first ones, binary64 and binary32, and no storage format (AG-119); a
 * question has one or two steps. EVERY_FORMAT has a bit for each. */
enum {
    AMSREF_FORMATS_ASKED = AMSREF_BINARY32 + 1,
    AMSREF_EVERY_FORMAT_ASKED = (1 << AMSREF_FORMATS_ASKED) - 1,
    AMSREF_STEPS_MOST = 2
};

/* One parameter; the gradient of a second step is half of its neighbour's. */
typedef struct amsref_parameter {
    double x, m, v, vmax, g;
} amsref_parameter;

typedef struct amsref_question {
    const char *name;
    const char *words; /* what it is, or what it is to tell */
    amsref_hyper hyper;
    uint64_t t;
    size_t n;
    const amsref_parameter *parameter;
    bool alike; /* all parameters are the first */
    bool tiny;  /* numbers are in units of the smallest subnormal */
    bool again; /* the first question once more */
} amsref_question;

/* The chosen ones come first. */
size_t amsref_question_count(void);
size_t amsref_question_chosen(void);
/* "eps-beside-root"; and what it is to tell. */
const char *amsref_question_name(size_t question);
const char *amsref_question_words(size_t question);

/* How many parameters the question has that are all alike; most others have as many. */
enum { AMSREF_ALIKE_COUNT = 15 };

const amsref_question *amsref_question_at(size_t question);

/* Are all its parameters alike? Then an answer that differs from another depends on the index. */
bool amsref_question_alike(size_t question);
/* Is its state subnormal? Only there a flush to zero shows. */
bool amsref_question_subnormal(size_t question);
/* The question that it repeats, or itself. */
size_t amsref_question_first(size_t question);

/*
 * A question in a format, `steps` (1 or 2) gradients long, as a case without golden values; its id
 * is FORMAT/NAME. Free with amsref_question_free.
 */
void amsref_question_put(const amsref_question *question, const char *name, amsref_format format,
                         size_t steps, amsref_case *item);
void amsref_question_make(size_t question, amsref_format format, size_t steps, amsref_case *item);
void amsref_question_free(amsref_case *item);

#endif
