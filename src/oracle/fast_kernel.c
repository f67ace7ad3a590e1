/* SPDX-License-Identifier: Apache-2.0
 *
 * The certificate of AG-114, element by element. Every line is a step of the proof in
 * spec/traces.md: an end point is moved inward by more than its own roundings, so that the interval
 * here is within the oracle's. Comparisons are false for NaN.
 *
 * Compiled without contraction: the error terms below are exact only as written.
 */
#include "fast.h"

#include <float.h>
#include <math.h>
#include <string.h>

#if FLT_EVAL_METHOD != 0
#error                                                                                             \
    "amsref: the certificate needs FLT_EVAL_METHOD 0, on 32-bit x86: -msse2 -mfpmath=sse (AG-114)"
#endif
#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

/* The same operations for wider vectors and with fma as one instruction; elsewhere libm has it. */
#ifdef __FP_FAST_FMA
#define WIDTHS
#elif defined(AMSREF_CLONES)
#define WIDTHS __attribute__((target_clones("arch=haswell", "default")))
#else
#define WIDTHS
#endif
#define INLINE static inline __attribute__((always_inline))

/* AG-114: EPS is the unit roundoff of binary64. */
#define EPS 0x1p-53
#define SHRUNK (1.0 - 0x1p-30) /* what is kept of a radius and of half a gap */
#define OF_SUM (2.5 * EPS)     /* roundings of an average and of its end points */
#define OF_Z (6.0 * EPS)       /* roundings of v/C2 and of its end points */
#define OF_UPDATE (9.0 * EPS)  /* roundings of an end point of the update */
#define OF_X (2.0 * EPS)       /* roundings of x - x' */
#define OF_DECAYED (4.0 * EPS) /* roundings of x - x' - d*x - U */
#define LOST 0x1p-1060         /* underflow of those */

/* Roundings that the enclosures grant: AG-33, AG-34, AG-36. */
enum { K_G = 2, K_M = 3, K_V = 4, K_Z = 2, K_X = 3, K_DECAY = 4 };

/* An unevaluated sum. */
typedef struct pair {
    double hi, lo;
} pair;

INLINE pair two_sum(double a, double b)
{
    const double s = a + b, part = s - a;
    return (pair){s, (a - (s - part)) + (b - part)};
}

/* s*a for a scalar's centre and a pair, to a few EPS^2. */
INLINE pair times(const amsref_fast_scalar *s, pair a)
{
    const double p = s->hi * a.hi;
    return (pair){p, fma(s->hi, a.hi, -p) + (s->hi * a.lo + s->lo * a.hi)};
}

/* Zero, or of a magnitude at which no error term underflows. */
INLINE bool moderate(double z, double least, double most)
{
    const double size = fabs(z);
    return (size == 0.0) | ((size >= least) & (size <= most));
}

/* Half the distance from a number of the format to the nearer of its neighbours, or less. */
INLINE double half_gap(const amsref_fast *f, double z)
{
    uint64_t bits, exponent;
    double power;
    memcpy(&bits, &z, sizeof bits);
    exponent = bits & UINT64_C(0x7ff0000000000000);
    memcpy(&power, &exponent, sizeof power);
    const double half = power * f->u * ((bits & UINT64_C(0x000fffffffffffff)) == 0 ? 0.5 : 1.0);
    return half > f->half_least ? half : f->half_least;
}

INLINE double at_least_zero(double z)
{
    return z > 0.0 ? z : 0.0;
}

INLINE double larger(double a, double b)
{
    return a > b ? a : b;
}

/* G = centre +- radius; mag and mig its largest and least magnitude. */
typedef struct sample {
    pair centre;
    double radius, mag, mig;
} sample;

INLINE sample gradient(const amsref_fast *f, const amsref_fast_scalars *s, double x, double g,
                       bool l2)
{
    sample r = {{f->sigma * g, 0.0}, 0.0, fabs(g), fabs(g)};
    if (l2) {
        const pair term = times(&s->l2, (pair){x, 0.0});
        const pair sum = two_sum(r.centre.hi, term.hi);
        r.centre = two_sum(sum.hi, sum.lo + term.lo);
        const double size = fabs(r.centre.hi), spread = s->l2.radius * fabs(x);
        r.radius = SHRUNK * (spread + f->u * (K_G * (s->l2.most * fabs(x)) + (size + spread)));
        r.mag = size + r.radius;
        r.mig = size - r.radius;
    }
    return r;
}

/* b*old + c*sample: centre and radius. */
typedef struct average {
    pair centre;
    double radius;
} average;

INLINE average of_m(const amsref_fast *f, const amsref_fast_scalars *s, double m, const sample *g)
{
    const pair kept = times(&s->b1, (pair){m, 0.0}), added = times(&s->c1, g->centre);
    const pair sum = two_sum(kept.hi, added.hi);
    const double spread = s->b1.radius * fabs(m) + (s->c1.radius * g->mig + s->c1.hi * g->radius);
    return (average){{sum.hi, sum.lo + (kept.lo + added.lo)},
                     spread + K_M * f->u * (fabs(m) + s->c1.most * g->mag)};
}

INLINE average of_v(const amsref_fast *f, const amsref_fast_scalars *s, double v, const sample *g)
{
    const double p = g->centre.hi * g->centre.hi;
    const pair square = {p,
                         fma(g->centre.hi, g->centre.hi, -p) + 2.0 * g->centre.hi * g->centre.lo};
    const pair kept = times(&s->b2, (pair){v, 0.0}), added = times(&s->c2, square);
    const pair sum = two_sum(kept.hi, added.hi);
    const double spread =
        s->b2.radius * v +
        (s->c2.radius * (g->mig * g->mig) + s->c2.hi * (g->radius * (g->mag + g->mig - g->radius)));
    return (average){{sum.hi, sum.lo + (kept.lo + added.lo)},
                     spread + K_V * f->u * (v + s->c2.most * (g->mag * g->mag))};
}

/* centre - z */
INLINE double off(const average *a, double z)
{
    return (a->centre.hi - z) + a->centre.lo;
}

/* An interval within the average's, as numbers of binary64. */
typedef struct ends {
    double lo, hi;
} ends;

INLINE ends ends_of(const average *a)
{
    const double middle = a->centre.hi + a->centre.lo;
    const double radius = a->radius * SHRUNK - OF_SUM * fabs(middle);
    return (ends){middle - radius, middle + radius};
}

/* W of AG-34; *stored says whether vmax' is certain. */
INLINE ends of_max(const amsref_fast *f, const amsref_fast_scalars *s, const average *v,
                   double vmax, double after, bool corrects_v, bool maximum, bool *stored)
{
    const double gap = half_gap(f, after) * SHRUNK;
    ends z = ends_of(v);
    z.lo = at_least_zero(z.lo);
    double above, below; /* by how much the upper end passes vmax', and vmax' the lower one */
    if (corrects_v) {
        const double y_hi = z.hi * s->per_c2_hi, y_lo = z.lo * s->per_c2_lo;
        z.hi = y_hi * (1.0 + (K_Z * f->u - OF_Z));
        z.lo = at_least_zero(y_lo - (K_Z * f->u - OF_Z) * y_hi);
        above = (z.hi - after) + gap;
        below = (after - z.lo) + gap;
    } else {
        const double room = (v->radius + half_gap(f, after)) * SHRUNK, distance = off(v, after);
        above = distance + room;
        below = room - distance;
    }
    *stored = true;
    if (maximum) {
        *stored = (after >= vmax) & ((after == vmax) | (above >= 0.0)) & (below >= 0.0);
        z.lo = larger(z.lo, vmax);
        z.hi = larger(z.hi, vmax);
    }
    return z;
}

/* U of AG-35 and the largest magnitude of U0. */
typedef struct update {
    double lo, hi, mag;
    bool certain;
} update;

INLINE update of_update(const amsref_fast_scalars *s, const average *m, ends w, bool positive)
{
    const ends range = ends_of(m);
    const double den_lo = sqrt(w.lo + s->eps_in_lo) * s->root_lo + s->eps_lo;
    const double den_hi = sqrt(w.hi + s->eps_in_hi) * s->root_hi + s->eps_hi;
    const double steep = s->a_hi / den_lo, flat = s->a_lo / den_hi;
    const double hi = range.hi * (range.hi >= 0.0 ? steep : flat);
    const double lo = range.lo * (range.lo >= 0.0 ? flat : steep);
    update r;
    r.mag = larger(range.hi, -range.lo) * steep;
    r.hi = (hi - OF_UPDATE * fabs(hi)) + s->theta * r.mag;
    r.lo = (lo + OF_UPDATE * fabs(lo)) - s->theta * r.mag;
    r.lo = range.lo >= 0.0 ? larger(r.lo, 0.0) : r.lo;
    r.hi = range.hi <= 0.0 ? -larger(-r.hi, 0.0) : r.hi;
    r.certain = positive & (den_lo >= 0x1p-500) & (r.mag <= 0x1p900);
    return r;
}

/* x': AG-36. `still`: the update is exactly 0. */
INLINE bool of_x(const amsref_fast *f, const amsref_fast_scalars *s, const update *u, double x,
                 double after, bool still, bool decays)
{
    const double moved = x - after;
    double rest = moved, room = half_gap(f, after) * SHRUNK;
    double slack = OF_X * fabs(moved) + (still ? 0.0 : LOST);
    if (decays) {
        const double taken = s->decay.hi * x, size = fabs(x);
        rest = moved - taken;
        room += SHRUNK *
                (s->decay.radius * size + f->u * (K_X * size + K_DECAY * (s->decay.most * size)));
        slack = OF_DECAYED * (fabs(moved) + fabs(taken) + u->mag) + LOST;
    }
    const bool upper = (rest - u->lo) + room >= slack, lower = (u->hi - rest) + room >= slack;
    return (upper | (after <= s->box_lo[1])) & (after <= s->box_hi[1]) &
           ((lower & (after >= s->box_lo[0])) | (after >= s->box_hi[0]));
}

/*
 * Is the least denominator of the enclosure certain to be positive? Were it 0, U0 would have an
 * infinite end, and |U0| be that of the other end: the one place where a wider range makes a
 * narrower enclosure.
 */
INLINE bool divides(const amsref_fast *f, const amsref_fast_scalars *s, const average *v,
                    double vmax)
{
    return s->positive | (vmax >= f->normal) |
           (v->centre.hi - 2.0 * v->radius >= 0x1p10 * f->normal);
}

/* Is everything far from overflow, and nothing so small that an error term would be lost? */
INLINE bool in_domain(const amsref_fast *f, const amsref_fast_block *b, size_t i, const sample *g)
{
    const double x = b->before[AMSREF_X][i], m = b->before[AMSREF_M][i], v = b->before[AMSREF_V][i],
                 w = b->before[AMSREF_VMAX][i];
    return moderate(x, 0x1p-900, f->most) & moderate(m, 0x1p-900, f->most) &
           moderate(b->g[i], 0x1p-400, f->most) & moderate(g->centre.hi, 0x1p-400, 2.0 * f->most) &
           (v >= 0.0) & moderate(v, 0x1p-800, f->most_v) & (w >= 0.0) &
           moderate(w, 0x1p-800, f->most_v) & (g->mig >= 0.0) &
           (fabs(b->after[AMSREF_X][i]) <= 0x1p500) & (fabs(b->after[AMSREF_M][i]) <= 0x1p500) &
           (b->after[AMSREF_V][i] >= 0.0) & (b->after[AMSREF_V][i] <= 0x1p900) &
           (b->after[AMSREF_VMAX][i] >= 0.0) & (b->after[AMSREF_VMAX][i] <= 0x1p900);
}

/* Is z' within an average, stored? */
INLINE bool holds(const amsref_fast *f, const average *a, double z)
{
    return fabs(off(a, z)) <= (a->radius + half_gap(f, z)) * SHRUNK;
}

INLINE void judge(const amsref_fast *f, const amsref_fast_scalars *s, const amsref_fast_block *b,
                  unsigned char *inside, bool l2, bool decays, bool corrects_v, bool maximum)
{
    const size_t n = b->n; /* a store to inside[] might change it, for all the compiler knows */
    for (size_t i = 0; i < n; i++) {
        const double x = b->before[AMSREF_X][i];
        const sample g = gradient(f, s, x, b->g[i], l2);
        const average m = of_m(f, s, b->before[AMSREF_M][i], &g);
        const average v = of_v(f, s, b->before[AMSREF_V][i], &g);
        bool max_holds;
        const ends w = of_max(f, s, &v, b->before[AMSREF_VMAX][i], b->after[AMSREF_VMAX][i],
                              corrects_v, maximum, &max_holds);
        const update u = of_update(s, &m, w, divides(f, s, &v, b->before[AMSREF_VMAX][i]));
        const bool still = (b->before[AMSREF_M][i] == 0.0) & (g.mag == 0.0);
        const bool x_holds = u.certain & of_x(f, s, &u, x, b->after[AMSREF_X][i], still, decays);
        const int bits = x_holds << AMSREF_X | holds(f, &m, b->after[AMSREF_M][i]) << AMSREF_M |
                         holds(f, &v, b->after[AMSREF_V][i]) << AMSREF_V | max_holds << AMSREF_VMAX;
        inside[i] = (unsigned char)(in_domain(f, b, i, &g) ? bits : 0);
    }
}

/* The loop once more for each kind of dialect and decay, so that none has a branch in it. */
WIDTHS
void amsref_fast_judge(const amsref_fast *f, int level, const amsref_fast_block *b,
                       unsigned char inside[AMSREF_FAST_BLOCK])
{
    const amsref_fast_scalars *s = &f->level[level];
    if (!f->usable[level]) {
        memset(inside, 0, b->n);
    } else if (f->has_l2) {
        judge(f, s, b, inside, true, false, f->corrects_v, f->maximum);
    } else if (f->has_decay) {
        judge(f, s, b, inside, false, true, f->corrects_v, f->maximum);
    } else if (f->corrects_v) {
        judge(f, s, b, inside, false, false, true, true);
    } else if (f->maximum) {
        judge(f, s, b, inside, false, false, false, true);
    } else {
        judge(f, s, b, inside, false, false, false, false);
    }
}
