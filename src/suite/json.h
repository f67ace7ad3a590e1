/* SPDX-License-Identifier: Apache-2.0
 *
 * JSON, for every part of the tool that has files of its own.
 */
#ifndef AMSREF_SUITE_JSON_H
#define AMSREF_SUITE_JSON_H

#include <jansson.h>
#include <stdio.h>

#include "suite/suite.h"

/* json.c: reading with errors that name file, place and member. */
typedef struct amsref_place {
    const char *file;
    const char *where; /* "case pytorch/binary64/edge/0007" or "" */
    const char *remedy;
    amsref_error *error;
} amsref_place;

int amsref_place_fail(const amsref_place *place, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
json_t *amsref_json_parse(const amsref_place *place, const char *text, size_t size);
int amsref_json_known(const amsref_place *place, const json_t *object, const char *const *known);
const char *amsref_json_string(const amsref_place *place, const json_t *object, const char *member);
char **amsref_json_strings(const amsref_place *place, const json_t *object, const char *member);
int amsref_json_count(const amsref_place *place, const json_t *object, const char *member,
                      uint64_t least, uint64_t most, uint64_t *count);
void amsref_json_quote(FILE *file, const char *text);
/* jansson has signed integers: larger counts stop at the largest one. */
json_t *amsref_count_json(uint64_t count);

/* hyper.c: members of "hyper" onto *hyper; the ones that are absent stay as they are. */
int amsref_hyper_read(const amsref_place *place, const json_t *object, amsref_hyper *hyper);

#endif
