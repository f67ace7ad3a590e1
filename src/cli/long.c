/* SPDX-License-Identifier: Apache-2.0
 *
 * amsref long: implementations over a million steps.
 */
#include <argp.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/count.h"
#include "cli/session.h"
#include "core/amsref.h"
#include "long/long.h"
#include "suite/memory.h"

static const char doc[] =
    "Judge an implementation over long runs, a hundred thousand steps or a million.\v"
    "Actions:\n"
    "  check -- COMMAND   run it freely from its own states, and by single steps from golden ones\n"
    "  verify             check the golden values of the long runs, in seconds\n\n"
    "The gradients are a function of the step (spec/long-runs.md). The implementation is asked "
    "piece by piece and needs nothing that `amsref check` does not need; it must answer x, m, v "
    "and vmax. Errors that it makes in a step and errors that have grown in the run are told "
    "apart; where it leaves the enclosure, the step and the quantity are named.\n\n"
    "Exit status: as amsref check; verify: 0 alike, 1 different, 2 unreadable.\n\n"
    "Examples:\n"
    "  amsref long check -- ./adapter\n"
    "  amsref long check --steps 100000 --format binary32 -- python3 my_adapter.py";

enum { KEY_DIALECT = 'd', KEY_FORMAT = 'f', KEY_LEVEL = 'l', KEY_JSON = 'j', KEY_STEPS = 1000,
       KEY_TIMEOUT, KEY_VECTORS, KEY_SEED };

static const struct argp_option option_table[] = {
    {"dialect", KEY_DIALECT, "D", 0, "judge by dialect D (default: the one that it names itself)",
     0},
    {"format", KEY_FORMAT, "F", 0, "only this format", 0},
    {"level", KEY_LEVEL, "L", 0, "what passes: exact, tight or working (default)", 0},
    {"steps", KEY_STEPS, "N", 0, "go no further than step N", 0},
    {"json", KEY_JSON, NULL, 0, "write JSON", 0},
    {"timeout", KEY_TIMEOUT, "S", 0, AMSREF_TIMEOUT_HELP, 0},
    {"seed", KEY_SEED, "S", 0, "verify: which stretch is made anew (default 1)", 0},
    {"vectors", KEY_VECTORS, "DIR", 0,
     "the suite's folder, above long/ (default: AMSREF_VECTORS, the installed one, ./vectors)", 0},
    {0},
};

typedef struct options {
    const char *action;
    amsref_dialect dialect;
    amsref_format format;
    amsref_level level;
    uint64_t steps, seed;
    bool json;
    double timeout;
    const char *vectors;
    char **command;
} options;

static void check_usage(struct argp_state *state, const options *o)
{
    if (!o->action || (strcmp(o->action, "check") != 0 && strcmp(o->action, "verify") != 0)) {
        argp_error(state, "%s%s; the actions are check and verify",
                   o->action ? "no action " : "an action is missing", o->action ? o->action : "");
    } else if (strcmp(o->action, "check") == 0 && !o->command) {
        argp_error(state, "no command to judge; it follows a double dash: "
                          "amsref long check -- python3 my_adapter.py");
    } else if (strcmp(o->action, "verify") == 0 && o->command) {
        argp_error(state, "verify asks nobody: no command");
    }
}

static error_t read_option(int key, char *text, struct argp_state *state)
{
    options *o = state->input;

    switch (key) {
    case KEY_DIALECT:
        o->dialect = amsref_read_dialect(state, text);
        break;
    case KEY_FORMAT:
        o->format = amsref_read_format(state, text);
        break;
    case KEY_LEVEL:
        o->level = amsref_level_from_name(text);
        if (o->level >= AMSREF_NONCONFORMING) {
            argp_error(state, "--level %s: wanted exact, tight or working", text);
        }
        break;
    case KEY_STEPS:
        o->steps = amsref_read_count(state, "steps", text, 1, INT64_MAX);
        break;
    case KEY_SEED:
        o->seed = amsref_read_count(state, "seed", text, 1, INT64_MAX);
        break;
    case KEY_JSON:
        o->json = true;
        break;
    case KEY_TIMEOUT:
        o->timeout = amsref_read_timeout(state, text);
        break;
    case KEY_VECTORS:
        o->vectors = text;
        break;
    case ARGP_KEY_ARG:
        if (!o->action) {
            o->action = text;
            break;
        }
        o->command = state->argv + state->next - 1; /* the rest is not ours to read */
        state->next = state->argc;
        break;
    case ARGP_KEY_END:
        check_usage(state, o);
        break;
    default:
        return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static int refuse(const amsref_error *error)
{
    fprintf(stderr, "amsref long: %s\n", error->text);
    return AMSREF_USAGE;
}

static int read_cases(const options *o, amsref_dialect dialect, amsref_case_list *list,
                      amsref_error *error)
{
    const char *dir = amsref_vectors_dir(o->vectors, error);
    const amsref_filter filter = {dialect, o->format, NULL, NULL};

    if (!dir) {
        return -1;
    }
    char *folder = amsref_print("%s/long", dir);
    const int result = amsref_cases_read(folder, &filter, list, error);
    free(folder);
    return result;
}

static int verify(const options *o)
{
    amsref_case_list list;
    amsref_error error;
    int status = 0;

    if (read_cases(o, o->dialect, &list, &error) != 0) {
        return refuse(&error);
    }
    for (size_t i = 0; i < list.count; i++) {
        const int result = amsref_long_verify(&list.item[i], o->seed, &error);
        if (result != 0) {
            refuse(&error);
            status = result < 0 || status == AMSREF_USAGE ? AMSREF_USAGE : AMSREF_DIFFERS;
        }
    }
    if (status == 0) {
        printf("%zu long runs: core bits, hashes, first steps and one stretch are what the files "
               "say\n",
               list.count);
    }
    amsref_cases_free(&list);
    return status;
}

/* On a terminal one line, at most ten times a second. */
static void show_progress(const amsref_long *l, uint64_t t, void *context)
{
    struct timespec now, *last = context;

    clock_gettime(CLOCK_MONOTONIC, &now);
    if ((now.tv_sec - last->tv_sec) * 1000 + (now.tv_nsec - last->tv_nsec) / 1000000 >= 100) {
        fprintf(stderr, "\r\033[K%s step %llu of %llu", l->item->id, (unsigned long long)t,
                (unsigned long long)l->point[l->points - 1].t);
        *last = now;
    }
}

/* What all cases came to. */
typedef struct verdict {
    bool terminal, broke;
    size_t judged, failed, skipped;
    json_t *json;
    amsref_error error;
} verdict;

static void judge(const options *o, amsref_client *client, const amsref_case *item, verdict *v)
{
    struct timespec last = {0};
    amsref_long l;

    v->broke = amsref_long_ask(client, item, o->level, o->steps, v->terminal ? show_progress : NULL,
                               &last, &l, &v->error) != 0;
    if (v->terminal) {
        fputs("\r\033[K", stderr);
    }
    if (!v->broke) {
        v->skipped += l.outcome == AMSREF_SKIPPED;
        v->judged += l.outcome != AMSREF_SKIPPED;
        v->failed += l.outcome != AMSREF_SKIPPED && (l.level > o->level || l.free.found ||
                                                     l.unsteady);
        if (o->json) {
            json_array_append_new(v->json, amsref_long_json(&l));
        } else {
            amsref_long_text(stdout, &l, o->level);
        }
    }
    amsref_long_free(&l);
}

static int conclude(const options *o, const amsref_hello *hello, verdict *v)
{
    const int status = v->broke     ? AMSREF_BROKE
                       : !v->judged ? AMSREF_NOTHING
                       : v->failed  ? AMSREF_DIFFERS
                                    : AMSREF_CONFORMS;
    static const char *const word[] = {"CONFORMS", "DOES NOT CONFORM", "", "BROKE OFF",
                                       "NOTHING WAS RUN"};

    if (v->broke) {
        fprintf(stderr, "amsref long: %s\n", v->error.text);
    }
    if (o->json) {
        json_t *root = json_pack(
            "{s:s, s:i, s:s, s:{s:s, s:s}, s:s, s:i, s:o}", "report", "amsref long", "schema", 1,
            "tool", AMSREF_VERSION, "implementation", "name", hello->name ? hello->name : "",
            "version", hello->version ? hello->version : "", "wanted", amsref_level_name(o->level),
            "status", status, "runs", v->json);
        json_dumpf(root, stdout, JSON_INDENT(1));
        putchar('\n');
        json_decref(root);
        v->json = NULL;
    } else {
        printf("%s: %zu long runs judged, %zu failed, %zu skipped\n", word[status], v->judged,
               v->failed, v->skipped);
    }
    return status;
}

static int check(const options *o)
{
    const amsref_terms terms = {AMSREF_VERSION, (int)(o->timeout * 1000)};
    amsref_client *client = NULL;
    amsref_case_list list = {0};
    amsref_dialect dialect;
    verdict v = {.terminal = isatty(STDERR_FILENO), .json = json_array()};
    int status;

    v.broke = amsref_client_start(o->command, &terms, &client, &v.error) != 0;
    const amsref_hello *hello = amsref_client_hello(client);
    if (!v.broke && (amsref_choose_dialect(o->dialect, hello, &dialect, &v.error) != 0 ||
                     read_cases(o, dialect, &list, &v.error) != 0)) {
        status = refuse(&v.error);
    } else {
        for (size_t i = 0; i < list.count && !v.broke; i++) {
            judge(o, client, &list.item[i], &v);
        }
        v.broke = v.broke || amsref_client_finish(client, &v.error) != 0;
        status = conclude(o, hello, &v);
    }
    json_decref(v.json);
    amsref_cases_free(&list);
    amsref_client_free(client);
    return status;
}

int amsref_cli_long(int argc, char **argv)
{
    static const struct argp parser = {
        option_table, read_option, "check [--] COMMAND [ARGUMENT...]\nverify", doc, NULL, NULL,
        NULL};
    options o = {.dialect = AMSREF_DIALECT_COUNT,
                 .format = AMSREF_FORMAT_COUNT,
                 .level = AMSREF_WORKING,
                 .steps = UINT64_MAX,
                 .seed = 1,
                 .timeout = AMSREF_DEFAULT_TIMEOUT};

    argp_parse(&parser, argc, argv, ARGP_IN_ORDER, NULL, &o);
    return strcmp(o.action, "verify") == 0 ? verify(&o) : check(&o);
}
