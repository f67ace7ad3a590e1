/* SPDX-License-Identifier: Apache-2.0 */
#include "trial.h"

#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fresh_cases.h"
#include "suite/memory.h"

static const amsref_subject plain = {.group = "plain", .name = "plain", .about = ""};

static void sort_in(amsref_stock *stock, size_t i)
{
    const amsref_case *item = &stock->cases.item[i];
    const size_t pair = (size_t)item->problem.dialect +
                        DIALECTS * (size_t)(item->problem.format != AMSREF_BINARY64);
    size_t c = 0;
    while (c < stock->categories && strcmp(stock->category[c], item->category) != 0) {
        c++;
    }
    if (c == stock->categories && c < AMSREF_CATEGORIES) {
        stock->category[stock->categories++] = item->category;
    }
    stock->category_of[i] = (unsigned char)c;
    if (stock->count[pair]++ == 0) {
        stock->first[pair] = i;
    }
}

/* Storage formats have wrong implementations of their own (tests/adapters/storage.bats). */
static void keep_computed(amsref_case_list *cases)
{
    size_t kept = 0;

    for (size_t i = 0; i < cases->count; i++) {
        if ((int)cases->item[i].problem.format < AMSREF_FORMATS_COMPUTED) {
            cases->item[kept++] = cases->item[i];
        } else {
            amsref_case_clear(&cases->item[i]);
        }
    }
    cases->count = kept;
}

/* What the plain step answers, and where each pair stands. `from` is for the messages. */
static int sort_all(amsref_stock *stock, const char *from, amsref_error *error)
{
    stock->category_of = amsref_alloc(stock->cases.count, 1);
    stock->plain = amsref_alloc(stock->cases.count, sizeof *stock->plain);
    for (size_t i = 0; i < stock->cases.count; i++) {
        sort_in(stock, i);
        amsref_course(&plain, &stock->cases.item[i], &stock->plain[i]);
    }
    if (stock->categories == AMSREF_CATEGORIES) {
        return amsref_fail(error,
                           "%s: %d categories or more; AMSREF_CATEGORIES in trial.h must grow", from,
                           AMSREF_CATEGORIES);
    }
    for (size_t p = 0; p < AMSREF_PAIRS; p++) { /* a pair's cases stand together */
        const amsref_case *a = &stock->cases.item[stock->first[p]], *b = a + stock->count[p] - 1;
        if (stock->count[p] == 0 || a->problem.dialect != b->problem.dialect ||
            a->problem.format != b->problem.format) {
            return amsref_fail(error, "%s: the cases of a dialect and format do not stand together",
                               from);
        }
    }
    return 0;
}

int amsref_stock_read(const char *dir, amsref_stock *stock, amsref_error *error)
{
    const amsref_filter all = {.dialect = AMSREF_DIALECT_COUNT, .format = AMSREF_FORMAT_COUNT};
    *stock = (amsref_stock){.categories = 0};
    if (amsref_cases_read(dir, &all, &stock->cases, error) != 0) {
        return -1;
    }
    keep_computed(&stock->cases);
    return sort_all(stock, dir, error);
}

int amsref_stock_fresh(size_t count, uint64_t seed, amsref_stock *stock, amsref_error *error)
{
    *stock = (amsref_stock){.categories = 0};
    for (size_t p = 0; p < AMSREF_PAIRS; p++) {
        if (amsref_stock_add_fresh((amsref_dialect)(p % DIALECTS), (amsref_format)(p / DIALECTS),
                                   count, seed, &stock->cases, error) != 0) {
            return -1;
        }
    }
    return sort_all(stock, "fresh", error);
}

void amsref_stock_free(amsref_stock *stock)
{
    for (size_t i = 0; stock->plain && i < stock->cases.count; i++) {
        amsref_answer_clear(&stock->plain[i]);
    }
    free(stock->plain);
    free(stock->category_of);
    amsref_cases_free(&stock->cases);
}

static bool equal(const amsref_case *item, const amsref_answer *a, const amsref_answer *b)
{
    for (size_t q = 0; q < amsref_quantity_count(item->problem.dialect); q++) {
        for (size_t k = 0; k < item->outs * item->problem.n; k++) {
            const uint64_t x = a->value[q][k], y = b->value[q][k];
            if (x != y && !(isnan(amsref_bits_value(item->problem.format, x)) &&
                            isnan(amsref_bits_value(item->problem.format, y)))) {
                return false;
            }
        }
    }
    return true;
}

/* The share of the room between the ideal value and the end of working that an answer has used. */
static double used(amsref_format format, const amsref_golden *golden, size_t i, uint64_t got)
{
    enum { NARROW = 16 }; /* ulp: less room than that says little */
    const double rn = amsref_bits_value(format, golden->rn[i]);
    const double value = amsref_bits_value(format, got);
    const uint64_t end = golden->working[value > rn][i];
    const double last = amsref_bits_value(format, end);
    const bool between = value > rn ? value <= last : value >= last && value < rn;
    if (!isfinite(value) || !isfinite(rn) || !isfinite(last) || !between ||
        (golden->nan && golden->nan[i] != AMSREF_NAN_NO) ||
        amsref_bits_distance(format, golden->rn[i], end) < NARROW) {
        return 0;
    }
    return (double)amsref_bits_distance(format, golden->rn[i], got) /
           (double)amsref_bits_distance(format, golden->rn[i], end);
}

static void measure(const amsref_case *item, const amsref_answer *answer, amsref_fate *fate)
{
    const amsref_problem *p = &item->problem;
    for (size_t q = 0; q < amsref_quantity_count(p->dialect); q++) {
        for (size_t k = 0; k < item->outs * p->n; k++) {
            fate->edge[q] = fmax(fate->edge[q], used(p->format, &item->out[k / p->n].quantity[q],
                                                     k % p->n, answer->value[q][k]));
        }
    }
}

/* Answers and judges the first `outs` states of a case; the answer's own if it is right so far. */
static amsref_level judge(const amsref_stock *stock, const amsref_subject *subject, size_t i,
                          size_t outs, bool edges, amsref_fate *fate, amsref_result *result)
{
    amsref_case item = stock->cases.item[i];
    amsref_answer answer;
    item.outs = outs;
    *result = (amsref_result){.item = &item};
    amsref_course(subject, &item, &answer);
    amsref_judge_case(&answer, AMSREF_WORKING, result);
    if (outs == stock->cases.item[i].outs) {
        fate->same = fate->same && equal(&item, &answer, &stock->plain[i]);
        if (edges) {
            measure(&item, &answer, fate);
        }
    }
    amsref_answer_clear(&answer);
    return result->level;
}

static void try_case(const amsref_stock *stock, const amsref_subject *subject, size_t i, bool edges,
                     amsref_fate *fate, unsigned char *kills)
{
    const amsref_case *item = &stock->cases.item[i];
    /* Most that are wrong are wrong in the first state of a run: the verdict is the same, sooner.
     */
    const bool remembers = subject->transfer.loss != LOSS_NONE || subject->kind == KIND_FAULT;
    const bool shortly = item->outs > 1 && !remembers && !edges;
    amsref_result result = {.item = item};
    amsref_level level = AMSREF_EXACT;
    if (shortly) {
        level = judge(stock, subject, i, 1, edges, fate, &result);
    }
    if (level != AMSREF_NONCONFORMING) {
        amsref_result_clear(&result);
        level = judge(stock, subject, i, item->outs, edges, fate, &result);
    }
    fate->level = level > fate->level ? level : fate->level;
    if (level == AMSREF_NONCONFORMING) {
        fate->same = false;
        if (fate->killers++ == 0) {
            fate->first = i;
            fate->quantity = result.miss[0].quantity;
            fate->t = result.miss[0].t;
            fate->distance = result.miss[0].distance;
        }
        fate->by[stock->category_of[i]]++;
        kills[i / 8] = (unsigned char)(kills[i / 8] | 1 << i % 8);
    }
    amsref_result_clear(&result);
}

/* Edits are many: the laws see each in the first dialect where it is one. */
static bool laws_due(const amsref_subject *subject, const amsref_trial *trial, size_t pair)
{
    bool first = true;
    for (size_t d = 0; d < pair % DIALECTS; d++) {
        first = first && !trial->fate[d].tried && !trial->fate[d + DIALECTS].tried;
    }
    return trial->fate[pair].tried && (first || subject->edit.change == CHANGE_NONE);
}

static int try_one(const amsref_stock *stock, const amsref_subject *subject, bool edges,
                   amsref_trial *trial, unsigned char *kills)
{
    amsref_error error;
    int failed = 0;
    for (size_t p = 0; p < AMSREF_PAIRS; p++) {
        amsref_fate *fate = &trial->fate[p];
        fate->tried = subject->where[p % DIALECTS] >> (p / DIALECTS) & 1;
        fate->same = fate->tried;
        for (size_t i = 0; fate->tried && i < stock->count[p]; i++) {
            try_case(stock, subject, stock->first[p] + i, edges, fate, kills);
        }
    }
    for (size_t p = 0; p < AMSREF_PAIRS && !failed && stock->laws; p++) {
        if (laws_due(subject, trial, p)) {
            failed = amsref_try_laws(subject, p, &trial->fate[p], &error);
        }
    }
    if (failed) {
        fprintf(stderr, "kill: %s: %s\n", subject->name, error.text);
    }
    return failed;
}

void *amsref_shared(size_t size)
{
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

/* Takes subjects until none is left. */
static int work(const amsref_stock *stock, const amsref_subjects *list, bool edges,
                amsref_trial *trial, unsigned char *kills, size_t row, atomic_size_t *next)
{
    for (size_t i = atomic_fetch_add(next, 1); i < list->count; i = atomic_fetch_add(next, 1)) {
        if (try_one(stock, &list->item[i], edges, &trial[i], kills + i * row) != 0) {
            return -1;
        }
    }
    return 0;
}

int amsref_try_all(const amsref_stock *stock, const amsref_subjects *list, bool edges,
                   amsref_trial *trial, unsigned char *kills, size_t row, amsref_error *error)
{
    atomic_size_t *next = amsref_shared(sizeof *next);
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    pid_t child[64];
    size_t children = 0;
    int failed = 0;
    if (!next) {
        return amsref_fail(error, "no shared memory");
    }
    atomic_init(next, 0);
    while ((long)children + 1 < processors && children < sizeof child / sizeof child[0]) {
        pid_t pid = fork();
        if (pid == 0) {
            _exit(work(stock, list, edges, trial, kills, row, next) != 0);
        }
        if (pid < 0) {
            break; /* fewer will do */
        }
        child[children++] = pid;
    }
    failed = work(stock, list, edges, trial, kills, row, next);
    for (size_t c = 0; c < children; c++) {
        int status = 0;
        failed |= waitpid(child[c], &status, 0) != child[c] || status != 0;
    }
    munmap(next, sizeof *next);
    return failed ? amsref_fail(error, "a child process ended badly; run it again") : 0;
}
