/* SPDX-License-Identifier: Apache-2.0
 *
 * vectors/RIGHT.md: right implementations, the level that each reaches, and how near it comes to
 * the end of an interval.
 */
#include <math.h>
#include <string.h>

#include "tables.h"

static const char intro[] =
    "# Right implementations\n\n"
    "Written by `make kill`; not edited by hand. Each row is a right way to compute the step that "
    "AG-33 .. AG-37 admit: forms of\n"
    "averages, squares, roots and updates, places of the corrections and of decay, ways to a power "
    "of beta, sums that take a\n"
    "product in unrounded, wider arithmetic, results rounded twice, tails of vectors in another "
    "order. The sample shows every\n"
    "pair of choices at least once. None may be refused, and none break a law (AG-95).\n\n"
    "*level*: the worst over all cases of all dialects where the order has something to say. "
    "*x, m, v, vmax*: the largest\n"
    "share that an answer has used of the room, in ulp, between the correctly rounded ideal value "
    "and "
    "the end of the `working`\n"
    "interval on its side; 1 would be at the end. Rooms of less than 16 ulp are left out, and "
    "states "
    "of runs whose ideal value\n"
    "lies outside. In binary32 scalars that were computed in the format are an end themselves.\n\n";

static const char *const titles[][2] = {
    {"control", "Controls: what the mutants of KILLS.md are made of"},
    {"named", "Orders with a name"},
    {"one choice", "One choice each, the rest as the core does"},
    {"tail", "Vectors with a tail"},
    {"sample", "Sample of all choices"},
};

typedef struct sum {
    amsref_level level;
    double edge[AMSREF_QUANTITIES];
    size_t pairs;
} sum;

static sum sum_up(const amsref_trial *trial, size_t format)
{
    sum s = {.level = AMSREF_EXACT};
    for (size_t p = format * DIALECTS; p < (format + 1) * DIALECTS; p++) {
        const amsref_fate *fate = &trial->fate[p];
        s.pairs += fate->tried;
        s.level = fate->tried && fate->level > s.level ? fate->level : s.level;
        for (size_t q = 0; q < AMSREF_QUANTITIES; q++) {
            s.edge[q] = fmax(s.edge[q], fate->edge[q]);
        }
    }
    return s;
}

static void write_row(const amsref_judged *j, size_t i, FILE *file)
{
    fprintf(file, "| %s |", j->list->item[i].name);
    for (size_t format = 0; format < 2; format++) {
        const sum s = sum_up(&j->trial[i], format);
        if (s.pairs == 0) {
            fprintf(file, " n/a | | | | |");
            continue;
        }
        fprintf(file, " %s |", amsref_level_name(s.level));
        for (size_t q = 0; q < AMSREF_QUANTITIES; q++) {
            fprintf(file, " %.2f |", s.edge[q]);
        }
    }
    fprintf(file, "\n");
}

void amsref_right_table(const amsref_judged *j, FILE *file)
{
    fputs(intro, file);
    for (size_t g = 0; g < sizeof titles / sizeof titles[0]; g++) {
        fprintf(file,
                "## %s\n\n| order | binary64 | x | m | v | vmax | binary32 | x | m | v | vmax |\n"
                "|---|---|---|---|---|---|---|---|---|---|---|\n",
                titles[g][1]);
        for (size_t i = 0; i < j->list->count; i++) {
            if (strcmp(j->list->item[i].group, titles[g][0]) == 0) {
                write_row(j, i, file);
            }
        }
        fprintf(file, "\n");
    }
}

/* The level that a named order must reach: "tight/working words", binary64 first. */
static amsref_level wanted(const amsref_subject *subject, size_t format)
{
    char word[16];
    const char *from = subject->about;
    if (*from == 0) {
        return AMSREF_WORKING;
    }
    from = format ? strchr(from, '/') + 1 : from;
    snprintf(word, sizeof word, "%.*s", (int)strcspn(from, "/ "), from);
    return amsref_level_from_name(word);
}

size_t amsref_refused(const amsref_judged *j, FILE *log, size_t *right)
{
    size_t refused = 0;
    *right = 0;
    for (size_t i = 0; i < j->list->count; i++) {
        bool bad = false;
        for (size_t p = 0; p < AMSREF_PAIRS; p++) {
            const amsref_fate *fate = &j->trial[i].fate[p];
            if (fate->tried && fate->level > wanted(&j->list->item[i], p / DIALECTS)) {
                fprintf(log, "%s in %s is %s, not %s; %zu cases refuse it%s%s\n",
                        j->list->item[i].name, amsref_pair_name(p), amsref_level_name(fate->level),
                        amsref_level_name(wanted(&j->list->item[i], p / DIALECTS)), fate->killers,
                        fate->killers ? ", the first is " : "",
                        fate->killers ? j->stock->cases.item[fate->first].id : "");
                bad = true;
            }
            if (fate->laws) {
                fprintf(log, "%s in %s breaks the law %s\n", j->list->item[i].name,
                        amsref_pair_name(p), amsref_law_name(fate->law));
                bad = true;
            }
        }
        refused += bad;
        *right += !bad;
    }
    return refused;
}
