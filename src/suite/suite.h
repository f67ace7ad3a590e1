/* SPDX-License-Identifier: Apache-2.0
 *
 * The suite: cases, vector files (AG-70) and the manifest (AG-76).
 */
#ifndef AMSREF_SUITE_H
#define AMSREF_SUITE_H

#include "core/amsref_types.h"
#include "oracle/oracle.h"

/* Where and why reading or writing failed, ready to print: names the file, the place, the remedy. */
typedef struct amsref_error {
    char text[1024];
} amsref_error;

/* One case: a problem, and the golden states after the chosen steps. Owns all it points to. */
typedef struct amsref_case {
    char *id;       /* pytorch/binary64/edge/0007 */
    char *category; /* edge */
    char *comment;
    char **flags;   /* keys of the file's notes, NULL-terminated */
    char **clauses; /* AG-nn, NULL-terminated */
    amsref_problem problem;
    amsref_golden_state *out;
    size_t outs;
} amsref_case;

/* Cases in the order of their files. */
typedef struct amsref_case_list {
    amsref_case *item;
    size_t count;
} amsref_case_list;

/* What to read; a NULL string or a COUNT value means all. `id` selects one case. */
typedef struct amsref_filter {
    amsref_dialect dialect;
    amsref_format format;
    const char *category;
    const char *id;
} amsref_filter;

/*
 * The folder that holds MANIFEST.json, golden/ and cases/: `given` if not NULL, else the environment's
 * AMSREF_VECTORS, else ./vectors, else the installed one. NULL and *error where there is none.
 */
const char *amsref_vectors_dir(const char *given, amsref_error *error);

/*
 * Reads the golden cases that the filter selects. Each file read must have the SHA-256 and the counts
 * that the manifest lists. 0, or -1 and *error. The list is empty where nothing matches.
 */
int amsref_cases_read(const char *dir, const amsref_filter *filter, amsref_case_list *list,
                      amsref_error *error);
void amsref_cases_free(amsref_case_list *list);

/* Version of the suite as the manifest states it; storage is the caller's. */
int amsref_suite_version(const char *dir, char version[32], amsref_error *error);

/* Called once a file; total and done count files. May be NULL. */
typedef void (*amsref_progress)(size_t done, size_t total, const char *name, void *context);

/* Reads dir/cases/, asks oracle and core, writes out/golden/ and out/MANIFEST.json, whole or not at all. */
int amsref_vectors_generate(const char *dir, const char *out, amsref_progress progress, void *context,
                            amsref_error *error);

/*
 * Recomputes every file and compares it, and the manifest, byte for byte with what lies in dir.
 * 0 alike; 1 different, each difference reported by `differs`; -1 and *error.
 */
int amsref_vectors_verify(const char *dir, amsref_progress progress, void *context,
                          void (*differs)(const char *text, void *context), amsref_error *error);

#endif
