/* SPDX-License-Identifier: Apache-2.0
 *
 * Bit patterns: hex strings (AG-71), values, distances.
 */
#include <math.h>

#include "suite/internal.h"

/* Width of a bit pattern and bits of its fraction: the layout says the rest (AG-115). */
static const struct {
    int width;
    int fraction;
} layout[AMSREF_FORMAT_COUNT] = {
    [AMSREF_BINARY64] = {64, 52},
    [AMSREF_BINARY32] = {32, 23},
    [AMSREF_BFLOAT16] = {16, 7},
    [AMSREF_BINARY16] = {16, 10},
};

uint64_t amsref_sign_bit(amsref_format format) {
    return UINT64_C(1) << (layout[format].width - 1);
}

/* Infinity: every bit of the exponent. */
static uint64_t infinite_bits(amsref_format format) {
    return amsref_sign_bit(format) - (UINT64_C(1) << layout[format].fraction);
}

/* Exponent of the smallest subnormal number. */
static int least_exponent(amsref_format format) {
    return 2 - (1 << (layout[format].width - layout[format].fraction - 2)) -
           layout[format].fraction;
}

bool amsref_is_storage(amsref_format format) {
    return layout[format].width < 32;
}

size_t amsref_hex_digits(amsref_format format) {
    return (size_t)layout[format].width / 4;
}

void amsref_hex_put(amsref_format format, const uint64_t *bits, size_t n, char *text) {
    static const char digit[] = "0123456789abcdef";
    size_t digits = amsref_hex_digits(format);

    for (size_t i = 0; i < n; i++) {
        for (size_t d = 0; d < digits; d++) {
            *text++ = digit[bits[i] >> (4 * (digits - 1 - d)) & 15];
        }
    }
    *text = '\0';
}

void amsref_bytes_put(amsref_format format, const uint64_t *bits, size_t n, uint8_t *bytes) {
    for (size_t i = 0; i < n; i++) {
        for (int shift = layout[format].width - 8; shift >= 0; shift -= 8) {
            *bytes++ = (uint8_t)(bits[i] >> shift);
        }
    }
}

/* The value of a hex digit, or 16. */
static unsigned digit_value(char c) {
    if (c >= '0' && c <= '9') {
        return (unsigned)(c - '0');
    }
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10 : 16;
}

bool amsref_hex_get(amsref_format format, const char *text, size_t n, uint64_t *bits) {
    size_t digits = amsref_hex_digits(format);

    for (size_t i = 0; i < n; i++) {
        uint64_t b = 0;
        for (size_t d = 0; d < digits; d++) {
            unsigned value = digit_value(*text); /* the terminator is no digit */
            if (value > 15) {
                return false;
            }
            b = b << 4 | value;
            text++;
        }
        bits[i] = b;
    }
    return *text == '\0';
}

/* The machine's own formats need no arithmetic, and they are asked about by the million. */
typedef union own64 {
    uint64_t bits;
    double value;
} own64;

typedef union own32 {
    uint32_t bits;
    float value;
} own32;

static double own_value(amsref_format format, uint64_t bits) {
    const double value = format == AMSREF_BINARY64
                             ? (own64){.bits = bits}.value
                             : (double)(own32){.bits = (uint32_t)bits}.value;
    return isnan(value) ? copysign((double)NAN, value) : value;
}

static uint64_t own_bits(amsref_format format, double value) {
    return format == AMSREF_BINARY64 ? (own64){.value = value}.bits
                                     : (own32){.value = (float)value}.bits;
}

double amsref_bits_value(amsref_format format, uint64_t bits) {
    if (!amsref_is_storage(format)) {
        return own_value(format, bits);
    }
    uint64_t magnitude = bits & (amsref_sign_bit(format) - 1);
    uint64_t hidden = UINT64_C(1) << layout[format].fraction;
    uint64_t fraction = magnitude & (hidden - 1);
    int exponent = (int)(magnitude >> layout[format].fraction);
    double value = magnitude > infinite_bits(format)    ? (double)NAN
                   : magnitude == infinite_bits(format) ? (double)INFINITY
                   : exponent ? ldexp((double)(fraction | hidden),
                                      least_exponent(format) + exponent - 1)
                              : ldexp((double)fraction, least_exponent(format));

    return bits & amsref_sign_bit(format) ? -value : value;
}

uint64_t amsref_value_bits(amsref_format format, double value) {
    uint64_t sign = signbit(value) ? amsref_sign_bit(format) : 0;
    uint64_t infinity = infinite_bits(format), hidden = UINT64_C(1) << layout[format].fraction;
    int least = least_exponent(format), exponent;

    if (isnan(value)) {
        return sign | infinity | hidden >> 1;
    }
    if (!amsref_is_storage(format)) {
        return own_bits(format, value);
    }
    if (isinf(value) || value == 0) {
        return sign | (value == 0 ? 0 : infinity);
    }
    /* The last place, and the value in units of it: rounded to nearest, ties to even. */
    frexp(value, &exponent);
    int last = exponent - 1 - layout[format].fraction;
    last = last > least ? last : least;
    uint64_t units = (uint64_t)nearbyint(ldexp(fabs(value), -last));
    /* A carry out of the fraction is one more in the exponent, as it should be. */
    uint64_t bits = ((uint64_t)(last - least) << layout[format].fraction) + units;
    return sign | (bits < infinity ? bits : infinity);
}

/* Position on the line of the format's numbers, both zeros at 0. */
static int64_t position(amsref_format format, uint64_t bits) {
    int64_t magnitude = (int64_t)(bits & (amsref_sign_bit(format) - 1));

    return bits & amsref_sign_bit(format) ? -magnitude : magnitude;
}

uint64_t amsref_bits_distance(amsref_format format, uint64_t a, uint64_t b) {
    int64_t p = position(format, a);
    int64_t q = position(format, b);

    return p < q ? (uint64_t)q - (uint64_t)p : (uint64_t)p - (uint64_t)q;
}
