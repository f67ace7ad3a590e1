/* SPDX-License-Identifier: Apache-2.0
 *
 * Level by format and category: a table, and a bar beside each row.
 */
#include <stdlib.h>

#include "core/amsref.h"
#include "report/html_internal.h"

enum { HEADS_MOST = 12, PARTS_MOST = AMSREF_LEVEL_COUNT + 2 };

/* The levels that pass, then what fails, what was skipped, what was never reached. */
static size_t parts_of(const amsref_run *run, const amsref_tally *tally, size_t failed,
                       amsref_part parts[PARTS_MOST])
{
    size_t count = 0;

    for (int l = 0; l <= (int)run->wanted; l++) {
        parts[count++] = (amsref_part){amsref_level_name((amsref_level)l), tally->level[l]};
    }
    parts[count++] = (amsref_part){"failed", failed};
    parts[count++] = (amsref_part){"skipped", tally->skipped};
    if (run->total.unreached) {
        parts[count++] = (amsref_part){"unreached", tally->unreached};
    }
    return count;
}

static void put_row(amsref_html *h, const amsref_run *run, const char *name,
                    const amsref_tally *tally, size_t failed)
{
    amsref_part parts[PARTS_MOST];
    const size_t count = parts_of(run, tally, failed, parts);

    amsref_row_begin(h, "%s", name);
    amsref_html_open(h, "td", "class", "share", NULL);
    amsref_chart_parts(h, parts, count);
    amsref_html_close(h);
    amsref_cell_count(h, tally->cases, NULL);
    for (size_t i = 0; i < count; i++) {
        amsref_cell_count(h, parts[i].count, parts[i].class_name[0] == 'f' ? "wrong" : NULL);
    }
    amsref_cell_ulp(h, tally->sharp > 0, tally->farthest_sharp);
    amsref_cell_ulp(h, tally->elements > 0, tally->farthest);
    amsref_html_close(h);
}

static void table_begin(amsref_html *h, const amsref_run *run, const char *caption)
{
    static const char *const level[] = {"#exact", "#tight", "#working"};
    const char *heads[HEADS_MOST] = {"category", "share", "#cases"};
    size_t count = 3;

    for (size_t l = 0; l <= run->wanted; l++) {
        heads[count++] = level[l];
    }
    heads[count++] = "#failed";
    heads[count++] = "#skipped";
    if (run->total.unreached) {
        heads[count++] = "#not run";
    }
    heads[count++] = "#sharp, ulp";
    heads[count++] = "#all, ulp";
    amsref_table_begin(h, caption, heads, count);
}

/* All cases of a format. */
static size_t total_of(const amsref_run *run, amsref_format format, amsref_tally *tally)
{
    size_t failed = 0;

    *tally = (amsref_tally){0};
    for (size_t i = 0; i < run->count; i++) {
        if (run->result[i].item->problem.format == format) {
            amsref_tally_add(tally, &run->result[i]);
            failed += amsref_failed(run, &run->result[i]);
        }
    }
    return failed;
}

/* Of a format that was skipped altogether the sum says it. */
static void put_format(amsref_html *h, const amsref_run *run, const amsref_groups *groups,
                       amsref_format format)
{
    amsref_tally total;
    const size_t failed = total_of(run, format, &total);

    if (total.cases == 0) {
        return;
    }
    table_begin(h, run, amsref_format_name(format));
    for (size_t g = 0; g < groups->count && total.skipped < total.cases; g++) {
        const amsref_group *group = &groups->item[g];
        if (group->format == format) {
            put_row(h, run, group->category, &group->tally, group->failed);
        }
    }
    amsref_html_close(h); /* tbody */
    amsref_html_open(h, "tfoot", NULL);
    put_row(h, run, "all", &total, failed);
    amsref_table_end(h);
}

static void put_legend(amsref_html *h, const amsref_run *run)
{
    static const char *const names[] = {"exact: the bits of the reference",
                                        "tight: the right formula, in any sane order",
                                        "working: the same, with scalars computed in the format"};
    const char *classes[PARTS_MOST], *words[PARTS_MOST];
    size_t count = 0;

    for (size_t l = 0; l <= run->wanted; l++) {
        classes[count] = amsref_level_name((amsref_level)l);
        words[count++] = names[l];
    }
    classes[count] = "failed";
    words[count++] = "failed";
    classes[count] = "skipped";
    words[count++] = "skipped";
    if (run->total.unreached) {
        classes[count] = "unreached";
        words[count++] = "not run";
    }
    amsref_chart_legend(h, classes, words, count);
}

void amsref_html_levels(amsref_html *h, const amsref_run *run)
{
    amsref_groups groups;

    amsref_html_put(h, "p", NULL,
                    "How many cases of each category reach which level. The last columns give the "
                    "largest distance from the correctly rounded ideal, in ulp: among the elements "
                    "whose enclosure is at most %d ulp wide (sharp), and among all, where "
                    "cancellation may make a large distance right.",
                    AMSREF_SHARP_ULP);
    put_legend(h, run);
    amsref_groups_make(run, &groups);
    for (int f = 0; f < AMSREF_FORMAT_COUNT; f++) {
        put_format(h, run, &groups, (amsref_format)f);
    }
    amsref_groups_free(&groups);
}
