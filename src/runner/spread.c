/* SPDX-License-Identifier: Apache-2.0
 *
 * Where answers lie: counts, no verdicts.
 */
#include "runner/spread.h"

#include "suite/memory.h"

size_t amsref_ulp_bin(uint64_t distance)
{
    size_t bin = 0;
    while (distance) {
        distance >>= 1;
        bin++;
    }
    return bin;
}

uint64_t amsref_spread_count(const amsref_spread *spread)
{
    uint64_t count = 0;
    for (int q = 0; q < AMSREF_QUANTITIES; q++) {
        for (int b = 0; b < AMSREF_ULP_BINS; b++) {
            count += spread->ulp[q][b];
        }
    }
    return count;
}

/* Which of AMSREF_PLACES equal parts of 0 .. width; of the widest, the last bits do not count. */
static size_t part(uint64_t distance, uint64_t width)
{
    while (width > UINT64_MAX / AMSREF_PLACES) {
        width >>= 1;
        distance >>= 1;
    }
    const uint64_t place = distance * AMSREF_PLACES / width;
    return place < AMSREF_PLACES ? (size_t)place : AMSREF_PLACES - 1;
}

void amsref_spread_place(amsref_spread *spread, amsref_format format, const amsref_golden *golden,
                         size_t i, uint64_t got)
{
    const uint64_t lo = golden->tight[0][i], hi = golden->tight[1][i];
    const double value = amsref_bits_value(format, got);
    const uint64_t width = amsref_bits_distance(format, lo, hi);

    if (value < amsref_bits_value(format, lo)) {
        spread->below++;
    } else if (value > amsref_bits_value(format, hi)) {
        spread->above++;
    } else if (width == 0) {
        spread->alone++;
    } else {
        spread->place[part(amsref_bits_distance(format, lo, got), width)]++;
    }
}

uint64_t *amsref_spread_course(size_t outs)
{
    const size_t count = outs * AMSREF_QUANTITIES;
    uint64_t *course = amsref_alloc(count, sizeof *course);

    for (size_t i = 0; i < count; i++) {
        course[i] = UINT64_MAX;
    }
    return course;
}
