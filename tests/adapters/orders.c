/* SPDX-License-Identifier: Apache-2.0
 *
 * Right implementations in unusual orders: each must conform, so that the enclosures are shown to
 * be wide enough for what real code does. `--list` prints the orders, the dialects in which each
 * differs from the others, and the level it must reach in binary64 and in binary32.
 */
#include "options.h"
#include "order_rows.h"

typedef struct chosen {
    amsref_program program;
    amsref_manner manner;
    size_t dialect;
} chosen;

static const char *step(void *context, amsref_adapter_format format,
                        const amsref_adapter_hyper *hyper, uint64_t t,
                        const amsref_adapter_arrays *arrays)
{
    const chosen *c = context;
    amsref_machine_step(&c->program, &c->manner, c->dialect, format, hyper, t, arrays);
    return NULL;
}

int main(int argc, char **argv)
{
    size_t dialect, order;
    amsref_read_options(argc, argv, "order", amsref_order_names, amsref_order_applies, &dialect,
                        &order);
    chosen c = {.manner = amsref_order_manner(&amsref_orders[order]), .dialect = dialect};
    amsref_order_program(&amsref_orders[order], dialect, &c.program);
    amsref_adapter adapter = {amsref_order_names[order].name, "1", amsref_dialects[dialect],
                              dialect == PAPER || dialect == PAPER_EPS
                                  ? amsref_adapter_features_paper
                                  : amsref_adapter_features,
                              step, &c};
    return amsref_adapter_serve(&adapter);
}
