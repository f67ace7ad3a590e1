/* SPDX-License-Identifier: Apache-2.0
 *
 * One golden file (AG-70) into cases. Members that this version does not know are ignored.
 */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "suite/internal.h"

static const char remedy[] = "restore the file, or make it anew with 'amsref vectors generate'";

typedef struct amsref_header {
    amsref_dialect dialect;
    amsref_format format;
    const char *category;
} header;

static int read_hyper(const amsref_place *place, const json_t *object, amsref_problem *problem) {
    const json_t *hyper = json_object_get(object, "hyper");
    static const char *const always[] = {"lr", "beta1", "beta2", "eps"};

    for (size_t i = 0; i < sizeof always / sizeof *always; i++) {
        if (!json_object_get(hyper, always[i])) {
            return amsref_place_fail(place, "member 'hyper.%s' is missing", always[i]);
        }
    }
    problem->hyper = (amsref_hyper){.lo = -INFINITY, .hi = INFINITY, .lambda = 1};
    if (amsref_hyper_read(place, hyper, &problem->hyper) != 0 ||
        amsref_json_count(place, object, "t", 1, AMSREF_T_MAX, &problem->t) != 0) {
        return -1;
    }
    amsref_status status = amsref_check(problem->dialect, &problem->hyper, problem->t);
    if (status != AMSREF_OK) {
        return amsref_place_fail(place, "%s", amsref_status_message(status));
    }
    return 0;
}

/* Ids are dialect/format/category/NNNN with ascending numbers, so that none can occur twice. */
static int read_id(const amsref_place *place, const json_t *object, const header *head,
                   unsigned long *number, amsref_case *c) {
    const char *id = amsref_json_string(place, object, "id");

    if (!id) {
        return -1;
    }
    char *prefix = amsref_print("%s/%s/%s/", amsref_dialect_name(head->dialect),
                                amsref_format_name(head->format), head->category);
    size_t length = strlen(prefix);
    bool same = strncmp(id, prefix, length) == 0;
    free(prefix);
    const char *digits = id + length;
    if (!same || strlen(digits) != 4 || strspn(digits, "0123456789") != 4) {
        return amsref_place_fail(place, "id '%s' is not DIALECT/FORMAT/CATEGORY/NNNN of this file",
                                 id);
    }
    unsigned long found = strtoul(digits, NULL, 10);
    if (found <= *number) {
        return amsref_place_fail(place, "id '%s' occurs twice or stands out of order", id);
    }
    *number = found;
    c->id = amsref_copy(id);
    c->category = amsref_copy(head->category);
    return 0;
}

static int read_case(const amsref_place *file, const json_t *object, const header *head,
                     unsigned long *number, amsref_case *c) {
    char where[128];
    amsref_place place = *file;
    const char *comment;

    snprintf(where, sizeof where, "the case after number %lu", *number);
    place.where = where;
    c->problem.dialect = head->dialect;
    c->problem.format = head->format;
    if (read_id(&place, object, head, number, c) != 0) {
        return -1;
    }
    snprintf(where, sizeof where, "case %s", c->id);
    if (!(comment = amsref_json_string(&place, object, "comment")) ||
        !(c->flags = amsref_json_strings(&place, object, "flags")) ||
        !(c->clauses = amsref_json_strings(&place, object, "clauses")) ||
        read_hyper(&place, object, &c->problem) != 0 ||
        amsref_values_load(&place, object, c) != 0) {
        return -1;
    }
    c->comment = amsref_copy(comment);
    amsref_error wrong;
    return amsref_case_consistent(c, &wrong) == 0 ? 0 : amsref_place_fail(file, "%s", wrong.text);
}

static int read_header(const amsref_place *place, const json_t *root, const char *name,
                       header *head) {
    const char *dialect = amsref_json_string(place, root, "dialect");
    const char *format = dialect ? amsref_json_string(place, root, "format") : NULL;
    uint64_t schema;

    head->category = format ? amsref_json_string(place, root, "category") : NULL;
    if (!head->category) {
        return -1;
    }
    if (amsref_json_count(place, root, "schema", AMSREF_SCHEMA, AMSREF_SCHEMA, &schema) != 0) {
        return -1;
    }
    head->dialect = amsref_dialect_from_name(dialect);
    head->format = amsref_format_from_name(format);
    char *expected = amsref_print("golden/%s/%s/%s.json", format, dialect, head->category);
    bool same = strcmp(expected, name) == 0;
    free(expected);
    if (head->dialect == AMSREF_DIALECT_COUNT || head->format == AMSREF_FORMAT_COUNT || !same) {
        return amsref_place_fail(place,
                                 "format '%s', dialect '%s', category '%s' are not those of "
                                 "the file's name",
                                 format, dialect, head->category);
    }
    return 0;
}

int amsref_golden_read(const char *name, const char *text, size_t size, amsref_case_list *list,
                       amsref_error *error) {
    amsref_place place = {.file = name, .where = "", .remedy = remedy, .error = error};
    json_t *root = amsref_json_parse(&place, text, size);
    header head;
    int result = -1;
    unsigned long number = 0;

    if (root && read_header(&place, root, name, &head) == 0) {
        const json_t *cases = json_object_get(root, "cases");
        result = json_array_size(cases) ? 0
                                        : amsref_place_fail(&place, "member 'cases' is missing, "
                                                                    "empty or not an array");
        for (size_t i = 0; i < json_array_size(cases) && result == 0; i++) {
            result =
                read_case(&place, json_array_get(cases, i), &head, &number, amsref_case_add(list));
        }
    }
    json_decref(root);
    return result;
}
