/* SPDX-License-Identifier: Apache-2.0
 *
 * Asking an implementation (AG-60 .. AG-69) and judging its answers (AG-50 .. AG-59).
 */
#ifndef AMSREF_RUNNER_H
#define AMSREF_RUNNER_H

#include "suite/suite.h"

/* How closely an answer agrees (AG-50), best first. */
typedef enum amsref_level {
    AMSREF_EXACT,
    AMSREF_TIGHT,
    AMSREF_WORKING,
    AMSREF_NONCONFORMING,
    AMSREF_LEVEL_COUNT
} amsref_level;

/* "exact", ..., "nonconforming"; and back, COUNT where there is no such level. */
const char *amsref_level_name(amsref_level level);
amsref_level amsref_level_from_name(const char *name);

/* Exit statuses of the tool (AG-58). */
enum {
    AMSREF_CONFORMS = 0,
    AMSREF_DIFFERS = 1,
    AMSREF_USAGE = 2,
    AMSREF_BROKE = 3,
    AMSREF_NOTHING = 4
};

/*
 * What an implementation answered to one case. value[q] holds outs*n bit patterns, state after
 * state; given[s] has bit q set where state s has quantity q. Exactly one of value, skip and error.
 */
typedef struct amsref_answer {
    uint64_t *value[AMSREF_QUANTITIES];
    unsigned char *given;
    char *skip;  /* printable, one line */
    char *error; /* printable, one line */
} amsref_answer;

void amsref_answer_clear(amsref_answer *answer);

/* One element that misses the wanted level. */
typedef struct amsref_miss {
    amsref_quantity quantity;
    size_t element;
    uint64_t t;
    uint64_t got, lo, hi; /* bit patterns; lo > hi where only NaN would do */
    char nan;             /* AMSREF_NAN_* */
    amsref_level level;   /* that it reaches */
    uint64_t distance;    /* ulp from the interval, 0 inside; UINT64_MAX where NaN is involved */
} amsref_miss;

/* Misses kept for each quantity of a case; all are counted. */
enum { AMSREF_MISSES_KEPT = 16 };

/*
 * How far the answers of one format lie from rn, and where inside `tight`: numbers of digit 0
 * (AG-52), counted. ulp[q][0] counts distance 0, ulp[q][b] those of 2^(b-1) .. 2^b - 1.
 */
enum { AMSREF_ULP_BINS = 65, AMSREF_PLACES = 20 };

typedef struct amsref_spread {
    uint64_t ulp[AMSREF_QUANTITIES][AMSREF_ULP_BINS];
    uint64_t place[AMSREF_PLACES]; /* from lo to hi in equal parts, in ulp */
    uint64_t below, above;         /* outside */
    uint64_t alone;                /* inside, where `tight` is one number */
} amsref_spread;

/* The bin of a distance; how many numbers were counted. */
size_t amsref_ulp_bin(uint64_t distance);
uint64_t amsref_spread_count(const amsref_spread *spread);

typedef enum amsref_outcome {
    AMSREF_UNREACHED, /* the run ended before */
    AMSREF_JUDGED,
    AMSREF_SKIPPED,
    AMSREF_ERROR,  /* the implementation said that it failed */
    AMSREF_BROKEN, /* it died, hung or broke the protocol here */
    AMSREF_OUTCOMES
} amsref_outcome;

/* The verdict on one case (AG-55, AG-56). */
typedef struct amsref_result {
    const amsref_case *item;
    amsref_outcome outcome;
    char *text; /* why skipped, the error, how it broke; else NULL */
    amsref_level level;
    amsref_level quantity[AMSREF_QUANTITIES]; /* NONCONFORMING also where left out wrongly */
    unsigned given;                           /* bit q: quantity q in some state of the answer */
    unsigned lacking;                         /* bit q: quantity q left out of some state */
    amsref_miss *miss;
    size_t kept;
    size_t missed[AMSREF_QUANTITIES];
    uint64_t elements; /* judged */
    uint64_t farthest; /* largest distance of a number from the correctly rounded ideal, in ulp */
    uint64_t open;     /* elements whose answer the spec leaves open (AG-57) */
    uint64_t open_nan; /* those of them that were answered by NaN */
    amsref_spread *spread;   /* where distances are counted, or NULL; not owned. With it also: */
    uint64_t sharp;          /* elements whose `tight` is at most AMSREF_SHARP_ULP wide */
    uint64_t farthest_sharp; /* the largest distance from rn among them */
    uint64_t *course;        /* of a run: course[s*AMSREF_QUANTITIES + q] is the farthest of quantity
                                q in state s, UINT64_MAX where none has a distance */
} amsref_result;

/* Where `tight` is this narrow, no cancellation excuses a distance. */
enum { AMSREF_SHARP_ULP = 64 };

/* The level of one element (AG-51 .. AG-53). */
amsref_level amsref_judge_element(amsref_format format, const amsref_golden *golden, size_t element,
                                  uint64_t got);

/* Distance of an answer from an interval in ulp, 0 inside; UINT64_MAX where NaN is involved (AG-54). */
uint64_t amsref_interval_distance(amsref_format format, uint64_t lo, uint64_t hi, uint64_t got);

/*
 * The share of AG-107: 0 in the middle of `tight`, 1 on its edge, more outside. An interval of one
 * number has no width: 0 on it, infinite beside it. NaN where an end point is infinite, `tight` is
 * wider than the largest number or the answer is NaN.
 */
double amsref_tight_share(amsref_format format, const amsref_golden *golden, size_t element,
                          uint64_t got);

/* Judges a case; wanted says what counts as a miss. *result must be zero but for `item` and
 * `spread`. */
void amsref_judge_case(const amsref_answer *answer, amsref_level wanted, amsref_result *result);
void amsref_result_clear(amsref_result *result);

/* The same for any answer: one that skips or fails gives its text to the result. */
void amsref_take_answer(amsref_answer *answer, amsref_level wanted, amsref_result *result);

/* The reply to hello (AG-63). Strings are printable, one line each, never NULL. */
typedef struct amsref_hello {
    char *name;
    char *version;
    char *dialect;     /* as it was said; "" for none */
    unsigned formats;  /* bit f: amsref_format f */
    unsigned ops;      /* bits of amsref_op */
    unsigned features; /* bits of amsref_feature */
    size_t batch;      /* requests in flight, at least 1 */
} amsref_hello;

typedef enum amsref_op { AMSREF_OP_STEP, AMSREF_OP_RUN, AMSREF_OPS } amsref_op;

/* Optional members of "hyper" (AG-62). */
typedef enum amsref_feature {
    AMSREF_F_WEIGHT_DECAY,
    AMSREF_F_DECOUPLED,
    AMSREF_F_MAXIMIZE,
    AMSREF_F_LR_SCHEDULE,
    AMSREF_F_BETA1_SCHEDULE,
    AMSREF_F_PROJECT,
    AMSREF_FEATURES
} amsref_feature;

const char *amsref_op_name(amsref_op op);
const char *amsref_feature_name(amsref_feature feature);

/* How to talk to it. */
typedef struct amsref_terms {
    const char *suite; /* version, for hello */
    int reply_ms;      /* time limit of each reply, and of the exit (AG-69) */
} amsref_terms;

typedef struct amsref_client amsref_client;

/*
 * Starts the command and greets it. 0, or -1 and *error: it could not be started or broke the
 * protocol. *client is set in every case and must be freed.
 */
int amsref_client_start(char *const command[], const amsref_terms *terms, amsref_client **client,
                        amsref_error *error);
const amsref_hello *amsref_client_hello(const amsref_client *client);

/*
 * A conversation: `count` cases, of which nothing but the problem, the id and out[].t are read.
 * `take` gets each answer in order, and may keep what it sets to NULL in it; a case that is not
 * asked because the implementation does not support it comes as a skip. `before` is called before
 * each, and may be NULL.
 */
typedef struct amsref_talk {
    size_t count;
    const amsref_case *(*item)(size_t i, void *context);
    void (*before)(size_t i, void *context);
    void (*take)(size_t i, amsref_answer *answer, void *context);
    void *context;
} amsref_talk;

/* 0, or -1, *at the case where the implementation broke off, and *why. */
int amsref_client_converse(amsref_client *client, const amsref_talk *talk, size_t *at,
                           amsref_error *why);

/* Called before each case; may be NULL. */
typedef void (*amsref_case_progress)(size_t done, size_t total, const char *id, void *context);

/*
 * Asks about result[i].item for all i and judges the answers. 0, or -1 and *error where the
 * implementation broke off; result[] then holds the verdicts so far and BROKEN where it happened.
 */
int amsref_client_ask(amsref_client *client, amsref_level wanted, amsref_result *result,
                      size_t count, amsref_case_progress progress, void *context,
                      amsref_error *error);

/* End of input; 0 where it exits with status 0, in time and silently, else -1 and *error. */
int amsref_client_finish(amsref_client *client, amsref_error *error);

/* The last lines of its standard error, printable, lines apart; the caller frees it. */
char *amsref_client_stderr(amsref_client *client);

/* Ends it, with all that it started. NULL is fine. */
void amsref_client_free(amsref_client *client);

/* How many cases came out how. */
typedef struct amsref_tally {
    size_t cases;
    size_t level[AMSREF_LEVEL_COUNT]; /* judged cases by level; errors count as nonconforming */
    size_t skipped, errors, unreached, broken;
    uint64_t farthest, open, open_nan, elements, sharp, farthest_sharp;
} amsref_tally;

void amsref_tally_add(amsref_tally *tally, const amsref_result *result);

/*
 * AG-55: a quantity that some answers have and some lack. Marks the cases that lack it as
 * nonconforming and names in *witness a case that has it, by quantity (NULL for none). Returns the
 * quantities that no answer has (bits): hidden state.
 */
unsigned amsref_settle_hidden(amsref_result *result, size_t count,
                              const amsref_case *witness[AMSREF_QUANTITIES]);

/* The exit status of a run (AG-58). */
int amsref_run_status(const amsref_tally *tally, amsref_level wanted, bool broke);

/* Worst level among judged cases; COUNT where none was judged. */
amsref_level amsref_run_level(const amsref_tally *tally);

/*
 * text.c: what strangers wrote, made harmless. Control characters, invalid UTF-8 and characters
 * that reorder a line become \xNN or \u{NNNN}; more than `limit` bytes are cut. The caller frees
 * it.
 */
char *amsref_printable(const char *bytes, size_t count, size_t limit);

/* Quoted where a POSIX shell needs it. The caller frees it. */
char *amsref_shell_quoted(const char *text);

/* The words of a command, quoted, with spaces between. The caller frees it. */
char *amsref_shell_joined(char *const command[]);

/* The fewest digits that read back as the same number of the format; "inf", "nan", "-0". */
enum { AMSREF_DECIMAL_SIZE = 32 };
void amsref_decimal(amsref_format format, uint64_t bits, char text[AMSREF_DECIMAL_SIZE]);

#endif
