/* SPDX-License-Identifier: Apache-2.0
 *
 * The cases' side of the kill table: which are alone in killing something, and which are not.
 */
#include <stdlib.h>
#include <string.h>

#include "suite/memory.h"
#include "tables.h"

/* An input case: what has the same category and number in every dialect and format. */
typedef struct input {
    size_t category, number;
    const amsref_subject *alone; /* a mutant that nothing else kills in some pair, or NULL */
    size_t alone_pair, alone_in; /* in how many mutants and pairs */
    bool chosen;
} input;

typedef struct inputs {
    input *item;
    size_t count;
    size_t *of; /* of each case of the stock */
} inputs;

static inputs collect(const amsref_stock *stock)
{
    inputs all = {.item = amsref_alloc(stock->cases.count, sizeof *all.item),
                  .of = amsref_alloc(stock->cases.count, sizeof *all.of)};
    for (size_t i = 0; i < stock->cases.count; i++) {
        const size_t number = strtoul(strrchr(stock->cases.item[i].id, '/') + 1, NULL, 10);
        size_t k = 0;
        while (k < all.count && (all.item[k].number != number ||
                                 all.item[k].category != stock->category_of[i])) {
            k++;
        }
        if (k == all.count) {
            all.item[all.count++] =
                (input){.category = stock->category_of[i], .number = number};
        }
        all.of[i] = k;
    }
    return all;
}

static bool killed_by(const amsref_judged *j, size_t subject, size_t i)
{
    return j->kills[subject * j->row + i / 8] >> i % 8 & 1;
}

static void find_alone(const amsref_judged *j, inputs *all)
{
    for (size_t s = 0; s < j->list->count; s++) {
        for (size_t p = 0; p < AMSREF_PAIRS; p++) {
            const amsref_fate *fate = &j->trial[s].fate[p];
            if (fate->killers == 1) {
                input *in = &all->item[all->of[fate->first]];
                in->alone_pair = in->alone ? in->alone_pair : p;
                in->alone = in->alone ? in->alone : &j->list->item[s];
                in->alone_in++;
            }
        }
    }
}

/* Greedily: the input that kills most of what none of the chosen kills, until all is killed. */
static size_t cover(const amsref_judged *j, inputs *all)
{
    size_t *count = amsref_alloc(all->count, sizeof *count), chosen = 0;
    bool *done = amsref_alloc(j->list->count * AMSREF_PAIRS, sizeof *done);
    for (;;) {
        size_t best = 0;
        memset(count, 0, all->count * sizeof *count);
        for (size_t s = 0; s < j->list->count; s++) {
            for (size_t p = 0; p < AMSREF_PAIRS; p++) {
                const size_t first = j->stock->first[p];
                bool *one = &done[s * AMSREF_PAIRS + p];
                for (size_t i = first; !*one && i < first + j->stock->count[p]; i++) {
                    *one = killed_by(j, s, i) && all->item[all->of[i]].chosen;
                }
                for (size_t i = first; !*one && i < first + j->stock->count[p]; i++) {
                    count[all->of[i]] += killed_by(j, s, i);
                }
            }
        }
        for (size_t k = 1; k < all->count; k++) {
            best = count[k] > count[best] ? k : best;
        }
        if (count[best] == 0) {
            break;
        }
        all->item[best].chosen = true;
        chosen++;
    }
    free(done);
    free(count);
    return chosen;
}

static int by_number(const void *a, const void *b)
{
    const input *x = a, *y = b;
    return x->category != y->category ? (x->category > y->category) - (x->category < y->category)
                                      : (x->number > y->number) - (x->number < y->number);
}

/* A line a category: the chosen inputs, or those that are not alone in anything. */
static void list(const amsref_judged *j, const inputs *all, bool chosen, FILE *file)
{
    for (size_t c = 0; c < j->stock->categories; c++) {
        const char *comma = "";
        for (size_t k = 0; k < all->count; k++) {
            const input *in = &all->item[k];
            if (in->category == c && (chosen ? in->chosen : !in->alone)) {
                if (!*comma) {
                    fprintf(file, "* %s:", j->stock->category[c]);
                }
                fprintf(file, "%s %zu", comma, in->number);
                comma = ",";
            }
        }
        if (*comma) {
            fprintf(file, "\n");
        }
    }
}

void amsref_cover_table(const amsref_judged *j, FILE *file)
{
    inputs all = collect(j->stock);
    find_alone(j, &all);
    size_t alone = 0, chosen = cover(j, &all);
    for (size_t k = 0; k < all.count; k++) {
        alone += all.item[k].alone != NULL;
    }
    qsort(all.item, all.count, sizeof *all.item, by_number); /* of[] is of no use from here on */
    fprintf(file,
            "\n## Cases\n\nOf %zu input cases %zu kill something, in some dialect and format, that "
            "no other case kills there:\n\n| case | alone in | for instance |\n|---|---|---|\n",
            all.count, alone);
    for (size_t k = 0; k < all.count; k++) {
        const input *in = &all.item[k];
        if (in->alone) {
            fprintf(file, "| %s/%04zu | %zu | %s, %s |\n", j->stock->category[in->category],
                    in->number, in->alone_in, in->alone->name, amsref_pair_name(in->alone_pair));
        }
    }
    fprintf(file, "\nThe others kill nothing that another case does not kill too. They guard right "
                  "implementations, run lengths, sizes and\nspecial values, and what these mutants "
                  "do not do:\n\n");
    list(j, &all, false, file);
    fprintf(file, "\n%zu cases, chosen greedily, kill all that is killed:\n\n", chosen);
    list(j, &all, true, file);
    free(all.item);
    free(all.of);
}
