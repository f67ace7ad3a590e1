/* SPDX-License-Identifier: Apache-2.0
 *
 * The report for machines; spec/schema/report.schema.json describes it. It depends on the answers
 * alone: no time, no host.
 */
#include <jansson.h>
#include <stdlib.h>

#include "core/amsref.h"
#include "report/internal.h"

static json_t *count_or_null(bool known, uint64_t count)
{
    return known ? amsref_count_json(count) : json_null();
}

static json_t *level_json(amsref_level level)
{
    return level < AMSREF_LEVEL_COUNT ? json_string(amsref_level_name(level)) : json_null();
}

static json_t *text_or_null(const char *text)
{
    return text && *text ? json_string(text) : json_null();
}

json_t *amsref_taken_json(char *text)
{
    json_t *string = json_string(text);
    free(text);
    return string ? string : json_string("");
}

/* Takes the value over; members are written in the order of these calls. */
static void put(json_t *object, const char *name, json_t *value)
{
    json_object_set_new(object, name, value);
}

json_t *amsref_value_json(amsref_format format, uint64_t bits)
{
    char decimal[AMSREF_DECIMAL_SIZE], hex[20];
    json_t *object = json_object();

    amsref_decimal(format, bits, decimal);
    amsref_hex_put(format, &bits, 1, hex);
    put(object, "decimal", json_string(decimal));
    put(object, "hex", json_string(hex));
    return object;
}

static json_t *miss_json(const amsref_run *run, const amsref_result *result,
                         const amsref_miss *miss)
{
    amsref_format format = result->item->problem.format;
    bool numbers = miss->nan != AMSREF_NAN_REQUIRED;
    bool apart = miss->distance != UINT64_MAX;
    json_t *object = json_object();

    put(object, "quantity", json_string(amsref_quantity_name(miss->quantity)));
    put(object, "element", amsref_count_json(miss->element));
    put(object, "step", amsref_count_json(miss->t));
    put(object, "got", amsref_value_json(format, miss->got));
    put(object, "lo", numbers ? amsref_value_json(format, miss->lo) : json_null());
    put(object, "hi", numbers ? amsref_value_json(format, miss->hi) : json_null());
    put(object, "nan", json_stringn(&miss->nan, 1));
    put(object, "level", level_json(miss->level));
    put(object, "distance_ulp", apart ? amsref_count_json(miss->distance) : json_null());
    put(object, "text", amsref_taken_json(amsref_miss_line(run, result, miss)));
    return object;
}

static json_t *quantities_json(const amsref_result *result)
{
    json_t *object = json_object();

    for (amsref_quantity q = AMSREF_X; q < AMSREF_QUANTITIES; q++) {
        if ((result->given | result->lacking) & 1U << q) {
            bool known = result->given & 1U << q || result->quantity[q] == AMSREF_NONCONFORMING;
            put(object, amsref_quantity_name(q),
                known ? level_json(result->quantity[q]) : json_null());
        }
    }
    return object;
}

static json_t *misses_json(const amsref_run *run, const amsref_result *result)
{
    json_t *array = json_array();

    for (size_t i = 0; i < result->kept; i++) {
        json_array_append_new(array, miss_json(run, result, &result->miss[i]));
    }
    return array;
}

/* Up to the last that counts anything. */
static json_t *counts_json(const uint64_t *count, size_t n)
{
    json_t *array = json_array();

    while (n > 0 && count[n - 1] == 0) {
        n--;
    }
    for (size_t i = 0; i < n; i++) {
        json_array_append_new(array, amsref_count_json(count[i]));
    }
    return array;
}

static json_t *spread_json(amsref_format format, const amsref_spread *spread)
{
    json_t *ulp = json_object(), *object = json_object();

    for (amsref_quantity q = AMSREF_X; q < AMSREF_QUANTITIES; q++) {
        put(ulp, amsref_quantity_name(q), counts_json(spread->ulp[q], AMSREF_ULP_BINS));
    }
    put(object, "format", json_string(amsref_format_name(format)));
    put(object, "ulp", ulp);
    put(object, "below", amsref_count_json(spread->below));
    put(object, "above", amsref_count_json(spread->above));
    put(object, "alone", amsref_count_json(spread->alone));
    put(object, "places", counts_json(spread->place, AMSREF_PLACES));
    return object;
}

static json_t *spreads_json(const amsref_run *run)
{
    json_t *array = json_array();

    for (int f = 0; f < AMSREF_FORMAT_COUNT; f++) {
        if (amsref_spread_count(&run->spread[f]) > 0) {
            json_array_append_new(array, spread_json((amsref_format)f, &run->spread[f]));
        }
    }
    return array;
}

/* How the error of a run grows: null for a step, and where nothing was judged. */
static json_t *course_json(const amsref_result *result)
{
    json_t *array = json_array();

    for (size_t s = 0; result->course && s < result->item->outs; s++) {
        json_t *state = json_object();
        put(state, "step", amsref_count_json(result->item->out[s].t));
        for (amsref_quantity q = AMSREF_X; q < AMSREF_QUANTITIES; q++) {
            const uint64_t far = result->course[s * AMSREF_QUANTITIES + q];
            put(state, amsref_quantity_name(q), count_or_null(far != UINT64_MAX, far));
        }
        json_array_append_new(array, state);
    }
    if (!result->course) {
        json_decref(array);
        return json_null();
    }
    return array;
}

static json_t *case_json(const amsref_run *run, const amsref_result *result)
{
    const amsref_case *item = result->item;
    bool judged = result->outcome == AMSREF_JUDGED;
    bool failed = amsref_failed(run, result);
    json_t *object = json_object();
    uint64_t missed = 0;

    for (int q = 0; q < AMSREF_QUANTITIES; q++) {
        missed += result->missed[q];
    }
    put(object, "id", json_string(item->id));
    put(object, "format", json_string(amsref_format_name(item->problem.format)));
    put(object, "category", json_string(item->category));
    put(object, "outcome", json_string(amsref_outcome_name(result->outcome)));
    put(object, "level", judged ? level_json(result->level) : json_null());
    put(object, "quantities", quantities_json(result));
    put(object, "failed", json_boolean(failed));
    put(object, "elements", amsref_count_json(result->elements));
    put(object, "farthest_ulp", count_or_null(judged, result->farthest));
    put(object, "sharp", amsref_count_json(result->sharp));
    put(object, "farthest_sharp_ulp", count_or_null(result->sharp, result->farthest_sharp));
    put(object, "course", course_json(result));
    put(object, "open", amsref_count_json(result->open));
    put(object, "open_nan", amsref_count_json(result->open_nan));
    put(object, "failing_elements", amsref_count_json(missed));
    put(object, "failures", misses_json(run, result));
    put(object, "reason",
        failed ? amsref_taken_json(amsref_failure_summary(run, result)) : text_or_null(result->text));
    put(object, "command", failed ? amsref_taken_json(amsref_again(run, result)) : json_null());
    return object;
}

static json_t *tally_json(const amsref_tally *tally, size_t failed)
{
    json_t *levels = json_object();
    json_t *object = json_object();

    for (int l = 0; l < AMSREF_LEVEL_COUNT; l++) {
        put(levels, amsref_level_name((amsref_level)l), amsref_count_json(tally->level[l]));
    }
    put(object, "cases", amsref_count_json(tally->cases));
    put(object, "levels", levels);
    put(object, "failed", amsref_count_json(failed));
    put(object, "errors", amsref_count_json(tally->errors));
    put(object, "skipped", amsref_count_json(tally->skipped));
    put(object, "broke", amsref_count_json(tally->broken));
    put(object, "unreached", amsref_count_json(tally->unreached));
    put(object, "elements", amsref_count_json(tally->elements));
    put(object, "farthest_ulp", count_or_null(tally->elements, tally->farthest));
    put(object, "sharp", amsref_count_json(tally->sharp));
    put(object, "farthest_sharp_ulp", count_or_null(tally->sharp, tally->farthest_sharp));
    put(object, "open", amsref_count_json(tally->open));
    put(object, "open_nan", amsref_count_json(tally->open_nan));
    return object;
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
        put(object, "format", json_string(amsref_format_name(group->format)));
        put(object, "category", json_string(group->category));
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

static json_t *implementation_json(const amsref_run *run)
{
    json_t *object = json_object();

    put(object, "name", text_or_null(run->hello->name));
    put(object, "version", text_or_null(run->hello->version));
    put(object, "command", json_string(run->command));
    return object;
}

static json_t *run_json(const amsref_run *run)
{
    size_t failed;
    json_t *cases = json_array();
    json_t *groups = groups_json(run, &failed);
    json_t *object = json_object();

    for (size_t i = 0; i < run->count; i++) {
        json_array_append_new(cases, case_json(run, &run->result[i]));
    }
    put(object, "report", json_string("amsref check"));
    put(object, "schema", json_integer(1));
    put(object, "tool", json_string(AMSREF_VERSION));
    put(object, "suite", json_string(run->suite));
    put(object, "manifest", text_or_null(run->manifest));
    put(object, "implementation", implementation_json(run));
    put(object, "dialect", text_or_null(run->dialect));
    put(object, "wanted", level_json(run->wanted));
    put(object, "status", json_integer(run->status));
    put(object, "verdict", amsref_taken_json(amsref_verdict_line(run)));
    put(object, "level", level_json(amsref_run_level(&run->total)));
    put(object, "reason", text_or_null(run->reason));
    put(object, "hidden", hidden_json(run));
    put(object, "failures_kept", json_integer(AMSREF_MISSES_KEPT));
    put(object, "total", tally_json(&run->total, failed));
    put(object, "groups", groups);
    put(object, "distances", spreads_json(run));
    put(object, "cases", cases);
    put(object, "fresh", amsref_fresh_json(run));
    put(object, "laws", amsref_laws_json(run));
    put(object, "stderr", json_string(run->errors));
    if (run->identity) {
        put(object, "diagnosis",
            *run->unexplained ? json_pack("{s:s}", "reason", run->unexplained)
                              : amsref_identity_json(run->identity, run->dialect));
    }
    return object;
}

void amsref_json_put(FILE *out, json_t *root)
{
    if (json_dumpf(root, out, JSON_INDENT(1)) != 0) {
        fputs("amsref: out of memory for the JSON report\n", stderr);
        exit(AMSREF_USAGE);
    }
    fputc('\n', out);
    json_decref(root);
}

void amsref_write_json(FILE *out, const amsref_run *run)
{
    amsref_json_put(out, run_json(run));
}
