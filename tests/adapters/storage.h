/* SPDX-License-Identifier: Apache-2.0
 *
 * One way to compute AMSGrad with state in a storage format. Zero everywhere is binary32 arithmetic in the
 * core's order, each result rounded once when it is stored.
 */
#ifndef AMSREF_TESTS_STORAGE_H
#define AMSREF_TESTS_STORAGE_H

#include "dialects.h"
#include "protocol.h"

/* Where a way has something to say. */
typedef enum amsref_where { EVERYWHERE, HAS_EPS, HAS_MAXIMUM, CORRECTS, ROOT } amsref_where;

/* What each operation is rounded to. */
typedef enum amsref_arithmetic { IN_BINARY32, IN_BINARY64, IN_STORAGE } amsref_arithmetic;

typedef enum amsref_mean { PRODUCTS, LERP, LEFT /* (c*g)*g */, DECAYED /* (m - c*m) + c*g */ } amsref_mean;

typedef enum amsref_course {
    QUOTIENT_FIRST, /* a*(m/den) */
    RATE_FIRST,     /* (a/den)*m */
    PRODUCT_FIRST,  /* (a*m)/den */
    RECIPROCAL,     /* (a*m)*(1/den) */
    MOMENT_FIRST,   /* lr*((m/C1)/den), where a is lr/C1 */
    FOLDED,         /* rate a*sqrt(C2), eps*sqrt(C2), where the root is corrected */
    CAPTURABLE      /* x + m/(sqrt(v)/(-a*sqrt(C2)) - eps/a), likewise */
} amsref_course;

/* What is done to a value that is kept. */
typedef enum amsref_keeping {
    NEAREST,
    TRUNCATED,
    OTHER_FORMAT, /* through the other storage format */
    FLUSHED,      /* subnormal numbers become 0 */
    NOT_AT_ALL    /* until the reply */
} amsref_keeping;

typedef struct amsref_way {
    amsref_arithmetic arithmetic;
    bool stored_first;    /* the maximum and the update read m and v as stored */
    bool early;           /* scalars computed in the format, where it does not make 1 of a beta */
    bool lost;            /* and where it does */
    bool rounds_eps;      /* eps rounded to the format, the rest as it is */
    bool no_maximum, no_eps, no_correction;
    double scale;         /* of the step; 0 stands for 1 */
    amsref_mean mean;
    amsref_course course;
    amsref_keeping keeping;
} amsref_way;

void amsref_storage_step(const amsref_way *way, const amsref_shape *shape,
                         amsref_adapter_format format, const amsref_adapter_hyper *hyper,
                         uint64_t t, const amsref_adapter_arrays *arrays);

#endif
