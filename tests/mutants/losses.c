/* SPDX-License-Identifier: Apache-2.0
 *
 * The losses of losses.inc: what happens to counter, state and gradient around a right step.
 */
#include <math.h>
#include <string.h>

#include "course.h"
#include "suite/memory.h"

/* The request before, of the same subject, in each of its processes. */
typedef struct memory {
    const amsref_subject *subject;
    amsref_adapter_hyper hyper;
    uint64_t t;
    size_t n;
    double *state[AMSREF_QUANTITIES];
} memory;

static memory memories[PROCESSES], *before = memories;

void amsref_course_in(amsref_course_process process)
{
    before = &memories[process];
}

static amsref_loss loss_of(const amsref_course_state *course)
{
    return course->subject->transfer.loss;
}

static double narrow(amsref_loss loss, double value)
{
    if (loss == LOSS_BINARY32 || loss == LOSS_HYPER_BINARY32) {
        return (double)(float)value;
    }
    const bool brain = loss == LOSS_BFLOAT16 || loss == LOSS_HYPER_BFLOAT16;
    const int bits = brain ? 8 : 11, least = brain ? -133 : -24;
    const double over = brain ? 0x1p128 : 0x1p16;
    int exponent;
    if (!isfinite(value) || value == 0) {
        return value;
    }
    frexp(value, &exponent);
    int last = exponent - bits > least ? exponent - bits : least;
    value = ldexp(nearbyint(ldexp(value, -last)), last);
    return fabs(value) >= over ? copysign(INFINITY, value) : value;
}

static void narrow_hyper(amsref_loss loss, amsref_adapter_hyper *h)
{
    double *const member[] = {&h->lr,     &h->beta1, &h->beta2, &h->eps, &h->weight_decay,
                              &h->lambda, &h->lo,    &h->hi};
    for (size_t i = 0; i < sizeof member / sizeof member[0]; i++) {
        *member[i] = narrow(loss, *member[i]);
    }
}

static void stale(amsref_course_state *course)
{
    const amsref_adapter_hyper old = before->hyper;
    switch (loss_of(course)) {
    case LOSS_STALE_LR:
        course->hyper.lr = old.lr;
        break;
    case LOSS_STALE_BETAS:
        course->hyper.beta1 = old.beta1;
        course->hyper.beta2 = old.beta2;
        break;
    case LOSS_STALE_EPS:
        course->hyper.eps = old.eps;
        break;
    case LOSS_STALE_DECAY:
        course->hyper.weight_decay = old.weight_decay;
        break;
    case LOSS_STALE_MAXIMIZE:
        course->hyper.maximize = old.maximize;
        break;
    default:
        break;
    }
}

void amsref_loss_begin(amsref_course_state *course, double *const state[AMSREF_QUANTITIES])
{
    const amsref_transfer *transfer = &course->subject->transfer;
    const size_t n = course->item->problem.n;
    const int q = transfer->quantity;
    if (transfer->loss == LOSS_NONE) {
        return;
    }
    if (transfer->loss == LOSS_HYPER_BINARY32 || transfer->loss == LOSS_HYPER_BFLOAT16) {
        narrow_hyper(transfer->loss, &course->hyper);
    }
    if (before->subject == course->subject) {
        stale(course);
        if (transfer->loss == LOSS_LEAKS && before->n == n) {
            memcpy(state[q], before->state[q], n * sizeof *state[q]);
        }
    }
    if (transfer->loss == LOSS_BEGINS_ZERO) {
        memset(state[q], 0, n * sizeof *state[q]);
    }
    if (transfer->loss == LOSS_BEGINS_RAW) {
        memcpy(state[AMSREF_VMAX], state[AMSREF_V], n * sizeof *state[q]);
    }
    for (size_t k = 0; k < AMSREF_QUANTITIES; k++) {
        course->kept[k] = amsref_alloc(n, sizeof(double));
        memcpy(course->kept[k], state[k], n * sizeof(double));
    }
    course->older = amsref_alloc(n, sizeof(double));
    memcpy(course->older, state[q], n * sizeof(double));
}

static double counter(amsref_course_state *course, size_t s, const double *gradient)
{
    const amsref_problem *p = &course->item->problem;
    const double t = (double)(p->t + s), number = course->subject->transfer.number;
    bool busy = false;
    switch (loss_of(course)) {
    case LOSS_COUNT_RESTARTS:
        return (double)s + 1;
    case LOSS_COUNT_STANDS:
        return (double)p->t;
    case LOSS_COUNT_TWICE:
        return (double)(p->t + 2 * s);
    case LOSS_COUNT_WRAPS:
        return fmod(t, number);
    case LOSS_COUNT_STOPS:
        return t < number ? t : number;
    case LOSS_COUNT_LESS:
        return t - 1;
    case LOSS_COUNT_MORE:
        return t + 1;
    case LOSS_COUNT_LATE:
        return t > number ? t - 1 : t;
    case LOSS_COUNT_STALE:
        return before->subject == course->subject ? (double)before->t + (double)s : t;
    case LOSS_COUNT_BUSY:
        for (size_t i = 0; i < p->n; i++) {
            busy = busy || gradient[i] != 0;
        }
        course->counted += busy;
        return (double)(p->t - 1) + fmax(course->counted, 1);
    default:
        return t;
    }
}

static void edit_gradient(const amsref_course_state *course, size_t s, const double *all,
                          double *gradient)
{
    const size_t n = course->item->problem.n;
    double norm = 0;
    for (size_t i = 0; i < n; i++) {
        norm += gradient[i] * gradient[i];
    }
    norm = sqrt(norm);
    for (size_t i = 0; i < n; i++) {
        switch (loss_of(course)) {
        case LOSS_GRADIENT_LATE:
            gradient[i] = all[(s ? s - 1 : s) * n + i];
            break;
        case LOSS_GRADIENT_FIRST:
            gradient[i] = all[i];
            break;
        case LOSS_GRADIENT_ADDS:
            for (size_t k = 0; k < s; k++) {
                gradient[i] += all[k * n + i];
            }
            break;
        case LOSS_CLIPS_NORM:
            if (norm > course->subject->transfer.number) {
                gradient[i] *= course->subject->transfer.number / norm;
            }
            break;
        case LOSS_NEIGHBOUR_G:
            gradient[i] = all[s * n + (i + 1) % n];
            break;
        default:
            return;
        }
    }
}

double amsref_loss_before(amsref_course_state *course, size_t s,
                          double *const state[AMSREF_QUANTITIES], const double *all,
                          double *gradient)
{
    const amsref_loss loss = loss_of(course);
    const int q = course->subject->transfer.quantity;
    const size_t n = course->item->problem.n;
    const double t = counter(course, s, gradient);
    if (loss == LOSS_NONE) {
        return t;
    }
    edit_gradient(course, s, all, gradient);
    if (loss == LOSS_LOST) {
        memcpy(state[q], course->kept[q], n * sizeof *state[q]);
    } else if (loss == LOSS_DELAYED) {
        memcpy(course->kept[q], state[q], n * sizeof *state[q]);
        memcpy(state[q], course->older, n * sizeof *state[q]);
        memcpy(course->older, course->kept[q], n * sizeof *state[q]);
    } else {
        for (size_t k = 0; k < AMSREF_QUANTITIES; k++) {
            memcpy(course->kept[k], state[k], n * sizeof *state[k]);
        }
    }
    for (size_t i = 0; i < n && (loss == LOSS_NEIGHBOUR || loss == LOSS_SHARED); i++) {
        state[q][i] = course->kept[q][loss == LOSS_SHARED ? 0 : (i + 1) % n];
    }
    return t;
}

int amsref_loss_times(const amsref_course_state *course, size_t s)
{
    const amsref_problem *p = &course->item->problem;
    if (loss_of(course) == LOSS_SKIPS_STEP) {
        return p->steps == 1 || s + 1 < p->steps;
    }
    return loss_of(course) == LOSS_STEPS_TWICE ? 2 : 1;
}

/* Is parameter i passed over? */
static bool skipped(const amsref_course_state *course, size_t i, const double *gradient)
{
    const size_t n = course->item->problem.n;
    const size_t number = (size_t)course->subject->transfer.number;
    bool infinite = false;
    switch (loss_of(course)) {
    case LOSS_LAZY:
        return gradient[i] == 0;
    case LOSS_SKIPS_INFINITE:
        for (size_t k = 0; k < n; k++) {
            infinite = infinite || !isfinite(gradient[k]);
        }
        return infinite;
    case LOSS_SKIPS_FIRST:
        return n > 1 && i == 0;
    case LOSS_SKIPS_LAST:
        return n > 1 && i == n - 1;
    case LOSS_SKIPS_TAIL:
        return i >= n - n % number;
    case LOSS_SKIPS_ODD:
        return i % 2 == 1;
    case LOSS_ONLY_FIRST:
        return i >= number;
    default:
        return false;
    }
}

void amsref_loss_after(amsref_course_state *course, size_t s,
                       double *const state[AMSREF_QUANTITIES], const double *gradient)
{
    const amsref_loss loss = loss_of(course);
    const amsref_transfer *transfer = &course->subject->transfer;
    const size_t n = course->item->problem.n;
    const int q = transfer->quantity;
    for (size_t i = 0; i < n && loss != LOSS_NONE; i++) {
        for (size_t k = 0; k < AMSREF_QUANTITIES; k++) {
            state[k][i] = skipped(course, i, gradient) ? course->kept[k][i] : state[k][i];
        }
        if (loss == LOSS_STALE_EACH && (i + 1) % (size_t)transfer->number == 0) {
            state[q][i] = course->kept[q][i];
        }
        if (loss == LOSS_BINARY32 || loss == LOSS_BFLOAT16 || loss == LOSS_BINARY16) {
            state[q][i] = narrow(loss, state[q][i]);
        }
        if (loss == LOSS_RESET && (s + 1) % (size_t)transfer->number == 0 &&
            course->item->problem.steps > 1) {
            state[q][i] = 0;
        }
        if (loss == LOSS_TENSOR_MAXIMUM) {
            state[AMSREF_VMAX][0] = fmax(state[AMSREF_VMAX][0], state[AMSREF_VMAX][i]);
        }
    }
    for (size_t i = 1; i < n && loss == LOSS_TENSOR_MAXIMUM; i++) {
        state[AMSREF_VMAX][i] = state[AMSREF_VMAX][0];
    }
}

static void reverse(const amsref_case *item, amsref_answer *answer)
{
    const size_t n = item->problem.n;
    for (size_t q = 0; q < amsref_quantity_count(item->problem.dialect); q++) {
        for (size_t s = 0; s < item->outs; s++) {
            uint64_t *value = answer->value[q] + s * n;
            for (size_t i = 0; i < n / 2; i++) {
                uint64_t other = value[i];
                value[i] = value[n - 1 - i];
                value[n - 1 - i] = other;
            }
        }
    }
}

void amsref_loss_end(amsref_course_state *course, double *const state[AMSREF_QUANTITIES],
                     amsref_answer *answer)
{
    const size_t n = course->item->problem.n;
    if (loss_of(course) == LOSS_NONE) {
        return;
    }
    if (loss_of(course) == LOSS_REVERSED) {
        reverse(course->item, answer);
    }
    before->subject = course->subject;
    before->hyper = course->asked;
    before->t = course->item->problem.t;
    before->n = n;
    for (size_t q = 0; q < AMSREF_QUANTITIES; q++) {
        free(before->state[q]);
        before->state[q] = amsref_alloc(n, sizeof(double));
        memcpy(before->state[q], state[q], n * sizeof(double));
        free(course->kept[q]);
    }
    free(course->older);
}
