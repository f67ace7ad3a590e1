/* SPDX-License-Identifier: Apache-2.0
 *
 * Threads that share the parts of one piece of work after another.
 */
#ifndef AMSREF_TRACE_POOL_H
#define AMSREF_TRACE_POOL_H

#include <stddef.h>

typedef struct amsref_pool amsref_pool;

/* `threads` in all, the caller's included. A thread that cannot be started is done without. */
amsref_pool *amsref_pool_new(size_t threads);
void amsref_pool_free(amsref_pool *pool);

/* Calls work(part, context) once for each part below `parts`, and returns when all have ended. */
void amsref_pool_run(amsref_pool *pool, size_t parts, void (*work)(size_t part, void *context),
                     void *context);

#endif
