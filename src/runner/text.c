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
    size_t length = s[0] < 0x80       ? 1
                    : s[0] >> 5 == 6  ? 2
                    : s[0] >> 4 == 14 ? 3
                    : s[0] >> 3 == 30 ? 4
                                      : 0;

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
        {0x00, 0x1f},     {0x7f, 0x9f},     {0xad, 0xad},       {0x61c, 0x61c},
        {0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x206f},   {0xfeff, 0xfeff},
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

/* True where each character may stand in a command as it is. */
static bool showable(const char *text, size_t count)
{
    const unsigned char *s = (const unsigned char *)text;
    unsigned long code;

    for (size_t i = 0, length; i < count; i += length) {
        length = decode(s + i, count - i, &code);
        if (!length || harmful(code)) {
            return false;
        }
    }
    return true;
}

/* 'it'\''s' everywhere; $'two\nlines' where a character could not be printed. */
char *amsref_shell_quoted(const char *text)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "_-+=./:,@%";
    size_t count = strlen(text), size = 0;
    bool whole = showable(text, count);
    char *quoted = NULL;

    if (count && strspn(text, plain) == count) {
        return amsref_copy(text);
    }
    FILE *out = open_memstream(&quoted, &size);
    if (!out) {
        return amsref_copy("");
    }
    fputs(whole ? "'" : "$'", out);
    for (size_t i = 0; i < count; i++) {
        unsigned char c = (unsigned char)text[i];
        if (whole && c == '\'') {
            fputs("'\\''", out);
        } else if (whole) {
            fputc(c, out);
        } else if (c == '\'' || c == '\\') {
            fprintf(out, "\\%c", c);
        } else if (c == '\n') {
            fputs("\\n", out);
        } else if (c < 0x20 || c >= 0x7f) {
            fprintf(out, "\\%03o", c);
        } else {
            fputc(c, out);
        }
    }
    fputc('\'', out);
    fclose(out);
    return quoted;
}

char *amsref_shell_joined(char *const command[])
{
    char *line = amsref_copy("");

    for (size_t i = 0; command[i]; i++) {
        char *word = amsref_shell_quoted(command[i]);
        char *longer = amsref_print("%s%s%s", line, i ? " " : "", word);
        free(word);
        free(line);
        line = longer;
    }
    return line;
}

/* The formats that the C library does not read are read by way of binary64. */
static bool reads_back(amsref_format format, double value, const char *text)
{
    if (format == AMSREF_BINARY32) {
        return (double)strtof(text, NULL) == value;
    }
    return amsref_bits_value(format, amsref_value_bits(format, strtod(text, NULL))) == value;
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
