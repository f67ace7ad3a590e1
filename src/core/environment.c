/* SPDX-License-Identifier: Apache-2.0
 *
 * AG-27 at run time: what the state of the thread does to arithmetic. environment.h has what the
 * compiler announces.
 */
#include "environment.h"

#include <stddef.h>

#include "amsref.h"

#include "format_f64.h"
#include "environment.inc"

#include "format_f32.h"
#include "environment.inc"

/* volatile: the compiler would evaluate all this itself, to nearest. */
const char *amsref_environment_fault(void)
{
    volatile double one = 1, u = 0x1p-53, least = DBL_MIN, half = 0.5;
    volatile float one32 = 1, u32 = 0x1p-24F, least32 = FLT_MIN, half32 = 0.5F;

    if (!to_nearest_f64(one, u) || !to_nearest_f32(one32, u32)) {
        return "floating-point numbers are not rounded to nearest";
    }
    if (!keeps_subnormal_f64(least, half) || !keeps_subnormal_f32(least32, half32)) {
        return "subnormal numbers are flushed to zero";
    }
    return NULL;
}
