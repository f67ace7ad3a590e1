/* SPDX-License-Identifier: Apache-2.0 */
#include "variant.h"

#include <math.h>
#include <stdlib.h>

/* A deviation is not worth more bits: where these do not decide, it explains nothing. */
enum { PRECISION_FIRST = 192, PRECISION_LAST = 3072 };

/* One evaluation at one precision: an enclosure for each step. */
typedef struct work {
    const amsref_problem *problem;
    const amsref_traits *traits;
    amsref_model model;
    amsref_enclosure **step;
    amsref_precision *p;
} work;

static bool skipped(const amsref_traits *traits, size_t i, size_t n)
{
    return (traits->last && n > 1 && i == n - 1) || (traits->tail && i >= n - n % traits->tail);
}

static void load(const work *w, size_t i, amsref_state *state)
{
    const amsref_problem *q = w->problem;
    for (size_t k = 0; k < AMSREF_QUANTITIES; k++) {
        amsref_range_set_bits(&state->of[k], q->format, q->in[k][i]);
        amsref_enclosure_input(w->step[0], (amsref_quantity)k, &state->of[k]);
    }
}

static void bands_of(const work *w, const amsref_state *state, amsref_band band[AMSREF_QUANTITIES])
{
    for (size_t k = 0; k < AMSREF_QUANTITIES; k++) {
        band[k] = amsref_band_of(&state->of[k], w->problem->format, w->p);
    }
    if (w->traits->moments_swapped) {
        const amsref_band m = band[AMSREF_M];
        band[AMSREF_M] = band[AMSREF_V];
        band[AMSREF_V] = m;
    }
    if (!w->traits->maximum) {
        band[AMSREF_VMAX] = (amsref_band){.lo = amsref_special(w->problem->format, -INFINITY),
                                          .hi = amsref_special(w->problem->format, INFINITY),
                                          .nan = AMSREF_NAN_ALLOWED};
    }
}

/* All steps of one parameter. False where the visitor has seen enough, or an end point is
 * undecided. */
static bool element(const work *w, size_t i, amsref_state *state, amsref_band *band,
                    amsref_band_visit *visit, void *context)
{
    const amsref_problem *q = w->problem;
    load(w, i, state);
    for (size_t s = 0; s < q->steps; s++) {
        if (!skipped(w->traits, i, q->n)) {
            amsref_enclose(w->step[s], state, q->g[s * q->n + i]);
        }
        bands_of(w, state, &band[s * AMSREF_QUANTITIES]);
    }
    for (size_t s = 0; s < q->steps && !w->p->undecided; s++) {
        if (!visit(i, s, &band[s * AMSREF_QUANTITIES], context)) {
            return false;
        }
    }
    return !w->p->undecided;
}

static bool begin(work *w)
{
    const amsref_problem *q = w->problem;
    for (size_t s = 0; s < q->steps; s++) {
        w->step[s] = amsref_enclosure_new(q, w->traits, w->model, w->p);
        if (w->step[s] == NULL) {
            return false;
        }
        amsref_enclosure_at(w->step[s], q->t + s);
        if (w->traits->clipping == AMSREF_CLIPPING_NORM) {
            amsref_enclosure_norm(w->step[s], q->g + s * q->n);
        }
    }
    return true;
}

/* From *next on; *next is the first parameter that has not been visited. */
static const char *attempt(work *w, size_t *next, amsref_band_visit *visit, void *context)
{
    const amsref_problem *q = w->problem;
    amsref_state state;
    amsref_band *band = calloc(q->steps * AMSREF_QUANTITIES, sizeof *band);
    w->step = calloc(q->steps, sizeof *w->step);
    const bool ready = band && w->step && begin(w);
    for (size_t k = 0; k < AMSREF_QUANTITIES; k++) {
        amsref_range_init(&state.of[k], w->p->bits);
    }
    while (ready && *next < q->n && element(w, *next, &state, band, visit, context)) {
        ++*next;
    }
    for (size_t k = 0; k < AMSREF_QUANTITIES; k++) {
        amsref_range_clear(&state.of[k]);
    }
    for (size_t s = 0; w->step && s < q->steps; s++) {
        amsref_enclosure_free(w->step[s]);
    }
    free(w->step);
    free(band);
    return ready ? NULL : "out of memory";
}

const char *amsref_oracle_variant_from(const amsref_problem *problem, const amsref_traits *traits,
                                       amsref_model model, size_t first, amsref_band_visit *visit,
                                       void *context)
{
    size_t next = first;
    for (mpfr_prec_t bits = PRECISION_FIRST; bits <= PRECISION_LAST; bits *= 4) {
        amsref_precision p = {.bits = bits, .undecided = false};
        work w = {.problem = problem, .traits = traits, .model = model, .p = &p};
        const char *error = attempt(&w, &next, visit, context);
        if (error != NULL || !p.undecided) {
            return error;
        }
    }
    return "an end point is undecided";
}

const char *amsref_oracle_variant(const amsref_problem *problem, const amsref_traits *traits,
                                  amsref_model model, amsref_band_visit *visit, void *context)
{
    return amsref_oracle_variant_from(problem, traits, model, 0, visit, context);
}
