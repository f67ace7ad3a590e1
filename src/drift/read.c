/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading a ledger. What its parts say of each other is checked, and the seal last: a ledger that
 * was edited or merged by hand is refused with the place that gives it away.
 */
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "drift/internal.h"

/* Arrays of strings, or of objects whose members are the strings named. */
static bool strings(const json_t *array, const char *const *members)
{
    bool good = json_is_array(array);

    for (size_t i = 0; good && i < json_array_size(array); i++) {
        const json_t *entry = json_array_get(array, i);
        good = members || json_is_string(entry);
        for (const char *const *m = members; good && m && *m; m++) {
            good = json_is_string(json_object_get(entry, *m));
        }
    }
    return good;
}

/* A name, or null for all. */
static bool optional(const json_t *set, const char *member)
{
    const json_t *value = json_object_get(set, member);
    return json_is_null(value) || json_is_string(value);
}

static const char *read_set(const amsref_place *place, json_t *set)
{
    static const char *const exception[] = {"case", "reason", NULL};
    char manifest[AMSREF_SHA256_SIZE];
    const char *format = json_string_value(json_object_get(set, "format"));
    const char *suite = amsref_json_string(place, set, "suite");
    const char *dialect = suite ? amsref_json_string(place, set, "dialect") : NULL;

    if (!dialect || amsref_drift_read_digest(place, set, "manifest", manifest) != 0) {
        return NULL;
    }
    if (amsref_dialect_from_name(dialect) == AMSREF_DIALECT_COUNT ||
        (format && amsref_format_from_name(format) == AMSREF_FORMAT_COUNT)) {
        amsref_place_fail(place, "this suite has no dialect '%s', or no format '%s'", dialect,
                          format ? format : "null");
        return NULL;
    }
    if (!optional(set, "format") || !optional(set, "category") ||
        !strings(json_object_get(set, "cases"), NULL) ||
        !strings(json_object_get(set, "except"), exception)) {
        amsref_place_fail(place, "one of 'format', 'category', 'cases', 'except' is not as it "
                                 "should be");
        return NULL;
    }
    return dialect;
}

static int read_run(const amsref_place *place, const json_t *run)
{
    const json_t *implementation = json_object_get(run, "implementation");

    return amsref_json_string(place, run, "date") && amsref_json_string(place, run, "cpu") &&
                   amsref_json_string(place, implementation, "name") &&
                   amsref_json_string(place, implementation, "version")
               ? 0
               : -1;
}

static int read_root(amsref_place *place, json_t *root, amsref_ledger *ledger)
{
    static const char *const acceptance[] = {"date", "place", "case", "reason", NULL};
    const char *kind = json_string_value(json_object_get(root, "ledger"));
    const char *level;
    uint64_t schema;

    if (!kind || strcmp(kind, "amsref drift") != 0) {
        return amsref_place_fail(place, "it is no drift ledger: member 'ledger' is not \"amsref "
                                        "drift\"");
    }
    if (amsref_json_count(place, root, "schema", AMSREF_LEDGER_SCHEMA, AMSREF_LEDGER_SCHEMA,
                          &schema) != 0) {
        return -1;
    }
    ledger->set = json_incref(json_object_get(root, "set"));
    ledger->run = json_incref(json_object_get(root, "run"));
    ledger->accepted = json_incref(json_object_get(root, "accepted"));
    place->where = "set";
    const char *dialect = read_set(place, ledger->set);
    place->where = "run";
    if (!dialect || read_run(place, ledger->run) != 0) {
        return -1;
    }
    place->where = "";
    level = amsref_json_string(place, root, "level");
    if (!level) {
        return -1;
    }
    ledger->level = amsref_level_from_name(level);
    if (ledger->level != AMSREF_TIGHT && ledger->level != AMSREF_WORKING) {
        return amsref_place_fail(place, "'%s' is no budget", level);
    }
    if (!strings(ledger->accepted, acceptance)) {
        return amsref_place_fail(place, "member 'accepted' is missing, or an entry is not whole");
    }
    return amsref_drift_read_cases(place, root, dialect, ledger) ||
                   amsref_drift_read_groups(place, root, ledger)
               ? -1
               : 0;
}

/* AG-137: all before the line of the seal. */
static int check_seal(const amsref_place *place, const char *text, size_t size)
{
    const size_t before = strlen(AMSREF_SEAL_BEFORE), digits = AMSREF_SHA256_SIZE - 1;
    const size_t tail = before + digits + strlen(AMSREF_SEAL_BEHIND);
    char seal[AMSREF_SHA256_SIZE];

    if (size > tail) {
        const char *line = text + size - tail;
        amsref_sha256(text, size - tail, seal);
        if (memcmp(line, AMSREF_SEAL_BEFORE, before) == 0 &&
            memcmp(line + before, seal, digits) == 0 &&
            strcmp(line + before + digits, AMSREF_SEAL_BEHIND) == 0) {
            return 0;
        }
    }
    return amsref_place_fail(place, "it is not as amsref wrote it: its seal is missing or broken");
}

int amsref_ledger_read(const char *file, amsref_ledger *ledger, amsref_error *error)
{
    amsref_place place = {.file = file,
                          .where = "",
                          .remedy = "restore it, or record a new one with 'amsref drift record'",
                          .error = error};
    char *text = NULL;
    size_t size;

    *ledger = (amsref_ledger){0};
    if (amsref_file_read(file, &text, &size, error) != 0) {
        return -1;
    }
    json_t *root = amsref_json_parse(&place, text, size);
    const int failed = !root || read_root(&place, root, ledger) != 0 ||
                       check_seal(&place, text, size) != 0;
    json_decref(root);
    free(text);
    if (failed) {
        amsref_ledger_free(ledger);
    }
    return failed ? -1 : 0;
}
