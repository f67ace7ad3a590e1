/* SPDX-License-Identifier: Apache-2.0
 *
 * JUnit XML, spec/schema/junit.rng: a test suite for each format with a test for each category, one
 * for the laws, and one for the conversation itself.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "report/internal.h"
#include "report/junit_elements.h"
#include "suite/memory.h"

static void put_properties(amsref_xml xml, const amsref_run *run)
{
    char seed[24];

    snprintf(seed, sizeof seed, "%" PRIu64, run->seed);
    amsref_xml_open(xml, "properties");
    amsref_junit_property(xml, "implementation", run->hello->name);
    amsref_junit_property(xml, "version", run->hello->version);
    amsref_junit_property(xml, "command", run->command);
    amsref_junit_property(xml, "dialect", run->dialect);
    amsref_junit_property(xml, "level", amsref_level_name(run->wanted));
    amsref_junit_property(xml, "suite", run->suite);
    amsref_junit_property(xml, "seed", seed);
    amsref_xml_close(xml);
}

static void put_counts(amsref_xml xml, const amsref_group *group)
{
    const amsref_tally *t = &group->tally;

    amsref_xml_open(xml, "system-out");
    amsref_xml_content(xml,
                       "level %s: %zu cases, %zu exact, %zu tight, %zu working, %zu nonconforming, "
                       "%zu skipped, %zu not reached",
                       amsref_level_name(amsref_run_level(t)), t->cases, t->level[AMSREF_EXACT],
                       t->level[AMSREF_TIGHT], t->level[AMSREF_WORKING],
                       t->level[AMSREF_NONCONFORMING], t->skipped, t->unreached + t->broken);
    if (t->elements) {
        amsref_xml_content(xml, "; at most %" PRIu64 " ulp from the correctly rounded ideal",
                           t->farthest);
    }
    amsref_xml_close(xml);
}

static void put_category(amsref_xml xml, const amsref_run *run, const amsref_groups *groups,
                         size_t g)
{
    static const char *const element[] = {[AMSREF_GROUP_FAILED] = "failure",
                                          [AMSREF_GROUP_BROKE] = "error",
                                          [AMSREF_GROUP_SKIPPED] = "skipped"};
    const amsref_group *group = &groups->item[g];
    const amsref_group_outcome came = amsref_group_came(group);

    amsref_xml_open(xml, "testcase");
    amsref_xml_format(xml, "classname", "amsref.%s.%s", run->dialect,
                      amsref_format_name(group->format));
    amsref_xml_text(xml, "name", group->category);
    if (came != AMSREF_GROUP_PASSED) {
        char *message = amsref_group_message(run, groups, g);
        char *text = amsref_group_failures(run, groups, g);
        amsref_junit_bad(xml, element[came], message, text);
        free(message);
        free(text);
    }
    put_counts(xml, group);
    amsref_xml_close(xml);
}

/* The categories of one format, or of all: AMSREF_FORMAT_COUNT. */
static void count_outcomes(const amsref_groups *groups, amsref_format format,
                           size_t of[AMSREF_GROUP_OUTCOMES])
{
    memset(of, 0, AMSREF_GROUP_OUTCOMES * sizeof *of);
    for (size_t g = 0; g < groups->count; g++) {
        if (format == AMSREF_FORMAT_COUNT || groups->item[g].format == format) {
            of[amsref_group_came(&groups->item[g])]++;
        }
    }
}

static void put_format(amsref_xml xml, const amsref_run *run, const amsref_groups *groups,
                       amsref_format format)
{
    size_t of[AMSREF_GROUP_OUTCOMES];

    count_outcomes(groups, format, of);
    const size_t tests = of[AMSREF_GROUP_PASSED] + of[AMSREF_GROUP_FAILED] +
                         of[AMSREF_GROUP_BROKE] + of[AMSREF_GROUP_SKIPPED];
    if (!tests) {
        return;
    }
    amsref_xml_open(xml, "testsuite");
    amsref_xml_format(xml, "name", "%s/%s", run->dialect, amsref_format_name(format));
    amsref_junit_counts(xml, tests, of[AMSREF_GROUP_FAILED], of[AMSREF_GROUP_BROKE],
                        of[AMSREF_GROUP_SKIPPED]);
    put_properties(xml, run);
    for (size_t g = 0; g < groups->count; g++) {
        if (groups->item[g].format == format) {
            put_category(xml, run, groups, g);
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
        amsref_junit_bad(xml, "failure", summary, again);
        free(summary);
        free(again);
    } else if (amsref_law_was_skipped(law)) {
        amsref_junit_bad(xml, "skipped", amsref_law_skip(law), "");
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
    amsref_junit_counts(xml, run->laws->count, amsref_laws_broken(run->laws), 0, laws_skipped(run));
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
    amsref_junit_counts(xml, 1, 0, broke, 0);
    put_properties(xml, run);
    amsref_xml_open(xml, "testcase");
    amsref_xml_text(xml, "classname", "amsref");
    amsref_xml_text(xml, "name", "protocol");
    if (broke) {
        amsref_junit_bad(xml, "error", run->reason, run->errors);
    }
    amsref_xml_close(xml);
    amsref_xml_close(xml);
}

static void put_all(amsref_xml xml, const amsref_run *run)
{
    amsref_groups groups;
    size_t of[AMSREF_GROUP_OUTCOMES];

    amsref_groups_make(run, &groups);
    count_outcomes(&groups, AMSREF_FORMAT_COUNT, of);
    amsref_junit_counts(xml, groups.count + run->laws->count + 1,
                        of[AMSREF_GROUP_FAILED] + amsref_laws_broken(run->laws),
                        of[AMSREF_GROUP_BROKE] + (run->status == AMSREF_BROKE),
                        of[AMSREF_GROUP_SKIPPED] + laws_skipped(run));
    put_conversation(xml, run);
    for (int f = 0; f < AMSREF_FORMAT_COUNT; f++) {
        put_format(xml, run, &groups, (amsref_format)f);
    }
    put_laws(xml, run);
    amsref_groups_free(&groups);
}

void amsref_write_junit(FILE *out, const amsref_run *run)
{
    amsref_xml xml = amsref_junit_begin("amsref check");

    put_all(xml, run);
    amsref_xml_finish(xml, out);
}
