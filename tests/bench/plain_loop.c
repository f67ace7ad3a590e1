/* SPDX-License-Identifier: Apache-2.0
 *
 * The yardstick: dialect pytorch as anybody would write it, without contracts and without other dialects.
 */
#include <math.h>
#include <stddef.h>

#define PLAIN_LOOP(name, real, root)                                                               \
    void name(size_t n, const real *k, real *restrict x, real *restrict m, real *restrict v,       \
              real *restrict vmax, const real *restrict g);                                        \
    void name(size_t n, const real *k, real *restrict x, real *restrict m, real *restrict v,       \
              real *restrict vmax, const real *restrict g)                                         \
    {                                                                                              \
        const real b1 = k[0], c1 = k[1], b2 = k[2], c2 = k[3], r = k[4], eps = k[5], a = k[6];     \
        for (size_t i = 0; i < n; i++) {                                                           \
            m[i] = b1 * m[i] + c1 * g[i];                                                          \
            v[i] = b2 * v[i] + c2 * (g[i] * g[i]);                                                 \
            vmax[i] = vmax[i] >= v[i] ? vmax[i] : v[i];                                            \
            x[i] = x[i] - a * (m[i] / (root(vmax[i]) * r + eps));                                  \
        }                                                                                          \
    }

PLAIN_LOOP(plain_loop_f64, double, sqrt)
PLAIN_LOOP(plain_loop_f32, float, sqrtf)
