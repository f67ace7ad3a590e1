/* SPDX-License-Identifier: Apache-2.0
 *
 * The scalars of a step, with the faults that lie in them.
 */
#include "wrong.h"

#include <math.h>

/* 1 - beta^t. */
static double correction(amsref_fault fault, double beta, double t)
{
    if (fault == T_LESS_ONE)
        t -= 1;
    else if (fault == T_MORE_ONE)
        t += 1;
    else if (fault == T_SQUARED)
        t *= t;
    else if (fault == T_BYTE)
        t = fmod(t, 256);
    if (fault == POWER_FLOAT)
        return 1 - (double)powf((float)beta, (float)t);
    if (fault == POWER_OF_FLOAT)
        beta = (double)(float)beta;
    return beta > 0 ? -expm1(t * log(beta)) : 1;
}

static double beta1_at(amsref_fault fault, const amsref_adapter_hyper *h, double t)
{
    if (fault == SCHEDULE_BETA1_LATE)
        t += 1;
    if (h->beta1_schedule == ADAPTER_GEOMETRIC)
        return h->beta1 * pow(h->lambda, t - 1);
    if (h->beta1_schedule == ADAPTER_INVERSE)
        return h->beta1 / t;
    return h->beta1;
}

/* The hyper-parameters as a faulty implementation sees them. */
static amsref_adapter_hyper misread(amsref_fault fault, const amsref_adapter_hyper *hyper)
{
    amsref_adapter_hyper h = *hyper;
    if (fault == L2_FOR_DECOUPLED || fault == DECOUPLED_FOR_L2)
        h.decoupled = fault == DECOUPLED_FOR_L2;
    if (fault == DECAY_IGNORED)
        h.weight_decay = 0;
    if (fault == MAXIMIZE_IGNORED)
        h.maximize = false;
    if (fault == SCHEDULE_LR)
        h.lr_schedule = ADAPTER_CONSTANT;
    if (fault == SCHEDULE_BETA1)
        h.beta1_schedule = ADAPTER_CONSTANT;
    if (fault == BOX_IGNORED || fault == BOX_UPPER)
        h.lo = -INFINITY;
    if (fault == BOX_IGNORED || fault == BOX_LOWER)
        h.hi = INFINITY;
    if (fault == EPS_FLOAT || fault == HYPER_FLOAT)
        h.eps = (double)(float)h.eps;
    if (fault == LR_FLOAT || fault == HYPER_FLOAT || fault == LR_BETAS_FLOAT)
        h.lr = (double)(float)h.lr;
    if (fault == HYPER_FLOAT || fault == LR_BETAS_FLOAT) {
        h.beta1 = (double)(float)h.beta1;
        h.beta2 = (double)(float)h.beta2;
    }
    if (fault == EPS_ZERO && h.eps == 0)
        h.eps = 1e-7;
    if (fault == EPS_MISSING)
        h.eps = 0;
    if (fault == EPS_TWICE)
        h.eps *= 2;
    if (fault == BETAS_SWAPPED) {
        h.beta1 = hyper->beta2;
        h.beta2 = hyper->beta1;
    }
    return h;
}

static double weight(amsref_fault fault, double beta)
{
    return fault == WEIGHT_FLOAT ? (double)(1 - (float)beta) : 1 - beta;
}

static void place_eps(amsref_fault fault, const amsref_shape *shape, double eps, double root_c2,
                      amsref_scalars *s)
{
    s->eps = shape->eps_inside ? 0 : eps;
    s->eps_inside = shape->eps_inside ? eps * eps : 0;
    if (fault == EPS_IN_ROOT || fault == EPS_NOT_SQUARED) {
        s->eps = 0;
        s->eps_inside = eps;
    } else if (fault == EPS_OUT_OF_ROOT) {
        s->eps = eps;
        s->eps_inside = 0;
    } else if (fault == EPS_BOTH) {
        s->eps_inside = eps;
    } else if (fault == EPS_BY_SIZE && eps > 1e-6) {
        s->eps = eps;
        s->eps_inside = 0;
    } else if (fault == ROOT_FLOOR) {
        s->eps_inside += 1e-15;
    } else if (fault == EPS_SUBTRACTED) {
        s->eps = -eps;
    } else if (fault == EPS_FIRST) {
        s->eps = eps / root_c2;
    } else if (fault == EPS_SCALED) {
        s->eps *= root_c2;
        s->eps_inside *= root_c2 * root_c2;
    }
}

void amsref_wrong_scalars(amsref_fault fault, const amsref_shape *shape,
                          const amsref_adapter_hyper *hyper, uint64_t t, amsref_scalars *scalars)
{
    amsref_adapter_hyper h = misread(fault, hyper);
    double counted = (double)(fault == SCHEDULE_LR_LATE ? t + 1 : t);
    double lr = h.lr_schedule == ADAPTER_INV_SQRT ? h.lr / sqrt(counted) : h.lr;
    double decay_rate = fault == DECAY_WITHOUT_LR ? 1 : fault == SCHEDULE_DECAY ? h.lr : lr;
    bool corrects_m = shape->corrects_m ? fault != NO_CORRECTION_M : fault == CORRECTED_M;
    double C1 = correction(fault, h.beta1, (double)t);
    double C2 = fault == NO_CORRECTION_V ? 1 : correction(fault, h.beta2, (double)t);
    if (fault == CORRECTIONS_SWAPPED) {
        double other = C1;
        C1 = C2;
        C2 = other;
    }
    /* Where the fault moves the correction of v to the maximum, it leaves its own place. */
    bool at_maximum =
        shape->v == CORRECTS_MAXIMUM ? fault != MAXIMUM_RAW : fault == MAXIMUM_CORRECTED;
    bool at_root = (shape->v == CORRECTS_ROOT && !at_maximum) || fault == MAXIMUM_RAW;
    bool at_rate = shape->v == CORRECTS_RATE && !at_maximum;
    double b1 = beta1_at(fault, &h, (double)t), rate = at_rate ? lr * sqrt(C2) : lr;
    *scalars = (amsref_scalars){
        .sign = h.maximize ? -1 : 1,
        .l2 = h.decoupled ? 0 : h.weight_decay,
        .keep = h.decoupled ? 1 - decay_rate * h.weight_decay : 1,
        .b1 = b1,
        .c1 = fault == WEIGHT_MISSING ? 1 : weight(fault, fault == SCHEDULE_WEIGHT ? h.beta1 : b1),
        .b2 = h.beta2,
        .c2 = weight(fault, h.beta2),
        .rate = corrects_m ? rate / C1 : rate,
        .root_c2 = at_root ? sqrt(C2) : 1,
        .C2 = at_maximum ? C2 : 1,
        .lo = h.lo,
        .hi = h.hi,
    };
    place_eps(fault, shape, h.eps, sqrt(C2), scalars);
}
