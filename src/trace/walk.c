/* SPDX-License-Identifier: Apache-2.0
 *
 * What must hold between the files of a trace: numbers, counters, states (AG-112, AG-113).
 */
#include "trace/walk.h"

#include <string.h>

#include "trace/judge.h"

int amsref_walk_follow(amsref_walk *w, const amsref_trace_file *f, bool gap)
{
    if (f->step && !w->any) {
        return amsref_fail(w->error,
                           "%s: no state file comes before this step; record the initial state "
                           "(AG-112)",
                           f->path);
    }
    if (f->step && f->number != w->number + 1) {
        return amsref_fail(
            w->error,
            "%s: step-%llu is missing; where it was not recorded, a state-%llu with 'gap' must "
            "say so (AG-112)",
            f->path, (unsigned long long)w->number + 1, (unsigned long long)f->number - 1);
    }
    if (!f->step && w->any && f->number != w->number) {
        if (!gap) {
            return amsref_fail(
                w->error,
                "%s: step-%llu is missing; where it was not recorded, this state's 'gap' must "
                "say why (AG-112)",
                f->path, (unsigned long long)w->number + 1);
        }
        for (size_t i = 0; i < w->result->tensors; i++) {
            amsref_tensors_leave(w->state[i].file);
            w->state[i].file = NULL;
        }
    }
    w->result->gaps += w->judging && gap;
    w->any = true;
    w->number = f->number;
    return 0;
}

static amsref_trace_miss miss_of(const amsref_walk *w, size_t tensor,
                                 const amsref_trace_group *group, amsref_trace_fault fault)
{
    const amsref_trace_file *f = &w->files.item[w->at];
    return (amsref_trace_miss){.fault = fault,
                               .file = f->path,
                               .number = f->number,
                               .tensor = tensor,
                               .format = w->result->tensor[tensor].format,
                               .hyper = group->hyper,
                               .t = group->t,
                               .nan = AMSREF_NAN_NO,
                               .level = AMSREF_NONCONFORMING};
}

static void add(amsref_walk *w, const amsref_trace_miss *miss)
{
    w->result->missed[miss->fault]++;
    w->result->tensor[miss->tensor].missed++;
    w->result->tensor[miss->tensor].level = AMSREF_NONCONFORMING;
    amsref_trace_keep(w->result, miss);
}

/* t that is not the one that must come. */
static void wrong_count(amsref_walk *w, size_t tensor, const amsref_trace_group *group,
                        uint64_t right)
{
    amsref_trace_miss miss = miss_of(w, tensor, group, AMSREF_FAULT_COUNTER);
    miss.got = group->t;
    miss.lo = miss.hi = right;
    miss.distance = miss.got > right ? miss.got - right : right - miss.got;
    add(w, &miss);
}

void amsref_walk_count(amsref_walk *w, size_t tensor, const amsref_trace_group *group)
{
    const uint64_t right = w->state[tensor].t + 1;
    if (group->t != right) {
        wrong_count(w, tensor, group, right);
    }
}

/* One element of a state that is not `right`. */
static void wrong_state(amsref_walk *w, size_t tensor, const amsref_trace_group *group,
                        amsref_trace_fault fault, amsref_quantity q, uint64_t element, uint64_t got,
                        uint64_t right)
{
    amsref_trace_miss miss = miss_of(w, tensor, group, fault);
    miss.quantity = q;
    miss.element = element;
    miss.got = got;
    miss.lo = miss.hi = right;
    miss.distance = amsref_interval_distance(miss.format, right, right, got);
    add(w, &miss);
}

/* AG-09: before step 1 the moments are 0, or eps in julia. */
static void compare_with_start(amsref_walk *w, size_t tensor, const amsref_trace_group *group,
                               const amsref_arrays *a)
{
    const amsref_format format = a->x->format;
    const double start = w->result->dialect == AMSREF_JULIA ? group->hyper.eps : 0.0;
    const uint64_t right = amsref_value_bits(format, start);
    for (amsref_quantity q = AMSREF_M; q < AMSREF_QUANTITIES; q++) {
        for (uint64_t i = 0; a->data[q] && i < a->x->count; i++) {
            const uint64_t got = amsref_trace_bits(format, a->data[q], i);
            const double value = amsref_bits_value(format, got);
            if (!(value == amsref_bits_value(format, right))) {
                wrong_state(w, tensor, group, AMSREF_FAULT_START, q, i, got, right);
            }
        }
    }
}

/* Bit for bit: nothing but a step may change the state. */
static void compare_with_last(amsref_walk *w, size_t tensor, const amsref_trace_group *group,
                              const amsref_arrays *a)
{
    const amsref_format format = a->x->format;
    const amsref_walk_state *s = &w->state[tensor];
    const size_t width = amsref_hex_digits(format) / 2;
    if (group->t != s->t) {
        wrong_count(w, tensor, group, s->t);
    }
    for (amsref_quantity q = AMSREF_X; q < AMSREF_QUANTITIES; q++) {
        if (!a->data[q] || memcmp(a->data[q], s->data[q], a->x->count * width) == 0) {
            continue;
        }
        for (uint64_t i = 0; i < a->x->count; i++) {
            const uint64_t got = amsref_trace_bits(format, a->data[q], i);
            const uint64_t right = amsref_trace_bits(format, s->data[q], i);
            if (got != right) {
                wrong_state(w, tensor, group, AMSREF_FAULT_BETWEEN, q, i, got, right);
            }
        }
    }
}

void amsref_walk_compare(amsref_walk *w, size_t tensor, const amsref_trace_group *group,
                         const amsref_arrays *a, bool gap)
{
    if (group->t == 0) {
        compare_with_start(w, tensor, group, a);
    }
    if (w->state[tensor].file && !gap) {
        compare_with_last(w, tensor, group, a);
    }
}
