/* SPDX-License-Identifier: Apache-2.0
 *
 * The wrong implementations: every single edit of the plain program, other dialects, frameworks'
 * bugs, the faults of wrong.h, and losses around the step.
 */
#include <fenv.h>
#include <stdlib.h>
#include <string.h>

#include "history.h"
#include "subject.h"
#include "suite/memory.h"

enum { BOTH = 1 << ADAPTER_BINARY64 | 1 << ADAPTER_BINARY32 };

amsref_subject *amsref_subject_add(amsref_subjects *list)
{
    if (list->count == list->room) {
        list->room = 2 * list->room + 64;
        amsref_subject *more = amsref_alloc(list->room, sizeof *more);
        if (list->count) {
            memcpy(more, list->item, list->count * sizeof *more);
        }
        free(list->item);
        list->item = more;
    }
    return &list->item[list->count++];
}

typedef struct collection {
    amsref_subjects *list;
    size_t dialect, first;
} collection;

static bool alike(const amsref_edit *a, const amsref_edit *b)
{
    return a->change == b->change && a->dst == b->dst && a->slot == b->slot && a->value == b->value;
}

static void collect(const amsref_edit *edit, void *context)
{
    collection *c = context;
    amsref_subject *subject = NULL;
    for (size_t i = c->first; i < c->list->count && !subject; i++) {
        subject = alike(&c->list->item[i].edit, edit) ? &c->list->item[i] : NULL;
    }
    if (!subject) {
        subject = amsref_subject_add(c->list);
        *subject = (amsref_subject){.group = "edit", .edit = *edit};
        subject->name = amsref_edit_text(edit);
        subject->about = "";
    }
    subject->where[c->dialect] = BOTH;
}

static void add_edits(amsref_subjects *list)
{
    collection c = {.list = list, .first = list->count};
    for (c.dialect = 0; c.dialect < DIALECTS; c.dialect++) {
        amsref_edits_each(c.dialect, collect, &c);
    }
}

static void add_faults(amsref_subjects *list)
{
    for (size_t f = NO_FAULT + 1; f < FAULT_COUNT; f++) {
        amsref_subject *subject = amsref_subject_add(list);
        const char *about = amsref_faults[f].about;
        *subject = (amsref_subject){.group = "fault",
                                    .name = amsref_faults[f].name,
                                    .about = about + strcspn(about, " ") + 1,
                                    .kind = KIND_FAULT,
                                    .fault = (amsref_fault)f};
        for (size_t d = 0; d < DIALECTS; d++) {
            bool narrow = strncmp(about, "64", 2) != 0;
            subject->where[d] = (unsigned char)(!amsref_fault_applies(f, d) ? 0
                                                : narrow                   ? BOTH
                                                                           : 1 << ADAPTER_BINARY64);
        }
    }
}

static void add_histories(amsref_subjects *list)
{
    for (const amsref_history *h = amsref_histories; h->name; h++) {
        amsref_subject *subject = amsref_subject_add(list);
        *subject = (amsref_subject){.group = "history",
                                    .name = h->name,
                                    .about = h->about,
                                    .history = h,
                                    .manner.number = h->number};
        for (size_t d = 0; d < DIALECTS; d++) {
            subject->where[d] = h->where(d) ? BOTH : 0;
        }
    }
    for (size_t as = 0; as < DIALECTS; as++) {
        amsref_program program;
        amsref_subject *subject = amsref_subject_add(list);
        *subject = (amsref_subject){.group = "dialect", .as = as + 1};
        subject->name = amsref_print("is %s", amsref_dialects[as]);
        subject->about = "the step of another dialect";
        for (size_t d = 0; d < DIALECTS; d++) {
            subject->where[d] = amsref_history_other(d, as, &program) ? BOTH : 0;
        }
    }
}

/* Where a loss shows. */
typedef enum scope { ANY_DIALECT, T_IS_USED, WITH_MAXIMUM, WITH_EPS, WIDE_FORMAT } scope;

typedef struct row {
    const char *name, *about;
    amsref_transfer transfer;
    scope where;
} row;

#define EACH_MOMENT(name, about, loss, number, where)                                              \
    {name "-m", about, {loss, AMSREF_M, number}, where},                                           \
        {name "-v", about, {loss, AMSREF_V, number}, where},                                       \
        {name "-vmax", about, {loss, AMSREF_VMAX, number}, WITH_MAXIMUM}
#define EACH_QUANTITY(name, about, loss, number, where)                                            \
    {name "-x", about, {loss, AMSREF_X, number}, where},                                           \
        EACH_MOMENT(name, about, loss, number, where)

static const row rows[] = {
#include "loss_rows.inc"
};

static bool shows(const row *r, size_t d)
{
    const bool maximum = r->where == WITH_MAXIMUM || r->transfer.quantity == AMSREF_VMAX;
    return (!maximum || amsref_shapes[d].maximum) && (r->where != T_IS_USED || d != JULIA) &&
           (r->where != WITH_EPS || d != PAPER);
}

static void add_losses(amsref_subjects *list)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        amsref_subject *subject = amsref_subject_add(list);
        *subject = (amsref_subject){.group = "loss",
                                    .name = rows[i].name,
                                    .about = rows[i].about,
                                    .transfer = rows[i].transfer};
        for (size_t d = 0; d < DIALECTS; d++) {
            bool narrow = rows[i].where != WIDE_FORMAT &&
                          rows[i].transfer.loss != LOSS_BINARY32;
            subject->where[d] = (unsigned char)(!shows(&rows[i], d) ? 0
                                                : narrow            ? BOTH
                                                                    : 1 << ADAPTER_BINARY64);
        }
    }
}

static void add_roundings(amsref_subjects *list)
{
    static const struct {
        const char *name, *about;
        int mode;
    } modes[] = {{"towards-zero", "the step rounds towards zero", FE_TOWARDZERO},
                 {"upward", "the step rounds upward", FE_UPWARD},
                 {"downward", "the step rounds downward", FE_DOWNWARD}};
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        amsref_subject *subject = amsref_subject_add(list);
        *subject = (amsref_subject){.group = "rounding",
                                    .name = modes[i].name,
                                    .about = modes[i].about,
                                    .manner.rounding = modes[i].mode};
        memset(subject->where, BOTH, DIALECTS);
    }
}

void amsref_subjects_wrong(amsref_subjects *list)
{
    add_faults(list);
    add_histories(list);
    add_losses(list);
    add_roundings(list);
    add_edits(list);
}
