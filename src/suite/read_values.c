/* SPDX-License-Identifier: Apache-2.0
 *
 * The values of a case in a golden file (AG-71, AG-72, AG-74): state, gradients, golden states.
 */
#include <stdlib.h>
#include <string.h>

#include "suite/internal.h"

/* Generous: no file of the suite comes near, and a product of them stays far from SIZE_MAX. */
enum { MOST_ELEMENTS = 1 << 20, MOST_STEPS = 1 << 20 };

/* n elements from the hex string of a member, or of an array's entry. */
static uint64_t *read_hex(const amsref_place *place, const json_t *value, const char *what,
                          amsref_format format, size_t n) {
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
                     amsref_format format, size_t n, uint64_t *to) {
    uint64_t *bits = read_hex(place, value, what, format, n);

    if (!bits) {
        return -1;
    }
    memcpy(to, bits, n * sizeof *bits);
    free(bits);
    return 0;
}

static int read_state(const amsref_place *place, const json_t *object, amsref_problem *problem) {
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

static int read_gradients(const amsref_place *place, const json_t *object,
                          amsref_case *c) {
    amsref_problem *problem = &c->problem;
    const json_t *array = json_object_get(object, "g");
    size_t steps = json_array_size(array);

    if (json_is_object(array)) {
        uint64_t count;
        if (amsref_json_count(place, array, "steps", 1, MOST_STEPS, &count) != 0) {
            return -1;
        }
        problem->steps = (size_t)count;
        return amsref_bursts_read(place, array, c);
    }

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
                    char *nan) {
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
                       const amsref_problem *problem, amsref_golden *golden) {
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

static int read_hash(const amsref_place *place, const json_t *state, amsref_case *c, size_t s) {
    const char *hash = amsref_json_string(place, state, "hash");

    if (!hash) {
        return -1;
    }
    if (!c->hash) {
        c->hash = amsref_alloc(c->outs, sizeof *c->hash);
    }
    c->hash[s] = amsref_copy(hash);
    return 0;
}

static int read_outs(const amsref_place *place, const json_t *object, amsref_case *c) {
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
        if (c->bursts && read_hash(place, state, c, s) != 0) {
            return -1;
        }
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

int amsref_values_load(const amsref_place *place, const json_t *object, amsref_case *c) {
    return read_state(place, object, &c->problem) || read_gradients(place, object, c) ||
                   read_outs(place, object, c)
               ? -1
               : 0;
}
