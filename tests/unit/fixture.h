/* SPDX-License-Identifier: Apache-2.0
 *
 * A small case in memory for tests of verdicts and protocol.
 */
#ifndef AMSREF_TEST_FIXTURE_H
#define AMSREF_TEST_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "runner/runner.h"

enum { FIXTURE_N = 2, FIXTURE_OUTS = 2 };

/* A run of two steps in `format`; every quantity's golden values are the same until changed. */
typedef struct fixture {
    amsref_case item;
    amsref_golden_state state[FIXTURE_OUTS];
    uint64_t rn[FIXTURE_N], ref[FIXTURE_N], tight[2][FIXTURE_N], working[2][FIXTURE_N];
    char nan[FIXTURE_N];
    uint64_t input[FIXTURE_OUTS * FIXTURE_N];
    char id[32], category[16];
} fixture;

static inline uint64_t bits_of(amsref_format format, double value)
{
    return amsref_value_bits(format, value);
}

/* rn = ref = value, tight = working = [value, value]. */
static inline void fixture_set(fixture *f, size_t i, double value)
{
    uint64_t bits = bits_of(f->item.problem.format, value);
    f->rn[i] = f->ref[i] = bits;
    f->tight[0][i] = f->tight[1][i] = f->working[0][i] = f->working[1][i] = bits;
    f->nan[i] = AMSREF_NAN_NO;
}

static inline void fixture_make(fixture *f, amsref_dialect dialect, amsref_format format,
                                size_t steps)
{
    memset(f, 0, sizeof *f);
    strcpy(f->id, "test/case/0001");
    strcpy(f->category, "test");
    f->item = (amsref_case){.id = f->id, .category = f->category, .out = f->state, .outs = steps};
    f->item.problem = (amsref_problem){.dialect = dialect,
                                       .format = format,
                                       .t = 7,
                                       .n = FIXTURE_N,
                                       .steps = steps,
                                       .g = f->input};
    f->item.problem.hyper = (amsref_hyper){.lr = 0.001,
                                           .beta1 = 0.9,
                                           .beta2 = 0.999,
                                           .eps = 1e-8,
                                           .lambda = 1,
                                           .lo = -INFINITY,
                                           .hi = INFINITY};
    for (size_t i = 0; i < FIXTURE_N; i++) {
        fixture_set(f, i, 1.5);
    }
    for (size_t s = 0; s < FIXTURE_OUTS; s++) {
        f->state[s].t = 7 + s;
        for (int q = 0; q < AMSREF_QUANTITIES; q++) {
            f->item.problem.in[q] = f->input;
            f->state[s].quantity[q] = (amsref_golden){.rn = f->rn,
                                                      .ref = f->ref,
                                                      .tight = {f->tight[0], f->tight[1]},
                                                      .working = {f->working[0], f->working[1]},
                                                      .nan = f->nan};
        }
    }
}

#endif
