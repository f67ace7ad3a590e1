/* SPDX-License-Identifier: Apache-2.0
 *
 * What failed, with the command that repeats it; and the laws.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "core/amsref.h"
#include "report/html_internal.h"
#include "suite/memory.h"

static void put_miss(amsref_html *h, const amsref_run *run, const amsref_result *result,
                     const amsref_miss *miss)
{
    const amsref_format format = result->item->problem.format;

    amsref_row_begin(h, "%s[%zu], step %" PRIu64, amsref_quantity_name(miss->quantity),
                     miss->element, miss->t);
    amsref_html_take(h, "td", "value", amsref_value_words(format, miss->got));
    amsref_html_take(h, "td", "value", amsref_wanted_words(format, miss, run->wanted));
    amsref_html_take(h, "td", "keep", amsref_away_words(miss));
    amsref_html_close(h);
}

/* "and 5 more elements of x, 2 of vmax" */
static void put_others(amsref_html *h, const amsref_result *result)
{
    bool begun = false;

    for (amsref_quantity q = AMSREF_X; q < AMSREF_QUANTITIES; q++) {
        if (result->missed[q] > 1) {
            if (!begun) {
                amsref_html_open(h, "p", "class", "soft", NULL);
            }
            amsref_html_text(h, begun ? ", %zu of %s" : "and %zu more elements of %s",
                             result->missed[q] - 1, amsref_quantity_name(q));
            begun = true;
        }
    }
    if (begun) {
        amsref_html_close(h);
    }
}

/* The first miss of each quantity. */
static void put_misses(amsref_html *h, const amsref_run *run, const amsref_result *result)
{
    static const char *const heads[] = {"element", "got", "wanted", "distance"};
    unsigned shown = 0;

    char *caption = amsref_print("What missed in %s", result->item->id);
    amsref_table_begin(h, caption, heads, 4);
    free(caption);
    for (size_t i = 0; i < result->kept; i++) {
        if (!(shown & 1U << result->miss[i].quantity)) {
            shown |= 1U << result->miss[i].quantity;
            put_miss(h, run, result, &result->miss[i]);
        }
    }
    amsref_table_end(h);
    put_others(h, result);
}

static void put_failure(amsref_html *h, const amsref_run *run, const amsref_result *result)
{
    const amsref_case *item = result->item;
    const unsigned lacks = amsref_lacks(run, result);

    amsref_html_open(h, "article", "class", "case", NULL);
    amsref_html_put(h, "h3", NULL, "%s", item->id);
    if (item->comment && *item->comment) {
        amsref_html_put(h, "p", "soft", "%s", item->comment);
    }
    if (result->outcome != AMSREF_JUDGED) {
        amsref_html_put(h, "p", NULL, "%s: %s", amsref_outcome_name(result->outcome), result->text);
    } else if (result->kept) {
        put_misses(h, run, result);
    }
    for (amsref_quantity q = AMSREF_X; q < AMSREF_QUANTITIES; q++) {
        if (lacks & 1U << q) {
            amsref_html_take(h, "p", NULL, amsref_lack_line(run, q));
        }
    }
    char *again = amsref_again(run, result);
    amsref_page_command(h, again);
    free(again);
    amsref_html_close(h);
}

void amsref_html_failures(amsref_html *h, const amsref_run *run)
{
    amsref_shown shown;

    amsref_shown_make(run, &shown);
    amsref_html_put(h, "p", NULL,
                    "%zu of %zu failing cases: the first of each format and category, of each "
                    "quantity the first element. The command below a case shows it alone.",
                    shown.failures, shown.failed);
    for (size_t i = 0; i < shown.failures; i++) {
        put_failure(h, run, shown.failure[i]);
    }
    if (shown.failed > shown.failures) {
        amsref_html_put(h, "p", "soft",
                        "and %zu more failing cases; --report json:FILE has all of them",
                        shown.failed - shown.failures);
    }
    amsref_shown_free(&shown);
}

static void put_law(amsref_html *h, const amsref_law_result *law)
{
    amsref_row_begin(h, "%s", amsref_law_name(law->law));
    amsref_html_put(h, "td", "keep", "%s", amsref_format_name(law->format));
    amsref_html_put(h, "td", law->broken ? "wrong" : NULL, "%s",
                    law->broken                   ? "broken"
                    : amsref_law_was_skipped(law) ? "skipped"
                                                  : "holds");
    amsref_cell_count(h, law->trials, NULL);
    amsref_cell_count(h, law->differing, NULL);
    amsref_html_put(h, "td", "wide", "%s (%s)", amsref_law_words(law->law),
                    amsref_law_clause(law->law));
    amsref_html_close(h);
}

static void put_broken(amsref_html *h, const amsref_run *run, const amsref_law_result *law)
{
    char *again = amsref_law_again(run, law);

    amsref_html_open(h, "article", "class", "case", NULL);
    amsref_html_put(h, "h3", NULL, "%s", law->id);
    amsref_html_take(h, "p", NULL, amsref_law_summary(law));
    amsref_page_command(h, again);
    free(again);
    amsref_page_details(h, "The requests of the smallest counter-example");
    for (size_t i = 0; i < law->requests; i++) {
        amsref_page_command(h, law->request[i]);
    }
    amsref_html_close(h);
    amsref_html_close(h);
}

void amsref_html_laws(amsref_html *h, const amsref_run *run)
{
    static const char *const heads[] = {"law",     "format",     "verdict",
                                        "#trials", "#differing", "says that"};
    const amsref_laws *laws = run->laws;
    size_t trials = 0;

    for (size_t i = 0; i < laws->count; i++) {
        trials += laws->item[i].trials;
    }
    amsref_html_put(
        h, "p", NULL,
        "Properties of every right implementation that need no golden value: %zu trials, "
        "%zu of %zu laws broken (seed %" PRIu64 ").",
        trials, amsref_laws_broken(laws), laws->count, run->seed);
    for (size_t i = 0; i < laws->count; i++) {
        if (laws->item[i].broken) {
            put_broken(h, run, &laws->item[i]);
        }
    }
    amsref_page_details(h, "Each law");
    amsref_table_begin(h, "Laws", heads, 6);
    for (size_t i = 0; i < laws->count; i++) {
        put_law(h, &laws->item[i]);
    }
    amsref_table_end(h);
    amsref_html_put(
        h, "p", "soft",
        "differing: trials whose answers the law says are equal, and which differ inside "
        "their enclosures: information, no breach (AG-95).");
    amsref_html_close(h);
    for (size_t i = 0; i < laws->count; i++) {
        if (amsref_law_was_skipped(&laws->item[i])) {
            amsref_html_put(h, "p", "soft", "skipped: %s %s: %s",
                            amsref_format_name(laws->item[i].format),
                            amsref_law_name(laws->item[i].law), amsref_law_skip(&laws->item[i]));
        }
    }
}
