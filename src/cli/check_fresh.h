/* SPDX-License-Identifier: Apache-2.0
 *
 * The cases of `amsref check` that no file holds.
 */
#ifndef AMSREF_CHECK_FRESH_H
#define AMSREF_CHECK_FRESH_H

#include "cli/check_options.h"

/*
 * Adds the fresh cases that the options ask for, by --fresh or by --case, in the formats given
 * (bits), to the list. `progress` is called before each. 0, or -1 and *error.
 */
int amsref_check_fresh(const amsref_check_options *options, amsref_dialect dialect,
                       unsigned formats, amsref_case_list *cases, amsref_case_progress progress,
                       void *context, amsref_error *error);

#endif
