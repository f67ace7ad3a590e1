/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/cli.h"
#include "core/amsref.h"
#include "suite/memory.h"

enum { LONGEST_TIMEOUT = 86400 };

amsref_dialect amsref_read_dialect(struct argp_state *state, const char *text)
{
    const amsref_dialect dialect = amsref_dialect_from_name(text);

    if (dialect == AMSREF_DIALECT_COUNT) {
        char *names = amsref_copy("");
        for (int d = 0; d < AMSREF_DIALECT_COUNT; d++) {
            char *longer = amsref_print("%s %s", names, amsref_dialect_name((amsref_dialect)d));
            free(names);
            names = longer;
        }
        argp_error(state, "there is no dialect '%s'; the dialects are%s", text, names);
        free(names);
    }
    return dialect;
}

amsref_format amsref_read_format(struct argp_state *state, const char *text)
{
    const amsref_format format = amsref_format_from_name(text);

    if (format == AMSREF_FORMAT_COUNT) {
        argp_error(state, "there is no format '%s'; the formats are " AMSREF_FORMATS, text);
    }
    return format;
}

double amsref_read_timeout(struct argp_state *state, const char *text)
{
    char *end = NULL;
    double seconds = strtod(text, &end);

    if (end == text || *end || !(seconds >= 0.001 && seconds <= LONGEST_TIMEOUT)) {
        argp_error(state, "--timeout %s: wanted seconds, 0.001 to %d", text, LONGEST_TIMEOUT);
    }
    return seconds;
}

void amsref_read_report(struct argp_state *state, const char *text,
                        amsref_report list[AMSREF_REPORTS_MOST], size_t *count)
{
    amsref_error error;

    if (amsref_report_add(text, list, count, &error) != 0) {
        argp_error(state, "%s", error.text);
    }
}

int amsref_choose_dialect(amsref_dialect given, const amsref_hello *hello, amsref_dialect *dialect,
                          amsref_error *error)
{
    *dialect = given < AMSREF_DIALECT_COUNT ? given : amsref_dialect_from_name(hello->dialect);
    if (*dialect < AMSREF_DIALECT_COUNT) {
        return 0;
    }
    if (*hello->dialect) {
        return amsref_fail(
            error,
            "the implementation names a dialect that this suite does not know: \"%s\"; "
            "say --dialect",
            hello->dialect);
    }
    return amsref_fail(error, "the implementation does not name its dialect; say --dialect");
}

/* On a terminal one line, at most ten times a second; elsewhere nothing. */
static void show_progress(size_t done, size_t total, const char *id, void *context)
{
    struct timespec now, *last = context;

    clock_gettime(CLOCK_MONOTONIC, &now);
    long since = (now.tv_sec - last->tv_sec) * 1000 + (now.tv_nsec - last->tv_nsec) / 1000000;
    if (since >= 100) {
        fprintf(stderr, "\r\033[K%zu/%zu %s", done, total, id);
        *last = now;
    }
}

amsref_watch amsref_watch_begin(void)
{
    const amsref_watch w = {isatty(STDERR_FILENO) ? show_progress : NULL, {0}};
    return w;
}

void amsref_watch_end(const amsref_watch *watch)
{
    if (watch->show) {
        fputs("\r\033[K", stderr);
    }
}
