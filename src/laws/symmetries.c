/* SPDX-License-Identifier: Apache-2.0
 *
 * Rounding to nearest knows no sign and no power of two (AG-98).
 */
#include <math.h>

#include "laws/internal.h"

static void negate_gradients(const amsref_specimen *specimen, amsref_relative *relative)
{
    for (size_t i = 0; i < relative->of.n; i++) {
        for (size_t q = AMSREF_QUANTITIES; q < AMSREF_PARAMETER; q++) {
            relative->of.row[i][q] ^= amsref_sign_of(specimen);
        }
    }
}

AMSREF_RELATE(sign)
{
    amsref_hyper *h = &relative->of.setting.hyper;

    (void)hello;
    (void)answer;
    amsref_relative_same(specimen, relative);
    negate_gradients(specimen, relative);
    for (size_t i = 0; i < specimen->n; i++) {
        relative->of.row[i][AMSREF_X] ^= amsref_sign_of(specimen);
        relative->of.row[i][AMSREF_M] ^= amsref_sign_of(specimen);
    }
    relative->negated[AMSREF_X] = relative->negated[AMSREF_M] = true;
    h->lo = -specimen->setting.hyper.hi;
    h->hi = -specimen->setting.hyper.lo;
    return 1;
}

AMSREF_RELATE(maximize)
{
    (void)hello;
    (void)answer;
    amsref_relative_same(specimen, relative);
    negate_gradients(specimen, relative);
    relative->of.setting.hyper.maximize = !specimen->setting.hyper.maximize;
    return 1;
}

/* Powers of beta1's schedule that underflow would scale inexactly. */
bool amsref_prepare_scale(amsref_specimen *specimen)
{
    specimen->setting.t = (specimen->setting.t - 1) % 100 + 1;
    return true;
}

/* -8 .. 8 without 0; in binary16, which has few exponents, -2 .. 2. */
static int power(const amsref_specimen *specimen)
{
    const int most = specimen->setting.format == AMSREF_BINARY16 ? 2 : 8;
    const int k = (int)(specimen->choice % (size_t)most) + 1;
    return specimen->choice / 8 % 2 ? -k : k;
}

static void scale(const amsref_specimen *specimen, amsref_relative *relative, size_t quantity, int k)
{
    for (size_t i = 0; i < specimen->n; i++) {
        uint64_t *bits = &relative->of.row[i][quantity];
        *bits = amsref_value_bits(specimen->setting.format,
                                  ldexp(amsref_value_of(specimen, *bits), k));
    }
    if (quantity < AMSREF_QUANTITIES) {
        relative->shift[quantity] = k;
    }
}

/* With L2 decay w*x has to scale as g does. */
AMSREF_RELATE(scale_gradient)
{
    const int k = power(specimen);
    amsref_hyper *h = &relative->of.setting.hyper;

    (void)hello;
    (void)answer;
    amsref_relative_same(specimen, relative);
    scale(specimen, relative, AMSREF_M, k);
    scale(specimen, relative, AMSREF_V, 2 * k);
    scale(specimen, relative, AMSREF_VMAX, 2 * k);
    for (size_t q = AMSREF_QUANTITIES; q < AMSREF_PARAMETER; q++) {
        scale(specimen, relative, q, k);
    }
    h->eps = ldexp(h->eps, k);
    h->weight_decay = h->decoupled ? h->weight_decay : ldexp(h->weight_decay, k);
    return 1;
}

/* With either decay the product with weight_decay has to stay. */
AMSREF_RELATE(scale_parameter)
{
    const int k = power(specimen);
    amsref_hyper *h = &relative->of.setting.hyper;

    (void)hello;
    (void)answer;
    amsref_relative_same(specimen, relative);
    scale(specimen, relative, AMSREF_X, k);
    h->lr = ldexp(h->lr, k);
    h->weight_decay = ldexp(h->weight_decay, -k);
    h->lo = ldexp(h->lo, k);
    h->hi = ldexp(h->hi, k);
    return 1;
}
