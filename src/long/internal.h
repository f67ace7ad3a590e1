/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of this folder share. Nothing outside includes it.
 */
#ifndef AMSREF_LONG_INTERNAL_H
#define AMSREF_LONG_INTERNAL_H

#include "long/long.h"
#include "oracle/onward.h"
#include "suite/memory.h"

/* Bit patterns of a state: n of each quantity that the dialect has. */
typedef struct amsref_snapshot {
    uint64_t t; /* the step after which it stands */
    uint64_t *value[AMSREF_QUANTITIES];
} amsref_snapshot;

void amsref_snapshot_init(amsref_snapshot *s, const amsref_problem *problem);
void amsref_snapshot_copy(amsref_snapshot *to, const amsref_snapshot *from,
                          const amsref_problem *problem);
void amsref_snapshot_free(amsref_snapshot *s);

/*
 * stretch.c: from a state on, by one request, to the steps at[0 .. count-1]; the last is where it ends.
 * 0, with the answer, or -1 and *error where the implementation broke off.
 */
int amsref_stretch_ask(amsref_client *client, const amsref_case *item, const amsref_snapshot *from,
                       const uint64_t *at, size_t count, amsref_answer *answer,
                       amsref_error *error);

/* State number s of an answer whose quantities are all there; false where one is not. */
bool amsref_answer_state(const amsref_answer *answer, const amsref_problem *problem, size_t s,
                         amsref_snapshot *to);

/* The last step that one request may take from step t on (AG-108). */
uint64_t amsref_stretch_end(const amsref_client *client, uint64_t t, uint64_t last);

/* leaving.c: steps on from a good checkpoint to the first element outside. */
int amsref_leaving_find(amsref_client *client, amsref_long *l, size_t checkpoint,
                        const amsref_snapshot *from, amsref_level wanted, amsref_error *error);

/* standing.c: one element onto a standing. Returns its level. */
amsref_level amsref_standing_add(amsref_standing *standing, amsref_format format,
                                 const amsref_golden *golden, amsref_quantity q, size_t i,
                                 uint64_t got);

/* AG-54: 0 inside, UINT64_MAX for NaN. */
uint64_t amsref_outside_by(amsref_format format, uint64_t lo, uint64_t hi, uint64_t got);

#endif
