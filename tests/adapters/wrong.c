/* SPDX-License-Identifier: Apache-2.0
 *
 * Wrong implementations: each has one fault and must be refused. `--list` prints the faults, the
 * dialects in which each shows, and the formats: 64, 32, or 96 for both.
 */
#include "wrong.h"
#include "options.h"

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
    amsref_read_options(argc, argv, "fault", amsref_faults, amsref_fault_applies, &dialect, &fault);
    chosen c = {(amsref_fault)fault, &amsref_shapes[dialect]};
    amsref_adapter adapter = {amsref_faults[fault].name, "1", amsref_dialects[dialect],
                              dialect == PAPER || dialect == PAPER_EPS
                                  ? amsref_adapter_features_paper
                                  : amsref_adapter_features,
                              step, &c};
    return amsref_adapter_serve(&adapter);
}
