/* SPDX-License-Identifier: Apache-2.0
 *
 * Every single change of a program: each operation, operand, result, condition and store.
 */
#include <stdio.h>
#include <string.h>

#include "subject.h"
#include "suite/memory.h"

static const char *const after_names[] = {
    [AFTER_NOTHING] = "is left alone",   [AFTER_NEGATE] = "is negated",
    [AFTER_TWICE] = "is doubled",        [AFTER_ZERO] = "is 0",
    [AFTER_ONE] = "is 1",                [AFTER_COARSE] = "keeps half of its bits",
};

static amsref_instruction *find(amsref_program *program, amsref_register dst)
{
    return amsref_find(dst < R_STEP ? &program->scalar : &program->step, dst);
}

static bool apply(const amsref_edit *edit, amsref_program *program)
{
    unsigned char *target = NULL;
    amsref_instruction *i = find(program, edit->dst);
    switch (edit->change) {
    case CHANGE_STORE:
        target = &program->store[edit->slot];
        break;
    case CHANGE_NONE:
        return false;
    default:
        if (!i) {
            return false;
        }
    }
    if (edit->change == CHANGE_SWAP) {
        unsigned char other = i->src[0];
        i->src[0] = i->src[1];
        i->src[1] = other;
        return i->src[0] != other;
    }
    if (edit->change == CHANGE_OPERATION) {
        target = &i->op;
    } else if (edit->change == CHANGE_OPERAND) {
        target = &i->src[edit->slot];
    } else if (edit->change == CHANGE_AFTER) {
        target = &i->after;
    } else if (edit->change == CHANGE_GUARD) {
        target = &i->guard;
    }
    bool changes = *target != edit->value;
    *target = edit->value;
    return changes;
}

bool amsref_edit_apply(const amsref_edit *edit, amsref_program *program)
{
    return apply(edit, program);
}

/* The registers that an instruction may read besides its own: all that stand before it. */
static size_t scope(size_t dialect, const amsref_program *program, const amsref_instruction *until,
                    unsigned char reg[R_COUNT])
{
    static const unsigned char given[] = {R_ZERO,  R_ONE, R_T,  R_LR, R_BETA1,
                                          R_BETA2, R_EPS, R_WD, R_LAMBDA};
    bool step = until == NULL || until->dst >= R_STEP, paper = dialect == PAPER;
    bool scheduled = paper || dialect == PAPER_EPS;
    bool known[R_COUNT] = {false};
    const amsref_code *code = step ? &program->step : &program->scalar;
    size_t count = 0;
    if (!step) {
        for (size_t i = 0; i < sizeof given; i++) {
            known[given[i]] = (given[i] != R_EPS || !paper) && (given[i] != R_LAMBDA || scheduled);
        }
    } else {
        known[R_ZERO] = known[R_ONE] = true;
        for (size_t i = 0; i < code->count; i++) {
            known[code->at[i].src[0]] = known[code->at[i].src[1]] = true;
        }
        for (size_t r = R_STEP; r < R_COUNT; r++) {
            known[r] = r <= R_G && (r != R_VMAX || amsref_shapes[dialect].maximum);
        }
    }
    for (size_t i = 0; i < code->count && &code->at[i] != until; i++) {
        known[code->at[i].dst] = true;
    }
    for (size_t r = 0; r < R_COUNT; r++) {
        reg[count] = (unsigned char)r;
        count += known[r];
    }
    return count;
}

static void change(amsref_change kind, amsref_register dst, size_t slot, size_t value,
                   amsref_edit_visit *visit, void *context)
{
    amsref_edit edit = {kind, (unsigned char)dst, (unsigned char)slot, (unsigned char)value};
    visit(&edit, context);
}

static void operations(const amsref_instruction *i, amsref_edit_visit *visit, void *context)
{
    static const unsigned char unary[] = {OP_COPY, OP_SQRT, OP_SQUARED, OP_ABS};
    static const unsigned char binary[] = {OP_ADD,     OP_SUB,   OP_MUL,    OP_DIV,
                                           OP_MAXIMUM, OP_MINIMUM, OP_FIRST, OP_SECOND};
    bool one = amsref_operands((amsref_operation)i->op) == 1;
    const unsigned char *list = one ? unary : binary;
    /* A clip is a maximum or minimum with a number, which are the same operation (AG-26). */
    const unsigned char own = i->op == OP_AT_LEAST  ? OP_MAXIMUM
                              : i->op == OP_AT_MOST ? OP_MINIMUM
                                                    : i->op;
    for (size_t k = 0; k < (one ? sizeof unary : sizeof binary); k++) {
        if (list[k] != own) {
            change(CHANGE_OPERATION, i->dst, 0, list[k], visit, context);
        }
    }
    if (i->op == OP_OMP) {
        change(CHANGE_OPERATION, i->dst, 0, OP_POW, visit, context);
    }
    if (i->op == OP_SUB || i->op == OP_DIV || i->op == OP_OMP || i->op == OP_POW) {
        change(CHANGE_SWAP, i->dst, 0, 0, visit, context);
    }
}

static void edits_of(size_t dialect, const amsref_program *program, const amsref_instruction *i,
                     amsref_edit_visit *visit, void *context)
{
    unsigned char reg[R_COUNT];
    size_t count = scope(dialect, program, i, reg);
    operations(i, visit, context);
    for (int a = AFTER_NEGATE; a <= AFTER_COARSE; a++) {
        change(CHANGE_AFTER, i->dst, 0, (size_t)a, visit, context);
    }
    if (i->guard != R_ONE) {
        change(CHANGE_GUARD, i->dst, 0, R_ONE, visit, context);
        change(CHANGE_GUARD, i->dst, 0, R_ZERO, visit, context);
    }
    for (int slot = 0; slot < amsref_operands((amsref_operation)i->op); slot++) {
        for (size_t r = 0; r < count; r++) {
            if (reg[r] != i->src[slot]) {
                change(CHANGE_OPERAND, i->dst, (size_t)slot, reg[r], visit, context);
            }
        }
    }
}

void amsref_edits_each(size_t dialect, amsref_edit_visit *visit, void *context)
{
    amsref_program program;
    unsigned char reg[R_COUNT];
    amsref_program_plain(dialect, &program);
    for (size_t i = 0; i < program.scalar.count; i++) {
        edits_of(dialect, &program, &program.scalar.at[i], visit, context);
    }
    for (size_t i = 0; i < program.step.count; i++) {
        edits_of(dialect, &program, &program.step.at[i], visit, context);
    }
    size_t count = scope(dialect, &program, NULL, reg);
    for (size_t q = 0; q < (amsref_shapes[dialect].maximum ? 4 : 3); q++) {
        for (size_t r = 0; r < count; r++) {
            if (reg[r] != program.store[q]) {
                change(CHANGE_STORE, R_ZERO, q, reg[r], visit, context);
            }
        }
    }
}

char *amsref_edit_text(const amsref_edit *edit)
{
    const char *dst = amsref_register_name((amsref_register)edit->dst);
    const char *value = amsref_register_name((amsref_register)edit->value);
    switch (edit->change) {
    case CHANGE_OPERATION:
        return amsref_print("%s: %s", dst, amsref_operation_name((amsref_operation)edit->value));
    case CHANGE_SWAP:
        return amsref_print("%s: operands swapped", dst);
    case CHANGE_OPERAND:
        return amsref_print("%s: %s operand %s", dst, edit->slot ? "second" : "first", value);
    case CHANGE_AFTER:
        return amsref_print("%s %s", dst, after_names[edit->value]);
    case CHANGE_STORE:
        return amsref_print("stored %s: %s",
                            amsref_quantity_name((amsref_quantity)edit->slot), value);
    case CHANGE_GUARD:
        return amsref_print("%s: %s", dst, edit->value == R_ONE ? "always" : "never");
    default:
        return amsref_print("nothing");
    }
}
