/* SPDX-License-Identifier: Apache-2.0
 *
 * Text for people: strings of strangers, shell words, numbers.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runner/runner.h"
#include "suite/memory.h"

/* Length of the UTF-8 sequence at s and its code point; 0 where it is none. */
static size_t decode(const unsigned char *s, size_t left, unsigned long *code)
{
    static const unsigned long least[5] = {0, 0, 0x80, 0x800, 0x10000};
    size_t length = s[0] < 0x80 ? 1 : s[0] >> 5 == 6 ? 2 : s[0] >> 4 == 14 ? 3 : s[0] >> 3 == 30 ? 4 : 0;

    if (!length || length > left) {
        return 0;
    }
    *code = length == 1 ? s[0] : s[0] & (0xffUL >> (length + 1));
    for (size_t i = 1; i < length; i++) {
        if ((s[i] & 0xc0) != 0x80) {
            return 0;
        }
        *code = *code << 6 | (s[i] & 0x3f);
    }
    bool surrogate = *code >= 0xd800 && *code <= 0xdfff;
    return *code < least[length] || surrogate || *code > 0x10ffff ? 0 : length;
}

/* Control characters, line separators, bidirectional controls, what XML forbids. */
static bool harmful(unsigned long code)
{
    static const unsigned long range[][2] = {
        {0x00, 0x1f},     {0x7f, 0x9f},     {0xad, 0xad},     {0x61c, 0x61c},
        {0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x206f}, {0xfeff, 0xfeff},
        {0xfff0, 0xfffb}, {0xfffe, 0xffff}, {0xe0000, 0xe0fff},
    };
    for (size_t i = 0; i < sizeof range / sizeof range[0]; i++) {
        if (code >= range[i][0] && code <= range[i][1]) {
            return true;
        }
    }
    return (code & 0xfffe) == 0xfffe;
}

static void put_harmful(FILE *out, unsigned long code)
{
    if (code == '\n') {
        fputs("\\n", out);
    } else if (code == '\t') {
        fputc(' ', out);
    } else if (code < 0x80) {
        fprintf(out, "\\x%02lx", code);
    } else {
        fprintf(out, "\\u{%lx}", code);
    }
}

char *amsref_printable(const char *bytes, size_t count, size_t limit)
{
    const unsigned char *s = (const unsigned char *)bytes;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    size_t i = 0;

    if (!out) {
        return amsref_copy("");
    }
    while (i < count && i < limit) {
        unsigned long code = 0;
        size_t length = decode(s + i, count - i, &code);
        if (!length) {
            fprintf(out, "\\x%02x", (unsigned)s[i]);
            length = 1;
        } else if (harmful(code)) {
            put_harmful(out, code);
        } else {
            fwrite(s + i, 1, length, out);
        }
        i += length;
    }
    if (i < count) {
        fprintf(out, "... (%zu bytes more)", count - i);
    }
    fclose(out);
    return text;
}

char *amsref_shell_quoted(const char *text)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "_-+=./:,@%";
    if (*text && text[strspn(text, plain)] == '\0') {
        return amsref_copy(text);
    }
    size_t quotes = 0;
    for (const char *c = text; *c; c++) {
        quotes += *c == '\'';
    }
    char *quoted = amsref_alloc(strlen(text) + 3 * quotes + 3, 1);
    char *to = quoted;
    *to++ = '\'';
    for (const char *c = text; *c; c++) {
        if (*c == '\'') {
            memcpy(to, "'\\''", 4);
            to += 4;
        } else {
            *to++ = *c;
        }
    }
    *to = '\'';
    return quoted;
}

static bool reads_back(amsref_format format, double value, const char *text)
{
    if (format == AMSREF_BINARY32) {
        return (double)strtof(text, NULL) == value;
    }
    return strtod(text, NULL) == value;
}

void amsref_decimal(amsref_format format, uint64_t bits, char text[AMSREF_DECIMAL_SIZE])
{
    double value = amsref_bits_value(format, bits);

    if (isnan(value)) {
        snprintf(text, AMSREF_DECIMAL_SIZE, "nan");
        return;
    }
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(text, AMSREF_DECIMAL_SIZE, "%.*g", digits, value);
        if (reads_back(format, value, text)) {
            return;
        }
    }
}
