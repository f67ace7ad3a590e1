/* SPDX-License-Identifier: Apache-2.0
 *
 * What one answer must be like (AG-99). A NaN breaks no invariant: whether it may be there is the
 * vectors' affair.
 */
#include <math.h>

#include "laws/internal.h"

/* What is asked of one number. */
typedef struct place {
    const amsref_specimen *specimen;
    const amsref_answer *answer;
    size_t element, step;
} place;

static uint64_t bits_of(const place *p, amsref_quantity q)
{
    return p->answer->value[q][p->step * p->specimen->n + p->element];
}

static bool has(const place *p, amsref_quantity q)
{
    return p->answer->given[p->step] & 1U << q;
}

static double value_of(const place *p, amsref_quantity q)
{
    return amsref_value_of(p->specimen, bits_of(p, q));
}

/* Every element of every state. */
static bool everywhere(const amsref_specimen *specimen, const amsref_answer *answer,
                       bool (*good)(const place *p, amsref_breach *breach), amsref_breach *breach)
{
    for (size_t s = 0; s < specimen->setting.steps; s++) {
        for (size_t i = 0; i < specimen->n; i++) {
            const place p = {specimen, answer, i, s};
            if (!good(&p, breach)) {
                breach->element = i;
                breach->step = s;
                return false;
            }
        }
    }
    return true;
}

static bool fail(amsref_breach *breach, const place *p, amsref_quantity q, const char *relation,
                 uint64_t want)
{
    breach->quantity = q;
    breach->got = bits_of(p, q);
    breach->relation = relation;
    breach->want = want;
    return false;
}

static bool grows(const place *p, amsref_breach *breach)
{
    const amsref_specimen *s = p->specimen;
    const uint64_t old = p->step ? p->answer->value[AMSREF_VMAX][(p->step - 1) * s->n + p->element]
                                 : s->row[p->element][AMSREF_VMAX];
    const bool known = has(p, AMSREF_VMAX) &&
                       (p->step == 0 || p->answer->given[p->step - 1] & 1U << AMSREF_VMAX);

    return !(known && value_of(p, AMSREF_VMAX) < amsref_value_of(s, old)) ||
           fail(breach, p, AMSREF_VMAX, "not less than", old);
}

AMSREF_HOLDS(vmax_grows)
{
    return everywhere(specimen, answer, grows, breach);
}

/* s of AG-10, at least as exact as the format; the enclosures decide what is near. */
static double factor(const place *p)
{
    const amsref_setting *s = &p->specimen->setting;
    const double t = (double)(s->t + p->step);

    return s->dialect != AMSREF_OPTAX  ? 1
           : s->hyper.beta2 == 0       ? 1
                                       : 1 / -expm1(t * log(s->hyper.beta2));
}

static bool bounds(const place *p, amsref_breach *breach)
{
    const uint64_t bound =
        amsref_value_bits(p->specimen->setting.format, factor(p) * value_of(p, AMSREF_V));

    breach->real = factor(p) != 1;
    return !(has(p, AMSREF_VMAX) && has(p, AMSREF_V) &&
             value_of(p, AMSREF_VMAX) < amsref_value_of(p->specimen, bound)) ||
           fail(breach, p, AMSREF_VMAX, "not less than", bound);
}

AMSREF_HOLDS(vmax_bounds)
{
    return everywhere(specimen, answer, bounds, breach);
}

static bool positive(const place *p, amsref_breach *breach)
{
    for (amsref_quantity q = AMSREF_V; q < amsref_quantity_count(p->specimen->setting.dialect); q++) {
        if (has(p, q) && value_of(p, q) < 0) {
            return fail(breach, p, q, "not less than", 0);
        }
    }
    return true;
}

AMSREF_HOLDS(v_sign)
{
    return everywhere(specimen, answer, positive, breach);
}

/* No 0/0: v and vmax are not zero. No box, which would move x. */
static void keep_apart_from_zero(amsref_specimen *specimen)
{
    for (size_t i = 0; i < specimen->n; i++) {
        uint64_t *row = specimen->row[i];
        row[AMSREF_V] = row[AMSREF_V] ? row[AMSREF_V] : amsref_one_of(specimen);
        row[AMSREF_VMAX] = row[AMSREF_VMAX] ? row[AMSREF_VMAX] : amsref_one_of(specimen);
    }
    specimen->setting.hyper.lo = -INFINITY;
    specimen->setting.hyper.hi = INFINITY;
}

bool amsref_prepare_zero_gradient(amsref_specimen *specimen)
{
    keep_apart_from_zero(specimen);
    specimen->setting.hyper.weight_decay = 0;
    specimen->setting.hyper.decoupled = false;
    specimen->setting.hyper.beta2 = fmax(specimen->setting.hyper.beta2, 0.5);
    for (size_t i = 0; i < specimen->n; i++) {
        specimen->row[i][AMSREF_M] = 0;
        for (size_t q = AMSREF_QUANTITIES; q < AMSREF_PARAMETER; q++) {
            specimen->row[i][q] = 0;
        }
    }
    return true;
}

static bool x_stays(const place *p, amsref_breach *breach)
{
    const uint64_t x = p->specimen->row[p->element][AMSREF_X];

    return value_of(p, AMSREF_X) == amsref_value_of(p->specimen, x) ||
           fail(breach, p, AMSREF_X, "", x);
}

static bool nothing_moves(const place *p, amsref_breach *breach)
{
    return (!has(p, AMSREF_M) || value_of(p, AMSREF_M) == 0 || fail(breach, p, AMSREF_M, "", 0)) &&
           x_stays(p, breach);
}

AMSREF_HOLDS(zero_gradient)
{
    return everywhere(specimen, answer, nothing_moves, breach);
}

bool amsref_prepare_zero_rate(amsref_specimen *specimen)
{
    keep_apart_from_zero(specimen);
    specimen->setting.hyper.lr = 0;
    if (specimen->setting.hyper.eps == 0 && specimen->setting.dialect != AMSREF_PAPER) {
        specimen->setting.hyper.eps = 1; /* no eps/a in a folded form */
    }
    specimen->setting.hyper.beta2 = fmax(specimen->setting.hyper.beta2, 0.5);
    return true;
}

AMSREF_HOLDS(zero_rate)
{
    return everywhere(specimen, answer, x_stays, breach);
}

/* A box of powers of two, which every format holds. */
bool amsref_prepare_box(amsref_specimen *specimen)
{
    if (isinf(specimen->setting.hyper.lo) && isinf(specimen->setting.hyper.hi)) {
        specimen->setting.hyper.lo = -0.25;
        specimen->setting.hyper.hi = 0.125;
    }
    return true;
}

static bool inside(const place *p, amsref_breach *breach)
{
    const amsref_hyper *h = &p->specimen->setting.hyper;
    const double x = value_of(p, AMSREF_X);
    const amsref_format format = p->specimen->setting.format;

    if (x < h->lo) {
        return fail(breach, p, AMSREF_X, "not less than", amsref_value_bits(format, h->lo));
    }
    return !(x > h->hi) ||
           fail(breach, p, AMSREF_X, "not greater than", amsref_value_bits(format, h->hi));
}

AMSREF_HOLDS(box)
{
    return everywhere(specimen, answer, inside, breach);
}
