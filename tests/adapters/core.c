/* SPDX-License-Identifier: Apache-2.0
 *
 * libamsref behind the protocol: the implementation that must reach level exact everywhere.
 */
#include "core/amsref.h"
#include "options.h"
#include "protocol.h"

#include <stdlib.h>

/* Member by member, so that neither side depends on the other's layout. */
static amsref_hyper hyper_of(const amsref_adapter_hyper *h)
{
    static const amsref_beta1_schedule schedule[] = {[ADAPTER_CONSTANT] = AMSREF_BETA1_CONSTANT,
                                                     [ADAPTER_GEOMETRIC] = AMSREF_BETA1_GEOMETRIC,
                                                     [ADAPTER_INVERSE] = AMSREF_BETA1_INVERSE};
    return (amsref_hyper){
        .lr = h->lr,
        .beta1 = h->beta1,
        .beta2 = h->beta2,
        .eps = h->eps,
        .weight_decay = h->weight_decay,
        .decoupled = h->decoupled,
        .maximize = h->maximize,
        .lr_schedule =
            h->lr_schedule == ADAPTER_INV_SQRT ? AMSREF_LR_INV_SQRT : AMSREF_LR_CONSTANT,
        .beta1_schedule = schedule[h->beta1_schedule],
        .lambda = h->lambda,
        .lo = h->lo,
        .hi = h->hi,
    };
}

static const char *step(void *context, amsref_adapter_format format,
                        const amsref_adapter_hyper *hyper, uint64_t t,
                        const amsref_adapter_arrays *arrays)
{
    const amsref_dialect *dialect = context;
    const amsref_hyper h = hyper_of(hyper);
    const amsref_adapter_arrays *s = arrays;
    amsref_status status;
    if (format == ADAPTER_BINARY64) {
        amsref_coef_f64 coef;
        status = amsref_coef_for_f64(*dialect, &h, t, &coef);
        if (status == AMSREF_OK)
            amsref_step_f64(&coef, s->n, s->x, s->m, s->v, s->vmax, s->g);
    } else {
        amsref_coef_f32 coef;
        status = amsref_coef_for_f32(*dialect, &h, t, &coef);
        if (status == AMSREF_OK)
            amsref_step_f32(&coef, s->n, s->x, s->m, s->v, s->vmax, s->g);
    }
    return status == AMSREF_OK ? NULL : amsref_status_message(status);
}

#define REAL double
#define L(name) name##_f64
#include "core_run.inc"
#undef REAL
#undef L
#define REAL float
#define L(name) name##_f32
#include "core_run.inc"

static const char *run(void *context, amsref_adapter_format format,
                       const amsref_adapter_hyper *hyper, uint64_t t, size_t steps,
                       const amsref_adapter_arrays *arrays, const void *const *g)
{
    const amsref_dialect *dialect = context;
    const amsref_hyper h = hyper_of(hyper);
    return format == ADAPTER_BINARY64 ? run_f64(*dialect, &h, t, steps, arrays, g)
                                      : run_f32(*dialect, &h, t, steps, arrays, g);
}

int main(int argc, char **argv)
{
    size_t index;
    amsref_read_options(argc, argv, NULL, NULL, NULL, &index, NULL);
    amsref_dialect dialect = amsref_dialect_from_name(amsref_dialects[index]);
    bool paper = dialect == AMSREF_PAPER || dialect == AMSREF_PAPER_EPS;
    amsref_adapter adapter = {"libamsref", AMSREF_VERSION, amsref_dialects[index],
                              paper ? amsref_adapter_features_paper : amsref_adapter_features,
                              step, &dialect};
    return amsref_adapter_serve_runs(&adapter, run);
}
