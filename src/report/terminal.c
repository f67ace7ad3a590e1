/* SPDX-License-Identifier: Apache-2.0
 *
 * The report for people: the verdict, a table, then what there is to say about failures and skips.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "report/internal.h"
#include "suite/memory.h"

enum {
    REASONS_SHOWN = 20,
    ERRORS_SHOWN = 15 /* lines of standard error */
};

static void put_far(FILE *out, const amsref_tally *tally)
{
    if (!tally->elements) {
        fprintf(out, " %10s\n", "-");
    } else if (tally->farthest < 10000000) {
        fprintf(out, " %10" PRIu64 "\n", tally->farthest);
    } else {
        fprintf(out, " %10.1e\n", (double)tally->farthest);
    }
}

static void put_row(FILE *out, const amsref_run *run, const char *format, const char *category,
                    const amsref_tally *tally, size_t failed)
{
    size_t ended = tally->unreached;

    fprintf(out, "%-9s %-11s %7zu", format, category, tally->cases);
    for (size_t l = 0; l <= run->wanted; l++) {
        fprintf(out, " %7zu", tally->level[l]);
    }
    fprintf(out, " %7zu %7zu", failed, tally->skipped);
    if (run->total.unreached) {
        fprintf(out, " %7zu", ended);
    }
    put_far(out, tally);
}

static void put_table(FILE *out, const amsref_run *run)
{
    amsref_groups groups;
    size_t failed = 0, judged;

    amsref_groups_make(run, &groups);
    fprintf(out, "\n%-9s %-11s %7s", "format", "category", "cases");
    for (size_t l = 0; l <= run->wanted; l++) {
        fprintf(out, " %7s", amsref_level_name((amsref_level)l));
    }
    fprintf(out, " %7s %7s%s %10s\n", "failed", "skipped", run->total.unreached ? " not run" : "",
            "farthest");
    for (size_t i = 0; i < groups.count; i++) {
        const amsref_group *group = &groups.item[i];
        put_row(out, run, amsref_format_name(group->format), group->category, &group->tally,
                group->failed);
        failed += group->failed;
    }
    if (groups.count > 1) {
        put_row(out, run, "all", "", &run->total, failed);
    }
    fputs("farthest: largest distance from the correctly rounded ideal, in ulp\n", out);
    if (amsref_fresh_cases(run, &judged)) {
        fprintf(out, "fresh: made on the spot from seed %" PRIu64 "; another --seed makes others\n",
                run->seed);
    }
    amsref_groups_free(&groups);
}

/* One line a quantity, the first of its misses, and how many more there are. */
static void put_misses(FILE *out, const amsref_run *run, const amsref_result *result)
{
    unsigned shown = 0, lacks = amsref_lacks(run, result);

    for (size_t i = 0; i < result->kept; i++) {
        const amsref_miss *miss = &result->miss[i];
        if (shown & 1U << miss->quantity) {
            continue;
        }
        shown |= 1U << miss->quantity;
        char *line = amsref_miss_line(run, result, miss);
        fprintf(out, "  %s\n", line);
        free(line);
        if (result->missed[miss->quantity] > 1) {
            fprintf(out, "      and %zu more elements of %s\n", result->missed[miss->quantity] - 1,
                    amsref_quantity_name(miss->quantity));
        }
    }
    for (amsref_quantity q = AMSREF_X; q < AMSREF_QUANTITIES; q++) {
        if (lacks & 1U << q) {
            char *line = amsref_lack_line(run, q);
            fprintf(out, "  %s %s\n", result->item->id, line);
            free(line);
        }
    }
}

static void put_failures(FILE *out, const amsref_run *run)
{
    amsref_shown shown;

    amsref_shown_make(run, &shown);
    fputs(shown.failed ? "\nfailures\n" : "", out);
    for (size_t i = 0; i < shown.failures; i++) {
        const amsref_result *result = shown.failure[i];
        if (result->outcome == AMSREF_JUDGED) {
            put_misses(out, run, result);
        } else {
            fprintf(out, "  %s %s: %s\n", result->item->id, amsref_outcome_name(result->outcome),
                    result->text);
        }
        char *again = amsref_again(run, result);
        fprintf(out, "      %s\n", again);
        free(again);
    }
    if (shown.failed > shown.failures) {
        fprintf(out, "  and %zu more failing cases; --report json:FILE has all of them\n",
                shown.failed - shown.failures);
    }
    amsref_shown_free(&shown);
}

static void put_skips(FILE *out, const amsref_run *run)
{
    size_t reasons;
    amsref_skips *skips = amsref_skips_make(run, &reasons);

    fputs(reasons ? "\nskipped\n" : "", out);
    for (size_t i = 0; i < reasons && i < REASONS_SHOWN; i++) {
        fprintf(out, "  %6zu  %s\n", skips[i].cases, skips[i].text);
    }
    if (reasons > REASONS_SHOWN) {
        fprintf(out, "  and for %zu other reasons\n", reasons - REASONS_SHOWN);
    }
    free(skips);
}

static void put_information(FILE *out, const amsref_run *run)
{
    const amsref_tally *total = &run->total;

    if (!run->hidden && !total->open) {
        return;
    }
    fputs("\ninformation\n", out);
    for (amsref_quantity q = AMSREF_X; q < AMSREF_QUANTITIES; q++) {
        if (run->hidden & 1U << q) {
            fprintf(out, "  %s is in no reply: hidden state, judged on the rest\n",
                    amsref_quantity_name(q));
        }
    }
    if (total->open) {
        fprintf(out,
                "  %" PRIu64 " elements lie where the specification leaves open whether the answer "
                "is NaN (AG-57); NaN was answered for %" PRIu64 "\n",
                total->open, total->open_nan);
    }
}

static void put_diagnosis(FILE *out, const amsref_run *run)
{
    if (!run->identity) {
        return;
    }
    fputs("\ndiagnosis\n", out);
    if (*run->unexplained) {
        fprintf(out, "none: %s\n", run->unexplained);
    } else {
        amsref_identity_text(out, run->identity, run->dialect);
    }
}

void amsref_put_last_words(FILE *out, int status, const char *errors)
{
    size_t lines = 0;

    if (status == AMSREF_CONFORMS || !*errors) {
        return;
    }
    for (const char *c = errors; *c; c++) {
        lines += *c == '\n';
    }
    fputs("\nstandard error, its last lines\n", out);
    for (const char *line = errors; *line; lines--) {
        size_t length = strcspn(line, "\n");
        if (lines <= ERRORS_SHOWN) {
            fprintf(out, "  | %.*s\n", (int)length, line);
        }
        line += length + (line[length] == '\n');
    }
}

void amsref_write_terminal(FILE *out, const amsref_run *run)
{
    char *verdict = amsref_verdict_line(run);

    fprintf(out, "%s\n", verdict);
    free(verdict);
    fprintf(out, "suite %s, command: %s\n", run->suite, run->command);
    if (run->count) {
        put_table(out, run);
        put_failures(out, run);
        put_skips(out, run);
        put_information(out, run);
    }
    amsref_put_laws(out, run);
    put_diagnosis(out, run);
    amsref_put_last_words(out, run->status, run->errors);
}
