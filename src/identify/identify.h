/* SPDX-License-Identifier: Apache-2.0
 *
 * Which AMSGrad is it? Asks the questions, and searches the hypotheses for those that explain every
 * answer (AG-80 .. AG-86).
 */
#ifndef AMSREF_IDENTIFY_H
#define AMSREF_IDENTIFY_H

#include <jansson.h>
#include <stdio.h>

#include "identify/memo.h"
#include "runner/runner.h"

/* Several dialects explain everything. */
enum { AMSREF_AMBIGUOUS = 5 };

/* One question as it was asked, and its answer. */
typedef struct amsref_asked {
    size_t question;
    amsref_case item;
    amsref_answer answer; /* skip or error where it was not answered */
} amsref_asked;

typedef struct amsref_inquiry {
    amsref_memo *memo;
    amsref_asked *asked;
    size_t count;
    size_t answered, skipped, errors;
} amsref_inquiry;

/* Asks in the formats given (bits), by steps where it takes those, else by runs. 0, or -1 and
 * *error. */
int amsref_inquiry_ask(amsref_client *client, unsigned formats, amsref_memo *memo,
                       amsref_inquiry *inquiry, amsref_error *error);
void amsref_inquiry_free(amsref_inquiry *inquiry);

bool amsref_answered(const amsref_asked *asked);

/* One answer, and what a hypothesis allows. */
typedef struct amsref_evidence {
    const amsref_asked *asked;
    size_t element, step;
    amsref_quantity quantity;
    uint64_t got;
    amsref_band band;
} amsref_evidence;

/* A hypothesis against all answers in some formats. */
typedef struct amsref_trial {
    bool refused;          /* it could not be evaluated: it explains nothing */
    size_t judged, missed; /* elements of quantities */
    uint64_t where;        /* bit i: parameter i missed in some question of that many parameters */
    uint64_t where_alike;  /* bit i: in the question whose parameters are all alike */
    uint64_t alike;        /* the parameters of that question */
    amsref_evidence first; /* the first miss */
} amsref_trial;

/* Everything that is wrong with it. */
void amsref_trial_run(const amsref_inquiry *inquiry, unsigned formats,
                      const amsref_hypothesis *hypothesis, amsref_trial *trial);

/*
 * Does it explain every answer to the questions of subnormal state, or (subnormal false) to all
 * others? Stops at the first that it does not; *killer remembers which that was.
 */
bool amsref_trial_explains(const amsref_inquiry *inquiry, unsigned formats, bool subnormal,
                           const amsref_hypothesis *hypothesis, size_t *killer);

/* What the hypothesis allows where the evidence lies. False where it cannot be evaluated. */
bool amsref_trial_band(const amsref_inquiry *inquiry, const amsref_evidence *at,
                       const amsref_hypothesis *hypothesis, amsref_band *band);

/* The level that the answers reach by a dialect (AG-50), over the questions that the core takes. */
amsref_level amsref_inquiry_level(const amsref_inquiry *inquiry, unsigned formats,
                                  amsref_dialect dialect);

/* What the simplest hypotheses that explain everything are, in some formats. */
typedef struct amsref_finding {
    unsigned formats;
    amsref_hypothesis
        *item; /* all of the same size; one dialect stands for those of the same step */
    size_t count;
    amsref_hypothesis *loose; /* those that explain everything too, and allow more than some item */
    size_t loose_count;
    amsref_level level;        /* of a lone dialect */
    amsref_hypothesis nearest; /* dialect that misses least, the winner apart */
    amsref_trial nearest_trial;
} amsref_finding;

enum { AMSREF_FINDINGS_MOST = 2 };

/* The whole answer. */
typedef struct amsref_identity {
    amsref_inquiry inquiry;
    amsref_finding finding[AMSREF_FINDINGS_MOST]; /* one for all formats; else one each */
    size_t findings;
    amsref_memo *own_memo; /* where none was given */
    int status;            /* AG-86 */
} amsref_identity;

/* 0, or -1 and *error where the implementation broke off. The memo may be NULL; one that is given
 * serves other implementations too, and must outlive the identity. */
int amsref_identify(amsref_client *client, unsigned formats, amsref_memo *memo,
                    amsref_identity *identity, amsref_error *error);
void amsref_identity_free(amsref_identity *identity);

/* A few lines for people; and the same for machines. `said` is the dialect that it calls itself, or
 * "". */
void amsref_identity_text(FILE *out, const amsref_identity *identity, const char *said);
json_t *amsref_identity_json(const amsref_identity *identity, const char *said);

/* Is there no answer that both allow? */
bool amsref_bands_apart(amsref_format format, const amsref_band *a, const amsref_band *b);

/* why.c: why the first two explanations cannot be told apart, in a sentence; NULL where there is
 * but one. The caller frees it. */
char *amsref_finding_why(const amsref_identity *identity, const amsref_finding *finding);

/* notes.c: what is worth knowing beside the finding; the caller frees the strings and the array. */
char **amsref_identity_notes(const amsref_identity *identity, const char *said);

/* One line: "pytorch at level tight", "keras with a deviation: ...", "nothing ...". The caller
 * frees it. */
char *amsref_finding_line(const amsref_identity *identity, const amsref_finding *finding);
/* "binary64/usual x[3] step 2: got 1 (hex); pytorch allows [lo, hi]". The caller frees it. */
char *amsref_evidence_line(const amsref_evidence *at, const char *name, const amsref_band *band);

#endif
