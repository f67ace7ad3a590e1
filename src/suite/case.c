/* SPDX-License-Identifier: Apache-2.0
 *
 * Cases in memory.
 */
#include <stdlib.h>

#include "suite/internal.h"

size_t amsref_quantity_count(amsref_dialect dialect) {
    return dialect == AMSREF_ADAM ? AMSREF_VMAX : AMSREF_QUANTITIES;
}

const char *amsref_quantity_name(amsref_quantity quantity) {
    static const char *const name[] = {"x", "m", "v", "vmax"};

    return name[quantity];
}

amsref_case *amsref_case_add(amsref_case_list *list) {
    /* Room doubles: it is full whenever the count is a power of two. */
    if ((list->count & (list->count - 1)) == 0) {
        size_t room = list->count ? 2 * list->count : 1;
        amsref_case *item = amsref_alloc(room, sizeof *item);
        for (size_t i = 0; i < list->count; i++) {
            item[i] = list->item[i];
        }
        free(list->item);
        list->item = item;
    }
    return &list->item[list->count++];
}

void amsref_case_outs(amsref_case *c, size_t outs) {
    size_t n = c->problem.n;

    c->out = amsref_alloc(outs, sizeof *c->out);
    c->outs = outs;
    for (size_t s = 0; s < outs; s++) {
        for (size_t q = 0; q < amsref_quantity_count(c->problem.dialect); q++) {
            amsref_golden *golden = &c->out[s].quantity[q];
            golden->rn = amsref_alloc(n, sizeof *golden->rn);
            golden->ref = amsref_alloc(n, sizeof *golden->ref);
            golden->nan = amsref_alloc(n + 1, 1);
            for (int end = 0; end < 2; end++) {
                golden->tight[end] = amsref_alloc(n, sizeof *golden->tight[end]);
                golden->working[end] = amsref_alloc(n, sizeof *golden->working[end]);
            }
        }
    }
}

static void outs_free(amsref_case *c) {
    for (size_t s = 0; s < c->outs; s++) {
        for (size_t q = 0; q < AMSREF_QUANTITIES; q++) {
            amsref_golden *golden = &c->out[s].quantity[q];
            free(golden->rn);
            free(golden->ref);
            free(golden->nan);
            for (int end = 0; end < 2; end++) {
                free(golden->tight[end]);
                free(golden->working[end]);
            }
        }
    }
    free(c->out);
}

void amsref_case_clear(amsref_case *c) {
    outs_free(c);
    for (size_t q = 0; q < AMSREF_QUANTITIES; q++) {
        free((void *)(uintptr_t)c->problem.in[q]);
    }
    free((void *)(uintptr_t)c->problem.g);
    free(c->id);
    free(c->category);
    free(c->comment);
    for (size_t s = 0; c->hash && s < c->outs; s++) {
        free(c->hash[s]);
    }
    free(c->hash);
    amsref_strings_free(c->flags);
    amsref_strings_free(c->clauses);
    *c = (amsref_case){0};
}

void amsref_cases_free(amsref_case_list *list) {
    for (size_t i = 0; i < list->count; i++) {
        amsref_case_clear(&list->item[i]);
    }
    free(list->item);
    *list = (amsref_case_list){0};
}
