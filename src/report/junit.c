/* SPDX-License-Identifier: Apache-2.0
 *
 * JUnit XML: a test suite for each format and category, and one for the conversation itself.
 */
#include <stdlib.h>

#include "core/amsref.h"
#include "report/internal.h"
#include "report/xml.h"
#include "suite/memory.h"

static void put_properties(amsref_xml xml, const amsref_run *run)
{
    amsref_xml_open(xml, "properties");
    amsref_xml_property(xml, "implementation", run->hello->name);
    amsref_xml_property(xml, "version", run->hello->version);
    amsref_xml_property(xml, "command", run->command);
    amsref_xml_property(xml, "dialect", run->dialect);
    amsref_xml_property(xml, "level", amsref_level_name(run->wanted));
    amsref_xml_property(xml, "suite", run->suite);
    amsref_xml_close(xml);
}

static void put_case(amsref_xml xml, const amsref_run *run, const amsref_result *result)
{
    const amsref_case *item = result->item;

    amsref_xml_open(xml, "testcase");
    amsref_xml_format(xml, "classname", "amsref.%s.%s.%s", run->dialect,
                      amsref_format_name(item->problem.format), item->category);
    amsref_xml_text(xml, "name", item->id);
    if (amsref_failed(run, result)) {
        char *summary = amsref_failure_summary(run, result);
        char *again = amsref_again(run, result);
        amsref_xml_bad(xml, result->outcome == AMSREF_JUDGED ? "failure" : "error", summary, again);
        free(summary);
        free(again);
    } else if (result->outcome == AMSREF_SKIPPED) {
        amsref_xml_bad(xml, "skipped", result->text, "");
    } else if (result->outcome == AMSREF_UNREACHED) {
        amsref_xml_bad(xml, "skipped", "not reached: the implementation broke off before", "");
    }
    amsref_xml_close(xml);
}

static void put_group(amsref_xml xml, const amsref_run *run, const amsref_groups *groups,
                      size_t g)
{
    const amsref_group *group = &groups->item[g];
    const amsref_tally *tally = &group->tally;
    size_t errors = tally->errors + tally->broken;

    amsref_xml_open(xml, "testsuite");
    amsref_xml_format(xml, "name", "%s/%s/%s", run->dialect,
                      amsref_format_name(group->format), group->category);
    amsref_xml_counts(xml, tally->cases, group->failed - errors, errors,
                      tally->skipped + tally->unreached);
    put_properties(xml, run);
    for (size_t i = 0; i < run->count; i++) {
        if (groups->of[i] == g) {
            put_case(xml, run, &run->result[i]);
        }
    }
    amsref_xml_close(xml);
}

static size_t laws_skipped(const amsref_run *run)
{
    size_t skipped = 0;

    for (size_t i = 0; i < run->laws->count; i++) {
        skipped += amsref_law_was_skipped(&run->laws->item[i]);
    }
    return skipped;
}

static void put_law(amsref_xml xml, const amsref_run *run, const amsref_law_result *law)
{
    amsref_xml_open(xml, "testcase");
    amsref_xml_format(xml, "classname", "amsref.%s.%s.%s", run->dialect,
                      amsref_format_name(law->format), amsref_laws_category);
    amsref_xml_text(xml, "name", amsref_law_name(law->law));
    if (law->broken) {
        char *summary = amsref_law_summary(law);
        char *again = amsref_law_again(run, law);
        amsref_xml_bad(xml, "failure", summary, again);
        free(summary);
        free(again);
    } else if (amsref_law_was_skipped(law)) {
        amsref_xml_bad(xml, "skipped", amsref_law_skip(law), "");
    }
    amsref_xml_close(xml);
}

static void put_laws(amsref_xml xml, const amsref_run *run)
{
    if (run->laws->count == 0) {
        return;
    }
    amsref_xml_open(xml, "testsuite");
    amsref_xml_format(xml, "name", "%s/%s", run->dialect, amsref_laws_category);
    amsref_xml_counts(xml, run->laws->count, amsref_laws_broken(run->laws), 0, laws_skipped(run));
    put_properties(xml, run);
    for (size_t i = 0; i < run->laws->count; i++) {
        put_law(xml, run, &run->laws->item[i]);
    }
    amsref_xml_close(xml);
}

/* Starting, greeting and exiting belong to no case. */
static void put_conversation(amsref_xml xml, const amsref_run *run)
{
    bool broke = run->status == AMSREF_BROKE;

    amsref_xml_open(xml, "testsuite");
    amsref_xml_text(xml, "name", "protocol");
    amsref_xml_counts(xml, 1, 0, broke, 0);
    put_properties(xml, run);
    amsref_xml_open(xml, "testcase");
    amsref_xml_text(xml, "classname", "amsref");
    amsref_xml_text(xml, "name", "protocol");
    if (broke) {
        amsref_xml_bad(xml, "error", run->reason, run->errors);
    }
    amsref_xml_close(xml);
    amsref_xml_close(xml);
}

static void put_all(amsref_xml xml, const amsref_run *run)
{
    amsref_groups groups;
    size_t failures = 0, errors = run->status == AMSREF_BROKE;

    amsref_groups_make(run, &groups);
    for (size_t g = 0; g < groups.count; g++) {
        size_t erring = groups.item[g].tally.errors + groups.item[g].tally.broken;
        errors += erring;
        failures += groups.item[g].failed - erring;
    }
    amsref_xml_counts(xml, run->count + run->laws->count + 1,
                      failures + amsref_laws_broken(run->laws), errors,
                      run->total.skipped + run->total.unreached + laws_skipped(run));
    put_conversation(xml, run);
    for (size_t g = 0; g < groups.count; g++) {
        put_group(xml, run, &groups, g);
    }
    put_laws(xml, run);
    amsref_groups_free(&groups);
}

void amsref_write_junit(FILE *out, const amsref_run *run)
{
    amsref_xml xml = amsref_xml_begin("amsref check");

    put_all(xml, run);
    amsref_xml_finish(xml, out);
}
