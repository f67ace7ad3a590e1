/* SPDX-License-Identifier: Apache-2.0
 *
 * The step with the faults that lie in it, in both formats.
 */
#include "wrong.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>
#include <tgmath.h>

static float to_bfloat16(float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    if (value == value)
        bits += 0x7fff + (bits >> 16 & 1);
    bits &= 0xffff0000;
    memcpy(&value, &bits, sizeof bits);
    return value;
}

#define REAL double
#define SMALLEST DBL_MIN
#define NAME(f) f##_double
#include "wrong_step.inc"
#undef REAL
#undef SMALLEST
#undef NAME

#define REAL float
#define SMALLEST FLT_MIN
#define NAME(f) f##_float
#include "wrong_step.inc"

/* The m that LEAK keeps from one request to the next. */
static void leak(size_t bytes, void *m, bool keep)
{
    static void *kept;
    static size_t size;
    if (!keep && kept && size == bytes)
        memcpy(m, kept, bytes);
    if (!keep)
        return;
    free(kept);
    kept = malloc(bytes + 1);
    size = kept ? bytes : 0;
    if (kept)
        memcpy(kept, m, bytes);
}

/* How many elements are worked on. */
static size_t reached(amsref_fault fault, size_t n)
{
    if (fault == LAST_SKIPPED && n > 1)
        return n - 1;
    return fault == TAIL_SKIPPED ? n - n % 4 : n;
}

void amsref_wrong_step(amsref_fault fault, const amsref_shape *shape, amsref_adapter_format format,
                       const amsref_scalars *scalars, const amsref_adapter_arrays *arrays)
{
    size_t width = format == ADAPTER_BINARY64 ? sizeof(double) : sizeof(float);
    size_t n = reached(fault, arrays->n);
    if (fault == LEAK)
        leak(arrays->n * width, arrays->m, false);
    for (size_t i = 0; i < n; i++)
        if (format == ADAPTER_BINARY64)
            element_double(fault, shape, scalars, arrays, i);
        else
            element_float(fault, shape, scalars, arrays, i);
    if (fault == LEAK)
        leak(arrays->n * width, arrays->m, true);
}
