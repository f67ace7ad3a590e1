/* SPDX-License-Identifier: Apache-2.0
 *
 * The golden values of one case: the oracle's enclosures, the core's bits as `ref`, and the check
 * of one against the other. This is the one place where the two meet.
 */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "core/amsref.h"
#include "suite/internal.h"

/* A state as bit patterns of the case's format; adam has no vmax, but needs the room. */
typedef struct state {
    uint64_t *of[AMSREF_QUANTITIES];
} state;

/*
 * The state after a step: into the golden values where it is a chosen one, and into the running hash
 * of a long run. *next is the first chosen step that is not reached.
 */
static void keep_state(amsref_case *c, uint64_t t, const state *now, amsref_trail *trail,
                       size_t *next) {
    bool chosen = *next < c->outs && c->out[*next].t == t;

    for (size_t q = 0; chosen && q < amsref_quantity_count(c->problem.dialect); q++) {
        for (size_t i = 0; i < c->problem.n; i++) {
            c->out[*next].quantity[q].ref[i] = now->of[q][i];
        }
    }
    if (trail) {
        amsref_trail_add(trail, t, now->of);
    }
    if (trail && chosen) {
        c->hash[*next] = amsref_trail_digest(trail);
    }
    *next += chosen;
}

/* One NaN stands for all (AG-74): which payload and sign arise is the machine's business. */
static uint64_t kept(amsref_format format, double value) {
    return amsref_value_bits(format, isnan(value) ? (double)NAN : value);
}

static bool computes_in_binary64(const amsref_problem *p) {
    return p->format == AMSREF_BINARY64;
}

/* Bit patterns into an array that the core takes: of double, or of float, which is exact. */
static void *unpacked(const amsref_problem *p, const uint64_t *bits) {
    double *wide = amsref_alloc(p->n, sizeof *wide); /* room for either */
    float *narrow = (float *)wide;

    for (size_t i = 0; i < p->n; i++) {
        double value = amsref_bits_value(p->format, bits[i]);
        if (computes_in_binary64(p)) {
            wide[i] = value;
        } else {
            narrow[i] = (float)value;
        }
    }
    return wide;
}

/* And back: what a storage format keeps is rounded here (AG-116). */
static void pack(const amsref_problem *p, const void *array, uint64_t *bits) {
    for (size_t i = 0; i < p->n; i++) {
        bits[i] = kept(p->format, computes_in_binary64(p) ? ((const double *)array)[i]
                                                          : (double)((const float *)array)[i]);
    }
}

static amsref_status step_f64(const amsref_problem *p, size_t s, void *const a[AMSREF_QUANTITIES],
                              const void *g) {
    amsref_coef_f64 coef;
    amsref_status status = amsref_coef_for_f64(p->dialect, &p->hyper, p->t + s, &coef);

    if (status == AMSREF_OK) {
        amsref_step_f64(&coef, p->n, a[AMSREF_X], a[AMSREF_M], a[AMSREF_V], a[AMSREF_VMAX], g);
    }
    return status;
}

static amsref_status step_f32(const amsref_problem *p, size_t s, void *const a[AMSREF_QUANTITIES],
                              const void *g) {
    amsref_coef_f32 coef;
    amsref_status status = amsref_coef_for_f32(p->dialect, &p->hyper, p->t + s, &coef);

    if (status == AMSREF_OK) {
        amsref_step_f32(&coef, p->n, a[AMSREF_X], a[AMSREF_M], a[AMSREF_V], a[AMSREF_VMAX], g);
    }
    return status;
}

static amsref_status step(const amsref_problem *p, size_t s, state *now) {
    void *g = unpacked(p, p->g + s * p->n), *a[AMSREF_QUANTITIES];

    for (size_t q = 0; q < AMSREF_QUANTITIES; q++) {
        a[q] = unpacked(p, now->of[q]);
    }
    amsref_status status = computes_in_binary64(p) ? step_f64(p, s, a, g) : step_f32(p, s, a, g);
    for (size_t q = 0; q < AMSREF_QUANTITIES; q++) {
        pack(p, a[q], now->of[q]);
        free(a[q]);
    }
    free(g);
    return status;
}

int amsref_case_reference(amsref_case *c, amsref_error *error) {
    const amsref_problem *p = &c->problem;
    amsref_status status = AMSREF_OK;
    amsref_trail *trail = c->bursts ? amsref_trail_new(p) : NULL;
    state now;
    size_t s, next = 0;

    if (trail) {
        c->hash = amsref_alloc(c->outs, sizeof *c->hash);
    }
    for (size_t q = 0; q < AMSREF_QUANTITIES; q++) {
        now.of[q] = amsref_alloc(p->n, sizeof *now.of[q]);
        for (size_t i = 0; i < p->n && p->in[q]; i++) {
            now.of[q][i] = p->in[q][i];
        }
    }
    for (s = 0; s < p->steps && status == AMSREF_OK; s++) {
        status = step(p, s, &now);
        if (status == AMSREF_OK) {
            keep_state(c, p->t + s, &now, trail, &next);
        }
    }
    for (size_t q = 0; q < AMSREF_QUANTITIES; q++) {
        free(now.of[q]);
    }
    amsref_trail_free(trail);
    return status == AMSREF_OK
               ? 0
               : amsref_fail(error, "case %s, step %" PRIu64 ": the core refuses: %s", c->id,
                             p->t + s - 1, amsref_status_message(status));
}

int amsref_case_solve(amsref_case *c, amsref_error *error) {
    const char *refusal = amsref_oracle_golden(&c->problem, c->out, c->outs);

    if (refusal) {
        amsref_fail(error, "case %s: the oracle refuses: %s", c->id, refusal);
        return 1;
    }
    if (amsref_case_reference(c, error) != 0) {
        return -1;
    }
    return amsref_case_consistent(c, error);
}
