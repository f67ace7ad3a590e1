/* SPDX-License-Identifier: Apache-2.0
 *
 * What is the same whoever is asked: the specimens of a seed, and what the oracle says of their
 * elements. Tables of fixed size, in which a newer entry takes the place of an older one.
 */
#include <stdlib.h>
#include <string.h>

#include "laws/internal.h"
#include "suite/memory.h"

enum { SPECIMENS = 1 << 13, ELEMENTS = 1 << 14 };

typedef struct drawn_key {
    uint64_t state; /* of the draw */
    uint64_t features, ops;
} drawn_key;

typedef struct element_key {
    amsref_setting setting;
    uint64_t row[AMSREF_PARAMETER];
} element_key;

struct amsref_laws_memo {
    drawn_key drawn_key[SPECIMENS];
    amsref_drawn drawn[SPECIMENS];
    element_key element_key[ELEMENTS];
    amsref_solved solved[ELEMENTS];
};

amsref_laws_memo *amsref_laws_memo_new(void)
{
    return amsref_alloc(1, sizeof(amsref_laws_memo));
}

void amsref_laws_memo_free(amsref_laws_memo *memo)
{
    for (size_t i = 0; memo && i < SPECIMENS; i++) {
        amsref_specimen_free(&memo->drawn[i].specimen);
    }
    for (size_t i = 0; memo && i < ELEMENTS; i++) {
        amsref_solved_clear(&memo->solved[i]);
    }
    free(memo);
}

/* FNV-1a */
static size_t hash_of(const void *bytes, size_t size)
{
    const unsigned char *byte = bytes;
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    for (size_t i = 0; i < size; i++) {
        hash = (hash ^ byte[i]) * UINT64_C(0x100000001b3);
    }
    return (size_t)(hash ^ hash >> 32);
}

amsref_drawn *amsref_laws_memo_drawn(amsref_laws_memo *memo, amsref_draw draw,
                                     const amsref_hello *hello)
{
    const drawn_key key = {draw.state, hello->features, hello->ops};
    const size_t slot = hash_of(&key, sizeof key) % SPECIMENS;

    if (memcmp(&memo->drawn_key[slot], &key, sizeof key) != 0) {
        memo->drawn_key[slot] = key;
        amsref_specimen_free(&memo->drawn[slot].specimen);
    }
    return &memo->drawn[slot];
}

amsref_solved *amsref_laws_memo_solved(amsref_laws_memo *memo, const amsref_specimen *of,
                                       size_t element)
{
    element_key key;

    memset(&key, 0, sizeof key);
    key.setting = of->setting;
    memcpy(key.row, of->row[element], sizeof key.row);
    const size_t slot = hash_of(&key, sizeof key) % ELEMENTS;
    if (memcmp(&memo->element_key[slot], &key, sizeof key) != 0) {
        memcpy(&memo->element_key[slot], &key, sizeof key);
        amsref_solved_clear(&memo->solved[slot]);
    }
    return &memo->solved[slot];
}
