/* SPDX-License-Identifier: Apache-2.0
 *
 * Where the answers lie: distances from rn, and places inside `tight`.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "report/html_internal.h"
#include "suite/memory.h"

enum { BINS_LEAST = 9, PLACE_BINS = AMSREF_PLACES + 2 };

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

static void put_charts(amsref_html *h, amsref_format format, const amsref_spread *spread, size_t bins)
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
        char *note = amsref_print("%.1f %% within 1 ulp", 100 * (double)sum(count, 2) / (double)all);
        const amsref_chart chart = {id, title, amsref_quantity_name(q), note, ulp_words(count, bins)};
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

static void put_counts(amsref_html *h, amsref_format format, const amsref_spread *spread, size_t bins)
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

void amsref_html_distances(amsref_html *h, const amsref_run *run, const amsref_section *section)
{
    amsref_page_section(h, section);
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
    amsref_html_close(h);
}

/* Below, the twentieths, above. */
static void place_counts(const amsref_spread *spread, uint64_t count[PLACE_BINS])
{
    count[0] = spread->below;
    memcpy(count + 1, spread->place, sizeof spread->place);
    count[PLACE_BINS - 1] = spread->above;
}

static const char *place_label(size_t bin, size_t bins, char text[AMSREF_ULP_SIZE])
{
    strcpy(text, bin == 0          ? "<"
                 : bin == bins / 2 ? "middle"
                 : bin == bins - 1 ? ">"
                                   : "");
    return text;
}

static const char *place_class(size_t bin, size_t bins)
{
    return bin == 0 || bin == bins - 1 ? "working" : "exact";
}

static void put_places(amsref_html *h, amsref_format format, const amsref_spread *spread)
{
    uint64_t count[PLACE_BINS];
    const char *name = amsref_format_name(format);
    char *id = amsref_print("place-%s", name), *title = amsref_print("Place inside tight, %s", name);

    place_counts(spread, count);
    char *note = amsref_print("%" PRIu64 " where tight is one number", spread->alone);
    char *text = amsref_print("Histogram of %" PRIu64 " numbers inside the interval tight by twentieths "
                              "of it; %" PRIu64 " lie below it, %" PRIu64 " above; %" PRIu64
                              " more are right where it is a single number.",
                              sum(spread->place, AMSREF_PLACES), spread->below, spread->above,
                              spread->alone);
    const amsref_chart chart = {id, title, name, note, text};
    const amsref_bars bars = {count, PLACE_BINS, place_label, place_class,
                              "lo to hi by twentieths; < > outside"};
    amsref_chart_bars(h, &chart, &bars);
    free(id);
    free(title);
    free(note);
}

static void put_place_rows(amsref_html *h, const amsref_run *run, const amsref_format *formats, size_t n)
{
    uint64_t count[AMSREF_FORMAT_COUNT][PLACE_BINS];

    for (size_t i = 0; i < n; i++) {
        place_counts(&run->spread[formats[i]], count[i]);
    }
    for (size_t b = 0; b < PLACE_BINS; b++) {
        if (b == 0) {
            amsref_row_begin(h, "below");
        } else if (b == PLACE_BINS - 1) {
            amsref_row_begin(h, "above");
        } else {
            amsref_row_begin(h, "%zu to %zu %%", (b - 1) * 100 / AMSREF_PLACES, b * 100 / AMSREF_PLACES);
        }
        for (size_t i = 0; i < n; i++) {
            amsref_cell_count(h, count[i][b], NULL);
        }
        amsref_html_close(h);
    }
    amsref_row_begin(h, "the only number");
    for (size_t i = 0; i < n; i++) {
        amsref_cell_count(h, run->spread[formats[i]].alone, NULL);
    }
    amsref_html_close(h);
}

static void put_place_table(amsref_html *h, const amsref_run *run, const amsref_format *formats, size_t n)
{
    static const char *const head_of[AMSREF_FORMAT_COUNT] = {"#binary64", "#binary32", "#bfloat16",
                                                             "#binary16"};
    const char *heads[1 + AMSREF_FORMAT_COUNT] = {"place"};

    for (size_t i = 0; i < n; i++) {
        heads[i + 1] = head_of[formats[i]];
    }
    amsref_page_details(h, "The numbers of these charts");
    amsref_table_begin(h, "Numbers by their place inside tight", heads, n + 1);
    put_place_rows(h, run, formats, n);
    amsref_table_end(h);
    amsref_html_close(h);
}

void amsref_html_places(amsref_html *h, const amsref_run *run, const amsref_section *section)
{
    amsref_format formats[AMSREF_FORMAT_COUNT];
    size_t n = 0;

    amsref_page_section(h, section);
    amsref_html_put(h, "p", NULL,
                    "Where the numbers lie inside the certified interval tight, from its lower to its "
                    "upper end. The middle is the rule for a right implementation; what lies outside "
                    "is working or fails.");
    amsref_html_open(h, "div", "class", "charts", NULL);
    for (int f = 0; f < AMSREF_FORMAT_COUNT; f++) {
        if (amsref_spread_count(&run->spread[f]) > 0) {
            formats[n++] = (amsref_format)f;
            put_places(h, (amsref_format)f, &run->spread[f]);
        }
    }
    amsref_html_close(h);
    put_place_table(h, run, formats, n);
    amsref_html_close(h);
}
