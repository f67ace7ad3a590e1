/* SPDX-License-Identifier: Apache-2.0
 *
 * Vector files: values, round trip, selection, manifest.
 */
#include "suite_folder.h"

#include <math.h>

#include "core/amsref.h"

/* checks AG-71 */
static void test_hex(void **state) {
    const uint64_t bits[] = {UINT64_C(0x8000000000000001), UINT64_C(0x7ff8000000000000)};
    uint64_t back[2] = {0};
    char text[40];

    (void)state;
    amsref_hex_put(AMSREF_BINARY64, bits, 2, text);
    assert_string_equal(text, "80000000000000017ff8000000000000");
    assert_true(amsref_hex_get(AMSREF_BINARY64, "80000000000000017FF8000000000000", 2, back));
    assert_memory_equal(back, bits, sizeof bits);
    amsref_hex_put(AMSREF_BINARY32, (const uint64_t[]){0x3f800000, 0x1}, 2, text);
    assert_string_equal(text, "3f80000000000001");
    assert_true(amsref_hex_get(AMSREF_BINARY32, "", 0, back));
    assert_false(amsref_hex_get(AMSREF_BINARY32, "3f80000", 1, back));
    assert_false(amsref_hex_get(AMSREF_BINARY32, "3f8000000", 1, back));
    assert_false(amsref_hex_get(AMSREF_BINARY32, "3f80000g", 1, back));
    assert_false(amsref_hex_get(AMSREF_BINARY32, "3f8000/0", 1, back));
    assert_false(amsref_hex_get(AMSREF_BINARY32, "+3f80000", 1, back));
}

/* checks AG-54 */
static void test_distance(void **state) {
    uint64_t one = amsref_value_bits(AMSREF_BINARY32, 1);

    (void)state;
    assert_int_equal(amsref_bits_distance(AMSREF_BINARY32, one, one + 3), 3);
    assert_int_equal(amsref_bits_distance(AMSREF_BINARY32, 0x80000000, 0), 0);
    assert_int_equal(amsref_bits_distance(AMSREF_BINARY32, 0x80000002, 1), 3);
    assert_int_equal(amsref_bits_distance(AMSREF_BINARY64, UINT64_C(0x8000000000000001), 1), 2);
    assert_true(amsref_bits_value(AMSREF_BINARY32, 1) == 0x1p-149);
}

/* checks AG-70 */
static void test_number(void **state) {
    const double number[] = {0.001, 0.1, 1e-8, 1.0 / 3, 0x1.fffffffffffffp1023, 0x1p-1074, 0, -2.5};
    char text[AMSREF_NUMBER_SIZE];

    (void)state;
    for (size_t i = 0; i < sizeof number / sizeof *number; i++) {
        amsref_number_put(number[i], text);
        assert_true(strtod(text, NULL) == number[i]);
    }
    amsref_number_put(0.1, text);
    assert_string_equal(text, "0.1");
    amsref_number_put(1e-8, text);
    assert_string_equal(text, "1e-08");
}

/* Every member of hyper, out and in again; checks AG-73. */
static void test_hyper(void **state) {
    const amsref_hyper hyper = {.lr = 0.1,
                                .beta1 = 1.0 / 3,
                                .beta2 = 0,
                                .eps = 1e-300,
                                .weight_decay = 0.7,
                                .decoupled = true,
                                .maximize = true,
                                .lr_schedule = AMSREF_LR_INV_SQRT,
                                .beta1_schedule = AMSREF_BETA1_GEOMETRIC,
                                .lambda = 0.9,
                                .lo = -INFINITY,
                                .hi = 0.3};
    amsref_error error;
    amsref_place place = {"f", "", "", &error};
    amsref_hyper back = {.lo = -INFINITY, .hi = INFINITY};

    (void)state;
    char *text = amsref_hyper_text(&hyper);
    json_t *object = amsref_json_parse(&place, text, strlen(text));
    assert_non_null(object);
    assert_int_equal(amsref_hyper_read(&place, object, &back), 0);
    char *again = amsref_hyper_text(&back);
    assert_string_equal(again, text);
    assert_true(back.beta1 == hyper.beta1 && back.eps == hyper.eps && back.decoupled &&
                back.maximize);
    assert_true(back.lo == -INFINITY && back.hi == 0.3 && back.lambda == 0.9);
    assert_int_equal(back.beta1_schedule, AMSREF_BETA1_GEOMETRIC);
    assert_int_equal(back.lr_schedule, AMSREF_LR_INV_SQRT);
    free(again);
    free(text);
    json_decref(object);
}

static const amsref_case *find(const amsref_case_list *list, const char *id) {
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->item[i].id, id) == 0) {
            return &list->item[i];
        }
    }
    fail_msg("no case %s", id);
    return NULL;
}

/* What the inputs say arrives in the cases; checks AG-09, AG-75. */
static void test_inputs_arrive(void **state) {
    amsref_case_list list;
    amsref_error error;

    (void)state;
    assert_int_equal(suite_read(NULL, &list, &error), 0);
    assert_int_equal(list.count, 2 * 9 * 2 + 3);
    const amsref_problem *p = &find(&list, "keras/binary32/small/0001")->problem;
    assert_int_equal(p->n, 3);
    assert_int_equal(p->t, 3);
    assert_int_equal(p->in[AMSREF_X][1], 0x80000000);
    assert_int_equal(p->in[AMSREF_V][1], 0x40800000);    /* 4 */
    assert_int_equal(p->in[AMSREF_VMAX][1], 0x40000000); /* 4 * 0.5 */
    assert_int_equal(p->in[AMSREF_VMAX][2], 0x40000000); /* 1 * 2 */
    assert_int_equal(p->g[1], 0x7fc00000);
    assert_int_equal(p->g[2], 0xddffffff); /* -(2^64 - ulp) / 8 */
    assert_true(p->hyper.eps == 1e-7);
    assert_int_equal(find(&list, "keras/binary32/small/0004")->problem.n, 0);
    p = &find(&list, "julia/binary64/small/0009")->problem;
    assert_true(amsref_bits_value(AMSREF_BINARY64, p->in[AMSREF_VMAX][1]) == 0.125);
    assert_true(find(&list, "paper/binary64/small/0009")->problem.hyper.eps == 0);
    const amsref_case *adam = find(&list, "adam/binary64/small/0009");
    assert_int_equal(adam->problem.t, 6);
    assert_int_equal(adam->outs, 1);
    assert_null(adam->problem.in[AMSREF_VMAX]);
    assert_null(adam->out[0].quantity[AMSREF_VMAX].rn);
    amsref_cases_free(&list);
}

/* The generator of AG-77, by numbers worked out with Python's unbounded integers; checks AG-77. */
static void test_random(void **state) {
    amsref_case_list list;
    amsref_error error;

    (void)state;
    assert_int_equal(suite_read(NULL, &list, &error), 0);
    const amsref_problem *p = &find(&list, "paper/binary64/small/0009")->problem;
    assert_int_equal(p->g[0], UINT64_C(0xbff910a2dec89025));
    assert_int_equal(p->g[1], UINT64_C(0x3fef893a2eefb325));
    assert_int_equal(p->g[7], UINT64_C(0x4016f9b6dae6f4c5));
    amsref_cases_free(&list);
}

/* Reading and writing again gives the same bytes; checks AG-70, AG-72, AG-74. */
static void test_round_trip(void **state) {
    static const char name[] = "golden/binary32/optax/small.json";
    amsref_case_list list = {0};
    amsref_error error;
    char *text = get(name), *again = NULL;
    size_t size;

    (void)state;
    assert_int_equal(amsref_golden_read(name, text, strlen(text), &list, &error), 0);
    json_t *notes = json_loads("{" NOTES "}", 0, NULL);
    FILE *file = open_memstream(&again, &size);
    amsref_golden_write(file, json_object_get(notes, "notes"), &list);
    fclose(file);
    assert_string_equal(again, text);
    json_decref(notes);
    free(again);
    free(text);
    amsref_cases_free(&list);
}

/* A file of a later version, with members nobody knows yet, says the same; checks AG-70, AG-79. */
static void test_later_version(void **state) {
    static const char name[] = "golden/binary64/keras/small.json";
    static const char *const edits[][2] = {
        {"\"version\":\"" AMSREF_VERSION "\"", "\"version\":\"1.99.0\",\"novel\":[{}]"},
        {"\"id\":", "\"novel\":{\"t\":0},\"id\":"},
        {"\"rn\":", "\"novel\":\"\",\"rn\":"},
    };
    amsref_case_list now = {0}, later = {0};
    amsref_error error;
    char *text = get(name);

    (void)state;
    assert_int_equal(amsref_golden_read(name, text, strlen(text), &now, &error), 0);
    for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
        const char *at = strstr(text, edits[i][0]);
        assert_non_null(at);
        char *edited = amsref_print("%.*s%s%s", (int)(at - text), text, edits[i][1],
                                    at + strlen(edits[i][0]));
        free(text);
        text = edited;
    }
    assert_int_equal(amsref_golden_read(name, text, strlen(text), &later, &error), 0);
    assert_int_equal(later.count, now.count);
    for (size_t i = 0; i < now.count; i++) {
        const amsref_case *a = &now.item[i], *b = &later.item[i];
        assert_string_equal(a->id, b->id);
        assert_int_equal(a->problem.t, b->problem.t);
        assert_int_equal(a->problem.n, b->problem.n);
        for (size_t k = 0; k < a->problem.n; k++) {
            assert_int_equal(a->out[0].quantity[AMSREF_X].rn[k], b->out[0].quantity[AMSREF_X].rn[k]);
        }
    }
    amsref_cases_free(&now);
    amsref_cases_free(&later);
    free(text);
}

static void test_filter(void **state) {
    amsref_filter filter = {.dialect = AMSREF_JULIA, .format = AMSREF_BINARY64};
    amsref_case_list list;
    amsref_error error;

    (void)state;
    assert_int_equal(suite_read(&filter, &list, &error), 0);
    assert_int_equal(list.count, 3);
    amsref_cases_free(&list);
    filter.category = "smal";
    assert_int_equal(suite_read(&filter, &list, &error), 0);
    assert_int_equal(list.count, 0);
    amsref_cases_free(&list);
    filter = (amsref_filter){.dialect = AMSREF_DIALECT_COUNT,
                             .format = AMSREF_FORMAT_COUNT,
                             .category = "small",
                             .id = "optax-mu/binary32/small/0004"};
    assert_int_equal(suite_read(&filter, &list, &error), 0);
    assert_int_equal(list.count, 1);
    assert_string_equal(list.item[0].id, filter.id);
    amsref_cases_free(&list);
    filter.id = "optax-mu/binary32/small/0009"; /* exists in binary64, in other dialects */
    assert_int_equal(suite_read(&filter, &list, &error), 0);
    assert_int_equal(list.count, 0);
    amsref_cases_free(&list);
}

static void test_version(void **state) {
    char version[32];
    amsref_error error;

    (void)state;
    assert_int_equal(amsref_suite_version(suite_dir, version, &error), 0);
    assert_string_equal(version, AMSREF_VERSION);
    assert_null(amsref_vectors_dir("no/such/folder", &error));
    assert_non_null(strstr(error.text, "no/such/folder"));
    assert_non_null(strstr(error.text, "--vectors"));
    assert_ptr_equal(amsref_vectors_dir(suite_dir, &error), suite_dir);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hex),           cmocka_unit_test(test_distance),
        cmocka_unit_test(test_number),        cmocka_unit_test(test_hyper),
        cmocka_unit_test(test_inputs_arrive), cmocka_unit_test(test_random),
        cmocka_unit_test(test_round_trip),    cmocka_unit_test(test_filter),
        cmocka_unit_test(test_version),       cmocka_unit_test(test_later_version),
    };

    return cmocka_run_group_tests(tests, suite_make, suite_remove);
}
