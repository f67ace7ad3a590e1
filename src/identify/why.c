/* SPDX-License-Identifier: Apache-2.0
 *
 * Why explanations cannot be told apart: no question does, or the one that does was not answered.
 */
#include <math.h>
#include <stdlib.h>

#include "identify/identify.h"
#include "identify/questions.h"
#include "suite/memory.h"

/* The bands of one hypothesis in one question. */
typedef struct collection {
    amsref_band *band;
    size_t steps;
} collection;

static bool collect(size_t element, size_t step, const amsref_band band[AMSREF_QUANTITIES],
                    void *context)
{
    collection *c = context;
    for (amsref_quantity q = AMSREF_X; q < AMSREF_QUANTITIES; q++) {
        c->band[(element * c->steps + step) * AMSREF_QUANTITIES + q] = band[q];
    }
    return true;
}

bool amsref_bands_apart(amsref_format format, const amsref_band *a, const amsref_band *b)
{
    const bool numbers = a->nan != AMSREF_NAN_REQUIRED && b->nan != AMSREF_NAN_REQUIRED;
    const bool nan = a->nan != AMSREF_NAN_NO && b->nan != AMSREF_NAN_NO;

    return !nan &&
           (!numbers || amsref_bits_value(format, a->hi) < amsref_bits_value(format, b->lo) ||
            amsref_bits_value(format, b->hi) < amsref_bits_value(format, a->lo));
}

/* Is there a quantity of some parameter that both cannot have? */
static bool tells(amsref_memo *memo, const amsref_asked *asked, const amsref_hypothesis *a,
                  const amsref_hypothesis *b)
{
    const amsref_problem *p = &asked->item.problem;
    const size_t count = p->n * p->steps * AMSREF_QUANTITIES;
    collection one = {amsref_alloc(count, sizeof *one.band), p->steps};
    collection other = {amsref_alloc(count, sizeof *other.band), p->steps};
    bool told = false;

    if (!amsref_memo_visit(memo, asked->question, p, a, collect, &one) &&
        !amsref_memo_visit(memo, asked->question, p, b, collect, &other)) {
        for (size_t i = 0; i < count && !told; i++) {
            told = amsref_bands_apart(p->format, &one.band[i], &other.band[i]);
        }
    }
    free(one.band);
    free(other.band);
    return told;
}

/* The question that would tell them; it was not answered, or not in every quantity. */
static char *missing(const amsref_asked *asked, const char *a, const char *b)
{
    const amsref_answer *answer = &asked->answer;
    return amsref_print("%s (%s) would tell %s from %s: %s%.200s", asked->item.id,
                        amsref_question_words(asked->question), a, b,
                        answer->error  ? "it was answered by an error: "
                        : answer->skip ? "it was not answered: "
                                       : "it was answered without the quantity that does",
                        answer->error  ? answer->error
                        : answer->skip ? answer->skip
                                       : "");
}

char *amsref_finding_why(const amsref_identity *identity, const amsref_finding *finding)
{
    const amsref_inquiry *inquiry = &identity->inquiry;
    char *why = NULL;

    if (finding->count < 2) {
        return NULL;
    }
    const amsref_hypothesis *a = &finding->item[0], *b = &finding->item[1];
    char *first = amsref_hypothesis_name(a), *second = amsref_hypothesis_name(b);
    for (size_t i = 0; i < inquiry->count && !why; i++) {
        const amsref_asked *asked = &inquiry->asked[i];
        if (finding->formats & 1U << asked->item.problem.format &&
            tells(inquiry->memo, asked, a, b)) {
            why = missing(asked, first, second);
        }
    }
    if (!why) {
        why = amsref_print("no question tells %s from %s (AG-88)", first, second);
    }
    free(first);
    free(second);
    return why;
}
