/* SPDX-License-Identifier: Apache-2.0
 *
 * Golden values of long runs, checked in seconds (AG-109). Making them anew takes the oracle minutes:
 * `amsref vectors verify --vectors vectors/long` does that.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "long/internal.h"

enum { PREFIX = 100 }; /* steps that are made anew whole */

static int differ(const amsref_case *item, size_t s, const char *what, amsref_error *error)
{
    amsref_fail(error, "case %s, step %" PRIu64 ": %s is not what comes out anew", item->id,
                item->out[s].t, what);
    return 1;
}

/* The same problem with room for other golden values. Freed by drop(). */
static amsref_case twin(const amsref_case *item, size_t outs)
{
    amsref_case c = {.id = item->id, .problem = item->problem, .bursts = true};

    amsref_case_outs(&c, outs);
    for (size_t s = 0; s < outs; s++) {
        c.out[s].t = item->out[s].t;
    }
    return c;
}

static void drop(amsref_case *c)
{
    c->id = NULL;
    c->problem = (amsref_problem){.dialect = c->problem.dialect};
    amsref_case_clear(c);
}

static bool same(const amsref_case *a, const amsref_case *b, size_t s, bool whole)
{
    const size_t size = a->problem.n * sizeof(uint64_t);

    for (size_t q = 0; q < amsref_quantity_count(a->problem.dialect); q++) {
        const amsref_golden *x = &a->out[s].quantity[q], *y = &b->out[s].quantity[q];
        if (memcmp(x->ref, y->ref, size) != 0) {
            return false;
        }
        if (whole && (memcmp(x->rn, y->rn, size) != 0 ||
                      memcmp(x->tight[0], y->tight[0], size) != 0 ||
                      memcmp(x->tight[1], y->tight[1], size) != 0 ||
                      memcmp(x->working[0], y->working[0], size) != 0 ||
                      memcmp(x->working[1], y->working[1], size) != 0)) {
            return false;
        }
    }
    return true;
}

static int check_core(const amsref_case *item, amsref_error *error)
{
    amsref_case c = twin(item, item->outs);
    int result = amsref_case_reference(&c, error);

    for (size_t s = 0; result == 0 && s < item->outs; s++) {
        if (!same(item, &c, s, false)) {
            result = differ(item, s, "ref", error);
        } else if (strcmp(item->hash[s], c.hash[s]) != 0) {
            result = differ(item, s, "hash", error);
        }
    }
    drop(&c);
    return result;
}

static int check_prefix(const amsref_case *item, amsref_error *error)
{
    size_t outs = 0;

    while (outs < item->outs && item->out[outs].t < item->problem.t + PREFIX) {
        outs++;
    }
    amsref_case c = twin(item, outs);
    c.problem.steps = PREFIX < item->problem.steps ? PREFIX : item->problem.steps;
    int result = outs ? amsref_case_solve(&c, error) : 0;
    for (size_t s = 0; result == 0 && s < outs; s++) {
        if (!same(item, &c, s, true)) {
            result = differ(item, s, "an interval", error);
        }
    }
    drop(&c);
    return result;
}

typedef struct arrival {
    const amsref_golden_state *golden;
    amsref_model model;
    size_t last; /* step of the stretch */
    size_t quantities;
    bool same;
} arrival;

static bool compare(size_t i, size_t step, const amsref_band band[AMSREF_QUANTITIES], void *context)
{
    arrival *a = context;

    for (size_t q = 0; step == a->last && q < a->quantities; q++) {
        const amsref_golden *golden = &a->golden->quantity[q];
        uint64_t *const *end = a->model == AMSREF_MODEL_TIGHT ? golden->tight : golden->working;
        a->same = a->same && band[q].lo == end[0][i] && band[q].hi == end[1][i];
    }
    return a->same;
}

static int check_stretch(const amsref_case *item, size_t k, amsref_model model, amsref_error *error)
{
    const amsref_problem *p = &item->problem;
    amsref_problem piece = *p;
    amsref_band *start = amsref_alloc(p->n * AMSREF_QUANTITIES, sizeof *start);

    for (size_t b = 0; b < p->n * AMSREF_QUANTITIES; b++) {
        const size_t i = b / AMSREF_QUANTITIES, q = b % AMSREF_QUANTITIES;
        const amsref_golden *golden = &item->out[k].quantity[q];
        start[b].nan = AMSREF_NAN_NO;
        if (q < amsref_quantity_count(p->dialect)) {
            uint64_t *const *end = model == AMSREF_MODEL_TIGHT ? golden->tight : golden->working;
            start[b] = (amsref_band){end[0][i], end[1][i], golden->nan[i]};
        }
    }
    piece.t = item->out[k].t + 1;
    piece.steps = (size_t)(item->out[k + 1].t - item->out[k].t);
    piece.g = p->g + (piece.t - p->t) * p->n;
    arrival a = {&item->out[k + 1], model, piece.steps - 1, amsref_quantity_count(p->dialect),
                 true};
    const char *refusal = amsref_oracle_onward(&piece, model, start, compare, &a);
    free(start);
    if (refusal) {
        return amsref_fail(error, "case %s: %s", item->id, refusal);
    }
    return a.same ? 0 : differ(item, k + 1, "an interval", error);
}

int amsref_long_verify(const amsref_case *item, uint64_t seed, amsref_error *error)
{
    const size_t stretches = item->outs - 1;
    const size_t k = stretches ? (size_t)(seed % stretches) : 0;
    int result = item->bursts ? check_core(item, error)
                              : amsref_fail(error, "case %s: not a long run (AG-105)", item->id);

    if (result == 0) {
        result = check_prefix(item, error);
    }
    for (int model = AMSREF_MODEL_TIGHT; result == 0 && stretches && model < AMSREF_MODELS; model++) {
        result = check_stretch(item, k, (amsref_model)model, error);
    }
    return result;
}
