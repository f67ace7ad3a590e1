/* SPDX-License-Identifier: Apache-2.0
 *
 * The options of laws, and what they ask for.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/check_generated.h"
#include "core/amsref.h"
#include "suite/memory.h"

void amsref_read_law(struct argp_state *state, const char *text, amsref_check_options *options)
{
    const size_t law = amsref_law_from_name(text);

    if (law < amsref_law_count()) {
        options->law |= UINT64_C(1) << law;
        return;
    }
    char *names = amsref_copy("");
    for (size_t l = 0; l < amsref_law_count(); l++) {
        char *longer = amsref_print("%s %s", names, amsref_law_name(l));
        free(names);
        names = longer;
    }
    argp_error(state, "there is no law '%s'; the laws are%s", text, names);
    free(names);
}

void amsref_read_budget(struct argp_state *state, const char *text, amsref_check_options *options)
{
    const size_t length = strlen(text);
    char *end = NULL;

    if (length < 2 || text[length - 1] != 's') {
        options->trials = amsref_read_count(state, "budget", text, 1, AMSREF_LAWS_TRIALS_MOST);
        options->seconds = 0;
        return;
    }
    options->trials = 0;
    options->seconds = strtod(text, &end);
    if (end != text + length - 1 || !(options->seconds > 0 && options->seconds <= 86400)) {
        argp_error(state, "--budget %s: wanted seconds above 0 and at most 86400, as in 10s", text);
    }
}

void amsref_settle_laws(amsref_check_options *options)
{
    const bool selected = options->category && strcmp(options->category, amsref_laws_category) == 0;

    if (!options->laws_asked) {
        options->laws = selected || options->law ||
                        (!options->ids && !options->category && options->shard == 1);
    }
    if (!options->law) {
        options->law = (UINT64_C(1) << amsref_law_count()) - 1;
    }
}

/* DIALECT/FORMAT/laws/NAME-NNNN: what of the plan it selects. False where it is no such id. */
static bool parse(amsref_dialect dialect, const char *id, amsref_laws_plan *plan)
{
    for (int f = 0; f < AMSREF_FORMAT_COUNT; f++) {
        for (size_t l = 0; l < amsref_law_count(); l++) {
            char *begin = amsref_print("%s/%s/%s/%s-", amsref_dialect_name(dialect),
                                       amsref_format_name((amsref_format)f), amsref_laws_category,
                                       amsref_law_name(l));
            const size_t length = strlen(begin);
            const bool fits = strncmp(id, begin, length) == 0 && strlen(id + length) == 4 &&
                              strspn(id + length, "0123456789") == 4;
            free(begin);
            if (fits) {
                plan->formats = 1U << f;
                plan->laws = UINT64_C(1) << l;
                plan->only = strtoull(id + length, NULL, 10);
                return plan->only > 0;
            }
        }
    }
    return false;
}

bool amsref_is_law_id(amsref_dialect dialect, const char *id)
{
    amsref_laws_plan plan;
    return parse(dialect, id, &plan);
}

/* Moves what was found behind what there is. */
static void append(amsref_laws *laws, amsref_laws *more)
{
    amsref_law_result *item = amsref_alloc(laws->count + more->count, sizeof *item);

    for (size_t i = 0; i < laws->count + more->count; i++) {
        item[i] = i < laws->count ? laws->item[i] : more->item[i - laws->count];
    }
    free(laws->item);
    free(more->item);
    laws->item = item;
    laws->count += more->count;
    *more = (amsref_laws){0};
}

int amsref_check_laws(const amsref_check_options *o, const amsref_terms *terms,
                      amsref_client *client, amsref_dialect dialect, amsref_laws *laws,
                      amsref_case_progress progress, void *context, amsref_error *error)
{
    const unsigned every = (1U << AMSREF_FORMAT_COUNT) - 1;
    amsref_laws_plan plan = {
        .seed = o->seed,
        .trials = o->trials,
        .seconds = o->seconds,
        .formats = o->format < AMSREF_FORMAT_COUNT ? 1U << o->format : every,
        .laws = o->law,
        .wanted = o->level,
        .dialect = dialect,
        .command = o->command,
        .terms = *terms,
    };
    int failed = 0;

    *laws = (amsref_laws){0};
    if (o->laws) {
        failed = amsref_laws_try(client, &plan, laws, progress, context, error);
    }
    for (size_t i = 0; i < o->ids && !failed; i++) {
        amsref_laws more;
        if (parse(dialect, o->id[i], &plan)) {
            failed = amsref_laws_try(client, &plan, &more, progress, context, error);
            append(laws, &more);
        }
    }
    return failed;
}
