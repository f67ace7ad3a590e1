/* SPDX-License-Identifier: Apache-2.0
 *
 * Laws: properties of any right implementation that need no golden value (AG-95 .. AG-99).
 */
#ifndef AMSREF_LAWS_H
#define AMSREF_LAWS_H

#include "runner/runner.h"

/* "laws": the category of their trials. */
extern const char amsref_laws_category[];

/* The table of laws. */
size_t amsref_law_count(void);
const char *amsref_law_name(size_t law);
const char *amsref_law_clause(size_t law);
const char *amsref_law_words(size_t law);
/* Is every breach a failure, or only one by answers that also leave their enclosures? */
bool amsref_law_strict(size_t law, amsref_format format);
/* The number of the law, or the count where there is none of that name. */
size_t amsref_law_from_name(const char *name);

/* What does not depend on who is asked, for who tries the same laws before many. */
typedef struct amsref_laws_memo amsref_laws_memo;
amsref_laws_memo *amsref_laws_memo_new(void);
void amsref_laws_memo_free(amsref_laws_memo *memo);

/* How much is tried. */
typedef struct amsref_laws_plan {
    uint64_t seed;
    size_t trials;         /* for each law and format; 0: as many as the seconds allow */
    double seconds;        /* or for so long; 0: no limit */
    unsigned formats;      /* bits */
    uint64_t laws;         /* bits; law l is tried where bit l is set */
    uint64_t only;         /* this trial alone, from 1; 0: all */
    amsref_level wanted;   /* that answers must reach where two of them differ */
    amsref_dialect dialect;
    bool as_found;         /* what breaks a law is not shrunk */
    amsref_laws_memo *memo; /* NULL: none */
    char *const *command;  /* starts the implementation once more, for the laws of processes */
    amsref_terms terms;
} amsref_laws_plan;

enum { AMSREF_LAWS_TRIALS = 10, AMSREF_LAWS_TRIALS_MOST = 9999 };

/* One law in one format. */
typedef struct amsref_law_result {
    size_t law;
    amsref_format format;
    size_t trials;  /* that were decided */
    size_t skipped; /* that the implementation skipped */
    size_t differing; /* answers differ that the law says are equal, all inside their enclosures */
    bool broken;
    bool inapplicable; /* the implementation lacks what the law needs */
    char *why_skipped; /* where no trial was decided; else NULL */
    char *note;        /* the first of those that differ, in one line; else NULL */
    amsref_quantity quantity; /* where broken by a number: of which, */
    uint64_t distance; /* and its distance in ulp from what the law has it be, as first found */

    /* where broken: the smallest counter-example that was found */
    char *id;          /* DIALECT/FORMAT/laws/NAME-NNNN: what --case takes */
    char *text;        /* what is wrong, in one line */
    char **request;    /* as they were sent, in order; NULL-terminated */
    size_t requests;
    size_t parameters, steps; /* of the first request */
} amsref_law_result;

typedef struct amsref_laws {
    amsref_law_result *item;
    size_t count;
} amsref_laws;

/* Before whom laws are tried. */
typedef struct amsref_party {
    void *self;
    const amsref_hello *hello;
    /* As amsref_client_converse. elsewhere: with another of it, which has seen nothing of this. */
    int (*converse)(void *self, bool elsewhere, const amsref_talk *talk, size_t *at,
                    amsref_error *why);
    /* NULL, or why there can be no other of it: lasts as long as the party. */
    const char *(*refuses)(void *self);
} amsref_party;

/*
 * Tries the laws. 0, or -1 and *error where the implementation broke off. `progress` may be NULL.
 * Free in every case. The plan's command and terms are not read.
 */
int amsref_laws_hear(const amsref_party *party, const amsref_laws_plan *plan, amsref_laws *laws,
                     amsref_case_progress progress, void *context, amsref_error *error);

/* The same before a process that has been greeted; the plan's command begins another. */
int amsref_laws_try(amsref_client *client, const amsref_laws_plan *plan, amsref_laws *laws,
                    amsref_case_progress progress, void *context, amsref_error *error);
void amsref_laws_free(amsref_laws *laws);

/* How many are broken; how many were decided. */
size_t amsref_laws_broken(const amsref_laws *laws);
size_t amsref_laws_decided(const amsref_laws *laws);

#endif
