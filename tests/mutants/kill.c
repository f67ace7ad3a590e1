/* SPDX-License-Identifier: Apache-2.0
 *
 * Teeth: every wrong implementation must be refused, every right one accepted. Writes the tables
 * vectors/KILLS.md and vectors/RIGHT.md, or with --check compares them with what is there.
 */
#include <float.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "suite/internal.h"
#include "tables.h"

typedef struct task {
    const char *dir;
    bool check, list, lawless;
    size_t fresh; /* cases of each pair in place of the suite's; 0: the suite */
    uint64_t seed;
    size_t passed, failed;
} task;

static void usage(FILE *file)
{
    fputs(
        "usage: kill [--vectors DIR] [--check | --list] [--no-laws]\n"
        "       kill --fresh N [--seed S] [--list]\n"
        "Runs wrong and right implementations over the golden vectors and writes DIR/KILLS.md and\n"
        "DIR/RIGHT.md; --check compares instead, --list prints every mutant and pair as CSV.\n"
        "--no-laws leaves the laws out, which do not depend on the vectors.\n"
        "--fresh prints how many of the wrong ones N fresh cases, and fewer, refuse, as CSV.\n"
        "Ends with status 0 where all wrong ones are refused and all right ones accepted.\n",
        file);
}

/* The tables' figures come from this machine's long double and libm. */
static bool comparable(void)
{
#if defined(__x86_64__) && defined(__gnu_linux__) && !defined(__clang__)
    return LDBL_MANT_DIG == 64;
#else
    return false;
#endif
}

static int publish(task *t, const char *name, const char *text, size_t size, amsref_error *error)
{
    char *path = amsref_print("%s/%s", t->dir, name), *old = NULL;
    size_t length = 0;
    int failed = 0;
    if (!t->check) {
        failed = amsref_file_write(path, text, size, error);
    } else if (!comparable()) {
        printf("# skip: %s was made with gcc on x86-64\n", name);
    } else if (amsref_file_read(path, &old, &length, error) != 0) {
        failed = -1;
    } else if (length != size || memcmp(old, text, size) != 0) {
        printf("%s is not what the vectors give: `make kill` writes it anew\n", path);
        t->failed++;
    } else {
        t->passed++;
    }
    free(old);
    free(path);
    return failed;
}

static int judge(task *t, const amsref_stock *stock, bool right, amsref_error *error)
{
    amsref_subjects list = {0};
    (right ? amsref_subjects_right : amsref_subjects_wrong)(&list);
    const size_t row = (stock->cases.count + 7) / 8;
    amsref_trial *trial = amsref_shared(list.count * sizeof *trial);
    unsigned char *kills = amsref_shared(list.count * row);
    if (!trial || !kills) {
        return amsref_fail(error, "no shared memory");
    }
    if (amsref_try_all(stock, &list, right, trial, kills, row, error) != 0) {
        return -1;
    }
    const amsref_judged judged = {stock, &list, trial, kills, row};
    size_t good;
    if (t->fresh) {
        (t->list ? amsref_kill_list : amsref_fresh_table)(&judged, stdout);
        return 0;
    }
    t->failed += (right ? amsref_refused : amsref_survivors)(&judged, stdout, &good);
    t->passed += good;
    if (t->list) {
        amsref_kill_list(&judged, stdout);
        return 0;
    }
    char *text = NULL;
    size_t size;
    FILE *file = open_memstream(&text, &size);
    (right ? amsref_right_table : amsref_kill_table)(&judged, file);
    fclose(file);
    int failed = publish(t, right ? "RIGHT.md" : "KILLS.md", text, size, error);
    free(text);
    return failed;
}

int main(int argc, char **argv)
{
    static const struct option known[] = {{"vectors", required_argument, NULL, 'v'},
                                          {"check", no_argument, NULL, 'c'},
                                          {"list", no_argument, NULL, 'l'},
                                          {"no-laws", no_argument, NULL, 'n'},
                                          {"fresh", required_argument, NULL, 'f'},
                                          {"seed", required_argument, NULL, 's'},
                                          {"help", no_argument, NULL, 'h'},
                                          {NULL, 0, NULL, 0}};
    task t = {.dir = "vectors", .seed = 1};
    amsref_stock stock;
    amsref_error error;
    bool none = false;
    int option;
    while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
        if (option == 'v') {
            t.dir = optarg;
        } else if (option == 'f') {
            t.fresh = strtoul(optarg, NULL, 10);
            none = !t.fresh;
        } else if (option == 's') {
            t.seed = strtoull(optarg, NULL, 10);
        } else if (option == 'c' || option == 'l' || option == 'n') {
            *(option == 'c' ? &t.check : option == 'l' ? &t.list : &t.lawless) = true;
        } else {
            usage(option == 'h' ? stdout : stderr);
            return option == 'h' ? 0 : 2;
        }
    }
    if (optind != argc || none || (t.check && (t.list || t.fresh))) {
        usage(stderr);
        return 2;
    }
    const int unread = t.fresh ? amsref_stock_fresh(t.fresh, t.seed, &stock, &error)
                               : amsref_stock_read(t.dir, &stock, &error);
    stock.laws = !t.lawless && (!t.fresh || t.list); /* the table of fresh cases has none */
    if (unread || judge(&t, &stock, false, &error) != 0 ||
        (!t.list && !t.fresh && judge(&t, &stock, true, &error) != 0)) {
        fprintf(stderr, "kill: %s\n", error.text);
        return 2;
    }
    amsref_stock_free(&stock);
    if (!t.list && !t.fresh) {
        printf("kill: %zu passed, %zu failed\n", t.passed, t.failed);
    }
    return t.failed ? 1 : 0;
}
