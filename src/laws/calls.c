/* SPDX-License-Identifier: Apache-2.0
 *
 * An answer depends on its request alone, and a state on all that came before it (AG-97).
 */
#include <math.h>

#include "laws/internal.h"

/* Something else to answer in between: n parameters of ones in the format. */
static void interloper(const amsref_specimen *specimen, amsref_format format, size_t n,
                       amsref_relative *relative)
{
    amsref_specimen other = *specimen;

    other.n = n < specimen->n ? n : specimen->n;
    amsref_relative_part(&other, 0, other.n, relative);
    relative->of.setting.format = format;
    relative->of.setting.t = specimen->setting.t > 2 ? 1 : 3;
    relative->of.setting.hyper = (amsref_hyper){.lr = 0.5,
                                                .beta1 = 0.5,
                                                .beta2 = 0.75,
                                                .eps = specimen->setting.hyper.eps,
                                                .lambda = 1,
                                                .lo = -INFINITY,
                                                .hi = INFINITY};
    for (size_t i = 0; i < relative->of.n; i++) {
        for (size_t q = 0; q < AMSREF_PARAMETER; q++) {
            relative->of.row[i][q] = amsref_value_bits(format, q == AMSREF_M ? 8 : 1);
        }
        relative->like[i] = AMSREF_UNLIKE;
    }
}

AMSREF_RELATE(again)
{
    const amsref_format mine = specimen->setting.format;
    const amsref_format other = mine == AMSREF_BINARY64 ? AMSREF_BINARY32 : AMSREF_BINARY64;
    size_t count = 0;

    (void)answer;
    amsref_relative_same(specimen, &relative[count++]);
    interloper(specimen, mine, specimen->n, &relative[count++]);
    amsref_relative_same(specimen, &relative[count++]);
    interloper(specimen, mine, (specimen->n + 1) / 2, &relative[count++]);
    amsref_relative_same(specimen, &relative[count++]);
    if (hello->formats & 1U << other) {
        interloper(specimen, other, specimen->n, &relative[count++]);
        amsref_relative_same(specimen, &relative[count++]);
    }
    return count;
}

AMSREF_RELATE(process)
{
    (void)hello;
    (void)answer;
    amsref_relative_same(specimen, relative);
    relative->elsewhere = true;
    return 1;
}

/* The specimen's steps from `since` on, `steps` of them, from the state that was answered before. */
static void continued(const amsref_specimen *specimen, const amsref_answer *answer, size_t since,
                      size_t steps, amsref_relative *relative)
{
    amsref_relative_same(specimen, relative);
    relative->since = since;
    relative->of.setting.t += since;
    relative->of.setting.steps = steps;
    for (size_t i = 0; i < specimen->n; i++) {
        uint64_t *row = relative->of.row[i];
        for (size_t q = 0; q < amsref_quantity_count(specimen->setting.dialect); q++) {
            row[q] = answer->value[q][(since - 1) * specimen->n + i];
        }
        for (size_t s = 0; s < steps; s++) {
            row[AMSREF_QUANTITIES + s] = specimen->row[i][AMSREF_QUANTITIES + since + s];
        }
    }
}

/* Who takes only runs resumes with at least two steps: one gradient makes a step (AG-65). */
AMSREF_RELATE(resume)
{
    const size_t steps = specimen->setting.steps;
    const size_t least = hello->ops & 1U << AMSREF_OP_STEP ? 1 : 2;

    if (steps <= least) {
        return 0;
    }
    const size_t since = 1 + specimen->choice % (steps - least);
    continued(specimen, answer, since, steps - since, relative);
    relative->elsewhere = true;
    return 1;
}

AMSREF_RELATE(chain)
{
    const size_t steps = specimen->setting.steps;

    (void)hello;
    for (size_t s = 1; s < steps; s++) {
        continued(specimen, answer, s, 1, &relative[s - 1]);
    }
    return steps - 1;
}
