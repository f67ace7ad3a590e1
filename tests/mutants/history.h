/* SPDX-License-Identifier: Apache-2.0
 *
 * Programs with more than one edit: other definitions of the step, and bugs that were seen in
 * frameworks and are not among the faults of wrong.h.
 */
#ifndef AMSREF_TESTS_HISTORY_H
#define AMSREF_TESTS_HISTORY_H

#include "machine.h"

typedef struct amsref_history {
    const char *name;
    const char *about;
    bool (*where)(size_t dialect);
    void (*edit)(size_t dialect, amsref_program *program);
    double number;
} amsref_history;

extern const amsref_history amsref_histories[]; /* ends with a NULL name */

/* The program of another dialect; `as` is that dialect. False where it is the same step. */
bool amsref_history_other(size_t dialect, size_t as, amsref_program *program);

#endif
