/* SPDX-License-Identifier: Apache-2.0
 *
 * Long runs (AG-105 .. AG-109): a case of a hundred thousand steps or more, asked piece by piece from
 * the states that the implementation itself has answered.
 */
#ifndef AMSREF_LONG_H
#define AMSREF_LONG_H

#include <jansson.h>

#include "runner/runner.h"

/* How one kind of error stands at one checkpoint, by quantity. */
typedef struct amsref_standing {
    amsref_level level[AMSREF_QUANTITIES];
    uint64_t distance[AMSREF_QUANTITIES]; /* largest from the correctly rounded ideal, ulp (AG-54) */
    double share[AMSREF_QUANTITIES]; /* of the way from the middle of `tight` to its edge; over 1 outside */
} amsref_standing;

typedef struct amsref_checkpoint {
    uint64_t t;
    bool reached; /* free and same_hash say something */
    bool asked;   /* local says something */
    bool same_hash;
    amsref_standing free, local;
} amsref_checkpoint;

/* The first element that leaves its interval. */
typedef struct amsref_leaving {
    bool found;
    uint64_t t;
    amsref_quantity quantity;
    size_t element;
    uint64_t got, lo, hi, distance;
} amsref_leaving;

/* The verdict on one long case. */
typedef struct amsref_long {
    const amsref_case *item;
    amsref_outcome outcome; /* UNREACHED, JUDGED, SKIPPED or ERROR */
    char *text;             /* why skipped, or the error; else NULL */
    amsref_checkpoint *point;
    size_t points; /* item->outs, or fewer where the steps are limited */
    amsref_level level;
    amsref_level free_level, local_level;
    amsref_leaving free, local;
    bool unsteady; /* asked once more, it did not leave the interval */
} amsref_long;

/* Called now and then with the step that was reached; may be NULL. */
typedef void (*amsref_long_progress)(const amsref_long *l, uint64_t t, void *context);

/*
 * Asks item, up to step `limit`, and judges. `wanted` says what leaves. 0, or -1 and *error where the
 * implementation broke off (AG-69) or an end point is undecided. Frees nothing that *l held.
 */
int amsref_long_ask(amsref_client *client, const amsref_case *item, amsref_level wanted,
                    uint64_t limit, amsref_long_progress progress, void *context, amsref_long *l,
                    amsref_error *error);
void amsref_long_free(amsref_long *l);

/*
 * The golden values of a long case against the oracle and the core: every bit of `ref`, every hash,
 * the first steps whole, and the intervals of one stretch between checkpoints, chosen by the seed.
 * 0 alike; 1 different, *error saying where; -1 and *error.
 */
int amsref_long_verify(const amsref_case *item, uint64_t seed, amsref_error *error);

/* One case for people. */
void amsref_long_text(FILE *out, const amsref_long *l, amsref_level wanted);

/* One case for machines; the caller owns it. */
json_t *amsref_long_json(const amsref_long *l);

#endif
