/* SPDX-License-Identifier: Apache-2.0
 *
 * One step at work: its ranges, and the error that a rounded evaluation may have made. Private to this folder.
 */
#ifndef AMSREF_ORACLE_STAGES_H
#define AMSREF_ORACLE_STAGES_H

#include "enclose.h"

struct amsref_enclosure {
    const amsref_problem *problem;
    const amsref_traits *does;
    const amsref_binary *binary; /* the arithmetic */
    const amsref_binary *kept;   /* what m, v, vmax and x are rounded to: AG-117 */
    int lost;                    /* one operation below the normal numbers loses at most 2^lost */
    amsref_model model;
    amsref_precision *p;
    amsref_scalars scalars;
    amsref_range g, square, wide_m, wide_v, wide_max, root, den, quotient, update; /* of one parameter */
    amsref_range plain_g, old_m, old_v; /* without decay; before the step */
    amsref_range clip;                  /* what AMSREF_CLIPPING_NORM multiplies the gradient by */
    amsref_range t1, t2, t3;                                                       /* scratch */
    mpfi_t err;               /* how far a rounded evaluation may be off (AG-31) */
    mpfi_t term, mag, limit;  /* scratch */
};

/* The stages of a step, in this order. The range named is the state's, old on entry, new on return. */
void amsref_enclose_gradient(amsref_enclosure *e, const amsref_range *x, uint64_t bits);
void amsref_enclose_m(amsref_enclosure *e, amsref_range *m);
void amsref_enclose_v(amsref_enclosure *e, amsref_range *v, const amsref_range *vmax);
void amsref_enclose_vmax(amsref_enclosure *e, const amsref_range *v, amsref_range *vmax);
void amsref_enclose_den(amsref_enclosure *e);
void amsref_enclose_update(amsref_enclosure *e);
void amsref_enclose_x(amsref_enclosure *e, amsref_range *x);

/* Is anything rounded at all? Not in the ideal model. */
bool amsref_rounds(const amsref_enclosure *e);

/* err = 0; err += factor*|r|; err += k*u*|r|; err += eta(r). */
void amsref_err_zero(amsref_enclosure *e);
void amsref_err_proportional(amsref_enclosure *e, double factor, const amsref_range *r);
void amsref_err_relative(amsref_enclosure *e, int k, const amsref_range *r);
void amsref_err_underflow(amsref_enclosure *e, const amsref_range *r);

/* err += eta(r)*|factor|: what the intermediate r loses below the normal numbers, times what becomes of it. */
void amsref_err_lost(amsref_enclosure *e, const amsref_range *r, const amsref_range *factor);

/* Is min |r| below 2^exponent, r not being zero alone? Does max |r| round to infinity? */
bool amsref_may_be_below(amsref_enclosure *e, const amsref_range *r, int exponent);
bool amsref_may_overflow(amsref_enclosure *e, const amsref_range *r);

/* r = store(wide) to the format, wide = wide(wide): AG-31. */
void amsref_settle(amsref_enclosure *e, const amsref_binary *format, amsref_range *wide,
                   amsref_range *r);

/* r as it is kept for quantity q, perhaps in a narrower format; and settled before that. */
void amsref_kept(const amsref_enclosure *e, amsref_quantity q, amsref_range *r);
void amsref_keep(amsref_enclosure *e, amsref_quantity q, amsref_range *wide, amsref_range *r);

/* Does each operation round to a storage format (AG-118)? */
bool amsref_in_storage(const amsref_enclosure *e);

/* extremes.c: the intermediates of the update in its many orders, as AG-42 names them. */
enum amsref_intermediate {
    AMSREF_QUOTIENT,    /* m/den */
    AMSREF_INVERSE,     /* 1/den */
    AMSREF_RATE,        /* a/den */
    AMSREF_PRODUCT,     /* a*m */
    AMSREF_CORRECTED,   /* m/C1 */
    AMSREF_M_FOLDED,    /* m*sqrt(C2) where den has a root */
    AMSREF_FOLDED,      /* a*m*sqrt(C2) likewise */
    AMSREF_UNCORRECTED, /* a0*m: a0 is a*C1, lr_t or lr_t*sqrt(C2) */
    AMSREF_UNFOLDED,    /* (m/den)*sqrt(C2) where a has the root, */
    AMSREF_UNFOLDED_A,  /* lr_t/C1, */
    AMSREF_UNFOLDED_AM, /* and lr_t/C1*m: den divides by the root instead */
    AMSREF_UNCORRECTED_A, /* a0/den */
    AMSREF_UNCORRECTED_FOLDED, /* a0*m*sqrt(C2) where den has a root */
    AMSREF_INTERMEDIATES
};

typedef struct amsref_intermediates {
    amsref_range of[AMSREF_INTERMEDIATES];
    bool late; /* a has 1/C1: an order may divide by it at the end */
} amsref_intermediates;

void amsref_intermediates_set(amsref_enclosure *e, amsref_intermediates *all); /* initialises */
void amsref_intermediates_clear(amsref_intermediates *all);

/* May m, a or a product of theirs be zero where the update is computed? May one overflow that is divided by den? */
bool amsref_may_vanish(amsref_enclosure *e, const amsref_intermediates *all);
bool amsref_is_steep(amsref_enclosure *e, const amsref_intermediates *all);

/* Is min |r| at most eta, so that it may be rounded to zero? */
bool amsref_may_be_lost(amsref_enclosure *e, const amsref_range *r);

/* Where an intermediate leaves the normal numbers the update depends on the order (AG-42, AG-118). */
void amsref_update_of_extremes(amsref_enclosure *e, const amsref_intermediates *all, bool steep,
                               bool vanishes);

/* deviate.c: what a deviation does to a gradient, a moment, a denominator, an update. */
void amsref_deviate_gradient(amsref_enclosure *e);
void amsref_deviate_m(amsref_enclosure *e);
void amsref_deviate_den(amsref_enclosure *e);
void amsref_deviate_update(amsref_enclosure *e);

/* May a be NaN or infinite? r = c*a, where a c that may be 0 leaves 0, or NaN where a is no finite number (AG-47). */
bool amsref_not_finite(const amsref_range *a);
void amsref_weighted(amsref_enclosure *e, amsref_range *r, const amsref_range *c, const amsref_range *a);

/* r cut at 0 from below. */
void amsref_at_least_zero(amsref_enclosure *e, amsref_range *r);

#endif
