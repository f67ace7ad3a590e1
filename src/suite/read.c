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

/* Generous: no file of the suite comes near, and a product of them stays far from SIZE_MAX. */
enum { MOST_ELEMENTS = 1 << 20, MOST_STEPS = 1 << 20 };

static const char remedy[] = "restore the file, or make it anew with 'amsref vectors generate'";

typedef struct amsref_header {
    amsref_dialect dialect;
    amsref_format format;
    const char *category;
} header;

/* n elements from the hex string of a member, or of an array's entry. */
static uint64_t *read_hex(const amsref_place *place, const json_t *value, const char *what,
                          amsref_format format, size_t n)
{
    const char *text = json_string_value(value);

    if (!text) {
        amsref_place_fail(place, "%s is missing or not a hex string", what);
        return NULL;
    }
    size_t digits = n * amsref_hex_digits(format);
    if (json_string_length(value) != digits) {
        amsref_place_fail(place, "%s has %zu hex digits where %zu elements have %zu", what,
                          json_string_length(value), n, digits);
        return NULL;
    }
    uint64_t *bits = amsref_alloc(n, sizeof *bits);
    if (!amsref_hex_get(format, text, n, bits)) {
        free(bits);
        amsref_place_fail(place, "%s has a character that is no hex digit", what);
        return NULL;
    }
    return bits;
}

static int read_into(const amsref_place *place, const json_t *value, const char *what,
                     amsref_format format, size_t n, uint64_t *to)
{
    uint64_t *bits = read_hex(place, value, what, format, n);

    if (!bits) {
        return -1;
    }
    memcpy(to, bits, n * sizeof *bits);
    free(bits);
    return 0;
}

static int read_state(const amsref_place *place, const json_t *object, amsref_problem *problem)
{
    const json_t *in = json_object_get(object, "in");
    const char *x = json_string_value(json_object_get(in, "x"));
    size_t digits = amsref_hex_digits(problem->format);

    if (!x) {
        return amsref_place_fail(place, "member 'in.x' is missing or not a hex string");
    }
    problem->n = strlen(x) / digits;
    if (problem->n > MOST_ELEMENTS) {
        return amsref_place_fail(place, "more than %d elements", MOST_ELEMENTS);
    }
    for (size_t q = 0; q < amsref_quantity_count(problem->dialect); q++) {
        const char *name = amsref_quantity_name((amsref_quantity)q);
        char what[32];
        snprintf(what, sizeof what, "member 'in.%s'", name);
        problem->in[q] =
            read_hex(place, json_object_get(in, name), what, problem->format, problem->n);
        if (!problem->in[q]) {
            return -1;
        }
    }
    return 0;
}

static int read_gradients(const amsref_place *place, const json_t *object, amsref_problem *problem)
{
    const json_t *array = json_object_get(object, "g");
    size_t steps = json_array_size(array);

    if (steps == 0 || steps > MOST_STEPS) {
        return amsref_place_fail(place, "member 'g' is not an array of 1 .. %d hex strings",
                                 MOST_STEPS);
    }
    uint64_t *g = amsref_alloc(steps * problem->n, sizeof *g);
    problem->g = g;
    problem->steps = steps;
    for (size_t s = 0; s < steps; s++) {
        char what[48];
        snprintf(what, sizeof what, "member 'g', entry %zu,", s);
        if (read_into(place, json_array_get(array, s), what, problem->format, problem->n,
                      g + s * problem->n) != 0) {
            return -1;
        }
    }
    return 0;
}

static int read_nan(const amsref_place *place, const json_t *object, const char *name, size_t n,
                    char *nan)
{
    const json_t *digits = json_object_get(object, "nan");

    memset(nan, AMSREF_NAN_NO, n);
    if (!digits) {
        return 0;
    }
    if (json_string_length(digits) != n) {
        return amsref_place_fail(place, "member 'out.%s.nan' has not one digit an element", name);
    }
    memcpy(nan, json_string_value(digits), n);
    return 0;
}

static int read_golden(const amsref_place *place, const json_t *object, const char *name,
                       const amsref_problem *problem, amsref_golden *golden)
{
    const json_t *tight = json_object_get(object, "tight");
    const json_t *working = json_object_get(object, "working");
    const struct {
        const json_t *value;
        const char *member;
        uint64_t *to;
    } part[] = {{json_object_get(object, "rn"), "rn", golden->rn},
                {json_object_get(object, "ref"), "ref", golden->ref},
                {json_array_get(tight, 0), "tight[0]", golden->tight[0]},
                {json_array_get(tight, 1), "tight[1]", golden->tight[1]},
                {json_array_get(working, 0), "working[0]", golden->working[0]},
                {json_array_get(working, 1), "working[1]", golden->working[1]}};

    for (size_t p = 0; p < sizeof part / sizeof *part; p++) {
        char what[48];
        snprintf(what, sizeof what, "member 'out.%s.%s'", name, part[p].member);
        if (read_into(place, part[p].value, what, problem->format, problem->n, part[p].to) != 0) {
            return -1;
        }
    }
    return read_nan(place, object, name, problem->n, golden->nan);
}

static int read_outs(const amsref_place *place, const json_t *object, amsref_case *c)
{
    const json_t *array = json_object_get(object, "out");
    size_t outs = json_array_size(array);
    uint64_t least = c->problem.t;
    uint64_t last = c->problem.t + c->problem.steps - 1;

    if (outs == 0 || outs > c->problem.steps) {
        return amsref_place_fail(place, "member 'out' is not an array of states after the steps");
    }
    amsref_case_outs(c, outs);
    for (size_t s = 0; s < outs; s++) {
        const json_t *state = json_array_get(array, s);
        if (amsref_json_count(place, state, "t", least, last, &c->out[s].t) != 0) {
            return -1;
        }
        least = c->out[s].t + 1;
        for (size_t q = 0; q < amsref_quantity_count(c->problem.dialect); q++) {
            const char *name = amsref_quantity_name((amsref_quantity)q);
            if (read_golden(place, json_object_get(state, name), name, &c->problem,
                            &c->out[s].quantity[q]) != 0) {
                return -1;
            }
        }
    }
    return 0;
}

static int read_hyper(const amsref_place *place, const json_t *object, amsref_problem *problem)
{
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
                   unsigned long *number, amsref_case *c)
{
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
                     unsigned long *number, amsref_case *c)
{
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
        read_state(&place, object, &c->problem) != 0 ||
        read_gradients(&place, object, &c->problem) != 0 || read_outs(&place, object, c) != 0) {
        return -1;
    }
    c->comment = amsref_copy(comment);
    amsref_error wrong;
    return amsref_case_consistent(c, &wrong) == 0 ? 0 : amsref_place_fail(file, "%s", wrong.text);
}

static int read_header(const amsref_place *place, const json_t *root, const char *name,
                       header *head)
{
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
        return amsref_place_fail(place, "format '%s', dialect '%s', category '%s' are not those of "
                                        "the file's name", format, dialect, head->category);
    }
    return 0;
}

int amsref_golden_read(const char *name, const char *text, size_t size, amsref_case_list *list,
                       amsref_error *error)
{
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
            result = read_case(&place, json_array_get(cases, i), &head, &number,
                               amsref_case_add(list));
        }
    }
    json_decref(root);
    return result;
}
