/* SPDX-License-Identifier: Apache-2.0
 *
 * Counting where answers lie (amsref_spread).
 */
#ifndef AMSREF_SPREAD_H
#define AMSREF_SPREAD_H

#include "runner/runner.h"

/* Counts a number by its place in the interval `tight` of element i. */
void amsref_spread_place(amsref_spread *spread, amsref_format format, const amsref_golden *golden,
                         size_t i, uint64_t got);

/* A course of so many states, without any distance yet. The caller frees it. */
uint64_t *amsref_spread_course(size_t outs);

#endif
