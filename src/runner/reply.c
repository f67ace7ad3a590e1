/* SPDX-License-Identifier: Apache-2.0
 *
 * Replies to cases (AG-64 .. AG-66). Whatever is not understood breaks the protocol: it is never
 * read as an answer. Members that this protocol does not know are passed over.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "runner/line.h"
#include "suite/memory.h"

/* One state, the s-th: every quantity that is there must be right in length and digits. */
static int read_state(const json_t *state, const amsref_case *item, size_t s, amsref_answer *answer,
                      amsref_error *error)
{
    const amsref_problem *p = &item->problem;
    size_t digits = p->n * amsref_hex_digits(p->format);

    for (amsref_quantity q = AMSREF_X; q < amsref_quantity_count(p->dialect); q++) {
        const char *name = amsref_quantity_name(q);
        const json_t *value = amsref_member(state, name);

        if (!value) {
            continue;
        }
        if (!json_is_string(value)) {
            return amsref_fail(error, "\"%s\" is not a string of hex digits", name);
        }
        if (json_string_length(value) != digits) {
            return amsref_fail(error, "\"%s\" has %zu digits; %zu elements in %s need %zu", name,
                               json_string_length(value), p->n, amsref_format_name(p->format),
                               digits);
        }
        if (!amsref_hex_get(p->format, json_string_value(value), p->n,
                            answer->value[q] + s * p->n)) {
            return amsref_fail(error, "\"%s\" has a character that is no hex digit", name);
        }
        answer->given[s] |= (unsigned char)(1U << q);
    }
    if (!(answer->given[s] & 1U << AMSREF_X)) {
        return amsref_fail(error, "\"x\" is missing (state %zu of %zu)", s + 1, item->outs);
    }
    return 0;
}

static int read_states(const json_t *root, const amsref_case *item, amsref_answer *answer,
                       amsref_error *error)
{
    const json_t *out = amsref_member(root, "out");

    if (item->problem.steps == 1) {
        return read_state(root, item, 0, answer, error);
    }
    if (!json_is_array(out)) {
        return amsref_fail(error, "the reply to a run needs \"out\", an array of states");
    }
    if (json_array_size(out) != item->outs) {
        return amsref_fail(error, "\"out\" has %zu states where \"at\" asked for %zu",
                           json_array_size(out), item->outs);
    }
    for (size_t s = 0; s < item->outs; s++) {
        const json_t *state = json_array_get(out, s);
        const json_t *t = amsref_member(state, "t");

        if (!json_is_object(state)) {
            return amsref_fail(error, "state %zu of \"out\" is not an object", s + 1);
        }
        if (t && (!json_is_number(t) || json_number_value(t) != (double)item->out[s].t)) {
            return amsref_fail(error, "state %zu of \"out\" is of another step than %" PRIu64,
                               s + 1, item->out[s].t);
        }
        if (read_state(state, item, s, answer, error) != 0) {
            return -1;
        }
    }
    return 0;
}

static int read_answer(const json_t *root, const amsref_case *item, amsref_answer *answer,
                       amsref_error *error)
{
    static const char *const kinds[] = {"skip", "error", "x", "out"};
    const char *id = json_string_value(amsref_member(root, "id"));
    int present = 0;

    if (!id) {
        return amsref_fail(error, "the reply has no \"id\", a string: that of the request");
    }
    if (strcmp(id, item->id) != 0) {
        char *text = amsref_printable(id, strlen(id), AMSREF_EXCERPT);
        amsref_fail(error,
                    "the reply is to \"%s\"; replies come in the order of the requests, one each",
                    text);
        free(text);
        return -1;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        present += amsref_member(root, kinds[i]) != NULL;
    }
    if (present != 1) {
        return amsref_fail(error,
                           "a reply has exactly one of \"x\", \"out\", \"skip\" and \"error\"; "
                           "this one has %d of them",
                           present);
    }
    for (size_t i = 0; i < 2; i++) {
        if (amsref_member(root, kinds[i])) {
            if (!json_is_string(amsref_member(root, kinds[i]))) {
                return amsref_fail(error, "\"%s\" is not a string", kinds[i]);
            }
            *(i ? &answer->error : &answer->skip) = amsref_member_text(root, kinds[i]);
            return 0;
        }
    }
    return read_states(root, item, answer, error);
}

int amsref_reply_case(const char *line, size_t length, const amsref_case *item,
                      amsref_answer *answer, amsref_error *error)
{
    json_t *root = amsref_parse_line(line, length, error);

    if (!root) {
        return -1;
    }
    for (int q = 0; q < AMSREF_QUANTITIES; q++) {
        answer->value[q] = amsref_alloc(item->outs * item->problem.n, sizeof *answer->value[q]);
    }
    answer->given = amsref_alloc(item->outs, 1);
    int failed = read_answer(root, item, answer, error);
    json_decref(root);
    return failed;
}
