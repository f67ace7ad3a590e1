/* SPDX-License-Identifier: Apache-2.0
 *
 * The first step and quantity that leave the enclosure (AG-107): the implementation walks the stretch
 * once more, answering every step, while the oracle carries the intervals along.
 */
#include <stdlib.h>
#include <string.h>

#include "long/internal.h"

/* A stretch between two checkpoints, with everything that was answered in it. */
typedef struct walk {
    const amsref_case *item;
    amsref_level wanted;
    uint64_t t; /* of the first step */
    size_t steps;
    uint64_t *got; /* [step][quantity][element] */
    amsref_leaving *leaving;
} walk;

static uint64_t got_at(const walk *w, size_t s, size_t q, size_t i)
{
    return w->got[(s * AMSREF_QUANTITIES + q) * w->item->problem.n + i];
}

/* Asks piece by piece, every state of it. */
static int answer_all(amsref_client *client, walk *w, const amsref_snapshot *from,
                      amsref_error *error)
{
    const amsref_problem *p = &w->item->problem;
    amsref_snapshot state;
    const uint64_t last = w->t + w->steps - 1;
    uint64_t at[AMSREF_STRIDE];
    int result = 0;

    amsref_snapshot_init(&state, p);
    amsref_snapshot_copy(&state, from, p);
    while (result == 0 && state.t < last) {
        amsref_answer answer;
        uint64_t end = amsref_stretch_end(client, state.t + 1, last);
        size_t count = (size_t)(end - state.t);
        for (size_t s = 0; s < count; s++) {
            at[s] = state.t + 1 + s;
        }
        result = amsref_stretch_ask(client, w->item, &state, at, count, &answer, error);
        for (size_t s = 0; result == 0 && s < count; s++) {
            if (answer.skip || answer.error || !amsref_answer_state(&answer, p, s, &state)) {
                result = amsref_fail(error, "case %s, step %llu: asked once more, it does not "
                                            "answer as before", w->item->id,
                                     (unsigned long long)at[s]);
                break;
            }
            state.t = at[s];
            for (size_t q = 0; q < amsref_quantity_count(p->dialect); q++) {
                memcpy(&w->got[((size_t)(at[s] - w->t) * AMSREF_QUANTITIES + q) * p->n],
                       state.value[q], p->n * sizeof *w->got);
            }
        }
        amsref_answer_clear(&answer);
    }
    amsref_snapshot_free(&state);
    return result;
}

static void leave(const walk *w, size_t s, size_t q, size_t i, uint64_t lo, uint64_t hi)
{
    const uint64_t got = got_at(w, s, q, i);

    *w->leaving = (amsref_leaving){
        .found = true, .t = w->t + s, .quantity = (amsref_quantity)q, .element = i, .got = got,
        .lo = lo, .hi = hi,
        .distance = amsref_outside_by(w->item->problem.format, lo, hi, got)};
}

static bool compare(size_t element, size_t step, const amsref_band band[AMSREF_QUANTITIES],
                    void *context)
{
    walk *w = context;
    const amsref_format format = w->item->problem.format;

    /* The order in which a step computes them: what leaves first is nearest to the cause. */
    static const amsref_quantity order[] = {AMSREF_M, AMSREF_V, AMSREF_VMAX, AMSREF_X};
    for (size_t k = 0; k < sizeof order / sizeof *order; k++) {
        const amsref_quantity q = order[k];
        if ((size_t)q < amsref_quantity_count(w->item->problem.dialect) &&
            amsref_outside_by(format, band[q].lo, band[q].hi, got_at(w, step, q, element)) != 0) {
            leave(w, step, q, element, band[q].lo, band[q].hi);
            return false;
        }
    }
    return true;
}

/* The bands of a checkpoint, or the points where the case begins. */
static amsref_band *bands_from(const amsref_case *item, size_t checkpoint, amsref_level wanted)
{
    const amsref_problem *p = &item->problem;
    amsref_band *band = amsref_alloc(p->n * AMSREF_QUANTITIES, sizeof *band);

    for (size_t i = 0; i < p->n; i++) {
        for (size_t q = 0; q < AMSREF_QUANTITIES; q++) {
            amsref_band *b = &band[i * AMSREF_QUANTITIES + q];
            b->nan = AMSREF_NAN_NO;
            if (q >= amsref_quantity_count(p->dialect)) {
                continue;
            }
            if (checkpoint == 0) {
                b->lo = b->hi = p->in[q][i];
                continue;
            }
            const amsref_golden *golden = &item->out[checkpoint - 1].quantity[q];
            uint64_t *const *end = wanted == AMSREF_TIGHT ? golden->tight : golden->working;
            b->lo = end[0][i];
            b->hi = end[1][i];
            b->nan = golden->nan[i];
        }
    }
    return band;
}

static int by_intervals(walk *w, const amsref_problem *piece, size_t checkpoint,
                        amsref_error *error)
{
    amsref_band *band = bands_from(w->item, checkpoint, w->wanted);
    const amsref_model model =
        w->wanted == AMSREF_TIGHT ? AMSREF_MODEL_TIGHT : AMSREF_MODEL_WORKING;
    const char *refusal = amsref_oracle_onward(piece, model, band, compare, w);

    free(band);
    return refusal ? amsref_fail(error, "case %s: %s", w->item->id, refusal) : 0;
}

/* At level exact: against the core's bits, from the state from which both went on. */
static int by_bits(walk *w, const amsref_problem *piece, amsref_error *error)
{
    static const amsref_quantity order[] = {AMSREF_M, AMSREF_V, AMSREF_VMAX, AMSREF_X};
    amsref_case core = {.id = w->item->id, .problem = *piece};

    amsref_case_outs(&core, w->steps);
    for (size_t s = 0; s < w->steps; s++) {
        core.out[s].t = w->t + s;
    }
    int result = amsref_case_reference(&core, error);
    for (size_t s = 0; result == 0 && s < w->steps && !w->leaving->found; s++) {
        for (size_t k = 0; k < 4 * piece->n && !w->leaving->found; k++) {
            const amsref_quantity q = order[k % 4];
            const size_t i = k / 4;
            if ((size_t)q < amsref_quantity_count(piece->dialect) &&
                core.out[s].quantity[q].ref[i] != got_at(w, s, q, i)) {
                const uint64_t ref = core.out[s].quantity[q].ref[i];
                leave(w, s, q, i, ref, ref);
            }
        }
    }
    core.id = NULL;
    core.problem = (amsref_problem){.dialect = piece->dialect};
    amsref_case_clear(&core);
    return result;
}

int amsref_leaving_find(amsref_client *client, amsref_long *l, size_t checkpoint,
                        const amsref_snapshot *from, amsref_level wanted, amsref_error *error)
{
    const amsref_problem *p = &l->item->problem;
    const uint64_t last = l->item->out[checkpoint].t;
    walk w = {.item = l->item, .wanted = wanted, .t = from->t + 1,
              .steps = (size_t)(last - from->t), .leaving = &l->free};
    amsref_problem piece = *p;

    w.got = amsref_alloc(w.steps * AMSREF_QUANTITIES * p->n, sizeof *w.got);
    piece.t = w.t;
    piece.steps = w.steps;
    piece.g = p->g + (w.t - p->t) * p->n;
    for (size_t q = 0; q < AMSREF_QUANTITIES; q++) {
        piece.in[q] = from->value[q];
    }
    int result = answer_all(client, &w, from, error);
    if (result == 0) {
        result = wanted == AMSREF_EXACT ? by_bits(&w, &piece, error)
                                        : by_intervals(&w, &piece, checkpoint, error);
    }
    l->unsteady = result == 0 && !l->free.found;
    free(w.got);
    return result;
}
