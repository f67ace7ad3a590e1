/* SPDX-License-Identifier: Apache-2.0
 *
 * What `amsref check` asks beside the golden cases: fresh cases and laws.
 */
#ifndef AMSREF_CHECK_GENERATED_H
#define AMSREF_CHECK_GENERATED_H

#include "cli/check_options.h"
#include "cli/count.h"

/* Reading their options; wrong usage ends the program. */
void amsref_read_law(struct argp_state *state, const char *text, amsref_check_options *options);
void amsref_read_budget(struct argp_state *state, const char *text, amsref_check_options *options);
/* Whether laws are tried, and how many fresh cases: unless something else was selected. */
void amsref_settle_laws(amsref_check_options *options);
void amsref_settle_fresh(amsref_check_options *options);

/*
 * Adds the fresh cases that the options ask for, by number or by --case, to the list; by number
 * only those that the implementation understands. `progress` is called before each. 0, or -1 and
 * *error.
 */
int amsref_check_fresh(const amsref_check_options *options, amsref_dialect dialect,
                       const amsref_hello *hello, amsref_case_list *cases,
                       amsref_case_progress progress, void *context, amsref_error *error);

/* Tries the laws that the options ask for, or the trials named by --case. As amsref_laws_try. */
int amsref_check_laws(const amsref_check_options *options, const amsref_terms *terms,
                      amsref_client *client, amsref_dialect dialect, amsref_laws *laws,
                      amsref_case_progress progress, void *context, amsref_error *error);

/* Is it the id of a trial of a law in this dialect? */
bool amsref_is_law_id(amsref_dialect dialect, const char *id);

#endif
