/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "long/internal.h"

void amsref_snapshot_init(amsref_snapshot *s, const amsref_problem *problem)
{
    *s = (amsref_snapshot){.t = problem->t - 1};
    for (size_t q = 0; q < amsref_quantity_count(problem->dialect); q++) {
        s->value[q] = amsref_alloc(problem->n, sizeof *s->value[q]);
        memcpy(s->value[q], problem->in[q], problem->n * sizeof *s->value[q]);
    }
}

void amsref_snapshot_copy(amsref_snapshot *to, const amsref_snapshot *from,
                          const amsref_problem *problem)
{
    to->t = from->t;
    for (size_t q = 0; q < amsref_quantity_count(problem->dialect); q++) {
        memcpy(to->value[q], from->value[q], problem->n * sizeof *to->value[q]);
    }
}

void amsref_snapshot_free(amsref_snapshot *s)
{
    for (size_t q = 0; q < AMSREF_QUANTITIES; q++) {
        free(s->value[q]);
    }
}

amsref_level amsref_standing_add(amsref_standing *standing, amsref_format format,
                                 const amsref_golden *golden, amsref_quantity q, size_t i,
                                 uint64_t got)
{
    amsref_level level = amsref_judge_element(format, golden, i, got);
    double value = amsref_bits_value(format, got);

    if (level > standing->level[q]) {
        standing->level[q] = level;
    }
    if (!isnan(value)) {
        uint64_t distance = amsref_bits_distance(format, got, golden->rn[i]);
        double share = amsref_tight_share(format, golden, i, got);
        standing->distance[q] = distance > standing->distance[q] ? distance : standing->distance[q];
        standing->share[q] = fmax(share, standing->share[q]);
    }
    return level;
}

uint64_t amsref_outside_by(amsref_format format, uint64_t lo, uint64_t hi, uint64_t got)
{
    double value = amsref_bits_value(format, got);

    if (isnan(value)) {
        return UINT64_MAX;
    }
    return value < amsref_bits_value(format, lo)   ? amsref_bits_distance(format, got, lo)
           : value > amsref_bits_value(format, hi) ? amsref_bits_distance(format, got, hi)
                                                   : 0;
}
