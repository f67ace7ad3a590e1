/* SPDX-License-Identifier: Apache-2.0 */
#include "identify/hypotheses.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "oracle/scalars.h"
#include "suite/memory.h"

/* In which formats a deviation can be told. */
enum { BOTH, WIDE };

typedef struct row {
    const char *name;
    const char *words;
    int formats;
} row;

#define D(name, formats, where, edit, words) {name, words, formats},
static const row rows[] = {
#include "identify/deviations.inc"
};
#undef D

enum { ROWS = sizeof rows / sizeof rows[0] };

/* Edits traits and hyper-parameters by row `deviation`. False where it does not fit the traits. */
static bool edit(size_t deviation, amsref_traits *does, amsref_hyper *h)
{
    size_t i = 0;
    double swap = 0.0;
    (void)swap;
#define D(name, formats, where, change, words)                                                     \
    if (i++ == deviation) {                                                                        \
        if (!(where)) {                                                                            \
            return false;                                                                          \
        }                                                                                          \
        change;                                                                                    \
        return true;                                                                               \
    }
#include "identify/deviations.inc"
#undef D
    return false;
}

size_t amsref_deviation_count(void)
{
    return ROWS;
}

size_t amsref_deviation_index(void)
{
    return ROWS - 1;
}

const char *amsref_deviation_name(size_t deviation)
{
    return rows[deviation].name;
}

const char *amsref_deviation_words(size_t deviation)
{
    return rows[deviation].words;
}

size_t amsref_deviation_find(const char *name)
{
    size_t i = 0;
    while (i < ROWS && strcmp(rows[i].name, name) != 0) {
        i++;
    }
    return i;
}

/* Each allows what the one before it allows, and more. */
static const char *const nested[][2] = {{"power-of-float", "power-float"},
                                        {"state-float", "computed-float"}};

bool amsref_deviation_looser(size_t deviation, size_t other)
{
    for (size_t i = 0; i < sizeof nested / sizeof nested[0]; i++) {
        if (strcmp(rows[other].name, nested[i][0]) == 0 &&
            strcmp(rows[deviation].name, nested[i][1]) == 0) {
            return true;
        }
    }
    return false;
}

bool amsref_deviation_wide(size_t deviation)
{
    return rows[deviation].formats == WIDE;
}

bool amsref_hypothesis_possible(const amsref_hypothesis *hypothesis)
{
    amsref_traits traits = *amsref_traits_of(hypothesis->dialect);
    amsref_hyper hyper = {0};
    for (size_t i = 0; i < hypothesis->count; i++) {
        if (!edit(hypothesis->deviation[i], &traits, &hyper)) {
            return false;
        }
    }
    return true;
}

void amsref_hypothesis_apply(const amsref_hypothesis *hypothesis, amsref_problem *problem,
                             amsref_traits *traits)
{
    *traits = *amsref_traits_of(hypothesis->dialect);
    for (size_t i = 0; i < hypothesis->count; i++) {
        const size_t deviation = hypothesis->deviation[i];
        if (rows[deviation].formats == BOTH || problem->format == AMSREF_BINARY64) {
            edit(deviation, traits, &problem->hyper);
        }
    }
}

char *amsref_hypothesis_name(const amsref_hypothesis *hypothesis)
{
    char *name = amsref_copy(amsref_dialect_name(hypothesis->dialect));
    for (size_t i = 0; i < hypothesis->count; i++) {
        char *longer = amsref_print("%s + %s", name, rows[hypothesis->deviation[i]].name);
        free(name);
        name = longer;
    }
    return name;
}

bool amsref_same_step(amsref_dialect a, amsref_dialect b)
{
    const bool eps_added[2] = {a == AMSREF_PAPER_EPS || a == AMSREF_JULIA,
                               b == AMSREF_PAPER_EPS || b == AMSREF_JULIA};
    return a == b || (eps_added[0] && eps_added[1]);
}
