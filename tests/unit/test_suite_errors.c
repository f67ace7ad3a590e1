/* SPDX-License-Identifier: Apache-2.0
 *
 * What the suite refuses: damaged golden files, wrong manifests, wrong inputs, disagreement of core
 * and oracle. Each error names the place.
 */
#include "suite_folder.h"

#include "core/amsref.h"

static const char victim[] = "golden/binary64/pytorch/small.json";

/* The text with the n-th `from` (counted from 1) replaced; the caller frees it. */
static char *replaced(const char *text, const char *from, const char *to, int n) {
    size_t at = 0;
    for (const char *place; n > 0; n--, at++) {
        place = strstr(text + at, from);
        assert_non_null(place);
        at = (size_t)(place - text);
    }
    at--;
    return amsref_print("%.*s%s%s", (int)at, text, to, text + at + strlen(from));
}

/* The loader alone, past the digest: the error has both words. */
static void refuses(const char *from, const char *to, int n, const char *word, const char *other) {
    char *text = get(victim);
    char *broken = replaced(text, from, to, n);
    amsref_case_list list = {0};
    amsref_error error = {""};

    assert_int_equal(amsref_golden_read(victim, text, strlen(text), &list, &error), 0);
    amsref_cases_free(&list);
    assert_int_equal(amsref_golden_read(victim, broken, strlen(broken), &list, &error), -1);
    amsref_cases_free(&list);
    if (!strstr(error.text, victim) || !strstr(error.text, word) || !strstr(error.text, other) ||
        !strstr(error.text, "restore the file")) {
        fail_msg("'%s' or '%s' is not in: %s", word, other, error.text);
    }
    free(broken);
    free(text);
}

/* checks AG-70, AG-72, AG-73 */
static void test_damage(void **state) {
    static const char case1[] = "pytorch/binary64/small/0001",
                      case4[] = "pytorch/binary64/small/0004";

    (void)state;
    refuses("{\"suite\"", "{\"suite\":1,\"suite\"", 1, "line 1", "duplicate");
    refuses("\"schema\":1", "\"schema\":2", 1, "schema", "1 .. 1");
    refuses("\"dialect\":\"pytorch\"", "\"dialect\":\"keras\"", 1, "keras", "file's name");
    refuses("\"x\":\"0", "\"x\":\"", 1, case1, "digits");
    refuses("\"m\":\"3", "\"m\":\"x", 1, case1, "in.m");
    refuses("\"g\":[\"3", "\"g\":[\"", 1, case1, "'g'");
    refuses("\"tight\":[\"3", "\"tight\":[\"-", 1, case1, "tight[0]");
    refuses("\"nan\":\"0", "\"nan\":\"", 1, case1, "nan");
    refuses("\"nan\":\"0", "\"nan\":\"7", 1, case1, "NaN digit");
    refuses("\"t\":3", "\"t\":0", 1, case1, "'t'");
    refuses("{\"t\":3", "{\"t\":4", 1, case1, "'t'");
    refuses("\"lr\":0.001", "\"lr\":-1", 1, case1, "lr");
    refuses("\"lr\":0.001,", "", 1, case1, "hyper.lr");
    refuses("\"eps\":1e-08", "\"eps\":1e-08,\"momentum\":1", 1, case1, "momentum");
    refuses("small/0004", "small/0001", 1, "small/0001", "twice");
    refuses("small/0004", "smell/0004", 1, "smell/0004", "is not");
    refuses("\"flags\":[\"A\"]", "\"flags\":\"A\"", 2, case4, "flags");
}

/* The first end point of `tight` of x raised far above: an empty interval; checks AG-74. */
static void test_inconsistent(void **state) {
    (void)state;
    refuses("\"tight\":[\"", "\"tight\":[\"7fe0000000000000", 1, "digits", "tight[0]");
    refuses("\"tight\":[\"b", "\"tight\":[\"3", 1, "pytorch/binary64/small/0001", "x[0]");
    refuses("\"ref\":\"b", "\"ref\":\"3", 1, "x[0]", "core and oracle disagree");
    refuses("\"rn\":\"b", "\"rn\":\"3", 1, "x[0]", "rn is not inside tight");
}

static void refuses_folder(const char *word, const char *other) {
    amsref_case_list list;
    amsref_error error = {""};

    assert_int_equal(suite_read(NULL, &list, &error), -1);
    assert_int_equal(list.count, 0);
    if (!strstr(error.text, word) || !strstr(error.text, other)) {
        fail_msg("'%s' or '%s' is not in: %s", word, other, error.text);
    }
}

/* checks AG-76 */
static void test_digest(void **state) {
    char *text = get(victim), *manifest = get("MANIFEST.json");

    (void)state;
    char *broken = replaced(text, "\"comment\":\"c\"", "\"comment\":\"d\"", 1);
    put(victim, broken);
    refuses_folder(victim, "SHA-256");
    put(victim, text);
    free(broken);
    broken = replaced(manifest, "\"cases\":2,\"elements\":3", "\"cases\":2,\"elements\":4", 1);
    put("MANIFEST.json", broken);
    refuses_folder("golden/", "manifest counts");
    free(broken);
    broken = replaced(manifest, "\"suite\":\"amsref\"", "\"suite\":\"other\"", 1);
    put("MANIFEST.json", broken);
    refuses_folder("MANIFEST.json", "not the manifest");
    put("MANIFEST.json", "{");
    refuses_folder("MANIFEST.json", "line 1");
    put("MANIFEST.json", manifest);
    free(broken);
    free(manifest);
    free(text);
}

static size_t told;
static char last[512];

static void differs(const char *text, void *context) {
    (void)context;
    told++;
    snprintf(last, sizeof last, "%s", text);
}

/* checks AG-76 */
static void test_verify(void **state) {
    amsref_error error;
    size_t compared;
    char *text = get(victim);

    (void)state;
    told = 0;
    assert_int_equal(amsref_vectors_verify(suite_dir, NULL, NULL, differs, &compared, &error), 0);
    assert_int_equal(told, 0);
    assert_int_equal(compared, 18 + 1);
    char *broken = replaced(text, "\"working\":[\"b", "\"working\":[\"c", 1);
    put(victim, broken);
    assert_int_equal(amsref_vectors_verify(suite_dir, NULL, NULL, differs, &compared, &error), 1);
    assert_int_equal(told, 1);
    assert_non_null(strstr(last, victim));
    assert_non_null(strstr(last, "case pytorch/binary64/small/0001"));
    put(victim, text);
    put("golden/binary64/pytorch/stray.json", "{}");
    assert_int_equal(amsref_vectors_verify(suite_dir, NULL, NULL, differs, &compared, &error), 1);
    assert_int_equal(told, 2);
    assert_non_null(strstr(last, "stray.json"));
    char *path = amsref_print("%s/golden/binary64/pytorch/stray.json", suite_dir);
    assert_int_equal(remove(path), 0);
    free(path);
    free(broken);
    free(text);
}

/* An input file with this content: generation fails, says why, and leaves the old files. */
static void refuses_input(const char *cases, const char *word, const char *other) {
    amsref_error error = {""};
    char *before = get("MANIFEST.json");

    put("cases/odd.json", cases);
    assert_int_equal(amsref_vectors_generate(suite_dir, suite_dir, NULL, NULL, &error), -1);
    if (!strstr(error.text, "odd") || !strstr(error.text, word) || !strstr(error.text, other)) {
        fail_msg("'%s' or '%s' is not in: %s", word, other, error.text);
    }
    char *after = get("MANIFEST.json");
    assert_string_equal(after, before);
    char *path = amsref_print("%s/cases/odd.json", suite_dir);
    assert_int_equal(remove(path), 0);
    free(path);
    free(after);
    free(before);
}

#define STATE "\"state\":\"initial\""

/* checks AG-75 */
static void test_inputs(void **state) {
    (void)state;
    refuses_input("{", "line 1", "AG-75");
    refuses_input(FILE_OF("even", ""), "even", "file's name");
    refuses_input(FILE_OF("odd", ""), "cases", "empty");
    refuses_input(FILE_OF("odd", CASE("2", "\"t\":1") "," CASE("2", "\"t\":1")), "number 2",
                  "larger");
    refuses_input(FILE_OF("odd", CASE("1", "\"t\":1,\"tt\":1,\"n\":1,\"g\":1")), "odd/0001", "tt");
    refuses_input(FILE_OF("odd", CASE("1", "\"t\":1,\"n\":1,\"in\":{\"x\":0},\"g\":1")), "odd/0001",
                  "in.m");
    refuses_input(FILE_OF("odd", CASE("1", "\"t\":1,\"n\":2," STATE ",\"in\":{\"x\":[0]},\"g\":1")),
                  "odd/0001", "n = 2");
    refuses_input(
        FILE_OF("odd", CASE("1", "\"t\":1,\"n\":1," STATE ",\"in\":{\"x\":\"huge\"},\"g\":1")),
        "odd/0001", "huge");
    refuses_input(
        FILE_OF("odd", CASE("1", "\"t\":1,\"n\":1," STATE ",\"in\":{\"x\":\"max*2^\"},\"g\":1")),
        "odd/0001", "max*2^");
    refuses_input(
        FILE_OF("odd", CASE("1", "\"t\":1,\"n\":1," STATE ",\"in\":{\"x\":0},\"g\":1,\"at\":[2]")),
        "odd/0001", "at");
    refuses_input(FILE_OF("odd", CASE("1", "\"t\":1,\"n\":1,\"dialects\":[\"adamw\"]," STATE
                                           ",\"in\":{\"x\":0},\"g\":1")),
                  "odd/0001", "adamw");
    refuses_input(FILE_OF("odd", CASE("1", "\"t\":1,\"n\":1,\"hyper\":{\"beta1\":1}," STATE
                                           ",\"in\":{\"x\":0},\"g\":1")),
                  "odd/0001", "beta1");
    refuses_input(FILE_OF("odd", CASE("1", "\"t\":1,\"n\":1,\"hyper\":{\"project\":[0,1]}," STATE
                                           ",\"in\":{\"x\":0},\"g\":1")),
                  "odd/0001", "box");
}

/* The core's bits moved out of the enclosure: this is how a disagreement with the oracle shows;
 * checks AG-74. */
static void test_disagreement(void **state) {
    amsref_case_list list;
    amsref_error error = {""};

    (void)state;
    assert_int_equal(suite_read(NULL, &list, &error), 0);
    amsref_case *c = &list.item[0];
    assert_int_equal(amsref_case_consistent(c, &error), 0);
    amsref_golden *golden = &c->out[0].quantity[AMSREF_M];
    golden->ref[0] = golden->tight[1][0] + 1;
    assert_int_equal(amsref_case_consistent(c, &error), -1);
    assert_non_null(strstr(error.text, c->id));
    assert_non_null(strstr(error.text, "m[0]"));
    assert_non_null(strstr(error.text, "core and oracle disagree"));
    golden->ref[0] = golden->tight[0][0];
    golden->working[0][0] = golden->tight[0][0] + 1;
    assert_int_equal(amsref_case_consistent(c, &error), -1);
    assert_non_null(strstr(error.text, "tight is not inside working"));
    amsref_cases_free(&list);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_damage), cmocka_unit_test(test_inconsistent),
        cmocka_unit_test(test_digest), cmocka_unit_test(test_verify),
        cmocka_unit_test(test_inputs), cmocka_unit_test(test_disagreement),
    };

    return cmocka_run_group_tests(tests, suite_make, suite_remove);
}
