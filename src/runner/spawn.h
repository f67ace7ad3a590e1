/* SPDX-License-Identifier: Apache-2.0
 *
 * Starting a process with three non-blocking pipes.
 */
#ifndef AMSREF_SPAWN_H
#define AMSREF_SPAWN_H

#include <sys/types.h>

#include "suite/suite.h"

/* Our ends of the child's standard input, output and error; -1 once closed. */
typedef struct amsref_spawned {
    pid_t pid;
    int in, out, err;
} amsref_spawned;

/* 0, or -1 and *error. The child leads its own process group; its signals are as at a login. */
int amsref_spawn(char *const command[], amsref_spawned *child, amsref_error *error);

/* Signals take this group along no more; without any group they are as usual. 0: no group. */
void amsref_spawn_forget(pid_t pid);

#endif
