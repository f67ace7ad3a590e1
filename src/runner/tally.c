/* SPDX-License-Identifier: Apache-2.0
 *
 * From the verdicts on cases to the verdict on a run (AG-55, AG-56, AG-58).
 */
#include "runner/runner.h"

void amsref_tally_add(amsref_tally *tally, const amsref_result *result)
{
    tally->cases++;
    switch (result->outcome) {
    case AMSREF_JUDGED:
        tally->level[result->level]++;
        break;
    case AMSREF_ERROR:
        tally->level[AMSREF_NONCONFORMING]++;
        tally->errors++;
        break;
    case AMSREF_SKIPPED:
        tally->skipped++;
        break;
    case AMSREF_BROKEN:
        tally->broken++;
        break;
    default:
        tally->unreached++;
        break;
    }
    tally->elements += result->elements;
    tally->sharp += result->sharp;
    tally->farthest_sharp = result->farthest_sharp > tally->farthest_sharp ? result->farthest_sharp
                                                                           : tally->farthest_sharp;
    tally->open += result->open;
    tally->open_nan += result->open_nan;
    tally->farthest = result->farthest > tally->farthest ? result->farthest : tally->farthest;
}

unsigned amsref_settle_hidden(amsref_result *result, size_t count,
                              const amsref_case *witness[AMSREF_QUANTITIES])
{
    unsigned given = 0, lacking = 0;

    for (int q = 0; q < AMSREF_QUANTITIES; q++) {
        witness[q] = NULL;
    }
    for (size_t i = 0; i < count; i++) {
        given |= result[i].given;
        lacking |= result[i].lacking;
        for (int q = 0; q < AMSREF_QUANTITIES; q++) {
            if (!witness[q] && (result[i].given & ~result[i].lacking) & 1U << q) {
                witness[q] = result[i].item;
            }
        }
    }
    for (size_t i = 0; i < count; i++) {
        for (int q = 0; q < AMSREF_QUANTITIES; q++) {
            if (result[i].lacking & given & 1U << q) {
                result[i].quantity[q] = result[i].level = AMSREF_NONCONFORMING;
            }
        }
    }
    return lacking & ~given;
}

amsref_level amsref_run_level(const amsref_tally *tally)
{
    amsref_level level = AMSREF_NONCONFORMING;
    while (!tally->level[level]) {
        if (level == AMSREF_EXACT) {
            return AMSREF_LEVEL_COUNT;
        }
        level--;
    }
    return level;
}

int amsref_run_status(const amsref_tally *tally, amsref_level wanted, bool broke)
{
    amsref_level reached = amsref_run_level(tally);

    if (broke) {
        return AMSREF_BROKE;
    }
    if (reached == AMSREF_LEVEL_COUNT) {
        return AMSREF_NOTHING;
    }
    return reached <= wanted ? AMSREF_CONFORMS : AMSREF_DIFFERS;
}
