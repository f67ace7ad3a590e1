/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading the command line of `amsref check`.
 */
#include <argp.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/check_generated.h"
#include "cli/check_options.h"
#include "cli/cli.h"
#include "cli/session.h"
#include "core/amsref.h"
#include "fresh/fresh.h"
#include "suite/memory.h"

static const char doc[] =
    "Judge an implementation of AMSGrad by the golden vectors.\v"
    "COMMAND is started without a shell and spoken to over its standard input and output "
    "(spec/protocol.md). Every answer is compared with a certified interval; no tolerance is "
    "involved (spec/levels.md).\n\n"
    "Levels, best first: exact (the bits of the reference), tight (the right formula in any sane "
    "order), working (as tight, scalars computed in the format of the arrays).\n\n"
    "Reports: terminal, tap, junit, json, html, badge (an SVG); FORMAT:FILE writes a file, whole or not at all; the "
    "option "
    "may be repeated. Without it the terminal report goes to standard output.\n\n"
    "With --trace DIR a recorded training run is judged instead of a command: every update of every "
    "parameter (spec/traces.md). Of the options above only --dialect, --level and --report go with it.\n\n"
    "Exit status:\n"
    "  0  conforms at the wanted level\n"
    "  1  does not conform\n"
    "  2  wrong usage, or the vectors cannot be read\n"
    "  3  the implementation crashed, hung or broke the protocol\n"
    "  4  nothing was run\n\n"
    "Examples:\n"
    "  amsref check -- python3 my_adapter.py\n"
    "  amsref check --dialect keras --report junit:out.xml --report badge:amsref.svg -- ./adapter\n"
    "  amsref check --report html:report.html -- python3 my_adapter.py\n"
    "  amsref check --case pytorch/binary64/edge/0007 -- ./adapter\n"
    "  amsref check --fresh 1000 --seed 7 -- ./adapter\n"
    "  amsref check --category laws --budget 60s -- ./adapter\n"
    "  amsref check --trace my-run";

enum {
    KEY_DIALECT = 'd',
    KEY_FORMAT = 'f',
    KEY_CATEGORY = 'c',
    KEY_LEVEL = 'l',
    KEY_REPORT = 'r',
    KEY_CASE = 1000, /* no short option */
    KEY_SHARD,
    KEY_TIMEOUT,
    KEY_VECTORS,
    KEY_EXPLAIN,
    KEY_FRESH,
    KEY_NO_FRESH,
    KEY_SEED,
    KEY_LAWS,
    KEY_NO_LAWS,
    KEY_LAW,
    KEY_BUDGET,
    KEY_TRACE,
    KEY_THREADS
};

static const struct argp_option option_table[] = {
    {"dialect", KEY_DIALECT, "D", 0, "judge by dialect D (default: the one that it names itself)",
     0},
    {"format", KEY_FORMAT, "F", 0, "only cases in this format", 0},
    {"category", KEY_CATEGORY, "C", 0, "only cases of this category", 0},
    {"case", KEY_CASE, "ID", 0, "only this case; may be repeated", 0},
    {"level", KEY_LEVEL, "L", 0, "what passes: exact, tight or working (default)", 0},
    {"shard", KEY_SHARD, "I/N", 0, "only the I-th of N parts of the cases, I from 1", 0},
    {"timeout", KEY_TIMEOUT, "S", 0, AMSREF_TIMEOUT_HELP, 0},
    {"explain", KEY_EXPLAIN, NULL, 0,
     "where it does not conform, say which dialect or deviation explains it "
     "(terminal, JSON and HTML reports)",
     0},
    {"fresh", KEY_FRESH, "N", 0,
     "N cases that the oracle makes on the spot, random and where hypotheses just part "
     "(default 40, unless --case or --category selects)",
     0},
    {"no-fresh", KEY_NO_FRESH, NULL, 0, "none of them", 0},
    {"seed", KEY_SEED, "S", 0, "what fresh cases and laws are drawn from (default 1)", 0},
    {"laws", KEY_LAWS, NULL, 0,
     "try the laws (spec/laws.md): the default, unless --case or --category selects", 0},
    {"no-laws", KEY_NO_LAWS, NULL, 0, "do not try them", 0},
    {"law", KEY_LAW, "NAME", 0, "only this law; may be repeated", 0},
    {"budget", KEY_BUDGET, "N|Ns", 0,
     "trials of each law in each format (default 10), or seconds, as in 10s", 0},
    {"trace", KEY_TRACE, "DIR", 0, "judge a recorded training run instead of a command", 0},
    {"threads", KEY_THREADS, "N", 0, "threads for a trace (default: one for each processor)", 0},
    {"report", KEY_REPORT, "FORMAT[:FILE]", 0, "write a report; may be repeated", 0},
    {"vectors", KEY_VECTORS, "DIR", 0,
     "the folder with MANIFEST.json (default: AMSREF_VECTORS, "
     "the installed one, ./vectors)",
     0},
    {0},
};

static void read_shard(struct argp_state *state, const char *text, amsref_check_options *options)
{
    char *end = NULL, *last = NULL;
    unsigned long i = strtoul(text, &end, 10);
    unsigned long n = *end == '/' ? strtoul(end + 1, &last, 10) : 0;

    if (!last || *last || last == end + 1 || strpbrk(text, "+- \t") || i < 1 || i > n ||
        n > 1000000) {
        argp_error(state, "--shard %s: wanted I/N with 1 <= I <= N, as in 2/5", text);
    }
    options->shard = i;
    options->shards = n;
}

static void read_level(struct argp_state *state, const char *text, amsref_check_options *options)
{
    options->level = amsref_level_from_name(text);
    if (options->level >= AMSREF_NONCONFORMING) {
        argp_error(state, "--level %s: the levels are exact, tight and working", text);
    }
}

static void read_threads(struct argp_state *state, const char *text, amsref_check_options *options)
{
    char *end = NULL;
    unsigned long n = strtoul(text, &end, 10);

    if (*end || end == text || strpbrk(text, "+- \t") || n < 1 || n > 1024) {
        argp_error(state, "--threads %s: wanted a number from 1 to 1024", text);
    }
    options->threads = n;
}

/* What a trace has no use for must not be given, or somebody would believe that it did something. */
static void check_trace_options(struct argp_state *state, const amsref_check_options *options)
{
    if (options->command) {
        argp_error(state, "--trace judges a recorded run; no command goes with it");
    } else if (options->format < AMSREF_FORMAT_COUNT || options->category || options->ids ||
               options->shards > 1 || options->vectors || options->explain ||
               options->fresh_asked || options->laws_asked || options->law ||
               options->seed != AMSREF_SEED || options->timeout != AMSREF_DEFAULT_TIMEOUT) {
        argp_error(state, "only --dialect, --level, --report and --threads go with --trace");
    }
}

static error_t read_option(int key, char *text, struct argp_state *state)
{
    amsref_check_options *options = state->input;

    switch (key) {
    case KEY_DIALECT:
        options->dialect = amsref_read_dialect(state, text);
        break;
    case KEY_FORMAT:
        options->format = amsref_read_format(state, text);
        break;
    case KEY_CATEGORY:
        options->category = text;
        break;
    case KEY_CASE:
        if (options->ids == AMSREF_CASES_NAMED_MOST) {
            argp_error(state, "--case: at most %d; --category or --shard select more",
                       AMSREF_CASES_NAMED_MOST);
            break;
        }
        options->id[options->ids++] = text;
        break;
    case KEY_LEVEL:
        read_level(state, text, options);
        break;
    case KEY_SHARD:
        read_shard(state, text, options);
        break;
    case KEY_TIMEOUT:
        options->timeout = amsref_read_timeout(state, text);
        break;
    case KEY_REPORT:
        amsref_read_report(state, text, options->report, &options->reports);
        break;
    case KEY_VECTORS:
        options->vectors = text;
        break;
    case KEY_EXPLAIN:
        options->explain = true;
        break;
    case KEY_FRESH:
        options->fresh = amsref_read_count(state, "fresh", text, 1, AMSREF_FRESH_MOST);
        options->fresh_asked = true;
        break;
    case KEY_NO_FRESH:
        options->fresh = 0;
        options->fresh_asked = true;
        break;
    case KEY_SEED:
        options->seed = amsref_read_count(state, "seed", text, 0, INT64_MAX);
        break;
    case KEY_LAWS:
    case KEY_NO_LAWS:
        options->laws = key == KEY_LAWS;
        options->laws_asked = true;
        break;
    case KEY_LAW:
        amsref_read_law(state, text, options);
        break;
    case KEY_BUDGET:
        amsref_read_budget(state, text, options);
        break;
    case KEY_TRACE:
        options->trace = text;
        break;
    case KEY_THREADS:
        read_threads(state, text, options);
        break;
    case ARGP_KEY_ARG: /* the first word of the command; the rest is not ours to read */
        options->command = state->argv + state->next - 1;
        state->next = state->argc;
        break;
    case ARGP_KEY_END:
        if (options->trace) {
            check_trace_options(state, options);
        } else if (options->threads) {
            argp_error(state, "--threads goes with --trace; an implementation is asked by one");
        } else if (!options->command) {
            argp_error(state, "no command to check; it follows a double dash: "
                              "amsref check -- python3 my_adapter.py");
        }
        break;
    default:
        return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

void amsref_check_parse(int argc, char **argv, amsref_check_options *options)
{
    static const struct argp parser = {
        option_table, read_option, "[--] COMMAND [ARGUMENT...]", doc, NULL, NULL, NULL};

    *options = (amsref_check_options){.dialect = AMSREF_DIALECT_COUNT,
                                      .format = AMSREF_FORMAT_COUNT,
                                      .level = AMSREF_WORKING,
                                      .shard = 1,
                                      .shards = 1,
                                      .timeout = AMSREF_DEFAULT_TIMEOUT,
                                      .seed = AMSREF_SEED,
                                      .trials = AMSREF_LAWS_TRIALS};
    argp_parse(&parser, argc, argv, ARGP_IN_ORDER, NULL, options);
    amsref_settle_laws(options);
    amsref_settle_fresh(options);
    if (!options->reports) {
        amsref_error error;
        amsref_report_parse("terminal", &options->report[options->reports++], &error);
    }
}
