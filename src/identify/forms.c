/* SPDX-License-Identifier: Apache-2.0
 *
 * Which order of operations, bit for bit, the moments show: contraction to FMA and lerp conform,
 * and are what keeps a dialect from level `exact`. Information only.
 */
#include "identify/forms.h"

#include <math.h>
#include <string.h>

/* All right averages (AG-33); _LEFT is (c*g)*g for the square. */
typedef enum form {
    FORM_PRODUCTS,
    FORM_PRODUCTS_LEFT,
    FORM_FMA_OLD,
    FORM_FMA_OLD_LEFT,
    FORM_FMA_NEW,
    FORM_FMA_NEW_LEFT,
    FORM_LERP,
    FORM_LERP_FMA,
    FORMS
} form;

static const char *const words[2][FORMS] = {
    {"b1*m + c1*g", NULL, "fma(b1, m, c1*g), contracted", NULL, "fma(c1, g, b1*m), contracted",
     NULL, "m + c1*(g - m), a lerp", "fma(c1, g - m, m), a contracted lerp"},
    {"b2*v + c2*(g*g)", "b2*v + (c2*g)*g", "fma(b2, v, c2*(g*g)), contracted",
     "fma(b2, v, (c2*g)*g), contracted", "fma(c2, g*g, b2*v), contracted",
     "fma(c2*g, g, b2*v), contracted", "v + c2*(g*g - v), a lerp",
     "fma(c2, g*g - v, v), a contracted lerp"},
};

#define REAL double
#define FMA fma
#define NAME(f) f##_double
#include "identify/forms.inc"
#undef REAL
#undef FMA
#undef NAME

#define REAL float
#define FMA fmaf
#define NAME(f) f##_float
#include "identify/forms.inc"
#undef REAL
#undef FMA
#undef NAME

/* The bits of one form for parameter i. */
static uint64_t bits_of(const amsref_problem *p, int f, bool second, size_t i)
{
    const double beta = second ? p->hyper.beta2 : p->hyper.beta1, weight = 1 - beta;
    const double old = amsref_bits_value(p->format, p->in[second ? AMSREF_V : AMSREF_M][i]);
    const double g = amsref_bits_value(p->format, p->g[i]);

    return amsref_value_bits(p->format, p->format == AMSREF_BINARY64
                                            ? form_double(f, beta, weight, old, g, second)
                                            : (double)form_float(f, (float)beta, (float)weight,
                                                                 (float)old, (float)g, second));
}

/* Plain questions: no decay, nothing negated, no schedule, numbers only. */
static bool telling(const amsref_asked *asked, amsref_quantity q, amsref_format format)
{
    const amsref_problem *p = &asked->item.problem;
    const amsref_hyper *h = &p->hyper;
    return amsref_answered(asked) && p->format == format && asked->answer.given[0] & 1U << q &&
           h->weight_decay == 0 && !h->maximize && h->lr_schedule == AMSREF_LR_CONSTANT &&
           h->beta1_schedule == AMSREF_BETA1_CONSTANT;
}

const char *amsref_form_words(const amsref_inquiry *inquiry, amsref_quantity q,
                              amsref_format format)
{
    const bool second = q == AMSREF_V;
    bool fits[FORMS];
    size_t judged = 0, fitting = 0, found = FORMS;

    for (int f = 0; f < FORMS; f++) {
        fits[f] = words[second][f] != NULL;
    }
    for (size_t k = 0; k < inquiry->count; k++) {
        const amsref_asked *asked = &inquiry->asked[k];
        for (size_t i = 0; telling(asked, q, format) && i < asked->item.problem.n; i++) {
            if (isnan(amsref_bits_value(format, asked->item.problem.g[i]))) {
                continue;
            }
            judged++;
            for (int f = 0; f < FORMS; f++) {
                fits[f] = fits[f] &&
                          bits_of(&asked->item.problem, f, second, i) == asked->answer.value[q][i];
            }
        }
    }
    for (int f = FORMS - 1; f >= 0; f--) {
        fitting += fits[f];
        found = fits[f] ? (size_t)f : found;
    }
    return judged > 0 && fitting == 1 ? words[second][found] : NULL;
}
