/* SPDX-License-Identifier: Apache-2.0
 *
 * A trace's report in JSON (spec/schema/trace-report.schema.json) and JUnit XML: a test case for
 * each tensor. Both depend on the trace alone: no time, no host.
 */
#include <jansson.h>
#include <stdlib.h>

#include "core/amsref.h"
#include "report/internal.h"
#include "report/trace.h"
#include "report/junit_elements.h"

/* "none" where nothing was judged. */
static json_t *level_json(amsref_level level)
{
    return level >= AMSREF_LEVEL_COUNT ? json_null() : json_string(amsref_level_name(level));
}

static void put(json_t *object, const char *name, json_t *value)
{
    json_object_set_new(object, name, value);
}

static json_t *value_json(const amsref_trace_miss *miss, uint64_t bits)
{
    return miss->fault == AMSREF_FAULT_COUNTER ? amsref_count_json(bits)
                                               : amsref_value_json(miss->format, bits);
}

static json_t *miss_json(const amsref_trace_run *run, const amsref_trace_miss *miss)
{
    const bool numbers = miss->nan != AMSREF_NAN_REQUIRED;
    const bool counter = miss->fault == AMSREF_FAULT_COUNTER;
    json_t *object = json_object();
    put(object, "fault", json_string(amsref_trace_fault_name(miss->fault)));
    put(object, "file", json_string(miss->file));
    put(object, "step", amsref_count_json(miss->number));
    put(object, "tensor", json_string(run->result->tensor[miss->tensor].name));
    put(object, "element", counter ? json_null() : amsref_count_json(miss->element));
    put(object, "quantity",
        counter ? json_null() : json_string(amsref_quantity_name(miss->quantity)));
    put(object, "t", amsref_count_json(miss->t));
    put(object, "got", value_json(miss, miss->got));
    put(object, "lo", numbers ? value_json(miss, miss->lo) : json_null());
    put(object, "hi", numbers ? value_json(miss, miss->hi) : json_null());
    put(object, "nan", json_stringn(&miss->nan, 1));
    put(object, "level", level_json(miss->level));
    put(object, "distance_ulp",
        miss->distance == UINT64_MAX ? json_null() : amsref_count_json(miss->distance));
    put(object, "text", amsref_taken_json(amsref_trace_line(run, miss)));
    put(object, "command", amsref_taken_json(amsref_trace_again(run, miss)));
    return object;
}

static json_t *faults_json(const amsref_trace_run *run)
{
    const amsref_trace_result *r = run->result;
    json_t *array = json_array();
    for (int f = 0; f < AMSREF_FAULTS; f++) {
        for (size_t i = 0; i < r->kept[f]; i++) {
            json_array_append_new(array, miss_json(run, &r->miss[f][i]));
        }
    }
    return array;
}

static json_t *counts_json(const uint64_t *count, size_t n)
{
    json_t *object = json_object();
    for (size_t f = 0; f < n; f++) {
        put(object, amsref_trace_fault_name((amsref_trace_fault)f), amsref_count_json(count[f]));
    }
    return object;
}

static json_t *tensors_json(const amsref_trace_run *run)
{
    json_t *array = json_array();
    for (size_t i = 0; i < run->result->tensors; i++) {
        const amsref_trace_tensor *t = &run->result->tensor[i];
        json_t *object = json_object();
        put(object, "name", json_string(t->name));
        put(object, "format", json_string(amsref_format_name(t->format)));
        put(object, "elements", amsref_count_json(t->elements));
        put(object, "steps", amsref_count_json(t->steps));
        put(object, "level", level_json(amsref_trace_tensor_level(t)));
        put(object, "wrong", amsref_count_json(t->missed));
        put(object, "not_decided", amsref_count_json(t->pending));
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *run_json(const amsref_trace_run *run)
{
    const amsref_trace_result *r = run->result;
    const amsref_trace_miss *first = amsref_trace_first(r);
    json_t *object = json_object();
    put(object, "report", json_string("amsref check --trace"));
    put(object, "schema", json_integer(1));
    put(object, "tool", json_string(AMSREF_VERSION));
    put(object, "trace", json_string(run->folder));
    put(object, "dialect", json_string(amsref_dialect_name(r->dialect)));
    put(object, "wanted", json_string(amsref_level_name(run->wanted)));
    put(object, "status", json_integer(run->status));
    put(object, "verdict", amsref_taken_json(amsref_trace_verdict(run)));
    put(object, "level", level_json(amsref_trace_level(r)));
    put(object, "steps", amsref_count_json(r->steps));
    put(object, "updates", amsref_count_json(r->updates));
    put(object, "gaps", amsref_count_json(r->gaps));
    put(object, "decided_by_oracle", amsref_count_json(r->decided));
    put(object, "open", amsref_count_json(r->open));
    put(object, "wrong", counts_json(r->missed, AMSREF_FAULTS));
    put(object, "not_decided", counts_json(r->pending, AMSREF_QUANTITIES));
    put(object, "first", first ? miss_json(run, first) : json_null());
    put(object, "failures_kept", json_integer(AMSREF_TRACE_KEPT));
    put(object, "failures", faults_json(run));
    put(object, "tensors", tensors_json(run));
    return object;
}

void amsref_trace_write_json(FILE *out, const amsref_trace_run *run)
{
    amsref_json_put(out, run_json(run));
}

static void put_case(amsref_xml xml, const amsref_trace_run *run, size_t i)
{
    const amsref_trace_tensor *t = &run->result->tensor[i];
    const amsref_trace_miss *miss = amsref_trace_first_of(run, i);
    amsref_xml_open(xml, "testcase");
    amsref_xml_format(xml, "classname", "amsref.trace.%s", amsref_format_name(t->format));
    amsref_xml_text(xml, "name", t->name);
    if (t->missed) {
        char *line = miss ? amsref_trace_line(run, miss) : NULL;
        char *again = miss ? amsref_trace_again(run, miss) : NULL;
        amsref_junit_bad(xml, "failure", line ? line : "later than the faults kept",
                         again ? again : "");
        free(line);
        free(again);
    } else if (amsref_trace_tensor_level(t) == AMSREF_LEVEL_COUNT) {
        amsref_junit_bad(xml, "skipped", "no step updated an element of it", "");
    }
    amsref_xml_close(xml);
}

static void put_counts(amsref_xml xml, const amsref_trace_result *r)
{
    size_t failures = 0, skipped = 0;
    for (size_t i = 0; i < r->tensors; i++) {
        failures += r->tensor[i].missed > 0;
        skipped += amsref_trace_tensor_level(&r->tensor[i]) == AMSREF_LEVEL_COUNT;
    }
    amsref_junit_counts(xml, r->tensors, failures, 0, skipped);
}

void amsref_trace_write_junit(FILE *out, const amsref_trace_run *run)
{
    amsref_xml xml = amsref_junit_begin("amsref check");

    put_counts(xml, run->result);
    amsref_xml_open(xml, "testsuite");
    amsref_xml_format(xml, "name", "trace/%s", run->folder);
    put_counts(xml, run->result);
    for (size_t i = 0; i < run->result->tensors; i++) {
        put_case(xml, run, i);
    }
    amsref_xml_finish(xml, out);
}
