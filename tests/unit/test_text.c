/* SPDX-License-Identifier: Apache-2.0
 *
 * Text for people.
 */
#include "fixture.h"
#include "suite/memory.h"

static void strangers_text_is_harmless(void **unused)
{
    (void)unused;
    static const char *const pairs[][2] = {
        {"plain", "plain"},
        {"\x1b[2Jred", "\\x1b[2Jred"},
        {"two\nlines\r", "two\\nlines\\x0d"},
        {"caf\xc3\xa9 \xe2\x88\x9a", "caf\xc3\xa9 \xe2\x88\x9a"},
        {"\xff\xfe", "\\xff\\xfe"},
        {"\xc3", "\\xc3"},
        {"\xc0\xaf", "\\xc0\\xaf"},          /* overlong */
        {"\xed\xa0\x80", "\\xed\\xa0\\x80"}, /* surrogate */
        {"\xe2\x80\xae", "\\u{202e}"},       /* right to left override */
        {"\xc2\x85", "\\u{85}"},             /* C1 control */
        {"\xf0\x9f\x99\x82", "\xf0\x9f\x99\x82"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        char *text = amsref_printable(pairs[i][0], strlen(pairs[i][0]), 100);
        assert_string_equal(text, pairs[i][1]);
        free(text);
    }
    char *text = amsref_printable("0123456789", 10, 4);
    assert_string_equal(text, "0123... (6 bytes more)");
    free(text);
    text = amsref_printable("a\0b", 3, 100);
    assert_string_equal(text, "a\\x00b");
    free(text);
}

static void words_are_quoted_for_a_shell(void **unused)
{
    (void)unused;
    static const char *const pairs[][2] = {
        {"plain-1.0/x=y", "plain-1.0/x=y"},
        {"", "''"},
        {"two words", "'two words'"},
        {"it's", "'it'\\''s'"},
        {"$HOME", "'$HOME'"},
        {"two\nlines'", "$'two\\nlines\\''"},
        {"\x1b", "$'\\033'"},
        {"~", "'~'"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        char *text = amsref_shell_quoted(pairs[i][0]);
        assert_string_equal(text, pairs[i][1]);
        free(text);
    }
}

static void numbers_read_back(void **unused)
{
    (void)unused;
    static const struct {
        amsref_format format;
        uint64_t bits;
        const char *text;
    } numbers[] = {
        {AMSREF_BINARY64, 0x3fb999999999999a, "0.1"},
        {AMSREF_BINARY64, 0x3fb999999999999b, "0.10000000000000002"},
        {AMSREF_BINARY32, 0x3dcccccd, "0.1"},
        {AMSREF_BINARY32, 0x3dccccce, "0.10000001"},
        {AMSREF_BINARY32, 0x00000001, "1e-45"},
        {AMSREF_BINARY32, 0x7f7fffff, "3.4028235e+38"},
        {AMSREF_BINARY64, 0x8000000000000000, "-0"},
        {AMSREF_BINARY64, 0x0000000000000001, "5e-324"},
        {AMSREF_BINARY64, 0x7fefffffffffffff, "1.7976931348623157e+308"},
        {AMSREF_BINARY32, 0xff800000, "-inf"},
        {AMSREF_BINARY32, 0xffc00001, "nan"},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        char text[AMSREF_DECIMAL_SIZE];
        amsref_decimal(numbers[i].format, numbers[i].bits, text);
        assert_string_equal(text, numbers[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strangers_text_is_harmless),
        cmocka_unit_test(words_are_quoted_for_a_shell),
        cmocka_unit_test(numbers_read_back),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
