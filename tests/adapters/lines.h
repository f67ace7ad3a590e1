/* SPDX-License-Identifier: Apache-2.0
 *
 * Lines from standard input, and IEEE bit patterns in hex.
 */
#ifndef AMSREF_TESTS_LINES_H
#define AMSREF_TESTS_LINES_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The next line of standard input without its end (LF or CRLF), valid until the next call; NULL at
 * the end. Flushes standard output before it has to wait. Empty lines are passed over.
 */
char *amsref_next_line(void);

/* n values of `width` bytes (2, 4 or 8) from 2*width*n digits, big-endian; false where one is none. */
bool amsref_hex_decode(const char *hex, size_t n, size_t width, void *values);

/* The reverse; writes 2*width*n digits, no terminator. */
void amsref_hex_encode(const void *values, size_t n, size_t width, char *hex);

#endif
