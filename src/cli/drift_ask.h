/* SPDX-License-Identifier: Apache-2.0
 *
 * What the actions of `amsref drift` share.
 */
#ifndef AMSREF_DRIFT_ASK_H
#define AMSREF_DRIFT_ASK_H

#include "cli/drift_options.h"

/* One implementation that is asked. */
typedef struct amsref_asking {
    const amsref_drift_options *options;
    const char *vectors;
    char *command;
    amsref_client *client;
    amsref_case_list cases;
    const amsref_case **chosen;
    size_t count;
} amsref_asking;

/* Starts it. 0; AMSREF_USAGE or AMSREF_BROKE, and *error. */
int amsref_asking_begin(amsref_asking *a, amsref_error *error);
/* Asks what `set` says, of the ledger whose level is set, and lets it go. As begin. */
int amsref_asking_ask(amsref_asking *a, const json_t *set, amsref_ledger *ledger,
                      amsref_error *error);
void amsref_asking_free(amsref_asking *a);

/* Wrong usage or unreadable input: one line. AMSREF_USAGE. */
int amsref_drift_refuse(const amsref_error *error);

/* The action `record`. An exit status (AG-58). */
int amsref_drift_record(const amsref_drift_options *options, amsref_asking *a);

#endif
