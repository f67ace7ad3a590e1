/* SPDX-License-Identifier: Apache-2.0
 *
 * Requests and replies as text (AG-61 .. AG-66). Nothing here reads or writes a pipe.
 */
#ifndef AMSREF_WIRE_H
#define AMSREF_WIRE_H

#include "runner/runner.h"

enum {
    AMSREF_PROTOCOL = 1,
    AMSREF_HELLO_LIMIT = 65536, /* bytes of the reply to hello */
    AMSREF_TEXT_LIMIT = 2000,   /* bytes kept of a reason or an error */
    AMSREF_BATCH_MOST = 64
};

/* Requests, with the end of line; the caller frees them. */
char *amsref_request_hello(const char *suite, size_t *length);
char *amsref_request_case(const amsref_case *item, size_t *length);

/* Bytes that a reply to the case may have: four times what is needed, and room for an error text.
 */
size_t amsref_reply_limit(const amsref_case *item);

/* NULL, or why this implementation is not asked (AG-63); the caller frees it. */
char *amsref_unsupported(const amsref_hello *hello, const amsref_case *item);

/* 0, or -1 and what is wrong with the line. Overwrites *hello and *answer, which own what they
 * hold. */
int amsref_reply_hello(const char *line, size_t length, amsref_hello *hello, amsref_error *error);
int amsref_reply_case(const char *line, size_t length, const amsref_case *item,
                      amsref_answer *answer, amsref_error *error);
void amsref_hello_clear(amsref_hello *hello);

#endif
