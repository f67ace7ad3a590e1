/* SPDX-License-Identifier: Apache-2.0
 *
 * The rows of history.h. Where a row was seen stands in its words.
 */
#include "history.h"

static bool any(size_t d)
{
    return d < DIALECTS;
}

static bool eps_outside(size_t d)
{
    return d != PAPER && !amsref_shapes[d].eps_inside;
}

static bool eps_and_maximum(size_t d)
{
    return eps_outside(d) && amsref_shapes[d].maximum;
}

static bool is_paper(size_t d)
{
    return d == PAPER || d == PAPER_EPS;
}

static bool is_julia(size_t d)
{
    return d == JULIA;
}

static bool with_maximum(size_t d)
{
    return amsref_shapes[d].maximum;
}

static bool corrects_m(size_t d)
{
    return amsref_shapes[d].corrects_m;
}

static bool corrects_both(size_t d)
{
    return amsref_shapes[d].corrects_m && amsref_shapes[d].v != NOT_CORRECTED &&
           amsref_shapes[d].maximum;
}

/* Room for one instruction before that of `dst`, or at the end. */
static amsref_instruction *before(amsref_code *code, amsref_register dst)
{
    size_t at = code->count;
    for (size_t i = 0; i < code->count; i++) {
        if (code->at[i].dst == dst) {
            at = i;
            break;
        }
    }
    for (size_t i = code->count++; i > at; i--) {
        code->at[i] = code->at[i - 1];
    }
    return &code->at[at];
}

static void put(amsref_code *code, amsref_register place, amsref_operation op, amsref_register dst,
                amsref_register a, amsref_register b, amsref_register c)
{
    amsref_code one = {.count = 0};
    amsref_emit3(&one, op, dst, a, b, c);
    *before(code, place) = one.at[0];
}

/* From the instruction of `place` on, `to` is read where `from` was. */
static void reread(amsref_code *code, amsref_register place, amsref_register from,
                   amsref_register to)
{
    const amsref_instruction *start = amsref_find(code, place);
    for (size_t i = 0; start && i < code->count; i++) {
        for (size_t s = 0; s < 3 && &code->at[i] >= start; s++) {
            if (code->at[i].src[s] == from) {
                code->at[i].src[s] = (unsigned char)to;
            }
        }
    }
}

static amsref_register denominator(const amsref_program *p)
{
    return (amsref_register)amsref_find((amsref_code *)&p->step, R_Q)->src[1];
}

static void rafko(size_t d, amsref_program *p)
{
    amsref_instruction *c1 = amsref_find(&p->scalar, R_C1), *c2 = amsref_find(&p->scalar, R_C2);
    (void)d;
    amsref_find(&p->step, R_V_OLD)->src[1] = R_VMAX;
    c1->src[0] = R_BETA2;
    c2->src[0] = R_BETA1;
}

static amsref_register rate(const amsref_program *p)
{
    return (amsref_register)amsref_find((amsref_code *)&p->step, R_U)->src[0];
}

static void rate_fallback(size_t d, amsref_program *p)
{
    amsref_code *s = &p->scalar;
    const amsref_register a = rate(p);
    const amsref_register otherwise = d == PAPER ? R_NUMBER : R_EPS;
    amsref_emit(s, OP_FINITE, R_E1, a, R_ZERO);
    amsref_emit3(s, OP_SELECT, R_E2, a, R_E1, R_ZERO); /* 0 where a is 0 or not finite */
    amsref_emit3(s, OP_SELECT, R_ROOT_R, R_E2, a, otherwise);
    amsref_find(&p->step, R_U)->src[0] = R_ROOT_R;
}

/* eps that is 0 in the format becomes a number: STORED is of the step, so it is done there. */
static void eps_underflow(size_t d, amsref_program *p)
{
    (void)d;
    put(&p->step, p->step.at[0].dst, OP_STORED, R_T1, R_EPS, R_ZERO, R_ZERO);
    put(&p->step, p->step.at[1].dst, OP_SELECT, R_T2, R_T1, R_T1, R_NUMBER);
    reread(&p->step, p->step.at[2].dst, R_EPS, R_T2);
}

static void first_assigns(size_t d, amsref_program *p)
{
    (void)d;
    amsref_emit(&p->scalar, OP_SUB, R_E1, R_T, R_ONE);
    amsref_emit3(&p->step, OP_SELECT, R_T1, R_E1, R_M1, R_M_NEW);
    p->store[1] = R_T1;
    amsref_emit3(&p->step, OP_SELECT, R_T2, R_E1, R_V1, R_V_NEW);
    p->store[2] = R_T2;
}

/* V*((1 - b1)/(1 - b1 of the step before))^2, for the geometric schedule. */
static void adamx(size_t d, amsref_program *p)
{
    amsref_code *s = &p->scalar;
    (void)d;
    amsref_emit3(s, OP_DIV, R_E1, R_B1, R_LAMBDA, R_ZERO)->guard = R_GEOMETRIC;
    amsref_emit(s, OP_SUB, R_E1, R_ONE, R_E1);
    amsref_emit(s, OP_DIV, R_E2, R_W1, R_E1);
    amsref_emit3(s, OP_SQUARED, R_E2, R_E2, R_ZERO, R_ZERO);
    put(&p->step, R_TOP, OP_MUL, R_T1, R_VMAX, R_E2, R_ZERO);
    amsref_find(&p->step, R_TOP)->src[0] = R_T1;
}

static void padam(size_t d, amsref_program *p)
{
    (void)d;
    put(&p->step, R_Q, OP_POW, R_T1, denominator(p), R_NUMBER, R_ZERO);
    amsref_find(&p->step, R_Q)->src[1] = R_T1;
}

static void bounded(size_t d, amsref_program *p)
{
    (void)d;
    put(&p->step, R_U, OP_DIV, R_T1, rate(p), denominator(p), R_ZERO);
    put(&p->step, R_U, OP_AT_MOST, R_T2, R_T1, R_NUMBER, R_ZERO);
    amsref_instruction *u = amsref_find(&p->step, R_U);
    u->src[0] = R_T2;
    u->src[1] = R_M1;
}

static void belief(size_t d, amsref_program *p)
{
    (void)d;
    put(&p->step, R_SQUARE, OP_SUB, R_T1, R_GG, R_M1, R_ZERO);
    amsref_find(&p->step, R_SQUARE)->src[0] = R_T1;
    amsref_find(&p->step, R_SQUARE)->src[1] = R_T1;
}

static void infinity_norm(size_t d, amsref_program *p)
{
    (void)d;
    amsref_find(&p->step, R_SQUARE)->op = OP_ABS;
    amsref_find(&p->step, R_V1)->op = OP_MAXIMUM;
    amsref_find(&p->step, R_V1)->src[1] = R_SQUARE;
}

static void l2_of_rate(size_t d, amsref_program *p)
{
    put(&p->step, R_GG, OP_MUL, R_T1, R_DECAY, amsref_program_lr(d), R_ZERO);
    amsref_find(&p->step, R_GG)->src[1] = R_T1;
}

static void both_decays(size_t d, amsref_program *p)
{
    (void)d;
    put(&p->step, R_GG, OP_MUL, R_T1, R_WD, R_X, R_ZERO);
    put(&p->step, R_GG, OP_ADD, R_T2, R_G1, R_T1, R_ZERO);
    amsref_find(&p->step, R_GG)->src[0] = R_T2;
}

static void eps_in_maximum(size_t d, amsref_program *p)
{
    (void)d;
    put(&p->step, R_TOP, OP_ADD, R_T1, (amsref_register)amsref_find(&p->step, R_TOP)->src[1], R_EPS,
        R_ZERO);
    amsref_find(&p->step, R_TOP)->src[1] = R_T1;
}

static void stores_corrected_m(size_t d, amsref_program *p)
{
    (void)d;
    amsref_emit(&p->step, OP_DIV, R_T1, R_M1, R_C1);
    p->store[1] = R_T1;
}

static void amsgrad_of_m(size_t d, amsref_program *p)
{
    (void)d;
    put(&p->step, R_Q, OP_MAXIMUM, R_T1, R_M, R_M1, R_ZERO);
    amsref_find(&p->step, R_Q)->src[0] = R_T1;
}

static void decays_maximum(size_t d, amsref_program *p)
{
    (void)d;
    put(&p->step, R_TOP, OP_MUL, R_T1, R_BETA2, R_VMAX, R_ZERO);
    amsref_find(&p->step, R_TOP)->src[0] = R_T1;
}

static void corrected_in_place(size_t d, amsref_program *p)
{
    (void)d;
    amsref_emit(&p->step, OP_DIV, R_T1, R_V1, R_C2);
    p->store[2] = R_T1;
}

/* z > vmax*(1 + number) ? z : vmax */
static void maximum_tolerates(size_t d, amsref_program *p)
{
    const amsref_register z = (amsref_register)amsref_find(&p->step, R_TOP)->src[1];
    (void)d;
    put(&p->step, R_TOP, OP_MUL, R_T1, R_VMAX, R_NUMBER, R_ZERO);
    put(&p->step, R_TOP, OP_ADD, R_T2, R_VMAX, R_T1, R_ZERO);
    put(&p->step, R_TOP, OP_LESS, R_T3, R_T2, z, R_ZERO);
    amsref_instruction *top = amsref_find(&p->step, R_TOP);
    top->op = OP_SELECT;
    top->src[0] = R_T3;
    top->src[1] = (unsigned char)z;
    top->src[2] = R_VMAX;
}

static void eps_floor(size_t d, amsref_program *p)
{
    (void)d;
    put(&p->step, p->step.at[0].dst, OP_AT_LEAST, R_T1, R_EPS, R_NUMBER, R_ZERO);
    reread(&p->step, p->step.at[1].dst, R_EPS, R_T1);
}

static void eps_dropped(size_t d, amsref_program *p)
{
    (void)d;
    put(&p->step, p->step.at[0].dst, OP_LESS, R_T1, R_EPS, R_NUMBER, R_ZERO);
    put(&p->step, p->step.at[1].dst, OP_SELECT, R_T2, R_T1, R_ZERO, R_EPS);
    reread(&p->step, p->step.at[2].dst, R_EPS, R_T2);
}

/* Within -number .. number. */
static amsref_register within(amsref_code *code, amsref_register place, amsref_register value)
{
    put(code, place, OP_AT_MOST, R_T1, value, R_NUMBER, R_ZERO);
    put(code, place, OP_NEG, R_T2, R_NUMBER, R_ZERO, R_ZERO);
    put(code, place, OP_AT_LEAST, R_T3, R_T1, R_T2, R_ZERO);
    return R_T3;
}

static void update_clipped(size_t d, amsref_program *p)
{
    (void)d;
    const amsref_register u = within(&p->step, R_Y, R_U);
    amsref_instruction *y = amsref_find(&p->step, R_Y);
    y->src[y->src[1] == R_U] = (unsigned char)u;
}

static void x_clipped(size_t d, amsref_program *p)
{
    (void)d;
    p->store[0] = (unsigned char)within(&p->step, R_COUNT, (amsref_register)p->store[0]);
}

const amsref_history amsref_histories[] = {
    {"rafko", "maximum fed back and corrections swapped (Rafko)", corrects_both, rafko, 0},
    {"rate-fallback", "a rate that is 0 or not finite becomes eps (libnd4j)", any, rate_fallback,
     1e-7},
    {"eps-underflow", "eps that is 0 in the format becomes 10 units of roundoff (ensmallen)",
     eps_outside, eps_underflow, 0x1.4p-20},
    {"first-assigns", "the first step drops the state of m and v (burn)", is_julia, first_assigns,
     0},
    {"adamx", "vmax grows with the schedule of beta1 (AdamX)", is_paper, adamx, 0},
    {"padam", "den^(1/4) (Padam, its default)", any, padam, 0.25},
    {"bounded", "a/den at most 1 (AMSBound)", any, bounded, 1},
    {"belief", "v averages (g - m')^2 (AdaBelief)", any, belief, 0},
    {"infinity-norm", "v' = max(b2*v, |g|) (AdaMax)", any, infinity_norm, 0},
    {"l2-of-rate", "L2 decay is multiplied by lr", any, l2_of_rate, 0},
    {"both-decays", "decoupled decay goes through the moments too", any, both_decays, 0},
    {"eps-in-maximum", "max(vmax, v' + eps) (AdaBelief's order)", eps_and_maximum, eps_in_maximum,
     0},
    {"stores-corrected-m", "m'/C1 is kept as m", corrects_m, stores_corrected_m, 0},
    {"stores-corrected-v", "v'/C2 is kept as v", corrects_both, corrected_in_place, 0},
    {"maximum-of-m", "the step reads max(m, m')", any, amsgrad_of_m, 0},
    {"maximum-decays", "max(b2*vmax, v')", with_maximum, decays_maximum, 0},
    {"maximum-tolerates", "the maximum grows where v' is larger by more than 1e-6 of it", with_maximum,
     maximum_tolerates, 1e-6},
    {"eps-floor", "eps is at least 1e-8", eps_outside, eps_floor, 1e-8},
    {"eps-dropped", "eps below 1e-12 is taken as 0", eps_outside, eps_dropped, 1e-12},
    {"update-clipped", "the update is clipped to -10 .. 10", any, update_clipped, 10},
    {"x-clipped", "x is clipped to -1e30 .. 1e30", any, x_clipped, 1e30},
    {0},
};

/* Two dialects that are one step from a given state (AG-13), or where eps is 0. */
static bool same(size_t a, size_t b)
{
    const bool raw_a = a == PAPER_EPS || a == JULIA, raw_b = b == PAPER_EPS || b == JULIA;
    return a == b || (raw_a && raw_b) || (a == PAPER && raw_b);
}

bool amsref_history_other(size_t dialect, size_t as, amsref_program *program)
{
    if (same(dialect, as)) {
        return false;
    }
    amsref_program_plain(as, program);
    return true;
}
