/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading the command line of `amsref drift`.
 */
#include <argp.h>
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/drift_options.h"
#include "core/amsref.h"

static const char doc[] =
    "What an implementation answers to the golden cases, on record; and what has changed since.\v"
    "Actions:\n"
    "  record --out FILE -- COMMAND   ask COMMAND every case, and write the ledger\n"
    "  compare OLD -- COMMAND         ask again, and say what has changed\n"
    "  compare OLD NEW                compare two ledgers\n\n"
    "Of each format, category and quantity a comparison says whether the bits are the same, have "
    "changed inside the budget, or lie outside. The budget is the certified enclosure, never what "
    "OLD answered. Beside it stands a ratchet: the largest distance from ideal may not rise above "
    "what the ledger says, unless the rise is named with a reason (spec/drift-ledger.md):\n\n"
    "  --accept 'binary64/bias/x:31=fused multiply-add since 2.4'\n\n"
    "OLD is then rewritten with NEW's answers, the new ratchets and the reason. What is outside "
    "the budget cannot be accepted. record never replaces a file.\n\n"
    "Exit status:\n"
    "  0  the same bits, or inside the budget and no ratchet exceeded\n"
    "  1  outside the budget, above a ratchet, or answers are lost\n"
    "  2  wrong usage, a ledger that cannot be read, or ledgers of different sets\n"
    "  3  the implementation crashed, hung or broke the protocol\n"
    "  4  nothing was answered or compared\n\n"
    "Examples:\n"
    "  amsref drift record --out drift.json --flags=-O3 -- ./adapter\n"
    "  amsref drift compare drift.json --report junit:drift.xml -- ./adapter";

enum {
    KEY_DIALECT = 'd',
    KEY_FORMAT = 'f',
    KEY_CATEGORY = 'c',
    KEY_LEVEL = 'l',
    KEY_OUT = 'o',
    KEY_REPORT = 'r',
    KEY_CASE = 1000, /* no short option */
    KEY_EXCEPT,
    KEY_COMPILER,
    KEY_FLAGS,
    KEY_NOTE,
    KEY_ACCEPT,
    KEY_TIGHTEN,
    KEY_TIMEOUT,
    KEY_VECTORS
};

static const struct argp_option option_table[] = {
    {NULL, 0, NULL, 0, "record:", 1},
    {"out", KEY_OUT, "FILE", 0, "the ledger; must not exist yet; - for standard output", 1},
    {"dialect", KEY_DIALECT, "D", 0, "by dialect D (default: the one that it names itself)", 1},
    {"level", KEY_LEVEL, "L", 0, "the budget: tight or working (default)", 1},
    {"format", KEY_FORMAT, "F", 0, "only cases in this format", 1},
    {"category", KEY_CATEGORY, "C", 0, "only cases of this category", 1},
    {"case", KEY_CASE, "ID", 0, "only this case; may be repeated", 1},
    {"except", KEY_EXCEPT, "ID=REASON", 0, "not this case, for a reason; may be repeated", 1},
    {NULL, 0, NULL, 0, "compare:", 2},
    {"accept", KEY_ACCEPT, "PLACE:ULP[,PLACE:ULP...]=REASON", 0,
     "accept these rises; may be repeated", 2},
    {"tighten", KEY_TIGHTEN, NULL, 0, "lower each ratchet to what is reached now", 2},
    {"report", KEY_REPORT, "FORMAT[:FILE]", 0, "terminal, json, junit or html; may be repeated", 2},
    {NULL, 0, NULL, 0, "where COMMAND is asked:", 3},
    {"compiler", KEY_COMPILER, "TEXT", 0, "what it was compiled by", 3},
    {"flags", KEY_FLAGS, "TEXT", 0, "and with which flags", 3},
    {"note", KEY_NOTE, "KEY=VALUE", 0, "whatever else is worth knowing; may be repeated", 3},
    {"timeout", KEY_TIMEOUT, "S", 0, AMSREF_TIMEOUT_HELP, 3},
    {"vectors", KEY_VECTORS, "DIR", 0,
     "the folder with MANIFEST.json (default: AMSREF_VECTORS, the installed one, ./vectors)", 3},
    {0},
};

/* Options that were given, to refuse what does not go with the action. */
typedef struct reading {
    amsref_drift_options *options;
    const char *action;
    const char *record, *compare, *asking; /* the last option that goes with it alone */
} reading;

static void add_word(struct argp_state *state, const char *option, const char *text,
                     const char *list[AMSREF_DRIFT_WORDS_MOST], size_t *count)
{
    if (*count == AMSREF_DRIFT_WORDS_MOST) {
        argp_error(state, "--%s: at most %d", option, AMSREF_DRIFT_WORDS_MOST);
        return;
    }
    list[(*count)++] = text;
}

static void read_level(struct argp_state *state, const char *text, amsref_drift_options *o)
{
    o->level = amsref_level_from_name(text);
    if (o->level != AMSREF_TIGHT && o->level != AMSREF_WORKING) {
        argp_error(state, "--level %s: the budget is tight or working", text);
    }
}

static void read_accept(struct argp_state *state, const char *text, amsref_drift_options *o)
{
    const char *equals = strchr(text, '=');

    if (!equals || equals == text || !equals[1 + strspn(equals + 1, " \t\r\n")]) {
        argp_error(state, "--accept %s: wanted PLACE:ULP=REASON, as in "
                          "'binary64/bias/x:31=fused multiply-add since 2.4'",
                   text);
    }
    add_word(state, "accept", text, o->accept, &o->accepts);
}

static void read_report(struct argp_state *state, const char *text, amsref_drift_options *o)
{
    amsref_read_report(state, text, o->report, &o->reports);
    if (!o->report[o->reports - 1].write_drift) {
        argp_error(state, "--report %s: of drift there are terminal, json, junit and html", text);
    }
}

static void read_word(char *text, struct argp_state *state, reading *r)
{
    amsref_drift_options *o = r->options;
    const bool quoted = state->quoted && state->next > state->quoted;

    if (!r->action && !quoted) {
        r->action = text;
        o->compare = strcmp(text, "compare") == 0;
        if (!o->compare && strcmp(text, "record") != 0) {
            argp_error(state, "there is no action '%s'; the actions are record and compare", text);
        }
    } else if (!quoted && o->compare && o->files < 2) {
        o->file[o->files++] = text;
    } else if (quoted || !o->compare) {
        o->command = state->argv + state->next - 1; /* the rest is not ours to read */
        state->next = state->argc;
    } else {
        argp_error(state, "too many ledgers; a command follows a double dash");
    }
}

static void check_usage(struct argp_state *state, const reading *r)
{
    const amsref_drift_options *o = r->options;

    if (!r->action) {
        argp_error(state, "an action is missing: record or compare");
    } else if (!o->compare && !o->command) {
        argp_error(state, "no command to record; it follows a double dash: "
                          "amsref drift record --out FILE -- python3 my_adapter.py");
    } else if (!o->compare && !o->out) {
        argp_error(state, "--out FILE is missing: where the ledger goes");
    } else if (!o->compare && r->compare) {
        argp_error(state, "--%s goes with compare", r->compare);
    } else if (o->compare && r->record) {
        argp_error(state, "--%s goes with record; a comparison takes it from OLD", r->record);
    } else if (o->compare && o->files + (o->command != NULL) != 2) {
        argp_error(state, "compare wants OLD and either NEW or, behind a double dash, a command");
    } else if (o->compare && !o->command && r->asking) {
        argp_error(state, "--%s: nobody is asked where two ledgers are compared", r->asking);
    }
}

static void note_group(int key, reading *r)
{
    for (const struct argp_option *option = option_table; option->name || option->doc; option++) {
        if (option->name && option->key == key) {
            *(option->group == 1   ? &r->record
              : option->group == 2 ? &r->compare
                                   : &r->asking) = option->name;
        }
    }
}

static error_t read_option(int key, char *text, struct argp_state *state)
{
    reading *r = state->input;
    amsref_drift_options *o = r->options;

    note_group(key, r);
    switch (key) {
    case KEY_DIALECT:
        o->selection.dialect = amsref_read_dialect(state, text);
        break;
    case KEY_FORMAT:
        o->selection.format = amsref_read_format(state, text);
        break;
    case KEY_LEVEL:
        read_level(state, text, o);
        break;
    case KEY_CATEGORY:
        o->selection.category = text;
        break;
    case KEY_OUT:
        o->out = text;
        break;
    case KEY_CASE:
        add_word(state, "case", text, o->id, &o->selection.ids);
        break;
    case KEY_EXCEPT:
        add_word(state, "except", text, o->except, &o->selection.excepts);
        break;
    case KEY_NOTE:
        if (!strchr(text, '=') || *text == '=') {
            argp_error(state, "--note %s: wanted KEY=VALUE", text);
        }
        add_word(state, "note", text, o->note, &o->notes);
        break;
    case KEY_ACCEPT:
        read_accept(state, text, o);
        break;
    case KEY_TIGHTEN:
        o->tighten = true;
        break;
    case KEY_COMPILER:
        o->compiler = text;
        break;
    case KEY_FLAGS:
        o->flags = text;
        break;
    case KEY_REPORT:
        read_report(state, text, o);
        break;
    case KEY_TIMEOUT:
        o->timeout = amsref_read_timeout(state, text);
        break;
    case KEY_VECTORS:
        o->vectors = text;
        break;
    case ARGP_KEY_ARG:
        read_word(text, state, r);
        break;
    case ARGP_KEY_END:
        check_usage(state, r);
        break;
    default:
        return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

void amsref_drift_parse(int argc, char **argv, amsref_drift_options *options)
{
    static const struct argp parser = {
        option_table, read_option,
        "record --out FILE [--] COMMAND [ARGUMENT...]\ncompare OLD -- COMMAND [ARGUMENT...]\n"
        "compare OLD NEW",
        doc, NULL, NULL, NULL};
    reading r = {.options = options};

    *options = (amsref_drift_options){.level = AMSREF_WORKING, .timeout = AMSREF_DEFAULT_TIMEOUT};
    options->selection = (amsref_drift_selection){.dialect = AMSREF_DIALECT_COUNT,
                                                  .format = AMSREF_FORMAT_COUNT,
                                                  .id = options->id,
                                                  .except = options->except};
    argp_parse(&parser, argc, argv, ARGP_IN_ORDER, NULL, &r);
    if (!options->reports) {
        amsref_error error;
        amsref_report_parse("terminal", &options->report[options->reports++], &error);
    }
}
