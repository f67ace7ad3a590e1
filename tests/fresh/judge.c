/* SPDX-License-Identifier: Apache-2.0
 *
 * Fresh cases against the adapters `orders` and `wrong`: judge ADAPTERS CASES SEED. Every right order
 * must pass all of them at its level, and every fault must fail one in each format where it applies.
 * The cases are made once for each dialect and format. Ends with `N passed, N failed`.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "fresh/fresh.h"
#include "runner/runner.h"
#include "suite/memory.h"

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

/* The first case that misses the level; NULL where none does. Breaking off is a miss of the last. */
static const amsref_case *first_miss(char *const command[], amsref_level wanted,
                                     const amsref_case_list *cases)
{
    const amsref_terms terms = {"1.0.0", 30000, 5000};
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
    for (size_t i = cases->count; i-- > 0;) {
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

    for (char *d = strtok(dialects, ","); d; d = strtok(NULL, ",")) {
        applies |= strcmp(d, dialect) == 0;
    }
    if (!applies || (!wide && strcmp(word, "64") == 0)) {
        return;
    }
    char *flag = amsref_print("--%s", option), *of = amsref_copy(dialect);
    char *const command[] = {program, flag, name, (char[]){"--dialect"}, of, NULL};
    if (strcmp(option, "order") == 0 || strcmp(name, "none") == 0) {
        const char *slash = strchr(word, '/');
        char *level = slash && wide ? amsref_print("%.*s", (int)(slash - word), word)
                                    : amsref_copy(slash ? slash + 1 : "tight");
        const amsref_case *miss = first_miss(command, amsref_level_from_name(level), cases);
        tell(!miss, "must conform", name, cases, miss);
        free(level);
    } else {
        tell(first_miss(command, AMSREF_WORKING, cases), "must be refused", name, cases, NULL);
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
    for (int k = 0; k < AMSREF_DIALECT_COUNT * AMSREF_FORMATS_COMPUTED; k++) {
        amsref_case_list cases = {0};
        for (uint64_t i = 1; i <= count; i++) {
            amsref_error error;
            if (amsref_fresh_case((amsref_dialect)(k / AMSREF_FORMATS_COMPUTED),
                                  (amsref_format)(k % AMSREF_FORMATS_COMPUTED), seed, i,
                                  amsref_case_add(&cases), &error) != 0) {
                printf("%s\n", error.text);
                return 1;
            }
        }
        judge_all(argv[1], "orders", "order", &cases);
        judge_all(argv[1], "wrong", "fault", &cases);
        amsref_cases_free(&cases);
    }
    printf("%zu passed, %zu failed\n", passed, failed);
    return failed != 0;
}
