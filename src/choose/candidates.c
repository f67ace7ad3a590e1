/* SPDX-License-Identifier: Apache-2.0
 *
 * What questions may be made of.
 */
#include <math.h>
#include <string.h>

#include "choose/choose.h"
#include "suite/memory.h"

enum { PARAMETERS = 20, SETTINGS_MOST = 64 };

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/* The first step; early; middle; one that a byte cannot count; one at which corrections are over.
 */
static const uint64_t times[] = {1, 3, 10, 900, 1000000};
/* As large as the roots below; the usual one; one that binary32 lacks. */
static const double epsilons[] = {0x1p-8, 1e-8, 0.004};
static const double rates[] = {0.125, 0.1, 0.001};
/* The last are exact in every format. */
static const double betas[][2] = {{0.9, 0.99}, {0.9, 0.999}, {0.5, 0.75}};

/* Optional features. Where there is a schedule or a box there may be no eps. */
static const amsref_setting features[] = {
    {"decay-l2", "L2 decay", {.weight_decay = 0.25, .eps = 0x1p-8}, 3},
    {"decay-decoupled",
     "decoupled decay",
     {.weight_decay = 0.25, .decoupled = true, .eps = 0x1p-8},
     3},
    {"maximize", "maximize", {.maximize = true, .eps = 0x1p-8}, 3},
    {"maximize-decay-l2",
     "maximize with L2 decay",
     {.weight_decay = 0.25, .maximize = true, .eps = 0x1p-8},
     3},
    {"lr-schedule", "lr/sqrt(t)", {.lr_schedule = AMSREF_LR_INV_SQRT}, 3},
    {"beta1-geometric",
     "beta1*lambda^(t-1)",
     {.beta1_schedule = AMSREF_BETA1_GEOMETRIC, .lambda = 0.5},
     3},
    {"beta1-inverse", "beta1/t", {.beta1_schedule = AMSREF_BETA1_INVERSE}, 3},
    {"schedule-decay",
     "lr/sqrt(t) with decoupled decay",
     {.weight_decay = 0.25, .decoupled = true, .lr_schedule = AMSREF_LR_INV_SQRT},
     3},
    {"box", "a box", {.lo = -0x1p-5, .hi = 0x1p-4}, 3},
};

static void complete(amsref_setting *s, size_t kind)
{
    s->hyper.lr = rates[kind % LENGTH(rates)];
    s->hyper.beta1 = betas[kind % LENGTH(betas)][0];
    s->hyper.beta2 = betas[kind % LENGTH(betas)][1];
    if (s->hyper.lambda == 0) {
        s->hyper.lambda = 1;
    }
    if (s->hyper.lo == s->hyper.hi) {
        s->hyper.lo = -INFINITY;
        s->hyper.hi = INFINITY;
    }
}

size_t amsref_settings(amsref_setting **settings)
{
    amsref_setting *all = *settings = amsref_alloc(SETTINGS_MOST, sizeof *all);
    size_t count = 0;

    for (size_t t = 0; t < LENGTH(times); t++) {
        for (size_t e = 0; e < LENGTH(epsilons); e++) {
            all[count] = (amsref_setting){.group = "plain", .words = "", .t = times[t]};
            all[count].hyper.eps = epsilons[e];
            complete(&all[count++], t + e);
        }
    }
    for (size_t t = 0; t < LENGTH(times); t++) {
        all[count] = (amsref_setting){.group = AMSREF_NO_EPS, .words = "", .t = times[t]};
        complete(&all[count++], t);
    }
    for (size_t f = 0; f < LENGTH(features); f++) {
        all[count] = features[f];
        complete(&all[count++], 0);
    }
    return count;
}

/* A number of four bits times 2^exponent, exponent in [low, high]; positive. */
static double number(uint64_t *state, int low, int high)
{
    const uint64_t bits = amsref_random(state);
    const int exponent = low + (int)((bits >> 8) % (uint64_t)(high - low + 1));
    return ldexp((double)(8 + bits % 8), exponent - 3);
}

static double with_sign(uint64_t *state, double value)
{
    return amsref_random(state) & 1 ? -value : value;
}

/*
 * State and gradient of one size, so that each of maximum, sample and old average has its say; the
 * sizes are 1, those of the epsilons, and one beside which a floor of 1e-15 in the root shows.
 */
size_t amsref_parameters(amsref_parameter **parameters)
{
    static const int sizes[] = {0, 0, 0, -7, -12, -24};
    static const double xs[] = {0, 0, 0, 1.5, -2, 3};
    amsref_parameter *all = *parameters = amsref_alloc(PARAMETERS, sizeof *all);
    uint64_t state = 1;

    for (size_t i = 0; i < PARAMETERS; i++) {
        const int size = sizes[i % LENGTH(sizes)];
        amsref_parameter *p = &all[i];
        p->x = xs[amsref_random(&state) % LENGTH(xs)];
        p->m = with_sign(&state, number(&state, size - 4, size));
        p->v = number(&state, 2 * size - 7, 2 * size - 1);
        p->vmax = number(&state, 2 * size - 8, 2 * size);
        p->g = amsref_random(&state) % 10 == 0 ? 0 : with_sign(&state, number(&state, size - 5, size + 2));
    }
    return PARAMETERS;
}
