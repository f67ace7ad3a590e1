/* SPDX-License-Identifier: Apache-2.0
 *
 * Mutants that no vector can refuse, each with its reason.
 */
#ifndef AMSREF_TESTS_EQUIVALENTS_H
#define AMSREF_TESTS_EQUIVALENTS_H

#include "trial.h"

typedef struct amsref_equivalent {
    const char *name;
    unsigned formats;  /* bit f: in format f */
    unsigned dialects; /* bit d: in dialect d */
    bool same;         /* it must answer what the plain step answers, bit for bit */
    const char *reason;
} amsref_equivalent;

extern const amsref_equivalent amsref_equivalents[]; /* ends with a NULL name */

/* The row for a subject in a pair, or NULL. */
const amsref_equivalent *amsref_equivalent_of(const amsref_subject *subject, size_t pair);

#endif
