/* SPDX-License-Identifier: Apache-2.0 */
#include "identify/memo.h"

#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "identify/questions.h"
#include "suite/memory.h"

/* What one hypothesis allows in one question: the bands of the first `known` parameters. */
typedef struct entry {
    const char *error; /* of the oracle */
    size_t known;
    amsref_band *band; /* parameter after parameter, step after step, quantity after quantity */
} entry;

/* One question in one format, put as a step or as a run. */
typedef struct memo_page {
    entry *entry; /* by dialect, and deviation, the dialect alone first */
    amsref_case *solved[AMSREF_DIALECT_COUNT];
    bool refused[AMSREF_DIALECT_COUNT];
} memo_page;

struct amsref_memo {
    memo_page *page;
    size_t pages, entries;
};

amsref_memo *amsref_memo_new(void)
{
    amsref_memo *memo = amsref_alloc(1, sizeof *memo);
    memo->pages = AMSREF_FORMATS_ASKED * amsref_question_count() * AMSREF_STEPS_MOST;
    memo->page = amsref_alloc(memo->pages, sizeof *memo->page);
    memo->entries = AMSREF_DIALECT_COUNT * (amsref_deviation_count() + 1);
    return memo;
}

void amsref_memo_free(amsref_memo *memo)
{
    for (size_t p = 0; memo && p < memo->pages; p++) {
        memo_page *each = &memo->page[p];
        for (size_t i = 0; each->entry && i < memo->entries; i++) {
            free(each->entry[i].band);
        }
        free(each->entry);
        for (int d = 0; d < AMSREF_DIALECT_COUNT; d++) {
            if (each->solved[d]) {
                amsref_case_list list = {each->solved[d], 1};
                amsref_cases_free(&list);
            }
        }
    }
    if (memo) {
        free(memo->page);
        free(memo);
    }
}

static memo_page *page_of(amsref_memo *memo, size_t question, const amsref_problem *problem)
{
    return &memo->page[((size_t)problem->format * amsref_question_count() + question) *
                           AMSREF_STEPS_MOST +
                       problem->steps - 1];
}

/* Writes down what the oracle says, and passes it on. */
typedef struct recorder {
    entry *entry;
    size_t steps;
    amsref_band_visit *visit;
    void *context;
} recorder;

static bool record(size_t element, size_t step, const amsref_band band[AMSREF_QUANTITIES],
                   void *context)
{
    recorder *r = context;
    amsref_band *kept = &r->entry->band[(element * r->steps + step) * AMSREF_QUANTITIES];

    memcpy(kept, band, AMSREF_QUANTITIES * sizeof *band);
    r->entry->known = step + 1 == r->steps ? element + 1 : r->entry->known;
    return r->visit(element, step, band, r->context);
}

/* What is known; false where the visitor has seen enough. */
static bool replay(const entry *e, size_t steps, amsref_band_visit *visit, void *context)
{
    for (size_t i = 0; i < e->known * steps; i++) {
        if (!visit(i / steps, i % steps, &e->band[i * AMSREF_QUANTITIES], context)) {
            return false;
        }
    }
    return true;
}

const char *amsref_memo_visit(amsref_memo *memo, size_t question, const amsref_problem *problem,
                              const amsref_hypothesis *hypothesis, amsref_band_visit *visit,
                              void *context)
{
    amsref_problem deviant = *problem;
    amsref_traits traits;

    amsref_hypothesis_apply(hypothesis, &deviant, &traits);
    if (hypothesis->count > 1) {
        return amsref_oracle_variant(&deviant, &traits, AMSREF_MODEL_WORKING, visit, context);
    }
    memo_page *page = page_of(memo, question, problem);
    if (!page->entry) {
        page->entry = amsref_alloc(memo->entries, sizeof *page->entry);
    }
    const size_t column = hypothesis->count ? hypothesis->deviation[0] + 1 : 0;
    entry *e = &page->entry[(size_t)hypothesis->dialect * (amsref_deviation_count() + 1) + column];
    if (!e->band) {
        e->band = amsref_alloc(problem->n * problem->steps * AMSREF_QUANTITIES, sizeof *e->band);
    }
    if (!replay(e, problem->steps, visit, context) || e->error || e->known == problem->n) {
        return e->error;
    }
    recorder r = {e, problem->steps, visit, context};
    e->error =
        amsref_oracle_variant_from(&deviant, &traits, AMSREF_MODEL_WORKING, e->known, record, &r);
    return e->error;
}

const amsref_case *amsref_memo_solved(amsref_memo *memo, size_t question,
                                      const amsref_problem *problem, amsref_dialect dialect)
{
    memo_page *page = page_of(memo, question, problem);

    if (!page->solved[dialect]) {
        amsref_case *c = page->solved[dialect] = amsref_alloc(1, sizeof *c);
        amsref_question_make(question, problem->format, problem->steps, c);
        free(c->out);
        c->problem.dialect = dialect;
        if (dialect == AMSREF_PAPER) {
            c->problem.hyper.eps = 0; /* it has none (AG-11) */
        }
        amsref_case_outs(c, problem->steps);
        for (size_t s = 0; s < problem->steps; s++) {
            c->out[s].t = problem->t + s;
        }
        page->refused[dialect] = amsref_case_solve(c, NULL) != 0;
    }
    return page->refused[dialect] ? NULL : page->solved[dialect];
}
