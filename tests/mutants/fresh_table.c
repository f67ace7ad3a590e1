/* SPDX-License-Identifier: Apache-2.0
 *
 * What fresh cases alone refuse: of an implementation that looks its golden answers up, and else
 * is a mutant, nothing else speaks (AG-103).
 */
#include <string.h>

#include "equivalents.h"
#include "tables.h"

static bool killed_by(const amsref_judged *j, size_t subject, size_t pair, size_t cases)
{
    const unsigned char *kills = j->kills + subject * j->row;

    for (size_t i = j->stock->first[pair]; i < j->stock->first[pair] + cases; i++) {
        if (kills[i / 8] >> i % 8 & 1) {
            return true;
        }
    }
    return false;
}

static bool can_be_told(const amsref_judged *j, size_t subject, size_t pair)
{
    return j->trial[subject].fate[pair].tried && !amsref_equivalent_of(&j->list->item[subject], pair);
}

/* Implementations of a dialect: `format` 0 or 1 alone, or both formats: 2. */
static void count(const amsref_judged *j, size_t format, size_t cases, size_t *refused, size_t *all)
{
    *refused = *all = 0;
    for (size_t s = 0; s < j->list->count; s++) {
        for (size_t d = 0; d < DIALECTS; d++) {
            bool tried = false, killed = false;
            for (size_t f = 0; f < 2; f++) {
                const size_t pair = d + DIALECTS * f;
                if ((format == 2 || format == f) && can_be_told(j, s, pair)) {
                    tried = true;
                    killed = killed || killed_by(j, s, pair, cases);
                }
            }
            *all += tried;
            *refused += killed;
        }
    }
}

void amsref_fresh_table(const amsref_judged *j, FILE *file)
{
    static const size_t counts[] = {1, 2, 3, 5, 8, 10, 15, 20, 25, 30, 40, 50, 70, 100, 150, 200};

    fprintf(file, "fresh cases,refused in both formats,of,refused in binary64,of,refused in binary32,of\n");
    for (size_t i = 0; i < sizeof counts / sizeof counts[0] && 2 * counts[i] <= j->stock->count[0]; i++) {
        fprintf(file, "%zu", counts[i] * 2);
        for (size_t k = 0; k < 3; k++) {
            size_t refused, all;
            count(j, (k + 2) % 3, k ? 2 * counts[i] : counts[i], &refused, &all);
            fprintf(file, ",%zu,%zu", refused, all);
        }
        fprintf(file, "\n");
    }
}
