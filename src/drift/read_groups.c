/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading the groups of a ledger: what they say must be what its cases give.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "drift/internal.h"

/* The case of a peak must have what the peak says. */
static int read_peak(const amsref_place *place, const json_t *object, amsref_ledger *ledger,
                     amsref_format format, const char *lo, const char *hi, amsref_drift_peak *peak)
{
    const char *id = amsref_json_string(place, object, "case");

    if (!id || amsref_drift_read_element(place, object, format, lo, hi, &peak->place) != 0) {
        return -1;
    }
    peak->at = amsref_drift_case_find(ledger, id);
    return peak->at ? 0 : amsref_place_fail(place, "the ledger has no case %s", id);
}

static int read_farthest(const amsref_place *place, const json_t *object, amsref_ledger *ledger,
                         amsref_format format, amsref_drift_peak *peak)
{
    const amsref_drift_peak found = *peak; /* by the cases */
    uint64_t ulp;

    if (json_is_null(object)) {
        return found.at ? amsref_place_fail(place, "no farthest element, but case %s has %llu ulp",
                                            found.at->id, (unsigned long long)found.ulp)
                        : 0;
    }
    if (amsref_json_count(place, object, "ulp", 0, INT64_MAX, &ulp) != 0 ||
        read_peak(place, object, ledger, format, "rn", "rn", peak) != 0) {
        return -1;
    }
    if (peak->at != found.at || ulp != found.ulp) {
        return amsref_place_fail(place,
                                 "the farthest element has %llu ulp in case %s, but by the cases "
                                 "it has %llu in %s",
                                 (unsigned long long)ulp, peak->at->id,
                                 (unsigned long long)found.ulp, found.at ? found.at->id : "none");
    }
    if (!json_is_object(json_object_get(object, "input"))) {
        return amsref_place_fail(place, "the farthest element has no input");
    }
    peak->input = json_incref(json_object_get(object, "input"));
    return 0;
}

static int read_outmost(const amsref_place *place, const json_t *object, amsref_ledger *ledger,
                        amsref_format format, amsref_drift_peak *peak)
{
    const json_t *share = json_object_get(object, "share");

    if (json_is_null(object)) {
        return 0;
    }
    const char *text = json_string_value(share);
    peak->share = text && strcmp(text, "inf") == 0 ? (double)INFINITY : json_number_value(share);
    if (!(json_is_number(share) || isinf(peak->share)) || !(peak->share >= 0)) {
        return amsref_place_fail(place, "the outmost element has no share");
    }
    return read_peak(place, object, ledger, format, "lo", "hi", peak);
}

static int read_ratchet(const amsref_place *place, const json_t *object, amsref_drift_place *to)
{
    to->bounded = !json_is_null(json_object_get(object, "ratchet"));
    if (to->bounded &&
        amsref_json_count(place, object, "ratchet", 0, INT64_MAX, &to->ratchet) != 0) {
        return -1;
    }
    if (to->farthest.at && (!to->bounded || to->farthest.ulp > to->ratchet)) {
        return amsref_place_fail(place,
                                 "the ratchet is below the farthest element, which has %llu ulp",
                                 (unsigned long long)to->farthest.ulp);
    }
    return 0;
}

static int read_place(const amsref_place *place, const json_t *object, amsref_ledger *ledger,
                      amsref_format format, amsref_drift_place *to)
{
    char sha256[AMSREF_SHA256_SIZE];
    uint64_t cases;

    if (!json_is_object(object) || amsref_drift_read_digest(place, object, "sha256", sha256) != 0 ||
        amsref_json_count(place, object, "cases", 0, SIZE_MAX >> 1, &cases) != 0) {
        return json_is_object(object) ? -1 : amsref_place_fail(place, "it is missing");
    }
    if (cases != to->cases || strcmp(sha256, to->sha256) != 0) {
        return amsref_place_fail(place, "its hash or its cases are not those of the cases below");
    }
    for (int l = 0; l < AMSREF_LEVEL_COUNT; l++) {
        uint64_t count;
        const char *name = amsref_level_name((amsref_level)l);
        if (amsref_json_count(place, json_object_get(object, "levels"), name, 0, SIZE_MAX >> 1,
                              &count) != 0) {
            return -1;
        }
        if (count != to->level[l]) {
            return amsref_place_fail(place, "it counts %llu cases at %s, there are %zu",
                                     (unsigned long long)count, name, to->level[l]);
        }
    }
    const json_t *farthest = json_object_get(object, "farthest");
    const json_t *outmost = json_object_get(object, "outmost");
    return read_farthest(place, farthest, ledger, format, &to->farthest) ||
                   read_outmost(place, outmost, ledger, format, &to->outmost) ||
                   read_ratchet(place, object, to)
               ? -1
               : 0;
}

static int read_group(const amsref_place *root, const json_t *object, amsref_ledger *ledger,
                      amsref_drift_group *group)
{
    const char *format = amsref_format_name(group->format);
    const char *said = amsref_json_string(root, object, "format");
    const char *category = said ? amsref_json_string(root, object, "category") : NULL;
    amsref_place place = *root;

    if (!category) {
        return -1;
    }
    if (strcmp(said, format) != 0 || strcmp(category, group->category) != 0) {
        return amsref_place_fail(root, "group %s/%s stands where the cases have %s/%s", said,
                                 category, format, group->category);
    }
    for (amsref_quantity q = AMSREF_X; q < AMSREF_QUANTITIES; q++) {
        const char *name = amsref_quantity_name(q);
        const json_t *in = json_object_get(json_object_get(object, "quantities"), name);
        if (!in && !group->place[q].cases) {
            continue;
        }
        char *where = amsref_print("%s/%s/%s", format, category, name);
        place.where = where;
        const int result = read_place(&place, in, ledger, group->format, &group->place[q]);
        free(where);
        if (result != 0) {
            return -1;
        }
    }
    return 0;
}

int amsref_drift_read_groups(const amsref_place *place, const json_t *root, amsref_ledger *ledger)
{
    const json_t *array = json_object_get(root, "groups");
    char sha256[AMSREF_SHA256_SIZE];

    amsref_drift_group_cases(ledger);
    if (json_array_size(array) != ledger->groups) {
        return amsref_place_fail(place, "member 'groups' is missing, or is not of these cases");
    }
    for (size_t g = 0; g < ledger->groups; g++) {
        if (read_group(place, json_array_get(array, g), ledger, &ledger->group[g]) != 0) {
            return -1;
        }
    }
    if (amsref_drift_read_digest(place, root, "sha256", sha256) != 0) {
        return -1;
    }
    return strcmp(sha256, ledger->sha256) == 0
               ? 0
               : amsref_place_fail(place, "its hash is not that of its cases");
}
