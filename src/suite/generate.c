/* SPDX-License-Identifier: Apache-2.0
 *
 * The golden values of one case: the oracle's enclosures, the core's bits as `ref`, and the check
 * of one against the other. This is the one place where the two meet.
 */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "suite/internal.h"

static bool is_nan(amsref_format format, uint64_t bits) {
    return isnan(amsref_bits_value(format, bits));
}

/* One NaN stands for all (AG-74): which payload and sign arise is the machine's business. */
static uint64_t canonical(amsref_format format, uint64_t bits) {
    static const uint64_t quiet[] = {UINT64_C(0x7ff8000000000000), UINT64_C(0x7fc00000)};

    return is_nan(format, bits) ? quiet[format] : bits;
}

/*
 * The state after a step: into the golden values where it is a chosen one, and into the running hash
 * of a long run. *next is the first chosen step that is not reached.
 */
static void keep_state(amsref_case *c, uint64_t t, uint64_t (*bits)(const void *, size_t),
                       void *const state[AMSREF_QUANTITIES], amsref_trail *trail, size_t *next) {
    uint64_t *value[AMSREF_QUANTITIES] = {NULL};
    bool chosen = *next < c->outs && c->out[*next].t == t;

    for (size_t q = 0; (chosen || trail) && q < amsref_quantity_count(c->problem.dialect); q++) {
        value[q] = amsref_alloc(c->problem.n, sizeof *value[q]);
        for (size_t i = 0; i < c->problem.n; i++) {
            value[q][i] = canonical(c->problem.format, bits(state[q], i));
        }
        if (chosen) {
            memcpy(c->out[*next].quantity[q].ref, value[q], c->problem.n * sizeof *value[q]);
        }
    }
    if (trail) {
        amsref_trail_add(trail, t, value);
    }
    if (trail && chosen) {
        c->hash[*next] = amsref_trail_digest(trail);
    }
    *next += chosen;
    for (size_t q = 0; q < AMSREF_QUANTITIES; q++) {
        free(value[q]);
    }
}

static uint64_t bits_f64(const void *array, size_t i) {
    return amsref_value_bits(AMSREF_BINARY64, ((const double *)array)[i]);
}

static uint64_t bits_f32(const void *array, size_t i) {
    uint32_t bits;

    memcpy(&bits, (const float *)array + i, sizeof bits);
    return bits;
}

/* Bit patterns into an array of the format, signalling NaNs unharmed. */
static void *load(amsref_format format, const uint64_t *bits, size_t n) {
    if (format == AMSREF_BINARY64) {
        double *array = amsref_alloc(n, sizeof *array);
        if (bits) {
            memcpy(array, bits, n * sizeof *array);
        }
        return array;
    }
    float *array = amsref_alloc(n, sizeof *array);
    for (size_t i = 0; bits && i < n; i++) {
        uint32_t half = (uint32_t)bits[i];
        memcpy(&array[i], &half, sizeof half);
    }
    return array;
}

static amsref_status step_f64(const amsref_problem *p, size_t s, void *const a[AMSREF_QUANTITIES],
                              const void *g) {
    amsref_coef_f64 coef;
    amsref_status status = amsref_coef_for_f64(p->dialect, &p->hyper, p->t + s, &coef);

    if (status == AMSREF_OK) {
        amsref_step_f64(&coef, p->n, a[AMSREF_X], a[AMSREF_M], a[AMSREF_V], a[AMSREF_VMAX],
                        (const double *)g + s * p->n);
    }
    return status;
}

static amsref_status step_f32(const amsref_problem *p, size_t s, void *const a[AMSREF_QUANTITIES],
                              const void *g) {
    amsref_coef_f32 coef;
    amsref_status status = amsref_coef_for_f32(p->dialect, &p->hyper, p->t + s, &coef);

    if (status == AMSREF_OK) {
        amsref_step_f32(&coef, p->n, a[AMSREF_X], a[AMSREF_M], a[AMSREF_V], a[AMSREF_VMAX],
                        (const float *)g + s * p->n);
    }
    return status;
}

int amsref_case_reference(amsref_case *c, amsref_error *error) {
    const amsref_problem *p = &c->problem;
    bool wide = p->format == AMSREF_BINARY64;
    void *state[AMSREF_QUANTITIES];
    void *g = load(p->format, p->g, p->n * p->steps);
    amsref_status status = AMSREF_OK;
    amsref_trail *trail = c->bursts ? amsref_trail_new(p) : NULL;
    size_t s, next = 0;

    if (trail) {
        c->hash = amsref_alloc(c->outs, sizeof *c->hash);
    }
    for (size_t q = 0; q < AMSREF_QUANTITIES; q++) {
        state[q] = load(p->format, p->in[q], p->n); /* adam has no vmax, but needs the room */
    }
    for (s = 0; s < p->steps && status == AMSREF_OK; s++) {
        status = wide ? step_f64(p, s, state, g) : step_f32(p, s, state, g);
        if (status == AMSREF_OK) {
            keep_state(c, p->t + s, wide ? bits_f64 : bits_f32, state, trail, &next);
        }
    }
    for (size_t q = 0; q < AMSREF_QUANTITIES; q++) {
        free(state[q]);
    }
    free(g);
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
