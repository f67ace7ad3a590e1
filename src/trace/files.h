/* SPDX-License-Identifier: Apache-2.0
 *
 * The files of a trace, in their order, and what their metadata say (AG-110, AG-112).
 */
#ifndef AMSREF_TRACE_FILES_H
#define AMSREF_TRACE_FILES_H

#include "trace/tensors.h"

typedef struct amsref_trace_file {
    char *path;
    uint64_t number;
    bool step; /* else a state */
} amsref_trace_file;

typedef struct amsref_trace_files {
    amsref_trace_file *item;
    size_t count;
} amsref_trace_files;

/* Lists a folder: steps ascending, the state of a number after the step of it. 0, or -1 and *error.
 */
int amsref_trace_list(const char *folder, amsref_trace_files *files, amsref_error *error);
void amsref_trace_list_free(amsref_trace_files *files);

/* Tensors of one file with the same hyper-parameters and the same t. */
typedef struct amsref_trace_group {
    amsref_hyper hyper;
    uint64_t t;
    const json_t *tensors; /* names */
} amsref_trace_group;

typedef struct amsref_trace_meta {
    json_t *root;
    amsref_dialect dialect;
    const char *gap; /* why the state is not that after the step before; NULL where it must be */
    amsref_trace_group *group;
    size_t groups;
} amsref_trace_meta;

/* 0, or -1 and *error; free in either case. */
int amsref_trace_meta_read(const amsref_tensors *file, bool step, amsref_trace_meta *meta,
                           amsref_error *error);
void amsref_trace_meta_free(amsref_trace_meta *meta);

#endif
