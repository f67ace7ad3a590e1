/* SPDX-License-Identifier: Apache-2.0
 *
 * The answer for people.
 */
#include <stdlib.h>

#include "core/amsref.h"
#include "identify/identify.h"
#include "suite/memory.h"

static void put_nearest(FILE *out, const amsref_identity *identity, const amsref_finding *finding)
{
    const amsref_trial *trial = &finding->nearest_trial;
    amsref_band band;

    if (!trial->first.asked) {
        return;
    }
    const amsref_hypothesis *winner = finding->count ? &finding->item[0] : NULL;
    const bool both = winner && amsref_trial_band(&identity->inquiry, &trial->first, winner, &band);
    char *name = winner ? amsref_hypothesis_name(winner) : amsref_copy("");
    char *line = amsref_evidence_line(&trial->first, name, both ? &band : NULL);
    const char *role = !winner ? "nearest: " : winner->count ? "without the deviation: " : "next: ";
    fprintf(out, "  %s%s misses %zu of %zu numbers\n    first at %s\n", role,
            amsref_dialect_name(finding->nearest.dialect), trial->missed, trial->judged, line);
    free(line);
    free(name);
}

void amsref_identity_text(FILE *out, const amsref_identity *identity, const char *said)
{
    const amsref_inquiry *inquiry = &identity->inquiry;

    for (size_t f = 0; f < identity->findings; f++) {
        const amsref_finding *finding = &identity->finding[f];
        char *line = amsref_finding_line(identity, finding);
        fprintf(out, "%s\n", line);
        free(line);
        if (finding->count > 1) {
            char *why = amsref_finding_why(identity, finding);
            fprintf(out, "  these cannot be told apart by what it answered: %s\n", why);
            free(why);
        }
        for (size_t i = 0; i < finding->loose_count; i++) {
            char *name = amsref_hypothesis_name(&finding->loose[i]);
            fprintf(out, "  %s explains it too, and allows more\n", name);
            free(name);
        }
        put_nearest(out, identity, finding);
    }
    fprintf(out, "  %zu of %zu questions answered", inquiry->answered, inquiry->count);
    if (inquiry->skipped) {
        fprintf(out, ", %zu not supported", inquiry->skipped);
    }
    if (inquiry->errors) {
        fprintf(out, ", %zu answered by an error", inquiry->errors);
    }
    fputc('\n', out);
    char **note = amsref_identity_notes(identity, said);
    for (size_t i = 0; note[i]; i++) {
        fprintf(out, "  note: %s\n", note[i]);
        free(note[i]);
    }
    free(note);
}
