/* SPDX-License-Identifier: Apache-2.0
 *
 * What `amsref identify` found, for people and for machines.
 */
#ifndef AMSREF_REPORT_IDENTIFY_H
#define AMSREF_REPORT_IDENTIFY_H

#include "report/report.h"

/* Nothing here is owned. */
typedef struct amsref_identify_run {
    const amsref_identity *identity;
    const amsref_hello *hello;
    const char *again; /* the command that asks once more, shell-quoted */
} amsref_identify_run;

void amsref_identify_terminal(FILE *out, const amsref_identify_run *run);
void amsref_identify_json(FILE *out, const amsref_identify_run *run);
void amsref_identify_html(FILE *out, const amsref_identify_run *run);

#endif
