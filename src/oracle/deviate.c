/* SPDX-License-Identifier: Apache-2.0
 *
 * What the traits of a deviation do in the middle of a step (AG-83). Nothing here happens in a
 * dialect.
 */
#include "stages.h"

#include <math.h>

/* Roundings of a gradient that is scaled, of an average, of a difference of root and eps. */
enum { K_SCALED = 4, K_AVERAGE = 4, K_DIFFERENCE = 12 };

/* torch.nn.utils.clip_grad_norm_ divides by norm + 1e-6. */
static const double norm_floor = 1e-6;

void amsref_enclosure_norm(amsref_enclosure *e, const uint64_t *g)
{
    const size_t n = e->problem->n;
    amsref_range *norm = &e->t1, *part = &e->t2;
    amsref_range_set_d(norm, 0.0);
    for (size_t i = 0; i < n; i++) {
        amsref_range_set_bits(part, e->problem->format, g[i]);
        amsref_range_sqr(part, part, e->p);
        amsref_range_add(norm, norm, part, e->p);
    }
    amsref_range_sqrt(norm, norm);
    amsref_range_set_d(&e->clip, 1.0);
    amsref_range_div(&e->clip, &e->clip, norm, e->p);
    amsref_range_set_d(part, norm_floor);
    amsref_range_add(norm, norm, part, e->p);
    amsref_range_set_d(part, 1.0);
    amsref_range_div(part, part, norm, e->p);
    amsref_range_hull(&e->clip, &e->clip, part);
    amsref_err_zero(e);
    amsref_err_relative(e, (int)n + K_SCALED, &e->clip);
    amsref_range_widen(&e->clip, e->err);
    amsref_range_set_d(part, 1.0);
    amsref_range_min(&e->clip, &e->clip, part);
}

/* r with what storing it in the format makes of it. */
static void read_into(amsref_enclosure *e, const amsref_binary *format, amsref_range *r)
{
    amsref_range *stored = &e->t1;
    amsref_range_set(stored, r);
    amsref_store(stored, format, e->p);
    amsref_range_hull(r, r, stored);
}

/* As it came, or as the narrower arithmetic, storage, or a flush leaves it. */
static void read_number(amsref_enclosure *e, amsref_format storage, amsref_range *r)
{
    if (e->does->arithmetic && r->num) {
        read_into(e, e->binary, r);
    }
    if (storage && r->num) {
        read_into(e, amsref_binary_of(storage), r);
    }
    if (e->does->flushes && amsref_may_be_below(e, r, e->binary->normal)) {
        amsref_range_include(r, 0.0);
    }
}

void amsref_enclosure_input(amsref_enclosure *e, amsref_quantity q, amsref_range *r)
{
    read_number(e, e->does->stored[q], r);
}

void amsref_deviate_gradient(amsref_enclosure *e)
{
    amsref_range *g = &e->g;
    read_number(e, AMSREF_AS_IS, g);
    if (e->does->nan_to_zero && g->nan) {
        amsref_range_set_d(g, 0.0);
    }
    if (e->does->clipping == AMSREF_CLIPPING_VALUE) {
        amsref_range_set_d(&e->t1, 1.0);
        amsref_range_min(g, g, &e->t1);
        amsref_range_set_d(&e->t1, -1.0);
        amsref_range_max(g, g, &e->t1);
    } else if (e->does->clipping == AMSREF_CLIPPING_NORM) {
        amsref_range_mul(g, g, &e->clip, e->p);
        amsref_err_zero(e);
        amsref_err_relative(e, K_SCALED, g);
        amsref_range_widen(g, e->err);
    }
}

void amsref_deviate_m(amsref_enclosure *e)
{
    amsref_range *m = &e->wide_m;
    if (e->does->old_m) {
        amsref_range_set(m, &e->old_m);
    } else if (e->does->nesterov) {
        amsref_range_mul(m, m, &e->scalars.b1, e->p);
        amsref_range_mul(&e->t1, &e->scalars.c1, &e->g, e->p);
        amsref_err_zero(e);
        amsref_err_relative(e, K_AVERAGE, m);
        amsref_err_relative(e, K_AVERAGE, &e->t1);
        amsref_range_add(m, m, &e->t1, e->p);
        amsref_range_widen(m, e->err);
    }
}

/* Where the difference may be zero or negative, anything may follow: see below. */
void amsref_deviate_den(amsref_enclosure *e)
{
    amsref_range *den = &e->den;
    amsref_err_zero(e);
    amsref_err_relative(e, K_DIFFERENCE, den);
    amsref_err_relative(e, K_DIFFERENCE, &e->scalars.eps);
    amsref_range_sub(den, den, &e->scalars.eps, e->p);
    amsref_range_widen(den, e->err);
    amsref_at_least_zero(e, den);
}

void amsref_deviate_update(amsref_enclosure *e)
{
    amsref_range *update = &e->update;
    const amsref_scalars *s = &e->scalars;
    if (e->does->eps_negative && amsref_range_has_zero(&e->den, e->p)) {
        amsref_range_include(update, INFINITY);
        amsref_range_include(update, -INFINITY);
        update->nan = true;
    }
    if (e->does->decay_after && !amsref_range_is_zero(&s->decay)) {
        amsref_range_set_d(&e->t1, 1.0);
        amsref_range_sub(&e->t1, &e->t1, &s->decay, e->p);
        amsref_range_mul(update, update, &e->t1, e->p);
    }
    if (e->does->sign) {
        amsref_range_neg(update, update);
    }
    if (e->does->box_on_update) {
        amsref_range_max(update, update, &s->lo);
        amsref_range_min(update, update, &s->hi);
    }
}
