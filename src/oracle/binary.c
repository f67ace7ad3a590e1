/* SPDX-License-Identifier: Apache-2.0 */
#include "binary.h"

static const amsref_binary formats[AMSREF_FORMAT_COUNT] = {
    [AMSREF_BINARY64] = {53, 64, -1074, -1022, 1024, AMSREF_BINARY64},
    [AMSREF_BINARY32] = {24, 32, -149, -126, 128, AMSREF_BINARY32},
    [AMSREF_BFLOAT16] = {8, 16, -133, -126, 128, AMSREF_BINARY32},
    [AMSREF_BINARY16] = {11, 16, -24, -14, 16, AMSREF_BINARY32},
};

const amsref_binary *amsref_binary_of(amsref_format format)
{
    return &formats[format];
}

const amsref_binary *amsref_binary_arithmetic(const amsref_binary *format)
{
    return &formats[format->arithmetic];
}

bool amsref_binary_is_storage(const amsref_binary *format)
{
    return amsref_binary_arithmetic(format) != format;
}

/* The fields of a bit pattern: sign, exponent, fraction. */
static uint64_t sign_of(const amsref_binary *f)
{
    return UINT64_C(1) << (f->width - 1);
}

static uint64_t hidden_of(const amsref_binary *f)
{
    return UINT64_C(1) << (f->precision - 1);
}

/* Infinity: every bit of the exponent. */
static uint64_t infinity_of(const amsref_binary *f)
{
    return sign_of(f) - hidden_of(f);
}

void amsref_binary_decode(mpfr_t value, amsref_format format, uint64_t bits)
{
    const amsref_binary *f = &formats[format];
    const uint64_t magnitude = bits & (sign_of(f) - 1), fraction = magnitude & (hidden_of(f) - 1);
    const int sign = bits & sign_of(f) ? -1 : 1;
    const long exponent = (long)(magnitude >> (f->precision - 1));
    if (magnitude >= infinity_of(f)) {
        if (fraction) {
            mpfr_set_nan(value);
        } else {
            mpfr_set_inf(value, sign);
        }
    } else if (exponent) {
        mpfr_set_ui_2exp(value, fraction | hidden_of(f), f->eta + exponent - 1, MPFR_RNDN);
    } else {
        mpfr_set_ui_2exp(value, fraction, f->eta, MPFR_RNDN);
    }
    mpfr_setsign(value, value, sign < 0, MPFR_RNDN);
}

uint64_t amsref_binary_encode(amsref_format format, const mpfr_t value)
{
    const amsref_binary *f = &formats[format];
    if (mpfr_nan_p(value)) {
        return infinity_of(f) | hidden_of(f) >> 1;
    }
    mpfr_t rounded;
    mpfr_init2(rounded, mpfr_get_prec(value));
    mpfr_set(rounded, value, MPFR_RNDN);
    amsref_binary_round(rounded, f);
    uint64_t bits = mpfr_signbit(rounded) ? sign_of(f) : 0;
    if (mpfr_inf_p(rounded)) {
        bits |= infinity_of(f);
    } else if (!mpfr_zero_p(rounded)) {
        /* The last place: that of the precision, or eta. */
        const long own = mpfr_get_exp(rounded) - f->precision;
        const long last = own > f->eta ? own : f->eta;
        mpfr_abs(rounded, rounded, MPFR_RNDN);
        mpfr_mul_2si(rounded, rounded, -last, MPFR_RNDN);
        bits |= mpfr_get_ui(rounded, MPFR_RNDN) + ((uint64_t)(last - f->eta) << (f->precision - 1));
    }
    mpfr_clear(rounded);
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
