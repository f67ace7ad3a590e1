/* SPDX-License-Identifier: Apache-2.0
 *
 * The set of cases that a ledger is about (AG-133).
 */
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "drift/internal.h"

enum { WORDS_MOST = 2000 }; /* bytes */

json_t *amsref_drift_words(const char *text, size_t length)
{
    char *printable = amsref_printable(text, length, WORDS_MOST);
    json_t *string = json_string(printable);

    free(printable);
    return string;
}

/* "CASE=REASON" */
static json_t *exception(const char *text, amsref_error *error)
{
    const size_t length = strcspn(text, "=");
    const char *reason = text[length] ? text + length + 1 : "";

    if (!reason[strspn(reason, " \t")]) {
        amsref_fail(error, "--except %s: wanted CASE=REASON: a case is left out for a reason",
                    text);
        return NULL;
    }
    return json_pack("{s:o, s:o}", "case", amsref_drift_words(text, length), "reason",
                     amsref_drift_words(reason, strlen(reason)));
}

json_t *amsref_drift_set(const char *vectors, const amsref_drift_selection *selection,
                         amsref_error *error)
{
    char manifest[AMSREF_SHA256_SIZE], version[32];
    const amsref_drift_selection *s = selection;
    const char *category = s->category;
    json_t *cases = json_array(), *except = json_array();

    for (size_t i = 0; i < s->ids; i++) {
        json_array_append_new(cases, amsref_drift_words(s->id[i], strlen(s->id[i])));
    }
    for (size_t i = 0; i < s->excepts; i++) {
        json_t *one = exception(s->except[i], error);
        if (!one) {
            goto failed;
        }
        json_array_append_new(except, one);
    }
    if (amsref_manifest_digest(vectors, manifest, error) != 0 ||
        amsref_suite_version(vectors, version, error) != 0) {
        goto failed;
    }
    return json_pack("{s:s, s:s, s:s, s:s?, s:o, s:o, s:o}", "suite", version, "manifest",
                     manifest, "dialect", amsref_dialect_name(s->dialect), "format",
                     s->format < AMSREF_FORMAT_COUNT ? amsref_format_name(s->format) : NULL,
                     "category",
                     category ? amsref_drift_words(category, strlen(category)) : json_null(),
                     "cases", cases, "except", except);
failed:
    json_decref(cases);
    json_decref(except);
    return NULL;
}

/* Index of the string, or of the object whose member `case` it is; -1 for none. */
static int find(const json_t *array, const char *id)
{
    for (size_t i = 0; i < json_array_size(array); i++) {
        const json_t *entry = json_array_get(array, i);
        const char *name =
            json_string_value(json_is_object(entry) ? json_object_get(entry, "case") : entry);
        if (name && strcmp(name, id) == 0) {
            return (int)i;
        }
    }
    return -1;
}

/* A case that is named and does not exist would be a hole that nobody sees. */
static int check_names(const json_t *set, const char *member, const amsref_case_list *list,
                       amsref_error *error)
{
    const json_t *names = json_object_get(set, member);
    char *found = amsref_alloc(json_array_size(names), 1);
    int result = 0;

    for (size_t i = 0; i < list->count; i++) {
        const int at = find(names, list->item[i].id);
        if (at >= 0) {
            found[at] = 1;
        }
    }
    for (size_t k = 0; k < json_array_size(names) && result == 0; k++) {
        const json_t *entry = json_array_get(names, k);
        if (!found[k]) {
            result = amsref_fail(
                error, "no case %s among those selected; amsref vectors list names them",
                json_string_value(json_is_object(entry) ? json_object_get(entry, "case") : entry));
        }
    }
    free(found);
    return result;
}

int amsref_drift_cases(const char *vectors, const json_t *set, unsigned formats,
                       amsref_case_list *list, const amsref_case ***chosen, size_t *count,
                       amsref_error *error)
{
    const char *format = json_string_value(json_object_get(set, "format"));
    const json_t *cases = json_object_get(set, "cases");
    const char *manifest = json_string_value(json_object_get(set, "manifest"));
    const amsref_filter filter = {
        amsref_dialect_from_name(json_string_value(json_object_get(set, "dialect"))),
        format ? amsref_format_from_name(format) : AMSREF_FORMAT_COUNT,
        json_string_value(json_object_get(set, "category")), NULL};
    char here[AMSREF_SHA256_SIZE];

    *count = 0;
    *chosen = NULL;
    if (amsref_manifest_digest(vectors, here, error) != 0) {
        return -1;
    }
    if (strcmp(here, manifest) != 0) {
        return amsref_fail(error,
                           "the ledger is about the vectors whose manifest has SHA-256 %.16s..., "
                           "%s has %.16s...; say --vectors, or record a new ledger",
                           manifest, vectors, here);
    }
    if (amsref_cases_read(vectors, &filter, list, error) != 0 ||
        check_names(set, "cases", list, error) != 0 ||
        check_names(set, "except", list, error) != 0) {
        return -1;
    }
    *chosen = amsref_alloc(list->count, sizeof(const amsref_case *));
    for (size_t i = 0; i < list->count; i++) {
        const amsref_case *c = &list->item[i];
        const bool named = find(cases, c->id) >= 0;
        const bool concerns = !amsref_is_storage(c->problem.format) || format || named ||
                              (formats & 1U << c->problem.format);
        if (concerns && (named || json_array_size(cases) == 0) &&
            find(json_object_get(set, "except"), c->id) < 0) {
            (*chosen)[(*count)++] = c;
        }
    }
    return 0;
}
