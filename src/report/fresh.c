/* SPDX-License-Identifier: Apache-2.0
 *
 * The fresh cases in the reports (AG-59, AG-103).
 */
#include <string.h>

#include "fresh/fresh.h"
#include "report/internal.h"

static bool is_fresh(const amsref_result *result)
{
    return strcmp(result->item->category, amsref_fresh_category) == 0;
}

size_t amsref_fresh_cases(const amsref_run *run, size_t *judged)
{
    size_t cases = 0;

    *judged = 0;
    for (size_t i = 0; i < run->count; i++) {
        if (is_fresh(&run->result[i])) {
            cases++;
            *judged += run->result[i].outcome == AMSREF_JUDGED;
        }
    }
    return cases;
}

const char *amsref_fresh_words(const amsref_run *run)
{
    size_t judged;

    amsref_fresh_cases(run, &judged);
    return run->fresh && !judged ? ", no fresh case judged" : "";
}

json_t *amsref_fresh_json(const amsref_run *run)
{
    size_t judged;
    const size_t cases = amsref_fresh_cases(run, &judged);

    return cases || run->fresh
               ? json_pack("{s:I, s:I, s:I}", "seed", (json_int_t)run->seed, "cases",
                           (json_int_t)cases, "judged", (json_int_t)judged)
               : json_null();
}
