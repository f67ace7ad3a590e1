/* SPDX-License-Identifier: Apache-2.0
 *
 * What a badge says (AG-143), of the verdict alone.
 */
#include <stdlib.h>

#include "core/amsref.h"
#include "report/internal.h"
#include "report/trace.h"
#include "suite/memory.h"

/* White text on each has a contrast of at least 4.5 to 1. */
static const char *const level_color[AMSREF_LEVEL_COUNT] = {
    [AMSREF_EXACT] = "#116329", [AMSREF_TIGHT] = "#1a7f37",
    [AMSREF_WORKING] = "#4d7c0f", [AMSREF_NONCONFORMING] = "#cf222e",
};
#define RED level_color[AMSREF_NONCONFORMING]
#define GREY "#57606a"

/* The formats in which cases were judged, as bits. */
static unsigned formats_judged(const amsref_run *run)
{
    unsigned judged = 0;

    for (size_t i = 0; i < run->count; i++) {
        if (run->result[i].outcome == AMSREF_JUDGED) {
            judged |= 1U << run->result[i].item->problem.format;
        }
    }
    return judged;
}

/* " binary64"; "" where they are the two that everybody has. */
static char *formats_text(unsigned judged)
{
    const unsigned both = 1U << AMSREF_BINARY64 | 1U << AMSREF_BINARY32;
    char *text = amsref_copy("");

    for (int f = 0; f < AMSREF_FORMAT_COUNT && judged != both; f++) {
        if (judged & 1U << f) {
            char *longer = amsref_print("%s %s", text, amsref_format_name((amsref_format)f));
            free(text);
            text = longer;
        }
    }
    return text;
}

/* ", 10 of 20 cases": a level that was reached by less than all of these formats says so. */
static char *share_text(const amsref_run *run, unsigned formats)
{
    size_t cases = 0, judged = 0;

    for (size_t i = 0; i < run->count; i++) {
        if (formats & 1U << run->result[i].item->problem.format) {
            cases++;
            judged += run->result[i].outcome == AMSREF_JUDGED;
        }
    }
    return judged < cases ? amsref_print(", %s%zu of %zu cases", run->part ? "only " : "", judged,
                                         cases)
           : run->part    ? amsref_print(", only %zu case%s", judged, judged == 1 ? "" : "s")
                          : amsref_copy("");
}

/* ", m v vmax hidden": what no answer has is not judged (AG-55). */
static char *hidden_text(const amsref_run *run)
{
    char *text = amsref_copy("");

    for (amsref_quantity q = AMSREF_X; q < AMSREF_QUANTITIES; q++) {
        if (run->hidden & 1U << q) {
            char *longer = amsref_print("%s%s %s", text, *text ? "" : ",", amsref_quantity_name(q));
            free(text);
            text = longer;
        }
    }
    char *whole = amsref_print("%s%s", text, *text ? " hidden" : "");
    free(text);
    return whole;
}

static char *conforming_text(const amsref_run *run, amsref_level level)
{
    if (level == AMSREF_LEVEL_COUNT) {
        return amsref_print("%s: laws hold, no cases", run->dialect);
    }
    const unsigned judged = formats_judged(run);
    char *formats = formats_text(judged), *share = share_text(run, judged);
    char *hidden = hidden_text(run);
    char *text = amsref_print("%s%s: %s%s%s", run->dialect, formats, amsref_level_name(level),
                              share, hidden);
    free(hidden);
    free(formats);
    free(share);
    return text;
}

static const char *color_of(int status, amsref_level level)
{
    return status == AMSREF_NOTHING     ? GREY
           : status != AMSREF_CONFORMS  ? RED
           : level < AMSREF_LEVEL_COUNT ? level_color[level]
                                        : level_color[AMSREF_TIGHT];
}

/* "nonconforming", or "tight, not exact" where that was asked. */
static char *failing_text(const char *dialect, amsref_level reached, amsref_level wanted)
{
    return reached > wanted && reached < AMSREF_NONCONFORMING
               ? amsref_print("%s: %s, not %s", dialect, amsref_level_name(reached),
                              amsref_level_name(wanted))
               : amsref_print("%s: %s", dialect, amsref_level_name(AMSREF_NONCONFORMING));
}

void amsref_write_badge(FILE *out, const amsref_run *run)
{
    const amsref_level level = amsref_run_level(&run->total);
    char *about = amsref_verdict_line(run);
    char *message = run->status == AMSREF_CONFORMS  ? conforming_text(run, level)
                    : run->status == AMSREF_DIFFERS ? failing_text(run->dialect, level, run->wanted)
                    : run->status == AMSREF_BROKE   ? amsref_copy("broke off")
                                                    : amsref_copy("nothing run");

    amsref_badge_draw(out, color_of(run->status, level), message, about);
    free(message);
    free(about);
}

void amsref_trace_write_badge(FILE *out, const amsref_trace_run *run)
{
    const amsref_level level = amsref_trace_level(run->result);
    const char *dialect = amsref_dialect_name(run->result->dialect);
    char *about = amsref_trace_verdict(run);
    char *message = run->status == AMSREF_CONFORMS
                        ? amsref_print("%s, recorded run: %s", dialect, amsref_level_name(level))
                    : run->status == AMSREF_NOTHING ? amsref_copy("nothing run")
                                                    : failing_text(dialect, level, run->wanted);

    amsref_badge_draw(out, color_of(run->status, level), message, about);
    free(message);
    free(about);
}

void amsref_write_badge_begun(FILE *out)
{
    amsref_badge_draw(out, RED, "no verdict", "NO VERDICT: amsref check has not come to its end");
}
