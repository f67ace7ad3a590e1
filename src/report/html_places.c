/* SPDX-License-Identifier: Apache-2.0
 *
 * Where the answers lie inside `tight`.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "report/html_internal.h"
#include "suite/memory.h"

enum { PLACE_BINS = AMSREF_PLACES + 2 };

/* Below, the twentieths, above. */
static void place_counts(const amsref_spread *spread, uint64_t count[PLACE_BINS])
{
    count[0] = spread->below;
    memcpy(count + 1, spread->place, sizeof spread->place);
    count[PLACE_BINS - 1] = spread->above;
}

static const char *place_label(size_t bin, size_t bins, char text[AMSREF_ULP_SIZE])
{
    strcpy(text, bin == 0 ? "<" : bin == bins / 2 ? "middle" : bin == bins - 1 ? ">" : "");
    return text;
}

static const char *place_class(size_t bin, size_t bins)
{
    return bin == 0 || bin == bins - 1 ? "working" : "exact";
}

static void put_places(amsref_html *h, amsref_format format, const amsref_spread *spread)
{
    uint64_t count[PLACE_BINS], inside = 0;
    const char *name = amsref_format_name(format);
    char *id = amsref_print("place-%s", name),
         *title = amsref_print("Place inside tight, %s", name);

    place_counts(spread, count);
    for (int b = 0; b < AMSREF_PLACES; b++) {
        inside += spread->place[b];
    }
    char *note = amsref_print("%" PRIu64 " where tight is one number", spread->alone);
    char *text =
        amsref_print("Histogram of %" PRIu64 " numbers inside the interval tight by twentieths "
                     "of it; %" PRIu64 " lie below it, %" PRIu64 " above; %" PRIu64
                     " more are right where it is a single number.",
                     inside, spread->below, spread->above, spread->alone);
    const amsref_chart chart = {id, title, name, note, text};
    const amsref_bars bars = {count, PLACE_BINS, place_label, place_class,
                              "lo to hi by twentieths; < > outside"};
    amsref_chart_bars(h, &chart, &bars);
    free(id);
    free(title);
    free(note);
}

static void put_place_rows(amsref_html *h, const amsref_run *run, const amsref_format *formats,
                           size_t n)
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
            amsref_row_begin(h, "%zu to %zu %%", (b - 1) * 100 / AMSREF_PLACES,
                             b * 100 / AMSREF_PLACES);
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

static void put_place_table(amsref_html *h, const amsref_run *run, const amsref_format *formats,
                            size_t n)
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

void amsref_html_places(amsref_html *h, const amsref_run *run)
{
    amsref_format formats[AMSREF_FORMAT_COUNT];
    size_t n = 0;

    amsref_html_put(
        h, "p", NULL,
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
}
