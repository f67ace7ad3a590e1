/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of this folder share. Nothing outside includes it.
 */
#ifndef AMSREF_DRIFT_INTERNAL_H
#define AMSREF_DRIFT_INTERNAL_H

#include "drift/drift.h"
#include "suite/json.h"

enum { AMSREF_LEDGER_SCHEMA = 1 };

/* Gradients of a farthest element that are written out; a longer run is named by its case. */
enum { AMSREF_DRIFT_STEPS_SHOWN = 16 };

/* What somebody wrote on the command line, made printable and valid UTF-8. */
json_t *amsref_drift_words(const char *text, size_t length);

/* digest.c: every NaN as one (AG-53). */
uint64_t amsref_drift_canonical(amsref_format format, uint64_t bits);
/* Of one quantity's values, states in order (AG-134). */
void amsref_drift_digest(amsref_format format, const uint64_t *bits, size_t count,
                         char hex[AMSREF_SHA256_SIZE]);

/* groups.c: groups, counts, digests and peaks (without `input`) from the cases; no ratchet. */
void amsref_drift_group_cases(amsref_ledger *ledger);
/* The group of that format and category, or NULL. */
amsref_drift_group *amsref_drift_group_find(const amsref_ledger *ledger, amsref_format format,
                                            const char *category);
const amsref_drift_case *amsref_drift_case_find(const amsref_ledger *ledger, const char *id);

/* write.c: a bit pattern as its hex digits; and what stands before and behind the seal's. */
json_t *amsref_drift_hex(amsref_format format, uint64_t bits);
#define AMSREF_SEAL_BEFORE " \"seal\": \""
#define AMSREF_SEAL_BEHIND "\"\n}\n"

/* read_cases.c, read_groups.c: parts of a file. 0, or -1 and the place's error. */
int amsref_drift_read_digest(const amsref_place *place, const json_t *object, const char *member,
                             char hex[AMSREF_SHA256_SIZE]);
int amsref_drift_read_element(const amsref_place *place, const json_t *object, amsref_format format,
                              const char *lo, const char *hi, amsref_drift_element *element);
int amsref_drift_read_cases(const amsref_place *place, const json_t *root, const char *dialect,
                            amsref_ledger *ledger);
int amsref_drift_read_groups(const amsref_place *place, const json_t *root, amsref_ledger *ledger);

#endif
