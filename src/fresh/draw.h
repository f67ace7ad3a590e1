/* SPDX-License-Identifier: Apache-2.0
 *
 * Problems drawn from a seed (AG-100, AG-101): the same on every machine, because all of it is
 * integer arithmetic, powers of two and one rounding to the format.
 */
#ifndef AMSREF_DRAW_H
#define AMSREF_DRAW_H

#include "suite/suite.h"

/* A stream of draws (AG-100). */
typedef struct amsref_draw {
    uint64_t state;
} amsref_draw;

amsref_draw amsref_draw_begin(uint64_t seed, uint64_t stream);
/* Number k of a dialect and format among the streams: no two are alike (AG-100, AG-155). */
uint64_t amsref_draw_stream(uint64_t k, amsref_dialect dialect, amsref_format format);
/* 0 .. n - 1; n is not 0. */
uint64_t amsref_draw_below(amsref_draw *draw, uint64_t n);
/* True once in n times. */
bool amsref_draw_once_in(amsref_draw *draw, uint64_t n);
/* lo .. hi. */
int amsref_draw_between(amsref_draw *draw, int lo, int hi);

/* Where the numbers of a problem lie. */
typedef enum amsref_region {
    AMSREF_REGION_ORDINARY,
    AMSREF_REGION_WIDE,
    AMSREF_REGION_TINY,      /* squares of gradients at the edge of the normal numbers */
    AMSREF_REGION_SUBNORMAL, /* the state itself is subnormal */
    AMSREF_REGION_LARGE,     /* squares of gradients near overflow */
    AMSREF_REGIONS
} amsref_region;

/* All of a problem but its arrays. */
typedef struct amsref_setting {
    amsref_dialect dialect;
    amsref_format format;
    amsref_hyper hyper;
    uint64_t t;
    size_t steps;
    int centre;    /* exponent of its gradients, more or less */
    int spread;    /* how far exponents stray from it */
    unsigned bits; /* of the significands */
    bool special;  /* NaN, infinities and the ends of the format are among the values */
    bool initial;  /* m, v, vmax as AG-09 has them, and t = 1 */
} amsref_setting;

/* What a setting may be: the laws need less than fresh cases do. */
typedef struct amsref_bounds {
    unsigned regions;  /* bits of amsref_region */
    unsigned features; /* bits of amsref_feature that hyper may use */
    bool special;      /* NaN, infinities and the ends of the format too */
    uint64_t t_most;
} amsref_bounds;

void amsref_draw_setting(amsref_draw *draw, amsref_dialect dialect, amsref_format format,
                         const amsref_bounds *bounds, amsref_setting *setting);

/* Are its coefficients finite in the format at each step (AG-03)? */
bool amsref_setting_in_domain(const amsref_setting *setting);

/* One parameter: x, m, v, vmax, and then `steps` gradients. */
enum { AMSREF_STEPS_MOST = 8, AMSREF_PARAMETER = AMSREF_QUANTITIES + AMSREF_STEPS_MOST };
void amsref_draw_parameter(amsref_draw *draw, const amsref_setting *setting,
                           uint64_t value[AMSREF_PARAMETER]);

/* The problem of n parameters, each `values[i]`: owned by the case, which has no golden values. */
void amsref_setting_case(const amsref_setting *setting, size_t n,
                         uint64_t (*values)[AMSREF_PARAMETER], amsref_case *item);

#endif
