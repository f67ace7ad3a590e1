/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading the cases of a ledger.
 */
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "drift/internal.h"

/* Of lower case hex, or -1 and an error. */
int amsref_drift_read_digest(const amsref_place *place, const json_t *object, const char *member,
                       char hex[AMSREF_SHA256_SIZE])
{
    const char *text = amsref_json_string(place, object, member);

    if (!text) {
        return -1;
    }
    if (strlen(text) != AMSREF_SHA256_SIZE - 1 ||
        strspn(text, "0123456789abcdef") != AMSREF_SHA256_SIZE - 1) {
        return amsref_place_fail(place, "member '%s' is no SHA-256", member);
    }
    memcpy(hex, text, AMSREF_SHA256_SIZE);
    return 0;
}

static int read_value(const amsref_place *place, const json_t *object, const char *member,
                      amsref_format format, uint64_t *bits)
{
    const char *text = amsref_json_string(place, object, member);

    if (!text) {
        return -1;
    }
    if (!amsref_hex_get(format, text, 1, bits)) {
        return amsref_place_fail(place, "member '%s' is no value of %s", member,
                                 amsref_format_name(format));
    }
    return 0;
}

int amsref_drift_read_element(const amsref_place *place, const json_t *object, amsref_format format,
                        const char *lo, const char *hi, amsref_drift_element *element)
{
    uint64_t index;

    if (amsref_json_count(place, object, "element", 0, SIZE_MAX >> 1, &index) != 0 ||
        amsref_json_count(place, object, "step", 1, AMSREF_T_MAX, &element->step) != 0 ||
        read_value(place, object, "got", format, &element->got) != 0 ||
        read_value(place, object, lo, format, &element->lo) != 0 ||
        read_value(place, object, hi, format, &element->hi) != 0) {
        return -1;
    }
    element->element = (size_t)index;
    return 0;
}

static int read_level(const amsref_place *place, const json_t *object, amsref_level *level)
{
    const char *name = amsref_json_string(place, object, "level");

    if (!name) {
        return -1;
    }
    *level = amsref_level_from_name(name);
    return *level < AMSREF_LEVEL_COUNT ? 0
                                       : amsref_place_fail(place, "there is no level '%s'", name);
}

static int read_quantity(const amsref_place *place, const json_t *object, amsref_format format,
                         amsref_drift_quantity *to)
{
    const json_t *ulp = json_object_get(object, "ulp");
    const json_t *parting = json_object_get(object, "parting");

    if (!json_is_object(object)) {
        return amsref_place_fail(place, "it is not an object");
    }
    to->listed = true;
    to->share = -1;
    to->far = !json_is_null(ulp);
    to->parted = !json_is_null(parting);
    if (read_level(place, object, &to->level) != 0 ||
        (!json_is_null(json_object_get(object, "sha256")) &&
         amsref_drift_read_digest(place, object, "sha256", to->sha256) != 0) ||
        (to->far && amsref_json_count(place, object, "ulp", 0, INT64_MAX, &to->ulp) != 0) ||
        (to->parted &&
         amsref_drift_read_element(place, parting, format, "ref", "ref", &to->parting) != 0)) {
        return -1;
    }
    if (!*to->sha256 && to->level != AMSREF_NONCONFORMING) {
        return amsref_place_fail(place, "an answer without a hash has a level");
    }
    return 0;
}

/* AG-72: DIALECT/FORMAT/CATEGORY/NNNN */
static int read_id(const amsref_place *place, const char *dialect, const char *id,
                   amsref_drift_case *c)
{
    char said[16], format[16], category[64], number[16], rest;
    const int found =
        sscanf(id, "%15[^/]/%15[^/]/%63[^/]/%15[0-9]%c", said, format, category, number, &rest);

    if (found != 4 || strcmp(said, dialect) != 0 ||
        amsref_format_from_name(format) == AMSREF_FORMAT_COUNT) {
        return amsref_place_fail(place, "'%s' is no case of dialect %s", id, dialect);
    }
    c->id = amsref_copy(id);
    c->category = amsref_copy(category);
    c->format = amsref_format_from_name(format);
    return 0;
}

static int read_case(const amsref_place *root, const char *dialect, const json_t *object,
                     amsref_drift_case *c)
{
    static const char *const outcome[AMSREF_OUTCOMES] = {
        [AMSREF_JUDGED] = "judged", [AMSREF_SKIPPED] = "skipped", [AMSREF_ERROR] = "error"};
    const char *id = amsref_json_string(root, object, "id");
    const char *said = id ? amsref_json_string(root, object, "outcome") : NULL;
    const char *reason = json_string_value(json_object_get(object, "reason"));
    const json_t *quantities = json_object_get(object, "quantities");

    if (!said || read_id(root, dialect, id, c) != 0) {
        return -1;
    }
    amsref_place place = *root;
    char *where = amsref_print("case %s", c->id);
    int result = 0;
    place.where = where;
    for (int o = AMSREF_JUDGED; o < AMSREF_OUTCOMES; o++) {
        if (outcome[o] && strcmp(outcome[o], said) == 0) {
            c->outcome = (amsref_outcome)o;
        }
    }
    c->reason = reason ? amsref_copy(reason) : NULL;
    if (c->outcome == AMSREF_UNREACHED || !json_is_object(quantities)) {
        result = amsref_place_fail(&place, "its outcome or its quantities are missing");
    }
    for (amsref_quantity q = AMSREF_X; q < AMSREF_QUANTITIES && result == 0; q++) {
        const json_t *in = json_object_get(quantities, amsref_quantity_name(q));
        c->quantity[q].share = -1;
        if (in) {
            char *deeper = amsref_print("case %s, %s", c->id, amsref_quantity_name(q));
            place.where = deeper;
            result = read_quantity(&place, in, c->format, &c->quantity[q]);
            free(deeper);
        }
    }
    free(where);
    return result;
}

int amsref_drift_read_cases(const amsref_place *place, const json_t *root, const char *dialect,
                      amsref_ledger *ledger)
{
    const json_t *array = json_object_get(root, "cases");

    if (!json_is_array(array) || json_array_size(array) == 0) {
        return amsref_place_fail(place, "member 'cases' is missing or empty");
    }
    ledger->item = amsref_alloc(json_array_size(array), sizeof *ledger->item);
    for (size_t i = 0; i < json_array_size(array); i++) {
        ledger->count = i + 1;
        if (read_case(place, dialect, json_array_get(array, i), &ledger->item[i]) != 0) {
            return -1;
        }
        if (amsref_drift_case_find(ledger, ledger->item[i].id) != &ledger->item[i]) {
            return amsref_place_fail(place, "case %s stands twice", ledger->item[i].id);
        }
    }
    return 0;
}
