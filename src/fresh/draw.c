/* SPDX-License-Identifier: Apache-2.0
 *
 * The draws of AG-101. Their order is part of the specification: a change of it is a change of every
 * fresh case.
 */
#include "fresh/draw.h"

#include <math.h>
#include <string.h>

#include "core/amsref.h"
#include "runner/runner.h"
#include "suite/memory.h"

#define STREAMS_OF_STORAGE (UINT64_C(1) << 56)
#define COUNT(list) (sizeof(list) / sizeof(list)[0])

amsref_draw amsref_draw_begin(uint64_t seed, uint64_t stream)
{
    const amsref_draw draw = {amsref_random(&seed) + stream};
    return draw;
}

uint64_t amsref_draw_stream(uint64_t k, amsref_dialect dialect, amsref_format format)
{
    const uint64_t among = (k * AMSREF_DIALECT_COUNT + (uint64_t)dialect) * AMSREF_FORMATS_COMPUTED;

    return amsref_is_storage(format)
               ? STREAMS_OF_STORAGE + among + (uint64_t)format - AMSREF_FORMATS_COMPUTED
               : among + (uint64_t)format;
}

uint64_t amsref_draw_below(amsref_draw *draw, uint64_t n)
{
    return amsref_random(&draw->state) % n;
}

bool amsref_draw_once_in(amsref_draw *draw, uint64_t n)
{
    return amsref_draw_below(draw, n) == 0;
}

int amsref_draw_between(amsref_draw *draw, int lo, int hi)
{
    return lo + (int)amsref_draw_below(draw, (uint64_t)(hi - lo) + 1);
}

/* A positive number of `bits` significant bits in [2^exponent, 2^(exponent + 1)). */
static double magnitude(amsref_draw *draw, int exponent, unsigned bits)
{
    const uint64_t leading = UINT64_C(1) << (bits - 1);
    const uint64_t rest = amsref_draw_below(draw, leading);
    return ldexp((double)(leading | rest), exponent - (int)bits + 1);
}

/* Betas: the usual ones, exact ones, and 1 - 2^-k, at which corrections and weights are hardest. */
static double beta(amsref_draw *draw)
{
    static const double usual[] = {0.9, 0.999, 0.99, 0.5, 0.75, 0.9375, 0.95, 0.9999, 0.1, 0};
    const uint64_t kind = amsref_draw_below(draw, 8);

    if (kind == 0) {
        return 1 - ldexp(1, -amsref_draw_between(draw, 2, 16));
    }
    return kind == 1 ? (double)(amsref_random(&draw->state) >> 11) * 0x1p-53
                     : usual[amsref_draw_below(draw, COUNT(usual))];
}

static uint64_t step_number(amsref_draw *draw, uint64_t most)
{
    static const uint64_t marks[] = {1,   1,   1,    2,      2,       3,          4,
                                     5,   7,   10,   30,     100,     255,        256,
                                     257, 900, 1000, 100000, 1000000, 4294967297, AMSREF_T_MAX - 8};
    const uint64_t t = amsref_draw_once_in(draw, 4) ? amsref_draw_below(draw, 2000) + 1
                                                    : marks[amsref_draw_below(draw, COUNT(marks))];
    return t <= most ? t : t % most + 1;
}

static bool may(const amsref_bounds *bounds, amsref_feature feature)
{
    return bounds->features & 1U << feature;
}

static void draw_options(amsref_draw *draw, const amsref_setting *s, const amsref_bounds *bounds,
                         amsref_hyper *h)
{
    static const double decays[] = {0.01, 0.1, 0.25, 1e-4, 1};
    const bool paper = s->dialect == AMSREF_PAPER || s->dialect == AMSREF_PAPER_EPS;
    const double decay = decays[amsref_draw_below(draw, COUNT(decays))];
    const uint64_t kind = amsref_draw_below(draw, 6);
    const bool maximize = amsref_draw_once_in(draw, 3);
    const bool inv_sqrt = amsref_draw_once_in(draw, 3);
    const uint64_t schedule = amsref_draw_below(draw, 4);
    const int edge = amsref_draw_between(draw, -6, 2);
    const uint64_t box = amsref_draw_below(draw, 6);

    if (kind < 4 && may(bounds, AMSREF_F_WEIGHT_DECAY)) {
        h->weight_decay = decay;
        h->decoupled = kind > 1 && may(bounds, AMSREF_F_DECOUPLED);
    }
    h->maximize = maximize && may(bounds, AMSREF_F_MAXIMIZE);
    if (paper && inv_sqrt && may(bounds, AMSREF_F_LR_SCHEDULE)) {
        h->lr_schedule = AMSREF_LR_INV_SQRT;
    }
    if (paper && schedule < 2 && may(bounds, AMSREF_F_BETA1_SCHEDULE)) {
        h->beta1_schedule = schedule ? AMSREF_BETA1_GEOMETRIC : AMSREF_BETA1_INVERSE;
        h->lambda = schedule ? 0.875 : 1;
    }
    if (paper && box < 3 && may(bounds, AMSREF_F_PROJECT)) {
        h->lo = box == 1 ? -INFINITY : -ldexp(1, edge);
        h->hi = box == 2 ? INFINITY : ldexp(1, edge);
    }
}

/* eps as frameworks have it, or about as large as the roots that it stands beside. */
static double draw_eps(amsref_draw *draw, const amsref_setting *s)
{
    static const double usual[] = {1e-8, 1e-7, 1e-5, 0x1p-8};
    const uint64_t kind = amsref_draw_below(draw, 8);
    const uint64_t which = amsref_draw_below(draw, COUNT(usual));
    const double beside = magnitude(draw, s->centre + amsref_draw_between(draw, -4, 2), s->bits);

    if (s->dialect == AMSREF_PAPER || kind == 7) {
        return 0;
    }
    return kind < 3 ? usual[which] : beside;
}

static double draw_lr(amsref_draw *draw, unsigned bits)
{
    static const double usual[] = {0.001, 0.1, 1, 0.125, 3e-4, 0.01};
    const uint64_t kind = amsref_draw_below(draw, 24);
    const uint64_t which = amsref_draw_below(draw, COUNT(usual));
    const double any = magnitude(draw, amsref_draw_between(draw, -10, 1), bits);

    return kind == 0 ? 0 : kind < 12 ? usual[which] : any;
}

static void draw_region(amsref_draw *draw, unsigned allowed, amsref_setting *s)
{
    /*
     * By format: half of the least exponent, and of the greatest; a subnormal one; ordinary ones,
     * whose squares are normal numbers in binary16 too.
     */
    static const int root_min[] = {-511, -63, -63, -7}, root_max[] = {511, 63, 63, 8};
    static const int least[] = {-1040, -140, -128, -20}, from[] = {-12, -12, -12, -3};
    static const amsref_region usual[] = {
        AMSREF_REGION_ORDINARY, AMSREF_REGION_ORDINARY,  AMSREF_REGION_ORDINARY,
        AMSREF_REGION_ORDINARY, AMSREF_REGION_WIDE,      AMSREF_REGION_WIDE,
        AMSREF_REGION_TINY,     AMSREF_REGION_SUBNORMAL, AMSREF_REGION_LARGE};
    amsref_region region = usual[amsref_draw_below(draw, COUNT(usual))];
    const int here = amsref_draw_between(draw, from[s->format], 2);
    const int near = amsref_draw_between(draw, -6, 6);

    region = allowed & 1U << region ? region : AMSREF_REGION_ORDINARY;
    s->spread = amsref_draw_between(draw, 0, 4);
    s->centre = region == AMSREF_REGION_WIDE        ? root_min[s->format] / 12 * here / -2
                : region == AMSREF_REGION_TINY      ? root_min[s->format] + near
                : region == AMSREF_REGION_SUBNORMAL ? least[s->format] + near
                : region == AMSREF_REGION_LARGE     ? root_max[s->format] - 4 + near
                                                    : here;
}

void amsref_draw_setting(amsref_draw *draw, amsref_dialect dialect, amsref_format format,
                         const amsref_bounds *bounds, amsref_setting *s)
{
    static const unsigned bits[] = {53, 53, 53, 8, 4, 1};
    const uint64_t kind = amsref_draw_below(draw, COUNT(bits));

    *s = (amsref_setting){.dialect = dialect, .format = format, .bits = bits[kind]};
    draw_region(draw, bounds->regions, s);
    s->hyper = (amsref_hyper){.lambda = 1, .lo = -INFINITY, .hi = INFINITY};
    s->hyper.lr = draw_lr(draw, s->bits);
    s->hyper.beta1 = beta(draw);
    s->hyper.beta2 = beta(draw);
    s->hyper.eps = draw_eps(draw, s);
    draw_options(draw, s, bounds, &s->hyper);
    s->t = step_number(draw, bounds->t_most);
    s->steps = amsref_draw_once_in(draw, 4) ? 1 + (size_t)amsref_draw_below(draw, AMSREF_STEPS_MOST)
                                            : 1;
    s->special = amsref_draw_once_in(draw, 8) && bounds->special;
    s->initial = amsref_draw_once_in(draw, 8);
    s->t = s->initial ? 1 : s->t;
    /* Implementations that count steps or multiply powers one by one would take for ever. */
    if (s->t > 1000000 && (s->hyper.beta1 > 0.999 || s->hyper.beta2 > 0.999)) {
        s->t = s->t % 1000000 + 1;
    }
}

bool amsref_setting_in_domain(const amsref_setting *s)
{
    for (uint64_t t = s->t; t < s->t + s->steps; t++) {
        amsref_coef_f64 wide;
        amsref_coef_f32 narrow;
        if ((s->format == AMSREF_BINARY64
                 ? amsref_coef_for_f64(s->dialect, &s->hyper, t, &wide)
                 : amsref_coef_for_f32(s->dialect, &s->hyper, t, &narrow)) != AMSREF_OK) {
            return false;
        }
    }
    return true;
}

/* An end of the format, or what is no number. */
static uint64_t special(amsref_draw *draw, amsref_format format)
{
    static const uint64_t corner[][AMSREF_FORMAT_COUNT] = {
        {0x7ff8000000000000, 0x7fc00000, 0x7fc0, 0x7e00},
        {0x7ff8000000000000, 0x7fc00000, 0x7fc0, 0x7e00},
        {0x7ff8000000000000, 0x7fc00000, 0x7fc0, 0x7e00},
        {0x7ff0000000000000, 0x7f800000, 0x7f80, 0x7c00},
        {0xfff0000000000000, 0xff800000, 0xff80, 0xfc00},
        {0x7fefffffffffffff, 0x7f7fffff, 0x7f7f, 0x7bff},
        {0x0000000000000001, 0x00000001, 0x0001, 0x0001},
        {0x8000000000000001, 0x80000001, 0x8001, 0x8001},
        {0x0010000000000000, 0x00800000, 0x0080, 0x0400},
        {0x8000000000000000, 0x80000000, 0x8000, 0x8000},
        {0x000fffffffffffff, 0x007fffff, 0x007f, 0x03ff},
        {0x5ff0000000000000, 0x5f800000, 0x5f80, 0x5c00},
    };
    return corner[amsref_draw_below(draw, COUNT(corner))][format];
}

/* Once in `zeros` 0; else near 2^exponent, negative half of the times where signed. */
static uint64_t number(amsref_draw *draw, const amsref_setting *s, int exponent, bool is_signed,
                       uint64_t zeros)
{
    const bool zero = amsref_draw_once_in(draw, zeros);
    const bool odd = amsref_draw_once_in(draw, 3);
    const uint64_t other = special(draw, s->format);
    const bool negative = amsref_draw_once_in(draw, 2) && is_signed;
    const int stray = amsref_draw_between(draw, -s->spread, s->spread);
    const double value = magnitude(draw, exponent + stray, s->bits);
    const uint64_t sign = amsref_sign_bit(s->format);

    if (s->special && odd) {
        return is_signed ? other : other & ~sign;
    }
    return amsref_value_bits(s->format, zero ? 0 : negative ? -value : value);
}

void amsref_draw_parameter(amsref_draw *draw, const amsref_setting *s,
                           uint64_t value[AMSREF_PARAMETER])
{
    static const int leasts[] = {-1074, -149, -133, -24}, digits[] = {53, 24, 8, 11};
    const int least = leasts[s->format];
    const int square = 2 * s->centre < least ? least + s->spread + 2 : 2 * s->centre;
    const int moment = s->centre + amsref_draw_between(draw, -3, 1);
    const int maximum = square + amsref_draw_between(draw, -6, 3);

    value[AMSREF_X] = number(draw, s, amsref_draw_between(draw, -8, 2), true, 3);
    value[AMSREF_M] = number(draw, s, moment, true, 12);
    value[AMSREF_V] = number(draw, s, square + amsref_draw_between(draw, -8, 0), false, 12);
    value[AMSREF_VMAX] = number(draw, s, maximum, false, 6);
    for (size_t k = 0; k < AMSREF_STEPS_MOST; k++) {
        value[AMSREF_QUANTITIES + k] = number(draw, s, s->centre, true, 12);
    }
    if (amsref_draw_once_in(draw, 8)) { /* x where updates of this lr are as large as its ulp */
        value[AMSREF_X] = number(draw, s, digits[s->format] - amsref_draw_between(draw, 0, 12), true, 3);
    }
    for (size_t q = AMSREF_M; s->initial && q <= AMSREF_VMAX; q++) {
        value[q] = amsref_value_bits(s->format, s->dialect == AMSREF_JULIA ? s->hyper.eps : 0);
    }
}

void amsref_setting_case(const amsref_setting *s, size_t n, uint64_t (*values)[AMSREF_PARAMETER],
                         amsref_case *item)
{
    uint64_t *in[AMSREF_QUANTITIES] = {0}, *g = amsref_alloc(n * s->steps, sizeof *g);

    for (size_t q = 0; q < amsref_quantity_count(s->dialect); q++) {
        in[q] = amsref_alloc(n, sizeof *in[q]);
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t q = 0; q < amsref_quantity_count(s->dialect); q++) {
            in[q][i] = values[i][q];
        }
        for (size_t k = 0; k < s->steps; k++) {
            g[k * n + i] = values[i][AMSREF_QUANTITIES + k];
        }
    }
    item->problem = (amsref_problem){.dialect = s->dialect,
                                     .format = s->format,
                                     .hyper = s->hyper,
                                     .t = s->t,
                                     .n = n,
                                     .steps = s->steps,
                                     .g = g};
    memcpy(item->problem.in, in, sizeof in);
}
