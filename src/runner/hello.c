/* SPDX-License-Identifier: Apache-2.0
 *
 * The reply to hello (AG-63).
 */
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "runner/line.h"

/* Bits of the names in an array of strings; names that are not listed stand for something newer. */
static int read_names(const json_t *root, const char *name, bool required,
                      const char *(*known)(int), int count, unsigned *bits, amsref_error *error)
{
    const json_t *array = amsref_member(root, name);
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
    const json_t *protocol = amsref_member(root, "protocol");
    const json_t *batch = amsref_member(root, "batch");
    const char *const strings[] = {"name", "version", "dialect"};

    if (amsref_member(root, "error")) {
        char *text = amsref_member_text(root, "error");
        amsref_fail(error, "it answers hello by an error: %s", *text ? text : "without a text");
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
        if ((i == 0 || amsref_member(root, strings[i])) &&
            !json_is_string(amsref_member(root, strings[i]))) {
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
    hello->name = amsref_member_text(root, "name");
    hello->version = amsref_member_text(root, "version");
    hello->dialect = amsref_member_text(root, "dialect");
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
    json_t *root = amsref_parse_line(line, length, error);
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
