/* SPDX-License-Identifier: Apache-2.0
 *
 * The step of storage.c. Every operation is one in double that q() rounds: double has more than twice the
 * digits of binary32, so that rounding twice is rounding once.
 */
#include "half.h"
#include "storage.h"

#include <math.h>

typedef struct work {
    const amsref_way *way;
    const amsref_shape *shape;
    amsref_adapter_format format;
    double l2, keep, b1, c1, b2, c2, C1, C2, root_c2, lr, a, eps;
} work;

static double q(const work *w, double z)
{
    switch (w->way->arithmetic) {
    case IN_BINARY32:
        return (double)(float)z;
    case IN_BINARY64:
        return z;
    case IN_STORAGE:
        break;
    }
    return amsref_half_nearest(w->format, z);
}

static double kept(const work *w, double z)
{
    const amsref_adapter_format other =
        w->format == ADAPTER_BFLOAT16 ? ADAPTER_BINARY16 : ADAPTER_BFLOAT16;
    switch (w->way->keeping) {
    case TRUNCATED:
        return amsref_half_truncated(w->format, z);
    case OTHER_FORMAT:
        return amsref_half_nearest(w->format, amsref_half_nearest(other, z));
    case FLUSHED:
        z = amsref_half_nearest(w->format, z);
        return fabs(z) < amsref_half_normal(w->format) ? 0 * z : z;
    case NOT_AT_ALL:
        return z;
    case NEAREST:
        break;
    }
    return amsref_half_nearest(w->format, z);
}

/* 1 - beta^t, and b and c of an average. */
static double correction(const work *w, double beta, uint64_t t)
{
    double early = amsref_half_nearest(w->format, beta);
    if (w->way->early && (early < 1 || w->way->lost))
        return q(w, 1 - q(w, pow(early, (double)t)));
    return beta > 0 ? q(w, -expm1((double)t * log(beta))) : 1;
}

static void weights(const work *w, double beta, double *b, double *c)
{
    double early = amsref_half_nearest(w->format, beta);
    *b = q(w, beta);
    *c = w->way->early && (early < 1 || w->way->lost) ? q(w, 1 - early) : q(w, 1 - beta);
}

static void scalars(work *w, const amsref_adapter_hyper *h, uint64_t t)
{
    weights(w, h->beta1, &w->b1, &w->c1);
    weights(w, h->beta2, &w->b2, &w->c2);
    w->C1 = w->shape->corrects_m ? correction(w, h->beta1, t) : 1;
    w->C2 = w->shape->v && !w->way->no_correction ? correction(w, h->beta2, t) : 1;
    w->root_c2 = q(w, sqrt(w->C2));
    w->lr = q(w, h->lr * (w->way->scale > 0 ? w->way->scale : 1));
    w->a = w->shape->v == CORRECTS_RATE ? q(w, w->lr * w->root_c2) : w->lr;
    w->a = w->shape->corrects_m ? q(w, w->a / w->C1) : w->a;
    w->eps = w->way->no_eps ? 0 : q(w, h->eps);
    if (w->way->rounds_eps)
        w->eps = amsref_half_nearest(w->format, h->eps);
    double decay = q(w, h->weight_decay);
    w->l2 = h->decoupled ? 0 : decay;
    w->keep = h->decoupled ? q(w, 1 - q(w, w->lr * decay)) : 1;
}

static double mean(const work *w, double b, double c, double old, double g, bool squared)
{
    double sample = squared ? q(w, g * g) : g;
    switch (w->way->mean) {
    case LERP:
        return q(w, old + q(w, c * q(w, sample - old)));
    case LEFT:
        sample = squared ? q(w, q(w, c * g) * g) : q(w, c * g);
        return q(w, q(w, b * old) + sample);
    case DECAYED:
        return q(w, q(w, old - q(w, c * old)) + q(w, c * sample));
    case PRODUCTS:
        break;
    }
    return q(w, q(w, b * old) + q(w, c * sample));
}

/* a*m/den where the root is corrected and C2 stands at the other side. */
static double folded(const work *w, double m, double root)
{
    double rate = q(w, w->a * w->root_c2);
    if (w->way->course == FOLDED)
        return q(w, q(w, rate * m) / q(w, root + q(w, w->eps * w->root_c2)));
    return w->a == 0 ? 0 : q(w, m / q(w, q(w, root / rate) + q(w, w->eps / w->a)));
}

static double update(const work *w, double m, double top)
{
    double eps = w->eps, under = w->shape->eps_inside ? q(w, top + q(w, eps * eps)) : top;
    double root = q(w, sqrt(under));
    if (w->way->course == FOLDED || w->way->course == CAPTURABLE)
        return folded(w, m, root);
    if (w->shape->v == CORRECTS_ROOT) /* the core multiplies by 1/sqrt(C2) */
        root = w->way->arithmetic == IN_BINARY32 ? q(w, root * q(w, 1 / sqrt(w->C2)))
                                                 : q(w, root / w->root_c2);
    double den = w->shape->eps_inside ? root : q(w, root + eps);
    switch (w->way->course) {
    case RATE_FIRST:
        return q(w, q(w, w->a / den) * m);
    case PRODUCT_FIRST:
        return q(w, q(w, w->a * m) / den);
    case RECIPROCAL:
        return q(w, q(w, w->a * m) * q(w, 1 / den));
    case MOMENT_FIRST:
        if (w->shape->corrects_m && w->shape->v != CORRECTS_RATE)
            return q(w, w->lr * q(w, q(w, m / w->C1) / den));
        break;
    default:
        break;
    }
    return q(w, w->a * q(w, m / den));
}

static void element(const work *w, const amsref_adapter_arrays *arrays, double g, size_t i)
{
    float *x = arrays->x, *m = arrays->m, *v = arrays->v, *vmax = arrays->vmax;
    if (w->l2 != 0)
        g = q(w, g + q(w, w->l2 * (double)x[i]));
    double m1 = mean(w, w->b1, w->c1, (double)m[i], g, false);
    double v1 = mean(w, w->b2, w->c2, (double)v[i], g, true);
    m[i] = (float)kept(w, m1);
    v[i] = (float)kept(w, v1);
    if (w->way->stored_first) {
        m1 = (double)m[i];
        v1 = (double)v[i];
    }
    double z = w->shape->v == CORRECTS_MAXIMUM ? q(w, v1 / w->C2) : v1, old = (double)vmax[i];
    bool runs = w->shape->maximum && !w->way->no_maximum;
    double top = runs && (old >= z || old != old) ? old : z;
    vmax[i] = (float)kept(w, top);
    x[i] = (float)kept(w, q(w, q(w, w->keep * (double)x[i]) -
                                   update(w, m1, w->way->stored_first ? (double)vmax[i] : top)));
}

void amsref_storage_step(const amsref_way *way, const amsref_shape *shape,
                         amsref_adapter_format format, const amsref_adapter_hyper *hyper,
                         uint64_t t, const amsref_adapter_arrays *arrays)
{
    work w = {.way = way, .shape = shape, .format = format};
    const float *g = arrays->g;
    scalars(&w, hyper, t);
    for (size_t i = 0; i < arrays->n; i++)
        element(&w, arrays, hyper->maximize ? -(double)g[i] : (double)g[i], i);
}
