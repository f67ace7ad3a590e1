/* SPDX-License-Identifier: Apache-2.0
 *
 * Memory and whole files, for every part of the tool but core and oracle.
 */
#ifndef AMSREF_MEMORY_H
#define AMSREF_MEMORY_H

#include "suite/suite.h"

/* Zeroed memory, never NULL: a tool without memory has nothing left to do, says so and exits 2. */
void *amsref_alloc(size_t count, size_t size);
char *amsref_copy(const char *text);
char *amsref_print(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The caller frees the text, which has a terminator behind its `size` bytes. 0, or -1 and *error. */
int amsref_file_read(const char *path, char **text, size_t *size, amsref_error *error);

/* The whole file, or the old one as it was. Makes missing folders. 0, or -1 and *error. */
int amsref_file_write(const char *path, const char *text, size_t size, amsref_error *error);

/* Lower case hex, and a terminator. */
void amsref_sha256(const char *text, size_t size, char hex[AMSREF_SHA256_SIZE]);

#endif
