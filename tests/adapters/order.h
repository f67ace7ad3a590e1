/* SPDX-License-Identifier: Apache-2.0
 *
 * One way to evaluate the step: each field chooses among forms that are equal in real arithmetic.
 * Zero everywhere is the order of the core (AG-24).
 */
#ifndef AMSREF_TESTS_ORDER_H
#define AMSREF_TESTS_ORDER_H

#include "dialects.h"
#include "protocol.h"

/* b*m + c*g, with c = 1 - b. */
typedef enum amsref_average {
    TWO_PRODUCTS, /* b*m + c*g */
    LERP,         /* m + c*(g - m) */
    LERP_TORCH,   /* where c >= 1/2: g - (g - m)*(1 - c), else as LERP */
    LERP_FMA,     /* fma(c, g - m, m) */
    FMA_OLD,      /* fma(b, m, c*g) */
    FMA_NEW,      /* fma(c, g, b*m) */
    FMA_PAIR      /* fma(b, m, fma(-b, g, g)) */
} amsref_average;

/* The square in v's average; the left form is for TWO_PRODUCTS alone. */
typedef enum amsref_square { SQUARE_RIGHT /* c*(g*g) */, SQUARE_LEFT /* (c*g)*g */ } amsref_square;

/* sqrt(vmax) corrected by C2, in the dialects that correct the root. */
typedef enum amsref_root {
    ROOT_TIMES_RECIPROCAL, /* sqrt(vmax)*(1/sqrt(C2)) */
    ROOT_OVER_ROOT,        /* sqrt(vmax)/sqrt(C2) */
    ROOT_OF_QUOTIENT       /* sqrt(vmax/C2) */
} amsref_root;

/* a*m/den, and its difference from k*x. */
typedef enum amsref_update {
    RATE_TIMES_QUOTIENT, /* a*(m/den) */
    PRODUCT_OVER,        /* (a*m)/den */
    RATE_OVER_TIMES,     /* (a/den)*m */
    OVER_RATIO,          /* m/(den/a), where a is not 0 */
    TIMES_RECIPROCAL,    /* (a*m)*(1/den) */
    FMA_QUOTIENT,        /* fma(-a, m/den, k*x) */
    FMA_RATE             /* fma(-(a/den), m, k*x) */
} amsref_update;

/* Where the bias corrections go. */
typedef enum amsref_form {
    STRAIGHT,
    MOMENTS_FIRST, /* m/C1 first, then lr */
    FOLDED,        /* root dialects: rate lr*sqrt(C2)/C1 with eps*sqrt(C2) */
    UNFOLDED,      /* rate dialects: sqrt(vmax)/sqrt(C2) + eps/sqrt(C2), rate lr/C1 */
    CAPTURABLE     /* torch's: sqrt(vmax)/(-a*sqrt(C2)) + eps/-a, x + m/den, where a is not 0 */
} amsref_form;

/* 1 - beta^t. */
typedef enum amsref_power { DOUBLING, POW, RUNNING, EXPM1 } amsref_power;

/* What the arithmetic is done in; the arrays keep the case's format. */
typedef enum amsref_precision {
    IN_FORMAT,
    IN_DOUBLE,
    IN_EXTENDED,       /* long double throughout */
    IN_EXTENDED_STORED /* long double, each result rounded to the format: rounded twice */
} amsref_precision;

/* Decoupled decay: k*x - u with k = 1 - lr*weight_decay. */
typedef enum amsref_decay {
    DECAY_FACTOR,   /* k*x - u */
    DECAY_SUBTRACT, /* (x - (x*weight_decay)*lr) - u */
    DECAY_AFTER,    /* (x - u) - (lr*weight_decay)*x */
    DECAY_INSIDE    /* x - lr*(u/lr + weight_decay*x) */
} amsref_decay;

typedef struct amsref_order {
    amsref_average m, v;
    amsref_square square;
    amsref_root root;
    amsref_update update;
    amsref_form form;
    amsref_power power;
    amsref_precision precision;
    bool early; /* hyper-parameters rounded to the format, coefficients computed in it */
    amsref_decay decay;
} amsref_order;

/* Coefficients, each exactly as it was computed in whatever type. */
typedef struct amsref_order_coef {
    long double sigma, l2, b1, c1, b2, c2;
    long double C1, C2, root_c2;
    long double rate; /* the step size without what the order applies elsewhere */
    long double unit; /* rate/lr, for DECAY_INSIDE */
    long double lr, weight_decay, keep; /* weight_decay is that of decoupled decay */
    long double eps, lo, hi;
} amsref_order_coef;

/* Coefficients computed in the type that the order and the format ask for. */
void amsref_order_coefficients(const amsref_order *order, const amsref_shape *shape,
                               amsref_adapter_format format, const amsref_adapter_hyper *hyper,
                               uint64_t t, amsref_order_coef *coef);

/* The step of all elements in the order given. */
void amsref_order_step(const amsref_order *order, const amsref_shape *shape,
                       amsref_adapter_format format, const amsref_order_coef *coef,
                       const amsref_adapter_arrays *arrays);

#endif
