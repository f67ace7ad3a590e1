/* SPDX-License-Identifier: Apache-2.0
 *
 * From an order to its program.
 */
#include "../adapters/order.h"

typedef struct maker {
    const amsref_order *order;
    const amsref_shape *shape;
    amsref_code *scalar, *step;
    amsref_register lr, b1, eps; /* as the denominator reads it */
} maker;

static bool scales_rate(const maker *k)
{
    return k->shape->v == CORRECTS_RATE ? k->order->form != UNFOLDED
                                        : k->shape->v == CORRECTS_ROOT && k->order->form == FOLDED;
}

/* The step size without what the order applies elsewhere, and that over lr for DECAY_IN_THE_SUM. */
static void rates(maker *k)
{
    const bool scales = scales_rate(k);
    const bool corrects = k->shape->corrects_m && k->order->form != MOMENTS_FIRST;
    amsref_emit(k->scalar, scales ? OP_MUL : OP_FIRST, R_RATE, k->lr, scales ? R_ROOT_C2 : R_ZERO);
    amsref_emit(k->scalar, corrects ? OP_DIV : OP_FIRST, R_A, R_RATE, corrects ? R_C1 : R_ZERO);
    amsref_emit(k->scalar, corrects ? OP_DIV : OP_FIRST, R_E1, scales ? R_ROOT_C2 : R_ONE,
                corrects ? R_C1 : R_ZERO);
    amsref_emit(k->scalar, OP_MUL, R_D, k->lr, R_WD);
    amsref_emit(k->scalar, OP_SUB, R_K, R_ONE, R_D);
    k->eps = R_EPS;
    if (k->shape->v == CORRECTS_ROOT && k->order->form == FOLDED) {
        amsref_emit(k->scalar, OP_MUL, R_E2, R_EPS, R_ROOT_C2);
        k->eps = R_E2;
    } else if (k->shape->v == CORRECTS_RATE && k->order->form == UNFOLDED &&
               !k->shape->eps_inside) {
        amsref_emit(k->scalar, OP_DIV, R_E2, R_EPS, R_ROOT_C2);
        k->eps = R_E2;
    }
}

/* Registers of one average: what it averages, and where it may put what. */
typedef struct average {
    amsref_register b, c, old, new, kept, added, result;
} average;

static void lerp(maker *k, const average *a, bool torch)
{
    amsref_emit(k->step, OP_SUB, R_T1, a->new, a->old);
    amsref_emit(k->step, OP_MUL, a->added, a->c, R_T1);
    amsref_emit(k->step, OP_ADD, torch ? R_T4 : a->result, a->old, a->added);
    if (torch) {
        amsref_emit(k->step, OP_SUB, R_T2, R_ONE, a->c);
        amsref_emit(k->step, OP_MUL, R_T3, R_T1, R_T2);
        amsref_emit(k->step, OP_SUB, R_T5, a->new, R_T3);
        amsref_emit(k->step, OP_LESS, R_T6, a->c, R_T2);
        amsref_emit3(k->step, OP_SELECT, a->result, R_T6, R_T4, R_T5);
    }
}

/* left: a->added holds the weighted sample already. */
static void emit_average(maker *k, amsref_average form, const average *a, bool left)
{
    if (form == LERP || form == LERP_TORCH) {
        lerp(k, a, form == LERP_TORCH);
        return;
    }
    if (form == LERP_FMA) {
        amsref_emit(k->step, OP_SUB, R_T1, a->new, a->old);
        amsref_emit3(k->step, OP_FMA, a->result, a->c, R_T1, a->old);
        return;
    }
    if (form == FMA_PAIR) {
        amsref_emit3(k->step, OP_FNMA, R_T1, a->b, a->new, a->new);
        amsref_emit3(k->step, OP_FMA, a->result, a->b, a->old, R_T1);
        return;
    }
    if (form == LESSENED) {
        amsref_emit(k->step, OP_MUL, R_T1, a->c, a->old);
        amsref_emit(k->step, OP_SUB, a->kept, a->old, R_T1);
    } else if (form != FMA_OLD) {
        amsref_emit(k->step, OP_MUL, a->kept, a->b, a->old);
    }
    if (form != FMA_NEW && !left) {
        amsref_emit(k->step, OP_MUL, a->added, a->c, a->new);
    }
    if (form == FMA_OLD) {
        amsref_emit3(k->step, OP_FMA, a->result, a->b, a->old, a->added);
    } else if (form == FMA_NEW) {
        amsref_emit3(k->step, OP_FMA, a->result, left ? R_T1 : a->c, left ? R_GG : a->new, a->kept);
    } else {
        amsref_emit(k->step, OP_ADD, a->result, a->kept, a->added);
    }
}

static void moments(maker *k)
{
    const amsref_order *o = k->order;
    const bool lerps = o->v == LERP || o->v == LERP_TORCH || o->v == LERP_FMA || o->v == FMA_PAIR;
    const bool left = o->square == SQUARE_LEFT && !lerps;
    const average first = {k->b1, R_W1, R_M, R_GG, R_M_OLD, R_M_NEW, R_M1};
    const average second = {R_BETA2, R_W2, R_V, R_SQUARE, R_V_OLD, R_V_NEW, R_V1};
    amsref_emit(k->step, OP_MUL, R_G1, R_SIGMA, R_G);
    if (o->m == FMA_OLD || o->m == FMA_NEW) {
        amsref_emit3(k->step, OP_FMA, R_GG, R_L2, R_X, R_G1)->guard = R_L2;
    } else {
        amsref_emit3(k->step, OP_MUL, R_DECAY, R_L2, R_X, R_ZERO)->guard = R_L2;
        amsref_emit3(k->step, OP_ADD, R_GG, R_G1, R_DECAY, R_ZERO)->guard = R_L2;
    }
    emit_average(k, o->m, &first, false);
    if (!left) {
        amsref_emit(k->step, OP_MUL, R_SQUARE, R_GG, R_GG);
    } else if (o->v == LESSENED) { /* its own use of T1 comes first */
        amsref_emit(k->step, OP_MUL, R_T2, R_W2, R_GG);
        amsref_emit(k->step, OP_MUL, R_V_NEW, R_T2, R_GG);
    } else {
        amsref_emit(k->step, OP_MUL, R_T1, R_W2, R_GG);
        if (o->v != FMA_NEW) {
            amsref_emit(k->step, OP_MUL, R_V_NEW, R_T1, R_GG);
        }
    }
    emit_average(k, o->v, &second, left);
}

/* The new maximum; returns where it stands. */
static amsref_register maximum(maker *k, amsref_register v)
{
    if (k->shape->v == CORRECTS_MAXIMUM && k->order->over_first) {
        amsref_emit(k->step, OP_DIV, R_T1, R_ONE, R_C2);
        amsref_emit(k->step, OP_MUL, R_Z, v, R_T1);
        v = R_Z;
    } else if (k->shape->v == CORRECTS_MAXIMUM) {
        amsref_emit(k->step, OP_DIV, R_Z, v, R_C2);
        v = R_Z;
    }
    if (!k->shape->maximum) {
        return v;
    }
    amsref_emit(k->step, OP_MAXIMUM, R_TOP, R_VMAX, v);
    return R_TOP;
}

/* Into R_ROOT, corrected or not as the order says. */
static void root(maker *k, amsref_register under)
{
    const bool corrected = (k->order->form == UNFOLDED && k->shape->v == CORRECTS_RATE) ||
                           (k->shape->v == CORRECTS_ROOT && k->order->form != FOLDED);
    if (k->shape->eps_inside) {
        amsref_emit(k->step, OP_MUL, R_T1, R_EPS, R_EPS);
        amsref_emit(k->step, OP_ADD, R_UNDER, under, R_T1);
        under = R_UNDER;
    }
    if (corrected && k->order->root == ROOT_OF_QUOTIENT) {
        amsref_emit(k->step, OP_DIV, R_T2, under, R_C2);
        amsref_emit(k->step, OP_SQRT, R_ROOT, R_T2, R_ZERO);
        return;
    }
    amsref_emit(k->step, OP_SQRT, corrected ? R_SCALED : R_ROOT, under, R_ZERO);
    if (corrected && k->order->root != ROOT_TIMES_RECIPROCAL) {
        amsref_emit(k->step, OP_DIV, R_ROOT, R_SCALED, R_ROOT_C2);
    } else if (corrected) {
        amsref_emit(k->step, OP_DIV, R_T2, R_ONE, R_ROOT_C2);
        amsref_emit(k->step, OP_MUL, R_ROOT, R_SCALED, R_T2);
    }
}

static void denominator(maker *k, amsref_register top)
{
    root(k, top);
    if (k->shape->eps_inside) {
        amsref_emit(k->step, OP_COPY, R_DEN, R_ROOT, R_ZERO);
    } else {
        amsref_emit(k->step, OP_ADD, R_DEN, R_ROOT, k->eps);
    }
}

/* y = base - a*m/den. */
static void descend(maker *k, amsref_register base, amsref_register m, amsref_register y)
{
    amsref_code *c = k->step;
    switch (k->order->update) {
    case PRODUCT_OVER:
        amsref_emit(c, OP_MUL, R_Q, R_A, m);
        amsref_emit(c, OP_DIV, R_U, R_Q, R_DEN);
        break;
    case RATE_OVER_TIMES:
        amsref_emit(c, OP_DIV, R_Q, R_A, R_DEN);
        amsref_emit(c, OP_MUL, R_U, R_Q, m);
        break;
    case OVER_RATIO:
        amsref_emit(c, OP_DIV, R_T1, R_DEN, R_A);
        amsref_emit(c, OP_DIV, R_T2, m, R_T1);
        amsref_emit(c, OP_DIV, R_T3, m, R_DEN);
        amsref_emit(c, OP_MUL, R_Q, R_A, R_T3);
        amsref_emit3(c, OP_SELECT, R_U, R_A, R_T2, R_Q);
        break;
    case TIMES_RECIPROCAL:
        amsref_emit(c, OP_MUL, R_Q, R_A, m);
        amsref_emit(c, OP_DIV, R_T1, R_ONE, R_DEN);
        amsref_emit(c, OP_MUL, R_U, R_Q, R_T1);
        break;
    case RECIPROCAL_TIMES:
        amsref_emit(c, OP_DIV, R_T1, R_ONE, R_DEN);
        amsref_emit(c, OP_MUL, R_Q, m, R_T1);
        amsref_emit(c, OP_MUL, R_U, R_A, R_Q);
        break;
    case FMA_QUOTIENT:
        amsref_emit(c, OP_DIV, R_Q, m, R_DEN);
        amsref_emit3(c, OP_FNMA, y, R_A, R_Q, base);
        return;
    case FMA_RATE:
        amsref_emit(c, OP_DIV, R_Q, R_A, R_DEN);
        amsref_emit3(c, OP_FNMA, y, R_Q, m, base);
        return;
    default:
        amsref_emit(c, OP_DIV, R_Q, m, R_DEN);
        amsref_emit(c, OP_MUL, R_U, R_A, R_Q);
        break;
    }
    amsref_emit(c, OP_SUB, y, base, R_U);
}

/* The same in torch's capturable form: base + m/(root/(sqrt(C2)*-a) + eps/-a). */
static void capture(maker *k, amsref_register top, amsref_register base, amsref_register m,
                    amsref_register y)
{
    amsref_code *c = k->step;
    amsref_emit(c, OP_SQRT, R_T1, top, R_ZERO);
    amsref_emit(c, OP_NEG, R_T2, R_A, R_ZERO);
    amsref_emit(c, OP_MUL, R_T3, R_ROOT_C2, R_T2);
    amsref_emit(c, OP_DIV, R_T4, R_T1, R_T3);
    amsref_emit(c, OP_DIV, R_T5, R_EPS, R_T2);
    amsref_emit(c, OP_ADD, R_T6, R_T4, R_T5);
    amsref_emit(c, OP_DIV, R_T7, m, R_T6);
    amsref_emit(c, OP_ADD, R_T8, base, R_T7);
    descend(k, base, m, R_T1); /* where a is 0 */
    amsref_emit3(c, OP_SELECT, y, R_A, R_T8, R_T1);
}

static void update(maker *k, amsref_register top, amsref_register m)
{
    amsref_code *c = k->step;
    amsref_register base = R_X;
    if (k->order->form == MOMENTS_FIRST && k->shape->corrects_m) {
        amsref_emit(c, OP_DIV, R_LOW, m, R_C1);
        m = R_LOW;
    }
    if (k->order->decay == DECAY_BY_FACTOR) {
        amsref_emit(c, OP_MUL, R_KX, R_K, R_X);
        base = R_KX;
    } else if (k->order->decay == DECAY_BY_DIFFERENCE) {
        amsref_emit(c, OP_MUL, R_T1, R_X, R_WD);
        amsref_emit(c, OP_MUL, R_T2, R_T1, k->lr);
        amsref_emit3(c, OP_SUB, R_KX, R_X, R_T2, R_ZERO)->guard = R_WD;
        base = R_KX;
    }
    denominator(k, top);
    const bool later = k->order->decay == DECAY_AT_THE_END || k->order->decay == DECAY_IN_THE_SUM;
    const amsref_register y = later ? R_X1 : R_Y;
    if (k->order->form == CAPTURABLE && k->shape->v == CORRECTS_ROOT) {
        capture(k, top, base, m, y);
    } else {
        descend(k, base, m, y);
    }
    if (k->order->decay == DECAY_AT_THE_END) {
        amsref_emit(c, OP_MUL, R_T1, k->lr, R_WD);
        amsref_emit(c, OP_MUL, R_T2, R_T1, R_X);
        amsref_emit3(c, OP_SUB, R_Y, R_X1, R_T2, R_ZERO)->guard = R_WD;
    } else if (k->order->decay == DECAY_IN_THE_SUM) {
        amsref_emit(c, OP_DIV, R_T1, m, R_DEN);
        amsref_emit(c, OP_MUL, R_T2, R_E1, R_T1);
        amsref_emit(c, OP_MUL, R_T3, R_WD, R_X);
        amsref_emit(c, OP_ADD, R_T4, R_T2, R_T3);
        amsref_emit(c, OP_MUL, R_T5, k->lr, R_T4);
        amsref_emit(c, OP_SUB, R_T6, R_X, R_T5);
        amsref_emit3(c, OP_SELECT, R_Y, R_WD, R_T6, R_X1);
    }
}

static amsref_register settle(maker *k, amsref_register from, amsref_register to)
{
    if (!k->order->settled) {
        return from;
    }
    amsref_emit(k->step, OP_STORED, to, from, R_ZERO);
    return to;
}

unsigned amsref_order_program(const amsref_order *order, size_t dialect, amsref_program *program)
{
    *program = (amsref_program){.scalar.count = 0};
    maker k = {.order = order,
               .shape = &amsref_shapes[dialect],
               .scalar = &program->scalar,
               .step = &program->step,
               .lr = amsref_program_lr(dialect),
               .b1 = amsref_program_b1(dialect)};
    amsref_program_scalars(dialect, k.scalar);
    rates(&k);
    moments(&k);
    amsref_register m = settle(&k, R_M1, R_M_OLD), v = settle(&k, R_V1, R_V_OLD);
    amsref_register top = maximum(&k, v);
    top = settle(&k, top, R_V_NEW);
    update(&k, top, m);
    amsref_register y = R_Y;
    if (dialect == PAPER || dialect == PAPER_EPS) {
        amsref_emit(k.step, OP_AT_LEAST, R_T1, R_Y, R_LO);
        amsref_emit(k.step, OP_AT_MOST, R_T2, R_T1, R_HI);
        y = R_T2;
    }
    const amsref_register store[4] = {y, R_M1, R_V1, top};
    for (size_t q = 0; q < 4; q++) {
        program->store[q] = (unsigned char)store[q];
    }
    return amsref_fuse(program, order->fused);
}

amsref_manner amsref_order_manner(const amsref_order *order)
{
    static const amsref_type types[PRECISIONS] = {TYPE_FLOAT,    TYPE_DOUBLE, TYPE_EXTENDED,
                                                  TYPE_EXTENDED, TYPE_QUAD,   TYPE_QUAD};
    return (amsref_manner){.power = order->power,
                           .early = order->early,
                           .wide_scalars =
                               order->precision == IN_EXTENDED || order->precision == IN_QUAD,
                           .step = types[order->precision],
                           .stores_each = order->precision == IN_EXTENDED_STORED ||
                                          order->precision == IN_QUAD_STORED};
}
