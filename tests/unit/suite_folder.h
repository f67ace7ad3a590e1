/* SPDX-License-Identifier: Apache-2.0
 *
 * A small suite in a temporary folder, made once, for the tests of src/suite.
 */
#ifndef AMSREF_TEST_SUITE_FOLDER_H
#define AMSREF_TEST_SUITE_FOLDER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "suite/internal.h"

#define NOTES "\"notes\":{\"A\":{\"clause\":\"AG-02\",\"catches\":\"all\",\"links\":[]}}"
#define FILE_OF(category, cases)                                                                   \
    "{\"license\":\"CC0-1.0\",\"schema\":1,\"category\":\"" category "\"," NOTES                   \
    ",\"cases\":[" cases "]}"
#define CASE(number, rest)                                                                         \
    "{\"number\":" number ",\"comment\":\"c\",\"flags\":[\"A\"],\"clauses\":[\"AG-02\"]," rest "}"

static const char small_cases[] = FILE_OF(
    "small", CASE("1",
                  "\"t\":3,\"n\":3,\"in\":{\"x\":[0,\"-0\",1.5],\"m\":0.25,\"v\":{\"tile\":[1,4]},"
                  "\"vmax\":{\"like\":\"v\",\"times\":[2,0.5]}},\"g\":[1,\"nan\",\"-root_max*2^-"
                  "3\"]") "," CASE("4", "\"t\":1,\"n\":0,\"state\":\"initial\",\"in\":{\"x\":0},"
                                        "\"g\":1") "," CASE("9",
                                                            "\"formats\":[\"binary64\"],"
                                                            "\"dialects\":[\"paper\",\"julia\","
                                                            "\"adam\"],\"t\":5,\"n\":2,\"steps\":4,"
                                                            "\"at\":[5,8],\"state\":\"initial\","
                                                            "\"in\":{\"x\":1},\"g\":{\"random\":{"
                                                            "\"seed\":1,\"exponent\":[-2,2]}},"
                                                            "\"hyper\":{\"eps\":0.125},"
                                                            "\"override\":[{\"dialects\":[\"adam\"]"
                                                            ",\"t\":6,\"at\":[6]}]"));

static char *suite_dir;

static inline void put(const char *name, const char *text) {
    amsref_error error;
    char *path = amsref_print("%s/%s", suite_dir, name);
    assert_int_equal(amsref_file_write(path, text, strlen(text), &error), 0);
    free(path);
}

static inline char *get(const char *name) {
    amsref_error error;
    size_t size;
    char *path = amsref_print("%s/%s", suite_dir, name);
    char **text =
        amsref_alloc(1, sizeof *text); /* on the heap: GCC 12 mistakes a local for its content */
    assert_int_equal(amsref_file_read(path, text, &size, &error), 0);
    char *result = *text;
    free(text);
    free(path);
    return result;
}

/* 0, or -1 where the folder could not be made. */
static inline int suite_make(void **state) {
    const char *where = getenv("TMPDIR");
    amsref_error error;

    (void)state;
    suite_dir = amsref_print("%s/amsref-test.XXXXXX", where && *where ? where : P_tmpdir);
    if (!mkdtemp(suite_dir)) {
        return -1;
    }
    put("cases/small.json", small_cases);
    int result = amsref_vectors_generate(suite_dir, suite_dir, NULL, NULL, &error);
    if (result != 0) {
        print_error("%s\n", error.text);
    }
    return result;
}

static inline int suite_remove(void **state) {
    (void)state;
    int result = amsref_tree_remove(suite_dir);
    free(suite_dir);
    return result;
}

static inline int suite_read(const amsref_filter *filter, amsref_case_list *list,
                             amsref_error *error) {
    amsref_filter all = {.dialect = AMSREF_DIALECT_COUNT, .format = AMSREF_FORMAT_COUNT};
    return amsref_cases_read(suite_dir, filter ? filter : &all, list, error);
}

#endif
