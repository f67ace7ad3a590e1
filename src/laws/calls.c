/* SPDX-License-Identifier: Apache-2.0
 *
 * An answer depends on its request alone, and a state on all that came before it (AG-97).
 */
#include <math.h>

#include "laws/internal.h"
#include "suite/memory.h"

/* Something else to answer in between: n parameters of ones in the format. */
static void interloper(const amsref_specimen *specimen, amsref_format format, size_t n,
                       amsref_relative *relative)
{
    const double eps = specimen->setting.dialect == AMSREF_PAPER ? 0 : 1;

    *relative = (amsref_relative){.of = *specimen};
    relative->of.n = n;
    relative->of.row = amsref_alloc(n, sizeof *relative->of.row);
    relative->like = amsref_alloc(n, sizeof *relative->like);
    relative->of.setting.format = format;
    relative->of.setting.t = specimen->setting.initial || specimen->setting.t > 2 ? 1 : 3;
    relative->of.setting.hyper = (amsref_hyper){.lr = 0.5,
                                                .beta1 = 0.5,
                                                .beta2 = 0.75,
                                                .eps = eps,
                                                .lambda = 1,
                                                .lo = -INFINITY,
                                                .hi = INFINITY};
    for (size_t i = 0; i < relative->of.n; i++) {
        for (size_t q = 0; q < AMSREF_PARAMETER; q++) {
            const bool state = q >= AMSREF_M && q <= AMSREF_VMAX;
            const double initial = specimen->setting.dialect == AMSREF_JULIA ? eps : 0;
            relative->of.row[i][q] =
                amsref_value_bits(format, state && specimen->setting.initial ? initial
                                          : q == AMSREF_M                    ? 8
                                                                             : 1);
        }
        relative->like[i] = AMSREF_UNLIKE;
    }
}

/* Another format that it has; COUNT where there is none. */
static amsref_format another(const amsref_hello *hello, amsref_format mine)
{
    int other = 0;

    while (other < AMSREF_FORMAT_COUNT &&
           (other == (int)mine || !(hello->formats & 1U << other))) {
        other++;
    }
    return (amsref_format)other;
}

/* The same, with others in between: choice 0 none, 1 .. 3 one kind of them, more: all. */
AMSREF_RELATE(again)
{
    const amsref_format mine = specimen->setting.format;
    const amsref_format other = another(hello, mine);
    const size_t n = specimen->n;
    const bool all = specimen->choice > 3;
    size_t count = 0;

    (void)answer;
    if (all || specimen->choice == 1) {
        interloper(specimen, mine, n, &relative[count++]);
        amsref_relative_same(specimen, &relative[count++]);
    }
    if (all || specimen->choice == 2) {
        interloper(specimen, mine, n + 1, &relative[count++]);
        amsref_relative_same(specimen, &relative[count++]);
    }
    if ((all || specimen->choice == 3) && other < AMSREF_FORMAT_COUNT) {
        interloper(specimen, other, n, &relative[count++]);
        amsref_relative_same(specimen, &relative[count++]);
    }
    if (all || count == 0) {
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
