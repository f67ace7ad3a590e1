/* SPDX-License-Identifier: Apache-2.0
 *
 * A run taken up again from golden intervals (AG-107). End points are numbers of the format after each
 * step (AG-38), so the intervals after step t are all that later steps depend on.
 */
#ifndef AMSREF_ORACLE_ONWARD_H
#define AMSREF_ORACLE_ONWARD_H

#include "variant.h"

/*
 * The bands after each step, from those before the first: start[i*AMSREF_QUANTITIES + q] for parameter
 * i. problem->in is not read. Visits in the order of the steps, and of the parameters in a step.
 * Returns NULL, or a static sentence where an end point cannot be decided.
 */
const char *amsref_oracle_onward(const amsref_problem *problem, amsref_model model,
                                 const amsref_band *start, amsref_band_visit *visit, void *context);

#endif
