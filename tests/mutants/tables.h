/* SPDX-License-Identifier: Apache-2.0
 *
 * The published tables. The same judgements give the same bytes.
 */
#ifndef AMSREF_TESTS_TABLES_H
#define AMSREF_TESTS_TABLES_H

#include <stdio.h>

#include "trial.h"

typedef struct amsref_judged {
    const amsref_stock *stock;
    const amsref_subjects *list;
    const amsref_trial *trial;
    const unsigned char *kills; /* row bytes a subject, a bit a case */
    size_t row;
} amsref_judged;

/* "pytorch/binary64" */
const char *amsref_pair_name(size_t pair);

/* Has each mutant died where it differs, or is it known for an equivalent there? Names on `log`
 * those that live; returns how many, and *died. */
size_t amsref_survivors(const amsref_judged *judged, FILE *log, size_t *died);
/* Right ones that are refused or miss the level that their row names. */
size_t amsref_refused(const amsref_judged *judged, FILE *log, size_t *right);

void amsref_kill_table(const amsref_judged *judged, FILE *file);
void amsref_kill_list(const amsref_judged *judged, FILE *file); /* CSV, every mutant and pair */
void amsref_law_kills(const amsref_judged *judged, FILE *file);
/* CSV: how many wrong implementations the first so many fresh cases of a stock of them refuse. */
void amsref_fresh_table(const amsref_judged *judged, FILE *file);
void amsref_cover_table(const amsref_judged *judged, FILE *file);
void amsref_right_table(const amsref_judged *judged, FILE *file);

#endif
