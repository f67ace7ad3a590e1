/* SPDX-License-Identifier: Apache-2.0
 *
 * Verdicts on elements, cases and runs (AG-50 .. AG-58), and what is counted beside (AG-141).
 */
#include <math.h>

#include "fixture.h"
#include "runner/spread.h"
#include "suite/memory.h"

static const amsref_format formats[] = {AMSREF_BINARY64, AMSREF_BINARY32};

/* tight [1, 1 + 4u], working [1 - 4u, 1 + 8u], ref 1 + 2u */
static void set_interval(fixture *f)
{
    uint64_t one = bits_of(f->item.problem.format, 1);
    f->ref[0] = f->rn[0] = one + 2;
    f->tight[0][0] = one;
    f->tight[1][0] = one + 4;
    f->working[0][0] = one - 4;
    f->working[1][0] = one + 8;
}

static amsref_level judge(const fixture *f, uint64_t got)
{
    return amsref_judge_element(f->item.problem.format, &f->state[0].quantity[AMSREF_X], 0, got);
}

/* checks AG-50, AG-51 */
static void levels_end_where_the_intervals_end(void **unused)
{
    (void)unused;
    for (size_t k = 0; k < 2; k++) {
        fixture f;
        fixture_make(&f, AMSREF_PYTORCH, formats[k], 1);
        set_interval(&f);
        uint64_t one = bits_of(formats[k], 1);
        assert_int_equal(judge(&f, one + 2), AMSREF_EXACT);
        assert_int_equal(judge(&f, one), AMSREF_TIGHT);
        assert_int_equal(judge(&f, one + 4), AMSREF_TIGHT);
        assert_int_equal(judge(&f, one - 1), AMSREF_WORKING);
        assert_int_equal(judge(&f, one + 5), AMSREF_WORKING);
        assert_int_equal(judge(&f, one - 4), AMSREF_WORKING);
        assert_int_equal(judge(&f, one + 8), AMSREF_WORKING);
        assert_int_equal(judge(&f, one - 5), AMSREF_NONCONFORMING);
        assert_int_equal(judge(&f, one + 9), AMSREF_NONCONFORMING);
        assert_int_equal(judge(&f, bits_of(formats[k], -1)), AMSREF_NONCONFORMING);
        assert_int_equal(judge(&f, bits_of(formats[k], INFINITY)), AMSREF_NONCONFORMING);
        assert_int_equal(judge(&f, bits_of(formats[k], NAN)), AMSREF_NONCONFORMING);
    }
}

static double share(const fixture *f, uint64_t got)
{
    return amsref_tight_share(f->item.problem.format, &f->state[0].quantity[AMSREF_X], 0, got);
}

/* checks AG-107, AG-135 */
static void share_is_0_in_the_middle_and_1_on_the_edge(void **unused)
{
    (void)unused;
    for (size_t k = 0; k < 2; k++) {
        fixture f;
        fixture_make(&f, AMSREF_PYTORCH, formats[k], 1);
        set_interval(&f);
        uint64_t one = bits_of(formats[k], 1), inf = bits_of(formats[k], INFINITY);
        assert_true(share(&f, one + 2) == 0 && share(&f, one) == 1 && share(&f, one + 4) == 1);
        assert_true(share(&f, one + 3) == 0.5 && share(&f, one + 6) == 2);
        assert_true(isinf(share(&f, inf)) && isnan(share(&f, bits_of(formats[k], NAN))));
        /* No number lies in the middle. */
        f.tight[1][0] = one + 1;
        assert_true(share(&f, one) == 1 && share(&f, one + 1) == 1);
        f.tight[1][0] = one;
        assert_true(share(&f, one) == 0 && isinf(share(&f, one + 1)));
        f.tight[1][0] = inf;
        assert_true(isnan(share(&f, one)));
        f.tight[0][0] = inf;
        f.tight[1][0] = bits_of(formats[k], -INFINITY);
        assert_true(isnan(share(&f, one)));
    }
}

/* checks AG-40, AG-53 */
static void sign_of_zero_counts_at_exact_alone(void **unused)
{
    (void)unused;
    for (size_t k = 0; k < 2; k++) {
        fixture f;
        fixture_make(&f, AMSREF_PYTORCH, formats[k], 1);
        fixture_set(&f, 0, -0.0);
        assert_int_equal(judge(&f, bits_of(formats[k], -0.0)), AMSREF_EXACT);
        assert_int_equal(judge(&f, bits_of(formats[k], 0.0)), AMSREF_TIGHT);
        assert_int_equal(judge(&f, 1), AMSREF_NONCONFORMING);
    }
}

/* checks AG-51 */
static void infinities_are_numbers(void **unused)
{
    (void)unused;
    fixture f;
    fixture_make(&f, AMSREF_PYTORCH, AMSREF_BINARY32, 1);
    fixture_set(&f, 0, INFINITY);
    assert_int_equal(judge(&f, 0x7f800000), AMSREF_EXACT);
    assert_int_equal(judge(&f, 0x7f7fffff), AMSREF_NONCONFORMING);
    assert_int_equal(judge(&f, 0xff800000), AMSREF_NONCONFORMING);
    f.tight[0][0] = f.working[0][0] = 0x7f7fffff;
    assert_int_equal(judge(&f, 0x7f7fffff), AMSREF_TIGHT);
}

/* checks AG-52, AG-53 */
static void nan_is_judged_by_its_digit(void **unused)
{
    (void)unused;
    const uint64_t quiet = 0x7ff8000000000000, other = 0xfff0000000000123;
    fixture f;
    fixture_make(&f, AMSREF_PYTORCH, AMSREF_BINARY64, 1);
    f.nan[0] = AMSREF_NAN_ALLOWED;
    assert_int_equal(judge(&f, quiet), AMSREF_TIGHT);
    assert_int_equal(judge(&f, bits_of(AMSREF_BINARY64, 1.5)), AMSREF_EXACT);
    assert_int_equal(judge(&f, bits_of(AMSREF_BINARY64, 2)), AMSREF_NONCONFORMING);
    f.nan[0] = AMSREF_NAN_REQUIRED;
    f.ref[0] = f.rn[0] = quiet;
    f.tight[0][0] = f.working[0][0] = bits_of(AMSREF_BINARY64, INFINITY);
    f.tight[1][0] = f.working[1][0] = bits_of(AMSREF_BINARY64, -INFINITY);
    assert_int_equal(judge(&f, quiet), AMSREF_EXACT);
    assert_int_equal(judge(&f, other), AMSREF_EXACT); /* payloads are the hardware's */
    assert_int_equal(judge(&f, bits_of(AMSREF_BINARY64, INFINITY)), AMSREF_NONCONFORMING);
    assert_int_equal(judge(&f, bits_of(AMSREF_BINARY64, 0)), AMSREF_NONCONFORMING);
    /* A number does not pass for NaN even where its bounds are wide. */
    f.tight[0][0] = f.working[0][0] = bits_of(AMSREF_BINARY64, -INFINITY);
    f.tight[1][0] = f.working[1][0] = bits_of(AMSREF_BINARY64, INFINITY);
    assert_int_equal(judge(&f, bits_of(AMSREF_BINARY64, 0)), AMSREF_NONCONFORMING);
}

/* checks AG-52 */
static void a_missing_digit_string_forbids_nan(void **unused)
{
    (void)unused;
    fixture f;
    fixture_make(&f, AMSREF_PYTORCH, AMSREF_BINARY64, 1);
    f.state[0].quantity[AMSREF_X].nan = NULL;
    assert_int_equal(judge(&f, bits_of(AMSREF_BINARY64, 1.5)), AMSREF_EXACT);
    assert_int_equal(judge(&f, bits_of(AMSREF_BINARY64, NAN)), AMSREF_NONCONFORMING);
}

static amsref_answer answer_of(const fixture *f, unsigned given, uint64_t got)
{
    size_t count = f->item.outs * FIXTURE_N;
    amsref_answer answer = {.given = amsref_alloc(f->item.outs, 1)};
    for (int q = 0; q < AMSREF_QUANTITIES; q++) {
        answer.value[q] = amsref_alloc(count, sizeof(uint64_t));
        for (size_t i = 0; i < count; i++) {
            answer.value[q][i] = got;
        }
    }
    memset(answer.given, (int)given, f->item.outs);
    return answer;
}

static amsref_result judged(const fixture *f, amsref_answer *answer, amsref_level wanted)
{
    amsref_result result = {.item = &f->item};
    amsref_judge_case(answer, wanted, &result);
    amsref_answer_clear(answer);
    return result;
}

/* checks AG-54, AG-56 */
static void a_case_is_as_good_as_its_worst_element(void **unused)
{
    (void)unused;
    fixture f;
    fixture_make(&f, AMSREF_PYTORCH, AMSREF_BINARY64, 2);
    uint64_t right = bits_of(AMSREF_BINARY64, 1.5);
    amsref_answer answer = answer_of(&f, 15, right);
    answer.value[AMSREF_V][3] = right + 7; /* state 1, element 1 */
    amsref_result result = judged(&f, &answer, AMSREF_WORKING);
    assert_int_equal(result.level, AMSREF_NONCONFORMING);
    assert_int_equal(result.quantity[AMSREF_V], AMSREF_NONCONFORMING);
    assert_int_equal(result.quantity[AMSREF_X], AMSREF_EXACT);
    assert_int_equal(result.kept, 1);
    assert_int_equal(result.miss[0].quantity, AMSREF_V);
    assert_int_equal(result.miss[0].element, 1);
    assert_int_equal(result.miss[0].t, 8);
    assert_int_equal(result.miss[0].distance, 7);
    assert_int_equal(result.farthest, 7);
    assert_int_equal(result.elements, 2 * 2 * 4);
    amsref_result_clear(&result);
}

/* checks AG-141 */
static void bins_of_distances_double(void **unused)
{
    (void)unused;
    assert_int_equal(amsref_ulp_bin(0), 0);
    for (size_t b = 1; b <= 64; b++) {
        const uint64_t first = UINT64_C(1) << (b - 1);
        assert_int_equal(amsref_ulp_bin(first), b);
        assert_int_equal(amsref_ulp_bin(first - 1), b - 1);
        assert_int_equal(amsref_ulp_bin(first + (first - 1)), b);
    }
}

/* The part of `tight`, width ulp wide from 1, in which the number `ulp` behind 1 is counted. */
static size_t place_of(uint64_t width, int64_t ulp)
{
    fixture f;
    amsref_spread spread = {0};
    size_t place = 0;

    fixture_make(&f, AMSREF_PYTORCH, AMSREF_BINARY64, 1);
    set_interval(&f);
    f.tight[1][0] = f.tight[0][0] + width;
    amsref_spread_place(&spread, AMSREF_BINARY64, &f.state[0].quantity[AMSREF_X], 0,
                        f.tight[0][0] + (uint64_t)ulp);
    const uint64_t counts[] = {spread.below, spread.above, spread.alone};
    for (size_t i = 0; i < 3; i++) {
        place += counts[i] ? 100 + i : 0;
    }
    for (size_t i = 0; i < AMSREF_PLACES; i++) {
        place += spread.place[i] ? i : 0;
    }
    return place;
}

/* checks AG-141 */
static void places_are_twentieths_of_tight(void **unused)
{
    (void)unused;
    const struct {
        uint64_t width;
        int64_t ulp;
        size_t place;
    } rows[] = {
        {4, -1, 100},
        {4, 5, 101},
        {0, 0, 102},
        {0, 1, 101},
        {4, 0, 0},
        {4, 1, 5},
        {4, 4, 19},
        {1, 1, 19},
        {20, 1, 1},
        {20, 19, 19},
        {20, 20, 19},
        {39, 1, 0},
        /* the distances times 20 would not fit: 1 .. 1.8e308 */
        {UINT64_C(0x3ff0000000000000) - 1, UINT64_C(0x1ff8000000000000), 10},
        {UINT64_C(0x3ff0000000000000) - 1, UINT64_C(0x3ff0000000000000) - 1, 19},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(place_of(rows[i].width, rows[i].ulp), rows[i].place);
    }
}

/* checks AG-141 */
static void the_course_of_a_run_is_kept(void **unused)
{
    (void)unused;
    fixture f;
    amsref_spread spread = {0};
    fixture_make(&f, AMSREF_PYTORCH, AMSREF_BINARY64, 2);
    f.item.problem.steps = 2;
    uint64_t right = bits_of(AMSREF_BINARY64, 1.5);
    amsref_answer answer = answer_of(&f, 15, right);
    answer.value[AMSREF_V][3] = right + 7;
    answer.value[AMSREF_M][0] = answer.value[AMSREF_M][1] = bits_of(AMSREF_BINARY64, NAN);
    amsref_result result = {.item = &f.item, .spread = &spread};
    amsref_judge_case(&answer, AMSREF_WORKING, &result);
    const uint64_t course[2 * AMSREF_QUANTITIES] = {0, UINT64_MAX, 0, 0, 0, 0, 7, 0};
    assert_memory_equal(result.course, course, sizeof course);
    assert_int_equal(amsref_spread_count(&spread), 2 * 2 * 4 - 2);
    assert_int_equal(spread.ulp[AMSREF_V][3], 1);
    assert_int_equal(result.sharp, 2 * 2 * 4 - 2);
    assert_int_equal(result.farthest_sharp, 7);
    amsref_answer_clear(&answer);
    amsref_result_clear(&result);
}

/* checks AG-54 */
static void distance_is_to_the_nearer_end(void **unused)
{
    (void)unused;
    fixture f;
    fixture_make(&f, AMSREF_PYTORCH, AMSREF_BINARY64, 1);
    f.tight[0][0] = f.working[0][0] = bits_of(AMSREF_BINARY64, -0x1p-1074);
    f.tight[1][0] = f.working[1][0] = f.rn[0] = f.ref[0] = bits_of(AMSREF_BINARY64, 0x1p-1074);
    amsref_answer answer = answer_of(&f, 1, bits_of(AMSREF_BINARY64, -0x3p-1074));
    answer.value[AMSREF_X][1] = bits_of(AMSREF_BINARY64, 1.5);
    amsref_result result = judged(&f, &answer, AMSREF_WORKING);
    assert_int_equal(result.kept, 1);
    assert_int_equal(result.miss[0].distance, 2);
    assert_int_equal(result.farthest, 4);
    amsref_result_clear(&result);
    answer = answer_of(&f, 1, bits_of(AMSREF_BINARY64, NAN));
    result = judged(&f, &answer, AMSREF_WORKING);
    assert_int_equal(result.missed[AMSREF_X], 2);
    assert_true(result.miss[0].distance == UINT64_MAX);
    assert_int_equal(result.farthest, 0);
    amsref_result_clear(&result);
}

/* checks AG-56 */
static void the_wanted_level_decides_what_is_a_miss(void **unused)
{
    (void)unused;
    static const size_t misses[] = {[AMSREF_EXACT] = 1, [AMSREF_TIGHT] = 1, [AMSREF_WORKING] = 0};
    for (amsref_level wanted = AMSREF_EXACT; wanted <= AMSREF_WORKING; wanted++) {
        fixture f;
        fixture_make(&f, AMSREF_PYTORCH, AMSREF_BINARY64, 1);
        set_interval(&f);
        amsref_answer answer = answer_of(&f, 1, bits_of(AMSREF_BINARY64, 1) + 6);
        answer.value[AMSREF_X][1] = bits_of(AMSREF_BINARY64, 1.5);
        amsref_result result = judged(&f, &answer, wanted);
        assert_int_equal(result.level, AMSREF_WORKING);
        assert_int_equal(result.kept, misses[wanted]);
        if (result.kept) {
            assert_int_equal(result.miss[0].distance, wanted == AMSREF_EXACT ? 4 : 2);
        }
        amsref_result_clear(&result);
    }
}

/* checks AG-59 */
static void misses_are_all_counted_and_some_kept(void **unused)
{
    (void)unused;
    enum { N = 100 };
    fixture f;
    uint64_t wide[N], value = bits_of(AMSREF_BINARY64, 1.5);
    fixture_make(&f, AMSREF_PYTORCH, AMSREF_BINARY64, 1);
    f.item.problem.n = N;
    for (size_t i = 0; i < N; i++) {
        wide[i] = value;
    }
    for (int q = 0; q < AMSREF_QUANTITIES; q++) {
        f.state[0].quantity[q] = (amsref_golden){wide, wide, {wide, wide}, {wide, wide}, NULL};
    }
    amsref_answer answer = {.given = amsref_alloc(1, 1)};
    answer.given[0] = 15;
    for (int q = 0; q < AMSREF_QUANTITIES; q++) {
        answer.value[q] = amsref_alloc(N, sizeof(uint64_t)); /* all zero */
    }
    amsref_result result = judged(&f, &answer, AMSREF_WORKING);
    assert_int_equal(result.kept, AMSREF_QUANTITIES * AMSREF_MISSES_KEPT);
    for (int q = 0; q < AMSREF_QUANTITIES; q++) {
        assert_int_equal(result.missed[q], N);
    }
    amsref_result_clear(&result);
}

/* checks AG-19, AG-55 */
static void adam_has_no_vmax(void **unused)
{
    (void)unused;
    fixture f;
    fixture_make(&f, AMSREF_ADAM, AMSREF_BINARY64, 1);
    f.state[0].quantity[AMSREF_VMAX] = (amsref_golden){0};
    amsref_answer answer = answer_of(&f, 15, bits_of(AMSREF_BINARY64, 1.5));
    amsref_result result = judged(&f, &answer, AMSREF_WORKING);
    assert_int_equal(result.level, AMSREF_EXACT);
    assert_int_equal(result.lacking, 0);
    assert_int_equal(result.given, 7);
}

/* checks AG-57 */
static void open_answers_are_counted(void **unused)
{
    (void)unused;
    fixture f;
    fixture_make(&f, AMSREF_PYTORCH, AMSREF_BINARY64, 1);
    f.nan[0] = AMSREF_NAN_ALLOWED;
    amsref_answer answer = answer_of(&f, 3, bits_of(AMSREF_BINARY64, 1.5));
    answer.value[AMSREF_M][0] = bits_of(AMSREF_BINARY64, NAN);
    amsref_result result = judged(&f, &answer, AMSREF_WORKING);
    assert_int_equal(result.level, AMSREF_TIGHT);
    assert_int_equal(result.open, 2);
    assert_int_equal(result.open_nan, 1);
}

/* checks AG-55 */
static void hidden_in_all_is_fine_in_some_is_not(void **unused)
{
    (void)unused;
    const amsref_case *witness[AMSREF_QUANTITIES];
    fixture f[3];
    amsref_result result[3];
    uint64_t right = bits_of(AMSREF_BINARY64, 1.5);
    const unsigned given[2][3] = {{1, 1, 1}, {1, 5, 1}};

    for (size_t k = 0; k < 2; k++) {
        for (size_t i = 0; i < 3; i++) {
            fixture_make(&f[i], AMSREF_PYTORCH, AMSREF_BINARY64, 1);
            amsref_answer answer = answer_of(&f[i], given[k][i], right);
            result[i] = judged(&f[i], &answer, AMSREF_WORKING);
        }
        unsigned hidden = amsref_settle_hidden(result, 3, witness);
        assert_int_equal(hidden, k ? 2 + 8 : 2 + 4 + 8);
        assert_ptr_equal(witness[AMSREF_V], k ? &f[1].item : NULL);
        assert_int_equal(result[0].level, k ? AMSREF_NONCONFORMING : AMSREF_EXACT);
        assert_int_equal(result[0].quantity[AMSREF_V], k ? AMSREF_NONCONFORMING : AMSREF_EXACT);
        assert_int_equal(result[1].level, AMSREF_EXACT);
    }
}

/* checks AG-55 */
static void a_quantity_in_one_state_alone_is_a_failure(void **unused)
{
    (void)unused;
    const amsref_case *witness[AMSREF_QUANTITIES];
    fixture f;
    fixture_make(&f, AMSREF_PYTORCH, AMSREF_BINARY64, 2);
    amsref_answer answer = answer_of(&f, 15, bits_of(AMSREF_BINARY64, 1.5));
    answer.given[1] = 1 + 4 + 8;
    amsref_result result = judged(&f, &answer, AMSREF_WORKING);
    assert_int_equal(amsref_settle_hidden(&result, 1, witness), 0);
    assert_int_equal(result.level, AMSREF_NONCONFORMING);
    assert_null(witness[AMSREF_M]);
}

/* checks AG-56, AG-58 */
static void status_follows_the_worst_case(void **unused)
{
    (void)unused;
    amsref_tally tally = {0};
    amsref_result skipped = {.outcome = AMSREF_SKIPPED}, erring = {.outcome = AMSREF_ERROR},
                  tight = {.outcome = AMSREF_JUDGED, .level = AMSREF_TIGHT};

    assert_int_equal(amsref_run_status(&tally, AMSREF_WORKING, false), AMSREF_NOTHING);
    amsref_tally_add(&tally, &skipped);
    assert_int_equal(amsref_run_status(&tally, AMSREF_WORKING, false), AMSREF_NOTHING);
    assert_int_equal(amsref_run_level(&tally), AMSREF_LEVEL_COUNT);
    amsref_tally_add(&tally, &tight);
    assert_int_equal(amsref_run_status(&tally, AMSREF_WORKING, false), AMSREF_CONFORMS);
    assert_int_equal(amsref_run_status(&tally, AMSREF_TIGHT, false), AMSREF_CONFORMS);
    assert_int_equal(amsref_run_status(&tally, AMSREF_EXACT, false), AMSREF_DIFFERS);
    assert_int_equal(amsref_run_level(&tally), AMSREF_TIGHT);
    amsref_tally_add(&tally, &erring);
    assert_int_equal(amsref_run_status(&tally, AMSREF_WORKING, false), AMSREF_DIFFERS);
    assert_int_equal(amsref_run_status(&tally, AMSREF_WORKING, true), AMSREF_BROKE);
    assert_int_equal(tally.cases, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(levels_end_where_the_intervals_end),
        cmocka_unit_test(share_is_0_in_the_middle_and_1_on_the_edge),
        cmocka_unit_test(sign_of_zero_counts_at_exact_alone),
        cmocka_unit_test(infinities_are_numbers),
        cmocka_unit_test(nan_is_judged_by_its_digit),
        cmocka_unit_test(a_missing_digit_string_forbids_nan),
        cmocka_unit_test(a_case_is_as_good_as_its_worst_element),
        cmocka_unit_test(bins_of_distances_double),
        cmocka_unit_test(places_are_twentieths_of_tight),
        cmocka_unit_test(the_course_of_a_run_is_kept),
        cmocka_unit_test(distance_is_to_the_nearer_end),
        cmocka_unit_test(the_wanted_level_decides_what_is_a_miss),
        cmocka_unit_test(misses_are_all_counted_and_some_kept),
        cmocka_unit_test(adam_has_no_vmax),
        cmocka_unit_test(open_answers_are_counted),
        cmocka_unit_test(hidden_in_all_is_fine_in_some_is_not),
        cmocka_unit_test(a_quantity_in_one_state_alone_is_a_failure),
        cmocka_unit_test(status_follows_the_worst_case),
    };
    return cmocka_run_group_tests_name("verdict", tests, NULL, NULL);
}
