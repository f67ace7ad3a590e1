/* SPDX-License-Identifier: Apache-2.0
 *
 * JUnit XML, spec/schema/junit.rng: a test suite for each format with a test for each category, one for
 * the laws, and one for the conversation itself.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "report/internal.h"
#include "report/xml.h"
#include "suite/memory.h"

static void put_count(xmlTextWriterPtr xml, const char *name, size_t count)
{
    xmlTextWriterWriteFormatAttribute(xml, TEXT(name), "%zu", count);
}

static void put_text(xmlTextWriterPtr xml, const char *name, const char *text)
{
    xmlTextWriterWriteAttribute(xml, TEXT(name), TEXT(text));
}

static void put_property(xmlTextWriterPtr xml, const char *name, const char *value)
{
    xmlTextWriterStartElement(xml, TEXT("property"));
    put_text(xml, "name", name);
    put_text(xml, "value", value);
    xmlTextWriterEndElement(xml);
}

static void put_properties(xmlTextWriterPtr xml, const amsref_run *run)
{
    xmlTextWriterStartElement(xml, TEXT("properties"));
    put_property(xml, "implementation", run->hello->name);
    put_property(xml, "version", run->hello->version);
    put_property(xml, "command", run->command);
    put_property(xml, "dialect", run->dialect);
    put_property(xml, "level", amsref_level_name(run->wanted));
    put_property(xml, "suite", run->suite);
    xmlTextWriterEndElement(xml);
}

static void put_bad(xmlTextWriterPtr xml, const char *element, const char *message,
                    const char *text)
{
    xmlTextWriterStartElement(xml, TEXT(element));
    put_text(xml, "message", message);
    if (*text) {
        xmlTextWriterWriteString(xml, TEXT(text));
    }
    xmlTextWriterEndElement(xml);
}

static void put_counts(xmlTextWriterPtr xml, const amsref_group *group)
{
    const amsref_tally *t = &group->tally;

    xmlTextWriterStartElement(xml, TEXT("system-out"));
    xmlTextWriterWriteFormatString(
        xml, "level %s: %zu cases, %zu exact, %zu tight, %zu working, %zu nonconforming, "
        "%zu skipped, %zu not reached", amsref_level_name(amsref_run_level(t)), t->cases,
        t->level[AMSREF_EXACT], t->level[AMSREF_TIGHT], t->level[AMSREF_WORKING],
        t->level[AMSREF_NONCONFORMING], t->skipped, t->unreached + t->broken);
    if (t->elements) {
        xmlTextWriterWriteFormatString(
            xml, "; at most %" PRIu64 " ulp from the correctly rounded ideal", t->farthest);
    }
    xmlTextWriterEndElement(xml);
}

static void put_category(xmlTextWriterPtr xml, const amsref_run *run, const amsref_groups *groups,
                         size_t g)
{
    static const char *const element[] = {
        [AMSREF_GROUP_FAILED] = "failure", [AMSREF_GROUP_BROKE] = "error", [AMSREF_GROUP_SKIPPED] = "skipped"};
    const amsref_group *group = &groups->item[g];
    const amsref_group_outcome came = amsref_group_came(group);

    xmlTextWriterStartElement(xml, TEXT("testcase"));
    xmlTextWriterWriteFormatAttribute(xml, TEXT("classname"), "amsref.%s.%s", run->dialect,
                                      amsref_format_name(group->format));
    put_text(xml, "name", group->category);
    if (came != AMSREF_GROUP_PASSED) {
        char *message = amsref_group_message(run, groups, g);
        char *text = amsref_group_failures(run, groups, g);
        put_bad(xml, element[came], message, text);
        free(message);
        free(text);
    }
    put_counts(xml, group);
    xmlTextWriterEndElement(xml);
}

/* The categories of one format, or of all: AMSREF_FORMAT_COUNT. */
static void count_outcomes(const amsref_groups *groups, amsref_format format, size_t of[AMSREF_GROUP_OUTCOMES])
{
    memset(of, 0, AMSREF_GROUP_OUTCOMES * sizeof *of);
    for (size_t g = 0; g < groups->count; g++) {
        if (format == AMSREF_FORMAT_COUNT || groups->item[g].format == format) {
            of[amsref_group_came(&groups->item[g])]++;
        }
    }
}

static void put_format(xmlTextWriterPtr xml, const amsref_run *run, const amsref_groups *groups,
                       amsref_format format)
{
    size_t of[AMSREF_GROUP_OUTCOMES];

    count_outcomes(groups, format, of);
    const size_t tests = of[AMSREF_GROUP_PASSED] + of[AMSREF_GROUP_FAILED] + of[AMSREF_GROUP_BROKE] + of[AMSREF_GROUP_SKIPPED];
    if (!tests) {
        return;
    }
    xmlTextWriterStartElement(xml, TEXT("testsuite"));
    xmlTextWriterWriteFormatAttribute(xml, TEXT("name"), "%s/%s", run->dialect,
                                      amsref_format_name(format));
    put_count(xml, "tests", tests);
    put_count(xml, "failures", of[AMSREF_GROUP_FAILED]);
    put_count(xml, "errors", of[AMSREF_GROUP_BROKE]);
    put_count(xml, "skipped", of[AMSREF_GROUP_SKIPPED]);
    put_properties(xml, run);
    for (size_t g = 0; g < groups->count; g++) {
        if (groups->item[g].format == format) {
            put_category(xml, run, groups, g);
        }
    }
    xmlTextWriterEndElement(xml);
}

static size_t laws_skipped(const amsref_run *run)
{
    size_t skipped = 0;

    for (size_t i = 0; i < run->laws->count; i++) {
        skipped += amsref_law_was_skipped(&run->laws->item[i]);
    }
    return skipped;
}

static void put_law(xmlTextWriterPtr xml, const amsref_run *run, const amsref_law_result *law)
{
    xmlTextWriterStartElement(xml, TEXT("testcase"));
    xmlTextWriterWriteFormatAttribute(xml, TEXT("classname"), "amsref.%s.%s.%s", run->dialect,
                                      amsref_format_name(law->format), amsref_laws_category);
    put_text(xml, "name", amsref_law_name(law->law));
    if (law->broken) {
        char *summary = amsref_law_summary(law);
        char *again = amsref_law_again(run, law);
        put_bad(xml, "failure", summary, again);
        free(summary);
        free(again);
    } else if (amsref_law_was_skipped(law)) {
        put_bad(xml, "skipped", amsref_law_skip(law), "");
    }
    xmlTextWriterEndElement(xml);
}

static void put_laws(xmlTextWriterPtr xml, const amsref_run *run)
{
    if (run->laws->count == 0) {
        return;
    }
    xmlTextWriterStartElement(xml, TEXT("testsuite"));
    xmlTextWriterWriteFormatAttribute(xml, TEXT("name"), "%s/%s", run->dialect,
                                      amsref_laws_category);
    put_count(xml, "tests", run->laws->count);
    put_count(xml, "failures", amsref_laws_broken(run->laws));
    put_count(xml, "errors", 0);
    put_count(xml, "skipped", laws_skipped(run));
    put_properties(xml, run);
    for (size_t i = 0; i < run->laws->count; i++) {
        put_law(xml, run, &run->laws->item[i]);
    }
    xmlTextWriterEndElement(xml);
}

/* Starting, greeting and exiting belong to no case. */
static void put_conversation(xmlTextWriterPtr xml, const amsref_run *run)
{
    bool broke = run->status == AMSREF_BROKE;

    xmlTextWriterStartElement(xml, TEXT("testsuite"));
    put_text(xml, "name", "protocol");
    put_count(xml, "tests", 1);
    put_count(xml, "failures", 0);
    put_count(xml, "errors", broke);
    put_count(xml, "skipped", 0);
    put_properties(xml, run);
    xmlTextWriterStartElement(xml, TEXT("testcase"));
    put_text(xml, "classname", "amsref");
    put_text(xml, "name", "protocol");
    if (broke) {
        put_bad(xml, "error", run->reason, run->errors);
    }
    xmlTextWriterEndElement(xml);
    xmlTextWriterEndElement(xml);
}

static void put_all(xmlTextWriterPtr xml, const amsref_run *run)
{
    amsref_groups groups;
    size_t of[AMSREF_GROUP_OUTCOMES];

    amsref_groups_make(run, &groups);
    count_outcomes(&groups, AMSREF_FORMAT_COUNT, of);
    xmlTextWriterStartDocument(xml, NULL, "UTF-8", NULL);
    xmlTextWriterStartElement(xml, TEXT("testsuites"));
    put_text(xml, "name", "amsref check");
    put_count(xml, "tests", groups.count + run->laws->count + 1);
    put_count(xml, "failures", of[AMSREF_GROUP_FAILED] + amsref_laws_broken(run->laws));
    put_count(xml, "errors", of[AMSREF_GROUP_BROKE] + (run->status == AMSREF_BROKE));
    put_count(xml, "skipped", of[AMSREF_GROUP_SKIPPED] + laws_skipped(run));
    put_conversation(xml, run);
    for (int f = 0; f < AMSREF_FORMAT_COUNT; f++) {
        put_format(xml, run, &groups, (amsref_format)f);
    }
    put_laws(xml, run);
    amsref_groups_free(&groups);
}

void amsref_write_junit(FILE *out, const amsref_run *run)
{
    amsref_xml xml = amsref_xml_begin();

    put_all(xml.writer, run);
    amsref_xml_put(out, &xml);
}
