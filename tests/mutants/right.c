/* SPDX-License-Identifier: Apache-2.0
 *
 * The right implementations: the orders with a name, each choice alone, each sum fused alone, a
 * sample of the product of all choices in which every pair of choices occurs, and vectors with a
 * tail of another order.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../adapters/order_rows.h"
#include "subject.h"
#include "suite/memory.h"

/* An axis: what can be chosen, by name; the first choice is that of a zero order. */
enum { AXES = 12, CHOICES = 8, PLACES = 10 };

static const struct {
    size_t count;
    const char *name[CHOICES];
} axes[AXES] = {
    {8,
     {"m two products", "m lerp", "m torch's lerp", "m lessened", "m fma lerp", "m fma of old",
      "m fma of new", "m fma pair"}},
    {8,
     {"v two products", "v lerp", "v torch's lerp", "v lessened", "v fma lerp", "v fma of old",
      "v fma of new", "v fma pair"}},
    {2, {"c*(g*g)", "(c*g)*g"}},
    {3, {"root*(1/root)", "root/root", "root of quotient"}},
    {8,
     {"a*(m/den)", "(a*m)/den", "(a/den)*m", "m/(den/a)", "(a*m)*(1/den)", "a*(m*(1/den))",
      "fma of quotient", "fma of rate"}},
    {5, {"straight", "moments first", "folded", "unfolded", "capturable"}},
    {7, {"doubling", "expm1", "log1p", "pow", "squaring", "running product", "exp(t*log)"}},
    {6,
     {"in the format", "in double", "in extended", "extended, stored", "in binary128",
      "binary128, stored"}},
    {4, {"k*x", "x - x*w*lr", "decay last", "decay in the sum"}},
    {2, {"scalars in double", "scalars in the format"}},
    {2, {"v/C2", "v*(1/C2)"}},
    {2, {"unstored", "stored before use"}},
};

static amsref_order order_of(const size_t choice[AXES], unsigned fused)
{
    return (amsref_order){.m = (amsref_average)choice[0],
                          .v = (amsref_average)choice[1],
                          .square = (amsref_square)choice[2],
                          .root = (amsref_root)choice[3],
                          .update = (amsref_update)choice[4],
                          .form = (amsref_form)choice[5],
                          .power = (amsref_power)choice[6],
                          .precision = (amsref_precision)choice[7],
                          .decay = (amsref_decay)choice[8],
                          .early = choice[9] == 1,
                          .over_first = choice[10] == 1,
                          .settled = choice[11] == 1,
                          .fused = fused};
}

/* What differs from the zero order, in words. */
static char *words(const size_t choice[AXES], unsigned fused)
{
    char *text = NULL;
    size_t size;
    FILE *file = open_memstream(&text, &size);
    const char *comma = "";
    for (size_t a = 0; a < AXES; a++) {
        if (choice[a]) {
            fprintf(file, "%s%s", comma, axes[a].name[choice[a]]);
            comma = "; ";
        }
    }
    for (unsigned p = 0; p < PLACES; p++) {
        if (fused >> p & 1) {
            fprintf(file, "%ssum %u fused", comma, p + 1);
            comma = "; ";
        }
    }
    fclose(file);
    return text;
}

static amsref_subject *add(amsref_subjects *list, const char *group, const size_t choice[AXES],
                           unsigned fused)
{
    amsref_subject *subject = amsref_subject_add(list);
    *subject = (amsref_subject){.group = group, .kind = KIND_ORDER, .about = ""};
    subject->order = order_of(choice, fused);
    subject->name = words(choice, fused);
    for (size_t d = 0; d < DIALECTS; d++) {
        /* binary128 is slow: one dialect, another with each subject */
        bool slow = subject->order.precision >= IN_QUAD && (d + list->count) % DIALECTS != 0;
        subject->where[d] = slow ? 0 : 1 << ADAPTER_BINARY64 | 1 << ADAPTER_BINARY32;
    }
    return subject;
}

static void add_named(amsref_subjects *list)
{
    for (size_t o = 0; amsref_order_names[o].name; o++) {
        amsref_subject *subject = amsref_subject_add(list);
        *subject = (amsref_subject){.group = "named",
                                    .name = amsref_order_names[o].name,
                                    .about = amsref_order_names[o].about,
                                    .kind = KIND_ORDER,
                                    .order = amsref_orders[o]};
        for (size_t d = 0; d < DIALECTS; d++) {
            subject->where[d] =
                amsref_order_applies(o, d) ? 1 << ADAPTER_BINARY64 | 1 << ADAPTER_BINARY32 : 0;
        }
    }
}

static void add_singles(amsref_subjects *list)
{
    size_t choice[AXES] = {0};
    for (size_t a = 0; a < AXES; a++) {
        for (choice[a] = 1; choice[a] < axes[a].count; choice[a]++) {
            add(list, "one choice", choice, 0);
        }
        choice[a] = 0;
    }
    for (unsigned p = 0; p < PLACES; p++) {
        add(list, "one choice", choice, 1U << p);
    }
    add(list, "one choice", choice, (1U << PLACES) - 1);
}

/* splitmix64 (AG-77). */
static uint64_t draw(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

typedef bool covered[AXES][CHOICES][AXES][CHOICES];

static size_t news(covered seen, const size_t choice[AXES], bool mark)
{
    size_t count = 0;
    for (size_t a = 0; a < AXES; a++) {
        for (size_t b = a + 1; b < AXES; b++) {
            bool *pair = &seen[a][choice[a]][b][choice[b]];
            count += !*pair;
            *pair = *pair || mark;
        }
    }
    return count;
}

/* Of a few drawn rows the one that shows most new pairs, until every pair was shown. */
static void add_sample(amsref_subjects *list)
{
    enum { DRAWN = 200, MORE = 10 };
    static covered seen;
    uint64_t state = 4;
    size_t left = 0, extra = 0;
    for (size_t a = 0; a < AXES; a++) {
        for (size_t b = a + 1; b < AXES; b++) {
            left += axes[a].count * axes[b].count;
        }
    }
    while (left > 0 || extra++ < MORE) {
        size_t best[AXES] = {0}, most = 0;
        for (int k = 0; k < (left > 0 ? DRAWN : 1); k++) {
            size_t choice[AXES];
            for (size_t a = 0; a < AXES; a++) {
                choice[a] = (size_t)(draw(&state) % axes[a].count);
            }
            size_t found = news(seen, choice, false);
            if (k == 0 || found > most) {
                most = found;
                memcpy(best, choice, sizeof best);
            }
        }
        left -= news(seen, best, true);
        if (most > 0 || left == 0) {
            add(list, "sample", best, (unsigned)draw(&state) & ((1U << PLACES) - 1));
        }
    }
}

/* The body of vectors in one order, what is left over in another. */
static void add_tails(amsref_subjects *list)
{
    static const struct {
        const char *name;
        size_t lanes;
        amsref_order body, tail;
    } rows[] = {
        {"vectors of 4: fma lerp and (c*g)*g; tail: two products",
         4,
         {.m = LERP_FMA, .square = SQUARE_LEFT, .update = PRODUCT_OVER},
         {.update = PRODUCT_OVER}},
        {"vectors of 8: fma everywhere; tail: nothing fused",
         8,
         {.fused = (1U << PLACES) - 1},
         {0}},
        {"vectors of 8: reciprocal products; tail: quotients",
         8,
         {.update = TIMES_RECIPROCAL, .over_first = true},
         {.root = ROOT_OVER_ROOT, .update = PRODUCT_OVER}},
        {"vectors of 16: lerp; tail: in extended",
         16,
         {.m = LERP, .v = LERP},
         {.precision = IN_EXTENDED}},
        {"vectors of 4: scalars in the format by pow; tail: scalars in double",
         4,
         {.early = true, .power = POWER_POW},
         {.power = POWER_POW}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        amsref_subject *subject = amsref_subject_add(list);
        *subject = (amsref_subject){.group = "tail",
                                    .name = rows[i].name,
                                    .about = "",
                                    .kind = KIND_ORDER,
                                    .order = rows[i].body,
                                    .tail = rows[i].lanes,
                                    .order_tail = rows[i].tail};
        memset(subject->where, 1 << ADAPTER_BINARY64 | 1 << ADAPTER_BINARY32, DIALECTS);
    }
}

/* What the mutants are made of must conform itself. */
static void add_controls(amsref_subjects *list)
{
    static const amsref_subject controls[] = {
        {.group = "control", .name = "the plain step, unedited", .about = ""},
        {.group = "control",
         .name = "the step of the faults, without one",
         .about = "",
         .kind = KIND_FAULT,
         .fault = NO_FAULT},
    };
    for (size_t i = 0; i < sizeof controls / sizeof controls[0]; i++) {
        amsref_subject *subject = amsref_subject_add(list);
        *subject = controls[i];
        memset(subject->where, 1 << ADAPTER_BINARY64 | 1 << ADAPTER_BINARY32, DIALECTS);
    }
}

void amsref_subjects_right(amsref_subjects *list)
{
    add_controls(list);
    add_named(list);
    add_singles(list);
    add_sample(list);
    add_tails(list);
}
