/* SPDX-License-Identifier: Apache-2.0
 *
 * What course.c and losses.c share.
 */
#ifndef AMSREF_TESTS_COURSE_H
#define AMSREF_TESTS_COURSE_H

#include <stdlib.h>

#include "subject.h"

/* One request at work. */
typedef struct amsref_course_state {
    const amsref_subject *subject;
    const amsref_case *item;
    size_t dialect;
    amsref_adapter_format format;
    amsref_adapter_hyper asked, hyper; /* of the case, and as the subject sees them */
    const amsref_program *program, *tail;
    double counted;                     /* steps that COUNT_BUSY counted */
    double *kept[AMSREF_QUANTITIES];    /* LOST, DELAYED, LAZY and the loops: values kept aside */
    double *older;                      /* DELAYED: from before the last step */
} amsref_course_state;

/* Around a request, in this order; all do nothing for a subject without losses. */
void amsref_loss_begin(amsref_course_state *course, double *const state[AMSREF_QUANTITIES]);
/* Edits the state and the gradient of step s (from 0), and returns the t that is used. */
double amsref_loss_before(amsref_course_state *course, size_t s,
                          double *const state[AMSREF_QUANTITIES], const double *all,
                          double *gradient);
int amsref_loss_times(const amsref_course_state *course, size_t s);
void amsref_loss_after(amsref_course_state *course, size_t s,
                       double *const state[AMSREF_QUANTITIES], const double *gradient);
void amsref_loss_end(amsref_course_state *course, double *const state[AMSREF_QUANTITIES],
                     amsref_answer *answer);

#endif
