/* SPDX-License-Identifier: Apache-2.0
 *
 * From --report to a file.
 */
#include <errno.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report/drift.h"
#include "report/identify.h"
#include "report/internal.h"
#include "report/trace.h"
#include "suite/memory.h"

static const struct {
    const char *name;
    void (*write)(FILE *out, const amsref_run *run);
    void (*write_trace)(FILE *out, const amsref_trace_run *run);
    void (*write_drift)(FILE *out, const amsref_drift_run *run);
    void (*write_identify)(FILE *out, const amsref_identify_run *run);
} writers[] = {
    {"terminal", amsref_write_terminal, amsref_trace_write_terminal, amsref_drift_write_terminal,
     amsref_identify_terminal},
    {"tap", amsref_write_tap, amsref_trace_write_tap, NULL, NULL},
    {"junit", amsref_write_junit, amsref_trace_write_junit, amsref_drift_write_junit, NULL},
    {"json", amsref_write_json, amsref_trace_write_json, amsref_drift_write_json,
     amsref_identify_json},
    {"html", amsref_write_html, amsref_trace_write_html, amsref_drift_write_html,
     amsref_identify_html},
    {"badge", amsref_write_badge, amsref_trace_write_badge, NULL, NULL},
};

int amsref_report_parse(const char *text, amsref_report *report, amsref_error *error)
{
    size_t length = strcspn(text, ":");
    const char *file = text[length] ? text + length + 1 : NULL;

    for (size_t i = 0; i < sizeof writers / sizeof writers[0]; i++) {
        if (strlen(writers[i].name) == length && strncmp(text, writers[i].name, length) == 0) {
            if (file && !*file) {
                return amsref_fail(error, "--report %s: the name of the file is missing", text);
            }
            report->write = writers[i].write;
            report->write_trace = writers[i].write_trace;
            report->write_drift = writers[i].write_drift;
            report->write_identify = writers[i].write_identify;
            report->file = file && strcmp(file, "-") != 0 ? file : NULL;
            return 0;
        }
    }
    return amsref_fail(error,
                       "--report %s: the formats are terminal, tap, junit, json, html and badge; "
                       "FORMAT:FILE writes a file",
                       text);
}

/* A device or a pipe is written as it is: a rename would replace it. */
static bool is_special(const char *file)
{
    struct stat about;
    return stat(file, &about) == 0 && !S_ISREG(about.st_mode);
}

/* A link stays a link: the file that it leads to is replaced. */
static char *target(const char *file)
{
    char *resolved = realpath(file, NULL);
    return resolved ? resolved : amsref_copy(file);
}

static int possible(const amsref_report *report, amsref_error *error)
{
    struct stat about;
    int failed = 0;

    if (!report->file) {
        return 0;
    }
    if (stat(report->file, &about) == 0 && S_ISDIR(about.st_mode)) {
        return amsref_fail(error, "--report: %s is a folder; name a file in it", report->file);
    }
    if (is_special(report->file)) {
        return 0;
    }
    char *path = target(report->file);
    char *folder = dirname(path);
    if (access(folder, W_OK | X_OK) != 0) {
        failed = amsref_fail(error, "--report: cannot write into the folder %s of %s: %s", folder,
                             report->file, strerror(errno));
    }
    free(path);
    return failed;
}

int amsref_report_add(const char *text, amsref_report reports[AMSREF_REPORTS_MOST], size_t *count,
                      amsref_error *error)
{
    if (*count == AMSREF_REPORTS_MOST) {
        return amsref_fail(error, "--report: at most %d reports", AMSREF_REPORTS_MOST);
    }
    amsref_report *report = &reports[*count];
    if (amsref_report_parse(text, report, error) != 0 || possible(report, error) != 0) {
        return -1;
    }
    for (size_t i = 0; i < *count; i++) {
        const char *other = reports[i].file;
        if (!report->file && !other) {
            return amsref_fail(error, "two reports to standard output; give all but one a file, "
                                      "as in json:FILE");
        }
        if (report->file && other && strcmp(report->file, other) == 0) {
            return amsref_fail(error, "two reports to %s", other);
        }
    }
    ++*count;
    return 0;
}

static int put(FILE *out, const char *name, const char *text, size_t size, amsref_error *error)
{
    if (fwrite(text, 1, size, out) != size || fflush(out) != 0) {
        return amsref_fail(error, "%s: cannot be written: %s", name, strerror(errno));
    }
    return 0;
}

static int put_special(const char *file, const char *text, size_t size, amsref_error *error)
{
    FILE *out = fopen(file, "w");
    if (!out) {
        return amsref_fail(error, "%s: cannot be opened: %s", file, strerror(errno));
    }
    int failed = put(out, file, text, size, error);
    fclose(out);
    return failed;
}

/* The text is gathered before any of it is written. */
static int write_whole(const amsref_report *report, amsref_report_put *writer, const void *run,
                       amsref_error *error)
{
    char *text = NULL;
    size_t size;
    FILE *memory = open_memstream(&text, &size);
    int failed;

    if (memory) {
        writer(memory, report, run);
    }
    if (!memory || fclose(memory) != 0) {
        free(text);
        return amsref_fail(error, "out of memory for the report");
    }
    if (!report->file) {
        failed = put(stdout, "standard output", text, size, error);
    } else if (is_special(report->file)) {
        failed = put_special(report->file, text, size, error);
    } else {
        char *path = target(report->file);
        failed = amsref_file_write(path, text, size, error);
        free(path);
    }
    free(text);
    return failed;
}

static void put_badge_begun(FILE *out, const amsref_report *report, const void *run)
{
    (void)report;
    (void)run;
    amsref_write_badge_begun(out);
}

int amsref_report_begin(const amsref_report *report, amsref_error *error)
{
    if (report->write != amsref_write_badge || !report->file || is_special(report->file)) {
        return 0;
    }
    return write_whole(report, put_badge_begun, NULL, error);
}

int amsref_reports_write(const char *program, const amsref_report list[], size_t count,
                         amsref_report_put *writer, const void *run, int status)
{
    amsref_error error;

    for (size_t i = 0; i < count; i++) {
        if (write_whole(&list[i], writer, run, &error) != 0) {
            char *text = amsref_printable(error.text, strlen(error.text), sizeof error.text);
            fprintf(stderr, "%s: %s\n", program, text);
            free(text);
            status = status == AMSREF_CONFORMS ? AMSREF_USAGE : status;
        }
    }
    return status;
}
