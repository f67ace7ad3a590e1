/* SPDX-License-Identifier: Apache-2.0 */
#include "equivalents.h"

#include <string.h>

enum {
    ALL = (1 << DIALECTS) - 1,
    /* t is read by 1 - beta^t alone */
    CORRECTED = ALL & ~(1 << PAPER | 1 << PAPER_EPS | 1 << JULIA)
};

const amsref_equivalent amsref_equivalents[] = {
    {"count-stops-2^31", 1 << ADAPTER_BINARY32, CORRECTED, true,
     "In binary32, at s = 2^31 - 1 steps: where beta <= 1 - 2^-24, beta^s <= e^-127 is lost in "
     "1 - beta^s, which is 1 as at every later step. Where beta >= 1 - 2^-25, binary32 makes it 1, "
     "and AG-37 admits 1 - beta^t of scalars that were computed in the format: 1 - 1 = 0 and, by "
     "its (1 +- u)^(t+1) with t > 2^31, every number from 0 to 1. Between the two, binary32 rounds "
     "beta to 1 - 2^-24, and beta^s <= e^-63 is lost again."},
    {"count-stops-2^32", 1 << ADAPTER_BINARY32, CORRECTED, true,
     "As count-stops-2^31, with s = 2^32 - 2."},
    {"g': always", 1 << ADAPTER_BINARY64 | 1 << ADAPTER_BINARY32, ALL, false,
     "l2*x is added also where l2 = 0. On finite x that adds a zero, which changes at most the "
     "sign "
     "of a zero (AG-40, AG-53); where x is infinite or NaN, AG-47 leaves NaN open."},
    {0},
};

const amsref_equivalent *amsref_equivalent_of(const amsref_subject *subject, size_t pair)
{
    for (const amsref_equivalent *e = amsref_equivalents; e->name; e++) {
        if (strcmp(e->name, subject->name) == 0 && e->formats >> (pair / DIALECTS) & 1 &&
            e->dialects >> (pair % DIALECTS) & 1) {
            return e;
        }
    }
    return NULL;
}
