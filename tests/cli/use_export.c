/* SPDX-License-Identifier: Apache-2.0
 *
 * How a test in C uses the exported header: PyTorch's step in binary64, the textbook way, in the
 * working enclosures. With NO_MAXIMUM it is plain Adam, and must be caught.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "vectors.h"

enum { MOST = 64 };

static double value(uint64_t bits) {
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

static void step(const struct amsref_vector *c, double *s[4], size_t k) {
    double t = (double)(c->t + k);
    double correction1 = 1 - pow(c->beta1, t), correction2 = 1 - pow(c->beta2, t);

    for (size_t i = 0; i < c->n; i++) {
        double g = value(c->g[k * c->n + i]);
        s[1][i] = c->beta1 * s[1][i] + (1 - c->beta1) * g;
        s[2][i] = c->beta2 * s[2][i] + (1 - c->beta2) * g * g;
#ifdef NO_MAXIMUM
        s[3][i] = s[2][i];
#else
        s[3][i] = fmax(s[3][i], s[2][i]);
#endif
        s[0][i] -= c->lr / correction1 * s[1][i] / (sqrt(s[3][i]) / sqrt(correction2) + c->eps);
    }
}

static size_t outside(const struct amsref_vector *c, double *s[4], size_t state) {
    size_t count = 0;

    for (size_t q = 0; q < c->quantities; q++) {
        for (size_t i = 0; i < c->n; i++) {
            const struct amsref_golden_value *golden =
                &c->out[(state * c->quantities + q) * c->n + i];
            count +=
                !(value(golden->working[0]) <= s[q][i] && s[q][i] <= value(golden->working[1]));
        }
    }
    return count;
}

int main(void) {
    size_t misses = 0, cases = 0;

    for (size_t k = 0; k < AMSREF_VECTORS_COUNT; k++) {
        const struct amsref_vector *c = &amsref_vectors[k];
        double x[MOST], m[MOST], v[MOST], vmax[MOST], *s[4] = {x, m, v, vmax};
        if (c->n > MOST || c->weight_decay != 0 || c->maximize) {
            continue;
        }
        for (size_t i = 0; i < 4 * c->n; i++) {
            s[i / c->n][i % c->n] = value(c->in[i]);
        }
        for (size_t j = 0, state = 0; j < c->steps; j++) {
            step(c, s, j);
            if (c->at[state] == c->t + j) {
                misses += outside(c, s, state++);
            }
        }
        cases++;
    }
    printf("%zu cases, %zu outside\n", cases, misses);
    return misses != 0 || cases == 0;
}
