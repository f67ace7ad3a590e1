/* SPDX-License-Identifier: Apache-2.0
 *
 * The table of subcommands.
 */
#include <argp.h>
#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "amsref.h"
#include "cli/cli.h"
#include "runner/runner.h"

const char *argp_program_version = "amsref " AMSREF_VERSION;

typedef struct command {
    const char *name;
    char *title; /* what its own messages begin with */
    int (*run)(int argc, char **argv);
    const char *summary;
} command;

static char check_title[] = "amsref check";
static char identify_title[] = "amsref identify";
static char long_title[] = "amsref long";
static char drift_title[] = "amsref drift";
static char vectors_title[] = "amsref vectors";
static char experiment_title[] = "amsref experiment";
static char eval_title[] = "amsref eval";

static const command commands[] = {
    {"check", check_title, amsref_cli_check, "judge an implementation by the golden vectors"},
    {"identify", identify_title, amsref_cli_identify,
     "name the dialect of an implementation, and its deviations"},
    {"long", long_title, amsref_cli_long, "judge an implementation over a million steps"},
    {"drift", drift_title, amsref_cli_drift,
     "what an implementation answers, on record, and what has changed since"},
    {"vectors", vectors_title, amsref_cli_vectors,
     "generate, verify, list, show, export the vectors"},
    {"eval", eval_title, amsref_cli_eval, "one step, exactly: ideal value, enclosures, core bits"},
    {"experiment", experiment_title, amsref_cli_experiment,
     "the paper's counter-examples: Adam against AMSGrad"},
};
enum { COMMANDS = sizeof commands / sizeof commands[0] };

static void usage(FILE *out)
{
    fputs("Usage: amsref COMMAND [OPTION...]\n"
          "A verified numerical reference and conformance suite for the AMSGrad optimizer.\n\n",
          out);
    for (int i = 0; i < COMMANDS; i++) {
        fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].summary);
    }
    fputs("  help       help on a command: amsref help check\n"
          "\n"
          "Example: does this optimizer compute what it says?\n"
          "\n"
          "  amsref check -- python3 my_adapter.py\n"
          "\n"
          "Exit status: 0 conforms; 1 does not; 2 wrong usage or unreadable input; 3 the\n"
          "implementation crashed, hung or broke the protocol; 4 nothing was run; 5 (identify)\n"
          "several dialects cannot be told apart.\n",
          out);
}

static const command *find(const char *name)
{
    for (int i = 0; i < COMMANDS; i++) {
        if (strcmp(name, commands[i].name) == 0) {
            return &commands[i];
        }
    }
    return NULL;
}

static int unknown(const char *name)
{
    fprintf(stderr, "amsref: there is no command '%s'; the commands are", name);
    for (int i = 0; i < COMMANDS; i++) {
        fprintf(stderr, " %s", commands[i].name);
    }
    fputs(" (amsref --help)\n", stderr);
    return AMSREF_USAGE;
}

static int help(const char *name)
{
    const command *about = find(name);
    char option[] = "--help";

    if (!about) {
        return unknown(name);
    }
    char *arguments[] = {about->title, option, NULL};
    return about->run(2, arguments);
}

/* AG-27: -ffast-math at linking, or a preloaded library, changes the arithmetic of the program. */
static bool trust_arithmetic(void)
{
    const char *fault = amsref_environment_fault();

    if (fault) {
        fprintf(stderr,
                "amsref: %s in this process, so no verdict would be worth anything; look for\n"
                "-ffast-math at linking, or a library that is preloaded (AG-27)\n",
                fault);
    }
    return !fault;
}

/* A pipe must not be opened as 0, 1 or 2 because the caller had closed one. */
static void hold_standard_descriptors(void)
{
    int opened;

    do {
        opened = open("/dev/null", O_RDWR);
    } while (opened >= 0 && opened <= STDERR_FILENO);
    if (opened > STDERR_FILENO) {
        close(opened);
    }
}

int main(int argc, char **argv)
{
    hold_standard_descriptors();
    argp_err_exit_status = AMSREF_USAGE;
    if (!trust_arithmetic()) {
        return AMSREF_USAGE;
    }
    if (argc < 2) {
        usage(stderr);
        return AMSREF_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        (strcmp(argv[1], "help") == 0 && argc == 2)) {
        usage(stdout);
        return 0;
    }
    if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0) {
        puts(argp_program_version);
        return 0;
    }
    if (strcmp(argv[1], "help") == 0) {
        return help(argv[2]);
    }
    const command *chosen = find(argv[1]);
    if (!chosen) {
        return unknown(argv[1]);
    }
    argv[1] = chosen->title;
    return chosen->run(argc - 1, argv + 1);
}
