/* SPDX-License-Identifier: Apache-2.0
 *
 * The pairs of hypotheses that no question tells apart, with the reason: AG-88.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "choose/choose.h"
#include "core/amsref.h"
#include "suite/memory.h"

/* The bands of a hypothesis in a question, as they come. */
typedef struct bands {
    amsref_band *band;
} bands;

static bool collect(size_t element, size_t step, const amsref_band band[AMSREF_QUANTITIES],
                    void *context)
{
    const bands *b = context;
    (void)step;
    memcpy(&b->band[element * AMSREF_QUANTITIES], band, AMSREF_QUANTITIES * sizeof *band);
    return true;
}

static amsref_band *bands_of(const amsref_question *q, amsref_format format,
                             const amsref_hypothesis *h)
{
    bands b = {amsref_alloc(q->n * AMSREF_QUANTITIES, sizeof *b.band)};
    amsref_case item;
    amsref_traits traits;

    amsref_question_put(q, "", format, 1, &item);
    amsref_problem problem = item.problem;
    amsref_hypothesis_apply(h, &problem, &traits);
    amsref_oracle_variant(&problem, &traits, AMSREF_MODEL_WORKING, collect, &b);
    amsref_question_free(&item);
    return b.band;
}

/* Does b allow all that a allows? */
static bool within(amsref_format format, const amsref_band *a, const amsref_band *b)
{
    const bool nan = a->nan == AMSREF_NAN_NO || b->nan != AMSREF_NAN_NO;
    return nan && (a->nan == AMSREF_NAN_REQUIRED ||
                   (b->nan != AMSREF_NAN_REQUIRED &&
                    amsref_bits_value(format, b->lo) <= amsref_bits_value(format, a->lo) &&
                    amsref_bits_value(format, a->hi) <= amsref_bits_value(format, b->hi)));
}

static void relate_in(const amsref_question *q, amsref_format format, const amsref_hypothesis *a,
                      const amsref_hypothesis *b, bool *less, bool *more)
{
    amsref_band *one = bands_of(q, format, a), *other = bands_of(q, format, b);

    for (size_t i = 0; i < q->n * AMSREF_QUANTITIES; i++) {
        *less = *less && within(format, &one[i], &other[i]);
        *more = *more && within(format, &other[i], &one[i]);
    }
    free(one);
    free(other);
}

amsref_relation amsref_relate(const amsref_choice *choice, size_t count, amsref_format format,
                              const amsref_hypothesis *a, const amsref_hypothesis *b)
{
    bool less = true, more = true;

    for (size_t k = 0; k < count; k++) {
        relate_in(&choice[k].question, format, a, b, &less, &more);
    }
    for (size_t q = amsref_question_chosen(); q < amsref_question_count(); q++) {
        if (!amsref_question_at(q)->again) {
            relate_in(amsref_question_at(q), format, a, b, &less, &more);
        }
    }
    return less && more ? AMSREF_SAME : less ? AMSREF_LESS : more ? AMSREF_MORE : AMSREF_CLOSE;
}

/* The lines of one format. */
typedef struct lines {
    char **line;
    size_t count;
} lines;

static void append(lines *all, char *line)
{
    all->line = realloc(all->line, (all->count + 1) * sizeof *all->line);
    if (!all->line) {
        abort();
    }
    all->line[all->count++] = line;
}

typedef struct writer {
    const amsref_universe *universe;
    const amsref_choice *choice;
    size_t count;
    const amsref_pairs *told;
    amsref_format format;
    bool *classed; /* of hypotheses: in a class already */
    lines lines;
} writer;

/* In binary32 a wide deviation is its dialect: said once, in AG-83. */
static bool counts(const writer *w, size_t i)
{
    const amsref_hypothesis *h = &w->universe->hypothesis[i];
    return w->format == AMSREF_BINARY64 || h->count == 0 || !amsref_deviation_wide(h->deviation[0]);
}

static bool untold(const writer *w, size_t i, size_t j)
{
    return counts(w, i) && counts(w, j) &&
           !amsref_pairs_told(w->universe, w->told, w->format, i, j);
}

/* line + between + `name`; frees line. */
static char *with_name(const writer *w, char *line, const char *between, size_t i)
{
    char *name = amsref_hypothesis_name(&w->universe->hypothesis[i]);
    char *longer = amsref_print("%s%s`%s`", line, between, name);
    free(name);
    free(line);
    return longer;
}

static amsref_relation relation(const writer *w, size_t i, size_t j)
{
    return amsref_relate(w->choice, w->count, w->format, &w->universe->hypothesis[i],
                         &w->universe->hypothesis[j]);
}

/* The class of hypothesis i: those of the same intervals. */
static void put_class(writer *w, size_t i)
{
    char *line = with_name(w, amsref_copy(""), "", i);
    bool any = false;

    for (size_t j = i + 1; !w->classed[i] && j < w->universe->count; j++) {
        if (untold(w, i, j) && relation(w, i, j) == AMSREF_SAME) {
            line = with_name(w, line, " = ", j);
            any = w->classed[j] = true;
        }
    }
    if (any) {
        append(&w->lines, line);
    } else {
        free(line);
    }
}

static void put_other(writer *w, size_t i, size_t j)
{
    static const char *const sign[] = {
        [AMSREF_LESS] = " < ", [AMSREF_MORE] = " > ", [AMSREF_CLOSE] = " ~ "};
    const amsref_relation how = relation(w, i, j);

    if (how != AMSREF_SAME) {
        char *line = with_name(w, amsref_copy(""), "", i);
        append(&w->lines, with_name(w, line, sign[how], j));
    }
}

static lines lines_of(writer *w, amsref_format format)
{
    const size_t count = w->universe->count;

    w->format = format;
    w->lines = (lines){NULL, 0};
    memset(w->classed, 0, count * sizeof *w->classed);
    for (size_t i = 0; i < count; i++) {
        put_class(w, i);
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count; j++) {
            if (untold(w, i, j)) {
                put_other(w, i, j);
            }
        }
    }
    return w->lines;
}

static bool has(const lines *all, const char *line)
{
    for (size_t i = 0; i < all->count; i++) {
        if (strcmp(all->line[i], line) == 0) {
            return true;
        }
    }
    return false;
}

static void put_lines(FILE *out, const lines *one, const lines *other, const char *format)
{
    for (size_t i = 0; i < one->count; i++) {
        const bool both = has(other, one->line[i]);
        if (!both) {
            fprintf(out, "* %s (%s)\n", one->line[i], format);
        } else if (strcmp(format, amsref_format_name(AMSREF_BINARY64)) == 0) {
            fprintf(out, "* %s\n", one->line[i]);
        }
    }
}

static void clear(lines *all)
{
    for (size_t i = 0; i < all->count; i++) {
        free(all->line[i]);
    }
    free(all->line);
}

int amsref_write_untold(const char *dir, const amsref_universe *universe,
                        const amsref_choice *choice, size_t count, const amsref_pairs *told)
{
    writer w = {.universe = universe, .choice = choice, .count = count, .told = told};
    char *path = amsref_print("%s/untold.md", dir);
    FILE *out = fopen(path, "w");

    if (!out) {
        perror(path);
        free(path);
        return -1;
    }
    free(path);
    w.classed = amsref_alloc(universe->count, sizeof *w.classed);
    lines wide = lines_of(&w, AMSREF_BINARY64), narrow = lines_of(&w, AMSREF_BINARY32);
    fprintf(out, "Of %zu hypotheses, which are %zu pairs:\n\n", universe->count,
            universe->count * (universe->count - 1) / 2);
    put_lines(out, &wide, &narrow, amsref_format_name(AMSREF_BINARY64));
    put_lines(out, &narrow, &wide, amsref_format_name(AMSREF_BINARY32));
    clear(&wide);
    clear(&narrow);
    free(w.classed);
    return fclose(out) ? -1 : 0;
}
