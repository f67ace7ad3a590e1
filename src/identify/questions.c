/* SPDX-License-Identifier: Apache-2.0
 *
 * Questions that are chosen, and those that are asked for what their form shows. Numbers of the
 * chosen ones have few bits, so that they are exact in every format in which an implementation
 * might hold them: what an answer then shows is the step, not how the question was read.
 */
#include "identify/questions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "suite/memory.h"

enum { PARAMETERS = AMSREF_ALIKE_COUNT };

#define FREE .lambda = 1, .lo = -INFINITY, .hi = INFINITY

/* chosen_questions[], by computation. */
#include "identify/chosen.inc"

static const amsref_parameter same = {0, 0.25, 0x1p-6, 0x1p-4, -0.5};

/* As many bits as the format has: the order of operations shows. */
static const amsref_parameter full[PARAMETERS] = {
    {0.0, -0.524, 0.1134, 0.1928, 1.664}, {0.0, -0.052, 0.1204, 9.2679, -1.947},
    {0.7, 0.675, 0.0593, 0.0415, -1.233}, {0.0, 0.434, 0.1128, 8.6844, -0.095},
    {0.0, 0.278, 0.0386, 0.0270, 1.472},  {0.7, 0.046, 0.1508, 0.0453, -1.362},
    {0.0, 0.915, 0.0181, 0.0054, 1.294},  {0.0, -0.461, 0.1230, 1.1070, 0.857},
    {0.7, 0.842, 0.0850, 6.5483, -0.222}, {0.0, 0.871, 0.1770, 0.0531, -1.856},
    {0.0, -0.010, 0.0590, 0.5311, 1.116}, {0.7, 0.710, 0.0900, 0.8102, 0.296},
    {0.0, 0.068, 0.0874, 0.0612, 1.617},  {0.0, 0.364, 0.1865, 0.3170, 1.964},
    {0.7, 0.343, 0.0410, 0.0697, 1.859},
};

/* Multiples of the smallest subnormal number, all of them subnormal. */
static const amsref_parameter tiny[PARAMETERS] = {
    {3072, 4608, 1048576, 2097152, 4096}, {0, 3584, 1048576, 524288, -8192},
    {-2048, -1280, 262144, 524288, 1024}, {5120, 512, 131072, 262144, 16384},
    {0, 20480, 65536, 131072, 0},         {4096, 0, 65536, 131072, 0},
    {1024, 8192, 65536, 131072, -1024},   {2048, 6144, 65536, 32768, 8192},
    {6144, 5120, 65536, 32768, 2048},     {-8192, 7168, 32768, 65536, 4096},
    {0, -9216, 32768, 65536, -4096},      {3072, -4608, 32768, 65536, 0},
    {12288, 4608, 32768, 65536, 2048},    {0, 2560, 32768, 65536, 1024},
    {-4096, 10240, 32768, 65536, -2048},
};

static const amsref_parameter not_numbers[PARAMETERS] = {
    {0, 0.25, 0x1p-6, 0x1p-4, NAN},    {0, -0.125, 0x1p-6, NAN, 0.5},
    {0, 0.25, 0x1p-6, 0x1p-8, 0.75},   {1, 0.5, 0.25, 0x1p-4, NAN},
    {0, 0.5, 0x1p-4, 0x1p-3, 3},       {0, 0.5, 0x1p-4, 0x1p-3, NAN},
    {1.5, 0.25, 0x1p-4, NAN, -5.5},    {0, 0.5, 0x1p-4, 0x1p-3, 3},
    {0, 0.375, 0x1p-3, 0.5, -0.25},    {-2, 0.125, 0x1p-5, 0x1p-6, NAN},
    {0, 0.75, 0x1p-4, NAN, 0},         {0, 0, 0x1p-7, 0x1p-5, NAN},
    {0.5, -0.25, 0x1p-6, 0x1p-5, NAN}, {0, 0.5, 0x1p-5, NAN, 0.875},
    {0, -0.5, 0x1p-6, 0x1p-3, -0.375},
};

static const amsref_question formal_questions[] = {
    {.name = "alike",
     .words = "parameters that are all alike",
     .parameter = &same,
     .n = PARAMETERS,
     .hyper = {.lr = 0.125, .beta1 = 0.9, .beta2 = 0.99, .eps = 0x1p-8, FREE},
     .t = 5,
     .alike = true},
    {.name = "subnormal",
     .words = "a subnormal state",
     .parameter = tiny,
     .n = PARAMETERS,
     .hyper = {.lr = 0.5, .beta1 = 0.5, .beta2 = 0.75, .eps = 1, FREE},
     .t = 4,
     .tiny = true},
    {.name = "full-mantissas",
     .words = "numbers of all bits",
     .parameter = full,
     .n = PARAMETERS,
     .hyper = {.lr = 0.125, .beta1 = 0.9, .beta2 = 0.99, .eps = 0x1p-8, FREE},
     .t = 3},
    {.name = "again", .words = "the first question once more", .again = true},
    {.name = "not-a-number",
     .words = "NaN in the gradient or in vmax",
     .parameter = not_numbers,
     .n = PARAMETERS,
     .hyper = {.lr = 0.125, .beta1 = 0.9, .beta2 = 0.99, .eps = 0x1p-8, FREE},
     .t = 3},
};

enum {
    CHOSEN = sizeof chosen_questions / sizeof chosen_questions[0],
    FORMAL = sizeof formal_questions / sizeof formal_questions[0]
};

size_t amsref_question_count(void)
{
    return CHOSEN + FORMAL;
}

size_t amsref_question_chosen(void)
{
    return CHOSEN;
}

const amsref_question *amsref_question_at(size_t question)
{
    return question < CHOSEN ? &chosen_questions[question] : &formal_questions[question - CHOSEN];
}

const char *amsref_question_name(size_t question)
{
    return amsref_question_at(question)->name;
}

const char *amsref_question_words(size_t question)
{
    return amsref_question_at(question)->words;
}

bool amsref_question_alike(size_t question)
{
    return amsref_question_at(question)->alike;
}

bool amsref_question_subnormal(size_t question)
{
    return amsref_question_at(question)->tiny;
}

size_t amsref_question_first(size_t question)
{
    return amsref_question_at(question)->again ? 0 : question;
}

static const amsref_parameter *parameter_of(const amsref_question *q, size_t i)
{
    return &q->parameter[q->alike ? 0 : i % q->n];
}

void amsref_question_put(const amsref_question *q, const char *name, amsref_format format,
                         size_t steps, amsref_case *item)
{
    const size_t n = q->n;
    const double unit = !q->tiny ? 1.0 : format == AMSREF_BINARY64 ? 0x1p-1074 : 0x1p-149;
    uint64_t *in[AMSREF_QUANTITIES], *g = amsref_alloc(n * steps, sizeof *g);

    for (int k = 0; k < AMSREF_QUANTITIES; k++) {
        in[k] = amsref_alloc(n, sizeof *in[k]);
    }
    for (size_t i = 0; i < n; i++) {
        const amsref_parameter *p = parameter_of(q, i);
        const double value[AMSREF_QUANTITIES] = {p->x, p->m, p->v, p->vmax};
        for (int k = 0; k < AMSREF_QUANTITIES; k++) {
            in[k][i] = amsref_value_bits(format, value[k] * unit);
        }
        for (size_t s = 0; s < steps; s++) {
            g[s * n + i] =
                amsref_value_bits(format, parameter_of(q, i + s)->g * (s ? 0.5 : 1.0) * unit);
        }
    }
    *item = (amsref_case){.id = amsref_print("%s/%s", amsref_format_name(format), name)};
    /* With a maximum, so that vmax is sent: whoever has none does not read it. */
    item->problem = (amsref_problem){.dialect = AMSREF_PYTORCH,
                                     .format = format,
                                     .hyper = q->hyper,
                                     .t = q->t,
                                     .n = n,
                                     .steps = steps,
                                     .g = g};
    for (int k = 0; k < AMSREF_QUANTITIES; k++) {
        item->problem.in[k] = in[k];
    }
    item->out = amsref_alloc(steps, sizeof *item->out);
    item->outs = steps;
    for (size_t s = 0; s < steps; s++) {
        item->out[s].t = q->t + s;
    }
}

void amsref_question_make(size_t question, amsref_format format, size_t steps, amsref_case *item)
{
    const size_t first = amsref_question_first(question);
    amsref_question_put(amsref_question_at(first), amsref_question_name(question), format, steps,
                        item);
}

void amsref_question_free(amsref_case *item)
{
    for (int k = 0; k < AMSREF_QUANTITIES; k++) {
        free((void *)(uintptr_t)item->problem.in[k]);
    }
    free((void *)(uintptr_t)item->problem.g);
    free(item->out);
    free(item->id);
}
