/* SPDX-License-Identifier: Apache-2.0
 *
 * What is worth knowing beside the finding: none of it changes the verdict.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "identify/forms.h"
#include "identify/identify.h"
#include "identify/questions.h"
#include "suite/memory.h"

enum { NOTES_MOST = 12 };

/* The same question, asked twice, answered differently? */
static const amsref_asked *inconstant(const amsref_inquiry *inquiry)
{
    for (size_t i = 0; i < inquiry->count; i++) {
        const amsref_asked *again = &inquiry->asked[i];
        const size_t first = amsref_question_first(again->question);
        if (first == again->question || !amsref_answered(again)) {
            continue;
        }
        const amsref_asked *before = again - (again->question - first);
        const amsref_problem *p = &again->item.problem;
        for (size_t s = 0; amsref_answered(before) && s < p->steps; s++) {
            for (amsref_quantity q = AMSREF_X; q < AMSREF_QUANTITIES; q++) {
                const bool both = before->answer.given[s] & again->answer.given[s] & 1U << q;
                if (both &&
                    memcmp(before->answer.value[q] + s * p->n, again->answer.value[q] + s * p->n,
                           p->n * sizeof *again->answer.value[q]) != 0) {
                    return again;
                }
            }
        }
    }
    return NULL;
}

/* Quantities that no answer has. */
static unsigned hidden(const amsref_inquiry *inquiry)
{
    unsigned given = 0;

    for (size_t i = 0; i < inquiry->count; i++) {
        const amsref_asked *asked = &inquiry->asked[i];
        for (size_t s = 0; amsref_answered(asked) && s < asked->item.problem.steps; s++) {
            given |= asked->answer.given[s];
        }
    }
    return ~given & ((1U << AMSREF_QUANTITIES) - 1);
}

/* Where a gradient is NaN and the old maximum is not: was NaN dropped (1), kept (2), both (3)? */
static unsigned through_maximum(const amsref_inquiry *inquiry)
{
    unsigned seen = 0;

    for (size_t i = 0; i < inquiry->count; i++) {
        const amsref_asked *asked = &inquiry->asked[i];
        const amsref_problem *p = &asked->item.problem;
        for (size_t k = 0; amsref_answered(asked) && k < p->n; k++) {
            const bool sent = isnan(amsref_bits_value(p->format, p->g[k])) &&
                              !isnan(amsref_bits_value(p->format, p->in[AMSREF_VMAX][k]));
            if (sent && asked->answer.given[0] & 1U << AMSREF_VMAX &&
                asked->answer.given[0] & 1U << AMSREF_V &&
                isnan(amsref_bits_value(p->format, asked->answer.value[AMSREF_V][k]))) {
                seen |= isnan(amsref_bits_value(p->format, asked->answer.value[AMSREF_VMAX][k]))
                            ? 2
                            : 1;
            }
        }
    }
    return seen;
}

static bool finds(const amsref_identity *identity, amsref_dialect dialect)
{
    for (size_t f = 0; f < identity->findings; f++) {
        for (size_t i = 0; i < identity->finding[f].count; i++) {
            if (amsref_same_step(identity->finding[f].item[i].dialect, dialect)) {
                return true;
            }
        }
    }
    return false;
}

char **amsref_identity_notes(const amsref_identity *identity, const char *said)
{
    static const char *const maximum[] = {
        NULL,
        "a NaN in the gradient does not reach vmax: its maximum drops NaN (AG-45 leaves that open)",
        NULL,
        "a NaN in the gradient reaches vmax in some parameters and not in others (AG-45 leaves "
        "that open)"};
    const amsref_inquiry *inquiry = &identity->inquiry;
    char **note = amsref_alloc(NOTES_MOST + 1, sizeof *note);
    size_t count = 0;

    const amsref_dialect named = amsref_dialect_from_name(said);
    if (*said && named < AMSREF_DIALECT_COUNT && identity->findings && identity->finding[0].count &&
        !finds(identity, named)) {
        note[count++] = amsref_print("it is taken for %s", said);
    }
    if (inquiry->count == 0) {
        note[count++] = amsref_copy("questions are asked in binary64 and binary32 alone (AG-119), "
                                    "and its formats hold none that was to be asked");
    }
    const amsref_asked *again = inconstant(inquiry);
    if (again) {
        note[count++] =
            amsref_print("the same question, asked again (%s), got another answer: state leaks "
                         "between requests, or it is not deterministic",
                         again->item.id);
    }
    const unsigned lacks = hidden(inquiry);
    for (amsref_quantity q = AMSREF_M; q < AMSREF_QUANTITIES && inquiry->answered; q++) {
        if (lacks & 1U << q) {
            note[count++] =
                amsref_print("%s is in no answer: told from the rest", amsref_quantity_name(q));
        }
    }
    for (int f = 0; f < AMSREF_FORMATS_ASKED; f++) {
        for (amsref_quantity q = AMSREF_M; q <= AMSREF_V; q++) {
            const char *form = amsref_form_words(inquiry, q, (amsref_format)f);
            if (form) {
                note[count++] = amsref_print("in %s %s has the bits of %s",
                                             amsref_format_name((amsref_format)f),
                                             amsref_quantity_name(q), form);
            }
        }
    }
    const char *text = maximum[through_maximum(inquiry)];
    if (text) {
        note[count++] = amsref_copy(text);
    }
    return note;
}
