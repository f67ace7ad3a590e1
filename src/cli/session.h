/* SPDX-License-Identifier: Apache-2.0
 *
 * What subcommands that ask an implementation case by case do alike.
 */
#ifndef AMSREF_CLI_SESSION_H
#define AMSREF_CLI_SESSION_H

#include <argp.h>
#include <time.h>

#include "report/report.h"

enum { AMSREF_DEFAULT_TIMEOUT = 30 };
#define AMSREF_TIMEOUT_HELP \
    "seconds for each reply, and at least 5 for the exit at the end (default 30)"

/* By their names; wrong usage ends the program. */
amsref_dialect amsref_read_dialect(struct argp_state *state, const char *text);
amsref_format amsref_read_format(struct argp_state *state, const char *text);

/* The value of --timeout in seconds; wrong usage ends the program. */
double amsref_read_timeout(struct argp_state *state, const char *text);

/* One more --report in the list; wrong usage ends the program. */
void amsref_read_report(struct argp_state *state, const char *text,
                        amsref_report list[AMSREF_REPORTS_MOST], size_t *count);

/* The dialect that was given, or where that is COUNT the one of hello. 0, or -1 and *error. */
int amsref_choose_dialect(amsref_dialect given, const amsref_hello *hello, amsref_dialect *dialect,
                          amsref_error *error);

/* Progress goes to a terminal, if there is one: `show` with &last, or NULL. */
typedef struct amsref_watch {
    amsref_case_progress show;
    struct timespec last;
} amsref_watch;

amsref_watch amsref_watch_begin(void);
void amsref_watch_end(const amsref_watch *watch);

#endif
