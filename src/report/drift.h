/* SPDX-License-Identifier: Apache-2.0
 *
 * What `amsref drift compare` came to, for people and for machines (AG-136).
 */
#ifndef AMSREF_REPORT_DRIFT_H
#define AMSREF_REPORT_DRIFT_H

#include "drift/drift.h"
#include "report/report.h"

/* Everything that a report of a comparison shows. Nothing here is owned. */
typedef struct amsref_drift_run {
    const char *file;    /* OLD, printable */
    const char *against; /* NEW's file, or the command, shell-quoted */
    bool asked;          /* a command */
    const char *tool;    /* "amsref" as it was called, shell-quoted */
    /* new is NULL, and nothing compared, where the implementation broke off. */
    const amsref_drift_comparison *comparison;
    int status;         /* AG-58 */
    const char *reason; /* why it broke off, or nothing was compared; "" otherwise */
    const char *errors; /* the last lines of its standard error */
    bool rewritten;     /* OLD was replaced (AG-137) */
} amsref_drift_run;

/* drift_words.c: one line each, no end of line; the caller frees them. */
char *amsref_drift_verdict_line(const amsref_drift_run *run);
/* Why a place has its verdict: of risen, accepted, lost, outside and inside. */
char *amsref_drift_change_line(const amsref_drift_run *run, const amsref_drift_change *change);
/* The case that a change is named by; NULL where it has none. */
const amsref_drift_case *amsref_drift_witness(const amsref_drift_change *change);
/* The command that shows that case alone; NULL where there is none. */
char *amsref_drift_again(const amsref_drift_run *run, const amsref_drift_change *change);
/* The --accept that would cover every rise, its reason to be written; NULL where none may be. */
char *amsref_drift_accept_words(const amsref_drift_run *run);
/* "name version" of a ledger's member `run`. */
char *amsref_drift_who(const amsref_ledger *ledger);

void amsref_drift_write_terminal(FILE *out, const amsref_drift_run *run);
void amsref_drift_write_junit(FILE *out, const amsref_drift_run *run);
void amsref_drift_write_json(FILE *out, const amsref_drift_run *run);
void amsref_drift_write_html(FILE *out, const amsref_drift_run *run);

#endif
