/* SPDX-License-Identifier: Apache-2.0
 *
 * Fresh cases against the adapters `orders`, `wrong` and `storage`: judge ADAPTERS CASES SEED. Every
 * right order must pass all of them at its level, and every fault must fail one in each format where
 * it applies.
 * The cases are made once for each dialect and format. Ends with `N passed, N failed`.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "fresh/fresh.h"
#include "runner/runner.h"
#include "suite/memory.h"

enum { FEW = 20 }; /* cases: who skips all the others may well pass those */

static size_t passed, failed;

static void tell(bool good, const char *text, const char *name, const amsref_case_list *cases,
                 const amsref_case *where)
{
    const amsref_problem *p = &cases->item[0].problem;

    passed += good;
    failed += !good;
    if (!good) {
        printf("%s %s %s %s: %s\n", amsref_dialect_name(p->dialect), amsref_format_name(p->format),
               name, text, where ? where->id : "");
    }
}

/*
 * The first case that misses the level; NULL where none does. Breaking off is a miss of the last.
 * *judged: how many were not skipped.
 */
static const amsref_case *first_miss(char *const command[], amsref_level wanted,
                                     const amsref_case_list *cases, size_t *judged)
{
    const amsref_terms terms = {"1.0.0", 30000};
    amsref_result *result = amsref_alloc(cases->count, sizeof *result);
    const amsref_case *miss = NULL;
    amsref_client *client;
    amsref_error error;

    for (size_t i = 0; i < cases->count; i++) {
        result[i].item = &cases->item[i];
    }
    if (amsref_client_start(command, &terms, &client, &error) != 0 ||
        amsref_client_ask(client, wanted, result, cases->count, NULL, NULL, &error) != 0) {
        printf("%s\n", error.text);
        miss = &cases->item[cases->count - 1];
    }
    *judged = 0;
    for (size_t i = cases->count; i-- > 0;) {
        *judged += result[i].outcome == AMSREF_JUDGED;
        if (result[i].outcome == AMSREF_ERROR ||
            (result[i].outcome == AMSREF_JUDGED && result[i].level > wanted)) {
            miss = &cases->item[i];
        }
        amsref_result_clear(&result[i]);
    }
    amsref_client_free(client);
    free(result);
    return miss;
}

/* One line of --list: NAME DIALECTS WORD ... */
static void judge_line(char *program, const char *option, char *line, const amsref_case_list *cases)
{
    const amsref_problem *p = &cases->item[0].problem;
    const char *dialect = amsref_dialect_name(p->dialect);
    const bool wide = p->format == AMSREF_BINARY64;
    char *name = strtok(line, " "), *dialects = strtok(NULL, " "), *word = strtok(NULL, " ");
    bool applies = false;
    size_t judged;

    for (char *d = strtok(dialects, ","); d; d = strtok(NULL, ",")) {
        applies |= strcmp(d, dialect) == 0;
    }
    if (!applies || (!wide && strcmp(word, "64") == 0) || strcmp(word, "sometimes") == 0) {
        return;
    }
    char *flag = amsref_print("--%s", option), *of = amsref_copy(dialect);
    char *const command[] = {program, flag, name, (char[]){"--dialect"}, of, NULL};
    const bool fault = strcmp(word, "wrong") == 0 ||
                       (strcmp(option, "fault") == 0 && strcmp(name, "none") != 0);
    if (!fault) {
        const char *slash = strchr(word, '/');
        char *level = slash && wide ? amsref_print("%.*s", (int)(slash - word), word)
                      : slash                         ? amsref_copy(slash + 1)
                      : strcmp(option, "way") == 0    ? amsref_copy(word)
                                                      : amsref_copy("tight");
        const amsref_level wanted =
            amsref_level_from_name(strcmp(level, "loose") == 0 ? "working" : level);
        const amsref_case *miss = first_miss(command, wanted, cases, &judged);
        tell(!miss, "must conform", name, cases, miss);
        free(level);
    } else {
        const amsref_case *miss = first_miss(command, AMSREF_WORKING, cases, &judged);
        tell(miss || judged < FEW, "must be refused", name, cases, NULL);
    }
    free(flag);
    free(of);
}

static void judge_all(const char *adapters, const char *program, const char *option,
                      const amsref_case_list *cases)
{
    char *path = amsref_print("%s/%s", adapters, program);
    char *list = amsref_print("%s --list", path);
    FILE *lines = popen(list, "r");
    char line[512];

    while (lines && fgets(line, sizeof line, lines)) {
        judge_line(path, option, line, cases);
    }
    if (!lines || pclose(lines) != 0) {
        printf("%s --list failed\n", path);
        failed++;
    }
    free(list);
    free(path);
}

int main(int argc, char **argv)
{
    const uint64_t count = argc == 4 ? strtoull(argv[2], NULL, 10) : 0;
    const uint64_t seed = argc == 4 ? strtoull(argv[3], NULL, 10) : 0;

    if (!count) {
        fprintf(stderr, "usage: judge ADAPTERS CASES SEED\n");
        return 2;
    }
    for (int k = 0; k < AMSREF_DIALECT_COUNT * AMSREF_FORMAT_COUNT; k++) {
        const amsref_format format = (amsref_format)(k % AMSREF_FORMAT_COUNT);
        amsref_case_list cases = {0};
        for (uint64_t i = 1; i <= count; i++) {
            amsref_error error;
            if (amsref_fresh_case((amsref_dialect)(k / AMSREF_FORMAT_COUNT), format, seed, i,
                                  amsref_case_add(&cases), &error) != 0) {
                printf("%s\n", error.text);
                return 1;
            }
        }
        if (amsref_is_storage(format)) {
            judge_all(argv[1], "storage", "way", &cases);
        } else {
            judge_all(argv[1], "orders", "order", &cases);
            judge_all(argv[1], "wrong", "fault", &cases);
        }
        amsref_cases_free(&cases);
    }
    printf("%zu passed, %zu failed\n", passed, failed);
    return failed != 0;
}
