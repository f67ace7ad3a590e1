/* SPDX-License-Identifier: Apache-2.0
 *
 * Judging subjects: each over all cases of the dialects and formats where it differs, by the tool's
 * own verdicts, in as many processes as there are processors.
 */
#ifndef AMSREF_TESTS_TRIAL_H
#define AMSREF_TESTS_TRIAL_H

#include "laws/laws.h"
#include "subject.h"

enum { AMSREF_PAIRS = 2 * DIALECTS, AMSREF_CATEGORIES = 40 };

/* The suite, by pair of dialect and format: dialect + DIALECTS*format. */
typedef struct amsref_stock {
    amsref_case_list cases;
    size_t first[AMSREF_PAIRS], count[AMSREF_PAIRS];
    const char *category[AMSREF_CATEGORIES];
    size_t categories;
    unsigned char *category_of; /* of each case */
    bool laws;                  /* subjects are tried by the laws too */
    amsref_answer *plain;       /* what the plain step answers to each case */
} amsref_stock;

/* How a subject fared in one pair. */
typedef struct amsref_fate {
    bool tried, same;      /* same: it answered what the plain step answers, bit for bit */
    amsref_level level;    /* worst */
    size_t killers;        /* cases that refuse it */
    size_t first;          /* the first of them, an index of the stock */
    amsref_quantity quantity;
    uint64_t t, distance;  /* of the first miss there */
    size_t by[AMSREF_CATEGORIES];
    bool lawful;           /* the laws were tried */
    uint64_t laws;         /* bit l: law l is broken */
    size_t law, law_trials; /* that which took the fewest trials, and how many: 0 where none */
    amsref_quantity law_quantity;
    uint64_t law_distance; /* ulp between the two answers */
    double edge[AMSREF_QUANTITIES]; /* largest share of the room to an end of working */
} amsref_fate;

/* One subject's fates, and bit i of `killed` for case i of the stock. */
typedef struct amsref_trial {
    amsref_fate fate[AMSREF_PAIRS];
} amsref_trial;

/* 0, or -1 and *error. */
int amsref_stock_read(const char *dir, amsref_stock *stock, amsref_error *error);
/* In place of the suite the first `count` fresh cases of a seed in each pair (AG-100). */
int amsref_stock_fresh(size_t count, uint64_t seed, amsref_stock *stock, amsref_error *error);
void amsref_stock_free(amsref_stock *stock);

/* The laws before one subject (AG-95). 0, or -1 and *error. */
int amsref_try_laws(const amsref_subject *subject, size_t pair, amsref_fate *fate,
                    amsref_error *error);

/*
 * trial[i] and kills[i*row ..] for subject i; row bytes hold a bit for each case. Both are to be
 * zero, in memory that child processes share. `edges` asks for amsref_fate.edge.
 */
int amsref_try_all(const amsref_stock *stock, const amsref_subjects *list, bool edges,
                   amsref_trial *trial, unsigned char *kills, size_t row, amsref_error *error);
void *amsref_shared(size_t size);

#endif
