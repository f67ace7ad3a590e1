/* SPDX-License-Identifier: Apache-2.0
 *
 * The page of `amsref check` (AG-140).
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "report/html_internal.h"
#include "suite/memory.h"

static const struct {
    amsref_stamp stamp;
    const char *words;
} verdicts[] = {
    [AMSREF_CONFORMS] = {AMSREF_STAMP_GOOD, "Conforms"},
    [AMSREF_DIFFERS] = {AMSREF_STAMP_BAD, "Does not conform"},
    [AMSREF_BROKE] = {AMSREF_STAMP_BAD, "Broke off"},
    [AMSREF_NOTHING] = {AMSREF_STAMP_NEITHER, "Nothing was run"},
};

static size_t failed_of(const amsref_run *run)
{
    size_t failed = 0;
    for (size_t i = 0; i < run->count; i++) {
        failed += amsref_failed(run, &run->result[i]);
    }
    return failed;
}

static void put_facts(amsref_html *h, const amsref_run *run)
{
    const amsref_tally *total = &run->total;
    const amsref_level level = amsref_run_level(total);
    const size_t broken = amsref_laws_broken(run->laws), decided = amsref_laws_decided(run->laws);
    char text[AMSREF_ULP_SIZE];

    amsref_page_fact(h, "Level reached", "%s",
                     level < AMSREF_LEVEL_COUNT ? amsref_level_name(level) : "none");
    amsref_page_fact(h, "Dialect", "%s", *run->dialect ? run->dialect : "not known");
    amsref_page_fact(h, "Cases", "%zu", total->cases);
    amsref_page_fact(h, "Failed", "%zu", failed_of(run));
    amsref_page_fact(h, "Skipped", "%zu", total->skipped);
    if (decided) {
        amsref_page_fact(h, "Laws", "%zu of %zu %s", broken ? broken : decided, decided,
                         broken ? "broken" : "hold");
    } else {
        amsref_page_fact(h, "Laws", "not tried");
    }
    amsref_page_fact(h, "Elements judged", "%" PRIu64, total->elements);
    amsref_page_fact(h, "Farthest sharp, ulp", "%s",
                     total->sharp ? amsref_ulp_text(total->farthest_sharp, text) : "none");
}

static void put_diagnosis(amsref_html *h, const amsref_run *run)
{
    if (*run->unexplained) {
        amsref_html_put(h, "p", NULL, "none: %s", run->unexplained);
    } else {
        amsref_html_findings(h, run->identity, run->dialect);
    }
}

static void put_skipped(amsref_html *h, const amsref_run *run)
{
    static const char *const heads[] = {"reason", "#cases"};
    size_t reasons;
    amsref_skips *skips = amsref_skips_make(run, &reasons);

    amsref_table_begin(h, "Skipped cases by reason: never a pass", heads, 2);
    for (size_t i = 0; i < reasons; i++) {
        amsref_html_open(h, "tr", NULL);
        amsref_html_put(h, "td", "wide", "%s", skips[i].text);
        amsref_cell_count(h, skips[i].cases, NULL);
        amsref_html_close(h);
    }
    amsref_table_end(h);
    free(skips);
}

static void put_information(amsref_html *h, const amsref_run *run)
{
    for (amsref_quantity q = AMSREF_X; q < AMSREF_QUANTITIES; q++) {
        if (run->hidden & 1U << q) {
            amsref_html_put(h, "p", NULL,
                            "%s is in no reply: hidden state, judged on the rest (AG-55).",
                            amsref_quantity_name(q));
        }
    }
    if (run->total.open) {
        amsref_html_put(h, "p", NULL,
                        "%" PRIu64 " elements lie where the specification leaves open whether the "
                        "answer is NaN (AG-57); NaN was answered for %" PRIu64 ".",
                        run->total.open, run->total.open_nan);
    }
}

static void put_errors(amsref_html *h, const amsref_run *run)
{
    amsref_html_put(h, "p", "soft", "The last lines that the implementation wrote there.");
    amsref_page_command(h, run->errors);
}

/* "binary64, binary32": the names of the bits. */
static char *names_of(unsigned bits, int count, const char *(*name)(int))
{
    char *text = amsref_copy("");

    for (int i = 0; i < count; i++) {
        if (bits & 1U << i) {
            char *longer = amsref_print("%s%s%s", text, *text ? ", " : "", name(i));
            free(text);
            text = longer;
        }
    }
    if (!*text) {
        free(text);
        return amsref_copy("none");
    }
    return text;
}

static const char *format_name(int i)
{
    return amsref_format_name((amsref_format)i);
}

static const char *op_name(int i)
{
    return amsref_op_name((amsref_op)i);
}

static const char *feature_name(int i)
{
    return amsref_feature_name((amsref_feature)i);
}

static void put_announced(amsref_html *h, const amsref_hello *hello)
{
    char *formats = names_of(hello->formats, AMSREF_FORMAT_COUNT, format_name);
    char *ops = names_of(hello->ops, AMSREF_OPS, op_name);
    char *features = names_of(hello->features, AMSREF_FEATURES, feature_name);

    amsref_page_pair(h, "Its name and version", "%s %s", hello->name, hello->version);
    amsref_page_pair(h, "Dialect it names", "%s", *hello->dialect ? hello->dialect : "none");
    amsref_page_pair(h, "Formats", "%s", formats);
    amsref_page_pair(h, "Requests", "%s", ops);
    amsref_page_pair(h, "Features", "%s", features);
    free(formats);
    free(ops);
    free(features);
}

static void put_environment(amsref_html *h, const amsref_run *run)
{
    amsref_page_pairs(h);
    if (*run->hello->name) {
        put_announced(h, run->hello);
    }
    amsref_page_pair(h, "amsref", "%s", AMSREF_VERSION);
    amsref_page_pair(h, "Suite", "%s", run->suite);
    amsref_page_pair(h, "SHA-256 of the vectors' manifest", "%s", run->manifest);
    amsref_page_pair(h, "Judged by", "dialect %s, level %s",
                     *run->dialect ? run->dialect : "not known", amsref_level_name(run->wanted));
    amsref_page_pair(h, "Seed of laws and fresh cases", "%" PRIu64, run->seed);
    amsref_html_close(h);
    char *again = amsref_print("%s -- %s", run->whole, run->command);
    amsref_html_put(h, "p", "soft",
                    "This page depends on the answers, and on what was asked: no date, no host.");
    amsref_html_put(h, "h3", NULL, "The whole run again");
    amsref_page_command(h, again);
    free(again);
}

enum {
    DIAGNOSIS,
    LEVELS,
    FAILURES,
    LAWS,
    DISTANCES,
    STEPS,
    PLACES,
    SKIPPED,
    OPEN,
    ERRORS,
    ENVIRONMENT,
    SECTIONS
};

static void put_page(amsref_html *h, const amsref_run *run)
{
    static void (*const put[SECTIONS])(amsref_html *, const amsref_run *) = {
        [DIAGNOSIS] = put_diagnosis,
        [LEVELS] = amsref_html_levels,
        [FAILURES] = amsref_html_failures,
        [LAWS] = amsref_html_laws,
        [DISTANCES] = amsref_html_distances,
        [STEPS] = amsref_html_steps,
        [PLACES] = amsref_html_places,
        [SKIPPED] = put_skipped,
        [OPEN] = put_information,
        [ERRORS] = put_errors,
        [ENVIRONMENT] = put_environment,
    };
    const bool numbers = run->total.elements > 0;
    const amsref_section sections[SECTIONS] = {
        [DIAGNOSIS] = {"diagnosis", "Diagnosis", run->identity != NULL},
        [LEVELS] = {"levels", "Levels", run->count > 0},
        [FAILURES] = {"failures", "First failures", failed_of(run) > 0},
        [LAWS] = {"laws", "Laws", run->laws->count > 0},
        [DISTANCES] = {"distances", "Distances", numbers},
        [STEPS] = {"steps", "Error over steps", numbers},
        [PLACES] = {"places", "Place in the enclosure", numbers},
        [SKIPPED] = {"skipped", "Skipped", run->total.skipped > 0},
        [OPEN] = {"information", "Information", run->hidden || run->total.open},
        [ERRORS] = {"stderr", "Standard error", run->status != AMSREF_CONFORMS && *run->errors},
        [ENVIRONMENT] = {"environment", "Environment", true},
    };
    const amsref_section *s = NULL;

    put_facts(h, run);
    amsref_page_verdict_end(h, sections, SECTIONS);
    while ((s = amsref_page_next(h, sections, SECTIONS, s))) {
        put[s - sections](h, run);
    }
}

void amsref_write_html(FILE *out, const amsref_run *run)
{
    char *verdict = amsref_verdict_line(run);
    const char *lead = strchr(verdict, ':') + 2; /* the verdict's first words have the stamp */
    amsref_page page;

    amsref_page_begin(&page, verdict, "conformance report");
    amsref_page_verdict(page.h, verdicts[run->status].stamp, verdicts[run->status].words,
                        *run->hello->name ? run->hello->name : run->command, lead);
    put_page(page.h, run);
    amsref_page_end(&page, out);
    free(verdict);
}
