/* SPDX-License-Identifier: Apache-2.0
 *
 * All operations are elementwise (AG-01): what an element becomes depends on nothing beside it
 * (AG-96).
 */
#include <math.h>

#include "laws/internal.h"

/* Where an array of two or more is cut. */
static size_t cut(const amsref_specimen *specimen)
{
    return 1 + specimen->choice % (specimen->n - 1);
}

AMSREF_RELATE(size)
{
    (void)hello;
    (void)answer;
    amsref_relative_part(specimen, 0, cut(specimen), relative);
    return 1;
}

AMSREF_RELATE(chunks)
{
    const size_t first = cut(specimen);

    (void)hello;
    (void)answer;
    amsref_relative_part(specimen, 0, first, &relative[0]);
    amsref_relative_part(specimen, first, specimen->n - first, &relative[1]);
    return 2;
}

/* An update shows where x is 0, however small it is; x that is not 0 shows what else is done to it. */
static void let_updates_show(amsref_specimen *specimen, size_t every)
{
    specimen->setting.hyper.lr = specimen->setting.hyper.lr == 0 ? 1 : specimen->setting.hyper.lr;
    for (size_t i = 0; i < specimen->n; i += every) {
        specimen->row[i][AMSREF_X] = 0;
    }
}

bool amsref_prepare_size(amsref_specimen *specimen)
{
    let_updates_show(specimen, 2);
    return true;
}

bool amsref_prepare_blocks(amsref_specimen *specimen)
{
    let_updates_show(specimen, 1);
    return true;
}

/*
 * Small parts, as others judge them, and large ones, at places that are no multiple of a power of two or ten: no part
 * but the first begins where a block does, and whoever takes another way from some size on takes it for the whole alone.
 */
AMSREF_RELATE(blocks)
{
    const size_t n = specimen->n, shift = specimen->choice;
    const size_t end[] = {n / 133, n / 4 + 1 + shift, 3 * n / 4, n};
    size_t parts = 0, from = 0;

    (void)hello;
    (void)answer;
    for (size_t i = 0; i < sizeof end / sizeof end[0]; i++) {
        const size_t to = end[i] < n ? end[i] : n;
        if (to > from) {
            amsref_relative_part(specimen, from, to - from, &relative[parts++]);
            from = to;
        }
    }
    return parts;
}

/* All but one of the parameters become what may harm it: by a norm, by a test for infinities. */
AMSREF_RELATE(neighbours)
{
    static const double hostile[] = {NAN, INFINITY, 0x1p100, 0};
    enum { KINDS = sizeof hostile / sizeof hostile[0] };
    const size_t kept = specimen->choice % specimen->n;

    (void)hello;
    (void)answer;
    for (size_t k = 0; k < KINDS; k++) {
        const uint64_t bits = amsref_value_bits(specimen->setting.format, hostile[k]);
        amsref_relative_same(specimen, &relative[k]);
        for (size_t i = 0; i < specimen->n; i++) {
            for (size_t q = 0; i != kept && q < AMSREF_PARAMETER; q++) {
                const bool state = q >= AMSREF_M && q <= AMSREF_VMAX;
                if (!(state && specimen->setting.initial)) { /* which some cannot leave */
                    relative[k].of.row[i][q] = bits;
                }
            }
            relative[k].like[i] = i == kept ? (long)i : AMSREF_UNLIKE;
        }
    }
    return KINDS;
}

/* Parameter i takes the place to[i] of the specimen's. */
static void move(const amsref_specimen *specimen, size_t i, size_t from, amsref_relative *relative)
{
    for (size_t q = 0; q < AMSREF_PARAMETER; q++) {
        relative->of.row[i][q] = specimen->row[from][q];
    }
    relative->like[i] = (long)from;
}

AMSREF_RELATE(permutation)
{
    const size_t n = specimen->n;

    (void)hello;
    (void)answer;
    for (size_t k = 0; k < 2; k++) {
        amsref_relative_same(specimen, &relative[k]);
        for (size_t i = 0; i < n; i++) {
            move(specimen, i, k ? n - 1 - i : (i + 1) % n, &relative[k]);
        }
    }
    return 2;
}
