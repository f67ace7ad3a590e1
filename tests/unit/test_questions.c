/* SPDX-License-Identifier: Apache-2.0
 *
 * The questions tell what they are for: computed from the enclosures, not from an implementation.
 * Two hypotheses are told apart where some quantity of some parameter has no answer that both
 * allow. It checks AG-81 .. AG-83.
 */
#include "fixture.h"

#include <stdio.h>

#include "core/amsref.h"
#include "identify/identify.h"
#include "identify/questions.h"

enum { QUESTIONS_MOST = 32, BANDS_MOST = AMSREF_ALIKE_COUNT * AMSREF_QUANTITIES };

/* What a hypothesis allows in every question of a format. */
typedef struct allowed {
    amsref_format format;
    struct {
        bool evaluated;
        size_t count;
        amsref_band band[BANDS_MOST];
    } question[QUESTIONS_MOST];
} allowed;

static bool collect(size_t element, size_t step, const amsref_band band[AMSREF_QUANTITIES],
                    void *context)
{
    amsref_band *all = context;
    (void)step;
    memcpy(&all[element * AMSREF_QUANTITIES], band, AMSREF_QUANTITIES * sizeof *band);
    return true;
}

static void allow(const amsref_hypothesis *h, amsref_format format, allowed *a)
{
    memset(a, 0, sizeof *a);
    a->format = format;
    assert_true(amsref_question_count() <= QUESTIONS_MOST);
    for (size_t q = 0; q < amsref_question_count(); q++) {
        amsref_case item;
        amsref_traits traits;
        amsref_question_make(q, format, 1, &item);
        amsref_problem problem = item.problem;
        amsref_hypothesis_apply(h, &problem, &traits);
        a->question[q].count = problem.n * AMSREF_QUANTITIES;
        a->question[q].evaluated = amsref_oracle_variant(&problem, &traits, AMSREF_MODEL_WORKING,
                                                         collect, a->question[q].band) == NULL;
        amsref_question_free(&item);
    }
}

static bool apart(amsref_format format, const amsref_band *a, const amsref_band *b)
{
    const bool numbers = a->nan != AMSREF_NAN_REQUIRED && b->nan != AMSREF_NAN_REQUIRED;
    const bool nan = a->nan != AMSREF_NAN_NO && b->nan != AMSREF_NAN_NO;
    return !nan &&
           (!numbers || amsref_bits_value(format, a->hi) < amsref_bits_value(format, b->lo) ||
            amsref_bits_value(format, b->hi) < amsref_bits_value(format, a->lo));
}

/* Does the question need a feature that an implementation may lack? */
static bool needs_feature(size_t q)
{
    amsref_case item;
    amsref_question_make(q, AMSREF_BINARY64, 1, &item);
    const amsref_hyper *h = &item.problem.hyper;
    const bool needs = h->weight_decay != 0 || h->maximize || h->lr_schedule || h->beta1_schedule ||
                       !isinf(h->lo) || !isinf(h->hi);
    amsref_question_free(&item);
    return needs;
}

/* By the quantities given (bits), without features where `bare`. */
static bool told_apart(const allowed *a, const allowed *b, unsigned quantities, bool bare)
{
    for (size_t q = 0; q < amsref_question_count(); q++) {
        if (!a->question[q].evaluated || !b->question[q].evaluated || (bare && needs_feature(q))) {
            continue;
        }
        for (size_t i = 0; i < a->question[q].count; i++) {
            if (quantities & 1U << i % AMSREF_QUANTITIES &&
                apart(a->format, &a->question[q].band[i], &b->question[q].band[i])) {
                return true;
            }
        }
    }
    return false;
}

static allowed one, other;

/* x alone tells all dialects apart, without optional features: hidden state does not matter. */
static void test_dialects(void **state)
{
    (void)state;
    for (int f = 0; f < AMSREF_FORMATS_ASKED; f++) {
        for (int d = 0; d < AMSREF_DIALECT_COUNT; d++) {
            const amsref_hypothesis first = {.dialect = (amsref_dialect)d};
            allow(&first, (amsref_format)f, &one);
            for (int e = d + 1; e < AMSREF_DIALECT_COUNT; e++) {
                const amsref_hypothesis second = {.dialect = (amsref_dialect)e};
                allow(&second, (amsref_format)f, &other);
                const bool told = told_apart(&one, &other, 1U << AMSREF_X, true);
                if (told == amsref_same_step(first.dialect, second.dialect)) {
                    fail_msg("%s and %s in %s: %s", amsref_dialect_name(first.dialect),
                             amsref_dialect_name(second.dialect),
                             amsref_format_name((amsref_format)f),
                             told ? "the same step is told apart" : "not told apart");
                }
            }
        }
    }
}

/* Told by comparing answers with one another; or, in binary32, nothing that could be told. */
static bool is_apart_by_other_means(const amsref_hypothesis *h, amsref_format format)
{
    const size_t row = h->deviation[0];
    return row == amsref_deviation_index() ||
           strncmp(amsref_deviation_name(row), "leak-", 5) == 0 ||
           (format == AMSREF_BINARY32 && amsref_deviation_wide(row));
}

/* Every deviation is told from its dialect. */
static void test_deviations(void **state)
{
    (void)state;
    size_t told = 0, failures = 0;
    for (int f = 0; f < AMSREF_FORMATS_ASKED; f++) {
        for (int d = 0; d < AMSREF_DIALECT_COUNT; d++) {
            amsref_hypothesis h = {.dialect = (amsref_dialect)d};
            allow(&h, (amsref_format)f, &one);
            h.count = 1;
            for (h.deviation[0] = 0; h.deviation[0] < amsref_deviation_count(); h.deviation[0]++) {
                if (!amsref_hypothesis_possible(&h) ||
                    is_apart_by_other_means(&h, (amsref_format)f)) {
                    continue;
                }
                allow(&h, (amsref_format)f, &other);
                if (told_apart(&one, &other, (1U << AMSREF_QUANTITIES) - 1, false)) {
                    told++;
                } else {
                    char *name = amsref_hypothesis_name(&h);
                    print_error("%s: not told from its dialect in %s\n", name,
                                amsref_format_name((amsref_format)f));
                    free(name);
                    failures++;
                }
            }
        }
    }
    assert_int_equal(failures, 0);
    assert_true(told > 900);
}

/* Names are the words of reports and tests: each once. */
static void test_names(void **state)
{
    (void)state;
    for (size_t i = 0; i < amsref_deviation_count(); i++) {
        for (size_t k = 0; k < i; k++) {
            assert_string_not_equal(amsref_deviation_name(i), amsref_deviation_name(k));
        }
    }
    for (size_t i = 0; i < amsref_question_count(); i++) {
        assert_true(amsref_question_first(i) <= i);
        for (size_t k = 0; k < i; k++) {
            assert_string_not_equal(amsref_question_name(i), amsref_question_name(k));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dialects),
        cmocka_unit_test(test_deviations),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
