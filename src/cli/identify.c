/* SPDX-License-Identifier: Apache-2.0
 *
 * amsref identify: from a command to a dialect.
 */
#include <argp.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/session.h"
#include "core/amsref.h"
#include "identify/identify.h"
#include "identify/questions.h"
#include "report/identify.h"
#include "suite/memory.h"

static const char doc[] =
    "Name the AMSGrad that an implementation follows, or the deviation that explains its answers.\v"
    "COMMAND is started without a shell and spoken to over its standard input and output "
    "(spec/protocol.md). It is asked a few questions on which the dialects part; a dialect "
    "explains it where "
    "every answer lies in its certified interval. Where none does, one and two deviations of a "
    "table are "
    "tried (spec/identify.md).\n\n"
    "Exit status:\n"
    "  0  exactly one dialect explains every answer\n"
    "  1  none does (a deviation may)\n"
    "  2  wrong usage\n"
    "  3  the implementation crashed, hung or broke the protocol\n"
    "  4  nothing was answered\n"
    "  5  several dialects explain every answer\n\n"
    "Example: amsref identify -- python3 my_adapter.py";

enum { KEY_FORMAT = 'f', KEY_JSON = 'j', KEY_REPORT = 'r', KEY_TIMEOUT = 1000, KEY_LIST };

static const struct argp_option option_table[] = {
    {"format", KEY_FORMAT, "F", 0, "ask in binary64 or binary32 only", 0},
    {"json", KEY_JSON, NULL, 0, "the same as --report json", 0},
    {"report", KEY_REPORT, "FORMAT[:FILE]", 0,
     "write a report: terminal (default), json or html; may be repeated", 0},
    {"timeout", KEY_TIMEOUT, "S", 0, AMSREF_TIMEOUT_HELP, 0},
    {"list", KEY_LIST, NULL, 0, "print the table of deviations and exit", 0},
    {0},
};

typedef struct options {
    unsigned formats;
    double timeout;
    amsref_report report[AMSREF_REPORTS_MOST];
    size_t reports;
    char **command;
} options;

static void read_report(struct argp_state *state, const char *text, options *o)
{
    amsref_read_report(state, text, o->report, &o->reports);
    if (!o->report[o->reports - 1].write_identify) {
        argp_error(state, "--report %s: identify writes terminal, json and html", text);
    }
}

static error_t read_option(int key, char *text, struct argp_state *state)
{
    options *o = state->input;
    amsref_format format;

    switch (key) {
    case KEY_FORMAT:
        format = amsref_format_from_name(text);
        if (!(AMSREF_EVERY_FORMAT_ASKED & 1U << format)) {
            argp_error(state, "it does not ask in format '%s', but in binary64 and binary32", text);
        }
        o->formats = 1U << format;
        break;
    case KEY_JSON:
        read_report(state, "json", o);
        break;
    case KEY_REPORT:
        read_report(state, text, o);
        break;
    case KEY_LIST:
        for (size_t i = 0; i < amsref_deviation_count(); i++) {
            printf("%-20s %s\n", amsref_deviation_name(i), amsref_deviation_words(i));
        }
        exit(0);
    case KEY_TIMEOUT:
        o->timeout = amsref_read_timeout(state, text);
        break;
    case ARGP_KEY_ARG: /* the first word of the command; the rest is not ours to read */
        o->command = state->argv + state->next - 1;
        state->next = state->argc;
        break;
    case ARGP_KEY_END:
        if (!o->command) {
            argp_error(state, "no command to identify; it follows a double dash: "
                              "amsref identify -- python3 my_adapter.py");
        }
        break;
    default:
        return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static int broke(const amsref_client *client, const amsref_error *error)
{
    fprintf(stderr, "amsref identify: %s%s%s\n",
            amsref_client_hello(client)->name ? amsref_client_hello(client)->name : "",
            amsref_client_hello(client)->name ? ": " : "", error->text);
    return AMSREF_BROKE;
}

/* "amsref identify -- COMMAND", as a shell takes it. */
static char *again_text(const options *o)
{
    char *program = amsref_shell_quoted(program_invocation_name);
    char *command = amsref_shell_joined(o->command);
    const char *format = "";

    for (int f = 0; f < AMSREF_FORMATS_ASKED; f++) {
        format = o->formats == 1U << f ? amsref_format_name((amsref_format)f) : format;
    }
    char *line = amsref_print("%s identify%s%s -- %s", program, *format ? " --format " : "", format,
                              command);
    free(program);
    free(command);
    return line;
}

static void put_report(FILE *out, const amsref_report *report, const void *run)
{
    report->write_identify(out, run);
}

static int write_reports(const options *o, const amsref_identity *identity,
                         const amsref_hello *hello)
{
    char *again = again_text(o);
    const amsref_identify_run run = {identity, hello, again};
    const int status = amsref_reports_write("amsref identify", o->report, o->reports, put_report,
                                            &run, identity->status);

    free(again);
    return status;
}

/* The conversation with a greeted implementation. */
static int identify(const options *o, amsref_client *client)
{
    const amsref_hello *hello = amsref_client_hello(client);
    amsref_identity identity;
    amsref_error error;

    if (amsref_identify(client, o->formats & hello->formats, NULL, &identity, &error) != 0 ||
        amsref_client_finish(client, &error) != 0) {
        amsref_identity_free(&identity);
        return broke(client, &error);
    }
    const int status = write_reports(o, &identity, hello);
    amsref_identity_free(&identity);
    return status;
}

int amsref_cli_identify(int argc, char **argv)
{
    static const struct argp parser = {
        option_table, read_option, "[--] COMMAND [ARGUMENT...]", doc, NULL, NULL, NULL};
    options o = {.formats = AMSREF_EVERY_FORMAT_ASKED, .timeout = AMSREF_DEFAULT_TIMEOUT};
    amsref_client *client = NULL;
    amsref_error error;

    argp_parse(&parser, argc, argv, ARGP_IN_ORDER, NULL, &o);
    if (!o.reports) {
        amsref_report_parse("terminal", &o.report[o.reports++], &error);
    }
    const amsref_terms terms = {AMSREF_VERSION, (int)(o.timeout * 1000)};
    const int status = amsref_client_start(o.command, &terms, &client, &error) != 0
                           ? broke(client, &error)
                           : identify(&o, client);
    amsref_client_free(client);
    return status;
}
