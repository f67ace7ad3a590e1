/* SPDX-License-Identifier: Apache-2.0
 *
 * A file of named arrays (the safetensors format), mapped and checked as a whole before anything is
 * read.
 */
#ifndef AMSREF_TRACE_TENSORS_H
#define AMSREF_TRACE_TENSORS_H

#include "suite/json.h"

/* One array. data is little endian and need not be aligned. */
typedef struct amsref_tensor {
    const char *name;
    const char *dtype;    /* "F32", ... */
    amsref_format format; /* AMSREF_FORMAT_COUNT where amsref has no such format */
    const json_t *shape;  /* an array of integers */
    uint64_t count;       /* of elements */
    uint64_t begin, end;  /* bytes in the data */
    const unsigned char *data;
} amsref_tensor;

typedef struct amsref_tensors {
    char *path;
    unsigned char *map;
    size_t size;
    json_t *header;
    amsref_tensor *item; /* by name */
    size_t count;
    size_t users; /* of this file; the last one closes it */
} amsref_tensors;

/* Opens a file with one user. NULL and *error where it is not what it should be. */
amsref_tensors *amsref_tensors_open(const char *path, amsref_error *error);
/* One user less. NULL is fine. */
void amsref_tensors_leave(amsref_tensors *file);

/* The array of that name, or NULL. */
const amsref_tensor *amsref_tensors_find(const amsref_tensors *file, const char *name);

/* The text of one member of __metadata__, or NULL. */
const char *amsref_tensors_metadata(const amsref_tensors *file, const char *member);

#endif
