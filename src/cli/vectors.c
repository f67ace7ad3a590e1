/* SPDX-License-Identifier: Apache-2.0
 *
 * amsref vectors: making, checking and looking at the golden vectors.
 */
#include <argp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/vectors.h"
#include "core/amsref.h"
#include "runner/runner.h"
#include "suite/memory.h"

static const char doc[] =
    "Make, check and look at the golden vectors.\v"
    "Actions:\n"
    "  generate   make golden/ and MANIFEST.json from cases/\n"
    "  verify     make them again and compare byte for byte\n"
    "  list       ids and sizes of the cases\n"
    "  show ID    one case, every element in decimal and in bits, with its enclosures\n"
    "  stats      counts, and how wide the enclosures are\n"
    "  export     the cases as a C header or as CSV (spec/vectors.md, AG-78)\n\n"
    "list, stats and export take --dialect, --format, --category and --case.\n\n"
    "Exit status: 0 done; 1 verify found a difference; 2 wrong usage or unreadable input.\n\n"
    "Examples:\n"
    "  amsref vectors show pytorch/binary64/edge/0007\n"
    "  amsref vectors export --to c --dialect keras --format binary32 --out keras.h";

enum { KEY_VECTORS = 1000, KEY_OUT, KEY_TO, KEY_CASE };

static const struct argp_option option_table[] = {
    {"vectors", KEY_VECTORS, "DIR", 0, "the suite's folder (default: AMSREF_VECTORS, ./vectors, the "
                                       "installed one)", 0},
    {"out", KEY_OUT, "PATH", 0, "generate: the folder to write to (default: --vectors); "
                                "export: the file (default: standard output)", 0},
    {"to", KEY_TO, "c|csv", 0, "export: a C header or CSV", 0},
    {"dialect", 'd', "D", 0, "only this dialect", 0},
    {"format", 'f', "F", 0, "only binary64 or binary32", 0},
    {"category", 'c', "C", 0, "only this category", 0},
    {"case", KEY_CASE, "ID", 0, "only this case", 0},
    {0},
};

/* Which options an action reads: v --vectors, o --out, t --to, f the filters, i an id. */
static const struct action {
    const char *name, *reads;
} actions[] = {
    {"generate", "vo"}, {"verify", "v"},  {"list", "vf"},
    {"show", "vi"},     {"stats", "vf"}, {"export", "votf"},
};

static const struct action *find_action(const char *name)
{
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        if (strcmp(actions[i].name, name) == 0) {
            return &actions[i];
        }
    }
    return NULL;
}

static bool filtered(const amsref_filter *filter)
{
    return filter->dialect != AMSREF_DIALECT_COUNT || filter->format != AMSREF_FORMAT_COUNT ||
           filter->category || filter->id;
}

/* Options that the action would not read are refused: they would be silently without effect. */
static void check_usage(struct argp_state *state, const amsref_vectors_options *o)
{
    const struct action *action = o->action ? find_action(o->action) : NULL;

    if (!action) {
        argp_error(state, "%s%s; the actions are generate, verify, list, show, stats and export",
                   o->action ? "no action " : "an action is missing", o->action ? o->action : "");
        return;
    }
    bool shows = strchr(action->reads, 'i') != NULL;
    if (o->out && !strchr(action->reads, 'o')) {
        argp_error(state, "%s writes nothing: --out is for generate and export", o->action);
    } else if (!o->to != !strchr(action->reads, 't')) {
        argp_error(state, o->to ? "--to is for export" : "export needs --to c or --to csv");
    } else if (o->to && strcmp(o->to, "c") != 0 && strcmp(o->to, "csv") != 0) {
        argp_error(state, "--to %s: only c and csv are known", o->to);
    } else if (shows && !o->filter.id) {
        argp_error(state, "show needs the id of a case (amsref vectors list)");
    } else if (!shows && filtered(&o->filter) && !strchr(action->reads, 'f')) {
        argp_error(state, "%s is always about all files: no --dialect, --format, --category, --case",
                   o->action);
    }
}

static void read_argument(struct argp_state *state, char *text, amsref_vectors_options *o)
{
    if (!o->action) {
        o->action = text;
    } else if (strcmp(o->action, "show") == 0 && !o->filter.id) {
        o->filter.id = text;
    } else {
        argp_error(state, "unexpected argument '%s'", text);
    }
}

static error_t read_option(int key, char *text, struct argp_state *state)
{
    amsref_vectors_options *o = state->input;

    switch (key) {
    case KEY_VECTORS:
        o->vectors = text;
        break;
    case KEY_OUT:
        o->out = text;
        break;
    case KEY_TO:
        o->to = text;
        break;
    case KEY_CASE:
        o->filter.id = text;
        break;
    case 'd':
        o->filter.dialect = amsref_dialect_from_name(text);
        if (o->filter.dialect == AMSREF_DIALECT_COUNT) {
            argp_error(state, "there is no dialect '%s'; the dialects are paper paper-eps julia pytorch "
                              "keras optax optax-mu drjit adam", text);
        }
        break;
    case 'f':
        o->filter.format = amsref_format_from_name(text);
        if (o->filter.format == AMSREF_FORMAT_COUNT) {
            argp_error(state, "there is no format '%s'; the formats are binary64 and binary32", text);
        }
        break;
    case 'c':
        o->filter.category = text;
        break;
    case ARGP_KEY_ARG:
        read_argument(state, text, o);
        break;
    case ARGP_KEY_END:
        check_usage(state, o);
        break;
    default:
        return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static int unreadable(const amsref_error *error)
{
    fprintf(stderr, "amsref vectors: %s\n", error->text);
    return AMSREF_USAGE;
}

static void show_progress(size_t done, size_t total, const char *name, void *context)
{
    (void)context;
    fprintf(stderr, "\r\033[K%zu/%zu %s", done, total, name);
    if (done == total) {
        fputs("\r\033[K", stderr);
    }
}

static amsref_progress progress(void)
{
    return isatty(STDERR_FILENO) ? show_progress : NULL;
}

/* The folder need not hold a manifest yet. */
static int generate(const amsref_vectors_options *o)
{
    const char *named = o->vectors ? o->vectors : getenv("AMSREF_VECTORS");
    const char *dir = named && *named ? named : "vectors";
    amsref_error error;

    if (amsref_vectors_generate(dir, o->out ? o->out : dir, progress(), NULL, &error) != 0) {
        return unreadable(&error);
    }
    return 0;
}

static void print_difference(const char *text, void *context)
{
    size_t *differences = context;

    ++*differences;
    puts(text);
}

static int verify(const char *dir)
{
    amsref_error error;
    size_t differences = 0, compared;
    int result =
        amsref_vectors_verify(dir, progress(), &differences, print_difference, &compared, &error);

    if (result < 0) {
        return unreadable(&error);
    }
    printf("verify: %zu passed, %zu failed\n", compared - differences, differences);
    return result ? AMSREF_DIFFERS : 0;
}

/* Whole or not at all: the text is complete before the file is touched. */
static int export(const amsref_vectors_options *o, const char *dir, const amsref_case_list *list)
{
    char version[32], *text = NULL;
    size_t size = 0;
    amsref_error error;

    if (amsref_suite_version(dir, version, &error) != 0) {
        return unreadable(&error);
    }
    FILE *file = o->out ? open_memstream(&text, &size) : stdout;
    bool good = file && (strcmp(o->to, "c") == 0 ? amsref_export_c(file, list, version)
                                                 : amsref_export_csv(file, list));
    if (file && o->out) {
        good = fclose(file) == 0 && good;
    }
    if (!good) {
        amsref_fail(&error, "%s: cannot be written", o->out ? o->out : "standard output");
    } else if (o->out) {
        good = amsref_file_write(o->out, text, size, &error) == 0;
    }
    free(text);
    return good ? 0 : unreadable(&error);
}

/* Actions on cases that are read. */
static int view(const amsref_vectors_options *o, const char *dir)
{
    amsref_case_list list;
    amsref_error error;
    int status;

    if (amsref_cases_read(dir, &o->filter, &list, &error) != 0) {
        return unreadable(&error);
    }
    if (list.count == 0) {
        amsref_fail(&error, "no case has this id, dialect, format and category (amsref vectors list)");
        status = unreadable(&error);
    } else if (strcmp(o->action, "list") == 0) {
        status = amsref_vectors_list(&list);
    } else if (strcmp(o->action, "show") == 0) {
        status = amsref_vectors_show(&list.item[0]);
    } else if (strcmp(o->action, "stats") == 0) {
        status = amsref_vectors_stats(&list);
    } else {
        status = export(o, dir, &list);
    }
    amsref_cases_free(&list);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        amsref_fail(&error, "standard output cannot be written");
        status = unreadable(&error);
    }
    return status;
}

int amsref_cli_vectors(int argc, char **argv)
{
    static const struct argp parser = {.options = option_table,
                                       .parser = read_option,
                                       .args_doc = "ACTION [ID]",
                                       .doc = doc};
    amsref_vectors_options o = {
        .filter = {.dialect = AMSREF_DIALECT_COUNT, .format = AMSREF_FORMAT_COUNT}};
    amsref_error error;

    argp_parse(&parser, argc, argv, 0, NULL, &o);
    if (strcmp(o.action, "generate") == 0) {
        return generate(&o);
    }
    const char *dir = amsref_vectors_dir(o.vectors, &error);
    if (!dir) {
        return unreadable(&error);
    }
    return strcmp(o.action, "verify") == 0 ? verify(dir) : view(&o, dir);
}
