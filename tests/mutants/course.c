/* SPDX-License-Identifier: Apache-2.0
 *
 * From a case to an answer: the steps of a subject, and what it loses on the way.
 */
#include <string.h>

#include "course.h"
#include "history.h"
#include "suite/memory.h"

static amsref_adapter_hyper hyper_of(const amsref_hyper *h)
{
    static const amsref_adapter_schedule schedules[] = {
        [AMSREF_BETA1_CONSTANT] = ADAPTER_CONSTANT,
        [AMSREF_BETA1_GEOMETRIC] = ADAPTER_GEOMETRIC,
        [AMSREF_BETA1_INVERSE] = ADAPTER_INVERSE,
    };
    return (amsref_adapter_hyper){
        .lr = h->lr,
        .beta1 = h->beta1,
        .beta2 = h->beta2,
        .eps = h->eps,
        .weight_decay = h->weight_decay,
        .decoupled = h->decoupled,
        .maximize = h->maximize,
        .lr_schedule = h->lr_schedule == AMSREF_LR_INV_SQRT ? ADAPTER_INV_SQRT : ADAPTER_CONSTANT,
        .beta1_schedule = schedules[h->beta1_schedule],
        .lambda = h->lambda,
        .lo = h->lo,
        .hi = h->hi};
}

static void prepare(const amsref_subject *subject, size_t dialect, amsref_program *program)
{
    if (subject->kind == KIND_ORDER) {
        amsref_order_program(&subject->order, dialect, program);
        return;
    }
    amsref_program_plain(dialect, program);
    amsref_edit_apply(&subject->edit, program);
    if (subject->as) {
        amsref_history_other(dialect, subject->as - 1, program);
    }
    if (subject->history) {
        subject->history->edit(dialect, program);
    }
}

/* In two pieces where the subject has another order for the tail of its vectors. */
static void step_program(const amsref_course_state *course, const amsref_adapter_hyper *hyper,
                         uint64_t t, const amsref_adapter_arrays *arrays)
{
    const amsref_subject *subject = course->subject;
    const size_t n = arrays->n, body = subject->tail ? n - n % subject->tail : n;
    const size_t skip =
        body * (course->format == ADAPTER_BINARY64 ? sizeof(double) : sizeof(float));
    const amsref_manner manner =
        subject->kind == KIND_ORDER ? amsref_order_manner(&subject->order) : subject->manner;
    amsref_adapter_arrays part = *arrays;
    part.n = body;
    amsref_machine_step(course->program, &manner, course->dialect, course->format, hyper, t, &part);
    if (body < n) {
        const amsref_manner last = amsref_order_manner(&subject->order_tail);
        part = (amsref_adapter_arrays){n - body,
                                       (char *)arrays->x + skip,
                                       (char *)arrays->m + skip,
                                       (char *)arrays->v + skip,
                                       (char *)arrays->vmax + skip,
                                       (const char *)arrays->g + skip};
        amsref_machine_step(course->tail, &last, course->dialect, course->format, hyper, t, &part);
    }
}

/* One step of arrays in the format. */
static void step(const amsref_course_state *course, const amsref_adapter_arrays *arrays, double t)
{
    const amsref_subject *subject = course->subject;
    const amsref_shape *shape = &amsref_shapes[course->dialect];
    amsref_adapter_hyper hyper = course->hyper;
    uint64_t number = t > 0 ? (uint64_t)t : 0;
    if (course->dialect == PAPER) { /* it has no eps (AG-11) */
        hyper.eps = 0;
    }
    if (subject->kind == KIND_FAULT) {
        amsref_scalars scalars;
        amsref_wrong_scalars(subject->fault, shape, &hyper, number, &scalars);
        amsref_wrong_step(subject->fault, shape, course->format, &scalars, arrays);
    } else {
        step_program(course, &hyper, number, arrays);
    }
}

/* The same on doubles: binary32 goes through floats. */
static void step_doubles(const amsref_course_state *course, double *const state[AMSREF_QUANTITIES],
                         const double *g, size_t n, double t)
{
    if (course->format == ADAPTER_BINARY64) {
        amsref_adapter_arrays arrays = {n, state[0], state[1], state[2], state[3], g};
        step(course, &arrays, t);
        return;
    }
    float *all = amsref_alloc(5 * n, sizeof *all);
    for (size_t q = 0; q < 5; q++) {
        for (size_t i = 0; i < n; i++) {
            all[q * n + i] = (float)(q < 4 ? state[q] : g)[i];
        }
    }
    amsref_adapter_arrays arrays = {n, all, all + n, all + 2 * n, all + 3 * n, all + 4 * n};
    step(course, &arrays, t);
    for (size_t q = 0; q < 4; q++) {
        for (size_t i = 0; i < n; i++) {
            state[q][i] = (double)all[q * n + i];
        }
    }
    free(all);
}

static void record(const amsref_case *item, size_t s, double *const state[AMSREF_QUANTITIES],
                   amsref_answer *answer)
{
    const size_t n = item->problem.n, quantities = amsref_quantity_count(item->problem.dialect);
    for (size_t q = 0; q < quantities; q++) {
        for (size_t i = 0; i < n; i++) {
            answer->value[q][s * n + i] = amsref_value_bits(item->problem.format, state[q][i]);
        }
    }
    answer->given[s] = (unsigned char)((1U << quantities) - 1);
}

static double *values(const amsref_problem *p, const uint64_t *bits, size_t count)
{
    double *value = amsref_alloc(count, sizeof *value);
    for (size_t i = 0; bits && i < count; i++) {
        value[i] = amsref_bits_value(p->format, bits[i]);
    }
    return value;
}

/* All steps; the losses have their say before and after each. */
static void walk(amsref_course_state *course, const amsref_case *item,
                 double *state[AMSREF_QUANTITIES], const double *g, amsref_answer *answer)
{
    const amsref_problem *p = &item->problem;
    double *gradient = amsref_alloc(p->n, sizeof *gradient);
    size_t next = 0;
    for (size_t s = 0; next < item->outs; s++) {
        memcpy(gradient, g + s * p->n, p->n * sizeof *gradient);
        bool early = course->subject->transfer.loss == LOSS_ANSWERS_EARLY && s > 0;
        if (early && item->out[next].t == p->t + s) {
            record(item, next++, state, answer);
        }
        double t = amsref_loss_before(course, s, state, g, gradient);
        for (int times = amsref_loss_times(course, s); times > 0; times--) {
            step_doubles(course, state, gradient, p->n, t);
        }
        amsref_loss_after(course, s, state, gradient);
        if (next < item->outs && item->out[next].t == p->t + s) {
            record(item, next++, state, answer);
        }
    }
    free(gradient);
}

void amsref_course(const amsref_subject *subject, const amsref_case *item, amsref_answer *answer)
{
    /* Of the subject and dialect before: built once for a pair. */
    static amsref_program program, tail;
    static const amsref_subject *built;
    static size_t built_for;
    const amsref_problem *p = &item->problem;
    double *state[AMSREF_QUANTITIES], *g = values(p, p->g, p->n * p->steps);
    amsref_course_state course = {.subject = subject,
                                  .item = item,
                                  .dialect = (size_t)p->dialect,
                                  .format = p->format == AMSREF_BINARY64 ? ADAPTER_BINARY64
                                                                         : ADAPTER_BINARY32,
                                  .asked = hyper_of(&p->hyper)};
    course.hyper = course.asked;
    if (built != subject || built_for != course.dialect) {
        prepare(subject, course.dialect, &program);
        amsref_order_program(&subject->order_tail, course.dialect, &tail);
        built = subject;
        built_for = course.dialect;
    }
    course.program = &program;
    course.tail = &tail;
    *answer = (amsref_answer){.given = amsref_alloc(item->outs, 1)};
    for (size_t q = 0; q < AMSREF_QUANTITIES; q++) {
        state[q] = values(p, p->in[q], p->n);
        answer->value[q] = amsref_alloc(item->outs * p->n, sizeof *answer->value[q]);
    }
    amsref_loss_begin(&course, state);
    walk(&course, item, state, g, answer);
    amsref_loss_end(&course, state, answer);
    for (size_t q = 0; q < AMSREF_QUANTITIES; q++) {
        free(state[q]);
    }
    free(g);
}
