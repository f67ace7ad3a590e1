/* SPDX-License-Identifier: Apache-2.0
 *
 * The oracle against values that were worked out by hand, and where it must refuse. The bulk of its tests is
 * the second oracle (tests/oracle).
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "oracle/oracle.h"

static uint64_t bits(double value)
{
    uint64_t pattern;
    memcpy(&pattern, &value, sizeof pattern);
    return pattern;
}

static double value(uint64_t pattern)
{
    double number;
    memcpy(&number, &pattern, sizeof number);
    return number;
}

/* One binary64 parameter, one step; in and out in the order x, m, v, vmax. */
typedef struct question {
    amsref_problem problem;
    uint64_t in[AMSREF_QUANTITIES], g;
    uint64_t rn[AMSREF_QUANTITIES], tight[AMSREF_QUANTITIES][2], working[AMSREF_QUANTITIES][2];
    char nan[AMSREF_QUANTITIES];
    amsref_golden_state out;
} question;

static void ask(question *q, amsref_dialect dialect, uint64_t t, const double in[AMSREF_QUANTITIES], double g)
{
    memset(q, 0, sizeof *q);
    q->problem = (amsref_problem){.dialect = dialect, .format = AMSREF_BINARY64, .t = t, .n = 1, .steps = 1};
    q->problem.hyper = (amsref_hyper){.lr = 0.5, .beta1 = 0.5, .beta2 = 0.75, .eps = 0.25, .lambda = 1,
                                      .lo = -INFINITY, .hi = INFINITY};
    if (dialect == AMSREF_PAPER) {
        q->problem.hyper.eps = 0;
    }
    for (size_t k = 0; k < AMSREF_QUANTITIES; k++) {
        q->in[k] = bits(in[k]);
        q->problem.in[k] = &q->in[k];
        q->out.quantity[k] = (amsref_golden){.rn = &q->rn[k],
                                             .tight = {&q->tight[k][0], &q->tight[k][1]},
                                             .working = {&q->working[k][0], &q->working[k][1]},
                                             .nan = &q->nan[k]};
    }
    q->g = bits(g);
    q->problem.g = &q->g;
    q->out.t = t;
}

static const char *answer(question *q)
{
    return amsref_oracle_golden(&q->problem, &q->out, 1);
}

/*
 * g = 4, m = 2, v = 4, vmax = 9 and the hyper-parameters above make every step of the sum rational:
 * m' = 0.5*2 + 0.5*4 = 3; v' = 0.75*4 + 0.25*16 = 7; at t = 1, C1 = 0.5 and C2 = 0.25, so the roots are
 * sqrt(9) = 3 (optax: v'/C2 = 28) and sqrt(C2) = 0.5.
 * It checks AG-02, AG-11, AG-12, AG-14, AG-15, AG-17.
 */
static void rational_steps(void **state)
{
    (void)state;
    static const struct {
        amsref_dialect dialect;
        double x, vmax;
    } want[] = {
        {AMSREF_PAPER, 10 - 0.5 * 3 / 3.0, 9},
        {AMSREF_PAPER_EPS, 10 - 0.5 * 3 / 3.25, 9},
        {AMSREF_PYTORCH, 10 - 1 * 3 / 6.25, 9},
        {AMSREF_KERAS, 10 - 0.5 * 3 / 3.25, 9},
        {AMSREF_OPTAX_MU, 10 - 1 * 3 / 3.25, 9},
    };
    for (size_t i = 0; i < sizeof want / sizeof want[0]; i++) {
        question q;
        ask(&q, want[i].dialect, 1, (double[]){10, 2, 4, 9}, 4);
        assert_null(answer(&q));
        assert_true(fabs(value(q.rn[AMSREF_X]) - want[i].x) <= 2e-15);
        assert_true(value(q.rn[AMSREF_M]) == 3);
        assert_true(value(q.rn[AMSREF_V]) == 7);
        assert_true(value(q.rn[AMSREF_VMAX]) == want[i].vmax);
    }
}

/* checks AG-16, AG-34 */
static void optax_corrects_before_the_maximum(void **state)
{
    (void)state;
    question q;
    ask(&q, AMSREF_OPTAX, 1, (double[]){10, 2, 4, 9}, 4);
    assert_null(answer(&q));
    assert_true(value(q.rn[AMSREF_VMAX]) == 28);
    ask(&q, AMSREF_OPTAX, 1, (double[]){10, 2, 4, 30}, 4);
    assert_null(answer(&q));
    assert_true(value(q.rn[AMSREF_VMAX]) == 30);
}

/* v = vmax = 4/0.75, g = 0: vmax binds; adam forgets it. sqrt(16)/... with exact numbers throughout;
 * checks AG-19. */
static void adam_has_no_memory(void **state)
{
    (void)state;
    question with, without;
    ask(&with, AMSREF_PYTORCH, 1, (double[]){0, 2, 4, 16}, 0);
    ask(&without, AMSREF_ADAM, 1, (double[]){0, 2, 4, 16}, 0);
    assert_null(answer(&with));
    assert_null(answer(&without));
    /* m' = 1, a = 1; den = sqrt(16)/0.5 + 0.25 against sqrt(3)/0.5 + 0.25 */
    assert_true(fabs(value(with.rn[AMSREF_X]) + 1 / 8.25) <= 1e-17);
    assert_true(fabs(value(without.rn[AMSREF_X]) + 1 / (2 * sqrt(3.0) + 0.25)) <= 1e-16);
}

static void enclosures_nest(void **state)
{
    (void)state;
    question q;
    ask(&q, AMSREF_DRJIT, 7, (double[]){0.3, -0.2, 0.01, 0.02}, 0.7);
    assert_null(answer(&q));
    for (size_t k = 0; k < AMSREF_QUANTITIES; k++) {
        assert_true(value(q.working[k][0]) <= value(q.tight[k][0]));
        assert_true(value(q.tight[k][0]) <= value(q.rn[k]));
        assert_true(value(q.rn[k]) <= value(q.tight[k][1]));
        assert_true(value(q.tight[k][1]) <= value(q.working[k][1]));
        assert_int_equal(q.nan[k], AMSREF_NAN_NO);
    }
    /* and are worth something: the moments within a few ulp */
    assert_true(value(q.tight[AMSREF_M][1]) - value(q.tight[AMSREF_M][0]) < 1e-14);
}

/* checks AG-46 */
static void zero_over_zero_is_open(void **state)
{
    (void)state;
    question q;
    ask(&q, AMSREF_PAPER, 1, (double[]){3, 0, 0, 0}, 0);
    assert_null(answer(&q));
    assert_int_equal(q.nan[AMSREF_X], AMSREF_NAN_ALLOWED);
    assert_true(value(q.tight[AMSREF_X][0]) == 3 && value(q.tight[AMSREF_X][1]) == 3);
    assert_true(isnan(value(q.rn[AMSREF_X])));
}

/* checks AG-44, AG-45 */
static void nan_is_required_or_open(void **state)
{
    (void)state;
    question q;
    ask(&q, AMSREF_PYTORCH, 1, (double[]){3, 1, 4, 9}, NAN);
    assert_null(answer(&q));
    assert_int_equal(q.nan[AMSREF_X], AMSREF_NAN_REQUIRED);
    assert_int_equal(q.nan[AMSREF_M], AMSREF_NAN_REQUIRED);
    assert_int_equal(q.nan[AMSREF_V], AMSREF_NAN_REQUIRED);
    assert_int_equal(q.nan[AMSREF_VMAX], AMSREF_NAN_ALLOWED);
    assert_true(value(q.tight[AMSREF_X][0]) == INFINITY && value(q.tight[AMSREF_X][1]) == -INFINITY);
    assert_true(value(q.tight[AMSREF_VMAX][0]) == 9 && value(q.tight[AMSREF_VMAX][1]) == 9);
}

/* lr = 0: m/C1 overflows, and 0*inf is NaN in the orders that divide m first; checks AG-42. */
static void zero_rate_and_overflow_are_open(void **state)
{
    (void)state;
    question q;
    ask(&q, AMSREF_PYTORCH, 1, (double[]){3, 0x1.8p1023, 4, 9}, 0x1p1023);
    q.problem.hyper.lr = 0;
    assert_null(answer(&q));
    assert_int_equal(q.nan[AMSREF_X], AMSREF_NAN_ALLOWED);
    assert_true(value(q.tight[AMSREF_X][0]) == 3 && value(q.tight[AMSREF_X][1]) == 3);
    ask(&q, AMSREF_PYTORCH, 1, (double[]){3, 0x1p1020, 4, 9}, 1);
    q.problem.hyper.lr = 0;
    assert_null(answer(&q));
    assert_int_equal(q.nan[AMSREF_X], AMSREF_NAN_NO);
}

/*
 * ((lr*m)/den)/C1, and with sqrt(C2) as a factor of lr: what is lost below the normal numbers before the last division
 * it magnifies; checks AG-42.
 */
static void what_is_divided_last_is_inside(void **state)
{
    (void)state;
    static const struct {
        amsref_dialect dialect;
        double m, root;
        bool folded;
    } way[] = {{AMSREF_OPTAX_MU, 0x1p-1026, 0x1p30, false}, {AMSREF_PYTORCH, 0x1p-1057, 0x1p-17, true}};
    for (int i = 0; i < 128; i++) {
        const double moment = way[i % 2].m * (1 + i / 128.0), root = way[i % 2].root;
        const double rate = way[i % 2].folded ? 0.001 * sqrt(1 - 0.999) : 0.001;
        const double x = -(((rate * (0.9 * moment)) / root) / (1 - 0.9));
        question q;
        ask(&q, way[i % 2].dialect, 1, (double[]){0, moment, 0, root * root}, 0);
        q.problem.hyper = (amsref_hyper){.lr = 0.001, .beta1 = 0.9, .beta2 = 0.999, .lambda = 1,
                                         .lo = -INFINITY, .hi = INFINITY};
        assert_null(answer(&q));
        assert_true(value(q.tight[AMSREF_X][0]) <= x && x <= value(q.tight[AMSREF_X][1]));
    }
}

/* b1 is 0 in the format: who leaves b1*m out has a number where others have 0*inf; checks AG-47. */
static void a_factor_that_underflows_is_open(void **state)
{
    (void)state;
    question q;
    ask(&q, AMSREF_PAPER_EPS, 1000000000, (double[]){3, INFINITY, 4, 9}, 4);
    q.problem.hyper.beta1_schedule = AMSREF_BETA1_GEOMETRIC;
    q.problem.hyper.lambda = 0.5;
    assert_null(answer(&q));
    assert_int_equal(q.nan[AMSREF_M], AMSREF_NAN_ALLOWED);
    assert_true(value(q.tight[AMSREF_M][0]) <= 4 && value(q.tight[AMSREF_M][0]) > 4 - 1e-14);
    assert_true(value(q.tight[AMSREF_M][1]) == INFINITY);
    q.problem.t = q.out.t = 2;
    assert_null(answer(&q));
    assert_true(value(q.tight[AMSREF_M][0]) == INFINITY);
}

/* x' = 1 - lr*g/|g| with lr = 2^-54 lies exactly between 1 - 2^-53 and 1: no precision decides;
 * checks AG-39. */
static void a_tie_is_refused(void **state)
{
    (void)state;
    question q;
    ask(&q, AMSREF_PYTORCH, 1, (double[]){1, 0, 0, 0}, 0.1);
    q.problem.hyper.lr = 0x1p-54;
    q.problem.hyper.beta2 = 0.7; /* roots that are not exact */
    q.problem.hyper.eps = 0;
    const char *refusal = answer(&q);
    assert_non_null(refusal);
    assert_non_null(strstr(refusal, "tie"));
    q.problem.hyper.lr = nextafter(0x1p-54, 1);
    assert_null(answer(&q));
    assert_true(value(q.rn[AMSREF_X]) == 1 - 0x1p-53);
}

/* checks AG-03, AG-04 */
static void outside_the_domain_is_refused(void **state)
{
    (void)state;
    question q;
    ask(&q, AMSREF_PYTORCH, 1, (double[]){1, 0, 0, 0}, 0.1);
    q.problem.hyper.beta2 = 1;
    assert_non_null(answer(&q));
    ask(&q, AMSREF_PYTORCH, 0, (double[]){1, 0, 0, 0}, 0.1);
    assert_non_null(answer(&q));
    ask(&q, AMSREF_PYTORCH, 1, (double[]){1, 0, 0, 0}, 0.1);
    q.problem.hyper.lr = INFINITY;
    assert_non_null(answer(&q));
}

/* 2/3 to forty digits: m' = 0.5*m + 0.5*g, t = 1, eps = 0: x' = 0 - m'/C1 * lr / (sqrt(v')/sqrt(C2));
 * checks AG-30. */
static void ideal_has_the_digits_asked_for(void **state)
{
    (void)state;
    char *text[AMSREF_QUANTITIES];
    question q;
    ask(&q, AMSREF_PAPER_EPS, 1, (double[]){0, 0, 0, 2.25}, 4);
    q.problem.hyper.eps = 0;
    q.problem.hyper.lr = 1;
    /* v' = 4 > 2.25: x' = -2/2 = -1; with vmax = 9 x' = -2/3 */
    q.in[AMSREF_VMAX] = bits(9);
    assert_null(amsref_oracle_ideal(&q.problem, 40, text));
    assert_string_equal(text[AMSREF_X], "-6.666666666666666666666666666666666666667e-01");
    for (size_t k = 0; k < AMSREF_QUANTITIES; k++) {
        free(text[k]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rational_steps),
        cmocka_unit_test(optax_corrects_before_the_maximum),
        cmocka_unit_test(adam_has_no_memory),
        cmocka_unit_test(enclosures_nest),
        cmocka_unit_test(zero_over_zero_is_open),
        cmocka_unit_test(nan_is_required_or_open),
        cmocka_unit_test(zero_rate_and_overflow_are_open),
        cmocka_unit_test(what_is_divided_last_is_inside),
        cmocka_unit_test(a_factor_that_underflows_is_open),
        cmocka_unit_test(a_tie_is_refused),
        cmocka_unit_test(outside_the_domain_is_refused),
        cmocka_unit_test(ideal_has_the_digits_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
