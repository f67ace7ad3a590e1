/* SPDX-License-Identifier: Apache-2.0
 *
 * The file of a ledger; spec/schema/drift.schema.json describes it.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "drift/internal.h"

json_t *amsref_drift_hex(amsref_format format, uint64_t bits)
{
    char hex[20];

    amsref_hex_put(format, &bits, 1, hex);
    return json_string(hex);
}

/* Takes the value over; members are written in the order of these calls. */
static void put(json_t *object, const char *name, json_t *value)
{
    json_object_set_new(object, name, value);
}

static json_t *digest_json(const char *sha256)
{
    return *sha256 ? json_string(sha256) : json_null();
}

/* Onto an object that perhaps has members already. */
static json_t *put_element(json_t *object, amsref_format format, const amsref_drift_element *e)
{
    put(object, "element", amsref_count_json(e->element));
    put(object, "step", amsref_count_json(e->step));
    put(object, "got", amsref_drift_hex(format, e->got));
    return object;
}

static json_t *parting_json(amsref_format format, const amsref_drift_quantity *q)
{
    if (!q->parted) {
        return json_null();
    }
    json_t *object = put_element(json_object(), format, &q->parting);
    put(object, "ref", amsref_drift_hex(format, q->parting.lo));
    return object;
}

static json_t *case_json(const amsref_drift_case *c)
{
    static const char *const outcome[AMSREF_OUTCOMES] = {
        [AMSREF_JUDGED] = "judged", [AMSREF_SKIPPED] = "skipped", [AMSREF_ERROR] = "error"};
    json_t *quantities = json_object();

    for (amsref_quantity q = AMSREF_X; q < AMSREF_QUANTITIES; q++) {
        const amsref_drift_quantity *in = &c->quantity[q];
        if (in->listed) {
            json_t *object = json_object();
            put(object, "sha256", digest_json(in->sha256));
            put(object, "level", json_string(amsref_level_name(in->level)));
            put(object, "ulp", in->far ? amsref_count_json(in->ulp) : json_null());
            put(object, "parting", parting_json(c->format, in));
            put(quantities, amsref_quantity_name(q), object);
        }
    }
    return json_pack("{s:s, s:s, s:s?, s:o}", "id", c->id, "outcome", outcome[c->outcome],
                     "reason", c->reason, "quantities", quantities);
}

static json_t *farthest_json(amsref_format format, const amsref_drift_peak *peak)
{
    if (!peak->at) {
        return json_null();
    }
    json_t *object = json_pack("{s:I, s:s}", "ulp", (json_int_t)peak->ulp, "case", peak->at->id);
    put_element(object, format, &peak->place);
    put(object, "rn", amsref_drift_hex(format, peak->place.lo));
    put(object, "input", json_incref(peak->input));
    return object;
}

static json_t *outmost_json(amsref_format format, const amsref_drift_peak *peak)
{
    if (!peak->at) {
        return json_null();
    }
    json_t *object = json_object();
    put(object, "share", isfinite(peak->share) ? json_real(peak->share) : json_string("inf"));
    put(object, "case", json_string(peak->at->id));
    put_element(object, format, &peak->place);
    put(object, "lo", amsref_drift_hex(format, peak->place.lo));
    put(object, "hi", amsref_drift_hex(format, peak->place.hi));
    return object;
}

static json_t *place_json(amsref_format format, const amsref_drift_place *place)
{
    json_t *object = json_object(), *levels = json_object();

    for (int l = 0; l < AMSREF_LEVEL_COUNT; l++) {
        put(levels, amsref_level_name((amsref_level)l), amsref_count_json(place->level[l]));
    }
    put(object, "sha256", json_string(place->sha256));
    put(object, "cases", amsref_count_json(place->cases));
    put(object, "levels", levels);
    put(object, "farthest", farthest_json(format, &place->farthest));
    put(object, "outmost", outmost_json(format, &place->outmost));
    put(object, "ratchet", place->bounded ? amsref_count_json(place->ratchet) : json_null());
    return object;
}

static json_t *group_json(const amsref_drift_group *group)
{
    json_t *quantities = json_object();

    for (amsref_quantity q = AMSREF_X; q < AMSREF_QUANTITIES; q++) {
        if (group->place[q].cases) {
            put(quantities, amsref_quantity_name(q), place_json(group->format, &group->place[q]));
        }
    }
    json_t *object = json_pack("{s:s, s:s}", "format", amsref_format_name(group->format),
                               "category", group->category);
    put(object, "cases", amsref_count_json(group->cases));
    put(object, "skipped", amsref_count_json(group->skipped));
    put(object, "errors", amsref_count_json(group->errors));
    put(object, "quantities", quantities);
    return object;
}

/* AG-137: the seal is the digest of all lines before its own. */
static char *sealed(const char *text, size_t *size)
{
    char seal[AMSREF_SHA256_SIZE];
    char *body = amsref_print("%.*s,\n", (int)(strlen(text) - strlen("\n}")), text);

    amsref_sha256(body, strlen(body), seal);
    char *whole = amsref_print("%s" AMSREF_SEAL_BEFORE "%s" AMSREF_SEAL_BEHIND, body, seal);
    free(body);
    *size = strlen(whole);
    return whole;
}

char *amsref_ledger_text(const amsref_ledger *ledger, size_t *size)
{
    json_t *root =
        json_pack("{s:s, s:i}", "ledger", "amsref drift", "schema", AMSREF_LEDGER_SCHEMA);
    json_t *groups = json_array(), *cases = json_array();

    for (size_t g = 0; g < ledger->groups; g++) {
        json_array_append_new(groups, group_json(&ledger->group[g]));
    }
    for (size_t i = 0; i < ledger->count; i++) {
        json_array_append_new(cases, case_json(&ledger->item[i]));
    }
    put(root, "run", json_incref(ledger->run));
    put(root, "set", json_incref(ledger->set));
    put(root, "level", json_string(amsref_level_name(ledger->level)));
    put(root, "sha256", json_string(ledger->sha256));
    put(root, "groups", groups);
    put(root, "cases", cases);
    put(root, "accepted", json_incref(ledger->accepted));
    char *text = json_dumps(root, JSON_INDENT(1));
    json_decref(root);
    if (!text) {
        fputs("amsref: out of memory for the ledger\n", stderr);
        exit(AMSREF_USAGE);
    }
    char *whole = sealed(text, size);
    free(text);
    return whole;
}
