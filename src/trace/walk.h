/* SPDX-License-Identifier: Apache-2.0
 *
 * Walking through the files of a trace. Private to this folder.
 */
#ifndef AMSREF_TRACE_WALK_H
#define AMSREF_TRACE_WALK_H

#include "trace/files.h"
#include "trace/pool.h"
#include "trace/trace.h"

/* A tensor's arrays in one file. */
typedef struct amsref_arrays {
    const amsref_tensor *x;
    const unsigned char *data[AMSREF_QUANTITIES]; /* vmax NULL in adam */
    size_t used;                                  /* how many arrays of the file these are */
} amsref_arrays;

/* The state of a tensor as the last file that has it says. */
typedef struct amsref_walk_state {
    amsref_tensors *file; /* NULL while it is not known */
    json_t *shape;
    const unsigned char *data[AMSREF_QUANTITIES];
    uint64_t t;  /* steps taken */
    size_t seen; /* in the file before this place */
} amsref_walk_state;

typedef struct amsref_walk {
    const amsref_trace_terms *terms;
    amsref_trace_result *result;
    amsref_error *error;
    amsref_trace_files files;
    size_t at;       /* the file at work */
    bool judging;    /* else only looking whether all is well formed */
    bool any;        /* has there been a file? */
    uint64_t number; /* of the last one */
    json_t *index;   /* name to number of the tensor */
    amsref_walk_state *state;
    amsref_pool *pool;
} amsref_walk;

/* Does the file come after the one before it? Forgets the states where a gap lies between. */
int amsref_walk_follow(amsref_walk *w, const amsref_trace_file *f, bool gap);

/* Judges t of an update; and a state by what is known before it (AG-113). */
void amsref_walk_count(amsref_walk *w, size_t tensor, const amsref_trace_group *group);
void amsref_walk_compare(amsref_walk *w, size_t tensor, const amsref_trace_group *group,
                         const amsref_arrays *a, bool gap);

#endif
