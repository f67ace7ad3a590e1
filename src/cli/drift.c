/* SPDX-License-Identifier: Apache-2.0
 *
 * amsref drift compare, and the choice between the actions.
 */
#include <errno.h> /* program_invocation_name */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/drift_ask.h"
#include "report/drift.h"

/* AG-137: OLD is replaced, whole, where somebody asked for it and nothing stands against it. */
static int renew(const amsref_drift_options *o, const amsref_drift_comparison *c, bool *rewritten,
                 amsref_error *error)
{
    size_t size;

    if (!o->accepts && !o->tighten) {
        return 0;
    }
    char *path = realpath(o->file[0], NULL); /* a link stays a link */
    char *text = amsref_drift_renewed(c, o->tighten, &size);
    const int failed = amsref_file_write(path ? path : o->file[0], text, size, error);
    *rewritten = !failed;
    free(path);
    free(text);
    return failed;
}

static void put_report(FILE *out, const amsref_report *report, const void *run)
{
    report->write_drift(out, run);
}

static int conclude_compare(const amsref_drift_options *o, amsref_asking *a,
                            amsref_drift_comparison *c, int status, const amsref_error *why)
{
    char *tool = amsref_shell_quoted(program_invocation_name);
    char *errors = a->client ? amsref_client_stderr(a->client) : amsref_copy("");
    char *file = amsref_printable(o->file[0], strlen(o->file[0]), 400);
    char *against = a->command ? amsref_printable(a->command, strlen(a->command), 2000)
                               : amsref_printable(o->file[1], strlen(o->file[1]), 400);
    amsref_drift_run run = {.file = file, .against = against, .asked = a->command, .tool = tool,
                            .comparison = c, .status = status, .reason = status ? why->text : "",
                            .errors = errors};
    amsref_error error = {0};

    if (!status) {
        for (size_t i = 0; i < o->accepts && !*error.text; i++) {
            amsref_drift_accept(c, o->accept[i], &error);
        }
        run.status = amsref_drift_status(c);
        run.reason = run.status == AMSREF_NOTHING ? "OLD and NEW have no answer in common" : "";
        if (run.status == AMSREF_CONFORMS && !*error.text) {
            renew(o, c, &run.rewritten, &error);
        }
    }
    status = amsref_reports_write("amsref drift", o->report, o->reports, put_report, &run,
                                  run.status);
    if (*error.text) {
        amsref_drift_refuse(&error);
        status = status == AMSREF_CONFORMS ? AMSREF_USAGE : status;
    }
    free(tool);
    free(errors);
    free(file);
    free(against);
    return status;
}

static int compare(const amsref_drift_options *o, amsref_asking *a)
{
    amsref_ledger old = {0}, new = {0};
    amsref_drift_comparison c = {0};
    amsref_error error = {0};
    int status = 0;

    if (amsref_ledger_read(o->file[0], &old, &error) != 0) {
        return amsref_drift_refuse(&error);
    }
    new.level = old.level;
    if (o->command) {
        status = amsref_asking_begin(a, &error);
        status = status ? status : amsref_asking_ask(a, old.set, &new, &error);
    } else {
        status = amsref_ledger_read(o->file[1], &new, &error) != 0 ? AMSREF_USAGE : 0;
    }
    if (!status && amsref_drift_compare(&old, &new, &c, &error) != 0) {
        status = AMSREF_USAGE;
    }
    if (status == AMSREF_BROKE) {
        c = (amsref_drift_comparison){.old = &old};
    }
    status = status == AMSREF_USAGE ? amsref_drift_refuse(&error)
                                    : conclude_compare(o, a, &c, status, &error);
    amsref_drift_comparison_free(&c);
    amsref_ledger_free(&old);
    amsref_ledger_free(&new);
    return status;
}

int amsref_cli_drift(int argc, char **argv)
{
    amsref_drift_options options;

    amsref_drift_parse(argc, argv, &options);
    amsref_asking a = {.options = &options};
    const int status = (options.compare ? compare : amsref_drift_record)(&options, &a);
    amsref_asking_free(&a);
    return status;
}
