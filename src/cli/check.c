/* SPDX-License-Identifier: Apache-2.0
 *
 * amsref check: from a command to a verdict.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/check_generated.h"
#include "cli/cli.h"
#include "cli/session.h"
#include "core/amsref.h"
#include "identify/questions.h"
#include "suite/memory.h"

/* One run: what it was told, what it read, what it found. */
typedef struct check {
    amsref_check_options options;
    char suite[32];
    char manifest[AMSREF_SHA256_SIZE];
    const char *vectors;
    amsref_client *client;
    amsref_dialect dialect;
    amsref_case_list cases; /* golden ones, then fresh ones */
    size_t golden;
    amsref_result *result; /* of the selected cases */
    size_t count;
    amsref_spread spread[AMSREF_FORMAT_COUNT];
    amsref_laws laws;
    amsref_error broke; /* text "" while all is well */
} check;

/* Wrong usage or unreadable input: no report, one line. */
static int refuse(const amsref_error *error)
{
    fprintf(stderr, "amsref check: %s\n", error->text);
    return AMSREF_USAGE;
}

static bool named(const amsref_check_options *options, const char *id, bool found[])
{
    bool yes = options->ids == 0;

    for (size_t i = 0; i < options->ids; i++) {
        if (strcmp(options->id[i], id) == 0) {
            found[i] = yes = true;
        }
    }
    return yes;
}

/* A storage format that is neither announced nor asked for is none of the suite's business (AG-115). */
static bool concerns(const check *c, amsref_format format)
{
    return !amsref_is_storage(format) || c->options.format == format || c->options.ids > 0 ||
           (amsref_client_hello(c->client)->formats & 1U << format);
}

/* Round robin, so that the shards take about as long as one another. */
static int select_cases(check *c, amsref_error *error)
{
    const amsref_check_options *o = &c->options;
    bool found[AMSREF_CASES_NAMED_MOST] = {false};
    size_t seen = 0;

    c->result = amsref_alloc(c->cases.count, sizeof *c->result);
    for (size_t i = 0; i < c->cases.count; i++) {
        if (concerns(c, c->cases.item[i].problem.format) &&
            named(o, c->cases.item[i].id, found) &&
            (i >= c->golden || seen++ % o->shards + 1 == o->shard)) {
            amsref_result *result = &c->result[c->count++];
            result->item = &c->cases.item[i];
            result->spread = &c->spread[result->item->problem.format];
        }
    }
    for (size_t i = 0; i < o->ids; i++) {
        if (!found[i] && !amsref_is_law_id(c->dialect, o->id[i])) {
            return amsref_fail(error,
                               "no case %s among those of dialect %s%s%s; amsref vectors list "
                               "names them",
                               o->id[i], amsref_dialect_name(c->dialect),
                               o->category ? " in category " : "", o->category ? o->category : "");
        }
    }
    return 0;
}

static int read_cases(check *c, amsref_error *error)
{
    const amsref_check_options *o = &c->options;
    amsref_filter filter = {c->dialect, o->format, o->category, o->ids == 1 ? o->id[0] : NULL};
    amsref_watch w = amsref_watch_begin();

    if (amsref_cases_read(c->vectors, &filter, &c->cases, error) != 0) {
        return -1;
    }
    c->golden = c->cases.count;
    const int failed =
        amsref_check_fresh(o, c->dialect, amsref_client_hello(c->client), &c->cases, w.show,
                           &w.last, error);
    amsref_watch_end(&w);
    return failed ? failed : select_cases(c, error);
}

static void ask(check *c)
{
    const amsref_terms terms = {c->suite, (int)(c->options.timeout * 1000)};
    amsref_watch w = amsref_watch_begin();
    int failed = amsref_client_ask(c->client, c->options.level, c->result, c->count, w.show,
                                   &w.last, &c->broke);

    if (!failed) {
        failed = amsref_check_laws(&c->options, &terms, c->client, c->dialect, &c->laws, w.show,
                                   &w.last, &c->broke);
    }
    amsref_watch_end(&w);
    /* One that broke off is ended by force; how it would have exited tells nothing. */
    if (!failed) {
        failed = amsref_client_finish(c->client, &c->broke);
    }
    if (!failed) {
        c->broke.text[0] = '\0';
    }
}

static const char *nothing_because(const check *c)
{
    if (!c->cases.count) {
        return "no case has this dialect, format and category (amsref vectors list)";
    }
    return c->count ? "every case was skipped" : "this shard is empty";
}

static void put_report(FILE *out, const amsref_report *report, const void *run)
{
    report->write(out, run);
}

static int write_reports(const check *c, const amsref_run *run)
{
    bool told = false;

    for (size_t i = 0; i < c->options.reports; i++) {
        told = told || !c->options.report[i].file;
    }
    if (*run->reason && !told) {
        fprintf(stderr, "amsref check: %s\n", run->reason);
    }
    return amsref_reports_write("amsref check", c->options.report, c->options.reports, put_report,
                                run, run->status);
}

/* Starts the implementation once more and searches for what explains its answers (AG-87). */
static void explain(const check *c, amsref_identity *identity, amsref_error *error)
{
    const amsref_terms terms = {c->suite, (int)(c->options.timeout * 1000)};
    const unsigned wanted = c->options.format < AMSREF_FORMAT_COUNT ? 1U << c->options.format
                                                                    : AMSREF_EVERY_FORMAT_ASKED;
    amsref_client *client = NULL;

    error->text[0] = '\0';
    if (amsref_client_start(c->options.command, &terms, &client, error) == 0) {
        amsref_identify(client, wanted & amsref_client_hello(client)->formats, NULL, identity, error);
    }
    amsref_client_free(client);
}

/* AG-58, AG-95: a broken law is a failure as a case is, and laws alone are something. */
static int with_laws(int status, const amsref_laws *laws)
{
    if (status == AMSREF_BROKE) {
        return status;
    }
    if (amsref_laws_broken(laws)) {
        return AMSREF_DIFFERS;
    }
    return status == AMSREF_NOTHING && amsref_laws_decided(laws) ? AMSREF_CONFORMS : status;
}

static int conclude(check *c)
{
    amsref_identity identity = {0};
    amsref_error unexplained = {0};
    char *command = amsref_shell_joined(c->options.command);
    char *tool = amsref_check_again(&c->options), *whole = amsref_check_whole(&c->options);
    char *errors = amsref_client_stderr(c->client);
    amsref_hello nobody = {.name = (char[]){""}, .version = (char[]){""}, .dialect = (char[]){""}};
    const amsref_hello *hello = amsref_client_hello(c->client);
    amsref_run run = {
        .suite = c->suite,
        .manifest = c->manifest,
        .spread = c->spread,
        .dialect = c->dialect < AMSREF_DIALECT_COUNT ? amsref_dialect_name(c->dialect) : "",
        .hello = hello->name ? hello : &nobody,
        .command = command,
        .tool = tool,
        .whole = whole,
        .wanted = c->options.level,
        .part = c->options.category || c->options.ids || c->options.shards > 1,
        .result = c->result,
        .count = c->count,
        .laws = &c->laws,
        .seed = c->options.seed,
        .fresh = c->options.fresh > 0,
        .reason = c->broke.text,
        .errors = errors,
    };

    run.hidden = amsref_settle_hidden(c->result, c->count, run.witness);
    for (size_t i = 0; i < c->count; i++) {
        amsref_tally_add(&run.total, &c->result[i]);
    }
    run.status = amsref_run_status(&run.total, run.wanted, c->broke.text[0] != '\0');
    run.status = with_laws(run.status, &c->laws);
    if (run.status == AMSREF_NOTHING) {
        run.reason = nothing_because(c);
    }
    if (run.status == AMSREF_DIFFERS && c->options.explain) {
        explain(c, &identity, &unexplained);
        run.identity = &identity;
        run.unexplained = unexplained.text;
    }
    int status = write_reports(c, &run);
    amsref_identity_free(&identity);
    free(command);
    free(tool);
    free(whole);
    free(errors);
    return status;
}

static int begin_reports(const amsref_check_options *o)
{
    amsref_error error;

    for (size_t i = 0; i < o->reports; i++) {
        if (amsref_report_begin(&o->report[i], &error) != 0) {
            return refuse(&error);
        }
    }
    return 0;
}

static int run_check(check *c)
{
    amsref_error error;
    amsref_terms terms = {c->suite, (int)(c->options.timeout * 1000)};

    c->dialect = c->options.dialect;
    c->vectors = amsref_vectors_dir(c->options.vectors, &error);
    if (!c->vectors || amsref_suite_version(c->vectors, c->suite, &error) != 0 ||
        amsref_manifest_digest(c->vectors, c->manifest, &error) != 0) {
        return refuse(&error);
    }
    if (amsref_client_start(c->options.command, &terms, &c->client, &c->broke) != 0) {
        return conclude(c);
    }
    if (amsref_choose_dialect(c->options.dialect, amsref_client_hello(c->client), &c->dialect,
                              &error) != 0 || read_cases(c, &error) != 0) {
        return refuse(&error);
    }
    ask(c);
    return conclude(c);
}

int amsref_cli_check(int argc, char **argv)
{
    check c = {0};

    amsref_check_parse(argc, argv, &c.options);
    int status = begin_reports(&c.options);
    if (!status) {
        status = c.options.trace ? amsref_cli_trace(&c.options) : run_check(&c);
    }
    amsref_client_free(c.client);
    for (size_t i = 0; i < c.count; i++) {
        amsref_result_clear(&c.result[i]);
    }
    free(c.result);
    amsref_cases_free(&c.cases);
    amsref_laws_free(&c.laws);
    return status;
}
