/* SPDX-License-Identifier: Apache-2.0
 *
 * A piece of a long run as an ordinary request (AG-108): an implementation needs nothing new.
 */
#include <stdlib.h>
#include <string.h>

#include "long/internal.h"

uint64_t amsref_stretch_end(const amsref_client *client, uint64_t t, uint64_t last)
{
    if (!(amsref_client_hello(client)->ops & 1U << AMSREF_OP_RUN)) {
        return t;
    }
    uint64_t end = (t + AMSREF_STRIDE - 1) / AMSREF_STRIDE * AMSREF_STRIDE;
    return end < last ? end : last;
}

static const amsref_case *the_item(size_t i, void *context)
{
    (void)i;
    return ((const void **)context)[0];
}

static void the_answer(size_t i, amsref_answer *answer, void *context)
{
    (void)i;
    *(amsref_answer *)((void **)context)[1] = *answer;
    *answer = (amsref_answer){0};
}

int amsref_stretch_ask(amsref_client *client, const amsref_case *item, const amsref_snapshot *from,
                       const uint64_t *at, size_t count, amsref_answer *answer, amsref_error *error)
{
    amsref_golden_state *out = amsref_alloc(count, sizeof *out);
    amsref_case piece = {.id = item->id, .problem = item->problem, .out = out, .outs = count};
    void *context[] = {&piece, answer};
    const amsref_talk talk = {1, the_item, NULL, the_answer, context};
    amsref_error why;
    size_t broken_at;

    *answer = (amsref_answer){0};
    for (size_t s = 0; s < count; s++) {
        out[s].t = at[s];
    }
    for (size_t q = 0; q < AMSREF_QUANTITIES; q++) {
        piece.problem.in[q] = from->value[q];
    }
    piece.problem.t = from->t + 1;
    piece.problem.g = item->problem.g + (from->t + 1 - item->problem.t) * item->problem.n;
    piece.problem.steps = (size_t)(at[count - 1] - from->t);
    int result = amsref_client_converse(client, &talk, &broken_at, &why);
    free(out);
    return result == 0 ? 0
                       : amsref_fail(error, "case %s, steps %llu to %llu: %.900s", item->id,
                                     (unsigned long long)from->t + 1,
                                     (unsigned long long)at[count - 1], why.text);
}

bool amsref_answer_state(const amsref_answer *answer, const amsref_problem *problem, size_t s,
                         amsref_snapshot *to)
{
    for (size_t q = 0; q < amsref_quantity_count(problem->dialect); q++) {
        if (!(answer->given[s] & 1U << q)) {
            return false;
        }
        memcpy(to->value[q], answer->value[q] + s * problem->n, problem->n * sizeof *to->value[q]);
    }
    return true;
}
