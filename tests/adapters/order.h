/* SPDX-License-Identifier: Apache-2.0
 *
 * One right way to evaluate the step: each field chooses among forms that are equal in real
 * arithmetic and that AG-33 .. AG-37 admit. Zero everywhere is the order of the core (AG-24), with
 * scalars as good as doubles get.
 */
#ifndef AMSREF_TESTS_ORDER_H
#define AMSREF_TESTS_ORDER_H

#include "../mutants/machine.h"

/* b*m + c*g, with c = 1 - b. */
typedef enum amsref_average {
    TWO_PRODUCTS, /* b*m + c*g */
    LERP,         /* m + c*(g - m) */
    LERP_TORCH,   /* where c >= 1/2: g - (g - m)*(1 - c), else as LERP */
    LESSENED,     /* (m - c*m) + c*g */
    LERP_FMA,     /* fma(c, g - m, m) */
    FMA_OLD,      /* fma(b, m, c*g) */
    FMA_NEW,      /* fma(c, g, b*m) */
    FMA_PAIR,     /* fma(b, m, fma(-b, g, g)) */
    AVERAGES
} amsref_average;

/* The square in v's average; the left form has no effect on the lerps and FMA_PAIR. */
typedef enum amsref_square { SQUARE_RIGHT /* c*(g*g) */, SQUARE_LEFT /* (c*g)*g */ } amsref_square;

/* sqrt(vmax) corrected by C2, in the dialects that correct the root. */
typedef enum amsref_root {
    ROOT_TIMES_RECIPROCAL, /* sqrt(vmax)*(1/sqrt(C2)) */
    ROOT_OVER_ROOT,        /* sqrt(vmax)/sqrt(C2) */
    ROOT_OF_QUOTIENT,      /* sqrt(vmax/C2) */
    ROOTS
} amsref_root;

/* a*m/den, and its difference from k*x. */
typedef enum amsref_update {
    RATE_TIMES_QUOTIENT, /* a*(m/den) */
    PRODUCT_OVER,        /* (a*m)/den */
    RATE_OVER_TIMES,     /* (a/den)*m */
    OVER_RATIO,          /* m/(den/a), where a is not 0 */
    TIMES_RECIPROCAL,    /* (a*m)*(1/den) */
    RECIPROCAL_TIMES,    /* a*(m*(1/den)) */
    FMA_QUOTIENT,        /* fma(-a, m/den, k*x) */
    FMA_RATE,            /* fma(-(a/den), m, k*x) */
    UPDATES
} amsref_update;

/* Where the bias corrections go. */
typedef enum amsref_form {
    STRAIGHT,
    MOMENTS_FIRST, /* m/C1 first, then lr */
    FOLDED,        /* root dialects: rate lr*sqrt(C2)/C1 with eps*sqrt(C2) */
    UNFOLDED,      /* rate dialects: sqrt(vmax)/sqrt(C2) + eps/sqrt(C2), rate lr/C1 */
    CAPTURABLE,    /* torch's: sqrt(vmax)/(-a*sqrt(C2)) + eps/-a, x + m/den, where a is not 0 */
    FORMS
} amsref_form;

/* What the arithmetic is done in; the arrays keep the case's format. */
typedef enum amsref_precision {
    IN_FORMAT,
    IN_DOUBLE,
    IN_EXTENDED,        /* long double throughout */
    IN_EXTENDED_STORED, /* long double, each result stored in the format: rounded twice */
    IN_QUAD,            /* binary128, scalars in long double */
    IN_QUAD_STORED,
    PRECISIONS
} amsref_precision;

/* Decoupled decay: k*x - u with k = 1 - lr*weight_decay. */
typedef enum amsref_decay {
    DECAY_BY_FACTOR,   /* k*x - u */
    DECAY_BY_DIFFERENCE, /* (x - (x*weight_decay)*lr) - u */
    DECAY_AT_THE_END,    /* (x - u) - (lr*weight_decay)*x */
    DECAY_IN_THE_SUM,   /* x - lr*(u/lr + weight_decay*x) */
    DECAYS
} amsref_decay;

typedef struct amsref_order {
    amsref_average m, v;
    amsref_square square;
    amsref_root root;
    amsref_update update;
    amsref_form form;
    amsref_power power;
    amsref_precision precision;
    amsref_decay decay;
    bool early;      /* hyper-parameters rounded to the format, scalars computed in it */
    bool over_first; /* v/C2 as v*(1/C2), where the maximum is corrected */
    bool settled;    /* the update reads moments and maximum as they were stored */
    unsigned fused;  /* bit p: the sum at place p takes its product in fused */
} amsref_order;

/*
 * The program and the arithmetic of an order. The places at which a sum may take a product in are
 * counted in the program's order; returns how many there are.
 */
unsigned amsref_order_program(const amsref_order *order, size_t dialect, amsref_program *program);
amsref_manner amsref_order_manner(const amsref_order *order);

#endif
