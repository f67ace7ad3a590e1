/* SPDX-License-Identifier: Apache-2.0
 *
 * The page of `amsref drift compare` (AG-136, AG-140).
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "report/drift.h"
#include "markup/html.h"
#include "suite/memory.h"

enum {
    SHOWN_MOST = 24, /* places of one verdict; the JSON report has all */
    INSIDE_MOST = 8, /* of them that are inside */
    TEXT_MOST = 2000 /* bytes of a member of `run` */
};
enum { CHANGES, PLACES, OLD, NEW, ERRORS, SECTIONS };

/* How the cases of a place look that changed, or are outside the budget. */
static const char *const class_of[AMSREF_DRIFT_VERDICTS] = {
    [AMSREF_DRIFT_NONE] = "skipped",   [AMSREF_DRIFT_IDENTICAL] = "exact",
    [AMSREF_DRIFT_INSIDE] = "tight",   [AMSREF_DRIFT_ACCEPTED] = "working",
    [AMSREF_DRIFT_RISEN] = "failed",   [AMSREF_DRIFT_LOST] = "failed",
    [AMSREF_DRIFT_OUTSIDE] = "failed",
};

static bool is_bad(const amsref_drift_change *change)
{
    return change->verdict >= AMSREF_DRIFT_RISEN;
}

/* The largest distances then and now, and the ratchet. */
static void put_distance(amsref_html *h, const amsref_drift_change *change)
{
    char far[AMSREF_ULP_SIZE], most[AMSREF_ULP_SIZE];
    const amsref_drift_place *was = change->was, *is = change->is;

    amsref_html_put(h, "td", "n", "%s",
                    was && was->farthest.at ? amsref_ulp_text(was->farthest.ulp, far) : "-");
    amsref_html_put(h, "td", "n", "%s",
                    is && is->farthest.at ? amsref_ulp_text(is->farthest.ulp, far) : "-");
    amsref_html_put(h, "td", "n", "%s",
                    was && was->bounded ? amsref_ulp_text(was->ratchet, most) : "-");
}

static void put_place(amsref_html *h, const amsref_drift_change *change)
{
    const size_t other = change->outside > change->changed ? change->outside : change->changed;
    const amsref_part parts[] = {
        {"exact", change->compared > other ? change->compared - other : 0},
        {class_of[change->verdict], other},
        {"skipped", change->lost},
    };

    amsref_row_begin(h, "%s", change->category);
    amsref_html_put(h, "td", NULL, "%s", amsref_quantity_name(change->quantity));
    amsref_html_open(h, "td", "class", "share", NULL);
    amsref_chart_parts(h, parts, 3);
    amsref_html_close(h);
    amsref_html_put(h, "td", is_bad(change) ? "wrong" : NULL, "%s",
                    amsref_drift_verdict_name(change->verdict));
    amsref_cell_count(h, change->compared, NULL);
    amsref_cell_count(h, change->changed, NULL);
    put_distance(h, change);
    amsref_html_close(h);
}

static void put_places(amsref_html *h, const amsref_drift_run *run)
{
    static const char *const heads[] = {"category", "quantity",  "cases",    "verdict", "#compared",
                                        "#changed", "#was, ulp", "#is, ulp", "#ratchet"};
    static const char *const classes[] = {"exact", "tight", "working", "failed", "skipped"};
    static const char *const names[] = {"the same bits", "other bits, inside", "accepted",
                                        "risen or outside", "no longer answered"};
    const amsref_drift_comparison *c = run->comparison;

    amsref_html_put(
        h, "p", NULL,
        "A place is a quantity over the cases of a format and category. Compared: cases "
        "that both answer; changed: with other bits; then the largest distance from rn, "
        "in the old record and now, and what it may not exceed unless it is accepted.");
    amsref_chart_legend(h, classes, names, 5);
    for (int f = 0; f < AMSREF_FORMAT_COUNT; f++) {
        size_t rows = 0;
        for (size_t i = 0; i < c->count; i++) {
            if ((int)c->item[i].format == f) {
                if (rows++ == 0) {
                    amsref_table_begin(h, amsref_format_name((amsref_format)f), heads, 9);
                }
                put_place(h, &c->item[i]);
            }
        }
        if (rows) {
            amsref_table_end(h);
        }
    }
}

static void put_change(amsref_html *h, const amsref_drift_run *run,
                       const amsref_drift_change *change)
{
    char *name = amsref_drift_place_name(change), *again = amsref_drift_again(run, change);
    char *line = amsref_drift_change_line(run, change);
    const size_t heading = strncmp(line, name, strlen(name)) == 0 ? strlen(name) + 2 : 0;

    amsref_html_open(h, "article", "class", "case", NULL);
    amsref_html_put(h, "h3", NULL, "%s: %s", name, amsref_drift_verdict_name(change->verdict));
    amsref_html_put(h, "p", NULL, "%s", line + heading); /* the line begins with the name */
    free(line);
    if (again) {
        amsref_page_command(h, again);
    }
    amsref_html_close(h);
    free(name);
    free(again);
}

/* The worst first. */
static void put_changes(amsref_html *h, const amsref_drift_run *run)
{
    const amsref_drift_comparison *c = run->comparison;
    char *accept = amsref_drift_accept_words(run);

    for (int v = AMSREF_DRIFT_OUTSIDE; v >= AMSREF_DRIFT_INSIDE; v--) {
        const size_t most = v == AMSREF_DRIFT_INSIDE ? INSIDE_MOST : SHOWN_MOST;
        size_t shown = 0;
        for (size_t i = 0; i < c->count; i++) {
            if ((int)c->item[i].verdict == v && shown < most) {
                put_change(h, run, &c->item[i]);
                shown++;
            }
        }
        if (c->verdict[v] > shown) {
            amsref_html_put(h, "p", "soft", "and %zu more that are %s; --report json:FILE has all",
                            c->verdict[v] - shown,
                            amsref_drift_verdict_name((amsref_drift_verdict)v));
        }
    }
    if (accept) {
        amsref_html_put(h, "p", NULL, "To accept these rises say why behind the '=':");
        amsref_page_command(h, accept);
    }
    free(accept);
}

/* Who ran, where and when: the members of `run`. They come from a file that anybody may write. */
static void put_members(amsref_html *h, const json_t *object)
{
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)object, name, value)
    {
        if (json_is_object(value)) {
            put_members(h, value);
        } else if (json_is_string(value)) {
            const char *text = json_string_value(value);
            char *printable = amsref_printable(text, strlen(text), TEXT_MOST);
            amsref_page_pair(h, name, "%s", printable);
            free(printable);
        }
    }
}

static void put_side(amsref_html *h, const char *from, const amsref_ledger *ledger)
{
    amsref_page_pairs(h);
    amsref_page_pair(h, "from", "%s", from);
    put_members(h, ledger->run);
    amsref_page_pair(h, "suite", "%s", json_string_value(json_object_get(ledger->set, "suite")));
    amsref_page_pair(h, "SHA-256 of the vectors' manifest", "%s",
                     json_string_value(json_object_get(ledger->set, "manifest")));
    amsref_html_close(h);
}

static void put_old(amsref_html *h, const amsref_drift_run *run)
{
    put_side(h, run->file, run->comparison->old);
}

static void put_new(amsref_html *h, const amsref_drift_run *run)
{
    put_side(h, run->against, run->comparison->new);
}

static void put_errors(amsref_html *h, const amsref_drift_run *run)
{
    amsref_page_command(h, run->errors);
}

static void put_facts(amsref_html *h, const amsref_drift_comparison *c)
{
    amsref_page_fact(h, "Answers compared", "%zu", c->compared);
    amsref_page_fact(h, "With other bits", "%zu", c->changed);
    amsref_page_fact(h, "Budget", "%s", amsref_level_name(c->old->level));
    for (int v = AMSREF_DRIFT_INSIDE; v < AMSREF_DRIFT_VERDICTS; v++) {
        char *name = amsref_print("Places %s", amsref_drift_verdict_name((amsref_drift_verdict)v));
        amsref_page_fact(h, name, "%zu", c->verdict[v]);
        free(name);
    }
}

static amsref_stamp stamp_of(const amsref_drift_run *run, const char **words)
{
    if (run->status == AMSREF_CONFORMS) {
        *words = run->comparison->changed ? "Inside the budget" : "Identical";
        return AMSREF_STAMP_GOOD;
    }
    if (run->status == AMSREF_NOTHING) {
        *words = "Nothing was compared";
        return AMSREF_STAMP_NEITHER;
    }
    *words = run->status == AMSREF_BROKE ? "Broke off" : "Drifted";
    return AMSREF_STAMP_BAD;
}

void amsref_drift_write_html(FILE *out, const amsref_drift_run *run)
{
    static void (*const put[SECTIONS])(amsref_html *, const amsref_drift_run *) = {
        put_changes, put_places, put_old, put_new, put_errors};
    const amsref_drift_comparison *c = run->comparison;
    const amsref_section sections[SECTIONS] = {
        {"changes", "What changed", c->new && c->changed + c->verdict[AMSREF_DRIFT_LOST] > 0},
        {"places", "Places", c->count > 0},
        {"old", "The old record", true},
        {"new", "What it is compared with", c->new != NULL},
        {"stderr", "Standard error", run->status != AMSREF_CONFORMS && *run->errors},
    };
    char *verdict = amsref_drift_verdict_line(run);
    char *who = amsref_drift_who(c->new ? c->new : c->old);
    const char *words;
    const amsref_section *s = NULL;
    amsref_page page;

    amsref_page_begin(&page, verdict, "drift report");
    const amsref_stamp stamp = stamp_of(run, &words);
    amsref_page_verdict(page.h, stamp, words, who, strchr(verdict, ':') + 2);
    put_facts(page.h, c);
    amsref_page_verdict_end(page.h, sections, SECTIONS);
    while ((s = amsref_page_next(page.h, sections, SECTIONS, s))) {
        put[s - sections](page.h, run);
    }
    amsref_page_end(&page, out);
    free(verdict);
    free(who);
}
