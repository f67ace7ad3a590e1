/* SPDX-License-Identifier: Apache-2.0
 *
 * Whole numbers on the command line.
 */
#ifndef AMSREF_COUNT_H
#define AMSREF_COUNT_H

#include <argp.h>
#include <stdint.h>

/* The value of --OPTION, least .. most, the latter below 10^19; wrong usage ends the program. */
uint64_t amsref_read_count(struct argp_state *state, const char *option, const char *text,
                           uint64_t least, uint64_t most);

#endif
