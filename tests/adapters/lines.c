/* SPDX-License-Identifier: Apache-2.0 */
#include "lines.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What was read and not yet handed out: buffer[begin .. end). */
static char *buffer;
static size_t begin, end, size;

/* Reads more; false at the end of input (or where there is no memory for a longer line). */
static bool fill(void)
{
    if (begin > 0) {
        memmove(buffer, buffer + begin, end - begin);
        end -= begin;
        begin = 0;
    }
    if (end + 1 >= size) {
        size_t larger = size ? 2 * size : 1 << 16;
        char *moved = realloc(buffer, larger);
        if (!moved)
            return false;
        buffer = moved;
        size = larger;
    }
    fflush(stdout);
    ssize_t got = read(STDIN_FILENO, buffer + end, size - end - 1);
    if (got <= 0)
        return false;
    end += (size_t)got;
    return true;
}

char *amsref_next_line(void)
{
    size_t seen = 0; /* of the line, already searched for its end */
    for (;;) {
        char *from = buffer ? buffer + begin : NULL;
        char *lf = from ? memchr(from + seen, '\n', end - begin - seen) : NULL;
        if (!lf) {
            seen = end - begin;
            if (fill())
                continue;
            if (begin == end)
                return NULL;
            from = buffer + begin;
            lf = buffer + end; /* a last line without its end; fill() leaves room for the NUL */
        }
        begin = (size_t)(lf - buffer) + (lf < buffer + end);
        if (lf > from && lf[-1] == '\r')
            lf--;
        *lf = '\0';
        if (lf > from)
            return from;
        seen = 0;
    }
}

static int digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool amsref_hex_decode(const char *hex, size_t n, size_t width, void *values)
{
    unsigned char *out = values;
    for (size_t i = 0; i < n; i++) {
        uint64_t bits = 0;
        for (size_t k = 0; k < 2 * width; k++) {
            int d = digit(*hex++);
            if (d < 0)
                return false;
            bits = bits << 4 | (uint64_t)d;
        }
        uint32_t half = (uint32_t)bits;
        uint16_t quarter = (uint16_t)bits;
        const void *value = width == 8   ? (const void *)&bits
                            : width == 4 ? (const void *)&half
                                         : (const void *)&quarter;
        memcpy(out + i * width, value, width);
    }
    return true;
}

void amsref_hex_encode(const void *values, size_t n, size_t width, char *hex)
{
    const unsigned char *in = values;
    for (size_t i = 0; i < n; i++) {
        uint64_t bits = 0;
        uint32_t half = 0;
        uint16_t quarter = 0;
        void *value = width == 8 ? (void *)&bits : width == 4 ? (void *)&half : (void *)&quarter;
        memcpy(value, in + i * width, width);
        bits |= half | quarter;
        for (size_t k = 2 * width; k-- > 0;)
            *hex++ = "0123456789abcdef"[bits >> (4 * k) & 15];
    }
}
