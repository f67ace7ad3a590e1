/* SPDX-License-Identifier: Apache-2.0
 *
 * Numbers have few bits, but in one question, so that they are exact in every format in which an
 * implementation might hold them: what an answer then shows is the step, not how the question was
 * read.
 */
#include "identify/questions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "suite/memory.h"

enum { PARAMETERS = AMSREF_ALIKE_COUNT };

/* One parameter; the gradient of a second step is half of its neighbour's. */
typedef struct parameter {
    double x, m, v, vmax, g;
} parameter;

/* With beta2 = 0.99 and t = 3 the correction of v is a factor of 34. */
static const parameter ordinary[PARAMETERS] = {
    {0, 0.25, 0x1p-6, 0x1p-4, -0.5}, /* the raw maximum binds, the corrected one does not */
    {0, -0.125, 0x1p-6, 1, 0.5},     /* both bind */
    {0, 0.25, 0x1p-6, 0x1p-8, 0.75}, /* none binds, v grows */
    {0, 0.5, 0.25, 0x1p-4, 0x1p-6},  /* none binds, v falls */
    {0, 0x1p-8, 0x1.8p-16, 0x1p-15, 0x1p-12},   /* eps weighs as much as the root */
    {0, -0x1p-12, 0x1.8p-26, 0x1p-25, 0x1p-14}, /* eps outweighs the root */
    {0, 0.5, 0x1p-4, 0x1p-3, 3},                /* gradients above 1 */
    {1.5, 0.25, 0x1p-4, 2, -5.5},
    {0, 0.375, 0x1p-3, 0.5, -0.25}, /* moment and gradient disagree */
    {-2, 0.125, 0x1p-5, 0x1p-6, 0.125},
    {0, 0.75, 0x1p-4, 0.25, 0}, /* no gradient */
    {0, 0, 0x1p-7, 0x1p-5, 0.375},
    {0.5, -0.25, 0x1p-6, 0x1p-5, -0.625},
    {0, 0.5, 0x1p-5, 0x1p-4, 0.875},
    {0, -0.5, 0x1p-6, 0x1p-3, -0.375},
};

/* As many bits as the format has: the order of operations shows. */
static const parameter full[PARAMETERS] = {
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
static const parameter tiny[PARAMETERS] = {
    {3072, 4608, 1048576, 2097152, 4096}, {0, 3584, 1048576, 524288, -8192},
    {-2048, -1280, 262144, 524288, 1024}, {5120, 512, 131072, 262144, 16384},
    {0, 20480, 65536, 131072, 0},         {4096, 0, 65536, 131072, 0},
    {1024, 8192, 65536, 131072, -1024},   {2048, 6144, 65536, 32768, 8192},
    {6144, 5120, 65536, 32768, 2048},     {-8192, 7168, 32768, 65536, 4096},
    {0, -9216, 32768, 65536, -4096},      {3072, -4608, 32768, 65536, 0},
    {12288, 4608, 32768, 65536, 2048},    {0, 2560, 32768, 65536, 1024},
    {-4096, 10240, 32768, 65536, -2048},
};

static const parameter not_numbers[PARAMETERS] = {
    {0, 0.25, 0x1p-6, 0x1p-4, NAN},    {0, -0.125, 0x1p-6, NAN, 0.5},
    {0, 0.25, 0x1p-6, 0x1p-8, 0.75},   {1, 0.5, 0.25, 0x1p-4, NAN},
    {0, 0.5, 0x1p-4, 0x1p-3, 3},       {0, 0.5, 0x1p-4, 0x1p-3, NAN},
    {1.5, 0.25, 0x1p-4, NAN, -5.5},    {0, 0.5, 0x1p-4, 0x1p-3, 3},
    {0, 0.375, 0x1p-3, 0.5, -0.25},    {-2, 0.125, 0x1p-5, 0x1p-6, NAN},
    {0, 0.75, 0x1p-4, NAN, 0},         {0, 0, 0x1p-7, 0x1p-5, NAN},
    {0.5, -0.25, 0x1p-6, 0x1p-5, NAN}, {0, 0.5, 0x1p-5, NAN, 0.875},
    {0, -0.5, 0x1p-6, 0x1p-3, -0.375},
};

#define FREE .lambda = 1, .lo = -INFINITY, .hi = INFINITY

typedef struct entry {
    const char *name;
    const char *words;
    const parameter *parameter;
    amsref_hyper hyper;
    uint64_t t;
    double shift; /* of x */
    bool alike;   /* all parameters are the first */
    size_t fewer; /* parameters left out, so that n mod 2 differs */
    bool tiny;
    size_t first;
} entry;

static const entry questions[] = {
    {"eps-beside-root",
     "eps about as large as the root of vmax, early",
     ordinary,
     {.lr = 0.125, .beta1 = 0.9, .beta2 = 0.99, .eps = 0x1p-8, FREE},
     .t = 3},
    {"no-eps",
     "eps = 0, lr not a binary32 number",
     ordinary,
     {.lr = 0.1, .beta1 = 0.9, .beta2 = 0.99, .eps = 0, FREE},
     .t = 3,
     .first = 1},
    {"usual",
     "the usual hyper-parameters",
     ordinary,
     {.lr = 0.001, .beta1 = 0.9, .beta2 = 0.999, .eps = 1e-8, FREE},
     .t = 2,
     .first = 2},
    {"dyadic-betas",
     "beta1 and beta2 exact in every format",
     ordinary,
     {.lr = 0.125, .beta1 = 0.5, .beta2 = 0.75, .eps = 0x1p-8, FREE},
     .t = 4,
     .fewer = 1,
     .first = 3},
    {"step-900",
     "a step that a byte cannot count",
     ordinary,
     {.lr = 0.125, .beta1 = 0.9, .beta2 = 0.999, .eps = 0x1p-8, FREE},
     .t = 900,
     .first = 4},
    {"step-million",
     "bias corrections are over, eps not a binary32 number",
     ordinary,
     {.lr = 0.1, .beta1 = 0.9, .beta2 = 0.999, .eps = 0.004, FREE},
     .t = 1000000,
     .first = 5},
    {"alike",
     "parameters that are all alike",
     ordinary,
     {.lr = 0.125, .beta1 = 0.9, .beta2 = 0.99, .eps = 0x1p-8, FREE},
     .t = 5,
     .alike = true,
     .first = 6},
    {"subnormal",
     "a subnormal state",
     tiny,
     {.lr = 0.5, .beta1 = 0.5, .beta2 = 0.75, .eps = 1, FREE},
     .t = 4,
     .tiny = true,
     .first = 7},
    {"decay-l2",
     "L2 decay",
     ordinary,
     {.lr = 0.125, .beta1 = 0.9, .beta2 = 0.99, .eps = 0x1p-8, .weight_decay = 0.25, FREE},
     .t = 3,
     .shift = 3,
     .first = 8},
    {"decay-decoupled",
     "decoupled decay",
     ordinary,
     {.lr = 0.125,
      .beta1 = 0.9,
      .beta2 = 0.99,
      .eps = 0x1p-8,
      .weight_decay = 0.25,
      .decoupled = true,
      FREE},
     .t = 3,
     .shift = 3,
     .first = 9},
    {"maximize",
     "maximize",
     ordinary,
     {.lr = 0.125, .beta1 = 0.9, .beta2 = 0.99, .eps = 0x1p-8, .maximize = true, FREE},
     .t = 3,
     .first = 10},
    {"maximize-decay-l2",
     "maximize with L2 decay",
     ordinary,
     {.lr = 0.125,
      .beta1 = 0.9,
      .beta2 = 0.99,
      .eps = 0x1p-8,
      .weight_decay = 0.25,
      .maximize = true,
      FREE},
     .t = 3,
     .shift = 3,
     .first = 11},
    {"lr-schedule",
     "lr/sqrt(t)",
     ordinary,
     {.lr = 0.125, .beta1 = 0.9, .beta2 = 0.99, .eps = 0, .lr_schedule = AMSREF_LR_INV_SQRT, FREE},
     .t = 3,
     .first = 12},
    {"beta1-geometric",
     "beta1*lambda^(t-1)",
     ordinary,
     {.lr = 0.125,
      .beta1 = 0.9,
      .beta2 = 0.99,
      .eps = 0,
      .beta1_schedule = AMSREF_BETA1_GEOMETRIC,
      .lambda = 0.5,
      .lo = -INFINITY,
      .hi = INFINITY},
     .t = 3,
     .first = 13},
    {"beta1-inverse",
     "beta1/t",
     ordinary,
     {.lr = 0.125,
      .beta1 = 0.9,
      .beta2 = 0.99,
      .eps = 0,
      .beta1_schedule = AMSREF_BETA1_INVERSE,
      FREE},
     .t = 3,
     .first = 14},
    {"schedule-decay",
     "lr/sqrt(t) with decoupled decay",
     ordinary,
     {.lr = 0.125,
      .beta1 = 0.9,
      .beta2 = 0.99,
      .eps = 0,
      .weight_decay = 0.25,
      .decoupled = true,
      .lr_schedule = AMSREF_LR_INV_SQRT,
      FREE},
     .t = 3,
     .shift = 3,
     .first = 15},
    {"box",
     "a box",
     ordinary,
     {.lr = 0.125, .beta1 = 0.9, .beta2 = 0.99, .eps = 0, .lambda = 1, .lo = -0x1p-5, .hi = 0x1p-4},
     .t = 3,
     .first = 16},
    {"full-mantissas",
     "numbers of all bits",
     full,
     {.lr = 0.125, .beta1 = 0.9, .beta2 = 0.99, .eps = 0x1p-8, FREE},
     .t = 3,
     .first = 17},
    {"again",
     "the first question once more",
     ordinary,
     {.lr = 0.125, .beta1 = 0.9, .beta2 = 0.99, .eps = 0x1p-8, FREE},
     .t = 3,
     .first = 0},
    {"not-a-number",
     "NaN in the gradient or in vmax",
     not_numbers,
     {.lr = 0.125, .beta1 = 0.9, .beta2 = 0.99, .eps = 0x1p-8, FREE},
     .t = 3,
     .first = 19},
};

size_t amsref_question_count(void)
{
    return sizeof questions / sizeof questions[0];
}

const char *amsref_question_name(size_t question)
{
    return questions[question].name;
}

const char *amsref_question_words(size_t question)
{
    return questions[question].words;
}

bool amsref_question_alike(size_t question)
{
    return questions[question].alike;
}

bool amsref_question_subnormal(size_t question)
{
    return questions[question].tiny;
}

size_t amsref_question_first(size_t question)
{
    return questions[question].first;
}

static const parameter *parameter_of(const entry *q, size_t i)
{
    return &q->parameter[q->alike ? 0 : i % PARAMETERS];
}

void amsref_question_make(size_t number, amsref_format format, size_t steps, amsref_case *item)
{
    const entry *q = &questions[number];
    const size_t n = PARAMETERS - q->fewer;
    const double unit = !q->tiny ? 1.0 : format == AMSREF_BINARY64 ? 0x1p-1074 : 0x1p-149;
    uint64_t *in[AMSREF_QUANTITIES], *g = amsref_alloc(n * steps, sizeof *g);

    for (int k = 0; k < AMSREF_QUANTITIES; k++) {
        in[k] = amsref_alloc(n, sizeof *in[k]);
    }
    for (size_t i = 0; i < n; i++) {
        const parameter *p = parameter_of(q, i);
        const double value[AMSREF_QUANTITIES] = {p->x + q->shift, p->m, p->v, p->vmax};
        for (int k = 0; k < AMSREF_QUANTITIES; k++) {
            in[k][i] = amsref_value_bits(format, value[k] * unit);
        }
        for (size_t s = 0; s < steps; s++) {
            g[s * n + i] =
                amsref_value_bits(format, parameter_of(q, i + s)->g * (s ? 0.5 : 1.0) * unit);
        }
    }
    *item = (amsref_case){.id = amsref_print("%s/%s", amsref_format_name(format), q->name)};
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

void amsref_question_free(amsref_case *item)
{
    for (int k = 0; k < AMSREF_QUANTITIES; k++) {
        free((void *)(uintptr_t)item->problem.in[k]);
    }
    free((void *)(uintptr_t)item->problem.g);
    free(item->out);
    free(item->id);
}
