/* SPDX-License-Identifier: Apache-2.0
 *
 * Identification of real programs; checks AG-80 .. AG-84: every right implementation is named, every
 * deviation of the table is diagnosed, and what is in no row is explained by nothing. One process
 * and one memo for a thousand implementations. They are those of tests/adapters.
 */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/amsref.h"
#include "identify/identify.h"
#include "suite/memory.h"

enum { BOTH = 3, WIDE = 1, NAME = 64, LINE = 512, CHOICES_MOST = 128, REPLY_MS = 60000 };

static const char *const dialects[] = {"paper", "paper-eps", "julia", "pytorch", "keras",
                                       "optax", "optax-mu",  "drjit", "adam"};
enum { DIALECTS = sizeof dialects / sizeof dialects[0] };

static amsref_memo *memo;

static const char *setting(const char *name, const char *otherwise)
{
    const char *value = getenv(name);
    return value && *value ? value : otherwise;
}

static char *program(const char *name)
{
    return amsref_print("%s/adapters/%s", setting("BUILD", "build"), name);
}

/* "STATUS NAME; NAME; ..." of the explanations, format after format; the caller frees it. */
static char *answer(unsigned formats, char *const command[])
{
    const amsref_terms terms = {"1.0.0", REPLY_MS};
    amsref_client *client = NULL;
    amsref_identity identity = {0};
    amsref_error error;

    if (amsref_client_start(command, &terms, &client, &error) != 0 ||
        amsref_identify(client, formats & amsref_client_hello(client)->formats, memo, &identity,
                        &error) != 0 ||
        amsref_client_finish(client, &error) != 0) {
        fail_msg("%s: %s", command[0], error.text);
    }
    char *text = amsref_print("%d", identity.status);
    for (size_t f = 0; f < identity.findings; f++) {
        for (size_t i = 0; i < identity.finding[f].count; i++) {
            char *name = amsref_hypothesis_name(&identity.finding[f].item[i]);
            char *longer = amsref_print("%s%s %s", text, strchr(text, ' ') ? ";" : "", name);
            free(name);
            free(text);
            text = longer;
        }
    }
    amsref_identity_free(&identity);
    amsref_client_free(client);
    return text;
}

/* What `PROGRAM --list` prints: names, and the dialects to which each applies. */
typedef struct choices {
    size_t count;
    char name[CHOICES_MOST][NAME];
    char where[CHOICES_MOST][LINE];
} choices;

static void read_choices(const char *command, choices *all)
{
    char line[LINE];
    FILE *in = popen(command, "r");

    all->count = 0;
    assert_non_null(in);
    while (fgets(line, sizeof line, in)) {
        assert_true(all->count < CHOICES_MOST);
        all->where[all->count][0] = '\0';
        if (sscanf(line, "%63s %511s", all->name[all->count], all->where[all->count]) >= 1) {
            all->count++;
        }
    }
    assert_int_equal(pclose(in), 0);
    assert_true(all->count > 0);
}

static void list_of(const char *adapter, choices *all)
{
    char *path = program(adapter), *command = amsref_print("%s --list", path);
    read_choices(command, all);
    free(command);
    free(path);
}

static bool applies(const choices *all, size_t i, const char *dialect)
{
    char *list = amsref_print(",%s,", all->where[i]), *wanted = amsref_print(",%s,", dialect);
    const bool found = strstr(list, wanted) != NULL;
    free(list);
    free(wanted);
    return found;
}

/* julia is the step of paper-eps. */
static const char *step_of(const char *dialect)
{
    return strcmp(dialect, "julia") == 0 ? "paper-eps" : dialect;
}

static char *ask(const char *adapter, const char *option, const char *name, const char *dialect,
                 unsigned formats)
{
    char *path = program(adapter);
    char *command[] = {path,           (char *)(uintptr_t)option,      (char *)(uintptr_t)name,
                       (char[]){"--dialect"}, (char *)(uintptr_t)dialect, NULL};
    char *got = answer(formats, command);
    free(path);
    return got;
}

static choices listed;

static void test_orders(void **state)
{
    (void)state;
    size_t bad = 0;

    list_of("orders", &listed);
    for (int d = 0; d < DIALECTS; d++) {
        char *wanted = amsref_print("0 %s", step_of(dialects[d]));
        size_t count = 0;
        for (size_t i = 0; i < listed.count; i++) {
            if (!applies(&listed, i, dialects[d])) {
                continue;
            }
            char *got = ask("orders", "--order", listed.name[i], dialects[d], BOTH);
            count++;
            if (strcmp(got, wanted) != 0) {
                print_error("order %s of %s: %s\n", listed.name[i], dialects[d], got);
                bad++;
            }
            free(got);
        }
        assert_true(count >= 20);
        free(wanted);
    }
    assert_int_equal(bad, 0);
}

/* Faults that make of one dialect another. */
static const char *const becomes[][3] = {
    {"pytorch", "no-maximum", "adam"},         {"optax", "no-maximum", "adam"},
    {"pytorch", "maximum-corrected", "optax"}, {"keras", "maximum-corrected", "optax"},
    {"pytorch", "eps-first", "keras"},         {"drjit", "eps-out-of-root", "keras"},
    {"keras", "eps-scaled", "pytorch"},        {"optax", "maximum-raw", "pytorch"},
    {"pytorch", "no-correction-v", "optax-mu"}, {"keras", "no-correction-v", "optax-mu"},
    {"optax", "no-correction-v", "optax-mu"},  {"paper-eps", "corrected-m", "optax-mu"},
    {"julia", "corrected-m", "optax-mu"},      {"optax-mu", "no-correction-m", "paper-eps"},
    {"paper-eps", "eps-missing", "paper"},     {"julia", "eps-missing", "paper"},
};

/* Faults whose row has another name. */
static const char *const rows[][2] = {
    {"eps-missing", "eps-ignored"}, {"tail-skipped", "tail-4-skipped"}, {"leak", "leak-m"}};

static const char *other_dialect(const char *dialect, const char *fault)
{
    for (size_t i = 0; i < sizeof becomes / sizeof becomes[0]; i++) {
        if (strcmp(becomes[i][0], dialect) == 0 && strcmp(becomes[i][1], fault) == 0) {
            return becomes[i][2];
        }
    }
    return strcmp(fault, "none") == 0 ? step_of(dialect) : NULL;
}

/* The row that the fault is, or NULL. */
static const char *row_of(const char *fault)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (strcmp(rows[i][0], fault) == 0) {
            return rows[i][1];
        }
    }
    return amsref_deviation_find(fault) < amsref_deviation_count() ? fault : NULL;
}

/* Is the row among at most three explanations? */
static bool diagnosed(const char *got, const char *dialect, const char *row)
{
    char *list = amsref_print("; %s;", strncmp(got, "1 ", 2) == 0 ? got + 2 : "");
    char *wanted = amsref_print("; %s + %s;", step_of(dialect), row);
    size_t others = 0;

    for (const char *at = got; *at; at++) {
        others += *at == ';';
    }
    const bool found = strstr(list, wanted) != NULL && others <= 2;
    free(list);
    free(wanted);
    return found;
}

static void test_faults(void **state)
{
    (void)state;
    size_t bad = 0;

    list_of("wrong", &listed);
    for (int d = 0; d < DIALECTS; d++) {
        size_t count = 0;
        for (size_t i = 0; i < listed.count; i++) {
            const char *fault = listed.name[i], *other = other_dialect(dialects[d], fault);
            if (!applies(&listed, i, dialects[d]) || (!other && !row_of(fault))) {
                continue;
            }
            char *got = ask("wrong", "--fault", fault, dialects[d], BOTH);
            char *wanted = amsref_print("0 %s", other ? other : "");
            count++;
            if (other ? strcmp(got, wanted) != 0 : !diagnosed(got, dialects[d], row_of(fault))) {
                print_error("fault %s of %s: %s\n", fault, dialects[d], got);
                bad++;
            }
            free(wanted);
            free(got);
        }
        assert_true(count >= 30);
    }
    assert_int_equal(bad, 0);
}

/* What is in no row; in binary64, where each shows. */
static void test_unknown(void **state)
{
    (void)state;
    size_t count = 0;

    list_of("wrong", &listed);
    for (size_t i = 0; i < listed.count; i++) {
        const char *fault = listed.name[i];
        if (applies(&listed, i, "pytorch") && !other_dialect("pytorch", fault) && !row_of(fault)) {
            char *got = ask("wrong", "--fault", fault, "pytorch", WIDE);
            assert_string_equal(got, "1");
            free(got);
            count++;
        }
    }
    assert_true(count >= 3);
}

/* Deviations of frameworks that are not in `wrong`, over numpy; and several at once. */
static const char *const peculiar[][2] = {
    {"eps-squared-in-root", "0 drjit"},
    {"eps-in-root", "1 pytorch + eps-in-root; keras + eps-in-root; drjit + eps-not-squared"},
    {"eps-twice+no-correction-m", "1 pytorch + eps-twice + no-correction-m"},
    {"tail-8-skipped+decay-lr-twice", "1 pytorch + decay-lr-twice + tail-8-skipped"},
    {"moments-bfloat16+maximum-late", "1 pytorch + maximum-late + moments-bfloat16"},
    {"flushes+eps-twice+no-correction-m", "1 pytorch + eps-twice + no-correction-m + flush"},
    {"runs", "0 pytorch"},
    {"runs+eps-twice", "1 pytorch + eps-twice"},
    {"bare", "0 pytorch"},
};

static size_t try_peculiar(const char *name, const char *wanted)
{
    char *command[] = {(char *)(uintptr_t)setting("PYTHON", "/usr/bin/python3"),
                       (char[]){"tests/adapters/peculiar.py"}, (char *)(uintptr_t)name, NULL};
    char *got = answer(BOTH, command);
    const bool good = strcmp(got, wanted) == 0;

    if (!good) {
        print_error("peculiar %s: %s\n", name, got);
    }
    free(got);
    return !good;
}

static void test_peculiar(void **state)
{
    (void)state;
    const size_t known = sizeof peculiar / sizeof peculiar[0];
    size_t bad = 0;
    char *list = amsref_print("%s tests/adapters/peculiar.py --list",
                              setting("PYTHON", "/usr/bin/python3"));

    read_choices(list, &listed);
    free(list);
    assert_true(listed.count >= 15);
    for (size_t i = 0; i < known; i++) {
        bad += try_peculiar(peculiar[i][0], peculiar[i][1]);
    }
    for (size_t i = 0; i < listed.count; i++) {
        bool done = false;
        for (size_t k = 0; k < known; k++) {
            done |= strcmp(peculiar[k][0], listed.name[i]) == 0;
        }
        char *wanted = amsref_print("1 pytorch + %s", listed.name[i]);
        bad += done ? 0 : try_peculiar(listed.name[i], wanted);
        free(wanted);
    }
    assert_int_equal(bad, 0);
}

/* Every row is diagnosed somewhere above. */
static void test_rows(void **state)
{
    (void)state;
    static choices wrong;
    char *list = amsref_print("%s tests/adapters/peculiar.py --list",
                              setting("PYTHON", "/usr/bin/python3"));

    read_choices(list, &listed);
    free(list);
    list_of("wrong", &wrong);
    for (size_t row = 0; row < amsref_deviation_count(); row++) {
        bool tested = false;
        for (size_t i = 0; i < listed.count; i++) {
            tested |= strcmp(listed.name[i], amsref_deviation_name(row)) == 0;
        }
        for (size_t i = 0; i < wrong.count; i++) {
            const char *as = row_of(wrong.name[i]);
            tested |= as && strcmp(as, amsref_deviation_name(row)) == 0;
        }
        if (!tested) {
            fail_msg("no implementation has the deviation %s", amsref_deviation_name(row));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),    cmocka_unit_test(test_orders),
        cmocka_unit_test(test_faults),  cmocka_unit_test(test_peculiar),
        cmocka_unit_test(test_unknown),
    };
    memo = amsref_memo_new();
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    amsref_memo_free(memo);
    return failed;
}
