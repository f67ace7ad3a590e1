/* SPDX-License-Identifier: Apache-2.0
 *
 * What an implementation with given traits may answer (AG-82): the enclosures of AG-31 .. AG-38 for
 * a step that may deviate from every dialect.
 */
#ifndef AMSREF_ORACLE_VARIANT_H
#define AMSREF_ORACLE_VARIANT_H

#include "ends.h"

/* Parameter `element` after step t + step. False ends the evaluation. */
typedef bool amsref_band_visit(size_t element, size_t step,
                               const amsref_band band[AMSREF_QUANTITIES], void *context);

/*
 * Visits every parameter, and every step of it. The dialect in the problem is not read; where the
 * traits have no maximum, vmax may be anything. Returns NULL, or a static sentence where an end
 * point cannot be decided or the problem lies outside the domain.
 */
const char *amsref_oracle_variant(const amsref_problem *problem, const amsref_traits *traits,
                                  amsref_model model, amsref_band_visit *visit, void *context);

/* The same, but parameters before `first` are passed over. */
const char *amsref_oracle_variant_from(const amsref_problem *problem, const amsref_traits *traits,
                                       amsref_model model, size_t first, amsref_band_visit *visit,
                                       void *context);

#endif
