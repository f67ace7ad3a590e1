/* SPDX-License-Identifier: Apache-2.0
 *
 * A hypothesis against the answers: membership in its enclosures, no tolerance (AG-82).
 */
#include <math.h>

#include "identify/identify.h"
#include "identify/questions.h"

static bool inside(amsref_format format, const amsref_band *band, uint64_t got)
{
    const double value = amsref_bits_value(format, got);

    if (isnan(value)) {
        return band->nan != AMSREF_NAN_NO;
    }
    return band->nan != AMSREF_NAN_REQUIRED && amsref_bits_value(format, band->lo) <= value &&
           value <= amsref_bits_value(format, band->hi);
}

/* What a visit of one question needs to know. */
typedef struct visit {
    const amsref_asked *asked;
    amsref_trial *trial;
    bool to_the_end;
} visit;

static bool compare(size_t element, size_t step, const amsref_band band[AMSREF_QUANTITIES],
                    void *context)
{
    visit *v = context;
    amsref_trial *trial = v->trial;
    const amsref_problem *p = &v->asked->item.problem;
    const bool alike = amsref_question_alike(v->asked->question);

    trial->alike |= alike ? UINT64_C(1) << element : 0;
    for (amsref_quantity q = AMSREF_X; q < AMSREF_QUANTITIES; q++) {
        if (!(v->asked->answer.given[step] & 1U << q)) {
            continue;
        }
        const uint64_t got = v->asked->answer.value[q][step * p->n + element];
        trial->judged++;
        if (inside(p->format, &band[q], got)) {
            continue;
        }
        if (trial->missed++ == 0) {
            trial->first = (amsref_evidence){v->asked, element, step, q, got, band[q]};
        }
        trial->where |= p->n == AMSREF_ALIKE_COUNT ? UINT64_C(1) << element : 0;
        trial->where_alike |= alike ? UINT64_C(1) << element : 0;
    }
    return v->to_the_end || trial->missed == 0;
}

/* Where state leaks, the state before is the state after the request before. */
static void continue_from(const amsref_inquiry *inquiry, const amsref_asked *asked, unsigned leaks,
                          amsref_problem *problem)
{
    const amsref_asked *before = NULL;

    for (const amsref_asked *a = inquiry->asked; a < asked; a++) {
        if (amsref_answered(a)) {
            before = a;
        }
    }
    if (!before || before->item.problem.format != problem->format ||
        before->item.problem.n != problem->n) {
        return;
    }
    const size_t last = before->item.problem.steps - 1;
    for (amsref_quantity q = AMSREF_X; q < AMSREF_QUANTITIES; q++) {
        if (leaks & 1U << q && before->answer.given[last] & 1U << q) {
            problem->in[q] = &before->answer.value[q][last * problem->n];
        }
    }
}

/* One question; false where the evaluation refuses. */
static bool evaluate(const amsref_inquiry *inquiry, const amsref_asked *asked,
                     const amsref_hypothesis *hypothesis, amsref_band_visit *each, void *context)
{
    amsref_problem problem = asked->item.problem;
    amsref_traits traits;

    amsref_hypothesis_apply(hypothesis, &problem, &traits);
    if (!traits.leaks) {
        return amsref_memo_visit(inquiry->memo, asked->question, &asked->item.problem, hypothesis,
                                 each, context) == NULL;
    }
    continue_from(inquiry, asked, traits.leaks, &problem);
    return amsref_oracle_variant(&problem, &traits, AMSREF_MODEL_WORKING, each, context) == NULL;
}

static bool counts(const amsref_asked *asked, unsigned formats)
{
    return amsref_answered(asked) && formats & 1U << asked->item.problem.format;
}

void amsref_trial_run(const amsref_inquiry *inquiry, unsigned formats,
                      const amsref_hypothesis *hypothesis, amsref_trial *trial)
{
    *trial = (amsref_trial){0};
    for (size_t i = 0; i < inquiry->count; i++) {
        visit v = {&inquiry->asked[i], trial, true};
        if (counts(v.asked, formats)) {
            trial->refused |= !evaluate(inquiry, v.asked, hypothesis, compare, &v);
        }
    }
}

bool amsref_trial_explains(const amsref_inquiry *inquiry, unsigned formats, bool subnormal,
                           const amsref_hypothesis *hypothesis, size_t *killer)
{
    for (size_t k = 0; k <= inquiry->count; k++) {
        /* First the question that excluded the last hypothesis: most likely it excludes this one.
         */
        const size_t i = k == 0 ? *killer : k - 1;
        amsref_trial trial = {0};
        visit v = {&inquiry->asked[i], &trial, false};
        if ((k == 0 || i != *killer) && i < inquiry->count && counts(v.asked, formats) &&
            amsref_question_subnormal(v.asked->question) == subnormal &&
            (!evaluate(inquiry, v.asked, hypothesis, compare, &v) || trial.missed > 0)) {
            *killer = i;
            return false;
        }
    }
    return true;
}

/* Catches one band. */
typedef struct catch
{
    const amsref_evidence *at;
    amsref_band *band;
    bool caught;
}
catch;

static bool take(size_t element, size_t step, const amsref_band band[AMSREF_QUANTITIES],
                 void *context)
{
    catch *c = context;
    if (element == c->at->element && step == c->at->step) {
        *c->band = band[c->at->quantity];
        c->caught = true;
    }
    return !c->caught;
}

bool amsref_trial_band(const amsref_inquiry *inquiry, const amsref_evidence *at,
                       const amsref_hypothesis *hypothesis, amsref_band *band)
{
    catch c = {at, band, false};
    return evaluate(inquiry, at->asked, hypothesis, take, &c) && c.caught;
}
