/* SPDX-License-Identifier: Apache-2.0
 *
 * What explains the answers (AG-85): the page of `amsref identify`, and the diagnosis of `check`.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "core/amsref.h"
#include "identify/questions.h"
#include "report/html_internal.h"
#include "report/identify.h"
#include "suite/memory.h"

enum { FINDINGS, QUESTIONS, ENVIRONMENT, SECTIONS };

static void put_nearest(amsref_html *h, const amsref_identity *identity,
                        const amsref_finding *finding)
{
    const amsref_trial *trial = &finding->nearest_trial;
    const amsref_hypothesis *winner = finding->count ? &finding->item[0] : NULL;
    amsref_band band;

    if (!trial->first.asked) {
        return;
    }
    const bool both = winner && amsref_trial_band(&identity->inquiry, &trial->first, winner, &band);
    char *name = winner ? amsref_hypothesis_name(winner) : amsref_copy("");
    amsref_html_put(h, "p", NULL, "%s: %s misses %zu of %zu numbers, first at",
                    !winner         ? "Nearest"
                    : winner->count ? "Without the deviation"
                                    : "The next one",
                    amsref_dialect_name(finding->nearest.dialect), trial->missed, trial->judged);
    char *line = amsref_evidence_line(&trial->first, name, both ? &band : NULL);
    amsref_page_command(h, line);
    free(line);
    free(name);
}

static void put_finding(amsref_html *h, const amsref_identity *identity,
                        const amsref_finding *finding)
{
    amsref_html_open(h, "article", "class", "case", NULL);
    amsref_html_take(h, "h3", NULL, amsref_finding_line(identity, finding));
    if (finding->count > 1) {
        char *why = amsref_finding_why(identity, finding);
        amsref_html_put(h, "p", NULL, "These cannot be told apart by what it answered: %s",
                        why ? why : "");
        free(why);
    }
    for (size_t i = 0; i < finding->loose_count; i++) {
        char *name = amsref_hypothesis_name(&finding->loose[i]);
        amsref_html_put(h, "p", NULL, "%s explains it too, and allows more.", name);
        free(name);
    }
    put_nearest(h, identity, finding);
    amsref_html_close(h);
}

void amsref_html_findings(amsref_html *h, const amsref_identity *identity, const char *said)
{
    char **note = amsref_identity_notes(identity, said);

    for (size_t f = 0; f < identity->findings; f++) {
        put_finding(h, identity, &identity->finding[f]);
    }
    amsref_html_open(h, "div", "class", "notes", NULL);
    for (size_t i = 0; note[i]; i++) {
        amsref_html_put(h, "p", "soft", "Note: %s.", note[i]);
        free(note[i]);
    }
    amsref_html_close(h);
    free(note);
}

static void put_found(amsref_html *h, const amsref_identify_run *run)
{
    amsref_html_findings(h, run->identity, run->hello->dialect);
}

static void put_questions(amsref_html *h, const amsref_identify_run *run)
{
    const amsref_inquiry *inquiry = &run->identity->inquiry;
    static const char *const heads[] = {"question", "asks", "answer"};

    amsref_table_begin(h, "Questions, as they were asked", heads, 3);
    for (size_t i = 0; i < inquiry->count; i++) {
        const amsref_asked *asked = &inquiry->asked[i];
        amsref_row_begin(h, "%s", asked->item.id);
        amsref_html_put(h, "td", "wide", "%s", amsref_question_words(asked->question));
        amsref_html_put(h, "td", NULL, "%s%s",
                        asked->answer.skip    ? "not supported: "
                        : asked->answer.error ? "error: "
                                              : "given",
                        asked->answer.skip    ? asked->answer.skip
                        : asked->answer.error ? asked->answer.error
                                              : "");
        amsref_html_close(h);
    }
    amsref_table_end(h);
}

static void put_environment(amsref_html *h, const amsref_identify_run *run)
{
    amsref_page_pairs(h);
    amsref_page_pair(h, "Its name and version", "%s %s", run->hello->name, run->hello->version);
    amsref_page_pair(h, "Dialect it names", "%s",
                     *run->hello->dialect ? run->hello->dialect : "none");
    amsref_page_pair(h, "amsref", "%s", AMSREF_VERSION);
    amsref_html_close(h);
    amsref_html_put(h, "h3", NULL, "The whole run again");
    amsref_page_command(h, run->again);
}

static const struct {
    amsref_stamp stamp;
    const char *words;
} verdicts[] = {
    [AMSREF_CONFORMS] = {AMSREF_STAMP_GOOD, "One dialect explains it"},
    [AMSREF_DIFFERS] = {AMSREF_STAMP_BAD, "No dialect explains it"},
    [AMSREF_NOTHING] = {AMSREF_STAMP_NEITHER, "Nothing was answered"},
    [AMSREF_AMBIGUOUS] = {AMSREF_STAMP_NEITHER, "Several dialects explain it"},
};

void amsref_identify_html(FILE *out, const amsref_identify_run *run)
{
    const amsref_identity *identity = run->identity;
    const amsref_inquiry *inquiry = &identity->inquiry;
    static void (*const put[SECTIONS])(amsref_html *, const amsref_identify_run *) = {
        put_found, put_questions, put_environment};
    const amsref_section sections[SECTIONS] = {
        {"findings", "What explains the answers", identity->findings > 0},
        {"questions", "Questions", inquiry->count > 0},
        {"environment", "Environment", true},
    };
    char *lead = identity->findings ? amsref_finding_line(identity, &identity->finding[0])
                                    : amsref_copy("no question was answered");
    char *title = amsref_print("%s: %s", run->hello->name, lead);
    const amsref_section *s = NULL;
    amsref_page page;

    amsref_page_begin(&page, title, "identification");
    amsref_html *h = page.h;
    amsref_page_verdict(h, verdicts[identity->status].stamp, verdicts[identity->status].words,
                        run->hello->name, lead);
    amsref_page_fact(h, "Questions asked", "%zu", inquiry->count);
    amsref_page_fact(h, "Answered", "%zu", inquiry->answered);
    amsref_page_fact(h, "Not supported", "%zu", inquiry->skipped);
    amsref_page_fact(h, "Answered by an error", "%zu", inquiry->errors);
    amsref_page_verdict_end(h, sections, SECTIONS);
    while ((s = amsref_page_next(h, sections, SECTIONS, s))) {
        put[s - sections](h, run);
    }
    amsref_page_end(&page, out);
    free(lead);
    free(title);
}
