/* SPDX-License-Identifier: Apache-2.0
 *
 * The words of a failure (AG-59).
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "report/internal.h"
#include "suite/memory.h"

enum { CASES_TEXT = 96 };

static const char *const outcome_names[AMSREF_OUTCOMES] = {
    [AMSREF_UNREACHED] = "unreached", [AMSREF_JUDGED] = "judged", [AMSREF_SKIPPED] = "skipped",
    [AMSREF_ERROR] = "error",         [AMSREF_BROKEN] = "broke",
};

const char *amsref_outcome_name(amsref_outcome outcome)
{
    return outcome_names[outcome];
}

bool amsref_failed(const amsref_run *run, const amsref_result *result)
{
    return result->outcome == AMSREF_ERROR || result->outcome == AMSREF_BROKEN ||
           (result->outcome == AMSREF_JUDGED && result->level > run->wanted);
}

unsigned amsref_lacks(const amsref_run *run, const amsref_result *result)
{
    return result->lacking & ~run->hidden;
}

/* ", the laws hold", ", 30 laws hold, 4 skipped", ", 2 laws are broken"; "" where none was tried. */
static char *laws_text(const amsref_run *run)
{
    const size_t broken = amsref_laws_broken(run->laws), decided = amsref_laws_decided(run->laws);

    if (!decided) {
        return amsref_copy("");
    }
    if (broken) {
        return amsref_print(", %zu law%s broken", broken, broken > 1 ? "s are" : " is");
    }
    return decided == run->laws->count
               ? amsref_copy(", the laws hold")
               : amsref_print(", %zu law%s, %zu skipped", decided, decided > 1 ? "s hold" : " holds",
                              run->laws->count - decided);
}

/* "349 cases, all exact, 2 skipped". */
static const char *cases_text(const amsref_tally *total, char text[CASES_TEXT])
{
    const amsref_level level = amsref_run_level(total);

    if (level == AMSREF_LEVEL_COUNT) {
        return "no cases";
    }
    char skipped[CASES_TEXT / 2] = "";
    if (total->skipped) {
        snprintf(skipped, sizeof skipped, ", %zu skipped", total->skipped);
    }
    snprintf(text, CASES_TEXT, "%zu cases, all %s%s%s", total->cases - total->skipped,
             amsref_level_name(level), level == AMSREF_EXACT ? "" : " or better", skipped);
    return text;
}

char *amsref_verdict_line(const amsref_run *run)
{
    char cases[CASES_TEXT];
    const amsref_hello *hello = run->hello;
    const amsref_tally *total = &run->total;
    char *name = *hello->name ? amsref_print("%s%s%s", hello->name, *hello->version ? " " : "",
                                             hello->version)
                              : amsref_copy(run->command);
    size_t failed = 0;
    char *line;

    for (size_t l = run->wanted + 1; l < AMSREF_LEVEL_COUNT; l++) {
        failed += total->level[l];
    }
    char *laws = laws_text(run);
    switch (run->status) {
    case AMSREF_CONFORMS:
        line = amsref_print("CONFORMS: %s is %s at level %s (%s%s%s)", name, run->dialect,
                            amsref_level_name(run->wanted), cases_text(total, cases),
                            amsref_fresh_words(run), laws);
        break;
    case AMSREF_DIFFERS:
        line = amsref_print("DOES NOT CONFORM: %s is not %s at level %s (%zu of %zu cases fail%s)",
                            name, run->dialect, amsref_level_name(run->wanted), failed,
                            total->cases - total->skipped, laws);
        break;
    case AMSREF_BROKE:
        line = amsref_print("BROKE OFF: %s: %s", name, run->reason);
        break;
    default:
        line = amsref_print("NOTHING WAS RUN: %s: %s", name, run->reason);
        break;
    }
    free(name);
    free(laws);
    return line;
}

char *amsref_value_words(amsref_format format, uint64_t bits)
{
    char decimal[AMSREF_DECIMAL_SIZE], hex[20];

    amsref_decimal(format, bits, decimal);
    amsref_hex_put(format, &bits, 1, hex);
    return amsref_print("%s (%s)", decimal, hex);
}

char *amsref_wanted_words(amsref_format format, const amsref_miss *miss, amsref_level wanted)
{
    char *lo = amsref_value_words(format, miss->lo);
    char *hi = amsref_value_words(format, miss->hi);
    char *text;

    if (wanted == AMSREF_EXACT) {
        text = amsref_print("exactly %s", lo);
    } else if (miss->nan == AMSREF_NAN_REQUIRED) {
        text = amsref_copy("NaN");
    } else {
        text = amsref_print("[%s, %s]%s", lo, hi,
                            miss->nan == AMSREF_NAN_ALLOWED ? " or NaN" : "");
    }
    free(lo);
    free(hi);
    return text;
}

char *amsref_away_words(const amsref_miss *miss)
{
    if (miss->distance == UINT64_MAX) {
        return amsref_copy("no distance: NaN against numbers");
    }
    return miss->distance == 0 ? amsref_copy("0 ulp away: the sign of zero differs")
                               : amsref_print("%" PRIu64 " ulp away", miss->distance);
}

char *amsref_miss_line(const amsref_run *run, const amsref_result *result, const amsref_miss *miss)
{
    amsref_format format = result->item->problem.format;
    char *got = amsref_value_words(format, miss->got);
    char *want = amsref_wanted_words(format, miss, run->wanted);
    char *away = amsref_away_words(miss);
    char *line =
        amsref_print("%s %s[%zu] step %" PRIu64 ": got %s, want %s, %s", result->item->id,
                     amsref_quantity_name(miss->quantity), miss->element, miss->t, got, want, away);
    free(got);
    free(want);
    free(away);
    return line;
}

char *amsref_lack_line(const amsref_run *run, amsref_quantity quantity)
{
    const amsref_case *has = run->witness[quantity];
    const char *name = amsref_quantity_name(quantity);

    return amsref_print("%s is left out of a reply here, but not %s%s; leave it out of every reply "
                        "(hidden state) or of none",
                        name, has ? "of that to " : "of all", has ? has->id : "");
}

char *amsref_again(const amsref_run *run, const amsref_result *result)
{
    unsigned lacks = amsref_lacks(run, result);
    const char *other = NULL;

    for (int q = 0; q < AMSREF_QUANTITIES && !result->kept; q++) {
        if (lacks & 1U << q && !(result->given & 1U << q) && run->witness[q]) {
            other = run->witness[q]->id;
        }
    }
    char *id = amsref_shell_quoted(result->item->id);
    char *line =
        other ? amsref_print("%s --case %s --case %s -- %s", run->tool, other, id, run->command)
              : amsref_print("%s --case %s -- %s", run->tool, id, run->command);
    free(id);
    return line;
}

char *amsref_failure_summary(const amsref_run *run, const amsref_result *result)
{
    unsigned lacks = amsref_lacks(run, result);

    if (result->outcome != AMSREF_JUDGED) {
        return amsref_print("%s: %s", outcome_names[result->outcome], result->text);
    }
    if (result->kept) {
        return amsref_miss_line(run, result, &result->miss[0]);
    }
    for (amsref_quantity q = AMSREF_X; q < AMSREF_QUANTITIES; q++) {
        if (lacks & 1U << q) {
            return amsref_lack_line(run, q);
        }
    }
    return amsref_copy("");
}
