/* SPDX-License-Identifier: Apache-2.0 */
#include "binary.h"

#include <string.h>

static const amsref_binary formats[AMSREF_FORMAT_COUNT] = {
    [AMSREF_BINARY64] = {.precision = 53, .eta = -1074, .normal = -1022, .top = 1024},
    [AMSREF_BINARY32] = {.precision = 24, .eta = -149, .normal = -126, .top = 128},
};

static const amsref_binary narrows[AMSREF_NARROW_COUNT] = {
    [AMSREF_NARROW_BINARY32] = {.precision = 24, .eta = -149, .normal = -126, .top = 128},
    [AMSREF_NARROW_BFLOAT16] = {.precision = 8, .eta = -133, .normal = -126, .top = 128},
    [AMSREF_NARROW_BINARY16] = {.precision = 11, .eta = -24, .normal = -14, .top = 16},
};

#define CANONICAL_NAN_64 UINT64_C(0x7ff8000000000000)
#define CANONICAL_NAN_32 UINT64_C(0x7fc00000)

const amsref_binary *amsref_binary_of(amsref_format format)
{
    return &formats[format];
}

const amsref_binary *amsref_binary_narrow(amsref_narrow narrow)
{
    return &narrows[narrow];
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

void amsref_binary_round(mpfr_t value, const amsref_binary *format)
{
    if (!mpfr_regular_p(value)) {
        return;
    }
    /* Bits that the format keeps of it: fewer below the normal numbers, none below eta. */
    const mpfr_exp_t room = mpfr_get_exp(value) - format->eta;
    mpfr_t rounded;
    mpfr_init2(rounded, room < 1 ? 1 : room < format->precision ? room : format->precision);
    if (room < 0) {
        mpfr_set_zero(rounded, mpfr_sgn(value));
    } else if (room == 0) { /* between eta/2 and eta: the tie goes to zero */
        mpfr_set_ui_2exp(rounded, 1, format->eta - 1, MPFR_RNDN);
        const bool tie = mpfr_cmpabs(value, rounded) == 0;
        mpfr_mul_2ui(rounded, rounded, 1, MPFR_RNDN);
        mpfr_setsign(rounded, rounded, mpfr_signbit(value), MPFR_RNDN);
        if (tie) {
            mpfr_set_zero(rounded, mpfr_sgn(value));
        }
    } else {
        mpfr_set(rounded, value, MPFR_RNDN);
    }
    if (mpfr_regular_p(rounded) && mpfr_get_exp(rounded) > format->top) {
        mpfr_set_inf(rounded, mpfr_sgn(value));
    }
    mpfr_set(value, rounded, MPFR_RNDN);
    mpfr_clear(rounded);
}
