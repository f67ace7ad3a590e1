/* SPDX-License-Identifier: Apache-2.0 */
#include "stages.h"

#include <stdlib.h>

#define SCRATCH 16

static amsref_range *scratch(amsref_enclosure *e, size_t i)
{
    amsref_range *const all[SCRATCH] = {&e->g,        &e->square, &e->wide_m, &e->wide_v,
                                        &e->wide_max, &e->root,   &e->den,    &e->quotient,
                                        &e->update,   &e->t1,     &e->t2,     &e->t3,
                                        &e->plain_g,  &e->old_m,  &e->old_v,  &e->clip};
    return all[i];
}

amsref_enclosure *amsref_enclosure_new(const amsref_problem *problem, const amsref_traits *traits,
                                       amsref_model model, amsref_precision *p)
{
    amsref_enclosure *e = malloc(sizeof *e);
    if (e == NULL) {
        return NULL;
    }
    e->problem = problem;
    e->does = traits;
    e->kept = amsref_binary_of(traits->arithmetic ? traits->arithmetic : problem->format);
    e->binary = model == AMSREF_MODEL_WORKING ? e->kept : amsref_binary_arithmetic(e->kept);
    e->lost = traits->flushes ? e->binary->normal : e->binary->eta;
    e->model = model;
    e->p = p;
    amsref_scalars_init(&e->scalars, p->bits);
    for (size_t i = 0; i < SCRATCH; i++) {
        amsref_range_init(scratch(e, i), p->bits);
    }
    mpfi_init2(e->err, p->bits);
    mpfi_init2(e->term, p->bits);
    mpfi_set_d(e->term, 0.0);
    mpfi_init2(e->mag, p->bits);
    mpfi_init2(e->limit, p->bits);
    return e;
}

void amsref_enclosure_free(amsref_enclosure *e)
{
    if (e != NULL) {
        amsref_scalars_clear(&e->scalars);
        for (size_t i = 0; i < SCRATCH; i++) {
            amsref_range_clear(scratch(e, i));
        }
        mpfi_clear(e->err);
        mpfi_clear(e->term);
        mpfi_clear(e->mag);
        mpfi_clear(e->limit);
        free(e);
    }
}

void amsref_enclosure_at(amsref_enclosure *e, uint64_t t)
{
    amsref_scalars_set(&e->scalars, e->problem, e->does, e->binary, e->model, t, e->p);
}

void amsref_enclose(amsref_enclosure *e, amsref_state *state, uint64_t g)
{
    amsref_range *of = state->of;
    amsref_range_set(&e->old_m, &of[AMSREF_M]);
    amsref_range_set(&e->old_v, &of[AMSREF_V]);
    amsref_enclose_gradient(e, &of[AMSREF_X], g);
    amsref_enclose_m(e, &of[AMSREF_M]);
    amsref_enclose_v(e, &of[AMSREF_V], &of[AMSREF_VMAX]);
    amsref_enclose_vmax(e, &of[AMSREF_V], &of[AMSREF_VMAX]);
    amsref_enclose_den(e);
    amsref_enclose_update(e);
    amsref_enclose_x(e, &of[AMSREF_X]);
}
