/* SPDX-License-Identifier: Apache-2.0 */
#include "ends.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Bits to begin with, and where to give up (AG-39). */
enum { PRECISION_FIRST = 192, PRECISION_LAST = 12288 };

static const char out_of_memory[] = "out of memory";

static const char outside[] = "the problem lies outside the domain of AG-03 and AG-04";
static const char tie[] = "an end point cannot be rounded: it lies on, or too near to, a tie";

static bool in_domain(const amsref_problem *q)
{
    const amsref_hyper *h = &q->hyper;
    return q->dialect < AMSREF_DIALECT_COUNT && q->format < AMSREF_FORMAT_COUNT && q->steps > 0 &&
           isfinite(h->lr) && h->lr >= 0 && h->beta1 >= 0 && h->beta1 < 1 && h->beta2 >= 0 &&
           h->beta2 < 1 && isfinite(h->eps) && h->eps >= 0 && isfinite(h->weight_decay) &&
           h->weight_decay >= 0 && h->lo <= h->hi && q->t >= 1 && q->t <= AMSREF_T_MAX &&
           q->steps - 1 <= AMSREF_T_MAX - q->t &&
           (h->beta1_schedule != AMSREF_BETA1_GEOMETRIC || (h->lambda > 0 && h->lambda <= 1));
}

static void put_ideal(amsref_golden *out, size_t i, const amsref_range *r, amsref_format format,
                      amsref_precision *p)
{
    out->rn[i] =
        r->num && !r->nan ? amsref_decided(format, r->lo, r->hi, p) : amsref_special(format, NAN);
}

/* Of two levels the more permissive digit stands (AG-44). */
static char merge_nan(char tight, const amsref_range *working)
{
    if (!working->num && tight == AMSREF_NAN_REQUIRED) {
        return AMSREF_NAN_REQUIRED;
    }
    return working->nan || !working->num || tight != AMSREF_NAN_NO ? AMSREF_NAN_ALLOWED
                                                                    : AMSREF_NAN_NO;
}

static char nan_digit(const amsref_range *r)
{
    return !r->num ? AMSREF_NAN_REQUIRED : r->nan ? AMSREF_NAN_ALLOWED : AMSREF_NAN_NO;
}

static void put_interval(uint64_t *const end[2], size_t i, const amsref_range *r,
                         amsref_format format, amsref_precision *p)
{
    end[0][i] = r->num ? amsref_decided(format, r->lo, r->lo, p) : amsref_special(format, INFINITY);
    end[1][i] =
        r->num ? amsref_decided(format, r->hi, r->hi, p) : amsref_special(format, -INFINITY);
}

/* Is the number a below b? Bit patterns, neither NaN. */
static bool below(amsref_format format, uint64_t a, uint64_t b)
{
    const uint64_t sign = UINT64_C(1) << (amsref_binary_of(format)->width - 1);
    const int64_t x = a & sign ? -(int64_t)(a & ~sign) : (int64_t)a;
    const int64_t y = b & sign ? -(int64_t)(b & ~sign) : (int64_t)b;
    return x < y;
}

/* What is tight is working (AG-37). */
static void join(const amsref_golden *out, size_t i, amsref_format format)
{
    if (below(format, out->tight[0][i], out->working[0][i])) {
        out->working[0][i] = out->tight[0][i];
    }
    if (below(format, out->working[1][i], out->tight[1][i])) {
        out->working[1][i] = out->tight[1][i];
    }
}

static void put(amsref_golden *out, size_t i, const amsref_range *r, amsref_model model,
                amsref_format format, amsref_precision *p)
{
    switch (model) {
    case AMSREF_MODEL_IDEAL:
        put_ideal(out, i, r, format, p);
        break;
    case AMSREF_MODEL_TIGHT:
        put_interval(out->tight, i, r, format, p);
        out->nan[i] = nan_digit(r);
        break;
    default:
        put_interval(out->working, i, r, format, p);
        join(out, i, format);
        out->nan[i] = merge_nan(out->nan[i], r);
    }
}

static size_t quantities(const amsref_problem *q)
{
    return amsref_traits_of(q->dialect)->maximum ? AMSREF_QUANTITIES : AMSREF_VMAX;
}

/* All steps at one model and one precision. */
static void run(const amsref_problem *q, amsref_golden_state *out, size_t outs,
                amsref_enclosure *e, amsref_model model, amsref_state *state, amsref_precision *p)
{
    const size_t last = quantities(q);
    for (size_t i = 0; i < q->n; i++) {
        for (size_t k = 0; k < last; k++) {
            amsref_range_set_bits(&state[i].of[k], q->format, q->in[k][i]);
        }
    }
    size_t next = 0;
    const size_t steps = outs > 0 ? (size_t)(out[outs - 1].t - q->t) + 1 : q->steps;
    for (size_t s = 0; s < steps && !p->undecided; s++) {
        amsref_enclosure_at(e, q->t + s);
        for (size_t i = 0; i < q->n; i++) {
            amsref_enclose(e, &state[i], q->g[s * q->n + i]);
        }
        if (next < outs && out[next].t == q->t + s) {
            for (size_t i = 0; i < q->n; i++) {
                for (size_t k = 0; k < last; k++) {
                    put(&out[next].quantity[k], i, &state[i].of[k], model, q->format, p);
                }
            }
            next++;
        }
    }
}

static const char *attempt(const amsref_problem *q, amsref_golden_state *out, size_t outs,
                           amsref_precision *p)
{
    amsref_state *state = malloc((q->n + 1) * sizeof *state);
    if (state == NULL) {
        return out_of_memory;
    }
    const char *error = NULL;
    for (size_t i = 0; i < q->n * AMSREF_QUANTITIES; i++) {
        amsref_range_init(&state[i / AMSREF_QUANTITIES].of[i % AMSREF_QUANTITIES], p->bits);
    }
    for (int model = AMSREF_MODEL_IDEAL; model < AMSREF_MODELS && !p->undecided && !error; model++) {
        amsref_enclosure *e =
            amsref_enclosure_new(q, amsref_traits_of(q->dialect), (amsref_model)model, p);
        if (e == NULL) {
            error = out_of_memory;
        } else {
            run(q, out, outs, e, (amsref_model)model, state, p);
        }
        amsref_enclosure_free(e);
    }
    for (size_t i = 0; i < q->n * AMSREF_QUANTITIES; i++) {
        amsref_range_clear(&state[i / AMSREF_QUANTITIES].of[i % AMSREF_QUANTITIES]);
    }
    free(state);
    return error;
}

const char *amsref_oracle_golden(const amsref_problem *problem, amsref_golden_state *out, size_t outs)
{
    if (!in_domain(problem)) {
        return outside;
    }
    for (mpfr_prec_t bits = PRECISION_FIRST; bits <= PRECISION_LAST; bits *= 4) {
        amsref_precision p = {.bits = bits, .undecided = false};
        const char *error = attempt(problem, out, outs, &p);
        if (error != NULL || !p.undecided) {
            return error;
        }
    }
    return tie;
}

/* The decimal digits of an ideal value; NULL where its two sides differ in them, or memory is out. */
static char *digits_of(const amsref_range *r, unsigned digits, amsref_precision *p)
{
    char *low = NULL, *high = NULL;
    if (!r->num || r->nan) {
        return mpfr_asprintf(&low, "nan") < 0 ? NULL : low;
    }
    if (amsref_range_is_zero(r)) { /* whose two sides may differ in the sign of the zero */
        return mpfr_asprintf(&low, "%.*e", (int)digits - 1, 0.0) < 0 ? NULL : low;
    }
    if (mpfr_asprintf(&low, "%.*Re", (int)digits - 1, &r->lo->left) < 0 ||
        mpfr_asprintf(&high, "%.*Re", (int)digits - 1, &r->hi->right) < 0) {
        p->undecided = true;
    } else {
        p->undecided |= strcmp(low, high) != 0;
    }
    free(high);
    return low;
}

const char *amsref_oracle_ideal(const amsref_problem *problem, unsigned digits,
                                char *text[AMSREF_QUANTITIES])
{
    if (!in_domain(problem) || problem->n != 1) {
        return outside;
    }
    for (size_t k = 0; k < AMSREF_QUANTITIES; k++) {
        text[k] = NULL;
    }
    for (mpfr_prec_t bits = PRECISION_FIRST + 4 * digits; bits <= 4 * PRECISION_LAST; bits *= 4) {
        amsref_precision p = {.bits = bits, .undecided = false};
        amsref_state state;
        amsref_enclosure *e = amsref_enclosure_new(problem, amsref_traits_of(problem->dialect),
                                                   AMSREF_MODEL_IDEAL, &p);
        if (e == NULL) {
            return out_of_memory;
        }
        for (size_t k = 0; k < AMSREF_QUANTITIES; k++) {
            amsref_range_init(&state.of[k], bits);
        }
        run(problem, NULL, 0, e, AMSREF_MODEL_IDEAL, &state, &p);
        for (size_t k = 0; k < AMSREF_QUANTITIES; k++) {
            free(text[k]);
            text[k] = k < quantities(problem) ? digits_of(&state.of[k], digits, &p) : NULL;
            amsref_range_clear(&state.of[k]);
        }
        amsref_enclosure_free(e);
        if (!p.undecided) {
            return NULL;
        }
    }
    return tie;
}
