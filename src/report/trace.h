/* SPDX-License-Identifier: Apache-2.0
 *
 * What a recorded training run came to, for people and for machines (AG-113).
 */
#ifndef AMSREF_REPORT_TRACE_H
#define AMSREF_REPORT_TRACE_H

#include "report/report.h"
#include "trace/trace.h"

/* Everything that a report of a trace shows. Nothing here is owned. */
typedef struct amsref_trace_run {
    const char *folder; /* printable */
    const char *tool;   /* "amsref" as it was called, shell-quoted */
    amsref_level wanted;
    int status; /* AG-58 */
    const amsref_trace_result *result;
} amsref_trace_run;

/* trace_words.c: one line each, no end of line; the caller frees them. */
char *amsref_trace_verdict(const amsref_trace_run *run);
char *amsref_trace_line(const amsref_trace_run *run, const amsref_trace_miss *miss);
/* The command that shows the step of a miss alone; NULL where no step is wrong. */
char *amsref_trace_again(const amsref_trace_run *run, const amsref_trace_miss *miss);
/* The earliest miss that was kept of a tensor, or NULL. */
const amsref_trace_miss *amsref_trace_first_of(const amsref_trace_run *run, size_t tensor);

void amsref_trace_write_terminal(FILE *out, const amsref_trace_run *run);
void amsref_trace_write_tap(FILE *out, const amsref_trace_run *run);
void amsref_trace_write_junit(FILE *out, const amsref_trace_run *run);
void amsref_trace_write_json(FILE *out, const amsref_trace_run *run);
void amsref_trace_write_html(FILE *out, const amsref_trace_run *run);
void amsref_trace_write_badge(FILE *out, const amsref_trace_run *run);

#endif
