/* SPDX-License-Identifier: Apache-2.0
 *
 * Bit patterns of every format, in the suite and in the oracle, which share no code; checks AG-71, AG-115.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "oracle/binary.h"
#include "suite/suite.h"

/* The whole format where it has 16 bits; else i before zeros or what looks random. */
static uint64_t pattern(amsref_format format, uint64_t i)
{
    const uint64_t rest = i & 1 ? i * UINT64_C(0x9e3779b97f4a7c15) : 0;

    return format == AMSREF_BINARY64   ? i << 48 | rest >> 16
           : format == AMSREF_BINARY32 ? i << 16 | rest >> 48
                                       : i;
}

/* A pattern is its value's, and both readers give the same value. */
static void patterns_and_back(void **state)
{
    (void)state;
    mpfr_t value;
    mpfr_init2(value, 53);
    for (int f = AMSREF_BINARY64; f <= AMSREF_BINARY16; f++) {
        for (uint64_t i = 0; i < 1 << 16; i++) {
            const uint64_t bits = pattern((amsref_format)f, i);
            const double read = amsref_bits_value((amsref_format)f, bits);
            amsref_binary_decode(value, (amsref_format)f, bits);
            assert_int_equal(isnan(read), mpfr_nan_p(value) != 0);
            if (!isnan(read)) {
                assert_true(read == mpfr_get_d(value, MPFR_RNDN));
                assert_int_equal(signbit(read) != 0, mpfr_signbit(value) != 0);
                assert_int_equal(amsref_value_bits((amsref_format)f, read), bits);
                assert_int_equal(amsref_binary_encode((amsref_format)f, value), bits);
            }
        }
    }
    mpfr_clear(value);
}

/* Halfway between neighbours, and a little to either side: the even one, or the nearer. */
static void halves_and_beside(void **state)
{
    (void)state;
    mpfr_t value;
    mpfr_init2(value, 53);
    for (int f = AMSREF_BINARY32; f <= AMSREF_BINARY16; f++) {
        const uint64_t infinity = amsref_value_bits((amsref_format)f, (double)INFINITY);
        const uint64_t stride = f == AMSREF_BINARY32 ? 65521 : 1; /* up to infinity - 1 */
        for (uint64_t bits = (infinity - 1) % stride; bits < infinity; bits += stride) {
            const double low = amsref_bits_value((amsref_format)f, bits);
            const double high = bits + 1 < infinity
                                    ? amsref_bits_value((amsref_format)f, bits + 1)
                                    : 2 * low - amsref_bits_value((amsref_format)f, bits - 1);
            const double tie = low + (high - low) / 2;
            const double at[] = {nextafter(tie, 0), tie, nextafter(tie, (double)INFINITY)};
            const uint64_t want[] = {bits, bits + (bits & 1), bits + 1};
            for (int i = 0; i < 3; i++) {
                mpfr_set_d(value, at[i], MPFR_RNDN);
                assert_int_equal(amsref_value_bits((amsref_format)f, at[i]), want[i]);
                assert_int_equal(amsref_binary_encode((amsref_format)f, value), want[i]);
            }
        }
    }
    mpfr_clear(value);
}

/* binary32 and binary64 as the machine has them. */
static void the_machines_formats(void **state)
{
    (void)state;
    static const double values[] = {0.0,       -0.0,      1.0,    0x1p-149, 0x1p-150,     0x1.8p-150, 1e-40,
                                    0x1p-1074, 0x1p-1022, 1e308,  3.4e38,   (double)NAN,  -0x1p128,   0.1,
                                    1e39,      -1e-320,   0x1p127, 16777217, (double)INFINITY};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        const union {
            double d;
            uint64_t bits;
        } wide = {.d = values[i]};
        const union {
            float f;
            uint32_t bits;
        } narrow = {.f = (float)values[i]};
        assert_int_equal(amsref_value_bits(AMSREF_BINARY64, values[i]), wide.bits);
        assert_int_equal(amsref_value_bits(AMSREF_BINARY32, values[i]), narrow.bits);
        if (!isnan(values[i])) {
            assert_true(amsref_bits_value(AMSREF_BINARY64, wide.bits) == values[i]);
            assert_true(amsref_bits_value(AMSREF_BINARY32, narrow.bits) == (double)narrow.f);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(patterns_and_back),
                                       cmocka_unit_test(halves_and_beside),
                                       cmocka_unit_test(the_machines_formats)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
