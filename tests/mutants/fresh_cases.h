/* SPDX-License-Identifier: Apache-2.0
 *
 * Fresh cases as a stock. Apart, because the header of src/fresh knows scalars by the name of ours.
 */
#ifndef AMSREF_TESTS_FRESH_CASES_H
#define AMSREF_TESTS_FRESH_CASES_H

#include "suite/suite.h"

/* Adds the first `count` fresh cases of a seed (AG-100). 0, or -1 and *error. */
int amsref_stock_add_fresh(amsref_dialect dialect, amsref_format format, size_t count,
                           uint64_t seed, amsref_case_list *cases, amsref_error *error);

#endif
