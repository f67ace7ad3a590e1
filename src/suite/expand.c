/* SPDX-License-Identifier: Apache-2.0
 *
 * The cases of one input file for one dialect and one format (AG-75).
 */
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "suite/internal.h"

enum { MOST_ELEMENTS = 100000, MOST_STEPS = 1000000 };

/* Whether lists of names hold this dialect and format: an absent list means all. */
static int applies(const amsref_place *place, const json_t *dialects, const json_t *formats,
                   amsref_dialect dialect, amsref_format format, bool *result) {
    const char *const member[] = {"dialects", "formats"};
    const char *const name[] = {amsref_dialect_name(dialect), amsref_format_name(format)};
    const json_t *const lists[] = {dialects, formats};

    *result = true;
    for (size_t k = 0; k < 2; k++) {
        const json_t *list = lists[k];
        bool found = !list;
        for (size_t i = 0; i < json_array_size(list); i++) {
            const char *text = json_string_value(json_array_get(list, i));
            if (!text || (k == 0 ? amsref_dialect_from_name(text) == AMSREF_DIALECT_COUNT
                                 : amsref_format_from_name(text) == AMSREF_FORMAT_COUNT)) {
                return amsref_place_fail(place, "member '%s' names '%s', which is none", member[k],
                                         text ? text : "something else");
            }
            found = found || strcmp(text, name[k]) == 0;
        }
        if (list && json_array_size(list) == 0) {
            return amsref_place_fail(place, "member '%s' is not a list of names", member[k]);
        }
        *result = *result && found;
    }
    return 0;
}

/* A case names its formats, or its file does, or they are those without storage formats (AG-119). */
static int case_applies(const amsref_place *place, const amsref_input *input, const json_t *object,
                        amsref_dialect dialect, amsref_format format, bool *result) {
    const json_t *own = json_object_get(object, "formats");
    const json_t *shared = json_object_get(input->root, "formats");

    if (applies(place, json_object_get(object, "dialects"), own ? own : shared, dialect, format,
                result) != 0) {
        return -1;
    }
    *result = *result && (own || shared || !amsref_is_storage(format));
    return 0;
}

/* Lays the overrides that apply over the case: "hyper" and "in" member by member. */
static int override(const amsref_place *place, json_t *object, amsref_dialect dialect,
                    amsref_format format) {
    static const char *const known[] = {"dialects", "formats", "hyper", "in", "g", "t", "at", NULL};
    const json_t *list = json_object_get(object, "override");

    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *over = json_array_get(list, i);
        const char *member;
        json_t *value;
        bool here;
        if (amsref_json_known(place, over, known) != 0 ||
            applies(place, json_object_get(over, "dialects"), json_object_get(over, "formats"),
                    dialect, format, &here) != 0) {
            return -1;
        }
        if (!here) {
            continue;
        }
        json_object_foreach(over, member, value) {
            json_t *old = json_object_get(object, member);
            if (strcmp(member, "dialects") == 0 || strcmp(member, "formats") == 0) {
                continue;
            }
            if (json_is_object(old) &&
                (strcmp(member, "hyper") == 0 || strcmp(member, "in") == 0)) {
                json_object_update(old, value);
            } else {
                json_object_set(object, member, value);
            }
        }
    }
    return 0;
}

static int expand_hyper(const amsref_place *place, const json_t *object, amsref_problem *problem) {
    const json_t *hyper = json_object_get(object, "hyper");

    amsref_hyper_defaults(problem->dialect, &problem->hyper);
    if (hyper && amsref_hyper_read(place, hyper, &problem->hyper) != 0) {
        return -1;
    }
    if (problem->dialect == AMSREF_PAPER) {
        problem->hyper.eps = 0; /* AG-11: it has none */
    }
    if (amsref_json_count(place, object, "t", 1, AMSREF_T_MAX, &problem->t) != 0) {
        return -1;
    }
    amsref_status status = amsref_check(problem->dialect, &problem->hyper, problem->t);
    return status == AMSREF_OK ? 0 : amsref_place_fail(place, "%s", amsref_status_message(status));
}

/* m, v and vmax before the first step, where `state` is "initial" (AG-09). */
static int initial_state(const amsref_place *place, const json_t *object, const char *name,
                         const amsref_problem *problem, uint64_t *bits) {
    const char *state = json_string_value(json_object_get(object, "state"));
    double value = problem->dialect == AMSREF_JULIA ? problem->hyper.eps : 0;

    if (!state || strcmp(state, "initial") != 0) {
        return amsref_place_fail(place, "member 'in.%s' is missing, and 'state' is not \"initial\"",
                                 name);
    }
    for (size_t i = 0; i < problem->n; i++) {
        bits[i] = amsref_value_bits(problem->format, value);
    }
    return 0;
}

static int expand_state(const amsref_place *place, const json_t *object, amsref_problem *problem) {
    static const char *const known[] = {"x", "m", "v", "vmax", NULL};
    const json_t *in = json_object_get(object, "in");
    size_t n = problem->n;

    if (amsref_json_known(place, in, known) != 0) {
        return -1;
    }
    for (size_t q = 0; q < amsref_quantity_count(problem->dialect); q++) {
        const char *name = amsref_quantity_name((amsref_quantity)q);
        const json_t *spec = json_object_get(in, name);
        uint64_t *bits = amsref_alloc(n, sizeof *bits);
        problem->in[q] = bits;
        amsref_values want = {.format = problem->format,
                              .n = n,
                              .count = n,
                              .source = q == AMSREF_VMAX ? problem->in[AMSREF_V] : NULL,
                              .member = name};
        int result = spec ? amsref_values_read(place, spec, &want, bits)
                          : initial_state(place, object, name, problem, bits);
        if (result != 0) {
            return -1;
        }
    }
    return 0;
}

static int expand_gradients(const amsref_place *place, const json_t *object,
                            amsref_case *c) {
    amsref_problem *problem = &c->problem;
    const json_t *spec = json_object_get(object, "g");
    uint64_t steps = 1;

    if (json_object_get(object, "steps") &&
        amsref_json_count(place, object, "steps", 1, MOST_STEPS, &steps) != 0) {
        return -1;
    }
    if (!spec) {
        return amsref_place_fail(place, "member 'g' is missing");
    }
    problem->steps = (size_t)steps;
    if (json_object_get(spec, "bursts")) {
        return amsref_bursts_read(place, spec, c);
    }
    size_t count = problem->n * problem->steps;
    uint64_t *g = amsref_alloc(count, sizeof *g);
    problem->g = g;
    amsref_values want = {
        .format = problem->format, .n = problem->n, .count = count, .member = "g"};
    return amsref_values_read(place, spec, &want, g);
}

/* The states to keep: `at`, or the last. */
static int expand_outs(const amsref_place *place, const json_t *object, amsref_case *c) {
    const json_t *at = json_object_get(object, "at");
    uint64_t last = c->problem.t + c->problem.steps - 1;
    uint64_t before = c->problem.t - 1;

    amsref_case_outs(c, at ? json_array_size(at) : 1);
    c->out[0].t = last;
    for (size_t i = 0; i < json_array_size(at); i++) {
        json_int_t t = json_integer_value(json_array_get(at, i));
        if (t <= 0 || (uint64_t)t <= before || (uint64_t)t > last) {
            return amsref_place_fail(place,
                                     "member 'at' is not ascending numbers of steps in "
                                     "%llu .. %llu",
                                     (unsigned long long)c->problem.t, (unsigned long long)last);
        }
        c->out[i].t = before = (uint64_t)t;
    }
    return c->outs ? 0 : amsref_place_fail(place, "member 'at' is not a list of steps");
}

static int expand_case(const amsref_place *place, const json_t *object, amsref_case *c) {
    static const char *const known[] = {
        "number", "comment", "flags", "clauses", "dialects", "formats", "hyper",    "t",
        "n",      "state",   "in",    "g",       "steps",    "at",      "override", NULL};
    const char *comment = amsref_json_string(place, object, "comment");
    uint64_t n;

    if (!comment || amsref_json_known(place, object, known) != 0 ||
        !(c->flags = amsref_json_strings(place, object, "flags")) ||
        !(c->clauses = amsref_json_strings(place, object, "clauses")) ||
        amsref_json_count(place, object, "n", 0, MOST_ELEMENTS, &n) != 0) {
        return -1;
    }
    c->comment = amsref_copy(comment);
    c->problem.n = (size_t)n;
    if (expand_hyper(place, object, &c->problem) != 0 ||
        expand_state(place, object, &c->problem) != 0 ||
        expand_gradients(place, object, c) != 0) {
        return -1;
    }
    return expand_outs(place, object, c);
}

static int check_flags(const amsref_place *place, const amsref_input *input, const json_t *object) {
    const json_t *notes = json_object_get(input->root, "notes");
    const json_t *flags = json_object_get(object, "flags");

    for (size_t i = 0; i < json_array_size(flags); i++) {
        const char *flag = json_string_value(json_array_get(flags, i));
        if (flag && !json_object_get(notes, flag)) {
            return amsref_place_fail(place, "flag '%s' has no entry in the file's 'notes'", flag);
        }
    }
    return 0;
}

int amsref_input_expand(const amsref_input *input, amsref_dialect dialect, amsref_format format,
                        amsref_case_list *list, amsref_error *error) {
    const json_t *cases = json_object_get(input->root, "cases");
    int result = 0;

    for (size_t i = 0; result == 0 && i < json_array_size(cases); i++) {
        const json_t *stated = json_array_get(cases, i);
        char *where = amsref_print("case %s/%s/%s/%04d", amsref_dialect_name(dialect),
                                   amsref_format_name(format), input->category,
                                   (int)json_integer_value(json_object_get(stated, "number")));
        amsref_place place = {.file = input->name,
                              .where = where,
                              .remedy = "correct the file as AG-75 says",
                              .error = error};
        bool here = false;
        result = case_applies(&place, input, stated, dialect, format, &here);
        if (result == 0 && here) {
            json_t *object = json_deep_copy(stated);
            amsref_case *c = amsref_case_add(list);
            c->id = amsref_copy(where + strlen("case "));
            c->category = amsref_copy(input->category);
            c->problem.dialect = dialect;
            c->problem.format = format;
            result = override(&place, object, dialect, format) || check_flags(&place, input, object)
                         ? -1
                         : expand_case(&place, object, c);
            json_decref(object);
        }
        free(where);
    }
    return result;
}
