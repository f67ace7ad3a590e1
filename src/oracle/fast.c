/* SPDX-License-Identifier: Apache-2.0
 *
 * The scalars of a step as the certificate of AG-114 wants them: the oracle's own ranges, rounded
 * inward.
 */
#include "fast.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "enclose.h"

/* Bits for the scalars, and where to give up: the oracle itself goes further (AG-39). */
enum { PRECISION_FIRST = 192, PRECISION_LAST = 3072 };

/* The domain of the certificate. */
#define LEAST_WEIGHT 0x1p-100
#define MOST_DECAY 0x1p10
#define MOST_RATE 0x1p300
#define NEARLY_POINT 0x1p-103

/* Inward: the greatest number below the upper end, the least above the lower one. */
static double upper(const amsref_range *r)
{
    return mpfr_get_d(&r->hi->left, MPFR_RNDD);
}

static double lower(const amsref_range *r)
{
    return mpfr_get_d(&r->lo->right, MPFR_RNDU);
}

/*
 * centre and radius of a range of numbers, the centre of one or two parts. False where nothing
 * within the range comes near enough to a point that is all of it.
 */
static bool centred(amsref_fast_scalar *s, const amsref_range *r, bool two_parts)
{
    mpfr_t centre, above, below;
    if (!amsref_range_finite(r)) {
        return false;
    }
    mpfr_inits2(4 * 192, centre, above, below, (mpfr_ptr)0);
    mpfr_add(centre, &r->lo->right, &r->hi->left, MPFR_RNDN);
    mpfr_div_2ui(centre, centre, 1, MPFR_RNDN);
    s->hi = mpfr_get_d(centre, MPFR_RNDN);
    mpfr_sub_d(centre, centre, s->hi, MPFR_RNDN);
    s->lo = two_parts ? mpfr_get_d(centre, MPFR_RNDN) : 0.0;
    mpfr_set_d(centre, s->hi, MPFR_RNDN);
    mpfr_add_d(centre, centre, s->lo, MPFR_RNDN);
    mpfr_sub(above, &r->hi->left, centre, MPFR_RNDD);
    mpfr_sub(below, centre, &r->lo->right, MPFR_RNDD);
    mpfr_min(above, above, below, MPFR_RNDD);
    s->radius = mpfr_get_d(above, MPFR_RNDD);
    s->most = upper(r);
    mpfr_clears(centre, above, below, (mpfr_ptr)0);
    if (two_parts && s->radius < 0.0) {
        if (-s->radius > NEARLY_POINT * s->hi) {
            return false;
        }
        s->radius = 0.0;
    }
    return true;
}

/* 0, or at least LEAST_WEIGHT: so that no error term of a product is lost. */
static bool weight(amsref_fast_scalar *s, const amsref_range *r, double most)
{
    return centred(s, r, true) && (amsref_range_is_zero(r) || s->hi >= LEAST_WEIGHT) &&
           s->hi <= most;
}

static void box(double end[2], const amsref_range *r)
{
    end[0] = lower(r);
    end[1] = upper(r);
}

/* 1/r, both ends inward. */
static void inverse(double *lo, double *hi, const amsref_range *r, amsref_precision *p)
{
    amsref_range one, of;
    amsref_range_init(&one, p->bits);
    amsref_range_init(&of, p->bits);
    amsref_range_set_d(&one, 1.0);
    amsref_range_div(&of, &one, r, p);
    *lo = lower(&of);
    *hi = upper(&of);
    amsref_range_clear(&one);
    amsref_range_clear(&of);
}

static bool take(amsref_fast *fast, amsref_fast_scalars *to, const amsref_scalars *s,
                 amsref_precision *p)
{
    const double ku = s->roundings * fast->u;
    to->a_lo = lower(&s->a);
    to->a_hi = upper(&s->a);
    to->eps_in_lo = lower(&s->eps_in);
    to->eps_in_hi = upper(&s->eps_in);
    to->eps_lo = lower(&s->eps);
    to->eps_hi = upper(&s->eps);
    inverse(&to->root_lo, &to->root_hi, &s->root, p);
    inverse(&to->per_c2_lo, &to->per_c2_hi, &s->big_c2, p);
    to->positive = mpfr_sgn(&s->eps.lo->left) > 0 || mpfr_sgn(&s->eps_in.lo->left) > 0;
    to->theta = ku / (1.0 - ku) * (1.0 - 0x1p-40);
    box(to->box_lo, &s->lo);
    box(to->box_hi, &s->hi);
    fast->has_decay = !amsref_range_is_zero(&s->decay);
    fast->has_l2 = !amsref_range_is_zero(&s->l2);
    return weight(&to->b1, &s->b1, 1.0) && weight(&to->c1, &s->c1, 1.0) &&
           weight(&to->b2, &s->b2, 1.0) && weight(&to->c2, &s->c2, 1.0) &&
           weight(&to->l2, &s->l2, MOST_DECAY) && centred(&to->decay, &s->decay, false) &&
           to->decay.hi <= MOST_DECAY && to->a_hi <= MOST_RATE && to->root_hi <= MOST_RATE &&
           to->per_c2_hi <= MOST_RATE && to->eps_hi <= MOST_RATE && to->eps_in_hi <= MOST_RATE;
}

static bool set_level(amsref_fast *fast, int level, const amsref_problem *problem,
                      amsref_model model)
{
    const amsref_traits *does = amsref_traits_of(problem->dialect);
    bool usable = false, undecided = true;
    for (mpfr_prec_t bits = PRECISION_FIRST; undecided && bits <= PRECISION_LAST; bits *= 4) {
        amsref_precision p = {.bits = bits, .undecided = false};
        amsref_scalars s;
        amsref_scalars_init(&s, bits);
        amsref_scalars_set(&s, problem, does, amsref_binary_of(problem->format), model, problem->t,
                           &p);
        usable = !p.undecided && take(fast, &fast->level[level], &s, &p) && !p.undecided;
        undecided = p.undecided;
        amsref_scalars_clear(&s);
    }
    return usable && !undecided;
}

void amsref_fast_set(amsref_fast *fast, amsref_dialect dialect, amsref_format format,
                     const amsref_hyper *hyper, uint64_t t)
{
    const amsref_problem problem = {.dialect = dialect, .format = format, .hyper = *hyper, .t = t};
    const amsref_traits *does = amsref_traits_of(dialect);
    const amsref_binary *binary = amsref_binary_of(format);
    memset(fast, 0, sizeof *fast);
    fast->sigma = hyper->maximize ? -1.0 : 1.0;
    fast->u = ldexp(1.0, -binary->precision);
    fast->half_least = ldexp(1.0, binary->eta - 1);
    fast->normal = ldexp(1.0, binary->normal);
    fast->most = format == AMSREF_BINARY64 ? 0x1p400 : 0x1p50;
    fast->most_v = fast->most * fast->most;
    fast->corrects_v = does->corrects_v;
    fast->maximum = does->maximum != AMSREF_MAXIMUM_NONE;
    fast->usable[AMSREF_FAST_TIGHT] =
        set_level(fast, AMSREF_FAST_TIGHT, &problem, AMSREF_MODEL_TIGHT);
    fast->usable[AMSREF_FAST_WORKING] =
        set_level(fast, AMSREF_FAST_WORKING, &problem, AMSREF_MODEL_WORKING);
}
