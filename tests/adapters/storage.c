/* SPDX-License-Identifier: Apache-2.0
 *
 * AMSGrad in the storage formats, right and wrong (AG-115 .. AG-118). `--list` prints the ways, the dialects
 * in which each shows, and what must become of it: the level that it reaches; `wrong`; `loose`, which
 * is right where each operation rounds to the format and wrong where the arithmetic is binary32; or
 * `sometimes`, which is as wrong, but told at level working in some dialects alone.
 */
#include "half.h"
#include "options.h"
#include "storage.h"

#include <string.h>

#define WAY(name, where, about, ...) {name, about},
static const amsref_choice names[] = {
#include "storage_ways.inc"
    {NULL, NULL}};
#undef WAY
#define WAY(name, where, about, ...) {where, {__VA_ARGS__}},
static const struct {
    amsref_where where;
    amsref_way way;
} ways[] = {
#include "storage_ways.inc"
};
#undef WAY

static int applies(size_t way, size_t dialect)
{
    const amsref_shape *s = &amsref_shapes[dialect];
    switch (ways[way].where) {
    case HAS_EPS:
        return dialect != PAPER && !s->eps_inside;
    case HAS_MAXIMUM:
        return s->maximum;
    case CORRECTS:
        return s->v != NOT_CORRECTED;
    case ROOT:
        return s->v == CORRECTS_ROOT;
    case EVERYWHERE:
        break;
    }
    return 1;
}

typedef struct chosen {
    const amsref_way *way;
    const amsref_shape *shape;
    bool is_paper;
} chosen;

static const char *step(void *context, amsref_adapter_format format,
                        const amsref_adapter_hyper *hyper, uint64_t t,
                        const amsref_adapter_arrays *arrays)
{
    const chosen *c = context;
    amsref_adapter_hyper h = *hyper;
    if (c->is_paper)
        h.eps = 0; /* it has none (AG-11) */
    amsref_storage_step(c->way, c->shape, format, &h, t, arrays);
    return NULL;
}

int main(int argc, char **argv)
{
    static const char *const formats[] = {"bfloat16", "binary16", NULL};
    size_t dialect, way;
    amsref_read_options(argc, argv, "way", names, applies, &dialect, &way);
    chosen c = {&ways[way].way, &amsref_shapes[dialect], dialect == PAPER};
    amsref_adapter adapter = {names[way].name, "1",  amsref_dialects[dialect],
                              amsref_adapter_features, step, &c};
    return amsref_adapter_serve_in(&adapter, formats);
}
