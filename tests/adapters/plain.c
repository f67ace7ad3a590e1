/* SPDX-License-Identifier: Apache-2.0
 *
 * AMSGrad as one writes it from the formulas: scalars in double with pow(), one loop, nothing
 * clever. Written from spec/step.md alone; it shares the request loop with the other adapters and
 * nothing with libamsref, so that the two can find each other's faults.
 */
#include "options.h"
#include "protocol.h"

#include <math.h>
#include <string.h>

typedef enum kind { PAPER, PAPER_EPS, JULIA, PYTORCH, KERAS, OPTAX, OPTAX_MU, DRJIT, ADAM } kind;

/* What one step needs besides the arrays, in double; the loops convert to their own format. */
typedef struct scalars {
    kind dialect;
    double sign, l2, keep;       /* g = sign*g + l2*x; x is multiplied by keep */
    double beta1, beta2;         /* the averages' weights at this step */
    double rate, root_c2, c2;    /* step size; sqrt(1 - beta2^t); 1 - beta2^t */
    double eps, lo, hi;
} scalars;

static double beta1_at(const amsref_adapter_hyper *h, double t)
{
    if (h->beta1_schedule == ADAPTER_GEOMETRIC)
        return h->beta1 * pow(h->lambda, t - 1);
    if (h->beta1_schedule == ADAPTER_INVERSE)
        return h->beta1 / t;
    return h->beta1;
}

static double rate_at(kind dialect, const amsref_adapter_hyper *h, double t)
{
    double c1 = 1 - pow(h->beta1, t);
    double c2 = 1 - pow(h->beta2, t);
    switch (dialect) {
    case PAPER:
    case PAPER_EPS:
        return h->lr_schedule == ADAPTER_INV_SQRT ? h->lr / sqrt(t) : h->lr;
    case JULIA:
        return h->lr;
    case KERAS:
    case DRJIT:
        return h->lr * sqrt(c2) / c1;
    case PYTORCH:
    case OPTAX:
    case OPTAX_MU:
    case ADAM:
        return h->lr / c1;
    }
    return NAN;
}

static scalars scalars_at(kind dialect, const amsref_adapter_hyper *h, double t)
{
    double lr = h->lr_schedule == ADAPTER_INV_SQRT ? h->lr / sqrt(t) : h->lr;
    double c2 = 1 - pow(h->beta2, t);
    return (scalars){.dialect = dialect,
                     .sign = h->maximize ? -1 : 1,
                     .l2 = h->decoupled ? 0 : h->weight_decay,
                     .keep = h->decoupled ? 1 - lr * h->weight_decay : 1,
                     .beta1 = beta1_at(h, t),
                     .beta2 = h->beta2,
                     .rate = rate_at(dialect, h, t),
                     .root_c2 = sqrt(c2),
                     .c2 = c2,
                     .eps = dialect == PAPER ? 0 : h->eps, /* it has none (AG-11) */
                     .lo = h->lo,
                     .hi = h->hi};
}

#define REAL double
#define SQRT sqrt
#define STEP step_double
#include "plain_step.inc"
#undef REAL
#undef SQRT
#undef STEP

#define REAL float
#define SQRT sqrtf
#define STEP step_float
#include "plain_step.inc"

static const char *step(void *context, amsref_adapter_format format,
                        const amsref_adapter_hyper *hyper, uint64_t t,
                        const amsref_adapter_arrays *arrays)
{
    const kind *dialect = context;
    scalars s = scalars_at(*dialect, hyper, (double)t);
    if (format == ADAPTER_BINARY64)
        step_double(&s, arrays);
    else
        step_float(&s, arrays);
    return NULL;
}

int main(int argc, char **argv)
{
    size_t index;
    amsref_read_options(argc, argv, NULL, NULL, NULL, &index, NULL);
    kind dialect = (kind)index;
    bool paper = dialect == PAPER || dialect == PAPER_EPS;
    amsref_adapter adapter = {"plain C", "1", amsref_dialects[index],
                              paper ? amsref_adapter_features_paper : amsref_adapter_features,
                              step, &dialect};
    return amsref_adapter_serve(&adapter);
}
