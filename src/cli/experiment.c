/* SPDX-License-Identifier: Apache-2.0
 *
 * amsref experiment: the paper's counter-examples, run by the core and certified by the oracle.
 */
#include <argp.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/count.h"
#include "core/amsref.h"
#include "experiment/experiment.h"
#include "runner/runner.h"
#include "suite/memory.h"

static const char doc[] =
    "Adam against AMSGrad on the paper's artificial problems.\v"
    "NAME is reddi-online, reddi-stochastic, theorem1 or theorem2 (spec/experiments.md). Each dialect "
    "runs from x = 0 on [-1, 1]; the best point is -1. Printed are the last iterate and the "
    "average regret; --csv writes the trajectories.\n\n"
    "--certify runs the first N steps in exact real arithmetic too (N at most 20000), so that "
    "where a trajectory has come to is no matter of rounding.\n\n"
    "Exit status: 0 done; 2 wrong usage or a file that cannot be written.\n\n"
    "Example: amsref experiment theorem1 --certify 1000 --csv theorem1.csv";

enum { KEY_DIALECT = 'd', KEY_STEPS = 1000, KEY_ALPHA, KEY_CONSTANT, KEY_SEED, KEY_CSV, KEY_CERTIFY };

static const struct argp_option option_table[] = {
    {"dialect", KEY_DIALECT, "D", 0, "only this dialect (default: all but julia)", 0},
    {"steps", KEY_STEPS, "N", 0, "how many steps", 0},
    {"alpha", KEY_ALPHA, "A", 0, "step size; the schedule divides it by sqrt(t)", 0},
    {"constant", KEY_CONSTANT, NULL, 0, "a constant step size", 0},
    {"seed", KEY_SEED, "S", 0, "of the stochastic problem (default 1)", 0},
    {"certify", KEY_CERTIFY, "N", 0, "the first N steps exactly", 0},
    {"csv", KEY_CSV, "FILE", 0, "write dialect, t, x, average regret", 0},
    {0},
};

typedef struct options {
    bool named, constant;
    amsref_experiment e;
    amsref_dialect dialect;
    uint64_t seed, certify;
    const char *csv;
} options;

static void read_name(struct argp_state *state, options *o, const char *text)
{
    const amsref_experiment *found = amsref_experiment_find(text);

    if (o->named || !found) {
        argp_error(state, "%s'%s'; the experiments are reddi-online, reddi-stochastic, theorem1, "
                          "theorem2",
                   o->named ? "one experiment at a time, not " : "no experiment ", text);
        return;
    }
    /* Options that stand before the name hold. */
    const amsref_experiment given = o->e;
    o->e = *found;
    o->named = true;
    o->e.steps = given.steps ? given.steps : found->steps;
    o->e.alpha = given.alpha > 0 ? given.alpha : found->alpha;
}

static error_t read_option(int key, char *text, struct argp_state *state)
{
    options *o = state->input;
    char *end = NULL;

    switch (key) {
    case KEY_DIALECT:
        o->dialect = amsref_dialect_from_name(text);
        if (o->dialect == AMSREF_DIALECT_COUNT) {
            argp_error(state, "there is no dialect '%s'", text);
        }
        break;
    case KEY_STEPS:
        o->e.steps = amsref_read_count(state, "steps", text, 1, UINT64_C(1000000000));
        break;
    case KEY_SEED:
        o->seed = amsref_read_count(state, "seed", text, 1, INT64_MAX);
        break;
    case KEY_CERTIFY:
        o->certify = amsref_read_count(state, "certify", text, 1, AMSREF_CERTIFIED_MOST);
        break;
    case KEY_ALPHA:
        o->e.alpha = strtod(text, &end);
        if (end == text || *end || !(o->e.alpha > 0 && o->e.alpha <= 1e6)) {
            argp_error(state, "--alpha %s: wanted a number, more than 0", text);
        }
        break;
    case KEY_CONSTANT:
        o->constant = true;
        break;
    case KEY_CSV:
        o->csv = text;
        break;
    case ARGP_KEY_ARG:
        read_name(state, o, text);
        break;
    case ARGP_KEY_END:
        if (!o->named) {
            argp_error(state, "which experiment? reddi-online, reddi-stochastic, theorem1, theorem2");
        }
        if (o->constant) {
            o->e.schedule = AMSREF_ALPHA_CONSTANT;
        }
        break;
    default:
        return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static void put_csv(FILE *csv, const amsref_experiment *e, const amsref_trajectory *trajectory)
{
    char x[AMSREF_NUMBER_SIZE], regret[AMSREF_NUMBER_SIZE];

    for (size_t i = 0; i < trajectory->points; i++) {
        const amsref_point *point = &trajectory->point[i];
        amsref_number_put(point->x, x);
        amsref_number_put(point->regret, regret);
        fprintf(csv, "%s,%s,%" PRIu64 ",%s,%s\n", e->name,
                amsref_dialect_name(trajectory->dialect), point->t, x, regret);
    }
}

static int one(const options *o, amsref_dialect dialect, FILE *csv, amsref_error *error)
{
    static amsref_trajectory trajectory;
    double exact;

    if (amsref_experiment_run(&o->e, dialect, o->seed, &trajectory, error) != 0) {
        return -1;
    }
    const amsref_point *last = &trajectory.point[trajectory.points - 1];
    printf("%-10s %12.6f %14.6f", amsref_dialect_name(dialect), last->x, last->regret);
    if (o->certify) {
        if (amsref_experiment_certify(&o->e, dialect, o->seed, o->certify, &exact, error) != 0) {
            putchar('\n');
            return -1;
        }
        printf(" %20.15f", exact);
    }
    putchar('\n');
    put_csv(csv, &o->e, &trajectory);
    return 0;
}

static int run(const options *o, amsref_error *error)
{
    char *text = NULL;
    size_t size = 0;
    FILE *csv = open_memstream(&text, &size);
    int result = csv ? 0 : amsref_fail(error, "out of memory");

    printf("%s (%s): alpha = %g%s, beta1 = %g, beta2 = %g, %" PRIu64 " steps\n", o->e.name,
           o->e.place, o->e.alpha,
           o->e.schedule == AMSREF_ALPHA_INV_SQRT ? "/sqrt(t)" : "", o->e.beta1, o->e.beta2,
           o->e.steps);
    printf("%-10s %12s %14s", "dialect", "x", "regret/T");
    if (o->certify) {
        printf("   exact x, step %" PRIu64, o->certify);
    }
    putchar('\n');
    if (csv) {
        fputs("experiment,dialect,t,x,average_regret\n", csv);
    }
    for (int d = 0; result == 0 && d < AMSREF_DIALECT_COUNT; d++) {
        /* julia differs in its start alone */
        if (o->dialect == AMSREF_DIALECT_COUNT ? d != AMSREF_JULIA : d == (int)o->dialect) {
            result = one(o, (amsref_dialect)d, csv, error);
        }
    }
    if (csv) {
        fclose(csv);
    }
    if (result == 0 && o->csv) {
        result = amsref_file_write(o->csv, text, size, error);
    }
    free(text);
    return result;
}

int amsref_cli_experiment(int argc, char **argv)
{
    static const struct argp parser = {option_table, read_option, "NAME", doc, NULL, NULL, NULL};
    options o = {.dialect = AMSREF_DIALECT_COUNT, .seed = 1};
    amsref_error error;

    argp_parse(&parser, argc, argv, 0, NULL, &o);
    if (run(&o, &error) != 0) {
        fprintf(stderr, "amsref experiment: %s\n", error.text);
        return AMSREF_USAGE;
    }
    return 0;
}
