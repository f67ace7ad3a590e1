/* SPDX-License-Identifier: Apache-2.0
 *
 * The command line that the C adapters have in common: --dialect NAME and, where there is a choice
 * of variants, --VARIANT NAME and --list.
 */
#ifndef AMSREF_TESTS_OPTIONS_H
#define AMSREF_TESTS_OPTIONS_H

#include <stddef.h>

/* The names that an option takes, NULL-terminated; `about` is printed beside each by --list. */
typedef struct amsref_choice {
    const char *name;
    const char *about;
} amsref_choice;

/*
 * Reads the command line. `option` ("order", "fault") and `choices` may be NULL. *dialect and
 * *choice become indices into amsref_dialects and choices. --list prints one line a choice: the
 * name, the dialects for which applies(choice, dialect) holds, joined by commas, and `about`.
 * Ends the process on --help, --list (0) and a wrong command line (2).
 */
void amsref_read_options(int argc, char **argv, const char *option, const amsref_choice *choices,
                         int (*applies)(size_t choice, size_t dialect), size_t *dialect,
                         size_t *choice);

/* The dialects of AG-10 by name, NULL-terminated, in the order of dialects.h. */
extern const char *const amsref_dialects[];

#endif
