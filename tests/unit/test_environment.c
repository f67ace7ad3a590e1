/* SPDX-License-Identifier: Apache-2.0
 *
 * What amsref_environment_fault says of this thread's arithmetic. Checks AG-27.
 */
#include <fenv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#ifdef __SSE2__
#include <xmmintrin.h>
#endif

#include "amsref.h"

static void to_nearest_is_no_fault(void **unused)
{
    (void)unused;
    assert_null(amsref_environment_fault());
}

/* checks AG-27 */
static void another_rounding_is_a_fault(void **unused)
{
    (void)unused;
    const int others[] = {FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        assert_int_equal(fesetround(others[i]), 0);
        const char *fault = amsref_environment_fault();
        fesetround(FE_TONEAREST);
        assert_string_equal(fault, "floating-point numbers are not rounded to nearest");
    }
}

/* checks AG-27 */
static void flushing_is_a_fault(void **unused)
{
    (void)unused;
#ifdef __SSE2__
    const unsigned flush[] = {0x8000, 0x0040}; /* results; operands */
    for (size_t i = 0; i < sizeof flush / sizeof flush[0]; i++) {
        const unsigned before = _mm_getcsr();
        _mm_setcsr(before | flush[i]);
        const char *fault = amsref_environment_fault();
        _mm_setcsr(before);
        assert_string_equal(fault, "subnormal numbers are flushed to zero");
    }
#else
    skip();
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(to_nearest_is_no_fault),
        cmocka_unit_test(another_rounding_is_a_fault),
        cmocka_unit_test(flushing_is_a_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
