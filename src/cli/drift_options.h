/* SPDX-License-Identifier: Apache-2.0
 *
 * The options of `amsref drift`.
 */
#ifndef AMSREF_DRIFT_OPTIONS_H
#define AMSREF_DRIFT_OPTIONS_H

#include "cli/session.h"
#include "drift/drift.h"

enum { AMSREF_DRIFT_WORDS_MOST = 64 };

typedef struct amsref_drift_options {
    bool compare; /* else record */
    amsref_drift_selection selection;
    amsref_level level;   /* the budget */
    const char *out;      /* record: the file, "-" for standard output */
    const char *file[2];  /* compare: OLD, and NEW unless there is a command */
    size_t files;
    double timeout;       /* seconds */
    const char *vectors;  /* NULL: the usual place */
    const char *compiler, *flags; /* NULL: not told */
    bool tighten;
    const char *id[AMSREF_DRIFT_WORDS_MOST], *except[AMSREF_DRIFT_WORDS_MOST];
    const char *note[AMSREF_DRIFT_WORDS_MOST], *accept[AMSREF_DRIFT_WORDS_MOST];
    size_t notes, accepts;
    amsref_report report[AMSREF_REPORTS_MOST];
    size_t reports;
    char **command; /* NULL-terminated; NULL where two ledgers are compared */
} amsref_drift_options;

/* Reads argv; wrong usage ends the program with status 2. */
void amsref_drift_parse(int argc, char **argv, amsref_drift_options *options);

#endif
