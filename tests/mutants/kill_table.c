/* SPDX-License-Identifier: Apache-2.0
 *
 * vectors/KILLS.md: who kills which mutant.
 */
#include <inttypes.h>
#include <string.h>

#include "equivalents.h"
#include "tables.h"

static const char intro[] =
    "# Kill table\n\n"
    "Written by `make kill`; not edited by hand. Each mutant is a wrong AMSGrad: the plain step of "
    "AG-02 with one change, a\n"
    "bug of a framework, or a right step wrongly called. Each is run in process over all cases of "
    "every dialect and format in\n"
    "which it differs, and judged by the tool's own verdicts at level `working`. A mutant counts "
    "as "
    "killed where at least\n"
    "one case refuses it or a law is broken, in every pair of dialect and format; what lives must "
    "be proven equivalent below.\n\n";

static const char columns[] =
    "*pairs*: in how many pairs of dialect and format it differs. *weakest*: the pair in which the "
    "fewest cases kill it, and\n"
    "how many. *first killer*: the first such case of that pair, with quantity and distance from "
    "the interval in ulp. The\n"
    "columns of categories say in how many of its pairs, in per cent, that category alone kills; "
    "`.` is none. *laws*: in how\n"
    "many per cent of the pairs in which they were tried a law is broken; *first law*: the law that "
    "needs the fewest trials,\n"
    "their number, the quantity and how many ulp the two answers are apart.\n\n";

static const char *const group_titles[][2] = {
    {"fault", "Faults, as the adapter `wrong` has them (`build/adapters/wrong --list`)"},
    {"history", "Definitions and bugs that were seen elsewhere"},
    {"dialect", "Steps of another dialect"},
    {"loss", "Right steps wrongly called: counters, state, gradients, loops"},
    {"rounding", "Rounding other than to nearest"},
    {"edit", "Single edits of the plain step"},
};

const char *amsref_pair_name(size_t pair)
{
    static char text[64];
    snprintf(text, sizeof text, "%s/binary%d", amsref_dialects[pair % DIALECTS],
             pair < DIALECTS ? 64 : 32);
    return text;
}

/* What a row of the table sums up: one mutant, or several edits of one place. */
typedef struct row {
    size_t mutants, pairs, weakest, weakest_pair;
    const amsref_subject *weak;
    const amsref_fate *fate;
    size_t by[AMSREF_CATEGORIES];
    size_t lawful, lawless;        /* pairs that laws were tried in, and that break one */
    const amsref_fate *soonest;    /* of those that break one */
} row;

static void sum_up(const amsref_judged *j, size_t i, row *r)
{
    r->mutants++;
    for (size_t p = 0; p < AMSREF_PAIRS; p++) {
        const amsref_fate *fate = &j->trial[i].fate[p];
        if (!fate->tried) {
            continue;
        }
        r->pairs++;
        r->lawful += fate->lawful;
        r->lawless += fate->laws != 0;
        if (fate->laws && (!r->soonest || fate->law_trials < r->soonest->law_trials)) {
            r->soonest = fate;
        }
        for (size_t c = 0; c < j->stock->categories; c++) {
            r->by[c] += fate->by[c] > 0;
        }
        if (!r->fate || (fate->killers < r->weakest && fate->killers > 0) || r->weakest == 0) {
            r->weakest = fate->killers;
            r->weakest_pair = p;
            r->fate = fate;
            r->weak = &j->list->item[i];
        }
    }
}

static void write_distance(uint64_t distance, FILE *file)
{
    if (distance == UINT64_MAX) {
        fprintf(file, "NaN |");
    } else {
        fprintf(file, distance < 1000 ? "%.0f |" : "%.1e |", (double)distance);
    }
}

static size_t per_cent(size_t part, size_t whole)
{
    return (100 * part + whole - 1) / whole;
}

static void write_row(const amsref_judged *j, const row *r, const char *name, const char *about,
                      FILE *file)
{
    fprintf(file, "| %s | %s | %zu |", name, about, r->pairs);
    if (r->fate && r->weakest > 0) {
        const amsref_case *item = &j->stock->cases.item[r->fate->first];
        const char *number = strrchr(item->id, '/') + 1;
        fprintf(file, " %s: %zu | %s/%s `%s` ", amsref_pair_name(r->weakest_pair), r->weakest,
                item->category, number, amsref_quantity_name(r->fate->quantity));
        write_distance(r->fate->distance, file);
    } else {
        fprintf(file, " none | |");
    }
    for (size_t c = 0; c < j->stock->categories; c++) {
        if (r->by[c] == 0) {
            fprintf(file, " . |");
        } else {
            fprintf(file, " %zu |", per_cent(r->by[c], r->pairs));
        }
    }
    if (r->soonest) {
        fprintf(file, " %zu | %s %zu `%s` ", per_cent(r->lawless, r->lawful),
                amsref_law_name(r->soonest->law), r->soonest->law_trials,
                amsref_quantity_name(r->soonest->law_quantity));
        write_distance(r->soonest->law_distance, file);
    } else {
        fprintf(file, " . | |");
    }
    fprintf(file, "\n");
}

static void head(const amsref_judged *j, const char *second, FILE *file)
{
    fprintf(file, "| mutant | %s | pairs | weakest | first killer |", second);
    for (size_t c = 0; c < j->stock->categories; c++) {
        fprintf(file, " %s |", j->stock->category[c]);
    }
    fprintf(file, " laws | first law |\n|---|---|---|---|---|");
    for (size_t c = 0; c < j->stock->categories + 2; c++) {
        fprintf(file, "---|");
    }
    fprintf(file, "\n");
}

/* Edits share a row where they change the same thing of the same instruction. */
static bool together(const amsref_edit *a, const amsref_edit *b)
{
    const bool same = a->change == b->change && a->dst == b->dst;
    return same && (a->slot == b->slot || a->change != CHANGE_OPERAND) &&
           (a->slot == b->slot || a->change != CHANGE_STORE);
}

static void edit_place(const amsref_edit *e, char text[128])
{
    static const char *const what[] = {
        [CHANGE_OPERATION] = "another operation", [CHANGE_SWAP] = "operands swapped",
        [CHANGE_OPERAND] = "another operand",     [CHANGE_AFTER] = "result spoilt",
        [CHANGE_STORE] = "another value",         [CHANGE_GUARD] = "always, or never"};
    const char *place = e->change == CHANGE_STORE ? amsref_quantity_name((amsref_quantity)e->slot)
                                                  : amsref_register_name((amsref_register)e->dst);
    snprintf(text, 128, "%s`%s`: %s%s", e->change == CHANGE_STORE ? "stored " : "", place,
             what[e->change],
             e->change != CHANGE_OPERAND ? ""
             : e->slot                   ? " (2nd)"
                                         : " (1st)");
}

static void edits(const amsref_judged *j, FILE *file)
{
    head(j, "mutants; the weakest", file);
    for (size_t i = 0; i < j->list->count; i++) {
        const amsref_subject *subject = &j->list->item[i];
        row r = {0};
        bool first = strcmp(subject->group, "edit") == 0;
        for (size_t k = 0; k < i && first; k++) {
            first = strcmp(j->list->item[k].group, "edit") != 0 ||
                    !together(&j->list->item[k].edit, &subject->edit);
        }
        for (size_t k = i; first && k < j->list->count; k++) {
            if (together(&j->list->item[k].edit, &subject->edit)) {
                sum_up(j, k, &r);
            }
        }
        if (first) {
            char name[128], about[256];
            edit_place(&subject->edit, name);
            snprintf(about, sizeof about, "%zu; %s", r.mutants, r.weak->name);
            write_row(j, &r, name, about, file);
        }
    }
}

static void group(const amsref_judged *j, const char *name, FILE *file)
{
    if (strcmp(name, "edit") == 0) {
        edits(j, file);
        return;
    }
    head(j, "what", file);
    for (size_t i = 0; i < j->list->count; i++) {
        row r = {0};
        if (strcmp(j->list->item[i].group, name) == 0) {
            sum_up(j, i, &r);
            write_row(j, &r, j->list->item[i].name, j->list->item[i].about, file);
        }
    }
}

static void summary(const amsref_judged *j, FILE *file)
{
    fprintf(file, "| group | mutants | pairs | killed | equivalent |\n|---|---|---|---|---|\n");
    for (size_t g = 0; g < sizeof group_titles / sizeof group_titles[0]; g++) {
        size_t mutants = 0, pairs = 0, killed = 0, equivalent = 0;
        for (size_t i = 0; i < j->list->count; i++) {
            if (strcmp(j->list->item[i].group, group_titles[g][0]) != 0) {
                continue;
            }
            mutants++;
            for (size_t p = 0; p < AMSREF_PAIRS; p++) {
                const amsref_fate *fate = &j->trial[i].fate[p];
                pairs += fate->tried;
                killed += fate->killers > 0 || fate->laws;
                equivalent += fate->tried && fate->killers == 0 && !fate->laws &&
                              amsref_equivalent_of(&j->list->item[i], p) != NULL;
            }
        }
        fprintf(file, "| %s | %zu | %zu | %zu | %zu |\n", group_titles[g][0], mutants, pairs,
                killed, equivalent);
    }
    fprintf(file, "\n");
}

static void equivalents(FILE *file)
{
    fprintf(file, "\n## Equivalent mutants\n\nNo answer of theirs could be refused.\n\n"
                  "| mutant | where | why | checked |\n|---|---|---|---|\n");
    for (const amsref_equivalent *e = amsref_equivalents; e->name; e++) {
        fprintf(file, "| %s | ", e->name);
        for (size_t d = 0, some = 0; d < DIALECTS; d++) {
            if (e->dialects != (1U << DIALECTS) - 1 && e->dialects >> d & 1) {
                fprintf(file, "%s%s", some++ ? ", " : "", amsref_dialects[d]);
            }
        }
        fprintf(file, "%s%s | %s | %s |\n", e->dialects == (1U << DIALECTS) - 1 ? "all" : "",
                e->formats == 1 << ADAPTER_BINARY32   ? " in binary32"
                : e->formats == 1 << ADAPTER_BINARY64 ? " in binary64"
                                                      : " in both formats",
                e->reason, e->same ? "the same bits in every case" : "never nonconforming");
    }
}

void amsref_kill_table(const amsref_judged *j, FILE *file)
{
    fputs(intro, file);
    summary(j, file);
    fputs(columns, file);
    for (size_t g = 0; g < sizeof group_titles / sizeof group_titles[0]; g++) {
        fprintf(file, "## %s\n\n", group_titles[g][1]);
        if (strcmp(group_titles[g][0], "edit") == 0) {
            fputs("Every operation by every other, every operand by every other value of the step, "
                  "every result negated, doubled,\nset to 0 or 1 or cut to half of its bits, every "
                  "store by every other value. `build/kill --list` has them one by one.\n\n",
                  file);
        }
        group(j, group_titles[g][0], file);
        fprintf(file, "\n");
    }
    amsref_law_kills(j, file);
    equivalents(file);
    amsref_cover_table(j, file);
}

void amsref_kill_list(const amsref_judged *j, FILE *file)
{
    fprintf(file, "group,mutant,pair,killers,laws,first,quantity,t,ulp\n");
    for (size_t i = 0; i < j->list->count; i++) {
        for (size_t p = 0; p < AMSREF_PAIRS; p++) {
            const amsref_fate *fate = &j->trial[i].fate[p];
            if (!fate->tried) {
                continue;
            }
            fprintf(file, "%s,\"%s\",%s,%zu,", j->list->item[i].group, j->list->item[i].name,
                    amsref_pair_name(p), fate->killers);
            const char *comma = "";
            for (size_t l = 0; l < amsref_law_count(); l++) {
                if (fate->laws >> l & 1) {
                    fprintf(file, "%s%s", comma, amsref_law_name(l));
                    comma = " ";
                }
            }
            if (fate->killers) {
                fprintf(file, ",%s,%s,%" PRIu64 ",%" PRIu64, j->stock->cases.item[fate->first].id,
                        amsref_quantity_name(fate->quantity), fate->t, fate->distance);
            }
            fprintf(file, "\n");
        }
    }
}

size_t amsref_survivors(const amsref_judged *j, FILE *log, size_t *died)
{
    size_t alive = 0;
    *died = 0;
    for (size_t i = 0; i < j->list->count; i++) {
        size_t missed = 0;
        for (size_t p = 0; p < AMSREF_PAIRS; p++) {
            const amsref_fate *fate = &j->trial[i].fate[p];
            const amsref_equivalent *known = amsref_equivalent_of(&j->list->item[i], p);
            const bool lives = fate->tried && fate->killers == 0 && !fate->laws;
            if (lives && !known) {
                fprintf(log, "lives: %s (%s) in %s, level %s%s\n", j->list->item[i].name,
                        j->list->item[i].group, amsref_pair_name(p), amsref_level_name(fate->level),
                        fate->same ? ", the same bits" : "");
                missed++;
            } else if (lives && known->same && !fate->same) {
                fprintf(log, "no equivalent, its answers differ: %s in %s\n", j->list->item[i].name,
                        amsref_pair_name(p));
                missed++;
            } else if (fate->tried && !lives && known) {
                fprintf(log, "no equivalent, it is killed: %s in %s\n", j->list->item[i].name,
                        amsref_pair_name(p));
                missed++;
            }
        }
        alive += missed > 0;
        *died += missed == 0;
    }
    return alive;
}
