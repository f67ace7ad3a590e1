/* SPDX-License-Identifier: Apache-2.0
 *
 * The simplest hypotheses that explain every answer: a dialect, a dialect with one deviation, with
 * two, with two and a flush to zero (AG-84). All of the smallest size are kept; a longer one is
 * never looked for beside a shorter one.
 */
#include <stdlib.h>

#include "identify/identify.h"
#include "identify/questions.h"
#include "suite/memory.h"

static void append(amsref_hypothesis **list, size_t *count, const amsref_hypothesis *hypothesis)
{
    amsref_hypothesis *longer = amsref_alloc(*count + 1, sizeof *longer);

    for (size_t i = 0; i < *count; i++) {
        longer[i] = (*list)[i];
    }
    longer[(*count)++] = *hypothesis;
    free(*list);
    *list = longer;
}

static void add(amsref_finding *finding, const amsref_hypothesis *hypothesis)
{
    append(&finding->item, &finding->count, hypothesis);
}

/* julia stands behind paper-eps, of which it is the step. */
static bool stands_for_itself(amsref_dialect dialect)
{
    for (int d = 0; d < (int)dialect; d++) {
        if (amsref_same_step((amsref_dialect)d, dialect)) {
            return false;
        }
    }
    return true;
}

static bool lone(const amsref_finding *finding)
{
    return finding->count > 0 && finding->item[0].count == 0;
}

/* All dialects, to the end: which explain everything, and which is nearest among the others. */
static void try_dialects(const amsref_inquiry *inquiry, amsref_finding *finding)
{
    bool found = false;

    for (int d = 0; d < AMSREF_DIALECT_COUNT; d++) {
        const amsref_hypothesis plain = {.dialect = (amsref_dialect)d};
        amsref_trial trial;
        if (!stands_for_itself(plain.dialect)) {
            continue;
        }
        amsref_trial_run(inquiry, finding->formats, &plain, &trial);
        if (!trial.refused && trial.missed == 0 && trial.judged > 0) {
            add(finding, &plain);
        } else if (!trial.refused && (!found || trial.missed < finding->nearest_trial.missed)) {
            found = true;
            finding->nearest = plain;
            finding->nearest_trial = trial;
        }
    }
}

/*
 * Right in some parameters and wrong in others that are alike, and wrong nowhere else: what an
 * elementwise function cannot do. Where several dialects are right in some, those that are wrong in
 * the fewest.
 */
static void try_index(const amsref_inquiry *inquiry, amsref_finding *finding)
{
    int fewest = AMSREF_ALIKE_COUNT + 1;

    for (int d = 0; d < AMSREF_DIALECT_COUNT; d++) {
        amsref_hypothesis plain = {.dialect = (amsref_dialect)d};
        amsref_trial trial;
        if (!stands_for_itself(plain.dialect)) {
            continue;
        }
        amsref_trial_run(inquiry, finding->formats, &plain, &trial);
        const int wrong = __builtin_popcountll(trial.where_alike);
        if (trial.refused || wrong == 0 || trial.where_alike == trial.alike ||
            (trial.where & ~trial.where_alike) != 0 || wrong > fewest) {
            continue;
        }
        if (wrong < fewest) {
            finding->count = 0;
            fewest = wrong;
        }
        plain.count = 1;
        plain.deviation[0] = amsref_deviation_index();
        add(finding, &plain);
    }
}

/* What explains all but subnormal numbers. */
typedef struct almost {
    amsref_hypothesis *item;
    size_t count;
} almost;

static void try_one(const amsref_inquiry *inquiry, amsref_finding *finding,
                    const amsref_hypothesis *hypothesis, size_t *killer, almost *near)
{
    if (!amsref_hypothesis_possible(hypothesis) ||
        !amsref_trial_explains(inquiry, finding->formats, false, hypothesis, killer)) {
        return;
    }
    size_t first = 0;
    if (amsref_trial_explains(inquiry, finding->formats, true, hypothesis, &first)) {
        add(finding, hypothesis);
    } else if (near) {
        append(&near->item, &near->count, hypothesis);
    }
}

static void try_deviations(const amsref_inquiry *inquiry, amsref_finding *finding, size_t size,
                           almost *near)
{
    const size_t rows = amsref_deviation_index(); /* that row is tried apart */
    size_t killer = 0;

    for (int d = 0; d < AMSREF_DIALECT_COUNT; d++) {
        amsref_hypothesis h = {.dialect = (amsref_dialect)d, .count = size};
        if (!stands_for_itself(h.dialect)) {
            continue;
        }
        for (h.deviation[0] = 0; h.deviation[0] < rows; h.deviation[0]++) {
            if (size == 1) {
                try_one(inquiry, finding, &h, &killer, NULL);
                continue;
            }
            for (h.deviation[1] = h.deviation[0] + 1; h.deviation[1] < rows; h.deviation[1]++) {
                try_one(inquiry, finding, &h, &killer, near);
            }
        }
    }
}

/* Flushing to zero is how a processor is set, and joins any two deviations of the step. */
static void try_flushed(const amsref_inquiry *inquiry, amsref_finding *finding, const almost *near)
{
    const size_t flush = amsref_deviation_find("flush");
    size_t killer = 0;

    for (size_t i = 0; i < near->count; i++) {
        amsref_hypothesis h = near->item[i];
        if (h.deviation[0] != flush && h.deviation[1] != flush) {
            h.deviation[h.count++] = flush;
            try_one(inquiry, finding, &h, &killer, NULL);
        }
    }
}

/* The same but for one deviation, which allows more? */
static bool is_looser(const amsref_hypothesis *h, const amsref_hypothesis *than)
{
    bool looser = false;

    if (h->dialect != than->dialect || h->count != than->count) {
        return false;
    }
    for (size_t i = 0; i < h->count; i++) {
        bool shared = false;
        for (size_t k = 0; k < than->count; k++) {
            shared |= h->deviation[i] == than->deviation[k];
            looser |= amsref_deviation_looser(h->deviation[i], than->deviation[k]);
        }
        for (size_t k = 0; k < than->count && !shared; k++) {
            shared = amsref_deviation_looser(h->deviation[i], than->deviation[k]);
        }
        if (!shared) {
            return false;
        }
    }
    return looser;
}

/* Who is explained by the tighter row is explained by the looser one too: that says less. */
static void set_loose_apart(amsref_finding *finding)
{
    bool *loose = amsref_alloc(finding->count + 1, sizeof *loose);
    size_t kept = 0;

    for (size_t i = 0; i < finding->count; i++) {
        for (size_t k = 0; k < finding->count; k++) {
            loose[i] |= is_looser(&finding->item[i], &finding->item[k]);
        }
    }
    for (size_t i = 0; i < finding->count; i++) {
        if (loose[i]) {
            append(&finding->loose, &finding->loose_count, &finding->item[i]);
        } else {
            finding->item[kept++] = finding->item[i];
        }
    }
    finding->count = kept;
    free(loose);
}

static void find(const amsref_inquiry *inquiry, unsigned formats, amsref_finding *finding)
{
    almost near = {NULL, 0};

    *finding = (amsref_finding){.formats = formats, .level = AMSREF_NONCONFORMING};
    try_dialects(inquiry, finding);
    if (finding->count == 0) {
        try_deviations(inquiry, finding, 1, NULL);
    }
    if (finding->count == 0) {
        try_index(inquiry, finding);
    }
    if (finding->count == 0) {
        try_deviations(inquiry, finding, 2, &near);
    }
    if (finding->count == 0) {
        try_flushed(inquiry, finding, &near);
    }
    free(near.item);
    set_loose_apart(finding);
    if (finding->count > 0 && !lone(finding)) { /* what excludes it without its deviation? */
        finding->nearest = (amsref_hypothesis){.dialect = finding->item[0].dialect};
        amsref_trial_run(inquiry, formats, &finding->nearest, &finding->nearest_trial);
    }
    if (lone(finding) && finding->count == 1) {
        finding->level = amsref_inquiry_level(inquiry, formats, finding->item[0].dialect);
    }
}

static unsigned formats_answered(const amsref_inquiry *inquiry)
{
    unsigned formats = 0;

    for (size_t i = 0; i < inquiry->count; i++) {
        if (amsref_answered(&inquiry->asked[i])) {
            formats |= 1U << inquiry->asked[i].item.problem.format;
        }
    }
    return formats;
}

static int status_of(const amsref_identity *identity)
{
    const amsref_finding *first = &identity->finding[0];

    if (identity->inquiry.answered == 0) {
        return AMSREF_NOTHING;
    }
    if (identity->findings > 1 || !lone(first)) {
        return AMSREF_DIFFERS;
    }
    return first->count == 1 ? AMSREF_CONFORMS : AMSREF_AMBIGUOUS;
}

int amsref_identify(amsref_client *client, unsigned formats, amsref_memo *memo,
                    amsref_identity *identity, amsref_error *error)
{
    *identity = (amsref_identity){.own_memo = memo ? NULL : amsref_memo_new()};
    memo = memo ? memo : identity->own_memo;
    if (amsref_inquiry_ask(client, formats, memo, &identity->inquiry, error) != 0) {
        return -1;
    }
    const unsigned both = formats_answered(&identity->inquiry);
    if (both) {
        find(&identity->inquiry, both, &identity->finding[identity->findings++]);
    }
    /* Nothing explains all formats at once: what explains each? */
    if (both == AMSREF_EVERY_FORMAT_ASKED && identity->finding[0].count == 0) {
        for (int f = 0; f < AMSREF_FORMATS_ASKED; f++) {
            find(&identity->inquiry, 1U << f, &identity->finding[f]);
        }
        identity->findings = AMSREF_FORMATS_ASKED;
    }
    identity->status = status_of(identity);
    return 0;
}

void amsref_identity_free(amsref_identity *identity)
{
    for (size_t i = 0; i < identity->findings; i++) {
        free(identity->finding[i].item);
        free(identity->finding[i].loose);
    }
    amsref_inquiry_free(&identity->inquiry);
    amsref_memo_free(identity->own_memo);
    *identity = (amsref_identity){0};
}
