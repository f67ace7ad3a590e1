/* SPDX-License-Identifier: Apache-2.0
 *
 * How far the answers lie from rn.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "report/html_internal.h"
#include "suite/memory.h"

enum { BINS_LEAST = 9 };

static uint64_t sum(const uint64_t *count, size_t n)
{
    uint64_t all = 0;
    for (size_t i = 0; i < n; i++) {
        all += count[i];
    }
    return all;
}

/* Bins up to the last that any quantity needs: the charts of a format have one scale. */
static size_t bins_of(const amsref_spread *spread)
{
    size_t bins = BINS_LEAST;

    for (int q = 0; q < AMSREF_QUANTITIES; q++) {
        for (size_t b = bins; b < AMSREF_ULP_BINS; b++) {
            bins = spread->ulp[q][b] ? b + 1 : bins;
        }
    }
    return bins;
}

static const char *ulp_label(size_t bin, size_t bins, char text[AMSREF_ULP_SIZE])
{
    const size_t every = bins <= 12 ? 2 : bins <= 30 ? 5 : 10;

    text[0] = '\0';
    if (bin == 0) {
        strcpy(text, "0");
    } else if ((bin - 1) % every == 0 && (bin > 1 || bins <= 30)) {
        amsref_power_text(text, 2, (unsigned)bin - 1);
    }
    return text;
}

static const char *ulp_class(size_t bin, size_t bins)
{
    (void)bin;
    (void)bins;
    return "tight";
}

/* What the bars say, in words. */
static char *ulp_words(const uint64_t *count, size_t bins)
{
    char far[AMSREF_ULP_SIZE];
    size_t last = 0;

    for (size_t b = 0; b < bins; b++) {
        last = count[b] ? b : last;
    }
    return amsref_print("Histogram of %" PRIu64 " numbers: %" PRIu64 " have distance 0, %" PRIu64
                        " at most 1 ulp; the farthest are less than %s ulp away. The table below "
                        "has all counts.",
                        sum(count, bins), count[0], sum(count, 2),
                        (amsref_power_text(far, 2, (unsigned)last), far));
}

static void put_charts(amsref_html *h, amsref_format format, const amsref_spread *spread,
                       size_t bins)
{
    amsref_html_open(h, "div", "class", "charts", NULL);
    for (amsref_quantity q = AMSREF_X; q < AMSREF_QUANTITIES; q++) {
        const uint64_t *count = spread->ulp[q];
        const uint64_t all = sum(count, AMSREF_ULP_BINS);
        if (all == 0) {
            continue;
        }
        char *id = amsref_print("ulp-%s-%s", amsref_format_name(format), amsref_quantity_name(q));
        char *title = amsref_print("%s, %s", amsref_quantity_name(q), amsref_format_name(format));
        char *note =
            amsref_print("%.1f %% within 1 ulp", 100 * (double)sum(count, 2) / (double)all);
        const amsref_chart chart = {id, title, amsref_quantity_name(q), note,
                                    ulp_words(count, bins)};
        const amsref_bars bars = {count, bins, ulp_label, ulp_class, "distance from rn, ulp"};
        amsref_chart_bars(h, &chart, &bars);
        free(id);
        free(title);
        free(note);
    }
    amsref_html_close(h);
}

static void put_bin_name(amsref_html *h, size_t bin)
{
    if (bin < 2) {
        amsref_row_begin(h, "%zu", bin);
    } else if (bin <= 24) {
        amsref_row_begin(h, "%lu to %lu", 1UL << (bin - 1), (1UL << bin) - 1);
    } else {
        char low[AMSREF_ULP_SIZE], high[AMSREF_ULP_SIZE];
        amsref_power_text(low, 2, (unsigned)bin - 1);
        amsref_power_text(high, 2, (unsigned)bin);
        amsref_row_begin(h, "%s to %s - 1", low, high);
    }
}

static void put_counts(amsref_html *h, amsref_format format, const amsref_spread *spread,
                       size_t bins)
{
    static const char *const heads[] = {"ulp", "#x", "#m", "#v", "#vmax"};
    char *caption = amsref_print("Numbers by distance from rn, %s", amsref_format_name(format));

    amsref_page_details(h, "The numbers of these charts");
    amsref_table_begin(h, caption, heads, 5);
    free(caption);
    for (size_t b = 0; b < bins; b++) {
        put_bin_name(h, b);
        for (int q = 0; q < AMSREF_QUANTITIES; q++) {
            amsref_cell_count(h, spread->ulp[q][b], NULL);
        }
        amsref_html_close(h);
    }
    amsref_table_end(h);
    amsref_html_close(h);
}

void amsref_html_distances(amsref_html *h, const amsref_run *run)
{
    amsref_html_put(h, "p", NULL,
                    "The distance of every number answered from rn, the correctly rounded ideal "
                    "value, in ulp (AG-54). Each bar is twice as wide a range as the one before, "
                    "and heights are on a log scale. It is information: where terms cancel, large "
                    "distances are right.");
    for (int f = 0; f < AMSREF_FORMAT_COUNT; f++) {
        if (amsref_spread_count(&run->spread[f]) > 0) {
            const size_t bins = bins_of(&run->spread[f]);
            amsref_html_put(h, "h3", NULL, "%s", amsref_format_name((amsref_format)f));
            put_charts(h, (amsref_format)f, &run->spread[f], bins);
            put_counts(h, (amsref_format)f, &run->spread[f], bins);
        }
    }
}
