/* SPDX-License-Identifier: Apache-2.0
 *
 * The core's run against its step, and the error of 1 - beta^t against MPFR.
 */
#include "core/amsref.h"

#include <math.h>
#include <mpfr.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { STEPS = 40, N = 7 };

/* Any numbers: a linear congruence, scaled to -1 .. 1. */
static double next_number(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(int64_t)*seed * 0x1p-63;
}

#define RUN_TEST(format, REAL)                                                                     \
    static void run_##format(amsref_dialect dialect)                                               \
    {                                                                                              \
        amsref_hyper hyper;                                                                        \
        amsref_coef_##format coef[STEPS];                                                          \
        REAL g[STEPS][N], state[2][4][N] = {{{0}}};                                                \
        const REAL *row[STEPS];                                                                    \
        uint64_t seed = 1 + (uint64_t)dialect;                                                     \
        assert_int_equal(amsref_hyper_defaults(dialect, &hyper), AMSREF_OK);                       \
        for (size_t t = 0; t < STEPS; t++) {                                                       \
            hyper.lr = 0.1 / (double)(t + 1); /* as a scheduler would */                           \
            assert_int_equal(amsref_coef_for_##format(dialect, &hyper, t + 1, &coef[t]),           \
                             AMSREF_OK);                                                           \
            for (size_t i = 0; i < N; i++)                                                         \
                g[t][i] = (REAL)next_number(&seed);                                                \
            row[t] = g[t];                                                                         \
        }                                                                                          \
        for (size_t i = 0; i < N; i++)                                                             \
            state[0][0][i] = state[1][0][i] = (REAL)next_number(&seed);                            \
        REAL(*s)[N] = state[0], (*r)[N] = state[1];                                                \
        for (size_t t = 0; t < STEPS; t++)                                                         \
            amsref_step_##format(&coef[t], N, s[0], s[1], s[2], s[3], g[t]);                       \
        amsref_run_##format(coef, 0, N, r[0], r[1], r[2], r[3], row);                              \
        amsref_run_##format(coef, 13, N, r[0], r[1], r[2], r[3], row);                             \
        amsref_run_##format(coef + 13, STEPS - 13, N, r[0], r[1], r[2], r[3], row + 13);           \
        assert_memory_equal(state[0], state[1], sizeof state[0]);                                  \
    }

RUN_TEST(f64, double)
RUN_TEST(f32, float)

/* checks AG-122 */
static void a_run_is_its_steps_bit_for_bit(void **unused)
{
    (void)unused;
    for (int dialect = 0; dialect < AMSREF_DIALECT_COUNT; dialect++) {
        run_f64((amsref_dialect)dialect);
        run_f32((amsref_dialect)dialect);
    }
}

/* |s*(1 - beta^t) - 1| in units of 2^-53, s being optax' 1/(1 - beta^t). */
static double error_of(double beta, uint64_t t)
{
    amsref_hyper hyper;
    amsref_coef_f64 coef;
    amsref_hyper_defaults(AMSREF_OPTAX, &hyper);
    hyper.beta2 = beta;
    assert_int_equal(amsref_coef_for_f64(AMSREF_OPTAX, &hyper, t, &coef), AMSREF_OK);
    assert_true(1 <= coef.s && coef.s <= 0x1p53);
    mpfr_t c;
    mpfr_init2(c, 400);
    mpfr_set_d(c, beta, MPFR_RNDN);
    mpfr_pow_ui(c, c, t, MPFR_RNDN);
    mpfr_ui_sub(c, 1, c, MPFR_RNDN);
    mpfr_mul_d(c, c, coef.s, MPFR_RNDN);
    mpfr_sub_ui(c, c, 1, MPFR_RNDN);
    double error = fabs(mpfr_get_d(c, MPFR_RNDN)) * 0x1p53;
    mpfr_clear(c);
    return error;
}

/* checks AG-120: no error above the bound, and one above a quarter of it, so that it says something */
static void the_error_of_doubling_is_bounded(void **unused)
{
    (void)unused;
    uint64_t seed = 7;
    double sharpest = 0;
    for (int i = 0; i < 20000; i++) {
        double beta = 1 - ldexp(fabs(next_number(&seed)), -(i % 53));
        uint64_t t = 1 + (uint64_t)ldexp(fabs(next_number(&seed)), i % 54);
        if (!(beta < 1))
            continue;
        double bound = 4 * floor(log2((double)t)) + 2; /* one for the division */
        double error = error_of(beta, t);
        assert_true(error <= bound * (1 + 0x1p-40));
        sharpest = fmax(sharpest, error / bound);
    }
    assert_true(sharpest > 0.25);
}

/* checks AG-121: 1 - 0.9^t computed falls from t = 331 to t = 332, so that its inverse grows */
static void doubling_is_not_monotone(void **unused)
{
    (void)unused;
    amsref_hyper hyper;
    amsref_coef_f64 here, next;
    amsref_hyper_defaults(AMSREF_OPTAX, &hyper);
    hyper.beta2 = 0.9;
    assert_int_equal(amsref_coef_for_f64(AMSREF_OPTAX, &hyper, 331, &here), AMSREF_OK);
    assert_int_equal(amsref_coef_for_f64(AMSREF_OPTAX, &hyper, 332, &next), AMSREF_OK);
    assert_true(here.s < next.s);
}

/* One set of hyper-parameters within AG-124's table, in every 16th case at its edge. */
#define WIDE_TEST(format, LR, GAP, EPS, DECAY, RATE, SUM)                                          \
    static void wide_##format(amsref_dialect dialect, uint64_t *seed, int i)                       \
    {                                                                                              \
        amsref_hyper h;                                                                            \
        amsref_coef_##format k;                                                                    \
        uint64_t t = 1 + (uint64_t)ldexp(fabs(next_number(seed)), i % 54);                         \
        double edge = i % 16 ? fabs(next_number(seed)) : 1;                                        \
        amsref_hyper_defaults(dialect, &h);                                                        \
        h.lr = ldexp(edge, i % 32 < 16 ? LR : -i % 100);                                           \
        h.beta1 = fmin(1 - ldexp(edge, -i % (GAP + 1)), 1 - ldexp(1, -GAP));                       \
        h.beta2 = i % 3 ? 1 - ldexp(1, -GAP) : fabs(h.beta1);                                      \
        h.eps = dialect == AMSREF_PAPER ? 0 : ldexp(edge, EPS);                                    \
        h.decoupled = i % 2;                                                                       \
        h.weight_decay = h.decoupled ? fmin(1 / h.lr, ldexp(1, DECAY)) : ldexp(edge, DECAY);       \
        assert_int_equal(amsref_coef_for_##format(dialect, &h, t, &k), AMSREF_OK);                 \
        assert_true(fabs((double)k.sigma) == 1 && k.l2 >= 0 && k.l2 <= ldexp(1, DECAY));           \
        assert_true(k.b1 >= 0 && k.b1 <= 1 - ldexp(1, -GAP) && k.c1 >= 0 && k.c1 <= 1);            \
        assert_true(k.b2 >= 0 && k.b2 <= 1 - ldexp(1, -GAP) && k.c2 >= 0 && k.c2 <= 1);            \
        assert_true((double)k.b1 + (double)k.c1 <= SUM && (double)k.b2 + (double)k.c2 <= SUM);     \
        assert_true(k.s >= 1 && k.s <= 0x1p53 && k.r >= 1 && k.r <= 0x1p27);                       \
        assert_true(k.eps_in >= 0 && k.eps_in <= RATE && k.eps >= 0 && k.eps <= RATE);             \
        assert_true(k.k >= -1 && k.k <= 1 && k.a >= 0 && k.a <= RATE);                             \
    }

WIDE_TEST(f64, 59, 40, 49, 100, 0x1p100, 0x1.0000000000001p0)
WIDE_TEST(f32, 19, 20, 19, 35, 0x1p40, 0x1.000002p0)

/* checks AG-124 */
static void wide_hyper_parameters_are_in_the_domain(void **unused)
{
    (void)unused;
    uint64_t seed = 11;
    for (int i = 0; i < 20000; i++) {
        wide_f64((amsref_dialect)(i % AMSREF_DIALECT_COUNT), &seed, i);
        wide_f32((amsref_dialect)(i % AMSREF_DIALECT_COUNT), &seed, i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_is_its_steps_bit_for_bit),
        cmocka_unit_test(the_error_of_doubling_is_bounded),
        cmocka_unit_test(doubling_is_not_monotone),
        cmocka_unit_test(wide_hyper_parameters_are_in_the_domain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
