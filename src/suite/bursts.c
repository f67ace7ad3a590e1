/* SPDX-License-Identifier: Apache-2.0
 *
 * The gradients of long runs (AG-105): a function of seed, step and parameter in integer arithmetic,
 * so that a million of them are one number in a file.
 */
#include <math.h>

#include "suite/internal.h"

/* Parameters keep their magnitude for this many steps. */
enum { BLOCK = 512 };

double amsref_burst(uint64_t seed, uint64_t t, size_t n, size_t i) {
    uint64_t z = amsref_random_at(seed, (t - 1) * n + i);
    uint64_t y = amsref_random_at(~seed, (t - 1) / BLOCK * n + i);
    bool silent = (y & 7) == 0;
    int scale = -7 - (int)(y >> 3 & 15);
    bool drifts = y >> 7 & 1;
    int size = 1 + (int)(z & 127);

    return silent ? 0 : ldexp(!drifts && z >> 7 & 1 ? -size : size, scale);
}

uint64_t *amsref_bursts(const amsref_problem *problem, uint64_t seed) {
    uint64_t *g = amsref_alloc(problem->steps * problem->n, sizeof *g);

    for (size_t s = 0; s < problem->steps; s++) {
        for (size_t i = 0; i < problem->n; i++) {
            g[s * problem->n + i] = amsref_value_bits(
                problem->format, amsref_burst(seed, problem->t + s, problem->n, i));
        }
    }
    return g;
}

int amsref_bursts_read(const amsref_place *place, const json_t *spec, amsref_case *c) {
    static const char *const known[] = {"bursts", "steps", NULL};
    static const char *const known_bursts[] = {"seed", NULL};
    const json_t *bursts = json_object_get(spec, "bursts");

    if (amsref_json_known(place, spec, known) != 0 ||
        amsref_json_known(place, bursts, known_bursts) != 0 ||
        amsref_json_count(place, bursts, "seed", 0, INT64_MAX, &c->seed) != 0) {
        return -1;
    }
    c->bursts = true;
    c->problem.g = amsref_bursts(&c->problem, c->seed);
    return 0;
}
