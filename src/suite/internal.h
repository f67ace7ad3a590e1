/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of this folder share. Nothing outside includes it.
 */
#ifndef AMSREF_SUITE_INTERNAL_H
#define AMSREF_SUITE_INTERNAL_H

#include <jansson.h>
#include <stdio.h>

#include "suite/json.h"
#include "suite/memory.h"
#include "suite/suite.h"

/* Version of the golden files' and the manifest's layout (AG-70). */
enum { AMSREF_SCHEMA = 1 };

/* alloc.c */
void amsref_strings_free(char **strings);

/* io.c: folders. */
int amsref_tree_remove(const char *path);
/* Paths of all files below a folder, sorted; the list ends with NULL. */
size_t amsref_tree_list(const char *path, char ***paths);

/* values.c: `count` values of one quantity as an input file states them (AG-75). */
typedef struct amsref_values {
    amsref_format format;
    size_t n;
    size_t count;           /* n, or n * steps for gradients */
    const uint64_t *source; /* v, for "like": n values, or NULL */
    const char *member;
} amsref_values;

int amsref_values_read(const amsref_place *place, const json_t *spec, const amsref_values *want,
                       uint64_t *bits);

/* bursts.c: the gradient of parameter i of n in step t (AG-105), and those of a whole problem. */
double amsref_burst(uint64_t seed, uint64_t t, size_t n, size_t i);
uint64_t *amsref_bursts(const amsref_problem *problem, uint64_t seed);
/* {"bursts": {"seed": S}} onto a case whose format, t, n and steps are known. */
int amsref_bursts_read(const amsref_place *place, const json_t *spec, amsref_case *c);

/* inputs.c, expand.c: one file of vectors/cases/, and its cases for one dialect and format. */
typedef struct amsref_input {
    char *name; /* cases/edge.json */
    char *category;
    json_t *root;
    char sha256[AMSREF_SHA256_SIZE];
    size_t bytes;
} amsref_input;

typedef struct amsref_inputs {
    amsref_input *item;
    size_t count;
} amsref_inputs;

int amsref_inputs_read(const char *dir, amsref_inputs *inputs, amsref_error *error);
void amsref_inputs_free(amsref_inputs *inputs);
int amsref_input_expand(const amsref_input *input, amsref_dialect dialect, amsref_format format,
                        amsref_case_list *list, amsref_error *error);

/* consistent.c: NULL, or what is wrong with a case's golden values (AG-74), in *error. */
int amsref_case_consistent(const amsref_case *c, amsref_error *error);

/* write.c: a golden file's text (AG-70); the cases share dialect, format and category. */
void amsref_golden_write(FILE *file, const json_t *notes, const amsref_case_list *list);

/* read_values.c: members in, g and out of a case whose dialect, format and t are known. */
int amsref_values_load(const amsref_place *place, const json_t *object, amsref_case *c);

/* read.c: the text of one golden file, appended to the list. */
int amsref_golden_read(const char *name, const char *text, size_t size, amsref_case_list *list,
                       amsref_error *error);

/* manifest.c: MANIFEST.json (AG-76). */
typedef struct amsref_counts {
    uint64_t cases;
    uint64_t elements; /* parameters of every state that `out` lists */
    uint64_t steps;    /* gradients of every case */
} amsref_counts;

typedef struct amsref_entry {
    char *path; /* golden/binary64/pytorch/edge.json or cases/edge.json */
    char sha256[AMSREF_SHA256_SIZE];
    uint64_t bytes;
    amsref_counts counts; /* zero for inputs */
} amsref_entry;

typedef struct amsref_manifest {
    char version[32];
    amsref_entry *file;
    size_t files;
    amsref_entry *input;
    size_t inputs;
} amsref_manifest;

int amsref_manifest_read(const char *dir, amsref_manifest *manifest, amsref_error *error);
char *amsref_manifest_text(const amsref_manifest *manifest, size_t *size);
void amsref_manifest_free(amsref_manifest *manifest);
void amsref_counts_add(amsref_counts *counts, const amsref_case *c);

/* build.c: every golden file and the manifest below `out`, made from dir/cases. */
int amsref_build(const char *dir, const char *out, amsref_progress progress, void *context,
                 amsref_error *error);

#endif
