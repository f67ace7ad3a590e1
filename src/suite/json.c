/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading JSON with errors that name file, place, member and remedy.
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "suite/internal.h"

int amsref_place_fail(const amsref_place *place, const char *format, ...) {
    char what[512];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    return amsref_fail(place->error, "%s: %s%s%s; %s", place->file, place->where,
                       *place->where ? ": " : "", what, place->remedy);
}

json_t *amsref_json_parse(const amsref_place *place, const char *text, size_t size) {
    json_error_t problem;
    json_t *root = json_loadb(text, size, JSON_REJECT_DUPLICATES, &problem);

    if (!root) {
        amsref_place_fail(place, "line %d, column %d: %s", problem.line, problem.column,
                          problem.text);
    } else if (!json_is_object(root)) {
        json_decref(root);
        root = NULL;
        amsref_place_fail(place, "the file is not a JSON object");
    }
    return root;
}

int amsref_json_known(const amsref_place *place, const json_t *object, const char *const *known) {
    const char *member;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)object, member, value) {
        const char *const *name = known;
        while (*name && strcmp(*name, member) != 0) {
            name++;
        }
        if (!*name) {
            return amsref_place_fail(place, "unknown member '%s'", member);
        }
    }
    return 0;
}

const char *amsref_json_string(const amsref_place *place, const json_t *object,
                               const char *member) {
    const char *text = json_string_value(json_object_get(object, member));

    if (!text) {
        amsref_place_fail(place, "member '%s' is missing or not a string", member);
    }
    return text;
}

char **amsref_json_strings(const amsref_place *place, const json_t *object, const char *member) {
    const json_t *array = json_object_get(object, member);
    bool good = json_is_array(array);

    for (size_t i = 0; good && i < json_array_size(array); i++) {
        good = json_is_string(json_array_get(array, i));
    }
    if (!good) {
        amsref_place_fail(place, "member '%s' is missing or not an array of strings", member);
        return NULL;
    }
    char **strings = amsref_alloc(json_array_size(array) + 1, sizeof *strings);
    for (size_t i = 0; i < json_array_size(array); i++) {
        strings[i] = amsref_copy(json_string_value(json_array_get(array, i)));
    }
    return strings;
}

int amsref_json_count(const amsref_place *place, const json_t *object, const char *member,
                      uint64_t least, uint64_t most, uint64_t *count) {
    const json_t *value = json_object_get(object, member);
    json_int_t number = json_integer_value(value);

    if (!json_is_integer(value) || number < 0 || (uint64_t)number < least ||
        (uint64_t)number > most) {
        return amsref_place_fail(place, "member '%s' is missing or not an integer in %llu .. %llu",
                                 member, (unsigned long long)least, (unsigned long long)most);
    }
    *count = (uint64_t)number;
    return 0;
}

json_t *amsref_count_json(uint64_t count)
{
    return json_integer(count > INT64_MAX ? INT64_MAX : (json_int_t)count);
}

/* jansson has checked that strings are UTF-8; what remains are quotes and controls. */
void amsref_json_quote(FILE *file, const char *text) {
    fputc('"', file);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\') {
            fprintf(file, "\\%c", *text);
        } else if (*text > 0 && *text < 0x20) {
            fprintf(file, "\\u%04x", (unsigned)*text);
        } else {
            fputc(*text, file);
        }
    }
    fputc('"', file);
}
