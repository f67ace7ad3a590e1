/* SPDX-License-Identifier: Apache-2.0
 *
 * An implementation that runs in this process: how its step is computed, and how its state goes
 * from step to step. A zero subject is the plain step, rightly called.
 */
#ifndef AMSREF_TESTS_SUBJECT_H
#define AMSREF_TESTS_SUBJECT_H

#include "machine.h"
#include "../adapters/order.h"
#include "runner/runner.h"
#include "../adapters/wrong.h"

/* One change of a program. */
typedef enum amsref_change {
    CHANGE_NONE,
    CHANGE_OPERATION, /* of `dst` to `value` */
    CHANGE_SWAP,      /* the operands of `dst` */
    CHANGE_OPERAND,   /* number `slot` of `dst` to register `value` */
    CHANGE_AFTER,     /* `value` is done to the result of `dst` */
    CHANGE_STORE,     /* quantity `slot` becomes register `value` */
    CHANGE_GUARD      /* the condition of `dst` to register `value` */
} amsref_change;

typedef struct amsref_edit {
    amsref_change change;
    unsigned char dst, slot, value;
} amsref_edit;

/* False where the edit has no place in the program, or changes nothing. */
bool amsref_edit_apply(const amsref_edit *edit, amsref_program *program);
/* Every edit of the dialect's plain program, in the order of the program. */
typedef void amsref_edit_visit(const amsref_edit *edit, void *context);
void amsref_edits_each(size_t dialect, amsref_edit_visit *visit, void *context);
/* "den: add becomes multiply"; the caller frees it. */
char *amsref_edit_text(const amsref_edit *edit);

/* What goes wrong around the step: losses.inc has the rows. */
typedef enum amsref_loss {
    LOSS_NONE,
#define T(enumerator, about) LOSS_##enumerator,
#include "losses.inc"
#undef T
    LOSSES
} amsref_loss;

typedef struct amsref_transfer {
    amsref_loss loss;
    int quantity;  /* of the state, where it matters */
    double number; /* a period, a bound, a limit */
} amsref_transfer;

typedef enum amsref_kind {
    KIND_PROGRAM, /* the plain program, edited */
    KIND_FAULT,   /* wrong.h */
    KIND_ORDER    /* order.h */
} amsref_kind;

typedef struct amsref_subject {
    const char *group;
    const char *name;
    const char *about;
    amsref_kind kind;
    amsref_edit edit;
    const struct amsref_history *history; /* more than one edit, or NULL */
    size_t as;                            /* 1 + the dialect that it is, or 0 for the right one */
    amsref_manner manner;
    amsref_transfer transfer;
    amsref_fault fault;
    amsref_order order;
    size_t tail; /* vectors of so many; what is left over takes order_tail. 0: no tail */
    amsref_order order_tail;
    unsigned char where[DIALECTS]; /* bit f: it differs in format f of the dialect */
} amsref_subject;

/* Answers one case; *answer is freed by amsref_answer_clear. Keeps state where the subject leaks.
 */
void amsref_course(const amsref_subject *subject, const amsref_case *item, amsref_answer *answer);

/* Which of a subject's processes answers from now on: each remembers its own requests. */
typedef enum amsref_course_process { PROCESS_OF_CASES, PROCESS_OF_LAWS, PROCESS_OF_LAWS_NEW, PROCESSES } amsref_course_process;
void amsref_course_in(amsref_course_process process);

/* All wrong subjects, and all right ones; storage lasts. */
typedef struct amsref_subjects {
    amsref_subject *item;
    size_t count, room;
} amsref_subjects;

amsref_subject *amsref_subject_add(amsref_subjects *list);
void amsref_subjects_wrong(amsref_subjects *list);
void amsref_subjects_right(amsref_subjects *list);

#endif
