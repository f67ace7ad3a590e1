/* SPDX-License-Identifier: Apache-2.0
 *
 * What an implementation does with the parts of the step, as data: the dialects (AG-10), and the
 * ways in which one may deviate from them (AG-83). One mechanism evaluates every row. A trait that
 * is zero is that of a dialect's own step, so that judging (AG-30 .. AG-39) sees plain dialects
 * alone.
 */
#ifndef AMSREF_ORACLE_TRAITS_H
#define AMSREF_ORACLE_TRAITS_H

#include "binary.h"

/* What becomes of v. */
typedef enum amsref_maximum {
    AMSREF_MAXIMUM_NONE,    /* adam: vmax is not read, and not judged */
    AMSREF_MAXIMUM_RUNNING, /* max(vmax, z) */
    AMSREF_MAXIMUM_OLD_V,   /* max(vmax, v before the step) */
    AMSREF_MAXIMUM_OF_TWO,  /* max(v before the step, z) */
    AMSREF_MAXIMUM_MINIMUM  /* min(vmax, z) */
} amsref_maximum;

/* The t of the bias corrections. */
typedef enum amsref_counter {
    AMSREF_COUNTER_T,
    AMSREF_COUNTER_LESS,    /* t - 1 */
    AMSREF_COUNTER_MORE,    /* t + 1 */
    AMSREF_COUNTER_SQUARED, /* t*t */
    AMSREF_COUNTER_BYTE     /* t mod 256 */
} amsref_counter;

/* Where beta^t comes from. */
typedef enum amsref_power_kind {
    AMSREF_POWER_FORMAT,   /* AG-32, AG-37 */
    AMSREF_POWER_OF_BINARY32, /* as in the format, of beta rounded to binary32 */
    AMSREF_POWER_BINARY32, /* one power of the rounded beta, in binary32 */
    AMSREF_POWER_PRODUCT32 /* beta*beta*..., each product rounded to binary32 */
} amsref_power_kind;

/* d of AG-36, the part of x that decoupled decay takes. */
typedef enum amsref_decay_kind {
    AMSREF_DECAY_LR,      /* lr*weight_decay */
    AMSREF_DECAY_PLAIN,   /* weight_decay */
    AMSREF_DECAY_SQUARED, /* lr*lr*weight_decay */
    AMSREF_DECAY_RATE,    /* a*weight_decay: lr after the bias corrections */
    AMSREF_DECAY_CONSTANT /* lr*weight_decay where lr_t is scheduled */
} amsref_decay_kind;

/* No format narrower than the case's: nothing is narrower than a format that nothing is wider than. */
#define AMSREF_AS_IS AMSREF_BINARY64

/* What is done to a gradient first. */
typedef enum amsref_clipping {
    AMSREF_CLIPPING_NONE,
    AMSREF_CLIPPING_VALUE, /* to [-1, 1] */
    AMSREF_CLIPPING_NORM   /* to norm 1, over the parameters of a step */
} amsref_clipping;

typedef struct amsref_traits {
    /* the dialect: AG-10 */
    bool corrects_m;  /* a has 1/C1 */
    bool root_in_den; /* den has 1/sqrt(C2) */
    bool root_in_a;   /* a has sqrt(C2) */
    bool corrects_v;  /* the maximum is of v/C2 */
    bool eps_outside; /* den has + eps */
    bool eps_inside;  /* the root has + eps^2 */
    amsref_maximum maximum;

    /* deviations: AG-83 */
    bool max_fed_back;  /* v' is averaged from vmax */
    bool max_not_kept;  /* vmax is answered as it came */
    bool max_late;      /* the update reads vmax as it came */
    bool max_keeps_eps; /* vmax' + eps is kept */
    bool eps_plain;     /* the root has + eps, not its square */
    bool eps_negative;  /* den has - eps */
    bool root_floor;    /* the root has + 1e-15 besides */
    bool eps_scaled;    /* eps beside the root has sqrt(C2), eps_in has C2 */
    bool swapped;       /* C1 for C2 and back */
    amsref_counter counter;
    amsref_power_kind power;
    bool folded_binary32;  /* lr, eps, C1 and C2 are folded into two numbers of binary32 */
    bool weights_binary32; /* 1 - beta from binary32 */
    bool weight_missing;   /* m' = b1*m + g */
    amsref_format arithmetic;                /* AMSREF_AS_IS, or narrower than the case's */
    amsref_format stored[AMSREF_QUANTITIES]; /* likewise */
    bool flushes; /* what is below the normal numbers becomes zero */
    amsref_clipping clipping;
    bool nan_to_zero;  /* in the gradient */
    bool absolute;     /* v averages |g| */
    bool l2_negated;   /* maximize negates the decay too */
    bool l2_only_m;    /* L2 decay enters m and not v */
    bool old_m;        /* the update reads m as it came */
    bool nesterov;     /* the update reads b1*m' + c1*g */
    bool root_missing; /* den has vmax, not its root */
    bool sign;         /* x + update */
    amsref_decay_kind decay;
    bool decay_after;     /* the decay takes its part of the update too */
    bool moments_swapped; /* m is answered for v, and back */
    bool lr_late;         /* lr_schedule at t + 1 */
    bool beta1_late;      /* beta1_schedule at t + 1 */
    bool weight_constant; /* c1 = 1 - beta1 where b1 is scheduled */
    bool box_on_update;   /* the update is clipped, not x */
    unsigned tail;        /* the last n mod tail parameters stay as they were */
    bool last;            /* of several parameters the last stays as it was */
    unsigned leaks;       /* bits of quantities that continue from the request before */
} amsref_traits;

const amsref_traits *amsref_traits_of(amsref_dialect dialect);

#endif
