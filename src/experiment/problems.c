/* SPDX-License-Identifier: Apache-2.0
 *
 * The problems as data (AG-130).
 */
#include <string.h>

#include "experiment/experiment.h"

static const amsref_experiment table[] = {
    {"reddi-online", "section 5, online", 101, false, 1010, 10, 0.9, 0.99, 0.5,
     AMSREF_ALPHA_INV_SQRT, 5000000},
    {"reddi-stochastic", "section 5, stochastic", 100, true, 1010, 10, 0.9, 0.99, 0.5,
     AMSREF_ALPHA_INV_SQRT, 5000000},
    /* beta2 = 1/(1 + C^2), C = 3; alpha < sqrt(1 - beta2) */
    {"theorem1", "theorem 1", 3, false, 3, 1, 0.0, 0.1, 0.4743416490252569, AMSREF_ALPHA_INV_SQRT,
     1000000},
    {"theorem2", "theorem 2", 3300, false, 3300, 1, 0.9, 0.99, 0.5, AMSREF_ALPHA_INV_SQRT, 5000000},
};

size_t amsref_experiment_count(void)
{
    return sizeof table / sizeof *table;
}

const amsref_experiment *amsref_experiment_at(size_t i)
{
    return i < amsref_experiment_count() ? &table[i] : NULL;
}

const amsref_experiment *amsref_experiment_find(const char *name)
{
    for (size_t i = 0; i < amsref_experiment_count(); i++) {
        if (strcmp(table[i].name, name) == 0) {
            return &table[i];
        }
    }
    return NULL;
}

/* Value number t - 1 of AG-77's generator, so that a step needs no step before it. */
static uint64_t draw(uint64_t seed, uint64_t t)
{
    uint64_t z = seed + t * UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

double amsref_experiment_slope(const amsref_experiment *e, uint64_t seed, uint64_t t)
{
    const bool rare = e->stochastic ? (draw(seed, t) >> 32) * e->period >> 32 == 0
                                    : t % e->period == 1;

    return rare ? e->rare : -e->common;
}
