/* SPDX-License-Identifier: Apache-2.0
 *
 * The laws in the reports (AG-59, AG-95): words and JSON.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "report/internal.h"
#include "suite/memory.h"

enum { REQUEST_SHOWN = 1200 }; /* longest request on a terminal; the JSON report has all */

char *amsref_law_again(const amsref_run *run, const amsref_law_result *law)
{
    return amsref_print("%s --case %s -- %s", run->tool, law->id, run->command);
}

char *amsref_law_summary(const amsref_law_result *law)
{
    return amsref_print("law %s (%s), %s: %s", amsref_law_name(law->law),
                        amsref_law_clause(law->law), amsref_law_words(law->law), law->text);
}

bool amsref_law_was_skipped(const amsref_law_result *law)
{
    return law->trials == 0;
}

const char *amsref_law_skip(const amsref_law_result *law)
{
    return law->why_skipped ? law->why_skipped : "no trial was made";
}

static void put_broken(FILE *out, const amsref_run *run, const amsref_law_result *law)
{
    char *again = amsref_law_again(run, law);
    char *summary = amsref_law_summary(law);

    fprintf(out, "  %s %s\n", law->id, summary);
    for (size_t i = 0; i < law->requests; i++) {
        const size_t length = strlen(law->request[i]);
        fprintf(out, "      %zu> %.*s%s\n", i + 1, REQUEST_SHOWN, law->request[i],
                length > REQUEST_SHOWN ? "..." : "");
    }
    fprintf(out, "      %s\n", again);
    free(again);
    free(summary);
}

/* One line for all of a kind: how many laws, how many trials. */
static void put_counts(FILE *out, const amsref_run *run)
{
    size_t trials = 0, skipped = 0;

    for (size_t i = 0; i < run->laws->count; i++) {
        trials += run->laws->item[i].trials;
        skipped += amsref_law_was_skipped(&run->laws->item[i]);
    }
    fprintf(out, "\nlaws, seed %" PRIu64 ": %zu tried in %zu trials, %zu broken, %zu skipped\n",
            run->seed, run->laws->count - skipped, trials, amsref_laws_broken(run->laws), skipped);
}

void amsref_put_laws(FILE *out, const amsref_run *run)
{
    if (run->laws->count == 0) {
        return;
    }
    put_counts(out, run);
    for (size_t i = 0; i < run->laws->count; i++) {
        const amsref_law_result *law = &run->laws->item[i];
        const char *format = amsref_format_name(law->format);
        if (law->broken) {
            put_broken(out, run, law);
        } else if (amsref_law_was_skipped(law)) {
            fprintf(out, "  skipped: %s %s: %s\n", format, amsref_law_name(law->law),
                    amsref_law_skip(law));
        } else if (law->differing) {
            fprintf(out,
                    "  information: %s %s: in %zu of %zu trials answers differ inside their "
                    "enclosures, as in %s\n",
                    format, amsref_law_name(law->law), law->differing, law->trials, law->note);
        }
    }
}

static json_t *counterexample(const amsref_run *run, const amsref_law_result *law)
{
    char *again = amsref_law_again(run, law);
    json_t *requests = json_array();

    for (size_t i = 0; i < law->requests; i++) {
        json_array_append_new(requests, json_loads(law->request[i], 0, NULL));
    }
    json_t *object = json_pack("{s:s, s:s, s:I, s:I, s:o, s:s}", "id", law->id, "text", law->text,
                               "parameters", (json_int_t)law->parameters, "steps",
                               (json_int_t)law->steps, "requests", requests, "command", again);
    free(again);
    return object;
}

static json_t *law_json(const amsref_run *run, const amsref_law_result *law)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:b, s:I, s:I, s:I, s:b, s:o, s:o, s:o}", "law",
                     amsref_law_name(law->law), "clause", amsref_law_clause(law->law), "words",
                     amsref_law_words(law->law), "format", amsref_format_name(law->format),
                     "strict", amsref_law_strict(law->law, law->format), "trials", (json_int_t)law->trials,
                     "skipped", (json_int_t)law->skipped, "differing", (json_int_t)law->differing,
                     "broken", law->broken, "reason",
                     amsref_law_was_skipped(law) ? json_string(amsref_law_skip(law)) : json_null(),
                     "note", law->note ? json_string(law->note) : json_null(), "counterexample",
                     law->broken ? counterexample(run, law) : json_null());
}

json_t *amsref_laws_json(const amsref_run *run)
{
    json_t *results = json_array();

    if (run->laws->count == 0) {
        json_decref(results);
        return json_null();
    }
    for (size_t i = 0; i < run->laws->count; i++) {
        json_array_append_new(results, law_json(run, &run->laws->item[i]));
    }
    return json_pack("{s:I, s:I, s:o}", "seed", (json_int_t)run->seed, "broken",
                     (json_int_t)amsref_laws_broken(run->laws), "results", results);
}
