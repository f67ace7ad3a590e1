/* SPDX-License-Identifier: Apache-2.0
 *
 * The suite: cases, vector files (AG-70) and the manifest (AG-76).
 */
#ifndef AMSREF_SUITE_H
#define AMSREF_SUITE_H

#include "core/amsref_types.h"
#include "oracle/oracle.h"

/* Where and why reading or writing failed, ready to print: names file, place and remedy. */
typedef struct amsref_error {
    char text[1024];
} amsref_error;

/* Prints into *error (which may be NULL) and returns -1. */
int amsref_fail(amsref_error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The first formats are computed in themselves; the storage formats follow them. */
enum { AMSREF_FORMATS_COMPUTED = AMSREF_BINARY32 + 1 };

/* Is the format computed in another one (AG-115)? */
bool amsref_is_storage(amsref_format format);

/* The bit of a pattern that is its sign. */
uint64_t amsref_sign_bit(amsref_format format);

/*
 * Hex strings of AG-71: the bit patterns, big-endian, concatenated; 16, 8 or 4 digits an element.
 * `put` writes n elements and a terminator. `get` wants exactly n elements, takes capital digits
 * too, and is false where length or digits are wrong.
 */
size_t amsref_hex_digits(amsref_format format);
void amsref_hex_put(amsref_format format, const uint64_t *bits, size_t n, char *text);
bool amsref_hex_get(amsref_format format, const char *text, size_t n, uint64_t *bits);

/* The same as bytes, big-endian, without a terminator: half as many as there are digits. */
void amsref_bytes_put(amsref_format format, const uint64_t *bits, size_t n, uint8_t *bytes);

/*
 * The value of a bit pattern (exact: binary64 holds every number of every format), and back: to
 * nearest, ties to even, with gradual underflow. A NaN becomes a quiet one without payload.
 */
double amsref_bits_value(amsref_format format, uint64_t bits);
uint64_t amsref_value_bits(amsref_format format, double value);

/*
 * Distance of two numbers in units of last place: how many values of the format lie from a to b,
 * both zeros counting as one. Meaningless for NaN.
 */
uint64_t amsref_bits_distance(amsref_format format, uint64_t a, uint64_t b);

/* One draw of the generator of AG-77. */
uint64_t amsref_random(uint64_t *state);
/* Value number k, counted from 0, of the generator that begins in state `seed`. */
uint64_t amsref_random_at(uint64_t seed, uint64_t k);

/* The fewest digits that read back as the same binary64 number; "1e-08", "0.001". Finite values. */
enum { AMSREF_NUMBER_SIZE = 32 };
void amsref_number_put(double value, char text[AMSREF_NUMBER_SIZE]);

/* The member "hyper" of vector files and requests (AG-73), on one line; the caller frees it. */
char *amsref_hyper_text(const amsref_hyper *hyper);

/* How many quantities a dialect has, counted from AMSREF_X: `adam` has no vmax. */
size_t amsref_quantity_count(amsref_dialect dialect);
/* "x", "m", "v", "vmax". */
const char *amsref_quantity_name(amsref_quantity quantity);

/* One case: a problem, and the golden states after the chosen steps. Owns all it points to. */
typedef struct amsref_case {
    char *id;       /* pytorch/binary64/edge/0007 */
    char *category; /* edge */
    char *comment;
    char **flags;   /* keys of the file's notes, NULL-terminated */
    char **clauses; /* AG-nn, NULL-terminated */
    amsref_problem problem;
    amsref_golden_state *out; /* in adam the pointers of vmax are NULL */
    size_t outs;
    bool bursts;   /* the gradients are those of AG-105, a function of the seed */
    uint64_t seed; /* INT64_MAX at most */
    char **hash;   /* bursts only: the running hash of AG-106 at each of out; else NULL */
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
 * The folder that holds MANIFEST.json, golden/ and cases/: `given` if not NULL, else the
 * environment's AMSREF_VECTORS, else the one that was installed with the program, else ./vectors: a
 * project's own copy must not weaken an installed tool unasked. NULL and *error where there is none.
 */
const char *amsref_vectors_dir(const char *given, amsref_error *error);

/*
 * Reads the golden cases that the filter selects. Each file read must have the SHA-256 and the
 * counts that the manifest lists. 0, or -1 and *error. The list is empty where nothing matches.
 */
int amsref_cases_read(const char *dir, const amsref_filter *filter, amsref_case_list *list,
                      amsref_error *error);
void amsref_cases_free(amsref_case_list *list);
void amsref_case_clear(amsref_case *c);

/* One more case, all zero. Moves the others: pointers into the list end here. */
amsref_case *amsref_case_add(amsref_case_list *list);

/*
 * Room for `outs` golden states of n elements, and their values: the oracle's enclosures and the
 * core's bits, one checked against the other. The caller sets id, problem and out[].t. 0; or *error
 * and 1 where the oracle refuses (AG-39), -1 where the core does or the two disagree.
 */
void amsref_case_outs(amsref_case *c, size_t outs);
int amsref_case_solve(amsref_case *c, amsref_error *error);

/* The core's bits alone: out[].quantity[].ref, and the running hashes of a long run. */
int amsref_case_reference(amsref_case *c, amsref_error *error);

/*
 * The running hash of a long run (AG-106), over the states after each step whose number is a multiple
 * of AMSREF_STRIDE; other states that are added do not count. value[q] has n bit patterns.
 */
enum { AMSREF_STRIDE = 500 };
typedef struct amsref_trail amsref_trail;
amsref_trail *amsref_trail_new(const amsref_problem *problem);
void amsref_trail_add(amsref_trail *trail, uint64_t t, uint64_t *const value[AMSREF_QUANTITIES]);
/* The digest so far; the caller frees it. */
char *amsref_trail_digest(const amsref_trail *trail);
void amsref_trail_free(amsref_trail *trail);

/* Version of the suite as the manifest states it; storage is the caller's. */
int amsref_suite_version(const char *dir, char version[32], amsref_error *error);

/* SHA-256 of the manifest itself, in hex: it names the vectors to the last byte. */
enum { AMSREF_SHA256_SIZE = 65 };
int amsref_manifest_digest(const char *dir, char digest[AMSREF_SHA256_SIZE], amsref_error *error);

/* Called once a file; total and done count files. May be NULL. */
typedef void (*amsref_progress)(size_t done, size_t total, const char *name, void *context);

/* Reads dir/cases/, asks oracle and core, writes out/golden/ and out/MANIFEST.json, whole or not at
 * all. */
int amsref_vectors_generate(const char *dir, const char *out, amsref_progress progress,
                            void *context, amsref_error *error);

/*
 * Recomputes every file and compares it, and the manifest, byte for byte with what lies in dir.
 * 0 alike; 1 different, each difference reported by `differs`, at most one a file; -1 and *error.
 * *compared counts the files that were looked at.
 */
int amsref_vectors_verify(const char *dir, amsref_progress progress, void *context,
                          void (*differs)(const char *text, void *context), size_t *compared,
                          amsref_error *error);

#endif
