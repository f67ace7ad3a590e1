/* SPDX-License-Identifier: Apache-2.0
 *
 * A trace's report for people, and in TAP: a test point for each tensor.
 */
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>

#include "core/amsref.h"
#include "report/trace.h"

enum { TENSORS_SHOWN = 60 };

static void put_table(FILE *out, const amsref_trace_run *run)
{
    const amsref_trace_result *r = run->result;

    fprintf(out, "\n%-32s %-9s %12s %9s %-13s %12s\n", "tensor", "format", "elements", "steps",
            "level", "wrong");
    for (size_t i = 0; i < r->tensors && i < TENSORS_SHOWN; i++) {
        const amsref_trace_tensor *t = &r->tensor[i];
        const amsref_level level = amsref_trace_tensor_level(t);
        fprintf(out, "%-32s %-9s %12" PRIu64 " %9" PRIu64 " %-13s %12" PRIu64 "\n", t->name,
                amsref_format_name(t->format), t->elements, t->steps,
                level == AMSREF_LEVEL_COUNT ? "-" : amsref_level_name(level), t->missed);
    }
    if (r->tensors > TENSORS_SHOWN) {
        fprintf(out, "and %zu more; --report json:FILE has all of them\n",
                r->tensors - TENSORS_SHOWN);
    }
}

static void put_miss(FILE *out, const amsref_trace_run *run, const amsref_trace_miss *miss)
{
    char *line = amsref_trace_line(run, miss), *again = amsref_trace_again(run, miss);
    fprintf(out, "  %s\n", line);
    if (again) {
        fprintf(out, "      %s\n", again);
    }
    free(line);
    free(again);
}

static void put_faults(FILE *out, const amsref_trace_run *run)
{
    const amsref_trace_result *r = run->result;
    const amsref_trace_miss *first = amsref_trace_first(r);
    uint64_t pending = 0;

    fputs("\nfirst\n", out);
    put_miss(out, run, first);
    for (int f = 0, others = 0; f < AMSREF_FAULTS; f++) {
        if (r->kept[f] > 0 && &r->miss[f][0] != first) {
            fputs(others++ ? "" : "\nand first of its kind\n", out);
            put_miss(out, run, &r->miss[f][0]);
        }
    }
    fputs("\nfound wrong:", out);
    for (int f = 0; f < AMSREF_FAULTS; f++) {
        if (r->missed[f] > 0) {
            fprintf(out, " %s %" PRIu64, amsref_trace_fault_name((amsref_trace_fault)f),
                    r->missed[f]);
        }
    }
    fputc('\n', out);
    for (int q = 0; q < AMSREF_QUANTITIES; q++) {
        pending += r->pending[q];
    }
    if (pending > 0) {
        fprintf(out,
                "not decided: %" PRIu64
                " values that could not be certified after so many were wrong\n",
                pending);
    }
}

void amsref_trace_write_terminal(FILE *out, const amsref_trace_run *run)
{
    const amsref_trace_result *r = run->result;
    char *verdict = amsref_trace_verdict(run);

    fprintf(out, "%s\n", verdict);
    free(verdict);
    put_table(out, run);
    if (amsref_trace_first(r)) {
        put_faults(out, run);
    }
    if (r->open > 0) {
        fprintf(out, "open: %" PRIu64 " values that the specification leaves open to NaN (AG-57)\n",
                r->open);
    }
    if (r->gaps > 0) {
        fprintf(out, "gaps: %" PRIu64 " declared; what happened in them was not judged\n", r->gaps);
    }
    if (r->updates > 0) {
        fprintf(out, "decided by the oracle: %" PRIu64 " values; the others are certified in binary64%s\n",
                r->decided, run->wanted == AMSREF_EXACT ? ", or have the core's bits" : "");
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

static void put_escaped(FILE *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '#' || *text == '\\') {
            fputc('\\', out);
        }
        fputc(*text, out);
    }
}

static void put_point(FILE *out, const amsref_trace_run *run, size_t i)
{
    const amsref_trace_tensor *t = &run->result->tensor[i];
    const amsref_trace_miss *miss = amsref_trace_first_of(run, i);

    fprintf(out, "%sok %zu - ", t->missed ? "not " : "", i + 1);
    put_escaped(out, t->name);
    if (amsref_trace_tensor_level(t) == AMSREF_LEVEL_COUNT) {
        fputs(" # SKIP no step updated an element of it\n", out);
        return;
    }
    fprintf(out, " (%s)\n", amsref_level_name(t->level));
    if (t->missed) {
        fprintf(out, "  ---\n  wrong: %" PRIu64 "\n", t->missed);
        if (miss) {
            char *line = amsref_trace_line(run, miss), *again = amsref_trace_again(run, miss);
            put_scalar(out, "message", line);
            put_scalar(out, "command", again ? again : "");
            free(line);
            free(again);
        }
        fputs("  severity: fail\n  ...\n", out);
    }
}

void amsref_trace_write_tap(FILE *out, const amsref_trace_run *run)
{
    const size_t tensors = run->result->tensors;
    char *verdict = amsref_trace_verdict(run);

    fprintf(out, "TAP version 14\n1..%zu%s\n", tensors, tensors ? "" : " # SKIP nothing was run");
    for (size_t i = 0; i < tensors; i++) {
        put_point(out, run, i);
    }
    fprintf(out, "# %s\n", verdict);
    free(verdict);
}
