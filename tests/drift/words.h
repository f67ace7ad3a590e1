/* SPDX-License-Identifier: Apache-2.0
 *
 * What forward.c (on the host) and cell.c (any architecture) say to each other: 64-bit words, most
 * significant byte first, so that neither byte order nor padding matters. An element of binary32 is
 * the low half of its word.
 *
 *     request  format (0 binary64, 1 binary32), dialect (AG-10, from 0), n, steps, t, the twelve
 *              hyper-parameters in the order of amsref_hyper (numbers as binary64, the others as
 *              integers), x, m, v, vmax: n elements each, g: n elements a step
 *     reply    amsref_status; where it is 0, x, m, v, vmax after the last step
 */
#ifndef AMSREF_TESTS_WORDS_H
#define AMSREF_TESTS_WORDS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static inline bool put_word(FILE *file, uint64_t word)
{
    unsigned char bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(word >> (56 - 8 * i));
    return fwrite(bytes, sizeof bytes, 1, file) == 1;
}

static inline bool get_word(FILE *file, uint64_t *word)
{
    unsigned char bytes[8];
    if (fread(bytes, sizeof bytes, 1, file) != 1)
        return false;
    *word = 0;
    for (int i = 0; i < 8; i++)
        *word = *word << 8 | bytes[i];
    return true;
}

/* Arrays as bytes: no floating-point register may touch a signalling NaN on its way. */
static inline uint64_t array_word(const void *array, size_t i, bool narrow)
{
    uint64_t word;
    uint32_t half;
    if (!narrow) {
        memcpy(&word, (const char *)array + i * sizeof word, sizeof word);
        return word;
    }
    memcpy(&half, (const char *)array + i * sizeof half, sizeof half);
    return half;
}

static inline bool put_array(FILE *file, const void *array, size_t n, bool narrow)
{
    bool good = true;
    for (size_t i = 0; i < n && good; i++)
        good = put_word(file, array_word(array, i, narrow));
    return good;
}

static inline bool get_array(FILE *file, void *array, size_t n, bool narrow)
{
    const size_t size = narrow ? sizeof(uint32_t) : sizeof(uint64_t);
    uint64_t word;
    for (size_t i = 0; i < n; i++) {
        if (!get_word(file, &word))
            return false;
        const uint32_t half = (uint32_t)word;
        memcpy((char *)array + i * size, narrow ? (const void *)&half : (const void *)&word, size);
    }
    return true;
}

#endif
