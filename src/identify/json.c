/* SPDX-License-Identifier: Apache-2.0
 *
 * The answer for machines; spec/schema/identify.schema.json describes it.
 */
#include <stdlib.h>

#include "core/amsref.h"
#include "identify/identify.h"
#include "identify/questions.h"
#include "suite/memory.h"

static json_t *taken(char *text)
{
    json_t *string = json_string(text);
    free(text);
    return string;
}

static json_t *bits_json(amsref_format format, uint64_t bits)
{
    char decimal[AMSREF_DECIMAL_SIZE], hex[20];

    amsref_decimal(format, bits, decimal);
    amsref_hex_put(format, &bits, 1, hex);
    return json_pack("{s:s, s:s}", "decimal", decimal, "hex", hex);
}

static json_t *band_json(amsref_format format, const amsref_band *band)
{
    const char nan[2] = {band->nan, '\0'};
    return json_pack("{s:o, s:o, s:s}", "lo", bits_json(format, band->lo), "hi",
                     bits_json(format, band->hi), "nan", nan);
}

static json_t *explanation_json(const amsref_hypothesis *h)
{
    json_t *deviations = json_array(), *same = json_array();

    for (size_t i = 0; i < h->count; i++) {
        json_array_append_new(deviations, json_pack("{s:s, s:s}", "name",
                                                    amsref_deviation_name(h->deviation[i]), "words",
                                                    amsref_deviation_words(h->deviation[i])));
    }
    for (int d = 0; d < AMSREF_DIALECT_COUNT; d++) {
        if (d != (int)h->dialect && amsref_same_step(h->dialect, (amsref_dialect)d)) {
            json_array_append_new(same, json_string(amsref_dialect_name((amsref_dialect)d)));
        }
    }
    return json_pack("{s:o, s:s, s:o, s:o}", "name", taken(amsref_hypothesis_name(h)), "dialect",
                     amsref_dialect_name(h->dialect), "same_step", same, "deviations", deviations);
}

static json_t *nearest_json(const amsref_identity *identity, const amsref_finding *finding)
{
    const amsref_evidence *at = &finding->nearest_trial.first;
    amsref_band band;

    if (!at->asked) {
        return json_null();
    }
    const amsref_problem *p = &at->asked->item.problem;
    const bool both =
        finding->count && amsref_trial_band(&identity->inquiry, at, &finding->item[0], &band);
    return json_pack("{s:s, s:I, s:I, s:s, s:s, s:s, s:I, s:I, s:o, s:o, s:o}", "dialect",
                     amsref_dialect_name(finding->nearest.dialect), "missed",
                     (json_int_t)finding->nearest_trial.missed, "judged",
                     (json_int_t)finding->nearest_trial.judged, "question", at->asked->item.id,
                     "asks", amsref_question_words(at->asked->question), "quantity",
                     amsref_quantity_name(at->quantity), "element", (json_int_t)at->element, "step",
                     (json_int_t)(p->t + at->step), "got", bits_json(p->format, at->got), "allowed",
                     band_json(p->format, &at->band), "explained",
                     both ? band_json(p->format, &band) : json_null());
}

/* Those that explain everything too, and allow more. */
static json_t *loose_json(const amsref_finding *finding)
{
    json_t *names = json_array();

    for (size_t i = 0; i < finding->loose_count; i++) {
        json_array_append_new(names, taken(amsref_hypothesis_name(&finding->loose[i])));
    }
    return names;
}

static json_t *why_json(const amsref_identity *identity, const amsref_finding *finding)
{
    char *why = amsref_finding_why(identity, finding);
    return why ? taken(why) : json_null();
}

static json_t *finding_json(const amsref_identity *identity, const amsref_finding *finding)
{
    json_t *formats = json_array(), *explanations = json_array();

    for (int f = 0; f < AMSREF_FORMATS_ASKED; f++) {
        if (finding->formats & 1U << f) {
            json_array_append_new(formats, json_string(amsref_format_name((amsref_format)f)));
        }
    }
    for (size_t i = 0; i < finding->count; i++) {
        json_array_append_new(explanations, explanation_json(&finding->item[i]));
    }
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "formats", formats, "text",
                     taken(amsref_finding_line(identity, finding)), "explanations", explanations,
                     "looser", loose_json(finding), "why", why_json(identity, finding), "level",
                     finding->level < AMSREF_NONCONFORMING
                         ? json_string(amsref_level_name(finding->level))
                         : json_null(),
                     "nearest", nearest_json(identity, finding));
}

json_t *amsref_identity_json(const amsref_identity *identity, const char *said)
{
    const amsref_inquiry *inquiry = &identity->inquiry;
    json_t *findings = json_array(), *notes = json_array();
    char **note = amsref_identity_notes(identity, said);

    for (size_t f = 0; f < identity->findings; f++) {
        json_array_append_new(findings, finding_json(identity, &identity->finding[f]));
    }
    for (size_t i = 0; note[i]; i++) {
        json_array_append_new(notes, taken(note[i]));
    }
    free(note);
    return json_pack("{s:i, s:{s:I, s:I, s:I, s:I}, s:o, s:o}", "status", identity->status,
                     "questions", "asked", (json_int_t)inquiry->count, "answered",
                     (json_int_t)inquiry->answered, "skipped", (json_int_t)inquiry->skipped,
                     "errors", (json_int_t)inquiry->errors, "findings", findings, "notes", notes);
}
