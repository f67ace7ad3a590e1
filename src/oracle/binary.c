/* SPDX-License-Identifier: Apache-2.0 */
#include "binary.h"

#include <string.h>

static const amsref_binary formats[AMSREF_FORMAT_COUNT] = {
    [AMSREF_BINARY64] = {.precision = 53, .eta = -1074, .normal = -1022, .top = 1024},
    [AMSREF_BINARY32] = {.precision = 24, .eta = -149, .normal = -126, .top = 128},
};

#define CANONICAL_NAN_64 UINT64_C(0x7ff8000000000000)
#define CANONICAL_NAN_32 UINT64_C(0x7fc00000)

const amsref_binary *amsref_binary_of(amsref_format format)
{
    return &formats[format];
}

void amsref_binary_decode(mpfr_t value, amsref_format format, uint64_t bits)
{
    if (format == AMSREF_BINARY64) {
        double d;
        memcpy(&d, &bits, sizeof d);
        mpfr_set_d(value, d, MPFR_RNDN);
    } else {
        const uint32_t low = (uint32_t)bits;
        float f;
        memcpy(&f, &low, sizeof f);
        mpfr_set_flt(value, f, MPFR_RNDN);
    }
}

uint64_t amsref_binary_encode(amsref_format format, const mpfr_t value)
{
    if (mpfr_nan_p(value)) {
        return format == AMSREF_BINARY64 ? CANONICAL_NAN_64 : CANONICAL_NAN_32;
    }
    if (format == AMSREF_BINARY64) {
        const double d = mpfr_get_d(value, MPFR_RNDN);
        uint64_t bits;
        memcpy(&bits, &d, sizeof bits);
        return bits;
    }
    const float f = mpfr_get_flt(value, MPFR_RNDN);
    uint32_t bits;
    memcpy(&bits, &f, sizeof bits);
    return bits;
}

void amsref_binary_round(mpfr_t value, amsref_format format)
{
    amsref_binary_decode(value, format, amsref_binary_encode(format, value));
}
