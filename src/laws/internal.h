/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of this folder share.
 */
#ifndef AMSREF_LAWS_INTERNAL_H
#define AMSREF_LAWS_INTERNAL_H

#include "fresh/draw.h"
#include "laws/laws.h"

/* The input of a trial: parameters in a setting, and a number that a law may read as it likes. */
typedef struct amsref_specimen {
    amsref_setting setting;
    size_t n;
    uint64_t (*row)[AMSREF_PARAMETER];
    size_t choice;
} amsref_specimen;

amsref_specimen amsref_specimen_copy(const amsref_specimen *specimen);
void amsref_specimen_free(amsref_specimen *specimen);

/* Bits of 1, and the sign bit, of the specimen's format. */
uint64_t amsref_one_of(const amsref_specimen *specimen);
uint64_t amsref_sign_of(const amsref_specimen *specimen);
double amsref_value_of(const amsref_specimen *specimen, uint64_t bits);

enum { AMSREF_UNLIKE = -1 };

/* A later request, and how its answer follows from that to the specimen. */
typedef struct amsref_relative {
    amsref_specimen of;
    long *like;   /* the specimen's parameter that each of its own repeats, or UNLIKE */
    size_t since; /* its step s is the specimen's step since + s */
    bool negated[AMSREF_QUANTITIES];
    int shift[AMSREF_QUANTITIES]; /* times 2^shift */
    bool elsewhere;               /* asked of a new process */
} amsref_relative;

enum { AMSREF_RELATIVES_MOST = 8 };

/* The same parameters, each like itself. */
void amsref_relative_same(const amsref_specimen *specimen, amsref_relative *relative);
/* Parameters first .. first + n - 1. */
void amsref_relative_part(const amsref_specimen *specimen, size_t first, size_t n,
                          amsref_relative *relative);
void amsref_relative_free(amsref_relative *relative);

/* Where the answers are not as the law has it. */
typedef struct amsref_breach {
    size_t relative; /* the request after the first, from 1; 0: the first itself */
    amsref_quantity quantity;
    size_t element, step; /* of that request */
    uint64_t got, want;   /* bits */
    const char *relation; /* "not less than", "" for equal */
    bool real;            /* the law is of real numbers: rounding may break it by a little */
} amsref_breach;

/* What a law needs of an implementation. */
enum {
    AMSREF_NEEDS_STEP = 1,
    AMSREF_NEEDS_RUN = 2,
    AMSREF_NEEDS_STATE = 4, /* m, v and, with a maximum, vmax are in the answers */
    AMSREF_NEEDS_MAXIMUM = 8,
    AMSREF_NEEDS_VMAX = 16, /* in the answers */
    AMSREF_NEEDS_MAXIMIZE = 32,
    AMSREF_NEEDS_BOX = 64,
    AMSREF_NEEDS_V = 128
};

/* Whether a breach is a failure whatever else the answers are; COMPUTED: not in storage formats. */
typedef enum amsref_strictness {
    AMSREF_NOT_STRICT,
    AMSREF_STRICT_COMPUTED,
    AMSREF_STRICT
} amsref_strictness;

typedef struct amsref_law {
    const char *name, *clause, *words;
    amsref_strictness strict;
    unsigned needs;
    unsigned regions; /* bits of amsref_region */
    bool special;
    size_t weight; /* trials for each of the plan's; 0: one, however many those are */
    size_t n;      /* parameters; 0: drawn */
    size_t least_n, least_steps;
    /* Makes the specimen fit; false where it cannot be. NULL: nothing to do. */
    bool (*prepare)(amsref_specimen *specimen);
    /* The later requests, given the first answer; or NULL, and: */
    size_t (*relate)(const amsref_specimen *specimen, const amsref_hello *hello,
                     const amsref_answer *answer, amsref_relative *relative);
    /* whether the first answer is as it has to be. */
    bool (*holds)(const amsref_specimen *specimen, const amsref_answer *answer,
                  amsref_breach *breach);
} amsref_law;

extern const amsref_law amsref_law_table[];

/* elements.c, calls.c, symmetries.c, invariants.c */
#define AMSREF_RELATE(name)                                                                        \
    size_t amsref_relate_##name(const amsref_specimen *specimen, const amsref_hello *hello,        \
                                const amsref_answer *answer, amsref_relative *relative)
AMSREF_RELATE(size);
AMSREF_RELATE(chunks);
AMSREF_RELATE(blocks);
AMSREF_RELATE(neighbours);
AMSREF_RELATE(permutation);
AMSREF_RELATE(again);
AMSREF_RELATE(process);
AMSREF_RELATE(resume);
AMSREF_RELATE(chain);
AMSREF_RELATE(sign);
AMSREF_RELATE(maximize);
AMSREF_RELATE(scale_gradient);
AMSREF_RELATE(scale_parameter);
bool amsref_prepare_scale(amsref_specimen *specimen);
bool amsref_prepare_size(amsref_specimen *specimen);
bool amsref_prepare_blocks(amsref_specimen *specimen);

#define AMSREF_HOLDS(name)                                                                         \
    bool amsref_holds_##name(const amsref_specimen *specimen, const amsref_answer *answer,         \
                             amsref_breach *breach)
AMSREF_HOLDS(vmax_grows);
AMSREF_HOLDS(vmax_bounds);
AMSREF_HOLDS(v_sign);
AMSREF_HOLDS(zero_gradient);
AMSREF_HOLDS(zero_rate);
AMSREF_HOLDS(box);
bool amsref_prepare_zero_gradient(amsref_specimen *specimen);
bool amsref_prepare_zero_rate(amsref_specimen *specimen);
bool amsref_prepare_box(amsref_specimen *specimen);

/* The golden values of an element. */
typedef struct amsref_solved {
    amsref_case *item; /* of the element alone; NULL: not solved yet */
    bool failed;       /* the oracle cannot tell */
} amsref_solved;

void amsref_solve(const amsref_specimen *of, size_t element, amsref_solved *solved);
void amsref_solved_clear(amsref_solved *solved);

typedef struct amsref_drawn {
    amsref_specimen specimen; /* row NULL: not drawn yet */
    bool fits;                /* the law can be tried on it */
} amsref_drawn;

/* memo.c: the place of a specimen, or of an element's golden values; empty if it is not known. */
amsref_drawn *amsref_laws_memo_drawn(amsref_laws_memo *memo, amsref_draw draw,
                                     const amsref_hello *hello);
amsref_solved *amsref_laws_memo_solved(amsref_laws_memo *memo, const amsref_specimen *of,
                                       size_t element);

/* trial.c: before whom a law is tried. */
typedef struct amsref_bench {
    const amsref_party *party;
    const amsref_laws_plan *plan;
} amsref_bench;

typedef enum amsref_ruling {
    AMSREF_LAW_HOLDS,
    AMSREF_LAW_DIFFERS, /* differing answers, both inside */
    AMSREF_LAW_BROKEN,
    AMSREF_LAW_SKIPPED,
    AMSREF_LAW_BROKE_OFF /* the implementation did: bench->error */
} amsref_ruling;

/* What a trial came to. */
typedef struct amsref_record {
    bool error;     /* BROKEN because the implementation answered by `error` */
    amsref_quantity quantity; /* else BROKEN by this */
    uint64_t distance;        /* in ulp */
    char *text;     /* of DIFFERS, BROKEN, SKIPPED; else NULL */
    char **request; /* NULL-terminated */
    size_t requests;
} amsref_record;

void amsref_record_clear(amsref_record *record);

/* NULL, or why the law cannot be tried on this implementation; the caller frees it. */
char *amsref_law_inapplicable(const amsref_law *law, const amsref_hello *hello);

/* Has the dialect what the law is about: a maximum, a box? */
bool amsref_law_concerns(const amsref_law *law, amsref_dialect dialect);

/* One trial; *record is overwritten, and *error set where it broke off. */
amsref_ruling amsref_law_trial(amsref_bench *bench, const amsref_law *law,
                               const amsref_specimen *specimen, const char *id,
                               amsref_record *record, amsref_error *error);

/* shrink.c: the smallest specimen found that still breaks the law, and its record. */
amsref_ruling amsref_law_shrink(amsref_bench *bench, const amsref_law *law,
                                amsref_specimen *specimen, const char *id, amsref_record *record,
                                amsref_error *error);

#endif
