/* SPDX-License-Identifier: Apache-2.0
 *
 * The drift ledger (AG-133 .. AG-137): what an implementation answered to a fixed set of cases, and
 * what has changed since.
 */
#ifndef AMSREF_DRIFT_H
#define AMSREF_DRIFT_H

#include <jansson.h>

#include "runner/runner.h"
#include "suite/memory.h"

/* One element of an answer, and the values that it is compared with. Bit patterns. */
typedef struct amsref_drift_element {
    size_t element;
    uint64_t step;
    uint64_t got;
    uint64_t lo, hi; /* an interval, or one value twice */
} amsref_drift_element;

/* One quantity in the answer to one case. */
typedef struct amsref_drift_quantity {
    bool listed;                     /* it is part of the answer, or wrongly no part of it */
    char sha256[AMSREF_SHA256_SIZE]; /* of its bits (AG-134); "" where the answer lacks it */
    amsref_level level;
    bool far;                        /* some element has a distance from rn (AG-54) */
    uint64_t ulp;                    /* the largest, at most 2^63 - 1 */
    amsref_drift_element farthest;   /* where; lo and hi are rn. Not read from a file */
    double share;                    /* the largest (AG-107), negative where there is none */
    amsref_drift_element outmost;    /* where; lo and hi are `tight`. Not read from a file */
    bool parted;                     /* not ref all the way */
    amsref_drift_element parting;    /* the first element that is not; lo and hi are ref */
} amsref_drift_quantity;

typedef struct amsref_drift_case {
    char *id;
    char *category;
    amsref_format format;
    amsref_outcome outcome; /* JUDGED, SKIPPED or ERROR */
    char *reason;           /* why skipped, the error; else NULL */
    amsref_drift_quantity quantity[AMSREF_QUANTITIES];
} amsref_drift_case;

/* The largest of something over the cases of a group: the first that has it. */
typedef struct amsref_drift_peak {
    const amsref_drift_case *at; /* NULL where no case has any */
    uint64_t ulp;                /* of the farthest */
    double share;                /* of the outmost; INFINITY beside an interval of one number */
    amsref_drift_element place;
    json_t *input; /* what the farthest element was made from; else NULL */
} amsref_drift_peak;

/* A quantity over the cases of one format and category: a place of the ledger. */
typedef struct amsref_drift_place {
    size_t cases;                     /* that list it; 0: it is not in the ledger */
    size_t level[AMSREF_LEVEL_COUNT]; /* of them, by its level in them */
    char sha256[AMSREF_SHA256_SIZE];
    amsref_drift_peak farthest;
    amsref_drift_peak outmost;
    bool bounded;     /* it has a ratchet */
    uint64_t ratchet; /* what farthest.ulp may not exceed unless it is accepted */
} amsref_drift_place;

typedef struct amsref_drift_group {
    amsref_format format;
    const char *category;
    size_t cases, skipped, errors;
    amsref_drift_place place[AMSREF_QUANTITIES];
} amsref_drift_group;

/* Owns all it points to. */
typedef struct amsref_ledger {
    json_t *set; /* member `set`: suite, manifest, dialect, what was selected (AG-133) */
    json_t *run; /* member `run`: who ran, where, when */
    json_t *accepted; /* member `accepted`: array, oldest first (AG-137) */
    amsref_level level; /* the budget: AMSREF_TIGHT or AMSREF_WORKING */
    char sha256[AMSREF_SHA256_SIZE];
    amsref_drift_case *item; /* in the order of the set */
    size_t count;
    amsref_drift_group *group; /* in order of appearance */
    size_t groups;
} amsref_ledger;

void amsref_ledger_free(amsref_ledger *ledger);

/* set.c: which cases a ledger is about. */
typedef struct amsref_drift_selection {
    amsref_dialect dialect;
    amsref_format format; /* COUNT: all */
    const char *category; /* NULL: all */
    const char *const *id;
    size_t ids;                     /* 0: all */
    const char *const *except;      /* "CASE=REASON": not asked, for a reason */
    size_t excepts;
} amsref_drift_selection;

/* The member `set`. NULL and *error: an exception has no reason, or the vectors are unreadable. */
json_t *amsref_drift_set(const char *vectors, const amsref_drift_selection *selection,
                         amsref_error *error);

/*
 * The golden cases that `set` selects among those of the vectors, which must be the set's own;
 * storage formats only where `formats` (bits) has them, or `set` asks for them (AG-115). chosen[]
 * points into list. 0, or -1 and *error.
 */
int amsref_drift_cases(const char *vectors, const json_t *set, unsigned formats,
                       amsref_case_list *list, const amsref_case ***chosen, size_t *count,
                       amsref_error *error);

/*
 * measure.c: asks about the cases and fills item and group. 0, or -1 and *error where the
 * implementation broke off.
 */
int amsref_drift_measure(amsref_client *client, const amsref_case *const *chosen, size_t count,
                         amsref_case_progress progress, void *context, amsref_ledger *ledger,
                         amsref_error *error);

/* environment.c: the member `run`: what is told, and date, tool, CPU, machine, system. */
typedef struct amsref_drift_about {
    const amsref_hello *hello;
    const char *command;         /* shell-quoted */
    const char *compiler;        /* NULL: not told */
    const char *flags;           /* NULL: not told */
    const char *const *note;     /* "KEY=VALUE" */
    size_t notes;
} amsref_drift_about;

json_t *amsref_drift_environment(const amsref_drift_about *told);

/* write.c: the text of the ledger's file; the caller frees it. */
char *amsref_ledger_text(const amsref_ledger *ledger, size_t *size);

/* read.c: 0, or -1 and *error: whatever amsref did not write is refused (AG-137). */
int amsref_ledger_read(const char *file, amsref_ledger *ledger, amsref_error *error);

/* What became of a place (AG-136), the worst last. */
typedef enum amsref_drift_verdict {
    AMSREF_DRIFT_NONE,      /* nothing to compare: OLD does not have it */
    AMSREF_DRIFT_IDENTICAL, /* the same bits */
    AMSREF_DRIFT_INSIDE,    /* other bits, inside the budget and not above the ratchet */
    AMSREF_DRIFT_ACCEPTED,  /* above the ratchet, and accepted */
    AMSREF_DRIFT_RISEN,     /* inside the budget, above the ratchet */
    AMSREF_DRIFT_LOST,      /* a case that had an answer has none */
    AMSREF_DRIFT_OUTSIDE,   /* outside the budget */
    AMSREF_DRIFT_VERDICTS
} amsref_drift_verdict;

/* One place, then and now. */
typedef struct amsref_drift_change {
    amsref_format format;
    const char *category;
    amsref_quantity quantity;
    amsref_drift_verdict verdict;
    const amsref_drift_place *was, *is; /* NULL where a ledger lacks it */
    size_t compared, changed;           /* cases with an answer in both; with other bits */
    size_t lost, outside;               /* cases */
    const amsref_drift_case *first_changed, *was_changed; /* the same case in NEW and in OLD */
    const amsref_drift_case *first_lost;                  /* in OLD */
    const amsref_drift_case *first_outside;               /* in NEW */
    bool located;                 /* the first element that differs is known: */
    amsref_drift_element parting; /* got: NEW's bits, lo: OLD's */
    const char *reason;           /* it was accepted for; else NULL */
} amsref_drift_change;

typedef struct amsref_drift_comparison {
    const amsref_ledger *old, *new;
    amsref_drift_change *item; /* by group of NEW, then those of OLD alone; quantities in order */
    size_t count;
    size_t verdict[AMSREF_DRIFT_VERDICTS];
    size_t compared, changed, fallen; /* cases compared, changed; places below their ratchet */
} amsref_drift_comparison;

/*
 * compare.c: two ledgers of the same set. 0, or -1 and *error where their sets differ. Points into
 * both, which must outlive it.
 */
int amsref_drift_compare(const amsref_ledger *old, const amsref_ledger *new,
                         amsref_drift_comparison *comparison, amsref_error *error);
void amsref_drift_comparison_free(amsref_drift_comparison *comparison);

/* AG-58: 0, 1 or 4. */
int amsref_drift_status(const amsref_drift_comparison *comparison);

/* "binary64/bias/x"; the caller frees it. */
char *amsref_drift_place_name(const amsref_drift_change *change);
/* "identical", ...: the last words of AG-136. */
const char *amsref_drift_verdict_name(amsref_drift_verdict verdict);

/*
 * accept.c: marks as accepted the rises that "PLACE:ULP,PLACE:ULP=REASON" names. 0, or -1 and
 * *error where the reason is empty, or a place has not risen to just that: then none is accepted.
 */
int amsref_drift_accept(amsref_drift_comparison *comparison, const char *text, amsref_error *error);

/*
 * The text that takes the place of OLD: NEW's answers and run, OLD's ratchets, except that accepted
 * rises are entered, with date and reason, and that with `tighten` ratchets fall to what NEW has.
 * The caller frees it.
 */
char *amsref_drift_renewed(const amsref_drift_comparison *comparison, bool tighten, size_t *size);

#endif
