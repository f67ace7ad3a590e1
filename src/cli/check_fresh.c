/* SPDX-License-Identifier: Apache-2.0
 *
 * Which fresh cases a check has: so many of a seed, or those named by --case (AG-103).
 */
#include <stdlib.h>
#include <string.h>

#include "cli/check_generated.h"
#include "core/amsref.h"
#include "fresh/fresh.h"
#include "runner/wire.h"
#include "suite/memory.h"

enum { PASSED_OVER = 4 }; /* so many times the cases that were asked for are made at most */

/* What is being done, and where to. */
typedef struct making {
    const amsref_check_options *options;
    amsref_dialect dialect;
    const amsref_hello *hello;
    amsref_case_list *cases;
    amsref_case_progress progress;
    void *context;
} making;

static int add(const making *m, amsref_format format, uint64_t index, size_t done, size_t total,
               amsref_error *error)
{
    if (m->progress) {
        m->progress(done, total, "fresh cases are made", m->context);
    }
    return amsref_fresh_case(m->dialect, format, m->options->seed, index,
                             amsref_case_add(m->cases), error);
}

/* Drops the last case where the implementation does not understand it; else true. */
static bool understood(const making *m)
{
    amsref_case *last = &m->cases->item[m->cases->count - 1];
    char *why = amsref_unsupported(m->hello, last);
    const bool yes = !why;

    if (!yes) {
        amsref_case_clear(last);
        m->cases->count--;
    }
    free(why);
    return yes;
}

/*
 * The formats in turn, each with indices of its own, so that a case is the same in any number. What
 * would be skipped for want of a feature is passed over, lest few features leave few cases.
 */
static int add_counted(const making *m, amsref_error *error)
{
    const amsref_check_options *o = m->options;
    const size_t wanted = (o->fresh + o->shards - o->shard) / o->shards;
    amsref_format format[AMSREF_FORMAT_COUNT];
    size_t formats = 0, made = 0;

    for (int f = 0; f < AMSREF_FORMAT_COUNT; f++) {
        const bool named = o->format == AMSREF_FORMAT_COUNT || (int)o->format == f;
        if (named && m->hello->formats & 1U << f) {
            format[formats++] = (amsref_format)f;
        }
    }
    for (uint64_t j = o->shard - 1; made < wanted && formats; j += o->shards) {
        const uint64_t index = j / formats + 1;
        if (j >= o->fresh * PASSED_OVER || index > AMSREF_FRESH_MOST) {
            break;
        }
        if (add(m, format[j % formats], index, made, wanted, error) != 0) {
            return -1;
        }
        made += understood(m);
    }
    return 0;
}

/* DIALECT/FORMAT/fresh/INDEX of the dialect that is judged by: the format, and *index; else COUNT. */
static amsref_format parse(amsref_dialect dialect, const char *id, uint64_t *index)
{
    for (int f = 0; f < AMSREF_FORMAT_COUNT; f++) {
        char *begin = amsref_print("%s/%s/%s/", amsref_dialect_name(dialect),
                                   amsref_format_name((amsref_format)f), amsref_fresh_category);
        const size_t length = strlen(begin);
        const char *digits = id + length;
        const bool fits = strncmp(id, begin, length) == 0 && strlen(digits) == 6 &&
                          strspn(digits, "0123456789") == 6;
        free(begin);
        if (fits) {
            *index = strtoull(digits, NULL, 10);
            return *index ? (amsref_format)f : AMSREF_FORMAT_COUNT;
        }
    }
    return AMSREF_FORMAT_COUNT;
}

void amsref_settle_fresh(amsref_check_options *options)
{
    const char *category = options->category;
    const bool others = category && strcmp(category, amsref_fresh_category) != 0;

    if (!options->fresh_asked && !options->ids && !others) {
        options->fresh = AMSREF_FRESH_USUAL;
    }
}

int amsref_check_fresh(const amsref_check_options *options, amsref_dialect dialect,
                       const amsref_hello *hello, amsref_case_list *cases,
                       amsref_case_progress progress, void *context, amsref_error *error)
{
    const making m = {options, dialect, hello, cases, progress, context};

    for (size_t i = 0; i < options->ids; i++) {
        uint64_t index = 0;
        amsref_format format = parse(dialect, options->id[i], &index);
        size_t first = 0;
        while (strcmp(options->id[first], options->id[i]) != 0) {
            first++;
        }
        if (format < AMSREF_FORMAT_COUNT && first == i && add(&m, format, index, i, options->ids, error) != 0) {
            return -1;
        }
    }
    return options->ids ? 0 : add_counted(&m, error);
}
