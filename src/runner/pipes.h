/* SPDX-License-Identifier: Apache-2.0
 *
 * The three pipes of a child: all non-blocking, all served by one poll, so that no order of reads
 * and writes on either side can end in a deadlock.
 */
#ifndef AMSREF_PIPES_H
#define AMSREF_PIPES_H

#include "suite/suite.h"

enum { AMSREF_TAIL = 8192 };

typedef struct amsref_pipes {
    int in, out, err; /* the child's standard input, output, error; -1 once closed */

    char *queue; /* bytes sent .. queued are still to be written */
    size_t sent, queued, queue_room;

    char *held; /* output, count bytes; `taken` of them were handed out, `searched` have no LF */
    size_t taken, searched, count, room;

    char tail[AMSREF_TAIL]; /* ring of standard error */
    size_t told;            /* bytes that ever went into it */
} amsref_pipes;

void amsref_pipes_send(amsref_pipes *pipes, const char *bytes, size_t count);

/* Reads and writes what it can within `milliseconds`; true where output came. */
bool amsref_pipes_serve(amsref_pipes *pipes, int milliseconds);

/* A whole line, if one is held. It stays valid until amsref_pipes_drop. */
bool amsref_pipes_line(amsref_pipes *pipes, const char **text, size_t *length);
void amsref_pipes_drop(amsref_pipes *pipes);

/* The end of standard error, with what lies in the pipe; the caller frees it. */
char *amsref_pipes_tail(amsref_pipes *pipes);

void amsref_pipes_shut(int *descriptor);
void amsref_pipes_free(amsref_pipes *pipes);

#endif
