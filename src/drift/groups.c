/* SPDX-License-Identifier: Apache-2.0
 *
 * From cases to formats, categories and quantities.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "drift/internal.h"

amsref_drift_group *amsref_drift_group_find(const amsref_ledger *ledger, amsref_format format,
                                            const char *category)
{
    for (size_t g = 0; g < ledger->groups; g++) {
        if (ledger->group[g].format == format &&
            strcmp(ledger->group[g].category, category) == 0) {
            return &ledger->group[g];
        }
    }
    return NULL;
}

const amsref_drift_case *amsref_drift_case_find(const amsref_ledger *ledger, const char *id)
{
    for (size_t i = 0; i < ledger->count; i++) {
        if (strcmp(ledger->item[i].id, id) == 0) {
            return &ledger->item[i];
        }
    }
    return NULL;
}

/* The lines "ID QUANTITY DIGEST" of a group's quantity, or where group is NULL of all. */
static void digest_lines(const amsref_ledger *ledger, const amsref_drift_group *group,
                         amsref_quantity quantity, char hex[AMSREF_SHA256_SIZE])
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    for (size_t i = 0; out && i < ledger->count; i++) {
        const amsref_drift_case *c = &ledger->item[i];
        for (amsref_quantity q = AMSREF_X; q < AMSREF_QUANTITIES; q++) {
            bool mine = !group || (q == quantity && c->format == group->format &&
                                   strcmp(c->category, group->category) == 0);
            if (mine && *c->quantity[q].sha256) {
                fprintf(out, "%s %s %s\n", c->id, amsref_quantity_name(q), c->quantity[q].sha256);
            }
        }
    }
    if (out) {
        fclose(out);
    }
    amsref_sha256(text ? text : "", size, hex);
    free(text);
}

static void add_quantity(amsref_drift_place *place, const amsref_drift_case *c, amsref_quantity q)
{
    const amsref_drift_quantity *in = &c->quantity[q];

    place->cases++;
    place->level[in->level]++;
    if (in->far && (!place->farthest.at || in->ulp > place->farthest.ulp)) {
        place->farthest = (amsref_drift_peak){.at = c, .ulp = in->ulp, .place = in->farthest};
    }
    if (in->share >= 0 && (!place->outmost.at || in->share > place->outmost.share)) {
        place->outmost = (amsref_drift_peak){.at = c, .share = in->share, .place = in->outmost};
    }
}

void amsref_drift_group_cases(amsref_ledger *ledger)
{
    ledger->group = amsref_alloc(ledger->count, sizeof *ledger->group);
    for (size_t i = 0; i < ledger->count; i++) {
        const amsref_drift_case *c = &ledger->item[i];
        amsref_drift_group *group = amsref_drift_group_find(ledger, c->format, c->category);
        if (!group) {
            group = &ledger->group[ledger->groups++];
            group->format = c->format;
            group->category = c->category;
        }
        group->cases++;
        group->skipped += c->outcome == AMSREF_SKIPPED;
        group->errors += c->outcome == AMSREF_ERROR;
        for (amsref_quantity q = AMSREF_X; q < AMSREF_QUANTITIES; q++) {
            if (c->quantity[q].listed) {
                add_quantity(&group->place[q], c, q);
            }
        }
    }
    for (size_t g = 0; g < ledger->groups; g++) {
        for (amsref_quantity q = AMSREF_X; q < AMSREF_QUANTITIES; q++) {
            digest_lines(ledger, &ledger->group[g], q, ledger->group[g].place[q].sha256);
        }
    }
    digest_lines(ledger, NULL, AMSREF_X, ledger->sha256);
}

void amsref_ledger_free(amsref_ledger *ledger)
{
    json_decref(ledger->set);
    json_decref(ledger->run);
    json_decref(ledger->accepted);
    for (size_t i = 0; i < ledger->count; i++) {
        free(ledger->item[i].id);
        free(ledger->item[i].category);
        free(ledger->item[i].reason);
    }
    for (size_t g = 0; g < ledger->groups; g++) {
        for (int q = 0; q < AMSREF_QUANTITIES; q++) {
            json_decref(ledger->group[g].place[q].farthest.input);
        }
    }
    free(ledger->item);
    free(ledger->group);
    *ledger = (amsref_ledger){0};
}
