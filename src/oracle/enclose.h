/* SPDX-License-Identifier: Apache-2.0
 *
 * One step on ranges: from what the state may be before to what it may be after (AG-30 .. AG-38).
 */
#ifndef AMSREF_ORACLE_ENCLOSE_H
#define AMSREF_ORACLE_ENCLOSE_H

#include "scalars.h"

/* x, m, v, vmax of one parameter. */
typedef struct amsref_state {
    amsref_range of[AMSREF_QUANTITIES];
} amsref_state;

/* What one step works in: model, format, scalars of the step, scratch. */
typedef struct amsref_enclosure amsref_enclosure;

/* The traits are the dialect's (amsref_traits_of), or those of a deviation; they must stay. */
amsref_enclosure *amsref_enclosure_new(const amsref_problem *problem, const amsref_traits *traits,
                                       amsref_model model, amsref_precision *p);
void amsref_enclosure_free(amsref_enclosure *e);

/* Sets the scalars of step t: before the parameters of that step. */
void amsref_enclosure_at(amsref_enclosure *e, uint64_t t);

/* The gradients of the step, n of them, where the traits clip by their norm (AG-83). */
void amsref_enclosure_norm(amsref_enclosure *e, const uint64_t *g);

/* state = the state after the step with gradient g: end points of the format, but at AMSREF_MODEL_IDEAL exact. */
void amsref_enclose(amsref_enclosure *e, amsref_state *state, uint64_t g);

/* r = what quantity q of a request may have become when it was read (AG-83). */
void amsref_enclosure_input(amsref_enclosure *e, amsref_quantity q, amsref_range *r);

/* r = what may be stored where r was computed (AG-31). */
void amsref_store(amsref_range *r, const amsref_binary *format, amsref_precision *p);

#endif
