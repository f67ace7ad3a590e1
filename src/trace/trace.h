/* SPDX-License-Identifier: Apache-2.0
 *
 * Recorded training runs (AG-110 .. AG-114): every update of every parameter against the enclosure
 * of its own step.
 */
#ifndef AMSREF_TRACE_H
#define AMSREF_TRACE_H

#include "runner/runner.h"

/* What is wrong at a place: AG-113. The first four are the quantities of a step. */
typedef enum amsref_trace_fault {
    AMSREF_FAULT_X = AMSREF_X,
    AMSREF_FAULT_M = AMSREF_M,
    AMSREF_FAULT_V = AMSREF_V,
    AMSREF_FAULT_VMAX = AMSREF_VMAX,
    AMSREF_FAULT_COUNTER, /* t is not that of the step before, plus 1 */
    AMSREF_FAULT_START,   /* t is 0 and the state is not that of AG-09 */
    AMSREF_FAULT_BETWEEN, /* the state is not that after the step before */
    AMSREF_FAULTS
} amsref_trace_fault;

/* "x", "m", "v", "vmax", "counter", "start", "between". */
const char *amsref_trace_fault_name(amsref_trace_fault fault);

/* One place where the run is not what it should be. */
typedef struct amsref_trace_miss {
    amsref_trace_fault fault;
    char *file;      /* as it was opened */
    uint64_t number; /* of the file: the step of the run */
    size_t tensor;   /* which of the result's */
    amsref_format format;
    amsref_hyper hyper;
    uint64_t t; /* of the tensor */
    uint64_t element;
    amsref_quantity quantity;
    uint64_t in[AMSREF_QUANTITIES],
        g;                /* bits before the step; not for START, BETWEEN and COUNTER */
    uint64_t got, lo, hi; /* bits; of COUNTER numbers */
    char nan;
    amsref_level level;
    uint64_t distance; /* ulp from the interval; UINT64_MAX where NaN is involved */
} amsref_trace_miss;

/* Of each fault the first ones are kept, by step, tensor, element. */
enum { AMSREF_TRACE_KEPT = 4 };

/* One array of parameters over the whole run. */
typedef struct amsref_trace_tensor {
    char *name; /* printable */
    amsref_format format;
    uint64_t elements;
    uint64_t steps; /* that updated it */
    amsref_level level;
    uint64_t missed;  /* quantities of elements that were found wrong, and other faults */
    uint64_t pending; /* not certified and, the run having failed already, not decided (AG-113) */
} amsref_trace_tensor;

typedef struct amsref_trace_result {
    amsref_dialect dialect;
    uint64_t steps;   /* files of steps */
    uint64_t gaps;    /* declared */
    uint64_t updates; /* parameters that were updated, step by step */
    amsref_level quantity[AMSREF_QUANTITIES];
    uint64_t missed[AMSREF_FAULTS], pending[AMSREF_QUANTITIES];
    uint64_t decided; /* elements that the oracle decided; the rest was certified */
    uint64_t open;    /* of those the ones whose answer is left open (AG-57) */
    amsref_trace_miss miss[AMSREF_FAULTS][AMSREF_TRACE_KEPT];
    size_t kept[AMSREF_FAULTS];
    amsref_trace_tensor *tensor; /* in order of appearance */
    size_t tensors;
} amsref_trace_result;

typedef void (*amsref_trace_progress)(uint64_t done, uint64_t total,
                                      const amsref_trace_result *result, void *context);

typedef struct amsref_trace_terms {
    amsref_dialect dialect;         /* COUNT: the trace's own */
    amsref_level wanted;            /* at exact a miss has lo = hi = the core's bits */
    size_t threads;                 /* 0: one for each processor */
    amsref_trace_progress progress; /* after each file; may be NULL */
    void *context;
} amsref_trace_terms;

/*
 * Reads the whole trace once to see that it is well formed, then judges every update. 0, or -1 and
 * *error where a file is not what AG-110 .. AG-112 say. *result is to be cleared in either case.
 */
int amsref_trace_check(const char *folder, const amsref_trace_terms *terms,
                       amsref_trace_result *result, amsref_error *error);
void amsref_trace_clear(amsref_trace_result *result);

/* The first fault of the run, or NULL. */
const amsref_trace_miss *amsref_trace_first(const amsref_trace_result *result);
/* Level of a tensor; COUNT where no step updated an element of it and nothing is wrong. */
amsref_level amsref_trace_tensor_level(const amsref_trace_tensor *tensor);
/* Worst level of the run; COUNT where nothing was updated. */
amsref_level amsref_trace_level(const amsref_trace_result *result);
/* AG-58: conforms, differs, nothing. */
int amsref_trace_status(const amsref_trace_result *result, amsref_level wanted);

#endif
