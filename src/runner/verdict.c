/* SPDX-License-Identifier: Apache-2.0
 *
 * Verdicts (AG-50 .. AG-57): two comparisons, no tolerance.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "runner/runner.h"
#include "runner/spread.h"
#include "suite/memory.h"

static const char *const level_names[AMSREF_LEVEL_COUNT] = {"exact", "tight", "working",
                                                            "nonconforming"};

const char *amsref_level_name(amsref_level level)
{
    return level < AMSREF_LEVEL_COUNT ? level_names[level] : "none";
}

amsref_level amsref_level_from_name(const char *name)
{
    amsref_level level = AMSREF_EXACT;
    while (level < AMSREF_LEVEL_COUNT && strcmp(name, level_names[level]) != 0) {
        level++;
    }
    return level;
}

static bool is_nan(amsref_format format, uint64_t bits)
{
    return isnan(amsref_bits_value(format, bits));
}

static char nan_digit(const amsref_golden *golden, size_t element)
{
    return golden->nan ? golden->nan[element] : AMSREF_NAN_NO;
}

/* AG-51, AG-52: NaN by its digit; a number by its value, so both zeros are one. */
static bool inside(amsref_format format, uint64_t *const bound[2], char nan, size_t element,
                   uint64_t got)
{
    double value = amsref_bits_value(format, got);

    if (isnan(value)) {
        return nan != AMSREF_NAN_NO;
    }
    return nan != AMSREF_NAN_REQUIRED && amsref_bits_value(format, bound[0][element]) <= value &&
           value <= amsref_bits_value(format, bound[1][element]);
}

amsref_level amsref_judge_element(amsref_format format, const amsref_golden *golden, size_t element,
                                  uint64_t got)
{
    char nan = nan_digit(golden, element);
    uint64_t ref = golden->ref[element];

    if (inside(format, golden->tight, nan, element, got)) {
        /* AG-53: every NaN is the same answer, zeros of different sign are not. */
        bool same = got == ref || (is_nan(format, got) && is_nan(format, ref));
        return same ? AMSREF_EXACT : AMSREF_TIGHT;
    }
    return inside(format, golden->working, nan, element, got) ? AMSREF_WORKING
                                                              : AMSREF_NONCONFORMING;
}

/* AG-54 */
uint64_t amsref_interval_distance(amsref_format format, uint64_t lo, uint64_t hi, uint64_t got)
{
    double value = amsref_bits_value(format, got);
    double low = amsref_bits_value(format, lo);
    double high = amsref_bits_value(format, hi);

    if (isnan(value) || isnan(low) || isnan(high) || low > high) {
        return UINT64_MAX;
    }
    return value < low    ? amsref_bits_distance(format, got, lo)
           : value > high ? amsref_bits_distance(format, hi, got)
                          : 0;
}

double amsref_tight_share(amsref_format format, const amsref_golden *golden, size_t element,
                          uint64_t got)
{
    double value = amsref_bits_value(format, got);
    double lo = amsref_bits_value(format, golden->tight[0][element]);
    double hi = amsref_bits_value(format, golden->tight[1][element]);

    if (isnan(value) || !(lo <= hi) || !isfinite(hi - lo)) {
        return (double)NAN;
    }
    /* Differences, not the middle itself, which need not be a number of the format. */
    return lo < hi ? fabs((value - lo) - (hi - value)) / (hi - lo)
                   : value == lo ? 0 : (double)INFINITY;
}

static void keep_miss(amsref_result *result, const amsref_miss *miss)
{
    if (result->missed[miss->quantity]++ >= AMSREF_MISSES_KEPT) {
        return;
    }
    if (!result->miss) {
        result->miss = amsref_alloc(AMSREF_MISSES_KEPT * AMSREF_QUANTITIES, sizeof *miss);
    }
    result->miss[result->kept++] = *miss;
}

static uint64_t larger(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

/* A number of digit 0, `far` ulp from rn, in state s of the answer. */
static void count_distance(amsref_result *result, size_t s, amsref_quantity q, size_t i,
                           uint64_t got, uint64_t far)
{
    const amsref_golden *golden = &result->item->out[s].quantity[q];
    const amsref_format format = result->item->problem.format;
    uint64_t *const *tight = golden->tight;

    if (amsref_bits_distance(format, tight[0][i], tight[1][i]) <= AMSREF_SHARP_ULP) {
        result->sharp++;
        result->farthest_sharp = larger(result->farthest_sharp, far);
    }
    result->spread->ulp[q][amsref_ulp_bin(far)]++;
    amsref_spread_place(result->spread, format, golden, i, got);
    if (result->course) {
        uint64_t *course = &result->course[s * AMSREF_QUANTITIES + q];
        *course = *course == UINT64_MAX ? far : larger(*course, far);
    }
}

static void judge_one(amsref_result *result, amsref_level wanted, size_t s, amsref_quantity q,
                      size_t i, uint64_t got)
{
    const amsref_golden_state *state = &result->item->out[s];
    const amsref_golden *golden = &state->quantity[q];
    amsref_format format = result->item->problem.format;
    amsref_level level = amsref_judge_element(format, golden, i, got);
    char nan = nan_digit(golden, i);
    bool got_nan = is_nan(format, got);

    result->elements++;
    if (level > result->quantity[q]) {
        result->quantity[q] = level;
    }
    if (nan == AMSREF_NAN_ALLOWED) {
        result->open++;
        result->open_nan += got_nan;
    }
    if (!got_nan && nan == AMSREF_NAN_NO && !is_nan(format, golden->rn[i])) {
        const uint64_t far = amsref_bits_distance(format, got, golden->rn[i]);
        result->farthest = larger(result->farthest, far);
        if (result->spread) {
            count_distance(result, s, q, i, got, far);
        }
    }
    if (level > wanted) {
        uint64_t *const *bound = wanted == AMSREF_TIGHT ? golden->tight : golden->working;
        uint64_t lo = wanted == AMSREF_EXACT ? golden->ref[i] : bound[0][i];
        uint64_t hi = wanted == AMSREF_EXACT ? golden->ref[i] : bound[1][i];
        const bool none = amsref_bits_value(format, lo) > amsref_bits_value(format, hi);
        amsref_miss miss = {q, i, state->t, got, lo, hi, none ? AMSREF_NAN_REQUIRED : nan, level,
                            amsref_interval_distance(format, lo, hi, got)};
        keep_miss(result, &miss);
    }
}

void amsref_judge_case(const amsref_answer *answer, amsref_level wanted, amsref_result *result)
{
    const amsref_case *item = result->item;
    size_t n = item->problem.n;
    size_t quantities = amsref_quantity_count(item->problem.dialect);

    result->outcome = AMSREF_JUDGED;
    if (result->spread && item->problem.steps > 1) {
        result->course = amsref_spread_course(item->outs);
    }
    for (size_t s = 0; s < item->outs; s++) {
        for (amsref_quantity q = AMSREF_X; q < quantities; q++) {
            if (!(answer->given[s] & 1U << q)) {
                result->lacking |= 1U << q;
                continue;
            }
            result->given |= 1U << q;
            for (size_t i = 0; i < n; i++) {
                judge_one(result, wanted, s, q, i, answer->value[q][s * n + i]);
            }
        }
    }
    for (amsref_quantity q = AMSREF_X; q < quantities; q++) {
        if (result->quantity[q] > result->level) {
            result->level = result->quantity[q];
        }
    }
}

void amsref_take_answer(amsref_answer *answer, amsref_level wanted, amsref_result *result)
{
    if (answer->skip) {
        result->outcome = AMSREF_SKIPPED;
        result->text = answer->skip;
        answer->skip = NULL;
    } else if (answer->error) {
        result->outcome = AMSREF_ERROR;
        result->level = AMSREF_NONCONFORMING;
        result->text = answer->error;
        answer->error = NULL;
    } else {
        amsref_judge_case(answer, wanted, result);
    }
}

void amsref_result_clear(amsref_result *result)
{
    free(result->text);
    free(result->miss);
    free(result->course);
    result->text = NULL;
    result->miss = NULL;
    result->course = NULL;
    result->kept = 0;
}

void amsref_answer_clear(amsref_answer *answer)
{
    for (int q = 0; q < AMSREF_QUANTITIES; q++) {
        free(answer->value[q]);
    }
    free(answer->given);
    free(answer->skip);
    free(answer->error);
    memset(answer, 0, sizeof *answer);
}
