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

const amsref_experiment *amsref_experiment_find(const char *name)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (strcmp(table[i].name, name) == 0) {
            return &table[i];
        }
    }
    return NULL;
}

double amsref_experiment_slope(const amsref_experiment *e, uint64_t seed, uint64_t t)
{
    const bool rare = e->stochastic ? (amsref_random_at(seed, t - 1) >> 32) * e->period >> 32 == 0
                                    : t % e->period == 1;

    return rare ? e->rare : -e->common;
}
