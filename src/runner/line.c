/* SPDX-License-Identifier: Apache-2.0
 *
 * One line as a JSON object (AG-60).
 */
#include <string.h>
#include <stdlib.h>

#include "runner/line.h"
#include "suite/memory.h"

json_t *amsref_parse_line(const char *line, size_t length, amsref_error *error)
{
    json_error_t wrong;
    json_t *root = json_loadb(line, length, JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL, &wrong);

    if (root && json_is_object(root)) {
        return root;
    }
    char *excerpt = amsref_printable(line, length, AMSREF_EXCERPT);
    char *why =
        root ? amsref_copy("not an object") : amsref_printable(wrong.text, strlen(wrong.text), 200);
    amsref_fail(error, "not a JSON object on one line (%s): \"%s\"; %s", why, excerpt,
                length && line[0] == '{'
                    ? "a reply is one object of strict JSON: no NaN, no line break in it"
                    : "standard output is for replies alone, diagnostics belong on standard error");
    free(why);
    free(excerpt);
    json_decref(root);
    return NULL;
}

/* A member that is null counts as absent: many writers print those. */
const json_t *amsref_member(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    return value && !json_is_null(value) ? value : NULL;
}

char *amsref_member_text(const json_t *object, const char *name)
{
    const json_t *value = amsref_member(object, name);
    return amsref_printable(json_string_value(value) ? json_string_value(value) : "",
                            json_string_length(value), AMSREF_TEXT_LIMIT);
}
