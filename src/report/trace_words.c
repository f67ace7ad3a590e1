/* SPDX-License-Identifier: Apache-2.0
 *
 * The words of a trace's verdict and faults.
 */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "core/amsref.h"
#include "report/internal.h"
#include "report/trace.h"
#include "suite/memory.h"

static const char *tensor_name(const amsref_trace_run *run, const amsref_trace_miss *miss)
{
    return run->result->tensor[miss->tensor].name;
}

char *amsref_trace_verdict(const amsref_trace_run *run)
{
    const amsref_trace_result *r = run->result;
    const amsref_trace_miss *first = amsref_trace_first(r);
    const char *dialect = amsref_dialect_name(r->dialect);

    if (run->status == AMSREF_NOTHING) {
        return amsref_print("NOTHING WAS RUN: %s has no update of any parameter", run->folder);
    }
    if (!first) {
        return amsref_print("CONFORMS: %s is %s at level %s (%" PRIu64 " steps, %" PRIu64
                            " updates, all %s or better)",
                            run->folder, dialect, amsref_level_name(run->wanted), r->steps,
                            r->updates, amsref_level_name(amsref_trace_level(r)));
    }
    return amsref_print(
        "DOES NOT CONFORM: %s is not %s at level %s: %s of %s is wrong first, at step %" PRIu64,
        run->folder, dialect, amsref_level_name(run->wanted),
        first->fault == AMSREF_FAULT_COUNTER ? "t" : amsref_quantity_name(first->quantity),
        tensor_name(run, first), first->number);
}

static char *interval_text(const amsref_trace_miss *miss)
{
    char *lo = amsref_value_words(miss->format, miss->lo), *hi = amsref_value_words(miss->format, miss->hi);
    char *text =
        miss->nan == AMSREF_NAN_REQUIRED
            ? amsref_copy("NaN")
            : amsref_print("[%s, %s]%s", lo, hi, miss->nan == AMSREF_NAN_ALLOWED ? " or NaN" : "");
    free(lo);
    free(hi);
    return text;
}

static char *update_line(const amsref_trace_run *run, const amsref_trace_miss *miss)
{
    char *got = amsref_value_words(miss->format, miss->got), *want = interval_text(miss);
    char away[64];

    if (miss->distance == UINT64_MAX) {
        snprintf(away, sizeof away, "no distance: NaN against numbers");
    } else {
        snprintf(away, sizeof away, "%" PRIu64 " ulp away", miss->distance);
    }
    char *line =
        amsref_print("step %" PRIu64 " %s[%" PRIu64 "] %s (t = %" PRIu64 "): got %s, want %s, %s",
                     miss->number, tensor_name(run, miss), miss->element,
                     amsref_quantity_name(miss->quantity), miss->t, got, want, away);
    free(got);
    free(want);
    return line;
}

char *amsref_trace_line(const amsref_trace_run *run, const amsref_trace_miss *miss)
{
    if (miss->fault == AMSREF_FAULT_COUNTER) {
        return amsref_print("step %" PRIu64 " %s t: got %" PRIu64 ", want %" PRIu64
                            ": the count of its steps jumped",
                            miss->number, tensor_name(run, miss), miss->got, miss->lo);
    }
    if (miss->fault < AMSREF_FAULT_COUNTER) {
        return update_line(run, miss);
    }
    char *got = amsref_value_words(miss->format, miss->got), *want = amsref_value_words(miss->format, miss->lo);
    char *line = amsref_print(
        "%s step %" PRIu64 " %s[%" PRIu64 "] %s: got %s, want %s: %s",
        miss->fault == AMSREF_FAULT_START ? "before" : "after",
        miss->fault == AMSREF_FAULT_START ? miss->number + 1 : miss->number, tensor_name(run, miss),
        miss->element, amsref_quantity_name(miss->quantity), got, want,
        miss->fault == AMSREF_FAULT_START ? "the run does not begin from the initial state (AG-09)"
                                          : "something other than a step changed the state");
    free(got);
    free(want);
    return line;
}

/* Takes the line over. */
static char *with_number(char *line, const char *option, double value)
{
    char text[AMSREF_NUMBER_SIZE];
    amsref_number_put(value, text);
    char *longer = amsref_print("%s --%s %s", line, option, text);
    free(line);
    return longer;
}

static char *with_text(char *line, const char *text)
{
    char *longer = amsref_print("%s%s", line, text);
    free(line);
    return longer;
}

static char *with_hyper(char *line, const amsref_hyper *h)
{
    line = with_number(line, "lr", h->lr);
    line = with_number(line, "beta1", h->beta1);
    line = with_number(line, "beta2", h->beta2);
    line = with_number(line, "eps", h->eps);
    if (h->weight_decay != 0.0) {
        line = with_number(line, "weight-decay", h->weight_decay);
    }
    line = with_text(line, h->decoupled ? " --decoupled" : "");
    line = with_text(line, h->maximize ? " --maximize" : "");
    line = with_text(line, h->lr_schedule == AMSREF_LR_INV_SQRT ? " --lr-inv-sqrt" : "");
    if (h->beta1_schedule == AMSREF_BETA1_GEOMETRIC) {
        line = with_number(line, "beta1-geometric", h->lambda);
    }
    line = with_text(line, h->beta1_schedule == AMSREF_BETA1_INVERSE ? " --beta1-inverse" : "");
    line = isinf(h->lo) ? line : with_number(line, "lo", h->lo);
    return isinf(h->hi) ? line : with_number(line, "hi", h->hi);
}

char *amsref_trace_again(const amsref_trace_run *run, const amsref_trace_miss *miss)
{
    char hex[20];
    if (miss->fault >= AMSREF_FAULT_COUNTER) {
        return NULL;
    }
    char *line = amsref_print("%s eval --dialect %s --format %s --t %" PRIu64, run->tool,
                              amsref_dialect_name(run->result->dialect),
                              amsref_format_name(miss->format), miss->t);
    line = with_hyper(line, &miss->hyper);
    for (amsref_quantity q = AMSREF_X; q < amsref_quantity_count(run->result->dialect); q++) {
        char option[40];
        amsref_hex_put(miss->format, &miss->in[q], 1, hex);
        snprintf(option, sizeof option, " --%s bits:%s", amsref_quantity_name(q), hex);
        line = with_text(line, option);
    }
    amsref_hex_put(miss->format, &miss->g, 1, hex);
    line = with_text(line, " --g bits:");
    return with_text(line, hex);
}

const amsref_trace_miss *amsref_trace_first_of(const amsref_trace_run *run, size_t tensor)
{
    const amsref_trace_miss *first = NULL;
    for (int f = 0; f < AMSREF_FAULTS; f++) {
        for (size_t i = 0; i < run->result->kept[f]; i++) {
            const amsref_trace_miss *miss = &run->result->miss[f][i];
            if (miss->tensor == tensor && (!first || miss->number < first->number)) {
                first = miss;
            }
        }
    }
    return first;
}
