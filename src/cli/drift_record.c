/* SPDX-License-Identifier: Apache-2.0
 *
 * amsref drift record: a new ledger.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/drift_ask.h"
#include "core/amsref.h"
#include "report/drift.h"

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

static int broke(const amsref_asking *a, const amsref_error *error)
{
    char *errors = amsref_client_stderr(a->client);

    fprintf(stderr, "amsref drift: %s: %s\n%s", a->command, error->text, errors);
    free(errors);
    return AMSREF_BROKE;
}

int amsref_drift_record(const amsref_drift_options *o, amsref_asking *a)
{
    amsref_ledger ledger = {.level = o->level};
    amsref_drift_selection selection = o->selection;
    amsref_error error;
    json_t *set = NULL;
    size_t size;
    int status;

    if (check_out(o->out, &error) != 0) {
        return amsref_drift_refuse(&error);
    }
    status = amsref_asking_begin(a, &error);
    if (!status && (amsref_choose_dialect(o->selection.dialect, amsref_client_hello(a->client),
                                          &selection.dialect, &error) != 0 ||
                    !(set = amsref_drift_set(a->vectors, &selection, &error)))) {
        status = AMSREF_USAGE;
    }
    status = status ? status : amsref_asking_ask(a, set, &ledger, &error);
    if (status) {
        status = status == AMSREF_BROKE ? broke(a, &error) : amsref_drift_refuse(&error);
    } else if (!judged(&ledger)) {
        fprintf(stderr, "amsref drift: nothing to record: %s\n",
                ledger.count ? "every case was skipped" : "no case is selected");
        status = AMSREF_NOTHING;
    } else {
        char *text = amsref_ledger_text(&ledger, &size);
        status = write_ledger(o->out, text, size, &error) != 0 ? amsref_drift_refuse(&error)
                                                               : conclude_record(o, &ledger);
        free(text);
    }
    json_decref(set);
    amsref_ledger_free(&ledger);
    return status;
}
