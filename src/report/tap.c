/* SPDX-License-Identifier: Apache-2.0
 *
 * Test Anything Protocol, version 14: one test point a case.
 */
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>

#include "core/amsref.h"
#include "report/internal.h"

/* In TAP a # begins a directive and a backslash an escape. */
static void put_escaped(FILE *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '#' || *text == '\\') {
            fputc('\\', out);
        }
        fputc(*text, out);
    }
}

/* JSON strings are YAML's double-quoted scalars. */
static void put_scalar(FILE *out, const char *key, const char *text)
{
    json_t *string = json_string(text);
    char *quoted = string ? json_dumps(string, JSON_ENCODE_ANY) : NULL;

    fprintf(out, "  %s: %s\n", key, quoted ? quoted : "\"\"");
    free(quoted);
    json_decref(string);
}

/* Takes the strings over. */
static void put_diagnostics(FILE *out, char *summary, char *again)
{
    fputs("  ---\n", out);
    put_scalar(out, "message", summary);
    put_scalar(out, "command", again);
    fputs("  severity: fail\n  ...\n", out);
    free(summary);
    free(again);
}

static void put_point(FILE *out, const amsref_run *run, size_t i)
{
    const amsref_result *result = &run->result[i];
    bool failed = amsref_failed(run, result);

    fprintf(out, "%sok %zu - %s", failed ? "not " : "", i + 1, result->item->id);
    if (result->outcome == AMSREF_SKIPPED) {
        fputs(" # SKIP ", out);
        put_escaped(out, result->text);
    } else if (result->outcome == AMSREF_JUDGED) {
        fprintf(out, " (%s)", amsref_level_name(result->level));
    }
    fputc('\n', out);
    if (failed) {
        put_diagnostics(out, amsref_failure_summary(run, result), amsref_again(run, result));
    }
}

static void put_law(FILE *out, const amsref_run *run, size_t i)
{
    const amsref_law_result *law = &run->laws->item[i];

    fprintf(out, "%sok %zu - %s/%s/%s/%s", law->broken ? "not " : "", run->count + i + 1,
            run->dialect, amsref_format_name(law->format), amsref_laws_category,
            amsref_law_name(law->law));
    if (amsref_law_was_skipped(law)) {
        fputs(" # SKIP ", out);
        put_escaped(out, amsref_law_skip(law));
    }
    fputc('\n', out);
    if (law->broken) {
        put_diagnostics(out, amsref_law_summary(law), amsref_law_again(run, law));
    }
}

void amsref_write_tap(FILE *out, const amsref_run *run)
{
    char *verdict = amsref_verdict_line(run);
    const size_t points = run->count + run->laws->count;
    size_t judged;

    fprintf(out, "TAP version 14\n1..%zu%s\n", points,
            points ? "" : " # SKIP nothing was run");
    for (size_t i = 0; i < run->count; i++) {
        if (run->result[i].outcome != AMSREF_UNREACHED) {
            put_point(out, run, i);
        }
    }
    for (size_t i = 0; i < run->laws->count; i++) {
        put_law(out, run, i);
    }
    if (run->status == AMSREF_BROKE) {
        fputs("Bail out! ", out);
        put_escaped(out, run->reason);
        fputc('\n', out);
    } else {
        fputs("# ", out);
        fprintf(out, "%s\n", verdict);
        if (amsref_fresh_cases(run, &judged) || run->laws->count) {
            fprintf(out, "# seed %" PRIu64 "\n", run->seed);
        }
    }
    free(verdict);
}
