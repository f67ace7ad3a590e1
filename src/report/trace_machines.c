/* SPDX-License-Identifier: Apache-2.0
 *
 * A trace's report in JSON (spec/schema/trace-report.schema.json) and JUnit XML: a test case for
 * each tensor. Both depend on the trace alone: no time, no host.
 */
#include <jansson.h>
#include <libxml/xmlwriter.h>
#include <stdlib.h>

#include "core/amsref.h"
#include "report/internal.h"
#include "report/trace.h"

#define TEXT(s) ((const xmlChar *)(s))

static json_t *count_json(uint64_t count)
{
    return json_integer(count > INT64_MAX ? INT64_MAX : (json_int_t)count);
}

/* "none" where nothing was judged. */
static json_t *level_json(amsref_level level)
{
    return level >= AMSREF_LEVEL_COUNT ? json_null() : json_string(amsref_level_name(level));
}

/* Takes the string over. */
static json_t *taken(char *text)
{
    json_t *string = text ? json_string(text) : json_null();
    free(text);
    return string ? string : json_string("");
}

static void put(json_t *object, const char *name, json_t *value)
{
    json_object_set_new(object, name, value);
}

static json_t *value_json(const amsref_trace_miss *miss, uint64_t bits)
{
    char decimal[AMSREF_DECIMAL_SIZE], hex[20];
    if (miss->fault == AMSREF_FAULT_COUNTER) {
        return count_json(bits);
    }
    amsref_decimal(miss->format, bits, decimal);
    amsref_hex_put(miss->format, &bits, 1, hex);
    return json_pack("{s:s, s:s}", "decimal", decimal, "hex", hex);
}

static json_t *miss_json(const amsref_trace_run *run, const amsref_trace_miss *miss)
{
    const bool numbers = miss->nan != AMSREF_NAN_REQUIRED;
    const bool counter = miss->fault == AMSREF_FAULT_COUNTER;
    json_t *object = json_object();
    put(object, "fault", json_string(amsref_trace_fault_name(miss->fault)));
    put(object, "file", json_string(miss->file));
    put(object, "step", count_json(miss->number));
    put(object, "tensor", json_string(run->result->tensor[miss->tensor].name));
    put(object, "element", counter ? json_null() : count_json(miss->element));
    put(object, "quantity",
        counter ? json_null() : json_string(amsref_quantity_name(miss->quantity)));
    put(object, "t", count_json(miss->t));
    put(object, "got", value_json(miss, miss->got));
    put(object, "lo", numbers ? value_json(miss, miss->lo) : json_null());
    put(object, "hi", numbers ? value_json(miss, miss->hi) : json_null());
    put(object, "nan", json_stringn(&miss->nan, 1));
    put(object, "level", level_json(miss->level));
    put(object, "distance_ulp",
        miss->distance == UINT64_MAX ? json_null() : count_json(miss->distance));
    put(object, "text", taken(amsref_trace_line(run, miss)));
    put(object, "command", taken(amsref_trace_again(run, miss)));
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
        put(object, amsref_trace_fault_name((amsref_trace_fault)f), count_json(count[f]));
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
        put(object, "elements", count_json(t->elements));
        put(object, "steps", count_json(t->steps));
        put(object, "level", level_json(amsref_trace_tensor_level(t)));
        put(object, "wrong", count_json(t->missed));
        put(object, "not_decided", count_json(t->pending));
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
    put(object, "verdict", taken(amsref_trace_verdict(run)));
    put(object, "level", level_json(amsref_trace_level(r)));
    put(object, "steps", count_json(r->steps));
    put(object, "updates", count_json(r->updates));
    put(object, "gaps", count_json(r->gaps));
    put(object, "decided_by_oracle", count_json(r->decided));
    put(object, "open", count_json(r->open));
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

static void put_case(xmlTextWriterPtr xml, const amsref_trace_run *run, size_t i)
{
    const amsref_trace_tensor *t = &run->result->tensor[i];
    const amsref_trace_miss *miss = amsref_trace_first_of(run, i);
    xmlTextWriterStartElement(xml, TEXT("testcase"));
    xmlTextWriterWriteFormatAttribute(xml, TEXT("classname"), "amsref.trace.%s",
                                      amsref_format_name(t->format));
    xmlTextWriterWriteAttribute(xml, TEXT("name"), TEXT(t->name));
    if (t->missed) {
        char *line = miss ? amsref_trace_line(run, miss) : NULL;
        char *again = miss ? amsref_trace_again(run, miss) : NULL;
        xmlTextWriterStartElement(xml, TEXT("failure"));
        xmlTextWriterWriteAttribute(xml, TEXT("message"),
                                    TEXT(line ? line : "later than the faults kept"));
        xmlTextWriterWriteString(xml, TEXT(again ? again : ""));
        xmlTextWriterEndElement(xml);
        free(line);
        free(again);
    } else if (amsref_trace_tensor_level(t) == AMSREF_LEVEL_COUNT) {
        xmlTextWriterStartElement(xml, TEXT("skipped"));
        xmlTextWriterWriteAttribute(xml, TEXT("message"), TEXT("no step updated an element of it"));
        xmlTextWriterEndElement(xml);
    }
    xmlTextWriterEndElement(xml);
}

static void put_counts(xmlTextWriterPtr xml, const amsref_trace_result *r)
{
    size_t failures = 0, skipped = 0;
    for (size_t i = 0; i < r->tensors; i++) {
        failures += r->tensor[i].missed > 0;
        skipped += amsref_trace_tensor_level(&r->tensor[i]) == AMSREF_LEVEL_COUNT;
    }
    xmlTextWriterWriteFormatAttribute(xml, TEXT("tests"), "%zu", r->tensors);
    xmlTextWriterWriteFormatAttribute(xml, TEXT("failures"), "%zu", failures);
    xmlTextWriterWriteAttribute(xml, TEXT("errors"), TEXT("0"));
    xmlTextWriterWriteFormatAttribute(xml, TEXT("skipped"), "%zu", skipped);
}

void amsref_trace_write_junit(FILE *out, const amsref_trace_run *run)
{
    xmlBufferPtr buffer = xmlBufferCreate();
    xmlTextWriterPtr xml = buffer ? xmlNewTextWriterMemory(buffer, 0) : NULL;
    if (!xml) {
        fputs("amsref: out of memory\n", stderr);
        exit(AMSREF_USAGE);
    }
    xmlTextWriterSetIndent(xml, 1);
    xmlTextWriterStartDocument(xml, NULL, "UTF-8", NULL);
    xmlTextWriterStartElement(xml, TEXT("testsuites"));
    xmlTextWriterWriteAttribute(xml, TEXT("name"), TEXT("amsref check"));
    put_counts(xml, run->result);
    xmlTextWriterStartElement(xml, TEXT("testsuite"));
    xmlTextWriterWriteFormatAttribute(xml, TEXT("name"), "trace/%s", run->folder);
    put_counts(xml, run->result);
    for (size_t i = 0; i < run->result->tensors; i++) {
        put_case(xml, run, i);
    }
    xmlTextWriterEndDocument(xml);
    xmlFreeTextWriter(xml);
    fwrite(xmlBufferContent(buffer), 1, (size_t)xmlBufferLength(buffer), out);
    xmlBufferFree(buffer);
}
