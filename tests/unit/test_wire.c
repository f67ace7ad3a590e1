/* SPDX-License-Identifier: Apache-2.0
 *
 * Requests and replies as text (AG-61 .. AG-66).
 */
#include "fixture.h"
#include "runner/wire.h"
#include "suite/memory.h"

#define ONE "3ff0000000000000"
#define TWO "4000000000000000"
#define ID "\"id\":\"test/case/0001\""

/* checks AG-61, AG-62, AG-64 */
static void a_step_is_asked_for(void **unused)
{
    (void)unused;
    fixture f;
    size_t length;
    fixture_make(&f, AMSREF_PYTORCH, AMSREF_BINARY64, 1);
    f.input[0] = bits_of(AMSREF_BINARY64, 1);
    f.input[1] = bits_of(AMSREF_BINARY64, 2);
    char *text = amsref_request_case(&f.item, &length);
    assert_string_equal(text,
                        "{\"op\":\"step\"," ID ",\"format\":\"binary64\",\"hyper\":{\"lr\":0.001,"
                        "\"beta1\":0.9,\"beta2\":0.999,\"eps\":1e-08},\"t\":7,"
                        "\"x\":\"" ONE TWO "\",\"m\":\"" ONE TWO "\",\"v\":\"" ONE TWO "\","
                        "\"vmax\":\"" ONE TWO "\",\"g\":\"" ONE TWO "\"}\n");
    assert_int_equal(length, strlen(text));
    free(text);
}

/* checks AG-61, AG-65 */
static void a_run_is_asked_for_without_vmax_in_adam(void **unused)
{
    (void)unused;
    fixture f;
    size_t length;
    fixture_make(&f, AMSREF_ADAM, AMSREF_BINARY32, 2);
    f.input[0] = f.input[3] = 0x3f800000;
    char *text = amsref_request_case(&f.item, &length);
    assert_non_null(strstr(text, "\"op\":\"run\""));
    assert_non_null(
        strstr(text, "\"g\":[\"3f80000000000000\",\"000000003f800000\"],\"at\":[7,8]}\n"));
    assert_null(strstr(text, "vmax"));
    free(text);
}

static int reply(fixture *f, const char *text, amsref_answer *answer, amsref_error *error)
{
    memset(answer, 0, sizeof *answer);
    return amsref_reply_case(text, strlen(text), &f->item, answer, error);
}

/* checks AG-60, AG-61, AG-64, AG-65 */
static void good_replies_are_read(void **unused)
{
    (void)unused;
    static const char *const step[] = {
        "{" ID ",\"x\":\"" ONE TWO "\"}",
        "{\"extra\":{\"x\":1e300},\"x\":\"3FF00000000000004000000000000000\"," ID "}\r",
        "{" ID ",\"x\":\"" ONE TWO "\",\"m\":null,\"skip\":null}",
    };
    fixture f;
    amsref_answer answer;
    amsref_error error;
    fixture_make(&f, AMSREF_PYTORCH, AMSREF_BINARY64, 1);
    for (size_t i = 0; i < sizeof step / sizeof step[0]; i++) {
        assert_int_equal(reply(&f, step[i], &answer, &error), 0);
        assert_int_equal(answer.given[0], 1);
        assert_true(answer.value[AMSREF_X][0] == 0x3ff0000000000000);
        assert_true(answer.value[AMSREF_X][1] == 0x4000000000000000);
        amsref_answer_clear(&answer);
    }
    fixture_make(&f, AMSREF_PYTORCH, AMSREF_BINARY64, 2);
    assert_int_equal(reply(&f,
                           "{" ID ",\"out\":[{\"t\":7.0,\"x\":\"" ONE ONE "\",\"v\":\"" ONE ONE
                           "\"},"
                           "{\"x\":\"" TWO TWO "\",\"vmax\":\"" ONE TWO "\"}]}",
                           &answer, &error),
                     0);
    assert_int_equal(answer.given[0], 5);
    assert_int_equal(answer.given[1], 9);
    assert_true(answer.value[AMSREF_VMAX][3] == 0x4000000000000000);
    amsref_answer_clear(&answer);
}

/* checks AG-66 */
static void skips_and_errors_are_made_printable(void **unused)
{
    (void)unused;
    fixture f;
    amsref_answer answer;
    amsref_error error;
    fixture_make(&f, AMSREF_PYTORCH, AMSREF_BINARY64, 1);
    assert_int_equal(reply(&f, "{" ID ",\"skip\":\"no\\u001b[2J\"}", &answer, &error), 0);
    assert_string_equal(answer.skip, "no\\x1b[2J");
    amsref_answer_clear(&answer);
    assert_int_equal(reply(&f, "{" ID ",\"error\":\"a\\nb\"}", &answer, &error), 0);
    assert_string_equal(answer.error, "a\\nb");
    amsref_answer_clear(&answer);
}

/* What is not understood is never read as an answer; the message says what is wrong;
 * checks AG-66, AG-68. */
static void bad_replies_are_refused(void **unused)
{
    (void)unused;
    static const struct {
        size_t steps;
        const char *text, *says;
    } bad[] = {
        {1, "", "not a JSON object"},
        {1, "nonsense", "not a JSON object"},
        {1, "[]", "not an object"},
        {1, "{" ID ",\"x\":\"" ONE TWO "\"} trailing", "not a JSON object"},
        {1, "{" ID ",\"x\":\"" ONE TWO "\",\"x\":\"" ONE TWO "\"}", "duplicate"},
        {1, "{\"x\":\"" ONE TWO "\"}", "no \"id\""},
        {1, "{\"id\":7,\"x\":\"" ONE TWO "\"}", "no \"id\""},
        {1, "{\"id\":\"test/case/0002\",\"x\":\"" ONE TWO "\"}", "test/case/0002"},
        {1, "{\"id\":\"test/case/0001 \",\"x\":\"" ONE TWO "\"}", "order of the requests"},
        {1, "{" ID "}", "exactly one"},
        {1, "{" ID ",\"m\":\"" ONE TWO "\"}", "exactly one"},
        {1, "{" ID ",\"x\":\"" ONE TWO "\",\"error\":\"\"}", "exactly one"},
        {1, "{" ID ",\"skip\":true}", "\"skip\" is not a string"},
        {1, "{" ID ",\"x\":\"" ONE "\"}", "16 digits"},
        {1, "{" ID ",\"x\":\"\"}", "0 digits"},
        {1, "{" ID ",\"x\":\"" ONE TWO TWO "\"}", "48 digits"},
        {1, "{" ID ",\"x\":\"3ff000000000000g" TWO "\"}", "no hex digit"},
        {1, "{" ID ",\"x\":\"0x00000000000000" TWO "\"}", "no hex digit"},
        {1, "{" ID ",\"x\":\" " ONE "000000000000000\"}", "no hex digit"},
        {1, "{" ID ",\"x\":[1,2]}", "not a string"},
        {1, "{" ID ",\"x\":\"" ONE TWO "\",\"m\":\"" ONE "\"}", "\"m\" has 16"},
        {1, "{" ID ",\"out\":[{\"x\":\"" ONE TWO "\"}]}", "\"x\" is missing"},
        {2, "{" ID ",\"x\":\"" ONE TWO "\"}", "\"out\""},
        {2, "{" ID ",\"out\":[{\"x\":\"" ONE TWO "\"}]}", "1 states"},
        {2,
         "{" ID ",\"out\":[{\"x\":\"" ONE TWO "\"},{\"x\":\"" ONE TWO "\"},{\"x\":\"" ONE TWO
         "\"}]}",
         "3 states where \"at\" asked for 2"},
        {2, "{" ID ",\"out\":[{\"x\":\"" ONE TWO "\"},{\"m\":\"" ONE TWO "\"}]}", "state 2 of 2"},
        {2, "{" ID ",\"out\":[{\"x\":\"" ONE TWO "\"},[]]}", "not an object"},
        {2, "{" ID ",\"out\":[{\"x\":\"" ONE TWO "\"},{\"t\":9,\"x\":\"" ONE TWO "\"}]}",
         "step than 8"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        fixture f;
        amsref_answer answer;
        amsref_error error = {""};
        fixture_make(&f, AMSREF_PYTORCH, AMSREF_BINARY64, bad[i].steps);
        if (reply(&f, bad[i].text, &answer, &error) == 0 || !strstr(error.text, bad[i].says)) {
            fail_msg("%s: wanted '%s', got '%s'", bad[i].text, bad[i].says, error.text);
        }
        amsref_answer_clear(&answer);
    }
}

/* Whatever one changed byte does: the line is refused, or read as what it says; checks AG-68. */
static void a_changed_byte_is_never_misread(void **unused)
{
    (void)unused;
    static const char good[] = "{" ID ",\"x\":\"" ONE TWO "\",\"m\":\"" TWO ONE "\"}";
    size_t accepted = 0;
    fixture f;
    fixture_make(&f, AMSREF_PYTORCH, AMSREF_BINARY64, 1);
    for (size_t i = 0; i + 1 < sizeof good; i++) {
        for (int c = 0; c < 256; c++) {
            char text[sizeof good], lower[sizeof good], hex[2 * 16 + 1];
            amsref_answer answer = {0};
            amsref_error error;
            memcpy(text, good, sizeof good);
            text[i] = (char)c;
            if (amsref_reply_case(text, sizeof good - 1, &f.item, &answer, &error) == 0) {
                for (size_t k = 0; k < sizeof good; k++) {
                    lower[k] = (char)(text[k] >= 'A' && text[k] <= 'F' ? text[k] + 32 : text[k]);
                }
                assert_true(answer.given[0] & 1);
                for (int q = AMSREF_X; q <= AMSREF_M; q++) {
                    if (answer.given[0] & 1U << q) {
                        amsref_hex_put(AMSREF_BINARY64, answer.value[q], FIXTURE_N, hex);
                        assert_non_null(strstr(lower, hex));
                    }
                }
                accepted++;
            }
            amsref_answer_clear(&answer);
        }
    }
    assert_true(accepted >= 2 * 32 * 16);
}

static int hello(const char *text, amsref_hello *h, amsref_error *error)
{
    memset(h, 0, sizeof *h);
    return amsref_reply_hello(text, strlen(text), h, error);
}

/* checks AG-63 */
static void hello_is_read(void **unused)
{
    (void)unused;
    amsref_hello h;
    amsref_error error;
    assert_int_equal(
        hello("{\"protocol\":1.0,\"name\":\"a\",\"dialect\":null,\"formats\":[\"binary32\","
              "\"posit\"],\"ops\":[\"run\",\"fly\"],\"features\":[\"maximize\",\"project\"],"
              "\"batch\":5,\"new\":[]}",
              &h, &error),
        0);
    assert_string_equal(h.name, "a");
    assert_string_equal(h.version, "");
    assert_string_equal(h.dialect, "");
    assert_int_equal(h.formats, 1U << AMSREF_BINARY32);
    assert_int_equal(h.ops, 1U << AMSREF_OP_RUN);
    assert_int_equal(h.features, 1U << AMSREF_F_MAXIMIZE | 1U << AMSREF_F_PROJECT);
    assert_int_equal(h.batch, 5);
    amsref_hello_clear(&h);
}

/* checks AG-63 */
static void a_bad_hello_is_refused(void **unused)
{
    (void)unused;
    static const char *const bad[][2] = {
        {"{\"protocol\":2,\"name\":\"a\",\"formats\":[],\"ops\":[]}", "protocol 2"},
        {"{\"name\":\"a\",\"formats\":[],\"ops\":[]}", "\"protocol\""},
        {"{\"protocol\":\"1\",\"name\":\"a\",\"formats\":[],\"ops\":[]}", "\"protocol\""},
        {"{\"protocol\":1,\"formats\":[],\"ops\":[]}", "\"name\""},
        {"{\"protocol\":1,\"name\":\"a\",\"version\":3,\"formats\":[],\"ops\":[]}", "\"version\""},
        {"{\"protocol\":1,\"name\":\"a\",\"ops\":[]}", "\"formats\""},
        {"{\"protocol\":1,\"name\":\"a\",\"formats\":[1],\"ops\":[]}", "no string"},
        {"{\"protocol\":1,\"name\":\"a\",\"formats\":[]}", "\"ops\""},
        {"{\"protocol\":1,\"name\":\"a\",\"formats\":[],\"ops\":[],\"features\":\"all\"}",
         "\"features\""},
        {"{\"protocol\":1,\"name\":\"a\",\"formats\":[],\"ops\":[],\"batch\":0}", "\"batch\""},
        {"{\"protocol\":1,\"name\":\"a\",\"formats\":[],\"ops\":[],\"batch\":\"many\"}",
         "\"batch\""},
        {"{\"error\":\"no GPU\"}", "no GPU"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        amsref_hello h;
        amsref_error error = {""};
        if (hello(bad[i][0], &h, &error) == 0 || !strstr(error.text, bad[i][1])) {
            fail_msg("%s: wanted '%s', got '%s'", bad[i][0], bad[i][1], error.text);
        }
        amsref_hello_clear(&h);
    }
}

static void set_decay(amsref_hyper *h)
{
    h->weight_decay = 0.5;
}

static void set_decoupled(amsref_hyper *h)
{
    h->decoupled = true;
}

static void set_maximize(amsref_hyper *h)
{
    h->maximize = true;
}

static void set_lr(amsref_hyper *h)
{
    h->lr_schedule = AMSREF_LR_INV_SQRT;
}

static void set_beta1(amsref_hyper *h)
{
    h->beta1_schedule = AMSREF_BETA1_INVERSE;
}

static void set_project(amsref_hyper *h)
{
    h->hi = 1;
}

/* Each optional member is sent only to those that know it; checks AG-62, AG-63. */
static void what_is_not_understood_is_not_sent(void **unused)
{
    (void)unused;
    static void (*const set[AMSREF_FEATURES])(amsref_hyper *) = {
        set_decay, set_decoupled, set_maximize, set_lr, set_beta1, set_project};
    const unsigned all = (1U << AMSREF_FEATURES) - 1;
    fixture f;
    for (int feature = 0; feature < AMSREF_FEATURES; feature++) {
        amsref_hello h = {.formats = 3, .ops = 3, .features = all};
        fixture_make(&f, AMSREF_PAPER, AMSREF_BINARY64, 1);
        h.features = 0;
        assert_null(amsref_unsupported(&h, &f.item));
        set[feature](&f.item.problem.hyper);
        h.features = all;
        assert_null(amsref_unsupported(&h, &f.item));
        h.features = all & ~(1U << feature);
        char *why = amsref_unsupported(&h, &f.item);
        assert_non_null(why);
        assert_non_null(strstr(why, amsref_feature_name((amsref_feature)feature)));
        free(why);
    }
    fixture_make(&f, AMSREF_PAPER, AMSREF_BINARY64, 1);
    amsref_hello h = {.formats = 1U << AMSREF_BINARY32, .ops = 3};
    char *why = amsref_unsupported(&h, &f.item);
    assert_non_null(why);
    free(why);
    h = (amsref_hello){.formats = 3, .ops = 1U << AMSREF_OP_RUN};
    why = amsref_unsupported(&h, &f.item);
    assert_non_null(why);
    free(why);
}

/* A fair reply, even one that is spaced out and says more than it must, is below the limit;
 * checks AG-67. */
static void the_limit_leaves_room(void **unused)
{
    (void)unused;
    fixture f;
    fixture_make(&f, AMSREF_PYTORCH, AMSREF_BINARY64, 2);
    f.item.problem.n = 1000;
    assert_true(amsref_reply_limit(&f.item) > 2 * 4 * 1000 * 16 * 3);
    assert_true(amsref_reply_limit(&f.item) < 2 * 4 * 1000 * 16 * 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_step_is_asked_for),
        cmocka_unit_test(a_run_is_asked_for_without_vmax_in_adam),
        cmocka_unit_test(good_replies_are_read),
        cmocka_unit_test(skips_and_errors_are_made_printable),
        cmocka_unit_test(bad_replies_are_refused),
        cmocka_unit_test(a_changed_byte_is_never_misread),
        cmocka_unit_test(hello_is_read),
        cmocka_unit_test(a_bad_hello_is_refused),
        cmocka_unit_test(what_is_not_understood_is_not_sent),
        cmocka_unit_test(the_limit_leaves_room),
    };
    return cmocka_run_group_tests_name("wire", tests, NULL, NULL);
}
