/* SPDX-License-Identifier: Apache-2.0
 *
 * The plain step of each dialect, from the text of AG-02 .. AG-19.
 */
#include "machine.h"

static const char *const register_names[R_COUNT] = {
#define R(enumerator, name) name,
    AMSREF_SCALARS_GIVEN AMSREF_SCALARS_COMPUTED AMSREF_STEP_GIVEN AMSREF_STEP_COMPUTED
#undef R
};

static const struct {
    const char *name;
    int operands;
} operations[OP_COUNT] = {
#define O(enumerator, operands, name) {name, operands},
    AMSREF_OPERATIONS
#undef O
};

const char *amsref_register_name(amsref_register r)
{
    return register_names[r];
}

const char *amsref_operation_name(amsref_operation op)
{
    return operations[op].name;
}

int amsref_operands(amsref_operation op)
{
    return operations[op].operands;
}

amsref_instruction *amsref_emit3(amsref_code *code, amsref_operation op, amsref_register dst,
                                 amsref_register a, amsref_register b, amsref_register c)
{
    amsref_instruction *i = &code->at[code->count++];
    *i = (amsref_instruction){.op = (unsigned char)op,
                              .dst = (unsigned char)dst,
                              .src = {(unsigned char)a, (unsigned char)b, (unsigned char)c},
                              .guard = R_ONE};
    return i;
}

void amsref_emit(amsref_code *code, amsref_operation op, amsref_register dst, amsref_register a,
                 amsref_register b)
{
    amsref_emit3(code, op, dst, a, b, R_ZERO);
}

amsref_instruction *amsref_find(amsref_code *code, amsref_register dst)
{
    for (size_t i = 0; i < code->count; i++) {
        if (code->at[i].dst == dst) {
            return &code->at[i];
        }
    }
    return NULL;
}

static void guarded(amsref_code *code, amsref_operation op, amsref_register dst, amsref_register a,
                    amsref_register b, amsref_register guard)
{
    amsref_emit3(code, op, dst, a, b, R_ZERO)->guard = (unsigned char)guard;
}

static bool scheduled(size_t dialect)
{
    return dialect == PAPER || dialect == PAPER_EPS;
}

amsref_register amsref_program_lr(size_t dialect)
{
    return scheduled(dialect) ? R_LR_T : R_LR;
}

amsref_register amsref_program_b1(size_t dialect)
{
    return scheduled(dialect) ? R_B1 : R_BETA1;
}

/* AG-08, AG-20. Without a geometric schedule lambda is 1. */
void amsref_program_scalars(size_t dialect, amsref_code *code)
{
    const amsref_shape *shape = &amsref_shapes[dialect];
    if (scheduled(dialect)) {
        amsref_emit(code, OP_SQRT, R_ROOT_T, R_T, R_ZERO);
        guarded(code, OP_DIV, R_LR_T, R_LR, R_ROOT_T, R_INV_SQRT);
        amsref_emit(code, OP_SUB, R_STEPS, R_T, R_ONE);
        amsref_emit(code, OP_POW, R_POWER, R_LAMBDA, R_STEPS);
        amsref_emit(code, OP_MUL, R_B1_G, R_BETA1, R_POWER);
        guarded(code, OP_DIV, R_B1, R_B1_G, R_T, R_INVERSE);
    }
    amsref_emit(code, OP_SUB, R_W1, R_ONE, amsref_program_b1(dialect));
    amsref_emit(code, OP_SUB, R_W2, R_ONE, R_BETA2);
    if (shape->corrects_m) {
        amsref_emit(code, OP_OMP, R_C1, R_BETA1, R_T);
    }
    if (shape->v != NOT_CORRECTED) {
        amsref_emit(code, OP_OMP, R_C2, R_BETA2, R_T);
    }
    if (shape->v == CORRECTS_ROOT || shape->v == CORRECTS_RATE) {
        amsref_emit(code, OP_SQRT, R_ROOT_C2, R_C2, R_ZERO);
    }
}

static void plain_rates(size_t dialect, amsref_code *code)
{
    const amsref_shape *shape = &amsref_shapes[dialect];
    amsref_register lr = amsref_program_lr(dialect), rate = lr;
    if (shape->v == CORRECTS_RATE) {
        amsref_emit(code, OP_MUL, R_RATE, lr, R_ROOT_C2);
        rate = R_RATE;
    }
    if (shape->corrects_m) {
        amsref_emit(code, OP_DIV, R_A, rate, R_C1);
    }
    if (shape->eps_inside) {
        amsref_emit(code, OP_MUL, R_EPS_IN, R_EPS, R_EPS);
    }
    amsref_emit(code, OP_MUL, R_D, lr, R_WD);
    amsref_emit(code, OP_SUB, R_K, R_ONE, R_D);
}

static void plain_moments(size_t dialect, amsref_code *code)
{
    const amsref_shape *shape = &amsref_shapes[dialect];
    amsref_emit(code, OP_MUL, R_G1, R_SIGMA, R_G);
    amsref_emit(code, OP_MUL, R_DECAY, R_L2, R_X);
    guarded(code, OP_ADD, R_GG, R_G1, R_DECAY, R_L2);
    amsref_emit(code, OP_MUL, R_M_OLD, amsref_program_b1(dialect), R_M);
    amsref_emit(code, OP_MUL, R_M_NEW, R_W1, R_GG);
    amsref_emit(code, OP_ADD, R_M1, R_M_OLD, R_M_NEW);
    amsref_emit(code, OP_MUL, R_SQUARE, R_GG, R_GG);
    amsref_emit(code, OP_MUL, R_V_OLD, R_BETA2, R_V);
    amsref_emit(code, OP_MUL, R_V_NEW, R_W2, R_SQUARE);
    amsref_emit(code, OP_ADD, R_V1, R_V_OLD, R_V_NEW);
    if (shape->v == CORRECTS_MAXIMUM) {
        amsref_emit(code, OP_DIV, R_Z, R_V1, R_C2);
    }
    if (shape->maximum) {
        amsref_emit(code, OP_MAXIMUM, R_TOP, R_VMAX, shape->v == CORRECTS_MAXIMUM ? R_Z : R_V1);
    }
}

static void plain_update(size_t dialect, amsref_program *program)
{
    const amsref_shape *shape = &amsref_shapes[dialect];
    amsref_code *code = &program->step;
    amsref_register top = shape->maximum ? R_TOP : R_V1, under = top, root = R_ROOT, y = R_Y;
    if (shape->eps_inside) {
        amsref_emit(code, OP_ADD, R_UNDER, top, R_EPS_IN);
        under = R_UNDER;
    }
    amsref_emit(code, OP_SQRT, R_ROOT, under, R_ZERO);
    if (shape->v == CORRECTS_ROOT) {
        amsref_emit(code, OP_DIV, R_SCALED, R_ROOT, R_ROOT_C2);
        root = R_SCALED;
    }
    if (!shape->eps_inside && dialect != PAPER) {
        amsref_emit(code, OP_ADD, R_DEN, root, R_EPS);
        root = R_DEN;
    }
    amsref_emit(code, OP_DIV, R_Q, R_M1, root);
    amsref_emit(code, OP_MUL, R_U, shape->corrects_m ? R_A : amsref_program_lr(dialect), R_Q);
    amsref_emit(code, OP_MUL, R_KX, R_K, R_X);
    amsref_emit(code, OP_SUB, R_Y, R_KX, R_U);
    if (dialect == PAPER || dialect == PAPER_EPS) {
        amsref_emit(code, OP_AT_LEAST, R_LOW, R_Y, R_LO);
        amsref_emit(code, OP_AT_MOST, R_X1, R_LOW, R_HI);
        y = R_X1;
    }
    program->store[0] = (unsigned char)y;
    program->store[1] = R_M1;
    program->store[2] = R_V1;
    program->store[3] = (unsigned char)top;
}

void amsref_program_plain(size_t dialect, amsref_program *program)
{
    *program = (amsref_program){.scalar.count = 0};
    amsref_program_scalars(dialect, &program->scalar);
    plain_rates(dialect, &program->scalar);
    plain_moments(dialect, &program->step);
    plain_update(dialect, program);
}
