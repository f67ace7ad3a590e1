/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading the command line of `amsref vectors`.
 */
#include <argp.h>
#include <string.h>

#include "cli/vectors.h"
#include "cli/cli.h"
#include "core/amsref.h"

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
    {"vectors", KEY_VECTORS, "DIR", 0,
     "the suite's folder (default: AMSREF_VECTORS, the installed "
     "one, ./vectors)",
     0},
    {"out", KEY_OUT, "PATH", 0,
     "generate: the folder to write to (default: --vectors); "
     "export: the file (default: standard output)",
     0},
    {"to", KEY_TO, "c|csv", 0, "export: a C header or CSV", 0},
    {"dialect", 'd', "D", 0, "only this dialect", 0},
    {"format", 'f', "F", 0, "only this format", 0},
    {"category", 'c', "C", 0, "only this category", 0},
    {"case", KEY_CASE, "ID", 0, "only this case", 0},
    {0},
};

/* Which options an action reads: v --vectors, o --out, t --to, f the filters, i an id. */
static const struct action {
    const char *name, *reads;
} actions[] = {
    {"generate", "vo"}, {"verify", "v"}, {"list", "vf"},
    {"show", "vi"},     {"stats", "vf"}, {"export", "votf"},
};

static const struct action *find_action(const char *name) {
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        if (strcmp(actions[i].name, name) == 0) {
            return &actions[i];
        }
    }
    return NULL;
}

static bool filtered(const amsref_filter *filter) {
    return filter->dialect != AMSREF_DIALECT_COUNT || filter->format != AMSREF_FORMAT_COUNT ||
           filter->category || filter->id;
}

/* Options that the action would not read are refused: they would be silently without effect. */
static void check_usage(struct argp_state *state, const amsref_vectors_options *o) {
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
        argp_error(state,
                   "%s is always about all files: no --dialect, --format, --category, --case",
                   o->action);
    }
}

static void read_argument(struct argp_state *state, char *text, amsref_vectors_options *o) {
    if (!o->action) {
        o->action = text;
    } else if (strcmp(o->action, "show") == 0 && !o->filter.id) {
        o->filter.id = text;
    } else {
        argp_error(state, "unexpected argument '%s'", text);
    }
}

static error_t read_option(int key, char *text, struct argp_state *state) {
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
            argp_error(state,
                       "there is no dialect '%s'; the dialects are paper paper-eps julia pytorch "
                       "keras optax optax-mu drjit adam",
                       text);
        }
        break;
    case 'f':
        o->filter.format = amsref_format_from_name(text);
        if (o->filter.format == AMSREF_FORMAT_COUNT) {
            argp_error(state, "there is no format '%s'; the formats are " AMSREF_FORMATS,
                       text);
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

void amsref_vectors_parse(int argc, char **argv, amsref_vectors_options *options) {
    static const struct argp parser = {
        .options = option_table, .parser = read_option, .args_doc = "ACTION [ID]", .doc = doc};

    *options = (amsref_vectors_options){
        .filter = {.dialect = AMSREF_DIALECT_COUNT, .format = AMSREF_FORMAT_COUNT}};
    argp_parse(&parser, argc, argv, 0, NULL, options);
}
