/* SPDX-License-Identifier: Apache-2.0
 *
 * What a trace came to.
 */
#include <stdlib.h>
#include <string.h>

#include "suite/memory.h"
#include "trace/judge.h"

const char *amsref_trace_fault_name(amsref_trace_fault fault)
{
    static const char *const names[AMSREF_FAULTS] = {"x",       "m",     "v",      "vmax",
                                                     "counter", "start", "between"};
    return names[fault];
}

/* The order in which faults are told: by step, before or in it, tensor, element, cause before
 * effect. */
static int rank(amsref_trace_fault fault)
{
    static const int ranks[AMSREF_FAULTS] = {
        [AMSREF_FAULT_COUNTER] = 0, [AMSREF_FAULT_START] = 0, [AMSREF_FAULT_BETWEEN] = 0,
        [AMSREF_FAULT_M] = 1,       [AMSREF_FAULT_V] = 2,     [AMSREF_FAULT_VMAX] = 3,
        [AMSREF_FAULT_X] = 4,
    };
    return ranks[fault];
}

static bool at_state(const amsref_trace_miss *miss)
{
    return miss->fault == AMSREF_FAULT_START || miss->fault == AMSREF_FAULT_BETWEEN;
}

static bool earlier(const amsref_trace_miss *a, const amsref_trace_miss *b)
{
    if (a->number != b->number) {
        return a->number < b->number;
    }
    if (at_state(a) != at_state(b)) { /* the state of a number comes after its step */
        return at_state(b);
    }
    if (a->tensor != b->tensor) {
        return a->tensor < b->tensor;
    }
    if (a->element != b->element) {
        return a->element < b->element;
    }
    return rank(a->fault) < rank(b->fault);
}

void amsref_trace_keep(amsref_trace_result *r, const amsref_trace_miss *miss)
{
    amsref_trace_miss *kept = r->miss[miss->fault];
    size_t *count = &r->kept[miss->fault];
    size_t at = *count;
    while (at > 0 && earlier(miss, &kept[at - 1])) {
        at--;
    }
    if (at == AMSREF_TRACE_KEPT) {
        return;
    }
    if (*count == AMSREF_TRACE_KEPT) {
        free(kept[--*count].file);
    }
    memmove(&kept[at + 1], &kept[at], (*count - at) * sizeof *kept);
    kept[at] = *miss;
    kept[at].file = amsref_copy(miss->file);
    ++*count;
}

const amsref_trace_miss *amsref_trace_first(const amsref_trace_result *r)
{
    const amsref_trace_miss *first = NULL;
    for (int f = 0; f < AMSREF_FAULTS; f++) {
        if (r->kept[f] > 0 && (!first || earlier(&r->miss[f][0], first))) {
            first = &r->miss[f][0];
        }
    }
    return first;
}

amsref_level amsref_trace_tensor_level(const amsref_trace_tensor *t)
{
    const bool judged = t->missed > 0 || (t->steps > 0 && t->elements > 0);
    return judged ? t->level : AMSREF_LEVEL_COUNT;
}

amsref_level amsref_trace_level(const amsref_trace_result *r)
{
    amsref_level worst = AMSREF_EXACT;
    if (r->updates == 0) {
        return AMSREF_LEVEL_COUNT;
    }
    for (int f = AMSREF_FAULT_COUNTER; f < AMSREF_FAULTS; f++) {
        if (r->missed[f] > 0) {
            return AMSREF_NONCONFORMING;
        }
    }
    for (int q = 0; q < AMSREF_QUANTITIES; q++) {
        worst = r->quantity[q] > worst ? r->quantity[q] : worst;
    }
    return worst;
}

int amsref_trace_status(const amsref_trace_result *r, amsref_level wanted)
{
    for (int f = 0; f < AMSREF_FAULTS; f++) {
        if (r->missed[f] > 0) {
            return AMSREF_DIFFERS;
        }
    }
    if (r->updates == 0) {
        return AMSREF_NOTHING;
    }
    return amsref_trace_level(r) <= wanted ? AMSREF_CONFORMS : AMSREF_DIFFERS;
}

void amsref_trace_clear(amsref_trace_result *r)
{
    for (int f = 0; f < AMSREF_FAULTS; f++) {
        for (size_t i = 0; i < r->kept[f]; i++) {
            free(r->miss[f][i].file);
        }
    }
    for (size_t i = 0; i < r->tensors; i++) {
        free(r->tensor[i].name);
    }
    free(r->tensor);
    memset(r, 0, sizeof *r);
}
