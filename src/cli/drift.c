/* SPDX-License-Identifier: Apache-2.0
 *
 * amsref drift: ledgers from implementations, and comparisons of them.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/cli.h"
#include "cli/drift_options.h"
#include "core/amsref.h"
#include "report/drift.h"

/* Wrong usage or unreadable input: one line. */
static int refuse(const amsref_error *error)
{
    fprintf(stderr, "amsref drift: %s\n", error->text);
    return AMSREF_USAGE;
}

/* One implementation that is asked. */
typedef struct asking {
    const amsref_drift_options *options;
    const char *vectors;
    char *command;
    amsref_client *client;
    amsref_case_list cases;
    const amsref_case **chosen;
    size_t count;
} asking;

static void asking_free(asking *a)
{
    free(a->command);
    free(a->chosen);
    amsref_cases_free(&a->cases);
    amsref_client_free(a->client);
}

/* 0, AMSREF_USAGE or AMSREF_BROKE, and *error. */
static int begin(asking *a, amsref_error *error)
{
    const amsref_drift_options *o = a->options;
    char suite[32];
    const amsref_terms terms = {suite, (int)(o->timeout * 1000), AMSREF_EXIT_MS};

    a->command = amsref_shell_joined(o->command);
    a->vectors = amsref_vectors_dir(o->vectors, error);
    if (!a->vectors || amsref_suite_version(a->vectors, suite, error) != 0) {
        return AMSREF_USAGE;
    }
    return amsref_client_start(o->command, &terms, &a->client, error) == 0 ? 0 : AMSREF_BROKE;
}

/* Asks what `set` says. As begin. */
static int ask(asking *a, const json_t *set, amsref_ledger *ledger, amsref_error *error)
{
    const amsref_drift_options *o = a->options;
    const amsref_hello *hello = amsref_client_hello(a->client);
    const amsref_drift_about about = {hello, a->command, o->compiler, o->flags, o->note, o->notes};

    if (amsref_drift_cases(a->vectors, set, hello->formats, &a->cases, &a->chosen, &a->count,
                           error) != 0) {
        return AMSREF_USAGE;
    }
    ledger->set = json_incref((json_t *)(uintptr_t)set);
    ledger->run = amsref_drift_environment(&about);
    ledger->accepted = json_array();
    amsref_watch w = amsref_watch_begin();
    int failed = amsref_drift_measure(a->client, a->chosen, a->count, w.show, &w.last, ledger, error);
    amsref_watch_end(&w);
    if (!failed) {
        failed = amsref_client_finish(a->client, error);
    }
    return failed ? AMSREF_BROKE : 0;
}

static size_t judged(const amsref_ledger *ledger)
{
    size_t count = 0;

    for (size_t i = 0; i < ledger->count; i++) {
        count += ledger->item[i].outcome != AMSREF_SKIPPED;
    }
    return count;
}

/* One row: a quantity of a format over its categories. Returns how many cases are outside. */
static size_t put_quantity(FILE *out, const amsref_ledger *ledger, amsref_format format,
                           amsref_quantity q)
{
    const amsref_drift_peak *farthest = NULL;
    size_t level[AMSREF_LEVEL_COUNT] = {0}, cases = 0, outside = 0;

    for (size_t g = 0; g < ledger->groups; g++) {
        const amsref_drift_place *place = &ledger->group[g].place[q];
        if (ledger->group[g].format != format) {
            continue;
        }
        cases += place->cases;
        for (int l = 0; l < AMSREF_LEVEL_COUNT; l++) {
            level[l] += place->level[l];
        }
        if (place->farthest.at && (!farthest || place->farthest.ulp > farthest->ulp)) {
            farthest = &place->farthest;
        }
    }
    for (int l = (int)ledger->level + 1; l < AMSREF_LEVEL_COUNT; l++) {
        outside += level[l];
    }
    if (cases) {
        fprintf(out, "%-9s %-8s %6zu %6zu %6zu %7zu %7zu", amsref_format_name(format),
                amsref_quantity_name(q), cases, level[AMSREF_EXACT], level[AMSREF_TIGHT],
                level[AMSREF_WORKING], level[AMSREF_NONCONFORMING]);
        if (farthest) {
            fprintf(out, " %10.4g ulp, %s", (double)farthest->ulp, farthest->at->id);
        }
        fputc('\n', out);
    }
    return outside;
}

static int conclude_record(const amsref_drift_options *o, const amsref_ledger *ledger)
{
    FILE *out = strcmp(o->out, "-") == 0 ? stderr : stdout;
    char *who = amsref_drift_who(ledger);
    size_t outside = 0;

    fprintf(out,
            "recorded %s: %s, dialect %s, %zu of %zu cases answered\nSHA-256 of all answers %s\n\n",
            o->out, who, json_string_value(json_object_get(ledger->set, "dialect")),
            judged(ledger), ledger->count, ledger->sha256);
    fprintf(out, "%-9s %-8s %6s %6s %6s %7s %7s %10s\n", "format", "quantity", "cases", "exact",
            "tight", "working", "neither", "farthest");
    for (amsref_format f = AMSREF_BINARY64; f < AMSREF_FORMAT_COUNT; f++) {
        for (amsref_quantity q = AMSREF_X; q < AMSREF_QUANTITIES; q++) {
            outside += put_quantity(out, ledger, f, q);
        }
    }
    free(who);
    if (!outside) {
        return AMSREF_CONFORMS;
    }
    fprintf(stderr,
            "amsref drift: what lies outside the budget stays outside, in every comparison; amsref "
            "check says what is wrong, --except CASE=REASON leaves a case out\n");
    return AMSREF_DIFFERS;
}

static int write_ledger(const char *file, const char *text, size_t size, amsref_error *error)
{
    if (strcmp(file, "-") != 0) {
        return amsref_file_write(file, text, size, error);
    }
    if (fwrite(text, 1, size, stdout) != size || fflush(stdout) != 0) {
        return amsref_fail(error, "standard output cannot be written: %s", strerror(errno));
    }
    return 0;
}

/* A ledger is replaced by an accepted comparison alone. */
static int check_out(const char *file, amsref_error *error)
{
    struct stat about;

    if (strcmp(file, "-") == 0 || lstat(file, &about) != 0) {
        return 0;
    }
    return amsref_fail(error,
                       "--out %s: the file is there already; amsref drift compare says what has "
                       "changed since, and a new ledger wants a new name",
                       file);
}

static int broke(const asking *a, const amsref_error *error)
{
    char *errors = amsref_client_stderr(a->client);

    fprintf(stderr, "amsref drift: %s: %s\n%s", a->command, error->text, errors);
    free(errors);
    return AMSREF_BROKE;
}

static int record(const amsref_drift_options *o, asking *a)
{
    amsref_ledger ledger = {.level = o->level};
    amsref_drift_selection selection = o->selection;
    amsref_error error;
    json_t *set = NULL;
    size_t size;
    int status;

    if (check_out(o->out, &error) != 0) {
        return refuse(&error);
    }
    status = begin(a, &error);
    if (!status && (amsref_choose_dialect(o->selection.dialect, amsref_client_hello(a->client),
                                          &selection.dialect, &error) != 0 ||
                    !(set = amsref_drift_set(a->vectors, &selection, &error)))) {
        status = AMSREF_USAGE;
    }
    status = status ? status : ask(a, set, &ledger, &error);
    if (status) {
        status = status == AMSREF_BROKE ? broke(a, &error) : refuse(&error);
    } else if (!judged(&ledger)) {
        fprintf(stderr, "amsref drift: nothing to record: %s\n",
                ledger.count ? "every case was skipped" : "no case is selected");
        status = AMSREF_NOTHING;
    } else {
        char *text = amsref_ledger_text(&ledger, &size);
        status = write_ledger(o->out, text, size, &error) != 0 ? refuse(&error)
                                                               : conclude_record(o, &ledger);
        free(text);
    }
    json_decref(set);
    amsref_ledger_free(&ledger);
    return status;
}

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

static int write_reports(const amsref_drift_options *o, const amsref_drift_run *run)
{
    int status = run->status;
    amsref_error error;

    for (size_t i = 0; i < o->reports; i++) {
        if (amsref_drift_report_write(&o->report[i], run, &error) != 0) {
            refuse(&error);
            status = status == AMSREF_CONFORMS ? AMSREF_USAGE : status;
        }
    }
    return status;
}

static int conclude_compare(const amsref_drift_options *o, asking *a, amsref_drift_comparison *c,
                            int status, const amsref_error *why)
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
    status = write_reports(o, &run);
    if (*error.text) {
        refuse(&error);
        status = status == AMSREF_CONFORMS ? AMSREF_USAGE : status;
    }
    free(tool);
    free(errors);
    free(file);
    free(against);
    return status;
}

static int compare(const amsref_drift_options *o, asking *a)
{
    amsref_ledger old = {0}, new = {0};
    amsref_drift_comparison c = {0};
    amsref_error error = {0};
    int status = 0;

    if (amsref_ledger_read(o->file[0], &old, &error) != 0) {
        return refuse(&error);
    }
    new.level = old.level;
    if (o->command) {
        status = begin(a, &error);
        status = status ? status : ask(a, old.set, &new, &error);
    } else {
        status = amsref_ledger_read(o->file[1], &new, &error) != 0 ? AMSREF_USAGE : 0;
    }
    if (!status && amsref_drift_compare(&old, &new, &c, &error) != 0) {
        status = AMSREF_USAGE;
    }
    if (status == AMSREF_BROKE) {
        c = (amsref_drift_comparison){.old = &old};
    }
    status = status == AMSREF_USAGE ? refuse(&error) : conclude_compare(o, a, &c, status, &error);
    amsref_drift_comparison_free(&c);
    amsref_ledger_free(&old);
    amsref_ledger_free(&new);
    return status;
}

int amsref_cli_drift(int argc, char **argv)
{
    amsref_drift_options options;

    amsref_drift_parse(argc, argv, &options);
    asking a = {.options = &options};
    const int status = (options.compare ? compare : record)(&options, &a);
    asking_free(&a);
    return status;
}
