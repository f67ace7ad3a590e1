/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "core/amsref.h"
#include "experiment/experiment.h"

/* Hyper-parameters of every dialect on this problem; what the schedule and the box do is AG-130. */
static amsref_hyper hyper_of(const amsref_experiment *e, amsref_dialect dialect)
{
    amsref_hyper hyper;

    amsref_hyper_defaults(dialect, &hyper);
    hyper.lr = e->alpha;
    hyper.beta1 = e->beta1;
    hyper.beta2 = e->beta2;
    return hyper;
}

/* c_t on average: what the regret of a stochastic problem is measured with. */
static double mean_slope(const amsref_experiment *e)
{
    return (e->rare - e->common * (double)(e->period - 1)) / (double)e->period;
}

/* Neumaier's sum: 10^7 losses of magnitude 10^3 lose nothing that is printed. */
typedef struct sum {
    double high, low;
} sum;

static void sum_add(sum *s, double value)
{
    const double total = s->high + value;

    s->low += fabs(s->high) >= fabs(value) ? (s->high - total) + value : (value - total) + s->high;
    s->high = total;
}

/* Whether step t is one of those kept: evenly in log t, beginning with 1. */
static bool kept(uint64_t t, uint64_t steps, size_t points)
{
    const double share = log((double)t) / log((double)steps);

    return t == steps || (points < AMSREF_POINTS_MOST - 1 &&
                          share * (AMSREF_POINTS_MOST - 2) >= (double)points);
}

int amsref_experiment_run(const amsref_experiment *e, amsref_dialect dialect, uint64_t seed,
                          amsref_trajectory *trajectory, amsref_error *error)
{
    amsref_hyper hyper = hyper_of(e, dialect);
    double x = 0, m = 0, v = 0, vmax = 0;
    sum regret = {0, 0};

    *trajectory = (amsref_trajectory){.dialect = dialect};
    for (uint64_t t = 1; t <= e->steps; t++) {
        amsref_coef_f64 coef;
        const double slope = amsref_experiment_slope(e, seed, t);
        hyper.lr = e->schedule == AMSREF_ALPHA_INV_SQRT ? e->alpha / sqrt((double)t) : e->alpha;
        const amsref_status status = amsref_coef_for_f64(dialect, &hyper, t, &coef);
        if (status != AMSREF_OK) {
            return amsref_fail(error, "%s, %s, step %" PRIu64 ": the core refuses: %s", e->name,
                               amsref_dialect_name(dialect), t, amsref_status_message(status));
        }
        coef.lo = -1;
        coef.hi = 1;
        sum_add(&regret, (e->stochastic ? mean_slope(e) : slope) * (x + 1)); /* the best x is -1 */
        amsref_step_f64(&coef, 1, &x, &m, &v, &vmax, &slope);
        if (kept(t, e->steps, trajectory->points)) {
            trajectory->point[trajectory->points++] =
                (amsref_point){t, x, (regret.high + regret.low) / (double)t};
        }
    }
    return 0;
}

int amsref_experiment_certify(const amsref_experiment *e, amsref_dialect dialect, uint64_t seed,
                              uint64_t steps, double *x, amsref_error *error)
{
    const uint64_t zero = 0;
    uint64_t *g = calloc(steps, sizeof *g);
    amsref_case c = {.problem = {.dialect = dialect,
                                 .format = AMSREF_BINARY64,
                                 .hyper = hyper_of(e, dialect),
                                 .t = 1,
                                 .n = 1,
                                 .steps = (size_t)steps,
                                 .in = {&zero, &zero, &zero, &zero},
                                 .g = g}};

    if (!g) {
        return amsref_fail(error, "out of memory");
    }
    for (uint64_t t = 1; t <= steps; t++) {
        g[t - 1] = amsref_value_bits(AMSREF_BINARY64, amsref_experiment_slope(e, seed, t));
    }
    if (e->schedule == AMSREF_ALPHA_INV_SQRT) {
        c.problem.hyper.lr_schedule = AMSREF_LR_INV_SQRT;
    }
    c.problem.hyper.lo = -1;
    c.problem.hyper.hi = 1;
    amsref_case_outs(&c, 1);
    c.out[0].t = steps;
    const char *refusal = amsref_oracle_golden(&c.problem, c.out, 1);
    *x = amsref_bits_value(AMSREF_BINARY64, c.out[0].quantity[AMSREF_X].rn[0]);
    c.problem = (amsref_problem){.dialect = dialect};
    amsref_case_clear(&c);
    free(g);
    return refusal ? amsref_fail(error, "%s, %s: the oracle refuses: %s", e->name,
                                 amsref_dialect_name(dialect), refusal)
                   : 0;
}
