/* SPDX-License-Identifier: Apache-2.0
 *
 * Children that behave badly: no call may wait longer than it is told.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "runner/process.h"
#include "suite/memory.h"

enum { SOON_MS = 300, LIMIT = 1000 };

static amsref_process *shell(const char *script)
{
    char program[] = "sh", option[] = "-c";
    char *text = amsref_copy(script);
    char *command[] = {program, option, text, NULL};
    amsref_error error = {""};
    amsref_process *process = amsref_process_start(command, &error);

    free(text);
    if (!process) {
        fail_msg("%s", error.text);
    }
    return process;
}

static int64_t now_ms(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static amsref_line line_of(amsref_process *process, int milliseconds, const char **text)
{
    size_t length;
    amsref_line line = amsref_process_line(process, LIMIT, milliseconds, text, &length);
    return line;
}

static void lines_come_back(void **unused)
{
    (void)unused;
    const char *text;
    size_t length;
    amsref_process *p = shell("exec cat");
    amsref_process_send(p, "one\r\ntwo\n\n", 10);
    assert_int_equal(amsref_process_line(p, LIMIT, 5000, &text, &length), AMSREF_LINE);
    assert_int_equal(length, 3);
    assert_memory_equal(text, "one", 3);
    assert_int_equal(amsref_process_line(p, LIMIT, 5000, &text, &length), AMSREF_LINE);
    assert_int_equal(length, 3);
    assert_int_equal(amsref_process_line(p, LIMIT, 5000, &text, &length), AMSREF_LINE);
    assert_int_equal(length, 0);
    assert_false(amsref_process_unasked(p));
    assert_true(amsref_process_finish(p, 5000));
    int status;
    assert_true(amsref_process_ended(p, &status));
    assert_int_equal(status, 0);
    amsref_process_end(p);
}

/* Far more than the pipes hold, in both directions, must not end in a deadlock. */
static void much_goes_both_ways(void **unused)
{
    (void)unused;
    enum { MUCH = 4 << 20 };
    const char *text;
    size_t length;
    char *line = amsref_alloc(MUCH, 1);
    memset(line, 'a', MUCH);
    line[MUCH - 1] = '\n';
    amsref_process *p = shell("exec cat");
    amsref_process_send(p, line, MUCH);
    assert_int_equal(amsref_process_line(p, MUCH, 10000, &text, &length), AMSREF_LINE);
    assert_int_equal(length, MUCH - 1);
    amsref_process_end(p);
    free(line);
}

static void a_child_that_does_not_read_is_no_deadlock(void **unused)
{
    (void)unused;
    enum { MUCH = 1 << 20 };
    const char *text;
    char *line = amsref_alloc(MUCH, 1);
    amsref_process *p = shell("exec sleep 60");
    amsref_process_send(p, line, MUCH);
    assert_int_equal(line_of(p, SOON_MS, &text), AMSREF_LINE_TIMEOUT);
    amsref_process_end(p);
    p = shell(
        "exec <&-; echo fine; sleep 60"); /* closed input: the write fails, the reply counts */
    amsref_process_send(p, line, MUCH);
    assert_int_equal(line_of(p, 5000, &text), AMSREF_LINE);
    amsref_process_end(p);
    free(line);
}

static void each_end_has_its_name(void **unused)
{
    (void)unused;
    static const struct {
        const char *script;
        amsref_line line;
    } ends[] = {
        {"exec sleep 60", AMSREF_LINE_TIMEOUT},
        {"printf partly; exec sleep 60", AMSREF_LINE_TIMEOUT},
        {"while :; do printf x; sleep 0.02; done", AMSREF_LINE_TIMEOUT},
        {"while :; do echo noise >&2; done", AMSREF_LINE_TIMEOUT},
        {"trap '' TERM INT HUP; while :; do sleep 0.1; done", AMSREF_LINE_TIMEOUT},
        {"exec 1>&-; exec sleep 60", AMSREF_LINE_CLOSED},
        {"exit 0", AMSREF_LINE_EXITED},
        {"printf partly; exit 3", AMSREF_LINE_EXITED},
        {"sleep 60 & exit 1", AMSREF_LINE_EXITED},
        {"kill -SEGV $$", AMSREF_LINE_EXITED},
        {"head -c 100000 /dev/zero; exec sleep 60", AMSREF_LINE_TOO_LONG},
        {"exec cat /dev/zero", AMSREF_LINE_TOO_LONG},
        {"head -c 2000 /dev/zero; echo; exec sleep 60", AMSREF_LINE_TOO_LONG},
        {"echo whole; exit 1", AMSREF_LINE},
    };
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        const char *text;
        int64_t begun = now_ms();
        amsref_process *p = shell(ends[i].script);
        int wait = ends[i].line == AMSREF_LINE_TIMEOUT ? SOON_MS : 10000;
        amsref_line line = line_of(p, wait, &text);
        if (line != ends[i].line) {
            fail_msg("%s: wanted %d, got %d", ends[i].script, ends[i].line, line);
        }
        amsref_process_end(p);
        assert_true(now_ms() - begun < 8000);
    }
}

static void an_exit_status_is_kept(void **unused)
{
    (void)unused;
    const char *text;
    int status;
    amsref_process *p = shell("echo reason >&2; exit 7");
    assert_int_equal(line_of(p, 5000, &text), AMSREF_LINE_EXITED);
    assert_true(amsref_process_ended(p, &status));
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 7);
    char *errors = amsref_process_stderr(p);
    assert_string_equal(errors, "reason\n");
    free(errors);
    amsref_process_end(p);
    p = shell("kill -KILL $$");
    assert_int_equal(line_of(p, 5000, &text), AMSREF_LINE_EXITED);
    assert_true(amsref_process_ended(p, &status));
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGKILL);
    amsref_process_end(p);
}

/* checks AG-60 */
static void of_much_standard_error_the_end_is_kept(void **unused)
{
    (void)unused;
    const char *text;
    amsref_process *p =
        shell("i=0; while [ $i -lt 5000 ]; do echo line $i; i=$((i+1)); done >&2; echo x");
    assert_int_equal(line_of(p, 10000, &text), AMSREF_LINE);
    char *errors = amsref_process_stderr(p);
    assert_true(strlen(errors) <= 8192);
    assert_non_null(strstr(errors, "line 4999\n"));
    free(errors);
    amsref_process_end(p);
}

/* checks AG-69 */
static void the_end_of_input_is_given_time(void **unused)
{
    (void)unused;
    int status;
    amsref_process *p = shell("cat >/dev/null; sleep 0.2");
    assert_true(amsref_process_finish(p, 5000));
    amsref_process_end(p);
    p = shell("cat >/dev/null; exec sleep 60");
    assert_false(amsref_process_finish(p, SOON_MS));
    assert_false(amsref_process_ended(p, &status));
    assert_false(amsref_process_unasked(p));
    amsref_process_end(p);
    p = shell("cat >/dev/null; echo more");
    assert_false(amsref_process_finish(p, 5000));
    assert_true(amsref_process_unasked(p));
    amsref_process_end(p);
}

static void what_cannot_start_is_named(void **unused)
{
    (void)unused;
    char absent[] = "./no-such-program", folder[] = "/", data[] = "Makefile";
    char *const commands[][2] = {{absent, NULL}, {folder, NULL}, {data, NULL}};
    for (size_t i = 0; i < 3; i++) {
        amsref_error error = {""};
        assert_null(amsref_process_start(commands[i], &error));
        assert_non_null(strstr(error.text, commands[i][0]));
    }
}

static pid_t pid_in(const char *path)
{
    int pid = 0;
    for (int i = 0; i < 500 && pid == 0; i++) {
        FILE *file = fopen(path, "r");
        if (file) {
            if (fscanf(file, "%d", &pid) != 1) {
                pid = 0;
            }
            fclose(file);
        }
        usleep(10000);
    }
    return (pid_t)pid;
}

/* Children of children too, and those that left the group; but not what was here before;
 * checks AG-60. */
static void nothing_is_left_behind(void **unused)
{
    (void)unused;
    static const char *const scripts[] = {
        "sleep 60 & echo $! > %s; wait",
        "(trap '' TERM; sleep 60 & echo $! > %s; wait) & wait",
        "setsid sh -c 'echo $$ > %s; exec sleep 60' & wait",
        "setsid sh -c 'echo $$ > %s; exec sleep 60' & exit 0",
    };
    char path[] = P_tmpdir "/amsref-test-XXXXXX";
    int made = mkstemp(path);
    pid_t bystander = fork();

    assert_true(made >= 0);
    close(made);
    if (bystander == 0) {
        execlp("sleep", "sleep", "60", (char *)NULL);
        _exit(127);
    }
    for (size_t i = 0; i < sizeof scripts / sizeof scripts[0]; i++) {
        unlink(path);
        char *script = amsref_alloc(strlen(scripts[i]) + sizeof path, 1);
        const char *hole = strstr(scripts[i], "%s");
        memcpy(script, scripts[i], (size_t)(hole - scripts[i]));
        strcat(strcat(script, path), hole + 2);
        amsref_process *p = shell(script);
        pid_t left = pid_in(path);
        assert_true(left > 0);
        amsref_process_end(p);
        if (kill(left, 0) == 0) {
            fail_msg("%s: process %d is still there", scripts[i], (int)left);
        }
        free(script);
    }
    unlink(path);
    assert_int_equal(kill(bystander, SIGKILL), 0);
    assert_int_equal(waitpid(bystander, NULL, 0), bystander);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_come_back),
        cmocka_unit_test(much_goes_both_ways),
        cmocka_unit_test(a_child_that_does_not_read_is_no_deadlock),
        cmocka_unit_test(each_end_has_its_name),
        cmocka_unit_test(an_exit_status_is_kept),
        cmocka_unit_test(of_much_standard_error_the_end_is_kept),
        cmocka_unit_test(the_end_of_input_is_given_time),
        cmocka_unit_test(what_cannot_start_is_named),
        cmocka_unit_test(nothing_is_left_behind),
    };
    return cmocka_run_group_tests_name("process", tests, NULL, NULL);
}
