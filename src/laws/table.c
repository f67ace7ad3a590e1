/* SPDX-License-Identifier: Apache-2.0
 *
 * The table of laws.
 */
#include <string.h>

#include "laws/internal.h"

const char amsref_laws_category[] = "laws";

#define ANYWHERE ((1U << AMSREF_REGIONS) - 1)
#define MIDDLE (1U << AMSREF_REGION_ORDINARY)
#define FINITE (ANYWHERE & ~(1U << AMSREF_REGION_LARGE))
#define NORMAL (MIDDLE | 1U << AMSREF_REGION_WIDE)

/* Parameters: prefixes of 1 .. 67 of them; more than a block of whoever works in blocks. */
enum { SIZES = 68, BLOCKS = 4133 };

const amsref_law amsref_law_table[] = {
#define LAW(n, c, w, ...) {.name = n, .clause = c, .words = w, __VA_ARGS__},
#include "laws/laws.inc"
#undef LAW
};

enum { LAWS = sizeof amsref_law_table / sizeof amsref_law_table[0] };

size_t amsref_law_count(void)
{
    return LAWS;
}

const char *amsref_law_name(size_t law)
{
    return amsref_law_table[law].name;
}

const char *amsref_law_clause(size_t law)
{
    return amsref_law_table[law].clause;
}

const char *amsref_law_words(size_t law)
{
    return amsref_law_table[law].words;
}

bool amsref_law_strict(size_t law, amsref_format format)
{
    return amsref_law_table[law].strict >=
           (amsref_is_storage(format) ? AMSREF_STRICT : AMSREF_STRICT_COMPUTED);
}

size_t amsref_law_from_name(const char *name)
{
    size_t law = 0;
    while (law < LAWS && strcmp(amsref_law_table[law].name, name) != 0) {
        law++;
    }
    return law;
}
