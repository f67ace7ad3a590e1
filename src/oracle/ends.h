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

/* One golden interval: bit patterns of the format, lo > hi where only NaN would do; AMSREF_NAN_*.
 */
typedef struct amsref_band {
    uint64_t lo, hi;
    char nan;
} amsref_band;

/* The interval of a range; *p undecided where an end point is. */
amsref_band amsref_band_of(const amsref_range *r, amsref_format format, amsref_precision *p);

#endif
