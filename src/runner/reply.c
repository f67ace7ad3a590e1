/* SPDX-License-Identifier: Apache-2.0
 *
 * Replies (AG-63 .. AG-66). Whatever is not understood breaks the protocol: it is never read as an
 * answer. Members that this protocol does not know are passed over.
 */
#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "runner/wire.h"
#include "suite/memory.h"

enum { EXCERPT = 80 };

static json_t *parse(const char *line, size_t length, amsref_error *error)
{
    json_error_t wrong;
    json_t *root = json_loadb(line, length, JSON_REJECT_DUPLICATES, &wrong);

    if (root && json_is_object(root)) {
        return root;
    }
    char *excerpt = amsref_printable(line, length, EXCERPT);
    char *why =
        root ? amsref_copy("not an object") : amsref_printable(wrong.text, strlen(wrong.text), 200);
    amsref_fail(error,
                "not a JSON object on one line (%s): \"%s\"; standard output is for replies alone, "
                "diagnostics belong on standard error",
                why, excerpt);
    free(why);
    free(excerpt);
    json_decref(root);
    return NULL;
}

/* A member that is null counts as absent: many writers print those. */
static const json_t *member(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    return value && !json_is_null(value) ? value : NULL;
}

static char *printable_member(const json_t *object, const char *name)
{
    const json_t *value = member(object, name);
    return amsref_printable(json_string_value(value) ? json_string_value(value) : "",
                            json_string_length(value), AMSREF_TEXT_LIMIT);
}

/* Bits of the names in an array of strings; names that are not listed stand for something newer. */
static int read_names(const json_t *root, const char *name, bool required,
                      const char *(*known)(int), int count, unsigned *bits, amsref_error *error)
{
    const json_t *array = member(root, name);
    const json_t *entry;
    size_t i;

    *bits = 0;
    if (!array && !required) {
        return 0;
    }
    if (!json_is_array(array)) {
        return amsref_fail(error, "the reply to hello needs \"%s\", an array of names", name);
    }
    json_array_foreach(array, i, entry)
    {
        if (!json_is_string(entry)) {
            return amsref_fail(error, "\"%s\" of the reply to hello has an entry that is no string",
                               name);
        }
        for (int k = 0; k < count; k++) {
            if (strcmp(json_string_value(entry), known(k)) == 0) {
                *bits |= 1U << k;
            }
        }
    }
    return 0;
}

static const char *format_name(int i)
{
    return amsref_format_name((amsref_format)i);
}

static const char *op_name(int i)
{
    return amsref_op_name((amsref_op)i);
}

static const char *feature_name(int i)
{
    return amsref_feature_name((amsref_feature)i);
}

static int read_hello(const json_t *root, amsref_hello *hello, amsref_error *error)
{
    const json_t *protocol = member(root, "protocol");
    const json_t *batch = member(root, "batch");
    const char *const strings[] = {"name", "version", "dialect"};

    if (member(root, "error")) {
        char *text = printable_member(root, "error");
        amsref_fail(error, "it answers hello by an error: %s", text);
        free(text);
        return -1;
    }
    if (!json_is_number(protocol)) {
        return amsref_fail(error, "the reply to hello has no number \"protocol\"");
    }
    if (json_number_value(protocol) != AMSREF_PROTOCOL) {
        return amsref_fail(error, "it speaks protocol %.17g, this tool speaks %d",
                           json_number_value(protocol), AMSREF_PROTOCOL);
    }
    for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++) {
        if ((i == 0 || member(root, strings[i])) && !json_is_string(member(root, strings[i]))) {
            return amsref_fail(error, "\"%s\" of the reply to hello is not a string", strings[i]);
        }
    }
    if (batch && !(json_number_value(batch) >= 1)) {
        return amsref_fail(error, "\"batch\" of the reply to hello is not a number of at least 1");
    }
    hello->batch = !batch ? 1
                   : json_number_value(batch) > AMSREF_BATCH_MOST
                       ? AMSREF_BATCH_MOST
                       : (size_t)json_number_value(batch);
    hello->name = printable_member(root, "name");
    hello->version = printable_member(root, "version");
    hello->dialect = printable_member(root, "dialect");
    if (read_names(root, "formats", true, format_name, AMSREF_FORMAT_COUNT, &hello->formats,
                   error) ||
        read_names(root, "ops", true, op_name, AMSREF_OPS, &hello->ops, error) ||
        read_names(root, "features", false, feature_name, AMSREF_FEATURES, &hello->features,
                   error)) {
        return -1;
    }
    return 0;
}

int amsref_reply_hello(const char *line, size_t length, amsref_hello *hello, amsref_error *error)
{
    json_t *root = parse(line, length, error);
    int failed = root ? read_hello(root, hello, error) : -1;

    json_decref(root);
    return failed;
}

void amsref_hello_clear(amsref_hello *hello)
{
    free(hello->name);
    free(hello->version);
    free(hello->dialect);
    memset(hello, 0, sizeof *hello);
}

/* One state, the s-th: every quantity that is there must be right in length and digits. */
static int read_state(const json_t *state, const amsref_case *item, size_t s, amsref_answer *answer,
                      amsref_error *error)
{
    const amsref_problem *p = &item->problem;
    size_t digits = p->n * amsref_hex_digits(p->format);

    for (amsref_quantity q = AMSREF_X; q < amsref_quantity_count(p->dialect); q++) {
        const char *name = amsref_quantity_name(q);
        const json_t *value = member(state, name);

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
    const json_t *out = member(root, "out");

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
        const json_t *t = member(state, "t");

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
    const char *id = json_string_value(member(root, "id"));
    int present = 0;

    if (!id || strcmp(id, item->id) != 0) {
        char *text = id ? amsref_printable(id, strlen(id), EXCERPT) : amsref_copy("no id");
        amsref_fail(error,
                    "the reply is to \"%s\"; replies come in the order of the requests, one each",
                    text);
        free(text);
        return -1;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        present += member(root, kinds[i]) != NULL;
    }
    if (present != 1) {
        return amsref_fail(error,
                           "a reply has exactly one of \"x\", \"out\", \"skip\" and \"error\"; "
                           "this one has %d of them",
                           present);
    }
    for (size_t i = 0; i < 2; i++) {
        if (member(root, kinds[i])) {
            if (!json_is_string(member(root, kinds[i]))) {
                return amsref_fail(error, "\"%s\" is not a string", kinds[i]);
            }
            *(i ? &answer->error : &answer->skip) = printable_member(root, kinds[i]);
            return 0;
        }
    }
    return read_states(root, item, answer, error);
}

int amsref_reply_case(const char *line, size_t length, const amsref_case *item,
                      amsref_answer *answer, amsref_error *error)
{
    json_t *root = parse(line, length, error);

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
