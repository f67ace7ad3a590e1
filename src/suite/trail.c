/* SPDX-License-Identifier: Apache-2.0
 *
 * The running hash of a long run (AG-106): whoever has the same bits all the way has the same digest.
 */
#include <sha256.h>
#include <stdlib.h>

#include "suite/internal.h"

struct amsref_trail {
    SHA2_CTX sha;
    const amsref_problem *problem;
};

amsref_trail *amsref_trail_new(const amsref_problem *problem) {
    amsref_trail *trail = amsref_alloc(1, sizeof *trail);

    trail->problem = problem;
    SHA256Init(&trail->sha);
    return trail;
}

void amsref_trail_add(amsref_trail *trail, uint64_t t, uint64_t *const value[AMSREF_QUANTITIES]) {
    size_t bytes = amsref_hex_digits(trail->problem->format) / 2;

    if (t % AMSREF_STRIDE != 0) {
        return;
    }
    for (size_t q = 0; q < amsref_quantity_count(trail->problem->dialect); q++) {
        for (size_t i = 0; i < trail->problem->n; i++) {
            uint8_t big_endian[8];
            amsref_bytes_put(trail->problem->format, &value[q][i], 1, big_endian);
            SHA256Update(&trail->sha, big_endian, bytes);
        }
    }
}

char *amsref_trail_digest(const amsref_trail *trail) {
    SHA2_CTX sha = trail->sha; /* End() closes it */
    char *digest = amsref_alloc(SHA256_DIGEST_STRING_LENGTH, 1);

    return SHA256End(&sha, digest);
}

void amsref_trail_free(amsref_trail *trail) {
    free(trail);
}
