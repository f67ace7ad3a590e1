/* SPDX-License-Identifier: Apache-2.0
 *
 * Results by format and category, and what is said of each.
 */
#include <stdlib.h>
#include <string.h>

#include "report/internal.h"
#include "suite/memory.h"

enum { CASES_SHOWN = 3 }; /* failing cases of a category; the JSON report has all */

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

char *amsref_group_failures(const amsref_run *run, const amsref_groups *groups, size_t g)
{
    char *text = NULL;
    size_t size = 0, shown = 0;
    FILE *out = open_memstream(&text, &size);

    for (size_t i = 0; out && i < run->count; i++) {
        const amsref_result *result = &run->result[i];
        if (groups->of[i] != g || !amsref_failed(run, result) ||
            (shown >= CASES_SHOWN && result->outcome != AMSREF_BROKEN)) {
            continue;
        }
        char *summary = amsref_failure_summary(run, result);
        char *again = amsref_again(run, result);
        const char *id = result->item->id;
        const bool named = strncmp(summary, id, strlen(id)) == 0;
        fprintf(out, "%s%s%s\n    %s\n", named ? "" : id, named ? "" : " ", summary, again);
        free(summary);
        free(again);
        shown++;
    }
    if (out && groups->item[g].failed > shown) {
        fprintf(out, "and %zu more cases\n", groups->item[g].failed - shown);
    }
    if (out) {
        fclose(out);
    }
    return text ? text : amsref_copy("");
}

/* Why the first of a group's skipped cases was. */
static const char *first_skip(const amsref_run *run, const amsref_groups *groups, size_t g)
{
    for (size_t i = 0; i < run->count; i++) {
        if (groups->of[i] == g && run->result[i].outcome == AMSREF_SKIPPED) {
            return run->result[i].text;
        }
    }
    return "";
}

amsref_group_outcome amsref_group_came(const amsref_group *group)
{
    const amsref_tally *tally = &group->tally;

    if (tally->broken) {
        return AMSREF_GROUP_BROKE;
    }
    if (group->failed) {
        return AMSREF_GROUP_FAILED;
    }
    return tally->unreached || amsref_run_level(tally) == AMSREF_LEVEL_COUNT ? AMSREF_GROUP_SKIPPED
                                                                             : AMSREF_GROUP_PASSED;
}

char *amsref_group_message(const amsref_run *run, const amsref_groups *groups, size_t g)
{
    const amsref_group *group = &groups->item[g];
    const amsref_tally *tally = &group->tally;
    const size_t judged = tally->cases - tally->skipped - tally->unreached - tally->broken;

    switch (amsref_group_came(group)) {
    case AMSREF_GROUP_BROKE:
        return amsref_print("it broke off here, %zu of %zu cases judged", judged, tally->cases);
    case AMSREF_GROUP_FAILED:
        return amsref_print("%s, not %s: %zu of %zu cases fail",
                            amsref_level_name(amsref_run_level(tally)),
                            amsref_level_name(run->wanted), group->failed, judged);
    case AMSREF_GROUP_SKIPPED:
        return tally->unreached
                   ? amsref_print("%zu of %zu cases not reached: it broke off elsewhere",
                                  tally->unreached, tally->cases)
                   : amsref_print("all %zu cases: %s", tally->cases, first_skip(run, groups, g));
    default:
        return amsref_copy("");
    }
}
