/* SPDX-License-Identifier: Apache-2.0
 *
 * The actions of `amsref vectors`. Each returns an exit status (AG-58).
 */
#ifndef AMSREF_CLI_VECTORS_H
#define AMSREF_CLI_VECTORS_H

#include <stdio.h>

#include "suite/suite.h"

/* What the command line says. */
typedef struct amsref_vectors_options {
    const char *action;
    const char *vectors; /* NULL: the usual places */
    const char *out;     /* folder of generate, file of export; NULL: vectors, standard output */
    const char *to;      /* export: "c" or "csv" */
    amsref_filter filter;
} amsref_vectors_options;

/* Exits with status 2 where the command line makes no sense. */
void amsref_vectors_parse(int argc, char **argv, amsref_vectors_options *options);

/* A view of selected cases; nothing is judged. */
int amsref_vectors_list(const amsref_case_list *list);
int amsref_vectors_show(const amsref_case *c);
int amsref_vectors_stats(const amsref_case_list *list);

/* Writes the cases as a C header or as CSV. False where writing failed. */
bool amsref_export_c(FILE *file, const amsref_case_list *list, const char *version);
bool amsref_export_csv(FILE *file, const amsref_case_list *list);

#endif
