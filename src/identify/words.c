/* SPDX-License-Identifier: Apache-2.0
 *
 * Findings and evidence in words (AG-85).
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "identify/identify.h"
#include "identify/questions.h"
#include "suite/memory.h"

/* a = a + b; frees both. */
static char *joined(char *a, char *b)
{
    char *both = amsref_print("%s%s", a, b);
    free(a);
    free(b);
    return both;
}

static char *bits_text(amsref_format format, uint64_t bits)
{
    char decimal[AMSREF_DECIMAL_SIZE], hex[20];

    amsref_decimal(format, bits, decimal);
    amsref_hex_put(format, &bits, 1, hex);
    return amsref_print("%s (%s)", decimal, hex);
}

static char *band_text(amsref_format format, const amsref_band *band)
{
    char lo[AMSREF_DECIMAL_SIZE], hi[AMSREF_DECIMAL_SIZE];

    if (band->nan == AMSREF_NAN_REQUIRED) {
        return amsref_copy("NaN");
    }
    amsref_decimal(format, band->lo, lo);
    amsref_decimal(format, band->hi, hi);
    return amsref_print("[%s, %s]%s", lo, hi, band->nan == AMSREF_NAN_ALLOWED ? " or NaN" : "");
}

char *amsref_evidence_line(const amsref_evidence *at, const char *name, const amsref_band *band)
{
    const amsref_problem *p = &at->asked->item.problem;
    char *got = bits_text(p->format, at->got);
    char *mine = band_text(p->format, &at->band);
    char *line =
        amsref_print("%s (%s), %s[%zu] of step %" PRIu64 ": got %s; it allows %s",
                     at->asked->item.id, amsref_question_words(at->asked->question),
                     amsref_quantity_name(at->quantity), at->element, p->t + at->step, got, mine);
    free(got);
    free(mine);
    if (band) {
        char *other = band_text(p->format, band);
        line = joined(line, amsref_print(", %s allows %s", name, other));
        free(other);
    }
    return line;
}

/* "paper-eps" stands for julia too. */
static char *dialect_text(amsref_dialect dialect)
{
    char *text = amsref_copy(amsref_dialect_name(dialect));

    for (int d = (int)dialect + 1; d < AMSREF_DIALECT_COUNT; d++) {
        if (amsref_same_step(dialect, (amsref_dialect)d)) {
            text = joined(text, amsref_print(" (or %s, the same step from another initial state)",
                                             amsref_dialect_name((amsref_dialect)d)));
        }
    }
    return text;
}

static char *hypothesis_text(const amsref_hypothesis *h)
{
    char *text = dialect_text(h->dialect);

    for (size_t i = 0; i < h->count; i++) {
        text = joined(text, amsref_print("%s %s", i ? ";" : ", but",
                                         amsref_deviation_words(h->deviation[i])));
    }
    return text;
}

static char *formats_text(const amsref_identity *identity, const amsref_finding *finding)
{
    for (int f = 0; identity->findings > 1 && f < AMSREF_FORMATS_ASKED; f++) {
        if (finding->formats == 1U << f) {
            return amsref_print("in %s: ", amsref_format_name((amsref_format)f));
        }
    }
    return amsref_copy("");
}

char *amsref_finding_line(const amsref_identity *identity, const amsref_finding *finding)
{
    char *line = formats_text(identity, finding);

    if (finding->count == 0) {
        const amsref_trial *trial = &finding->nearest_trial;
        char *near = dialect_text(finding->nearest.dialect);
        line = joined(
            line,
            amsref_print("nothing in the table explains the answers: no dialect, none with one "
                         "or two deviations; nearest is %s, which misses %zu of %zu numbers",
                         near, trial->missed, trial->judged));
        free(near);
        return line;
    }
    for (size_t i = 0; i < finding->count; i++) {
        line = joined(line, amsref_copy(i ? "; or " : ""));
        line = joined(line, hypothesis_text(&finding->item[i]));
    }
    if (finding->level < AMSREF_NONCONFORMING) {
        line = joined(line, amsref_print(", level %s", amsref_level_name(finding->level)));
    }
    return line;
}
