/* SPDX-License-Identifier: Apache-2.0
 *
 * The report for machines; spec/schema/report.schema.json describes it. It depends on the answers
 * alone: no time, no host.
 */
#include <jansson.h>
#include <stdlib.h>

#include "core/amsref.h"
#include "report/internal.h"

/* jansson has signed integers: larger counts stop at the largest one. */
static json_t *count_json(uint64_t count)
{
    return json_integer(count > INT64_MAX ? INT64_MAX : (json_int_t)count);
}

static json_t *level_json(amsref_level level)
{
    return level < AMSREF_LEVEL_COUNT ? json_string(amsref_level_name(level)) : json_null();
}

static json_t *text_or_null(const char *text)
{
    return text && *text ? json_string(text) : json_null();
}

/* Takes the string over. */
static json_t *taken(char *text)
{
    json_t *string = json_string(text);
    free(text);
    return string ? string : json_string("");
}

static json_t *value_json(amsref_format format, uint64_t bits)
{
    char decimal[AMSREF_DECIMAL_SIZE], hex[20];

    amsref_decimal(format, bits, decimal);
    amsref_hex_put(format, &bits, 1, hex);
    return json_pack("{s:s, s:s}", "decimal", decimal, "hex", hex);
}

static json_t *miss_json(const amsref_run *run, const amsref_result *result, const amsref_miss *miss)
{
    amsref_format format = result->item->problem.format;
    const char nan[2] = {miss->nan, '\0'};
    bool numbers = miss->nan != AMSREF_NAN_REQUIRED;
    json_t *far = miss->distance == UINT64_MAX ? json_null() : count_json(miss->distance);

    return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:s, s:o, s:o, s:o}",
                     "quantity", amsref_quantity_name(miss->quantity),
                     "element", count_json(miss->element), "step", count_json(miss->t),
                     "got", value_json(format, miss->got),
                     "lo", numbers ? value_json(format, miss->lo) : json_null(),
                     "hi", numbers ? value_json(format, miss->hi) : json_null(), "nan", nan,
                     "level", level_json(miss->level), "distance_ulp", far,
                     "text", taken(amsref_miss_line(run, result, miss)));
}

static json_t *quantities_json(const amsref_result *result)
{
    json_t *object = json_object();

    for (amsref_quantity q = AMSREF_X; q < AMSREF_QUANTITIES; q++) {
        if ((result->given | result->lacking) & 1U << q) {
            bool known = result->given & 1U << q || result->quantity[q] == AMSREF_NONCONFORMING;
            json_object_set_new(object, amsref_quantity_name(q),
                                known ? level_json(result->quantity[q]) : json_null());
        }
    }
    return object;
}

static json_t *case_json(const amsref_run *run, const amsref_result *result)
{
    const amsref_case *item = result->item;
    bool judged = result->outcome == AMSREF_JUDGED;
    bool failed = amsref_failed(run, result);
    json_t *misses = json_array();
    uint64_t missed = 0;

    for (size_t i = 0; i < result->kept; i++) {
        json_array_append_new(misses, miss_json(run, result, &result->miss[i]));
    }
    for (int q = 0; q < AMSREF_QUANTITIES; q++) {
        missed += result->missed[q];
    }
    return json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:b, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
                     "id", item->id, "format", amsref_format_name(item->problem.format),
                     "category", item->category, "outcome", amsref_outcome_name(result->outcome),
                     "level", judged ? level_json(result->level) : json_null(),
                     "quantities", quantities_json(result), "failed", failed,
                     "elements", count_json(result->elements),
                     "farthest_ulp", judged ? count_json(result->farthest) : json_null(),
                     "open", count_json(result->open), "open_nan", count_json(result->open_nan),
                     "failing_elements", count_json(missed), "failures", misses,
                     "reason", failed ? taken(amsref_failure_summary(run, result))
                                      : text_or_null(result->text),
                     "command", failed ? taken(amsref_again(run, result)) : json_null());
}

static json_t *tally_json(const amsref_tally *tally, size_t failed)
{
    json_t *levels = json_object();

    for (int l = 0; l < AMSREF_LEVEL_COUNT; l++) {
        json_object_set_new(levels, amsref_level_name((amsref_level)l), count_json(tally->level[l]));
    }
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
                     "cases", count_json(tally->cases), "levels", levels,
                     "failed", count_json(failed), "errors", count_json(tally->errors),
                     "skipped", count_json(tally->skipped), "broke", count_json(tally->broken),
                     "unreached", count_json(tally->unreached),
                     "elements", count_json(tally->elements),
                     "farthest_ulp", tally->elements ? count_json(tally->farthest) : json_null(),
                     "open", count_json(tally->open), "open_nan", count_json(tally->open_nan));
}

static json_t *groups_json(const amsref_run *run, size_t *failed)
{
    json_t *array = json_array();
    amsref_groups groups;

    *failed = 0;
    amsref_groups_make(run, &groups);
    for (size_t g = 0; g < groups.count; g++) {
        const amsref_group *group = &groups.item[g];
        json_t *object = tally_json(&group->tally, group->failed);
        json_object_set_new(object, "format", json_string(amsref_format_name(group->format)));
        json_object_set_new(object, "category", json_string(group->category));
        json_array_append_new(array, object);
        *failed += group->failed;
    }
    amsref_groups_free(&groups);
    return array;
}

static json_t *hidden_json(const amsref_run *run)
{
    json_t *array = json_array();

    for (amsref_quantity q = AMSREF_X; q < AMSREF_QUANTITIES; q++) {
        if (run->hidden & 1U << q) {
            json_array_append_new(array, json_string(amsref_quantity_name(q)));
        }
    }
    return array;
}

void amsref_write_json(FILE *out, const amsref_run *run)
{
    size_t failed;
    json_t *cases = json_array();
    json_t *groups = groups_json(run, &failed);

    for (size_t i = 0; i < run->count; i++) {
        json_array_append_new(cases, case_json(run, &run->result[i]));
    }
    json_t *root = json_pack(
        "{s:s, s:i, s:s, s:s, s:{s:o, s:o, s:s}, s:o, s:s, s:i, s:o, s:o, s:o, s:o, s:i, s:o, s:o, s:o, "
        "s:s}",
        "report", "amsref check", "schema", 1, "tool", AMSREF_VERSION, "suite", run->suite,
        "implementation", "name", text_or_null(run->hello->name), "version",
        text_or_null(run->hello->version), "command", run->command,
        "dialect", text_or_null(run->dialect), "wanted", amsref_level_name(run->wanted),
        "status", run->status, "verdict", taken(amsref_verdict_line(run)),
        "level", level_json(amsref_run_level(&run->total)), "reason", text_or_null(run->reason),
        "hidden", hidden_json(run), "failures_kept", AMSREF_MISSES_KEPT,
        "total", tally_json(&run->total, failed), "groups", groups, "cases", cases,
        "stderr", run->errors);
    if (root && run->identity) {
        json_object_set_new(root, "diagnosis",
                            *run->unexplained ? json_pack("{s:s}", "reason", run->unexplained)
                                              : amsref_identity_json(run->identity, run->dialect));
    }
    if (!root || json_dumpf(root, out, JSON_INDENT(1)) != 0) {
        fputs("amsref: out of memory for the JSON report\n", stderr);
        exit(AMSREF_USAGE);
    }
    fputc('\n', out);
    json_decref(root);
}
