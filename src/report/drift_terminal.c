/* SPDX-License-Identifier: Apache-2.0
 *
 * A comparison of ledgers for people: the verdict, a table, then what there is to say of places.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "report/drift.h"
#include "report/internal.h"
#include "suite/memory.h"

enum { BAD_SHOWN = 24, INSIDE_SHOWN = 12, CELL = 16 };

static void put_run(FILE *out, const char *title, const char *where, const amsref_ledger *ledger)
{
    char *who = amsref_drift_who(ledger);
    const char *date = json_string_value(json_object_get(ledger->run, "date"));
    const char *compiler = json_string_value(json_object_get(ledger->run, "compiler"));
    const char *flags = json_string_value(json_object_get(ledger->run, "flags"));
    const char *cpu = json_string_value(json_object_get(ledger->run, "cpu"));

    fprintf(out, "%s: %s, %s, %s%s%s%s%s, %s\n", title, where, who, date ? date : "",
            compiler ? ", " : "", compiler ? compiler : "", flags ? " " : "", flags ? flags : "",
            cpu ? cpu : "");
    free(who);
}

static void put_set(FILE *out, const amsref_ledger *ledger)
{
    const json_t *set = ledger->set;
    const char *format = json_string_value(json_object_get(set, "format"));
    const char *category = json_string_value(json_object_get(set, "category"));
    const size_t named = json_array_size(json_object_get(set, "cases"));

    fprintf(out, "suite %s, dialect %s, budget %s",
            json_string_value(json_object_get(set, "suite")),
            json_string_value(json_object_get(set, "dialect")), amsref_level_name(ledger->level));
    if (format || category || named) {
        fprintf(out, "; of the set only%s%s%s%s", format ? " format " : "", format ? format : "",
                category ? " category " : "", category ? category : "");
        if (named) {
            fprintf(out, " %zu cases by name", named);
        }
    }
    fputc('\n', out);
}

/* "3/12": the largest distance and the ratchet; "=" where no bit differs. */
static void put_cell(FILE *out, const amsref_drift_change *change)
{
    static const char *const mark[AMSREF_DRIFT_VERDICTS] = {[AMSREF_DRIFT_ACCEPTED] = " accepted",
                                                            [AMSREF_DRIFT_RISEN] = " ^"};
    const amsref_drift_verdict verdict = change ? change->verdict : AMSREF_DRIFT_NONE;
    const char *behind = mark[verdict] ? mark[verdict] : "";
    char text[64] = "";

    if (verdict == AMSREF_DRIFT_OUTSIDE || verdict == AMSREF_DRIFT_LOST) {
        snprintf(text, sizeof text, "%s", amsref_drift_verdict_name(verdict));
    } else if (verdict == AMSREF_DRIFT_IDENTICAL) {
        snprintf(text, sizeof text, "=");
    } else if (change && !(change->is && change->is->farthest.at)) {
        snprintf(text, sizeof text, "-");
    } else if (change && change->was && change->was->bounded) {
        snprintf(text, sizeof text, "%.4g/%.4g%s", (double)change->is->farthest.ulp,
                 (double)change->was->ratchet, behind);
    } else if (change) {
        snprintf(text, sizeof text, "%.4g", (double)change->is->farthest.ulp);
    }
    fprintf(out, " %-*s", CELL, text);
}

/* Changes of one format and category stand together, quantities in order. */
static void put_row(FILE *out, const amsref_drift_comparison *c, size_t first, size_t end)
{
    const amsref_drift_change *of[AMSREF_QUANTITIES] = {NULL};
    size_t compared = 0, changed = 0;

    for (size_t i = first; i < end; i++) {
        const amsref_drift_change *change = &c->item[i];
        of[change->quantity] = change;
        compared = change->compared > compared ? change->compared : compared;
        changed = change->changed > changed ? change->changed : changed;
    }
    fprintf(out, "%-9s %-11s %6zu %6zu", amsref_format_name(c->item[first].format),
            c->item[first].category, compared, changed);
    for (int q = 0; q < AMSREF_QUANTITIES; q++) {
        put_cell(out, of[q]);
    }
    fputc('\n', out);
}

static void put_table(FILE *out, const amsref_drift_comparison *c)
{
    fprintf(out, "\n%-9s %-11s %6s %6s", "format", "category", "cases", "other");
    for (amsref_quantity q = AMSREF_X; q < AMSREF_QUANTITIES; q++) {
        fprintf(out, " %-*s", CELL, amsref_quantity_name(q));
    }
    fputc('\n', out);
    for (size_t first = 0, end; first < c->count; first = end) {
        for (end = first + 1; end < c->count && c->item[end].format == c->item[first].format &&
                              strcmp(c->item[end].category, c->item[first].category) == 0;
             end++) {
        }
        put_row(out, c, first, end);
    }
    fputs("other: cases with other bits in some quantity; A/B: largest distance from ideal now, in "
          "ulp, and its ratchet; ^: above it; =: the same bits\n",
          out);
}

static void put_changes(FILE *out, const amsref_drift_run *run, amsref_drift_verdict verdict,
                        size_t most)
{
    const amsref_drift_comparison *c = run->comparison;
    size_t shown = 0;

    if (c->verdict[verdict]) {
        fprintf(out, "\n%s\n", amsref_drift_verdict_name(verdict));
    }
    for (size_t i = 0; i < c->count; i++) {
        if (c->item[i].verdict != verdict || shown++ >= most) {
            continue;
        }
        char *line = amsref_drift_change_line(run, &c->item[i]);
        char *again = verdict > AMSREF_DRIFT_INSIDE ? amsref_drift_again(run, &c->item[i]) : NULL;
        fprintf(out, "  %s\n", line);
        if (again) {
            fprintf(out, "      %s\n", again);
        }
        free(line);
        free(again);
    }
    if (shown > most) {
        fprintf(out, "  and %zu more; --report json:FILE has all of them\n", shown - most);
    }
}

static void put_exceptions(FILE *out, const json_t *set)
{
    const json_t *except = json_object_get(set, "except");

    for (size_t i = 0; i < json_array_size(except); i++) {
        const json_t *one = json_array_get(except, i);
        fprintf(out, "%s%s is left out: %s\n", i ? "" : "\n",
                json_string_value(json_object_get(one, "case")),
                json_string_value(json_object_get(one, "reason")));
    }
}

void amsref_drift_write_terminal(FILE *out, const amsref_drift_run *run)
{
    const amsref_drift_comparison *c = run->comparison;
    char *verdict = amsref_drift_verdict_line(run);
    char *accept = amsref_drift_accept_words(run);

    fprintf(out, "%s\n", verdict);
    put_run(out, "OLD", run->file, c->old);
    if (c->new) {
        put_run(out, "NEW", run->against, c->new);
        put_set(out, c->old);
        put_table(out, c);
        put_changes(out, run, AMSREF_DRIFT_OUTSIDE, BAD_SHOWN);
        put_changes(out, run, AMSREF_DRIFT_LOST, BAD_SHOWN);
        put_changes(out, run, AMSREF_DRIFT_RISEN, SIZE_MAX);
        put_changes(out, run, AMSREF_DRIFT_ACCEPTED, SIZE_MAX);
        put_changes(out, run, AMSREF_DRIFT_INSIDE, INSIDE_SHOWN);
        put_exceptions(out, c->old->set);
    }
    if (accept) {
        fprintf(out, "\nto accept these rises say why behind the '=':\n  %s\n", accept);
    }
    if (run->rewritten) {
        fprintf(out, "\n%s has been rewritten: NEW's answers, and the ratchets as they are now\n",
                run->file);
    } else if (run->status == AMSREF_CONFORMS && c->fallen) {
        fprintf(out, "\n%zu places are below their ratchet; --tighten lowers it\n", c->fallen);
    }
    amsref_put_last_words(out, run->status, run->errors);
    free(verdict);
    free(accept);
}
