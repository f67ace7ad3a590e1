/* SPDX-License-Identifier: Apache-2.0
 *
 * An answer depends on its request alone, and a state on all that came before it (AG-97).
 */
#include <math.h>

#include "laws/internal.h"
#include "suite/memory.h"

/* n parameters of ones in the format, with the hyper-parameters and the step of the specimen. */
static void fill_ones(const amsref_specimen *specimen, amsref_format format, size_t n,
                      const amsref_setting *setting, amsref_relative *relative)
{
    const bool julia = setting->dialect == AMSREF_JULIA;

    *relative = (amsref_relative){.of = *specimen};
    relative->of.setting = *setting;
    relative->of.n = n;
    relative->of.row = amsref_alloc(n, sizeof *relative->of.row);
    relative->like = amsref_alloc(n, sizeof *relative->like);
    for (size_t i = 0; i < n; i++) {
        for (size_t q = 0; q < AMSREF_PARAMETER; q++) {
            const bool state = q >= AMSREF_M && q <= AMSREF_VMAX;
            const double initial = julia ? setting->hyper.eps : 0;
            relative->of.row[i][q] =
                amsref_value_bits(format, state && setting->initial ? initial
                                          : q == AMSREF_M           ? 8
                                                                    : 1);
        }
        relative->like[i] = AMSREF_UNLIKE;
    }
}

/* Something else to answer in between. */
static void interloper(const amsref_specimen *specimen, amsref_format format, size_t n,
                       amsref_relative *relative)
{
    amsref_setting setting = specimen->setting;

    setting.format = format;
    setting.t = setting.initial || setting.t > 2 ? 1 : 3;
    setting.hyper = (amsref_hyper){.lr = 0.5,
                                   .beta1 = 0.5,
                                   .beta2 = 0.75,
                                   .eps = setting.dialect == AMSREF_PAPER ? 0 : 1,
                                   .lambda = 1,
                                   .lo = -INFINITY,
                                   .hi = INFINITY};
    fill_ones(specimen, format, n, &setting, relative);
}

/* The same hyper-parameters and step in another format: whoever keeps coefficients keeps those of a format. */
static void translated(const amsref_specimen *specimen, amsref_format format, size_t n,
                       amsref_relative *relative)
{
    amsref_setting setting = specimen->setting;

    setting.format = format;
    if (amsref_setting_in_domain(&setting)) {
        fill_ones(specimen, format, n, &setting, relative);
    } else {
        interloper(specimen, format, n, relative);
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
        translated(specimen, other, n, &relative[count++]);
        amsref_relative_same(specimen, &relative[count++]);
    }
    if (all || count == 0) {
        amsref_relative_same(specimen, &relative[count++]);
    }
    return count;
}

/* Every second time the new process is asked in another format first. */
AMSREF_RELATE(process)
{
    const amsref_format other = another(hello, specimen->setting.format);
    size_t count = 0;

    (void)answer;
    if (specimen->choice % 2 == 1 && other < AMSREF_FORMAT_COUNT) {
        translated(specimen, other, specimen->n, &relative[count++]);
    }
    amsref_relative_same(specimen, &relative[count++]);
    for (size_t i = 0; i < count; i++) {
        relative[i].elsewhere = true;
    }
    return count;
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
