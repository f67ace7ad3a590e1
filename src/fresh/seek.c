/* SPDX-License-Identifier: Apache-2.0
 *
 * Boundaries (AG-102): inputs at which the enclosures of the dialect and of a rival just part. An
 * implementation that follows the rival misses there by as little as can be told.
 */
#include <math.h>

#include "fresh/fresh.h"

enum { SETTINGS_TRIED = 24, OVERLAPS_TRIED = 8, STEPS = 2 };

/* The dialect that is judged by, its rival, and where they meet. */
typedef struct contest {
    const amsref_setting *setting;
    const amsref_hypothesis *rival;
} contest;

/* Other dialects first, then this one with each deviation that it can have in the format. */
static bool rival_at(amsref_dialect dialect, amsref_format format, size_t row,
                     amsref_hypothesis *rival)
{
    if (row < AMSREF_DIALECT_COUNT) {
        *rival = (amsref_hypothesis){.dialect = (amsref_dialect)row};
        return !amsref_same_step(rival->dialect, dialect);
    }
    *rival = (amsref_hypothesis){
        .dialect = dialect, .count = 1, .deviation = {row - AMSREF_DIALECT_COUNT}};
    return rival->deviation[0] != amsref_deviation_index() &&
           !(amsref_deviation_wide(rival->deviation[0]) && format != AMSREF_BINARY64) &&
           amsref_hypothesis_possible(rival);
}

size_t amsref_rival_count(amsref_dialect dialect, amsref_format format)
{
    amsref_hypothesis rival;
    size_t count = 0;

    for (size_t row = 0; row < AMSREF_DIALECT_COUNT + amsref_deviation_count(); row++) {
        count += rival_at(dialect, format, row, &rival);
    }
    return count;
}

amsref_hypothesis amsref_rival(amsref_dialect dialect, amsref_format format, size_t number)
{
    amsref_hypothesis rival;
    size_t row = 0;

    for (size_t seen = 0;; row++) {
        if (rival_at(dialect, format, row, &rival) && seen++ == number) {
            return rival;
        }
    }
}

/* The bands of one parameter, step after step. */
typedef struct bands {
    amsref_band of[STEPS][AMSREF_QUANTITIES];
} bands;

static bool keep(size_t element, size_t step, const amsref_band band[AMSREF_QUANTITIES],
                 void *context)
{
    bands *b = context;

    (void)element;
    for (int q = 0; q < AMSREF_QUANTITIES; q++) {
        b->of[step][q] = band[q];
    }
    return true;
}

static bool evaluate(const contest *c, const amsref_hypothesis *hypothesis,
                     const uint64_t value[AMSREF_PARAMETER], bands *b)
{
    const amsref_setting *s = c->setting;
    amsref_problem problem = {.dialect = s->dialect,
                              .format = s->format,
                              .hyper = s->hyper,
                              .t = s->t,
                              .n = 1,
                              .steps = s->steps,
                              .g = &value[AMSREF_QUANTITIES]};
    amsref_traits traits;

    for (int q = 0; q < AMSREF_QUANTITIES; q++) {
        problem.in[q] = &value[q];
    }
    amsref_hypothesis_apply(hypothesis, &problem, &traits);
    return amsref_oracle_variant(&problem, &traits, AMSREF_MODEL_WORKING, keep, b) == NULL;
}

static bool disjoint(amsref_format format, const amsref_band *a, const amsref_band *b)
{
    const bool numbers =
        a->nan != AMSREF_NAN_REQUIRED && b->nan != AMSREF_NAN_REQUIRED &&
        amsref_bits_value(format, a->lo) <= amsref_bits_value(format, b->hi) &&
        amsref_bits_value(format, b->lo) <= amsref_bits_value(format, a->hi);
    return !numbers && (a->nan == AMSREF_NAN_NO || b->nan == AMSREF_NAN_NO);
}

/* The quantities (bits) whose enclosures are disjoint after some step. */
static unsigned apart(const contest *c, const uint64_t value[AMSREF_PARAMETER])
{
    const amsref_hypothesis right = {.dialect = c->setting->dialect};
    bands mine, other;
    unsigned found = 0;

    if (!evaluate(c, &right, value, &mine) || !evaluate(c, c->rival, value, &other)) {
        return 0;
    }
    for (size_t s = 0; s < c->setting->steps; s++) {
        for (size_t q = 0; q < amsref_quantity_count(c->setting->dialect); q++) {
            found |= disjoint(c->setting->format, &mine.of[s][q], &other.of[s][q]) ? 1U << q : 0;
        }
    }
    return found;
}

/* Bit patterns in the order of their numbers, and back. */
static int64_t place(amsref_format format, uint64_t bits)
{
    const uint64_t sign = amsref_sign_bit(format);
    return bits & sign ? -(int64_t)(bits & ~sign) : (int64_t)bits;
}

static uint64_t pattern(amsref_format format, int64_t place)
{
    const uint64_t sign = amsref_sign_bit(format);
    return place < 0 ? (uint64_t)-place | sign : (uint64_t)place;
}

/* Between an overlap and a disjoint value of one number: the last of the disjoint ones. */
static void bisect(const contest *c, unsigned wanted, uint64_t value[AMSREF_PARAMETER],
                   size_t number, uint64_t overlap)
{
    const amsref_format format = c->setting->format;
    int64_t in = place(format, overlap), out = place(format, value[number]);

    for (;;) {
        /* both halves, so that the sum cannot overflow */
        const int64_t middle = in / 2 + out / 2 + (in % 2 + out % 2) / 2;
        if (middle == in || middle == out) {
            break;
        }
        value[number] = pattern(format, middle);
        if (apart(c, value) & wanted) {
            out = middle;
        } else {
            in = middle;
        }
    }
    value[number] = pattern(format, out);
}

static bool is_nan(amsref_format format, uint64_t bits)
{
    return isnan(amsref_bits_value(format, bits));
}

/* Walks from an overlapping parameter to the disjoint one, number by number, to where they part. */
static void approach(const contest *c, unsigned wanted, const uint64_t overlap[AMSREF_PARAMETER],
                     uint64_t value[AMSREF_PARAMETER])
{
    const size_t numbers = AMSREF_QUANTITIES + c->setting->steps;
    uint64_t at[AMSREF_PARAMETER];

    for (size_t k = 0; k < AMSREF_PARAMETER; k++) {
        at[k] = overlap[k];
    }
    for (size_t k = 0; k < numbers; k++) {
        at[k] = value[k];
        if (!(apart(c, at) & wanted)) {
            continue;
        }
        if (!is_nan(c->setting->format, overlap[k]) && !is_nan(c->setting->format, value[k])) {
            bisect(c, wanted, at, k, overlap[k]);
        }
        break;
    }
    for (size_t k = 0; k < AMSREF_PARAMETER; k++) {
        value[k] = at[k];
    }
}

bool amsref_seek(amsref_draw *draw, const amsref_hypothesis *rival, const amsref_bounds *bounds,
                 amsref_setting *setting, uint64_t value[AMSREF_PARAMETER])
{
    const contest c = {setting, rival};
    const amsref_dialect dialect = setting->dialect;
    const amsref_format format = setting->format;
    uint64_t overlap[AMSREF_PARAMETER];
    unsigned found = 0;

    for (int i = 0; i < SETTINGS_TRIED && !found; i++) {
        amsref_draw_setting(draw, dialect, format, bounds, setting);
        setting->steps = setting->steps > STEPS ? STEPS : setting->steps;
        amsref_draw_parameter(draw, setting, value);
        found = apart(&c, value);
    }
    /* The parameter alone where it can be told there: moments part first and farther. */
    const unsigned wanted = found & 1U << AMSREF_X ? 1U << AMSREF_X : found;
    for (int i = 0; i < OVERLAPS_TRIED && found; i++) {
        amsref_draw_parameter(draw, setting, overlap);
        if (!(apart(&c, overlap) & wanted)) {
            approach(&c, wanted, overlap, value);
            break;
        }
    }
    return found != 0;
}
