/* SPDX-License-Identifier: Apache-2.0
 *
 * From a specimen that breaks a law to the smallest that still does: fewest parameters, fewest steps,
 * plainest hyper-parameters, simplest numbers. Greedy: each change that keeps the breach is kept.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "laws/internal.h"
#include "suite/memory.h"

enum { TRIALS = 600 };

typedef struct shrinking {
    amsref_bench *bench;
    const amsref_law *law;
    const char *id;
    amsref_specimen *best;
    amsref_record *record; /* of the best */
    amsref_error *error;
    int left;
    bool broke_off;
} shrinking;

/* How simple a number is: 0 first, then 1, powers of two near 1, few bits, many bits. */
static int rank(double value)
{
    int exponent;

    if (value == 0) {
        return signbit(value) ? 1 : 0;
    }
    if (!isfinite(value)) {
        return 9000;
    }
    double rest = fabs(frexp(value, &exponent));
    int bits = 0;
    for (; rest != 0; bits++) {
        rest = 2 * rest - floor(2 * rest);
    }
    const int size = abs(exponent - 1) * 2 + (value < 0);
    return bits == 1 ? 2 + size : 3000 + bits * 50 + (size < 49 ? size : 49);
}

/* Takes the candidate over where it breaks the law too; else frees it. */
static bool accept(shrinking *s, amsref_specimen *candidate)
{
    amsref_record record = {0};
    bool good = false;

    if (s->left > 0 && !s->broke_off &&
        (!s->law->prepare || s->law->prepare(candidate)) && candidate->n >= s->law->least_n &&
        candidate->n > 0 && candidate->setting.steps >= s->law->least_steps &&
        candidate->setting.steps > 0) {
        const amsref_ruling ruling =
            amsref_law_trial(s->bench, s->law, candidate, s->id, &record, s->error);
        s->left--;
        s->broke_off = ruling == AMSREF_LAW_BROKE_OFF;
        good = ruling == AMSREF_LAW_BROKEN && record.error == s->record->error;
    }
    if (good) {
        amsref_specimen_free(s->best);
        *s->best = *candidate;
        amsref_record_clear(s->record);
        *s->record = record;
    } else {
        amsref_record_clear(&record);
        amsref_specimen_free(candidate);
    }
    return good;
}

/* Parameters from .. to - 1 are left out. */
static bool without(shrinking *s, size_t from, size_t to)
{
    amsref_specimen candidate = amsref_specimen_copy(s->best);

    memmove(candidate.row + from, candidate.row + to, (candidate.n - to) * sizeof *candidate.row);
    candidate.n -= to - from;
    candidate.choice -= candidate.choice >= to ? to - from : 0;
    return accept(s, &candidate);
}

static bool fewer_parameters(shrinking *s)
{
    bool any = false;

    for (size_t part = s->best->n / 2; part > 0; part /= 2) {
        for (size_t from = 0; from + part <= s->best->n;) {
            if (without(s, from, from + part)) {
                any = true;
            } else {
                from += part;
            }
        }
    }
    return any;
}

static bool fewer_steps(shrinking *s)
{
    bool any = false;

    for (size_t steps = 1; steps < s->best->setting.steps; steps++) {
        amsref_specimen candidate = amsref_specimen_copy(s->best);
        candidate.setting.steps = steps;
        if (accept(s, &candidate)) {
            any = true;
            break;
        }
    }
    return any;
}

static bool smaller_choice(shrinking *s)
{
    for (size_t choice = 0; choice < s->best->choice && choice < 4; choice++) {
        amsref_specimen candidate = amsref_specimen_copy(s->best);
        candidate.choice = choice;
        if (accept(s, &candidate)) {
            return true;
        }
    }
    return false;
}

/* Numbers to try for one: simple ones, then itself with fewer bits. */
enum { SIMPLER = 9 };
static void simpler(double value, double list[SIMPLER])
{
    static const double plain[] = {0, 1, -1, 0.5, 2};
    int exponent;
    const double significand = isfinite(value) ? frexp(value, &exponent) : 0;
    const double sign = value < 0 ? -1 : 1;

    memcpy(list, plain, sizeof plain);
    if (significand == 0) {
        exponent = 0;
    }
    list[5] = ldexp(sign, exponent / 2);
    list[6] = ldexp(sign, exponent - 1);
    list[7] = ldexp(trunc(significand * 4), exponent - 2);
    list[8] = ldexp(trunc(significand * 64), exponent - 6);
}

static bool simpler_cell(shrinking *s, size_t row, size_t cell)
{
    const amsref_format format = s->best->setting.format;
    const double now = amsref_bits_value(format, s->best->row[row][cell]);
    double list[SIMPLER];

    simpler(now, list);
    for (size_t i = 0; i < SIMPLER; i++) {
        const bool positive = cell == AMSREF_V || cell == AMSREF_VMAX;
        if (rank(list[i]) >= rank(now) || (positive && list[i] < 0)) {
            continue;
        }
        amsref_specimen candidate = amsref_specimen_copy(s->best);
        candidate.row[row][cell] = amsref_value_bits(format, list[i]);
        if (!s->law->prepare ||
            (s->law->prepare(&candidate) &&
             rank(amsref_bits_value(format, candidate.row[row][cell])) < rank(now))) {
            if (accept(s, &candidate)) {
                return true;
            }
        } else {
            amsref_specimen_free(&candidate);
        }
    }
    return false;
}

static bool simpler_cells(shrinking *s)
{
    bool any = false;

    for (size_t row = 0; row < s->best->n; row++) {
        for (size_t cell = 0; cell < AMSREF_QUANTITIES + s->best->setting.steps; cell++) {
            any |= simpler_cell(s, row, cell);
        }
    }
    return any;
}

/* One hyper-parameter replaced, where that changes anything. */
static bool try_hyper(shrinking *s, const amsref_hyper *hyper, uint64_t t)
{
    amsref_specimen candidate = amsref_specimen_copy(s->best);

    candidate.setting.hyper = *hyper;
    candidate.setting.t = t;
    if (s->law->prepare && !s->law->prepare(&candidate)) {
        amsref_specimen_free(&candidate);
        return false;
    }
    return accept(s, &candidate);
}

static bool simpler_number(shrinking *s, double *(*of)(amsref_hyper *), const double *list,
                           size_t count)
{
    for (size_t i = 0; i < count; i++) {
        amsref_hyper h = s->best->setting.hyper;
        double *number = of(&h);
        if (*number == list[i]) {
            return false; /* those before it were tried */
        }
        *number = list[i];
        if (try_hyper(s, &h, s->best->setting.t)) {
            return true;
        }
    }
    return false;
}

static double *lr_of(amsref_hyper *h)
{
    return &h->lr;
}
static double *beta1_of(amsref_hyper *h)
{
    return &h->beta1;
}
static double *beta2_of(amsref_hyper *h)
{
    return &h->beta2;
}
static double *eps_of(amsref_hyper *h)
{
    return &h->eps;
}
static double *decay_of(amsref_hyper *h)
{
    return &h->weight_decay;
}

/* Without an option, where it has it. */
static bool fewer_options(shrinking *s)
{
    bool any = false;

    for (int option = 0; option < 5; option++) {
        amsref_hyper h = s->best->setting.hyper;
        const amsref_hyper before = h;
        switch (option) {
        case 0:
            h.weight_decay = 0;
            h.decoupled = false;
            break;
        case 1:
            h.maximize = false;
            break;
        case 2:
            h.lr_schedule = AMSREF_LR_CONSTANT;
            break;
        case 3:
            h.beta1_schedule = AMSREF_BETA1_CONSTANT;
            h.lambda = 1;
            break;
        default:
            h.lo = -INFINITY;
            h.hi = INFINITY;
        }
        if (memcmp(&h, &before, sizeof h) != 0) {
            any |= try_hyper(s, &h, s->best->setting.t);
        }
    }
    return any;
}

static bool simpler_hyper(shrinking *s)
{
    static const double rates[] = {1, 0.5, 0.125};
    static const double betas[] = {0.5, 0, 0.75, 0.9};
    static const double eps[] = {1, 0, 0x1p-8};
    static const double decays[] = {0, 1, 0.5};
    bool any = fewer_options(s);

    for (uint64_t t = 1; t < s->best->setting.t && t <= 2; t++) {
        if (try_hyper(s, &s->best->setting.hyper, t)) {
            any = true;
            break;
        }
    }
    any |= simpler_number(s, lr_of, rates, 3);
    any |= simpler_number(s, beta1_of, betas, 4);
    any |= simpler_number(s, beta2_of, betas, 4);
    if (s->best->setting.dialect != AMSREF_PAPER) {
        any |= simpler_number(s, eps_of, eps, 3);
    }
    if (s->best->setting.hyper.weight_decay != 0) {
        any |= simpler_number(s, decay_of, decays, 3);
    }
    return any;
}

amsref_ruling amsref_law_shrink(amsref_bench *bench, const amsref_law *law,
                                amsref_specimen *specimen, const char *id, amsref_record *record,
                                amsref_error *error)
{
    shrinking s = {bench, law, id, specimen, record, error, TRIALS, false};
    bool any = true;

    while (any && s.left > 0 && !s.broke_off) {
        any = fewer_steps(&s);
        any |= fewer_parameters(&s);
        any |= smaller_choice(&s);
        any |= simpler_hyper(&s);
        any |= simpler_cells(&s);
    }
    return s.broke_off ? AMSREF_LAW_BROKE_OFF : AMSREF_LAW_BROKEN;
}
