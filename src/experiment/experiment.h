/* SPDX-License-Identifier: Apache-2.0
 *
 * The artificial problems of the paper (AG-130 .. AG-132): linear losses f_t(x) = c_t*x on [-1, 1], on
 * which Adam ends at the worst point and AMSGrad at the best.
 */
#ifndef AMSREF_EXPERIMENT_H
#define AMSREF_EXPERIMENT_H

#include "suite/suite.h"

typedef enum amsref_alpha { AMSREF_ALPHA_CONSTANT, AMSREF_ALPHA_INV_SQRT } amsref_alpha;

/* One problem (AG-130). The loss of step t is `rare`*x where t = 1 mod `period` (or with probability
 * 1/period), else -`common`*x. */
typedef struct amsref_experiment {
    const char *name;
    const char *place; /* in the paper */
    uint64_t period;
    bool stochastic;
    double rare, common;
    double beta1, beta2;
    double alpha; /* ours: the paper does not state it */
    amsref_alpha schedule;
    uint64_t steps; /* ours */
} amsref_experiment;

/* The experiment of that name, or NULL. */
const amsref_experiment *amsref_experiment_find(const char *name);

/* c_t; `seed` is read where the problem is stochastic. */
double amsref_experiment_slope(const amsref_experiment *e, uint64_t seed, uint64_t t);

/* A point of a trajectory: after step t, x_(t+1) and R_t/t (AG-131). */
typedef struct amsref_point {
    uint64_t t;
    double x, regret;
} amsref_point;

/* Points of a trajectory: at most this many, spread evenly in log t, the last step among them. */
enum { AMSREF_POINTS_MOST = 400 };

typedef struct amsref_trajectory {
    amsref_dialect dialect;
    size_t points;
    amsref_point point[AMSREF_POINTS_MOST];
} amsref_trajectory;

/* Runs the core in binary64 from x = 0. 0, or -1 and *error where the core refuses. */
int amsref_experiment_run(const amsref_experiment *e, amsref_dialect dialect, uint64_t seed,
                          amsref_trajectory *trajectory, amsref_error *error);

/*
 * The same trajectory in the oracle, exactly: no operation rounds. `steps` is at most
 * AMSREF_CERTIFIED_MOST. *x is the correctly rounded x after the last step. 0, or -1 and *error.
 */
enum { AMSREF_CERTIFIED_MOST = 20000 };
int amsref_experiment_certify(const amsref_experiment *e, amsref_dialect dialect, uint64_t seed,
                              uint64_t steps, double *x, amsref_error *error);

#endif
