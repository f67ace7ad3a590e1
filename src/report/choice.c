/* SPDX-License-Identifier: Apache-2.0
 *
 * What the reports for people show of many failures and skips.
 */
#include <stdlib.h>
#include <string.h>

#include "report/internal.h"
#include "suite/memory.h"

enum {
    CASES_SHOWN = 24, /* failing cases */
    GROUP_SHOWN = 3   /* of them in one format and category: different ones tell more */
};

void amsref_shown_make(const amsref_run *run, amsref_shown *shown)
{
    amsref_groups groups;

    *shown = (amsref_shown){.failure = amsref_alloc(run->count, sizeof *shown->failure)};
    amsref_groups_make(run, &groups);
    for (size_t g = 0; g < groups.count; g++) {
        shown->failed += groups.item[g].failed;
        groups.item[g].failed = 0;
    }
    for (size_t i = 0; i < run->count; i++) {
        const amsref_result *result = &run->result[i];
        size_t *in_group = &groups.item[groups.of[i]].failed;
        const bool room = shown->failures < CASES_SHOWN && *in_group < GROUP_SHOWN;
        if (amsref_failed(run, result) && (room || result->outcome == AMSREF_BROKEN)) {
            shown->failure[shown->failures++] = result;
            ++*in_group;
        }
    }
    amsref_groups_free(&groups);
}

void amsref_shown_free(amsref_shown *shown)
{
    free(shown->failure);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(((const amsref_skips *)a)->text, ((const amsref_skips *)b)->text);
}

amsref_skips *amsref_skips_make(const amsref_run *run, size_t *reasons)
{
    amsref_skips *skips = amsref_alloc(run->count, sizeof *skips);
    size_t all = 0;

    for (size_t i = 0; i < run->count; i++) {
        if (run->result[i].outcome == AMSREF_SKIPPED) {
            skips[all++] = (amsref_skips){run->result[i].text, 1};
        }
    }
    qsort(skips, all, sizeof *skips, by_text);
    *reasons = 0;
    for (size_t i = 0; i < all; i++) {
        if (*reasons && by_text(&skips[*reasons - 1], &skips[i]) == 0) {
            skips[*reasons - 1].cases++;
        } else {
            skips[(*reasons)++] = skips[i];
        }
    }
    return skips;
}
