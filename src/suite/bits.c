/* SPDX-License-Identifier: Apache-2.0
 *
 * Bit patterns: hex strings (AG-71), values, distances.
 */
#include <string.h>

#include "suite/internal.h"

size_t amsref_hex_digits(amsref_format format) {
    return format == AMSREF_BINARY64 ? 16 : 8;
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

double amsref_bits_value(amsref_format format, uint64_t bits) {
    if (format == AMSREF_BINARY64) {
        double value;
        memcpy(&value, &bits, sizeof value);
        return value;
    }
    uint32_t half = (uint32_t)bits;
    float value;
    memcpy(&value, &half, sizeof value);
    return (double)value;
}

uint64_t amsref_value_bits(amsref_format format, double value) {
    uint64_t bits;

    if (format == AMSREF_BINARY64) {
        memcpy(&bits, &value, sizeof bits);
        return bits;
    }
    float rounded = (float)value;
    uint32_t half;
    memcpy(&half, &rounded, sizeof half);
    return half;
}

/* Position on the line of the format's numbers, both zeros at 0. */
static int64_t position(amsref_format format, uint64_t bits) {
    uint64_t sign = format == AMSREF_BINARY64 ? UINT64_C(1) << 63 : UINT64_C(1) << 31;
    int64_t magnitude = (int64_t)(bits & (sign - 1));

    return bits & sign ? -magnitude : magnitude;
}

uint64_t amsref_bits_distance(amsref_format format, uint64_t a, uint64_t b) {
    int64_t p = position(format, a);
    int64_t q = position(format, b);

    return p < q ? (uint64_t)q - (uint64_t)p : (uint64_t)p - (uint64_t)q;
}
