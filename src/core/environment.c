/* SPDX-License-Identifier: Apache-2.0
 *
 * AG-27 at run time: what the state of the thread does to arithmetic. environment.h has what the
 * compiler announces.
 */
#include "environment.h"

#include <stddef.h>

#include "amsref.h"

const char *amsref_environment_fault(void)
{
    /* volatile: the compiler would evaluate all this itself, to nearest. u is a unit roundoff. */
    volatile double one = 1, u = 0x1p-53, least = DBL_MIN, half = 0.5;
    volatile float one32 = 1, u32 = 0x1p-24F, least32 = FLT_MIN, half32 = 0.5F;

    /* 1 + u/2 is 1 unless rounded upwards, and 1 + 3u/2 is more unless rounded down or to zero. */
    bool nearest = one + u / 2 == one && one + 3 * (u / 2) > one;
    bool nearest32 = one32 + u32 / 2 == one32 && one32 + 3 * (u32 / 2) > one32;
    if (!nearest || !nearest32) {
        return "floating-point numbers are not rounded to nearest";
    }

    /* Half the least normal number is subnormal: not 0, neither as a result nor as an operand. */
    volatile double below = least * half;
    volatile float below32 = least32 * half32;
    if (below / half != least || below32 / half32 != least32) {
        return "subnormal numbers are flushed to zero";
    }
    return NULL;
}
