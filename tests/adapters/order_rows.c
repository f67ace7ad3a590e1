/* SPDX-License-Identifier: Apache-2.0
 *
 * The orders by name.
 */
#include "order_rows.h"

/* Where an order has something to say. */
typedef enum scope {
    EVERYWHERE,
    CORRECTED,     /* a bias correction is read */
    CORRECTED_M,
    ROOT,          /* the root is corrected */
    RATE_OUTSIDE   /* the rate is corrected by C2 */
} scope;

/* Level: "tight/tight" is binary64/binary32. */
#define ROWS                                                                                       \
    ROW("core", "tight/tight the order of the core", EVERYWHERE, .m = TWO_PRODUCTS)                \
    ROW("lerp", "tight/tight averages m + c*(g - m)", EVERYWHERE, .m = LERP, .v = LERP)            \
    ROW("lerp-torch", "tight/tight torch's lerp, the other form for weights from 1/2 on",          \
        EVERYWHERE, .m = LERP_TORCH, .square = SQUARE_LEFT, .root = ROOT_OVER_ROOT,                \
        .update = PRODUCT_OVER)                                                                    \
    ROW("lerp-fma", "tight/tight averages fma(c, g - m, m)", EVERYWHERE, .m = LERP_FMA,            \
        .v = LERP_FMA)                                                                             \
    ROW("fma-old", "tight/tight averages fma(b, m, c*g)", EVERYWHERE, .m = FMA_OLD, .v = FMA_OLD,  \
        .update = FMA_QUOTIENT)                                                                    \
    ROW("fma-new", "tight/tight averages fma(c, g, b*m), (c*g)*g, fma in x", EVERYWHERE,           \
        .m = FMA_NEW, .v = FMA_NEW, .square = SQUARE_LEFT, .update = FMA_RATE)                     \
    ROW("fma-pair", "tight/working averages fma(b, m, fma(-b, g, g))", EVERYWHERE, .m = FMA_PAIR,  \
        .v = FMA_PAIR)                                                                             \
    ROW("square-left", "tight/tight (c2*g)*g", EVERYWHERE, .square = SQUARE_LEFT)                  \
    ROW("root-over-root", "tight/tight sqrt(vmax)/sqrt(C2)", ROOT, .root = ROOT_OVER_ROOT)         \
    ROW("root-of-quotient", "tight/tight sqrt(vmax/C2)", ROOT, .root = ROOT_OF_QUOTIENT)           \
    ROW("product-over", "tight/tight (a*m)/den", EVERYWHERE, .update = PRODUCT_OVER)               \
    ROW("rate-over", "tight/tight (a/den)*m", EVERYWHERE, .update = RATE_OVER_TIMES)               \
    ROW("over-ratio", "tight/tight m/(den/a)", EVERYWHERE, .update = OVER_RATIO)                   \
    ROW("reciprocal", "tight/tight (a*m)*(1/den)", EVERYWHERE, .update = TIMES_RECIPROCAL)         \
    ROW("moments-first", "tight/tight m/C1 first, then lr", CORRECTED_M, .form = MOMENTS_FIRST)    \
    ROW("folded", "tight/tight rate lr*sqrt(C2)/C1, eps*sqrt(C2)", ROOT, .form = FOLDED)           \
    ROW("unfolded", "tight/tight sqrt(vmax)/sqrt(C2) + eps/sqrt(C2)", RATE_OUTSIDE,                \
        .form = UNFOLDED, .root = ROOT_OVER_ROOT)                                                  \
    ROW("unfolded-quotient", "tight/tight sqrt(vmax/C2) + eps/sqrt(C2)", RATE_OUTSIDE,             \
        .form = UNFOLDED, .root = ROOT_OF_QUOTIENT)                                                \
    ROW("capturable", "tight/tight torch's capturable form", ROOT, .form = CAPTURABLE)             \
    ROW("pow", "working/tight coefficients by 1 - pow(beta, t)", CORRECTED, .power = POWER_POW)    \
    ROW("running-product", "working/tight coefficients by 1 - beta*beta*...", CORRECTED,           \
        .power = POWER_RUNNING)                                                                    \
    ROW("expm1", "tight/tight coefficients by -expm1(t*log(beta))", CORRECTED,                     \
        .power = POWER_EXPM1)                                                                      \
    ROW("early", "tight/working scalars rounded to the format first", EVERYWHERE, .early = true)   \
    ROW("early-pow", "working/working the same, by powf", CORRECTED, .early = true,                \
        .power = POWER_POW)                                                                        \
    ROW("early-expm1", "tight/working the same, by expm1f", CORRECTED, .early = true,              \
        .power = POWER_EXPM1)                                                                      \
    ROW("early-running", "working/working the same, by a running product", CORRECTED,              \
        .early = true, .power = POWER_RUNNING)                                                     \
    ROW("keras", "working/working lerp averages, (m*a)/den, scalars rounded first, powf",          \
        EVERYWHERE, .m = LERP, .v = LERP, .update = PRODUCT_OVER, .early = true,                   \
        .power = POWER_POW, .decay = DECAY_BY_DIFFERENCE)                                          \
    ROW("in-double", "tight/tight computed in double, rounded on store", EVERYWHERE,               \
        .precision = IN_DOUBLE)                                                                    \
    ROW("extended", "tight/tight long double throughout", EVERYWHERE, .precision = IN_EXTENDED)    \
    ROW("extended-stored", "tight/tight long double, each result stored in the format",            \
        EVERYWHERE, .precision = IN_EXTENDED_STORED)                                               \
    ROW("extended-pow", "working/tight long double, coefficients by powl", CORRECTED,              \
        .precision = IN_EXTENDED, .power = POWER_POW)                                              \
    ROW("decay-subtract", "tight/tight x - x*weight_decay*lr, then the step", EVERYWHERE,          \
        .decay = DECAY_BY_DIFFERENCE)                                                              \
    ROW("decay-after", "tight/tight the step, then - lr*weight_decay*x", EVERYWHERE,               \
        .decay = DECAY_AT_THE_END)                                                                 \
    ROW("decay-inside", "tight/tight x - lr*(m/C1/den + weight_decay*x)", EVERYWHERE,              \
        .decay = DECAY_IN_THE_SUM)

#define ROW(name, about, where, ...) {__VA_ARGS__},
const amsref_order amsref_orders[] = {ROWS};
#undef ROW
#define ROW(name, about, where, ...) where,
static const scope places[] = {ROWS};
#undef ROW
#define ROW(name, about, where, ...) {name, about},
const amsref_choice amsref_order_names[] = {ROWS{NULL, NULL}};
#undef ROW

int amsref_order_applies(size_t order, size_t dialect)
{
    const amsref_shape *s = &amsref_shapes[dialect];
    switch (places[order]) {
    case EVERYWHERE:
        return 1;
    case CORRECTED:
        return s->corrects_m || s->v != NOT_CORRECTED;
    case CORRECTED_M:
        return s->corrects_m;
    case ROOT:
        return s->v == CORRECTS_ROOT;
    case RATE_OUTSIDE:
        return s->v == CORRECTS_RATE;
    }
    return 0;
}
