/* SPDX-License-Identifier: Apache-2.0
 *
 * The laws, one a row. spec/laws.md says why each holds, and why a breach of one that is not strict
 * can be right.
 */
#include <string.h>

#include "laws/internal.h"

const char amsref_laws_category[] = "laws";

#define ANYWHERE ((1U << AMSREF_REGIONS) - 1)
#define MIDDLE (1U << AMSREF_REGION_ORDINARY)
#define FINITE (ANYWHERE & ~(1U << AMSREF_REGION_LARGE))
#define NORMAL (MIDDLE | 1U << AMSREF_REGION_WIDE)

enum { SIZES = 68 }; /* parameters: prefixes of 1 .. 67 of them */

const amsref_law amsref_law_table[] = {
    {.name = "size", .clause = "AG-96", .words = "an element does not depend on how many follow",
     .regions = ANYWHERE, .special = true, .weight = 7, .n = SIZES, .least_n = 2,
     .relate = amsref_relate_size},
    {.name = "chunks", .clause = "AG-96", .words = "the parts of an array give the parts of the whole",
     .regions = ANYWHERE, .special = true, .weight = 1, .least_n = 2,
     .relate = amsref_relate_chunks},
    {.name = "neighbours", .clause = "AG-96", .words = "an element does not depend on the others",
     .regions = ANYWHERE, .special = true, .weight = 1, .least_n = 2,
     .relate = amsref_relate_neighbours},
    {.name = "permutation", .clause = "AG-96", .words = "an element does not depend on its place",
     .regions = ANYWHERE, .special = true, .weight = 1, .least_n = 2,
     .relate = amsref_relate_permutation},
    {.name = "again", .clause = "AG-97", .words = "an answer does not depend on requests before",
     .regions = ANYWHERE, .special = true, .weight = 1, .relate = amsref_relate_again},
    {.name = "process", .clause = "AG-97", .words = "a new process answers the same",
     .regions = ANYWHERE, .special = true, .weight = 1, .relate = amsref_relate_process},
    {.name = "resume", .clause = "AG-97",
     .words = "a run that a new process resumes from the state equals the whole",
     .needs = AMSREF_NEEDS_RUN | AMSREF_NEEDS_STATE, .regions = FINITE, .weight = 1,
     .least_steps = 2, .relate = amsref_relate_resume},
    {.name = "chain", .clause = "AG-97", .words = "steps one after another equal the run",
     .needs = AMSREF_NEEDS_RUN | AMSREF_NEEDS_STEP | AMSREF_NEEDS_STATE, .regions = FINITE,
     .weight = 1, .least_steps = 2, .relate = amsref_relate_chain},
    {.name = "sign", .clause = "AG-98", .words = "-x, -m, -g give -x', -m', and the same v', vmax'",
     .regions = ANYWHERE, .special = true, .weight = 1, .relate = amsref_relate_sign},
    {.name = "maximize", .clause = "AG-98", .words = "maximize equals the negated gradient",
     .needs = AMSREF_NEEDS_MAXIMIZE, .regions = ANYWHERE, .special = true, .weight = 1,
     .relate = amsref_relate_maximize},
    {.name = "scale-gradient", .clause = "AG-98",
     .words = "g, m, eps times 2^k and v, vmax times 4^k leave x' as it was",
     .regions = MIDDLE, .weight = 1, .prepare = amsref_prepare_scale,
     .relate = amsref_relate_scale_gradient},
    {.name = "scale-parameter", .clause = "AG-98", .words = "x, lr times 2^k give x' times 2^k",
     .regions = MIDDLE, .weight = 1, .prepare = amsref_prepare_scale,
     .relate = amsref_relate_scale_parameter},
    {.name = "vmax-grows", .clause = "AG-99", .words = "vmax never decreases", .strict = true,
     .needs = AMSREF_NEEDS_MAXIMUM | AMSREF_NEEDS_VMAX, .regions = FINITE, .weight = 2,
     .least_steps = 2, .holds = amsref_holds_vmax_grows},
    {.name = "vmax-bounds", .clause = "AG-99", .words = "vmax' is at least s*v'",
     .needs = AMSREF_NEEDS_MAXIMUM | AMSREF_NEEDS_VMAX | AMSREF_NEEDS_V, .regions = FINITE,
     .weight = 1, .holds = amsref_holds_vmax_bounds},
    {.name = "v-sign", .clause = "AG-99", .words = "v' and vmax' are not negative", .strict = true,
     .needs = AMSREF_NEEDS_V, .regions = FINITE, .weight = 1, .holds = amsref_holds_v_sign},
    {.name = "zero-gradient", .clause = "AG-99",
     .words = "without gradient, m and decay nothing moves", .strict = true, .regions = NORMAL,
     .weight = 1, .prepare = amsref_prepare_zero_gradient, .holds = amsref_holds_zero_gradient},
    {.name = "zero-rate", .clause = "AG-99", .words = "with lr = 0 no parameter moves",
     .strict = true, .regions = NORMAL, .weight = 1, .prepare = amsref_prepare_zero_rate,
     .holds = amsref_holds_zero_rate},
    {.name = "box", .clause = "AG-99", .words = "x' lies in the box", .strict = true,
     .needs = AMSREF_NEEDS_BOX, .regions = FINITE, .weight = 1, .prepare = amsref_prepare_box,
     .holds = amsref_holds_box},
};

enum { LAWS = sizeof amsref_law_table / sizeof amsref_law_table[0] };

size_t amsref_law_count(void)
{
    return LAWS;
}

const char *amsref_law_name(size_t law)
{
    return amsref_law_table[law].name;
}

const char *amsref_law_clause(size_t law)
{
    return amsref_law_table[law].clause;
}

const char *amsref_law_words(size_t law)
{
    return amsref_law_table[law].words;
}

bool amsref_law_strict(size_t law)
{
    return amsref_law_table[law].strict;
}

size_t amsref_law_from_name(const char *name)
{
    size_t law = 0;
    while (law < LAWS && strcmp(amsref_law_table[law].name, name) != 0) {
        law++;
    }
    return law;
}
