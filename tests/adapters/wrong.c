/* SPDX-License-Identifier: Apache-2.0
 *
 * Wrong implementations: each has one fault and must be refused. `--list` prints the faults, the
 * dialects in which each shows, and the formats: 64, 32, or 96 for both.
 */
#include "wrong.h"
#include "options.h"

#define FAULT(enumerator, name, scope, formats, about) {name, #formats " " about},
static const amsref_choice names[] = {AMSREF_FAULTS{NULL, NULL}};
#undef FAULT
#define FAULT(enumerator, name, scope, formats, about) scope,
static const amsref_scope scopes[] = {AMSREF_FAULTS};
#undef FAULT

static int applies(size_t fault, size_t dialect)
{
    const amsref_shape *s = &amsref_shapes[dialect];
    switch (scopes[fault]) {
    case ANY:
        return 1;
    case HAS_MAXIMUM:
        return s->maximum;
    case MAXIMUM_IS_RAW:
        return s->maximum && (s->v == CORRECTS_ROOT || s->v == CORRECTS_RATE);
    case MAXIMUM_IS_CORRECTED:
        return s->v == CORRECTS_MAXIMUM;
    case HAS_EPS:
        return dialect != PAPER;
    case EPS_OUTSIDE:
        return dialect != PAPER && !s->eps_inside;
    case EPS_INSIDE:
        return s->eps_inside;
    case ROOT_IS_CORRECTED:
        return s->v == CORRECTS_ROOT;
    case RATE_IS_CORRECTED:
        return s->v == CORRECTS_RATE;
    case M_IS_CORRECTED:
        return s->corrects_m;
    case BOTH_CORRECTED:
        return s->corrects_m && s->v != NOT_CORRECTED;
    case V_IS_CORRECTED:
        return s->v != NOT_CORRECTED;
    case NONE_CORRECTED:
        return !s->corrects_m;
    case IS_PAPER:
        return dialect == PAPER || dialect == PAPER_EPS;
    }
    return 0;
}

typedef struct chosen {
    amsref_fault fault;
    const amsref_shape *shape;
} chosen;

static const char *step(void *context, amsref_adapter_format format,
                        const amsref_adapter_hyper *hyper, uint64_t t,
                        const amsref_adapter_arrays *arrays)
{
    const chosen *c = context;
    amsref_scalars scalars;
    amsref_adapter_hyper without = *hyper;
    if (c->shape == &amsref_shapes[PAPER]) { /* it has no eps (AG-11) */
        without.eps = 0;
        hyper = &without;
    }
    amsref_wrong_scalars(c->fault, c->shape, hyper, t, &scalars);
    amsref_wrong_step(c->fault, c->shape, format, &scalars, arrays);
    return NULL;
}

int main(int argc, char **argv)
{
    size_t dialect, fault;
    amsref_read_options(argc, argv, "fault", names, applies, &dialect, &fault);
    chosen c = {(amsref_fault)fault, &amsref_shapes[dialect]};
    amsref_adapter adapter = {names[fault].name, "1", amsref_dialects[dialect],
                              dialect == PAPER || dialect == PAPER_EPS
                                  ? amsref_adapter_features_paper
                                  : amsref_adapter_features,
                              step, &c};
    return amsref_adapter_serve(&adapter);
}
