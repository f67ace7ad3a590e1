/* SPDX-License-Identifier: Apache-2.0
 *
 * Results by format and category.
 */
#include <stdlib.h>
#include <string.h>

#include "report/internal.h"
#include "suite/memory.h"

static amsref_group *group_of(amsref_groups *groups, const amsref_case *item)
{
    for (size_t i = 0; i < groups->count; i++) {
        amsref_group *group = &groups->item[i];
        if (group->format == item->problem.format && strcmp(group->category, item->category) == 0) {
            return group;
        }
    }
    amsref_group *group = &groups->item[groups->count++];
    group->format = item->problem.format;
    group->category = item->category;
    return group;
}

void amsref_groups_make(const amsref_run *run, amsref_groups *groups)
{
    groups->count = 0;
    groups->item = amsref_alloc(run->count, sizeof *groups->item);
    groups->of = amsref_alloc(run->count, sizeof *groups->of);
    for (size_t i = 0; i < run->count; i++) {
        amsref_group *group = group_of(groups, run->result[i].item);
        amsref_tally_add(&group->tally, &run->result[i]);
        group->failed += amsref_failed(run, &run->result[i]);
        groups->of[i] = (size_t)(group - groups->item);
    }
}

void amsref_groups_free(amsref_groups *groups)
{
    free(groups->item);
    free(groups->of);
}
