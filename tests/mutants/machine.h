/* SPDX-License-Identifier: Apache-2.0
 *
 * The step as data: a program of one-operation instructions on named registers, which a small
 * machine runs in a chosen arithmetic. Wrong implementations are edits of a program (edits.c),
 * right ones other programs of the same value (order.c, right.c). Nothing here is shared with core
 * or oracle.
 */
#ifndef AMSREF_TESTS_MACHINE_H
#define AMSREF_TESTS_MACHINE_H

#include "../adapters/dialects.h"
#include "../adapters/protocol.h"

/*
 * R(enumerator, name). Scalars that are given; scalars that the scalar program computes; what the
 * step is given; what it computes. One prime is the value after the step.
 */
#define AMSREF_SCALARS_GIVEN                                                                       \
    R(ZERO, "0") R(ONE, "1") R(T, "t") R(LR, "lr") R(BETA1, "beta1") R(BETA2, "beta2")             \
    R(EPS, "eps") R(WD, "weight_decay") R(LAMBDA, "lambda") R(SIGMA, "sigma") R(L2, "l2")          \
    R(LO, "lo") R(HI, "hi") R(INV_SQRT, "inv_sqrt") R(GEOMETRIC, "geometric")                      \
    R(INVERSE, "inverse") R(NUMBER, "number")
#define AMSREF_SCALARS_COMPUTED                                                                    \
    R(ROOT_T, "sqrt(t)") R(LR_T, "lr_t") R(STEPS, "t - 1") R(POWER, "lambda^(t-1)")                \
    R(B1_G, "beta1*lambda^(t-1)") R(B1, "b1") R(W1, "c1") R(W2, "c2") R(C1, "C1") R(C2, "C2")      \
    R(ROOT_C2, "sqrt(C2)") R(ROOT_R, "1/sqrt(C2)") R(RATE, "lr*sqrt(C2)") R(A, "a")                \
    R(EPS_IN, "eps^2") R(D, "d") R(K, "k") R(E1, "e1") R(E2, "e2")
#define AMSREF_STEP_GIVEN R(X, "x") R(M, "m") R(V, "v") R(VMAX, "vmax") R(G, "g")
#define AMSREF_STEP_COMPUTED                                                                       \
    R(G1, "sigma*g") R(DECAY, "l2*x") R(GG, "g'") R(M_OLD, "b1*m") R(M_NEW, "c1*g'") R(M1, "m'")   \
    R(SQUARE, "g'^2") R(V_OLD, "b2*v") R(V_NEW, "c2*g'^2") R(V1, "v'") R(Z, "v'/C2")               \
    R(TOP, "vmax'") R(UNDER, "under") R(ROOT, "root") R(SCALED, "root/sqrt(C2)") R(DEN, "den")     \
    R(Q, "m'/den") R(U, "u") R(KX, "k*x") R(Y, "y") R(LOW, "max(y, lo)") R(X1, "x'")               \
    R(T1, "t1") R(T2, "t2") R(T3, "t3") R(T4, "t4") R(T5, "t5") R(T6, "t6") R(T7, "t7")            \
    R(T8, "t8")

typedef enum amsref_register {
#define R(enumerator, name) R_##enumerator,
    AMSREF_SCALARS_GIVEN AMSREF_SCALARS_COMPUTED AMSREF_STEP_GIVEN AMSREF_STEP_COMPUTED
#undef R
    R_COUNT,
    R_STEP = R_X, /* the first register of the step program */
    R_FIRST_COMPUTED = R_ROOT_T
} amsref_register;

/* O(enumerator, operands, name). MAXIMUM keeps a NaN of either operand (AG-25). */
#define AMSREF_OPERATIONS                                                                          \
    O(ADD, 2, "add") O(SUB, 2, "subtract") O(MUL, 2, "multiply") O(DIV, 2, "divide")               \
    O(MAXIMUM, 2, "maximum") O(MINIMUM, 2, "minimum") O(FIRST, 2, "first") O(SECOND, 2, "second")  \
    O(AT_LEAST, 2, "at least") O(AT_MOST, 2, "at most") O(POW, 2, "pow") O(OMP, 2, "1 - pow")      \
    O(COPY, 1, "copy") O(SQRT, 1, "sqrt") O(ABS, 1, "abs") O(NEG, 1, "negate")                     \
    O(SQUARED, 1, "square") O(FINITE, 1, "is finite") O(STORED, 1, "stored")                       \
    O(LESS, 2, "less than")                                                                        \
    O(FMA, 3, "a*b + c") O(FNMA, 3, "c - a*b") O(FMS, 3, "a*b - c") O(SELECT, 3, "a ? b : c")

typedef enum amsref_operation {
#define O(enumerator, operands, name) OP_##enumerator,
    AMSREF_OPERATIONS
#undef O
    OP_COUNT
} amsref_operation;

/* What happens to a result afterwards. */
typedef enum amsref_after {
    AFTER_NOTHING,
    AFTER_NEGATE,
    AFTER_TWICE,
    AFTER_ZERO,
    AFTER_ONE,
    AFTER_COARSE /* half of the format's bits are kept: 26 or 12 */
} amsref_after;

/*
 * guard: where that register is 0 the result is the first operand, of fused operations the third.
 * R_ONE guards nothing.
 */
typedef struct amsref_instruction {
    unsigned char op, dst, src[3], guard, after;
} amsref_instruction;

enum { AMSREF_PROGRAM_LIMIT = 48 };

typedef struct amsref_code {
    amsref_instruction at[AMSREF_PROGRAM_LIMIT];
    size_t count;
} amsref_code;

typedef struct amsref_program {
    amsref_code scalar, step;
    unsigned char store[4]; /* registers of x, m, v, vmax after the step */
} amsref_program;

/* How 1 - beta^t is computed. */
typedef enum amsref_power {
    POWER_DOUBLING, /* AG-21 */
    POWER_EXPM1,    /* -expm1(t*log(beta)) */
    POWER_LOG1P,    /* -expm1(t*log1p(-(1 - beta))) */
    POWER_POW,      /* 1 - pow(beta, t) */
    POWER_SQUARING, /* 1 - beta^t by repeated squaring */
    POWER_RUNNING,  /* 1 - beta*beta*... */
    POWER_EXP,      /* 1 - exp(t*log(beta)) */
    POWERS
} amsref_power;

typedef enum amsref_type { TYPE_FLOAT, TYPE_DOUBLE, TYPE_EXTENDED, TYPE_QUAD, TYPES } amsref_type;

/* The arithmetic: a zero struct computes scalars in double and the step in the format. */
typedef struct amsref_manner {
    amsref_power power;
    bool early;        /* scalars in the format, from hyper-parameters rounded to it */
    bool wide_scalars; /* in long double */
    amsref_type step;  /* at least the format: TYPE_FLOAT is the format itself */
    bool stores_each;  /* every result of the step rounded to the format */
    int rounding;      /* a FE_ constant, or 0 for rounding to nearest */
    double number;     /* R_NUMBER */
} amsref_manner;

/* The textbook's program of a dialect, as AG-02 and AG-10 read; and its scalars up to sqrt(C2). */
void amsref_program_plain(size_t dialect, amsref_program *program);
void amsref_program_scalars(size_t dialect, amsref_code *code);
/* lr_t and b1 of a dialect: what schedules make of lr and beta1, or these. */
amsref_register amsref_program_lr(size_t dialect);
amsref_register amsref_program_b1(size_t dialect);

/* Appends to code. */
void amsref_emit(amsref_code *code, amsref_operation op, amsref_register dst, amsref_register a,
                 amsref_register b);
amsref_instruction *amsref_emit3(amsref_code *code, amsref_operation op, amsref_register dst,
                                 amsref_register a, amsref_register b, amsref_register c);
amsref_instruction *amsref_find(amsref_code *code, amsref_register dst);

/*
 * Where a sum of the step program has an operand that is a product and read nowhere else, it may be
 * taken in unrounded. These places are counted in the program's order; those whose bit is set are
 * fused. Returns how many there were (a sum of two products that takes one in counts for one).
 */
unsigned amsref_fuse(amsref_program *program, unsigned places);

const char *amsref_register_name(amsref_register r);
const char *amsref_operation_name(amsref_operation op);
int amsref_operands(amsref_operation op);

/* One step of all elements. */
void amsref_machine_step(const amsref_program *program, const amsref_manner *manner,
                         size_t dialect, amsref_adapter_format format,
                         const amsref_adapter_hyper *hyper, uint64_t t,
                         const amsref_adapter_arrays *arrays);

#endif
