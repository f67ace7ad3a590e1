/* SPDX-License-Identifier: Apache-2.0
 *
 * A comparison of ledgers in JUnit XML: a test case for each category, in a test suite for each
 * format.
 */
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "report/drift.h"
#include "report/junit_elements.h"

static bool is_bad(const amsref_drift_change *change)
{
    return change->verdict >= AMSREF_DRIFT_RISEN;
}

/* Changes of one category: end is behind the last. */
static size_t category_end(const amsref_drift_comparison *c, size_t first)
{
    size_t end = first + 1;

    while (end < c->count && c->item[end].format == c->item[first].format &&
           strcmp(c->item[end].category, c->item[first].category) == 0) {
        end++;
    }
    return end;
}

typedef struct counted {
    size_t tests, failures, skipped;
} counted;

/* Tests of the format, or of all where it is COUNT. */
static counted count_tests(const amsref_drift_comparison *c, amsref_format format)
{
    counted n = {0};

    for (size_t first = 0, end; first < c->count; first = end) {
        bool bad = false, compared = false;
        end = category_end(c, first);
        for (size_t i = first; i < end; i++) {
            bad = bad || is_bad(&c->item[i]);
            compared = compared || c->item[i].compared;
        }
        if (format == AMSREF_FORMAT_COUNT || c->item[first].format == format) {
            n.tests++;
            n.failures += bad;
            n.skipped += !bad && !compared;
        }
    }
    return n;
}

static void put_category(amsref_xml xml, const amsref_drift_run *run, size_t first, size_t end)
{
    const amsref_drift_comparison *c = run->comparison;
    const amsref_drift_change *worst = &c->item[first];
    char *text = NULL;
    size_t size = 0, compared = 0;
    FILE *all = open_memstream(&text, &size);

    for (size_t i = first; i < end; i++) {
        const amsref_drift_change *change = &c->item[i];
        compared += change->compared;
        worst = change->verdict > worst->verdict ? change : worst;
        if (all && is_bad(change)) {
            char *line = amsref_drift_change_line(run, change);
            char *again = amsref_drift_again(run, change);
            fprintf(all, "%s\n%s%s", line, again ? again : "", again ? "\n" : "");
            free(line);
            free(again);
        }
    }
    if (all) {
        fclose(all);
    }
    amsref_xml_open(xml, "testcase");
    amsref_xml_format(xml, "classname", "amsref.drift.%s",
                      amsref_format_name(c->item[first].format));
    amsref_xml_text(xml, "name", c->item[first].category);
    if (is_bad(worst)) {
        char *line = amsref_drift_change_line(run, worst);
        amsref_junit_bad(xml, "failure", line, text ? text : "");
        free(line);
    } else if (!compared) {
        amsref_junit_bad(xml, "skipped", "OLD has no answer to compare with", "");
    }
    amsref_xml_close(xml);
    free(text);
}

static void put_properties(amsref_xml xml, const amsref_drift_run *run)
{
    const json_t *except = json_object_get(run->comparison->old->set, "except");
    char *was = amsref_drift_who(run->comparison->old);

    amsref_xml_open(xml, "properties");
    amsref_junit_property(xml, "old", was);
    if (run->comparison->new) {
        char *is = amsref_drift_who(run->comparison->new);
        amsref_junit_property(xml, "new", is);
        free(is);
    }
    amsref_junit_property(xml, "budget", amsref_level_name(run->comparison->old->level));
    for (size_t i = 0; i < json_array_size(except); i++) {
        const json_t *one = json_array_get(except, i);
        char *name = amsref_print("except %s", json_string_value(json_object_get(one, "case")));
        amsref_junit_property(xml, name, json_string_value(json_object_get(one, "reason")));
        free(name);
    }
    amsref_xml_close(xml);
    free(was);
}

static void put_conversation(amsref_xml xml, const amsref_drift_run *run)
{
    const bool broke = run->status == AMSREF_BROKE;

    amsref_xml_open(xml, "testsuite");
    amsref_xml_text(xml, "name", "protocol");
    amsref_junit_counts(xml, 1, 0, broke, 0);
    amsref_xml_open(xml, "testcase");
    amsref_xml_text(xml, "classname", "amsref.drift");
    amsref_xml_text(xml, "name", "protocol");
    if (broke) {
        amsref_junit_bad(xml, "error", run->reason, run->errors);
    }
    amsref_xml_close(xml);
    amsref_xml_close(xml);
}

void amsref_drift_write_junit(FILE *out, const amsref_drift_run *run)
{
    const amsref_drift_comparison *c = run->comparison;
    const counted all = count_tests(c, AMSREF_FORMAT_COUNT);
    amsref_xml xml = amsref_junit_begin("amsref drift");

    amsref_junit_counts(xml, all.tests + run->asked, all.failures, run->status == AMSREF_BROKE,
                        all.skipped);
    if (run->asked) {
        put_conversation(xml, run);
    }
    for (int f = 0; f < AMSREF_FORMAT_COUNT; f++) {
        const counted n = count_tests(c, (amsref_format)f);
        if (!n.tests) {
            continue;
        }
        amsref_xml_open(xml, "testsuite");
        amsref_xml_format(xml, "name", "drift/%s", amsref_format_name((amsref_format)f));
        amsref_junit_counts(xml, n.tests, n.failures, 0, n.skipped);
        put_properties(xml, run);
        for (size_t first = 0, end; first < c->count; first = end) {
            end = category_end(c, first);
            if ((int)c->item[first].format == f) {
                put_category(xml, run, first, end);
            }
        }
        amsref_xml_close(xml);
    }
    amsref_xml_finish(xml, out);
}
