/* SPDX-License-Identifier: Apache-2.0
 *
 * What a run of `amsref check` came to, for people and for machines (AG-59).
 */
#ifndef AMSREF_REPORT_H
#define AMSREF_REPORT_H

#include <stdio.h>

#include "identify/identify.h"
#include "laws/laws.h"
#include "runner/runner.h"

/* Everything that a report shows. Nothing here is owned. */
typedef struct amsref_run {
    const char *suite;         /* version of the suite */
    const char *manifest;      /* SHA-256 of its manifest */
    const char *dialect;       /* judged by; "" where the run ended before it was known */
    const amsref_hello *hello; /* name "" where it did not greet */
    const char *command;       /* the implementation's, shell-quoted */
    const char *tool;          /* "amsref check --dialect D": what comes before " --case ID" */
    const char *whole;         /* the same with all that selects: what comes before " -- COMMAND" */
    amsref_level wanted;
    bool part; /* options selected some of the cases */
    const amsref_result *result;
    size_t count;
    const amsref_laws *laws; /* count 0 where none was tried */
    uint64_t seed;           /* of laws and fresh cases */
    bool fresh;              /* fresh cases were asked for, by number */
    unsigned hidden;                               /* bits of quantities that no answer has */
    const amsref_case *witness[AMSREF_QUANTITIES]; /* as amsref_settle_hidden leaves it */
    amsref_tally total;
    const amsref_spread *spread; /* by format */
    int status;         /* AG-58 */
    const char *reason; /* why it broke off, or why nothing was run; "" otherwise */
    const char *errors; /* the last lines of its standard error */
    const amsref_identity
        *identity;           /* what explains the answers (AG-87); NULL where nobody asked */
    const char *unexplained; /* why there is no explanation: it broke off; "" otherwise */
} amsref_run;

struct amsref_trace_run;    /* report/trace.h */
struct amsref_drift_run;    /* report/drift.h */
struct amsref_identify_run; /* report/identify.h */

typedef struct amsref_report {
    void (*write)(FILE *out, const amsref_run *run);
    void (*write_trace)(FILE *out, const struct amsref_trace_run *run);
    void (*write_drift)(FILE *out, const struct amsref_drift_run *run);       /* NULL: none */
    void (*write_identify)(FILE *out, const struct amsref_identify_run *run); /* NULL: none */
    const char *file; /* NULL for standard output */
} amsref_report;

/* "FORMAT[:FILE]": terminal, tap, junit, json, html, badge. 0, or -1 and *error. */
int amsref_report_parse(const char *text, amsref_report *report, amsref_error *error);

/*
 * One more of *count reports: parsed, and refused where its file's folder is missing or not
 * writable, or where another one goes to the same place: asked before the long run. 0, or -1 and
 * *error.
 */
enum { AMSREF_REPORTS_MOST = 16 };
int amsref_report_add(const char *text, amsref_report reports[AMSREF_REPORTS_MOST], size_t *count,
                      amsref_error *error);

/* Before the run: a badge of an earlier one must not outlive this one's end by a signal (AG-143). */
int amsref_report_begin(const amsref_report *report, amsref_error *error);

/* Calls that writer of the report which is for the type of *run. */
typedef void amsref_report_put(FILE *out, const amsref_report *report, const void *run);

/*
 * Every report, files whole or not at all. What cannot be written is said in the program's name;
 * returns the status, or AMSREF_USAGE in place of AMSREF_CONFORMS.
 */
int amsref_reports_write(const char *program, const amsref_report list[], size_t count,
                         amsref_report_put *writer, const void *run, int status);

#endif
