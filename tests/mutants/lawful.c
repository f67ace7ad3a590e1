/* SPDX-License-Identifier: Apache-2.0
 *
 * Subjects before the laws of src/laws: the tool's own trials, asked of a subject in this process.
 */
#include "core/amsref.h"
#include "tables.h"

enum { LAW_SEED = 1, LAW_TRIALS = 2 };

static int converse(void *self, bool elsewhere, const amsref_talk *talk, size_t *at,
                    amsref_error *why)
{
    (void)why;
    amsref_course_in(elsewhere ? PROCESS_OF_LAWS_NEW : PROCESS_OF_LAWS);
    for (*at = 0; *at < talk->count; ++*at) {
        amsref_answer answer;
        amsref_course(self, talk->item(*at, talk->context), &answer);
        talk->take(*at, &answer, talk->context);
        amsref_answer_clear(&answer);
    }
    amsref_course_in(PROCESS_OF_CASES);
    return 0;
}

static const char *refuses(void *self)
{
    (void)self;
    return NULL;
}

/* The first is that which took the fewest trials, then that which stands first in the table. */
static void enter(const amsref_law_result *result, amsref_fate *fate)
{
    fate->laws |= UINT64_C(1) << result->law;
    if (!fate->law_trials || result->trials < fate->law_trials) {
        fate->law = result->law;
        fate->law_trials = result->trials;
        fate->law_quantity = result->quantity;
        fate->law_distance = result->distance;
    }
}

int amsref_try_laws(const amsref_subject *subject, size_t pair, amsref_fate *fate,
                    amsref_error *error)
{
    const amsref_hello hello = {.formats = 1U << AMSREF_BINARY64 | 1U << AMSREF_BINARY32,
                                .ops = (1U << AMSREF_OPS) - 1,
                                .features = (1U << AMSREF_FEATURES) - 1,
                                .batch = 1};
    const amsref_party party = {(void *)(uintptr_t)subject, &hello, converse, refuses};
    static amsref_laws_memo *memo; /* each process has its own */
    memo = memo ? memo : amsref_laws_memo_new();
    const amsref_laws_plan plan = {
        .seed = LAW_SEED,
        .trials = LAW_TRIALS,
        .formats = 1U << (pair < DIALECTS ? AMSREF_BINARY64 : AMSREF_BINARY32),
        .laws = (UINT64_C(1) << amsref_law_count()) - 1,
        .wanted = AMSREF_WORKING,
        .dialect = (amsref_dialect)(pair % DIALECTS),
        .as_found = true,
        .memo = memo};
    amsref_laws laws;
    int failed = amsref_laws_hear(&party, &plan, &laws, NULL, NULL, error);

    fate->lawful = true;
    for (size_t i = 0; i < laws.count && !failed; i++) {
        if (laws.item[i].broken) {
            enter(&laws.item[i], fate);
        }
    }
    amsref_laws_free(&laws);
    return failed;
}

static size_t bits(uint64_t set)
{
    size_t count = 0;
    for (; set; set &= set - 1) {
        count++;
    }
    return count;
}

/* What one law did to all of them. */
static void law_row(const amsref_judged *j, size_t law, FILE *file)
{
    size_t mutants = 0, broken = 0, alone = 0, fewest = SIZE_MAX;
    const amsref_subject *instance = NULL;
    size_t pair = 0;
    for (size_t i = 0; i < j->list->count; i++) {
        bool some = false;
        for (size_t p = 0; p < AMSREF_PAIRS; p++) {
            const amsref_fate *fate = &j->trial[i].fate[p];
            if (!(fate->laws >> law & 1)) {
                continue;
            }
            some = true;
            broken++;
            alone += bits(fate->laws) == 1;
            if (bits(fate->laws) < fewest) {
                fewest = bits(fate->laws);
                instance = &j->list->item[i];
                pair = p;
            }
        }
        mutants += some;
    }
    fprintf(file, "| %s | %s | %zu | %zu | %zu |", amsref_law_name(law), amsref_law_clause(law),
            mutants, broken, alone);
    if (instance) {
        fprintf(file, " %s, %s |\n", instance->name, amsref_pair_name(pair));
    } else {
        fprintf(file, " |\n");
    }
}

void amsref_law_kills(const amsref_judged *j, FILE *file)
{
    size_t tried = 0, broken = 0, mutants = 0, caseless = 0;
    for (size_t i = 0; i < j->list->count; i++) {
        bool some = false;
        for (size_t p = 0; p < AMSREF_PAIRS; p++) {
            tried += j->trial[i].fate[p].lawful;
            broken += j->trial[i].fate[p].laws != 0;
            caseless += j->trial[i].fate[p].laws && j->trial[i].fate[p].killers == 0;
            some = some || j->trial[i].fate[p].laws;
        }
        mutants += some;
    }
    fprintf(file,
            "\n## Laws\n\nThe laws of AG-95 know no golden value. Each mutant went through all of them, "
            "with %d trials of each (`--budget %d`, seed\n%d), in %zu pairs: edits in the first dialect "
            "where they differ, the others in all. %zu mutants break one, in %zu pairs.\n\n"
            "*alone*: pairs where no other law is broken. %zu pairs are killed by laws alone, no case refuses them.\n\n"
            "| law | clause | mutants | pairs | alone | for instance |\n|---|---|---|---|---|---|\n",
            LAW_TRIALS, LAW_TRIALS, LAW_SEED, tried, mutants, broken, caseless);
    for (size_t law = 0; law < amsref_law_count(); law++) {
        law_row(j, law, file);
    }
}
