/* SPDX-License-Identifier: Apache-2.0
 *
 * JUnit XML: a test suite for each format and category, and one for the conversation itself.
 */
#include <libxml/xmlwriter.h>
#include <stdlib.h>

#include "core/amsref.h"
#include "report/internal.h"
#include "suite/memory.h"

#define TEXT(s) ((const xmlChar *)(s))

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

static void put_case(xmlTextWriterPtr xml, const amsref_run *run, const amsref_result *result)
{
    const amsref_case *item = result->item;

    xmlTextWriterStartElement(xml, TEXT("testcase"));
    xmlTextWriterWriteFormatAttribute(xml, TEXT("classname"), "amsref.%s.%s.%s", run->dialect,
                                      amsref_format_name(item->problem.format), item->category);
    put_text(xml, "name", item->id);
    if (amsref_failed(run, result)) {
        char *summary = amsref_failure_summary(run, result);
        char *again = amsref_again(run, result);
        put_bad(xml, result->outcome == AMSREF_JUDGED ? "failure" : "error", summary, again);
        free(summary);
        free(again);
    } else if (result->outcome == AMSREF_SKIPPED) {
        put_bad(xml, "skipped", result->text, "");
    } else if (result->outcome == AMSREF_UNREACHED) {
        put_bad(xml, "skipped", "not reached: the implementation broke off before", "");
    }
    xmlTextWriterEndElement(xml);
}

static void put_group(xmlTextWriterPtr xml, const amsref_run *run, const amsref_groups *groups,
                      size_t g)
{
    const amsref_group *group = &groups->item[g];
    const amsref_tally *tally = &group->tally;
    size_t errors = tally->errors + tally->broken;

    xmlTextWriterStartElement(xml, TEXT("testsuite"));
    xmlTextWriterWriteFormatAttribute(xml, TEXT("name"), "%s/%s/%s", run->dialect,
                                      amsref_format_name(group->format), group->category);
    put_count(xml, "tests", tally->cases);
    put_count(xml, "failures", group->failed - errors);
    put_count(xml, "errors", errors);
    put_count(xml, "skipped", tally->skipped + tally->unreached);
    put_properties(xml, run);
    for (size_t i = 0; i < run->count; i++) {
        if (groups->of[i] == g) {
            put_case(xml, run, &run->result[i]);
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
    size_t failures = 0, errors = run->status == AMSREF_BROKE;

    amsref_groups_make(run, &groups);
    for (size_t g = 0; g < groups.count; g++) {
        size_t erring = groups.item[g].tally.errors + groups.item[g].tally.broken;
        errors += erring;
        failures += groups.item[g].failed - erring;
    }
    xmlTextWriterSetIndent(xml, 1);
    xmlTextWriterStartDocument(xml, NULL, "UTF-8", NULL);
    xmlTextWriterStartElement(xml, TEXT("testsuites"));
    put_text(xml, "name", "amsref check");
    put_count(xml, "tests", run->count + run->laws->count + 1);
    put_count(xml, "failures", failures + amsref_laws_broken(run->laws));
    put_count(xml, "errors", errors);
    put_count(xml, "skipped", run->total.skipped + run->total.unreached + laws_skipped(run));
    put_conversation(xml, run);
    for (size_t g = 0; g < groups.count; g++) {
        put_group(xml, run, &groups, g);
    }
    put_laws(xml, run);
    xmlTextWriterEndDocument(xml);
    amsref_groups_free(&groups);
}

void amsref_write_junit(FILE *out, const amsref_run *run)
{
    xmlBufferPtr buffer = xmlBufferCreate();
    xmlTextWriterPtr xml = buffer ? xmlNewTextWriterMemory(buffer, 0) : NULL;

    if (!xml) {
        fputs("amsref: out of memory\n", stderr);
        exit(AMSREF_USAGE);
    }
    put_all(xml, run);
    xmlFreeTextWriter(xml);
    fwrite(xmlBufferContent(buffer), 1, (size_t)xmlBufferLength(buffer), out);
    xmlBufferFree(buffer);
}
