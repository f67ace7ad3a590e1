/* SPDX-License-Identifier: Apache-2.0
 *
 * An implementation as a child process with three pipes. Nothing here knows what the lines mean.
 *
 * No call waits longer than it is told, whatever the child does, and none holds more of its output
 * than one line's limit and a fixed tail of its standard error.
 */
#ifndef AMSREF_PROCESS_H
#define AMSREF_PROCESS_H

#include <sys/types.h>

#include "suite/suite.h"

typedef struct amsref_process amsref_process;

/*
 * Starts command[0] (searched in PATH, no shell) as the leader of its own process group.
 * NULL and *error where it cannot be started. SIGPIPE is ignored from here on, and SIGINT, SIGTERM
 * and SIGHUP take the group along.
 */
amsref_process *amsref_process_start(char *const command[], amsref_error *error);

/* Queues bytes for the child's standard input; they leave while a line is awaited. */
void amsref_process_send(amsref_process *process, const char *bytes, size_t count);

typedef enum amsref_line {
    AMSREF_LINE,          /* *text, *length without the end of line; valid until the next call */
    AMSREF_LINE_TIMEOUT,  /* no whole line in time */
    AMSREF_LINE_TOO_LONG, /* more than `limit` bytes without an end of line */
    AMSREF_LINE_CLOSED,   /* standard output closed, the process alive */
    AMSREF_LINE_EXITED    /* the process ended, and all that it wrote is read */
} amsref_line;

amsref_line amsref_process_line(amsref_process *process, size_t limit, int milliseconds,
                                const char **text, size_t *length);

/* True where output lies here that no one has asked for. Does not wait. */
bool amsref_process_unasked(amsref_process *process);

/* What is left of a line that did not end, for messages. */
const char *amsref_process_rest(const amsref_process *process, size_t *length);

/*
 * Closes the child's standard input and waits for it to exit. False where it had not after
 * `milliseconds`, or where it printed something meanwhile (amsref_process_unasked tells which).
 */
bool amsref_process_finish(amsref_process *process, int milliseconds);

/* True where the process has ended; *status as waitpid gives it. */
bool amsref_process_ended(const amsref_process *process, int *status);

/* The last lines of its standard error so far; the caller frees it. Never NULL. */
char *amsref_process_stderr(amsref_process *process);

/* Ends it and all its descendants, by force after a short while, and frees everything. */
void amsref_process_end(amsref_process *process);

/* reap.c: SIGTERM, then SIGKILL to the group and to descendants that left it; bounded in time. */
typedef struct amsref_children {
    pid_t pid[256];
    size_t count;
} amsref_children;

void amsref_children_list(amsref_children *children);
bool amsref_child_exited(pid_t pid, int *status);
void amsref_reap(pid_t leader, const amsref_children *before);

#endif
