/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/count.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

uint64_t amsref_read_count(struct argp_state *state, const char *option, const char *text,
                           uint64_t least, uint64_t most)
{
    char *end = NULL;
    const bool digits = *text && strspn(text, "0123456789") == strlen(text) && strlen(text) < 20;
    const uint64_t count = digits ? strtoull(text, &end, 10) : 0;

    if (!digits || count < least || count > most) {
        argp_error(state, "--%s %s: wanted a whole number, %" PRIu64 " to %" PRIu64, option, text,
                   least, most);
    }
    return count;
}
