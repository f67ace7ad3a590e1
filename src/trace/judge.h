/* SPDX-License-Identifier: Apache-2.0
 *
 * Judging the updates of one step: certified where that is possible, else decided by the oracle
 * (AG-113).
 */
#ifndef AMSREF_TRACE_JUDGE_H
#define AMSREF_TRACE_JUDGE_H

#include "oracle/fast.h"
#include "trace/files.h"
#include "trace/pool.h"
#include "trace/trace.h"

/* One tensor in one step. The arrays are little endian, `count` elements each; vmax NULL in adam.
 */
typedef struct amsref_trace_job {
    const amsref_trace_group *group;
    const amsref_fast *fast;
    size_t tensor; /* which of the result's */
    amsref_format format;
    uint64_t count;
    const unsigned char *before[AMSREF_QUANTITIES], *after[AMSREF_QUANTITIES], *g;
} amsref_trace_job;

typedef struct amsref_trace_step {
    const char *path;
    uint64_t number;
    const amsref_trace_job *job;
    size_t jobs;
} amsref_trace_step;

/* Adds the step to the result. 0, or -1 and *error where the oracle refuses an element (AG-39). */
int amsref_trace_judge(const amsref_trace_step *step, amsref_level wanted, amsref_pool *pool,
                       amsref_trace_result *result, amsref_error *error);

/* What the core makes of elements begin .. begin + n - 1 (AG-24, AG-116). */
typedef struct amsref_trace_core {
    uint64_t bits[AMSREF_QUANTITIES][AMSREF_FAST_BLOCK];
    unsigned char off[AMSREF_FAST_BLOCK]; /* bits of the quantities that are not so */
} amsref_trace_core;

/* False where all of them have the core's bits: any NaN for a NaN (AG-53). */
bool amsref_trace_core_of(const amsref_trace_job *job, amsref_dialect dialect, uint64_t begin,
                          size_t n, amsref_trace_core *core);

/* Keeps a fault where it is among the first of its kind; takes over nothing. */
void amsref_trace_keep(amsref_trace_result *result, const amsref_trace_miss *miss);

/* The bits of an element of a little endian array. */
uint64_t amsref_trace_bits(amsref_format format, const unsigned char *data, uint64_t i);

#endif
