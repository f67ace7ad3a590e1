/* SPDX-License-Identifier: Apache-2.0
 *
 * Errors over steps: of single steps (local), and gathered by runs (propagated), beside the room
 * that the enclosure leaves.
 */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "report/html_internal.h"
#include "suite/memory.h"

enum { RUNS_SHOWN = 7 }; /* charts of a format; the table has all */

static bool is_number(amsref_format format, uint64_t bits)
{
    return !isnan(amsref_bits_value(format, bits));
}

/* How far a right answer may be from rn: to the farther end of `tight`; UINT64_MAX where no element
 * of the quantity has a distance. */
static uint64_t room_of(const amsref_case *item, size_t s, amsref_quantity q)
{
    const amsref_golden *golden = &item->out[s].quantity[q];
    const amsref_format format = item->problem.format;
    uint64_t room = UINT64_MAX;

    for (size_t i = 0; i < item->problem.n; i++) {
        const bool open = golden->nan && golden->nan[i] != AMSREF_NAN_NO;
        if (open || !is_number(format, golden->rn[i])) {
            continue;
        }
        for (int end = 0; end < 2; end++) {
            const uint64_t far = amsref_bits_distance(format, golden->tight[end][i], golden->rn[i]);
            room = room == UINT64_MAX || far > room ? far : room;
        }
    }
    return room;
}

static uint64_t course_of(const amsref_result *result, size_t s, amsref_quantity q)
{
    return result->course[s * AMSREF_QUANTITIES + q];
}

/* Local: a dot for each single step, of its sharp elements. */
static void put_local(amsref_html *h, const amsref_run *run, amsref_format format)
{
    amsref_spot *spot = amsref_alloc(run->count, sizeof *spot);
    size_t count = 0, failed = 0;
    uint64_t farthest = 0;

    for (size_t i = 0; i < 2 * run->count; i++) {
        const amsref_result *r = &run->result[i % run->count];
        const bool bad = i >= run->count; /* those that fail are drawn over the others */
        if (r->item->problem.format == format && r->item->problem.steps == 1 && r->sharp &&
            amsref_failed(run, r) == bad) {
            spot[count++] = (amsref_spot){r->item->problem.t, r->farthest_sharp, UINT64_MAX,
                                          bad ? "failed" : "tight"};
            failed += bad;
            farthest = r->farthest_sharp > farthest ? r->farthest_sharp : farthest;
        }
    }
    if (count) {
        char *id = amsref_print("local-%s", amsref_format_name(format));
        char *title = amsref_print("Single steps, %s", amsref_format_name(format));
        char *text =
            amsref_print("%zu single steps by step number: the largest distance of a sharp "
                         "element from rn. The farthest is %" PRIu64 " ulp; %zu fail. The "
                         "JSON report has each.",
                         count, farthest, failed);
        const amsref_chart chart = {id, title, "single steps", "local error, a dot a case", text};
        const amsref_spots spots = {spot, count, false, "number of the step, t"};
        amsref_chart_spots(h, &chart, &spots);
        free(id);
        free(title);
    }
    free(spot);
}

/* Propagated: x after the chosen steps of one run. */
static void put_run(amsref_html *h, const amsref_run *run, const amsref_result *result)
{
    const amsref_case *item = result->item;
    amsref_spot *spot = amsref_alloc(item->outs, sizeof *spot);
    size_t count = 0;
    uint64_t farthest = 0;

    for (size_t s = 0; s < item->outs; s++) {
        const uint64_t far = course_of(result, s, AMSREF_X);
        if (far != UINT64_MAX) {
            spot[count++] =
                (amsref_spot){item->out[s].t - item->problem.t + 1, far, room_of(item, s, AMSREF_X),
                              amsref_failed(run, result) ? "failed" : "tight"};
            farthest = far > farthest ? far : farthest;
        }
    }
    if (count > 1) {
        const char *number = strrchr(item->id, '/') + 1;
        char *caption = amsref_print("%s/%s", item->category, number);
        char *title = amsref_print("Run %s", item->id);
        char *id = amsref_print("run-%s-%s-%s", amsref_format_name(item->problem.format),
                                item->category, number);
        char *note = amsref_print("%zu steps from %" PRIu64, item->problem.steps, item->problem.t);
        char *text =
            amsref_print("Distance of x from the exact run after %zu of its steps: at most "
                         "%" PRIu64 " ulp. The grey area is what tight allows. The table "
                         "below has all numbers.",
                         count, farthest);
        const amsref_chart chart = {id, title, caption, note, text};
        const amsref_spots spots = {spot, count, true, "steps made"};
        amsref_chart_spots(h, &chart, &spots);
        free(id);
        free(title);
        free(caption);
        free(note);
    }
    free(spot);
}

/* Failing runs first, then the longest, then as they come. */
static int by_interest(const void *a, const void *b)
{
    const amsref_result *const r[2] = {*(const amsref_result *const *)a,
                                       *(const amsref_result *const *)b};
    const size_t steps[2] = {r[0]->item->problem.steps, r[1]->item->problem.steps};

    if (r[0]->level != r[1]->level &&
        (r[0]->level == AMSREF_NONCONFORMING || r[1]->level == AMSREF_NONCONFORMING)) {
        return r[0]->level > r[1]->level ? -1 : 1;
    }
    if (steps[0] != steps[1]) {
        return steps[0] > steps[1] ? -1 : 1;
    }
    return r[0] < r[1] ? -1 : 1;
}

static const amsref_result **runs_of(const amsref_run *run, amsref_format format, size_t *count)
{
    const amsref_result **runs = amsref_alloc(run->count, sizeof *runs);

    *count = 0;
    for (size_t i = 0; i < run->count; i++) {
        if (run->result[i].course && run->result[i].item->problem.format == format) {
            runs[(*count)++] = &run->result[i];
        }
    }
    return runs;
}

static void put_run_rows(amsref_html *h, const amsref_result *result)
{
    const amsref_case *item = result->item;

    for (size_t s = 0; s < item->outs; s++) {
        const uint64_t room = room_of(item, s, AMSREF_X);
        amsref_row_begin(h, "%s", item->id);
        amsref_html_put(h, "td", "n", "%" PRIu64, item->out[s].t);
        amsref_cell_ulp(h, room != UINT64_MAX, room);
        for (amsref_quantity q = AMSREF_X; q < AMSREF_QUANTITIES; q++) {
            amsref_cell_ulp(h, course_of(result, s, q) != UINT64_MAX, course_of(result, s, q));
        }
        amsref_html_close(h);
    }
}

static void put_table(amsref_html *h, amsref_format format, const amsref_result *const *runs,
                      size_t count)
{
    static const char *const heads[] = {"run", "#step", "#room of x", "#x", "#m", "#v", "#vmax"};
    char *caption =
        amsref_print("Largest distance from the exact run, in ulp, %s", amsref_format_name(format));

    amsref_page_details(h, "The numbers of all runs");
    amsref_table_begin(h, caption, heads, 7);
    for (size_t i = 0; i < count; i++) {
        put_run_rows(h, runs[i]);
    }
    amsref_table_end(h);
    amsref_html_close(h);
    free(caption);
}

static void put_format(amsref_html *h, const amsref_run *run, amsref_format format)
{
    size_t count;
    const amsref_result **runs = runs_of(run, format, &count);
    const amsref_result **order = runs_of(run, format, &count);

    amsref_html_put(h, "h3", NULL, "%s", amsref_format_name(format));
    amsref_html_open(h, "div", "class", "charts", NULL);
    put_local(h, run, format);
    qsort(order, count, sizeof *order, by_interest);
    for (size_t i = 0, shown = 0; i < count && shown < RUNS_SHOWN; i++, shown++) {
        put_run(h, run, order[i]);
    }
    amsref_html_close(h);
    if (count) {
        put_table(h, format, runs, count);
    }
    free(runs);
    free(order);
}

void amsref_html_steps(amsref_html *h, const amsref_run *run)
{
    static const char *const classes[] = {"tight", "skipped", "failed"};
    static const char *const names[] = {"distance from rn", "room: what tight allows",
                                        "of a failing case"};

    amsref_html_put(h, "p", NULL,
                    "First the error of single steps from a given state, by step number (sharp "
                    "elements). Then what runs have gathered: the largest distance of x from the "
                    "exact run, and beside it the room that the enclosure leaves: failing runs "
                    "first, then the longest.");
    amsref_chart_legend(h, classes, names, 3);
    for (int f = 0; f < AMSREF_FORMAT_COUNT; f++) {
        if (amsref_spread_count(&run->spread[f]) > 0) {
            put_format(h, run, (amsref_format)f);
        }
    }
}
