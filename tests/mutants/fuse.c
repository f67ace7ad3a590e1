/* SPDX-License-Identifier: Apache-2.0
 *
 * Contraction: a sum takes one of its operands in as an unrounded product.
 */
#include "machine.h"

static bool reads(const amsref_instruction *i, unsigned char reg)
{
    bool read = i->guard == reg;
    for (int s = 0; s < amsref_operands((amsref_operation)i->op); s++) {
        read = read || i->src[s] == reg;
    }
    return read;
}

/* The product that operand `slot` of instruction `at` is, if nothing else reads it; else NULL. */
static const amsref_instruction *product_of(const amsref_program *program, size_t at, size_t slot)
{
    const amsref_code *code = &program->step;
    const unsigned char reg = code->at[at].src[slot];
    size_t from = at;
    while (from > 0 && code->at[from - 1].dst != reg) {
        from--;
    }
    if (from == 0 || code->at[from - 1].op != OP_MUL || code->at[at].src[1 - slot] == reg) {
        return NULL;
    }
    const amsref_instruction *product = &code->at[from - 1];
    for (size_t i = from; i < code->count; i++) {
        if (i != at && reads(&code->at[i], reg)) {
            return NULL;
        }
        if (i < at && reads(product, code->at[i].dst)) {
            return NULL; /* what it read is gone */
        }
        if (i >= at && code->at[i].dst == reg) {
            return product;
        }
    }
    for (size_t q = 0; q < 4; q++) {
        if (program->store[q] == reg) {
            return NULL;
        }
    }
    return product;
}

static void fuse(amsref_instruction *sum, const amsref_instruction *product, size_t slot)
{
    const unsigned char other = sum->src[1 - slot];
    sum->op = sum->op == OP_ADD ? OP_FMA : slot == 1 ? OP_FNMA : OP_FMS;
    sum->src[0] = product->src[0];
    sum->src[1] = product->src[1];
    sum->src[2] = other;
}

unsigned amsref_fuse(amsref_program *program, unsigned places)
{
    unsigned place = 0;
    for (size_t i = 0; i < program->step.count; i++) {
        for (size_t slot = 0; slot < 2; slot++) {
            amsref_instruction *sum = &program->step.at[i];
            if (sum->op != OP_ADD && sum->op != OP_SUB) {
                break;
            }
            const amsref_instruction *product = product_of(program, i, slot);
            if (product &&
                (sum->guard == R_ONE || slot == 1)) { /* else what a guard leaves is gone */
                if (places >> place & 1) {
                    fuse(sum, product, slot);
                }
                place++;
            }
        }
    }
    return place;
}
