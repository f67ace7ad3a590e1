/* SPDX-License-Identifier: Apache-2.0
 *
 * Level exact: the core's bits of one update.
 */
#include <math.h>
#include <stdlib.h>

#include "suite/memory.h"
#include "trace/judge.h"

static uint64_t *bits_of(amsref_format format, const unsigned char *data, uint64_t begin, size_t n)
{
    uint64_t *bits = amsref_alloc(n, sizeof *bits);
    for (size_t i = 0; i < n && data; i++) {
        bits[i] = amsref_trace_bits(format, data, begin + i);
    }
    return bits;
}

/* The update as a case of one step. */
static amsref_case case_of(const amsref_trace_job *job, amsref_dialect dialect, uint64_t begin,
                           size_t n)
{
    amsref_case item = {.id = amsref_copy("trace"),
                        .problem = {.dialect = dialect,
                                    .format = job->format,
                                    .hyper = job->group->hyper,
                                    .t = job->group->t,
                                    .n = n,
                                    .steps = 1,
                                    .g = bits_of(job->format, job->g, begin, n)}};
    for (size_t q = 0; q < amsref_quantity_count(dialect); q++) {
        item.problem.in[q] = bits_of(job->format, job->before[q], begin, n);
    }
    amsref_case_outs(&item, 1);
    item.out[0].t = item.problem.t;
    return item;
}

bool amsref_trace_core_of(const amsref_trace_job *job, amsref_dialect dialect, uint64_t begin,
                          size_t n, amsref_trace_core *core)
{
    amsref_case item = case_of(job, dialect, begin, n);
    bool any = false;

    /* It does not refuse: the hyper-parameters were checked when the file was read. */
    const bool answered = amsref_case_reference(&item, NULL) == 0;
    for (size_t i = 0; i < n; i++) {
        core->off[i] = 0;
        for (size_t q = 0; q < amsref_quantity_count(dialect); q++) {
            const uint64_t ref = item.out[0].quantity[q].ref[i];
            const uint64_t got = amsref_trace_bits(job->format, job->after[q], begin + i);
            const bool same = got == ref || (isnan(amsref_bits_value(job->format, got)) &&
                                             isnan(amsref_bits_value(job->format, ref)));
            core->bits[q][i] = ref;
            core->off[i] |= answered && same ? 0 : (unsigned char)(1U << q);
        }
        any |= core->off[i] != 0;
    }
    amsref_case_clear(&item);
    return any;
}
