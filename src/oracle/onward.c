/* SPDX-License-Identifier: Apache-2.0 */
#include "onward.h"

#include <stdlib.h>

enum { PRECISION_FIRST = 192, PRECISION_LAST = 3072 };

/* Where the next visit stands, kept while the precision is raised. */
typedef struct progress {
    size_t step, element;
    bool stopped;
} progress;

static void load(amsref_range *r, amsref_format format, const amsref_band *band,
                 amsref_precision *p)
{
    amsref_range high;
    amsref_range_init(&high, p->bits);
    amsref_range_set_bits(r, format, band->lo);
    amsref_range_set_bits(&high, format, band->hi);
    amsref_range_hull(r, r, &high);
    r->num = band->nan != AMSREF_NAN_REQUIRED;
    r->nan = band->nan != AMSREF_NAN_NO;
    amsref_range_clear(&high);
}

/* One parameter's step; visited unless a lower precision has done so. */
static void element(const amsref_problem *q, amsref_enclosure *e, amsref_state *state, size_t s,
                    size_t i, progress *at, amsref_band_visit *visit, void *context,
                    amsref_precision *p)
{
    amsref_band band[AMSREF_QUANTITIES] = {{0, 0, AMSREF_NAN_ALLOWED}};
    const size_t last = amsref_traits_of(q->dialect)->maximum ? AMSREF_QUANTITIES : AMSREF_VMAX;

    amsref_enclose(e, &state[i], q->g[s * q->n + i]);
    for (size_t k = 0; k < last; k++) {
        band[k] = amsref_band_of(&state[i].of[k], q->format, p);
    }
    if (!p->undecided && s == at->step && i == at->element) {
        at->stopped = !visit(i, s, band, context);
        at->element = (i + 1) % q->n;
        at->step += at->element == 0;
    }
}

static const char *attempt(const amsref_problem *q, amsref_model model, const amsref_band *start,
                           progress *at, amsref_band_visit *visit, void *context,
                           amsref_precision *p)
{
    const size_t ranges = q->n * AMSREF_QUANTITIES;
    amsref_state *state = malloc((q->n + 1) * sizeof *state);
    amsref_enclosure *e = amsref_enclosure_new(q, amsref_traits_of(q->dialect), model, p);

    for (size_t r = 0; state && r < ranges; r++) {
        amsref_range *range = &state[r / AMSREF_QUANTITIES].of[r % AMSREF_QUANTITIES];
        amsref_range_init(range, p->bits);
        load(range, q->format, &start[r], p);
    }
    for (size_t s = 0; state && e && s < q->steps; s++) {
        amsref_enclosure_at(e, q->t + s);
        for (size_t i = 0; i < q->n && !p->undecided && !at->stopped; i++) {
            element(q, e, state, s, i, at, visit, context, p);
        }
    }
    for (size_t r = 0; state && r < ranges; r++) {
        amsref_range_clear(&state[r / AMSREF_QUANTITIES].of[r % AMSREF_QUANTITIES]);
    }
    const bool ready = state && e;
    amsref_enclosure_free(e);
    free(state);
    return ready ? NULL : "out of memory";
}

const char *amsref_oracle_onward(const amsref_problem *problem, amsref_model model,
                                 const amsref_band *start, amsref_band_visit *visit, void *context)
{
    progress at = {0, 0, false};
    for (mpfr_prec_t bits = PRECISION_FIRST; bits <= PRECISION_LAST; bits *= 4) {
        amsref_precision p = {.bits = bits, .undecided = false};
        const char *error = attempt(problem, model, start, &at, visit, context, &p);
        if (error != NULL || !p.undecided) {
            return error;
        }
    }
    return "an end point is undecided";
}
