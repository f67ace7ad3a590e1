/* SPDX-License-Identifier: Apache-2.0
 *
 * Pairs of hypotheses, and what inputs tell apart: where some quantity has no answer that both
 * allow (AG-81).
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "choose/choose.h"
#include "core/amsref.h"
#include "suite/memory.h"

enum { BITS = 64 };

/* Told by comparing parameters or answers with one another, not by an enclosure. */
static bool positional(size_t deviation)
{
    static const char *const prefix[] = {"last-", "tail-", "leak-", "index", "clipped-norm"};
    for (size_t i = 0; i < sizeof prefix / sizeof prefix[0]; i++) {
        if (strncmp(amsref_deviation_name(deviation), prefix[i], strlen(prefix[i])) == 0) {
            return true;
        }
    }
    return false;
}

size_t amsref_hypotheses(amsref_hypothesis **hypotheses, size_t *dialects)
{
    const size_t rows = amsref_deviation_count();
    amsref_hypothesis *all = *hypotheses =
        amsref_alloc(AMSREF_DIALECT_COUNT * (rows + 1), sizeof *all);
    size_t count = 0;

    for (int d = 0; d < AMSREF_DIALECT_COUNT; d++) {
        if (d != AMSREF_JULIA) { /* the step of paper-eps */
            all[count++] = (amsref_hypothesis){.dialect = (amsref_dialect)d};
        }
    }
    *dialects = count;
    for (size_t i = 0; i < *dialects; i++) {
        for (size_t row = 0; row < rows; row++) {
            const amsref_hypothesis h = {.dialect = all[i].dialect, .count = 1, .deviation = {row}};
            if (!positional(row) && amsref_hypothesis_possible(&h)) {
                all[count++] = h;
            }
        }
    }
    return count;
}

static size_t place(const amsref_universe *u, size_t format, size_t row, size_t column)
{
    return (format * u->count + row) * u->count + column;
}

void amsref_pairs_new(const amsref_universe *universe, amsref_pairs *pairs)
{
    pairs->words = place(universe, AMSREF_FORMATS_ASKED, 0, 0) / BITS + 1;
    pairs->bit = amsref_alloc(pairs->words, sizeof *pairs->bit);
}

void amsref_pairs_free(amsref_pairs *pairs)
{
    free(pairs->bit);
    pairs->bit = NULL;
}

void amsref_pairs_add(amsref_pairs *pairs, const amsref_pairs *more)
{
    for (size_t i = 0; i < pairs->words; i++) {
        pairs->bit[i] |= more->bit[i];
    }
}

size_t amsref_pairs_new_in(const amsref_pairs *pairs, const amsref_pairs *old)
{
    size_t count = 0;
    for (size_t i = 0; i < pairs->words; i++) {
        count += (size_t)__builtin_popcountll(pairs->bit[i] & ~old->bit[i]);
    }
    return count;
}

bool amsref_pairs_told(const amsref_universe *universe, const amsref_pairs *pairs,
                       amsref_format format, size_t row, size_t column)
{
    const size_t at = place(universe, format, row, column);
    return pairs->bit[at / BITS] >> at % BITS & 1;
}

void amsref_pairs_forget(const amsref_universe *universe, amsref_pairs *pairs, amsref_format format,
                         size_t row, size_t column)
{
    const size_t at = place(universe, format, row, column);
    pairs->bit[at / BITS] &= ~(UINT64_C(1) << at % BITS);
}

/* What a hypothesis allows in one parameter. */
typedef struct allowed {
    double lo[AMSREF_QUANTITIES], hi[AMSREF_QUANTITIES];
    bool number[AMSREF_QUANTITIES], nan[AMSREF_QUANTITIES];
} allowed;

typedef struct collector {
    allowed *at;
    amsref_format format;
} collector;

static bool collect(size_t element, size_t step, const amsref_band band[AMSREF_QUANTITIES],
                    void *context)
{
    const collector *c = context;
    allowed *a = &c->at[element];
    (void)step;
    for (int q = 0; q < AMSREF_QUANTITIES; q++) {
        a->lo[q] = amsref_bits_value(c->format, band[q].lo);
        a->hi[q] = amsref_bits_value(c->format, band[q].hi);
        a->number[q] = band[q].nan != AMSREF_NAN_REQUIRED;
        a->nan[q] = band[q].nan != AMSREF_NAN_NO;
    }
    return true;
}

static bool apart(const allowed *a, const allowed *b, int q)
{
    return !(a->nan[q] && b->nan[q]) &&
           (!(a->number[q] && b->number[q]) || a->hi[q] < b->lo[q] || b->hi[q] < a->lo[q]);
}

/* The bands of hypothesis h in the question; false where the oracle refuses. */
static bool evaluate(const amsref_hypothesis *h, const amsref_question *question,
                     amsref_format format, allowed *into)
{
    amsref_case item;
    amsref_traits traits;
    collector c = {into, format};

    amsref_question_put(question, "", format, 1, &item);
    amsref_problem problem = item.problem;
    amsref_hypothesis_apply(h, &problem, &traits);
    const char *error = amsref_oracle_variant(&problem, &traits, AMSREF_MODEL_WORKING, collect, &c);
    amsref_question_free(&item);
    return error == NULL;
}

/* In binary32 a wide deviation is its dialect (AG-83). */
static bool has_its_say(const amsref_hypothesis *h, amsref_format format)
{
    return format == AMSREF_BINARY64 || h->count == 0 || !amsref_deviation_wide(h->deviation[0]);
}

static void set(amsref_pairs *pairs, size_t at)
{
    pairs->bit[at / BITS] |= UINT64_C(1) << at % BITS;
}

static void compare(const amsref_universe *u, size_t format, size_t i, size_t j, const allowed *a,
                    const allowed *b, amsref_pairs *pairs)
{
    bool any = false;

    if (i < u->dialects && apart(a, b, AMSREF_X)) {
        set(pairs, place(u, format, j, i));
    }
    for (int q = 0; q < AMSREF_QUANTITIES && !any; q++) {
        any = apart(a, b, q);
    }
    if (any) {
        set(pairs, place(u, format, i, j));
    }
}

void amsref_pairs_tell(const amsref_universe *u, const amsref_question *question,
                       const bool *active, amsref_pairs *pairs)
{
    allowed *all = amsref_alloc(u->count * question->n, sizeof *all);
    bool *good = amsref_alloc(u->count, sizeof *good);

    for (size_t f = 0; f < AMSREF_FORMATS_ASKED; f++) {
        for (size_t i = 0; i < u->count; i++) {
            good[i] =
                (!active || active[i]) && has_its_say(&u->hypothesis[i], (amsref_format)f) &&
                evaluate(&u->hypothesis[i], question, (amsref_format)f, &all[i * question->n]);
        }
        for (size_t i = 0; i < u->count; i++) {
            for (size_t j = i + 1; good[i] && j < u->count; j++) {
                for (size_t k = 0; good[j] && k < question->n; k++) {
                    compare(u, f, i, j, &all[i * question->n + k], &all[j * question->n + k],
                            &pairs[k]);
                }
            }
        }
    }
    free(all);
    free(good);
}
