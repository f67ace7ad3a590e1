/* SPDX-License-Identifier: Apache-2.0
 *
 * What an adapter written in C needs to speak the protocol (spec/protocol.md): JSON Lines, hex
 * arrays, runs, replies. No arithmetic. It includes nothing of libamsref, so that an implementation
 * that uses it stays independent of the code that it is compared with.
 */
#ifndef AMSREF_TESTS_PROTOCOL_H
#define AMSREF_TESTS_PROTOCOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum amsref_adapter_format {
    ADAPTER_BINARY64,
    ADAPTER_BINARY32,
    ADAPTER_BFLOAT16,
    ADAPTER_BINARY16
} amsref_adapter_format;

typedef enum amsref_adapter_schedule {
    ADAPTER_CONSTANT,
    ADAPTER_INV_SQRT,  /* lr/sqrt(t) */
    ADAPTER_GEOMETRIC, /* beta1*lambda^(t-1) */
    ADAPTER_INVERSE    /* beta1/t */
} amsref_adapter_schedule;

/* The members of `hyper`; what a request leaves out has the value that changes nothing. */
typedef struct amsref_adapter_hyper {
    double lr, beta1, beta2, eps;
    double weight_decay; /* 0 */
    bool decoupled;
    bool maximize;
    amsref_adapter_schedule lr_schedule;    /* ADAPTER_CONSTANT or ADAPTER_INV_SQRT */
    amsref_adapter_schedule beta1_schedule; /* ADAPTER_CONSTANT, ADAPTER_GEOMETRIC, ADAPTER_INVERSE */
    double lambda;                          /* 1 */
    double lo, hi;                          /* -INFINITY, INFINITY */
} amsref_adapter_hyper;

/*
 * The arrays of one step: n elements each, of double in binary64, of float in the others: numbers of
 * the storage format, which the step must leave there (a reply rounds what it left otherwise). All
 * but g are updated in place. In dialect adam vmax is scratch: zero at the start of a request, not sent.
 */
typedef struct amsref_adapter_arrays {
    size_t n;
    void *x, *m, *v, *vmax;
    const void *g;
} amsref_adapter_arrays;

/* One step. NULL, or one sentence that becomes the error reply to the request. */
typedef const char *amsref_adapter_step(void *context, amsref_adapter_format format,
                                        const amsref_adapter_hyper *hyper, uint64_t t,
                                        const amsref_adapter_arrays *arrays);

/*
 * `steps` steps from t on, the gradient of step t + j at g[j]; arrays->g is not read. An
 * implementation with a run of its own has it judged so, instead of step by step.
 */
typedef const char *amsref_adapter_run(void *context, amsref_adapter_format format,
                                       const amsref_adapter_hyper *hyper, uint64_t t, size_t steps,
                                       const amsref_adapter_arrays *arrays, const void *const *g);

typedef struct amsref_adapter {
    const char *name;
    const char *version;
    const char *dialect;
    const char *const *features; /* NULL-terminated */
    amsref_adapter_step *step;
    void *context;
} amsref_adapter;

/* weight_decay, decoupled, maximize; and with schedules and box for paper and paper-eps. */
extern const char *const amsref_adapter_features[];
extern const char *const amsref_adapter_features_paper[];

/*
 * Answers requests on standard input until it ends. Replies are flushed whenever no whole request
 * is waiting, so that any number of requests may be in flight. Returns the status to exit with:
 * 0, or 2 with a line on standard error where a line is no request.
 */
int amsref_adapter_serve(const amsref_adapter *adapter);

/* The same in other formats than binary64 and binary32; NULL-terminated. */
int amsref_adapter_serve_in(const amsref_adapter *adapter, const char *const *formats);

/* The same, with `own_run` for the requests of several steps, from one number in `at` to the next. */
int amsref_adapter_serve_runs(const amsref_adapter *adapter, amsref_adapter_run *own_run);

#endif
