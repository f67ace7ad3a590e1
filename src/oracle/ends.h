/* SPDX-License-Identifier: Apache-2.0
 *
 * From ranges to bit patterns.
 */
#ifndef AMSREF_ORACLE_ENDS_H
#define AMSREF_ORACLE_ENDS_H

#include "enclose.h"

/* The common bits of both sides of an end point, or of a range; *p undecided where they differ. */
uint64_t amsref_decided(amsref_format format, const mpfi_t low, const mpfi_t high,
                        amsref_precision *p);

/* The bits of an infinity or NaN. */
uint64_t amsref_special(amsref_format format, double value);

#endif
