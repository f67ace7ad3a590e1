/* SPDX-License-Identifier: Apache-2.0
 *
 * One line as a JSON object (AG-60).
 */
#ifndef AMSREF_LINE_H
#define AMSREF_LINE_H

#include <jansson.h>

#include "runner/wire.h"

/* Bytes of a stranger's line that a message shows. */
enum { AMSREF_EXCERPT = 80 };

/* The object; NULL and *error where the line is none, or has a member twice. */
json_t *amsref_parse_line(const char *line, size_t length, amsref_error *error);

/* NULL where it is absent or null: many writers print those. */
const json_t *amsref_member(const json_t *object, const char *name);

/* A string made printable, "" where it is none; the caller frees it. */
char *amsref_member_text(const json_t *object, const char *name);

#endif
