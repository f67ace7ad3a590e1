/* SPDX-License-Identifier: Apache-2.0 */
#include "half.h"

#include <math.h>
#include <string.h>

/* Digits, exponents of the smallest subnormal and normal numbers, bits of the fraction. */
typedef struct half {
    int digits, least, normal, top;
} half;

static const half *of(amsref_adapter_format format)
{
    static const half bfloat16 = {8, -133, -126, 128}, binary16 = {11, -24, -14, 16};
    return format == ADAPTER_BFLOAT16 ? &bfloat16 : &binary16;
}

static double rounded(const half *h, double z, double (*to_whole)(double))
{
    int exponent;
    if (!isfinite(z) || z == 0)
        return z;
    frexp(z, &exponent);
    int last = exponent - h->digits > h->least ? exponent - h->digits : h->least;
    return ldexp(to_whole(ldexp(z, -last)), last);
}

double amsref_half_nearest(amsref_adapter_format format, double z)
{
    const half *h = of(format);
    double near = rounded(h, z, nearbyint);
    return fabs(near) >= ldexp(1, h->top) ? copysign(INFINITY, near) : near;
}

double amsref_half_truncated(amsref_adapter_format format, double z)
{
    const half *h = of(format);
    double cut = rounded(h, z, trunc), most = ldexp(1 - ldexp(1, -h->digits), h->top);
    return isfinite(z) && fabs(cut) > most ? copysign(most, cut) : cut;
}

double amsref_half_normal(amsref_adapter_format format)
{
    return ldexp(1, of(format)->normal);
}

static float value_of(amsref_adapter_format format, uint16_t bits)
{
    uint32_t wide = (uint32_t)bits << 16; /* a bfloat16 is the upper half of a float */
    float value;
    if (format == ADAPTER_BINARY16) {
        int field = bits >> 10 & 31, fraction = bits & 1023;
        value = field == 31 ? (fraction ? NAN : INFINITY)
                            : ldexpf((float)(fraction + (field ? 1024 : 0)), (field ? field : 1) - 25);
        return bits >> 15 ? -value : value;
    }
    memcpy(&value, &wide, sizeof value);
    return value;
}

void amsref_half_unpack(amsref_adapter_format format, size_t n, void *array)
{
    unsigned char *bytes = array;
    for (size_t i = n; i-- > 0;) { /* from the end: a float takes the room of two patterns */
        uint16_t bits;
        memcpy(&bits, bytes + i * sizeof bits, sizeof bits);
        float value = value_of(format, bits);
        memcpy(bytes + i * sizeof value, &value, sizeof value);
    }
}

static uint16_t bits_of(amsref_adapter_format format, float value)
{
    const half *h = of(format);
    double z = amsref_half_nearest(format, (double)value), magnitude = fabs(z);
    unsigned sign = signbit(value) ? 0x8000 : 0, infinity = format == ADAPTER_BFLOAT16 ? 0x7f80 : 0x7c00;
    int exponent;
    if (isnan(z))
        return (uint16_t)(infinity | infinity >> 1 | 1);
    if (isinf(z))
        return (uint16_t)(sign | infinity);
    frexp(magnitude, &exponent);
    int field = exponent - 1 - h->normal + 1;
    if (magnitude < ldexp(1, h->normal))
        return (uint16_t)(sign | (unsigned)ldexp(magnitude, -h->least));
    unsigned whole = (unsigned)ldexp(magnitude, h->digits - exponent);
    return (uint16_t)(sign | (unsigned)field << (h->digits - 1) | (whole & ((1U << (h->digits - 1)) - 1)));
}

void amsref_half_pack(amsref_adapter_format format, size_t n, const float *array, uint16_t *bits)
{
    for (size_t i = 0; i < n; i++)
        bits[i] = bits_of(format, array[i]);
}
