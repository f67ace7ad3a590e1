/* SPDX-License-Identifier: Apache-2.0
 *
 * amsref check --trace: from a folder to a verdict.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/check_options.h"
#include "report/trace.h"

enum { LINE_MOST = 2000 };

/* Names in the error come from files of strangers. */
static int refuse(const amsref_error *error)
{
    char *text = amsref_printable(error->text, strlen(error->text), LINE_MOST);
    fprintf(stderr, "amsref check: %s\n", text);
    free(text);
    return AMSREF_USAGE;
}

/* On a terminal one line, at most ten times a second. */
static void show_progress(uint64_t done, uint64_t total, const amsref_trace_result *result,
                          void *context)
{
    struct timespec now, *last = context;

    clock_gettime(CLOCK_MONOTONIC, &now);
    const long since = (now.tv_sec - last->tv_sec) * 1000 + (now.tv_nsec - last->tv_nsec) / 1000000;
    if (since >= 100) {
        const amsref_trace_miss *first = amsref_trace_first(result);
        fprintf(stderr, "\r\033[K%" PRIu64 "/%" PRIu64 " files, %" PRIu64 " updates%s", done, total,
                result->updates, first ? ", not all right" : "");
        *last = now;
    }
}

static void put_report(FILE *out, const amsref_report *report, const void *run)
{
    report->write_trace(out, run);
}

int amsref_cli_trace(const amsref_check_options *options)
{
    const bool terminal = isatty(STDERR_FILENO);
    struct timespec last = {0};
    const amsref_trace_terms terms = {.dialect = options->dialect,
                                      .wanted = options->level,
                                      .threads = options->threads,
                                      .progress = terminal ? show_progress : NULL,
                                      .context = &last};
    amsref_trace_result result;
    amsref_error error;
    int status;

    const int failed = amsref_trace_check(options->trace, &terms, &result, &error);
    if (terminal) {
        fputs("\r\033[K", stderr);
    }
    if (failed != 0) {
        status = refuse(&error);
    } else {
        char *folder = amsref_printable(options->trace, strlen(options->trace), LINE_MOST);
        char *tool = amsref_shell_quoted(program_invocation_name);
        const amsref_trace_run run = {.folder = folder,
                                      .tool = tool,
                                      .wanted = options->level,
                                      .status = amsref_trace_status(&result, options->level),
                                      .result = &result};
        status = amsref_reports_write("amsref check", options->report, options->reports, put_report,
                                      &run, run.status);
        free(folder);
        free(tool);
    }
    amsref_trace_clear(&result);
    return status;
}
