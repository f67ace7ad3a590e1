/* SPDX-License-Identifier: Apache-2.0
 *
 * The conversation (AG-63 .. AG-69): who speaks when, and what ends it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "runner/process.h"
#include "runner/wire.h"
#include "suite/memory.h"

enum { EXIT_MS_LEAST = 5000 }; /* an interpreter takes a while to end */

struct amsref_client {
    amsref_process *process;
    amsref_terms terms;
    amsref_hello hello;
};

/* "exited with status 1", "was killed by signal 11 (Segmentation fault)". */
static void describe_end(int status, char text[128])
{
    if (WIFSIGNALED(status)) {
        snprintf(text, 128, "was killed by signal %d (%s)", WTERMSIG(status),
                 strsignal(WTERMSIG(status)));
    } else {
        snprintf(text, 128, "exited with status %d", WEXITSTATUS(status));
    }
}

static char *excerpt_of_rest(const amsref_client *client)
{
    size_t length;
    const char *rest = amsref_process_rest(client->process, &length);
    const char *end = length ? memchr(rest, '\n', length) : NULL;

    return amsref_printable(rest, end ? (size_t)(end - rest) : length, 80);
}

static int fail_line(amsref_client *client, amsref_line line, size_t limit, amsref_error *error)
{
    size_t rest;
    int status;
    char end[128];

    amsref_process_rest(client->process, &rest);
    const char *partly =
        rest ? ", after part of a line (is a flush or an end of line missing?)" : "";
    switch (line) {
    case AMSREF_LINE_TIMEOUT:
        return amsref_fail(error, "no reply within %g s%s; --timeout gives it longer%s",
                           client->terms.reply_ms / 1000.0, partly,
                           rest ? "" : ", and each reply must be flushed");
    case AMSREF_LINE_TOO_LONG:
        return amsref_fail(
            error, "a line of more than %zu bytes, far longer than any reply to this", limit);
    case AMSREF_LINE_CLOSED:
        return amsref_fail(error, "it closed its standard output%s and runs on", partly);
    default:
        amsref_process_ended(client->process, &status);
        describe_end(status, end);
        return amsref_fail(error, "it %s before it answered%s", end, partly);
    }
}

/* The next reply, or what came in its place. */
static int next_line(amsref_client *client, size_t limit, const char **text, size_t *length,
                     amsref_error *error)
{
    amsref_line line =
        amsref_process_line(client->process, limit, client->terms.reply_ms, text, length);
    return line == AMSREF_LINE ? 0 : fail_line(client, line, limit, error);
}

static int greet(amsref_client *client, amsref_error *error)
{
    const char *line;
    size_t length;
    char *request = amsref_request_hello(client->terms.suite, &length);

    amsref_process_send(client->process, request, length);
    free(request);
    if (next_line(client, AMSREF_HELLO_LIMIT, &line, &length, error) != 0) {
        return -1;
    }
    return amsref_reply_hello(line, length, &client->hello, error);
}

int amsref_client_start(char *const command[], const amsref_terms *terms, amsref_client **started,
                        amsref_error *error)
{
    amsref_error why;
    amsref_client *client = amsref_alloc(1, sizeof *client);

    client->terms = *terms;
    *started = client;
    client->process = amsref_process_start(command, error);
    if (!client->process) {
        return -1;
    }
    if (greet(client, &why) != 0) {
        return amsref_fail(error, "hello: %.1000s", why.text);
    }
    return 0;
}

const amsref_hello *amsref_client_hello(const amsref_client *client)
{
    return &client->hello;
}

static int send_case(amsref_client *client, const amsref_case *item, bool quiet,
                     amsref_error *error)
{
    size_t length;

    if (quiet && amsref_process_unasked(client->process)) {
        char *excerpt = excerpt_of_rest(client);
        amsref_fail(error,
                    "before this case was sent, it printed a line that nothing asked for: \"%s\"",
                    excerpt);
        free(excerpt);
        return -1;
    }
    char *request = amsref_request_case(item, &length);
    amsref_process_send(client->process, request, length);
    free(request);
    return 0;
}

/* A skip, by either side, is an answer too. */
static int receive_case(amsref_client *client, const amsref_case *item, amsref_answer *answer,
                        amsref_error *error)
{
    const char *line;
    size_t length;

    if (next_line(client, amsref_reply_limit(item), &line, &length, error) != 0) {
        return -1;
    }
    return amsref_reply_case(line, length, item, answer, error);
}

int amsref_client_converse(amsref_client *client, const amsref_talk *talk, size_t *at,
                           amsref_error *why)
{
    size_t asked = 0, flying = 0;
    char **unsupported = amsref_alloc(talk->count, sizeof *unsupported);
    int failed = 0;

    for (*at = 0; *at < talk->count && !failed; ++*at) {
        amsref_answer answer = {0};
        if (talk->before) {
            talk->before(*at, talk->context);
        }
        for (; asked < talk->count && (flying < client->hello.batch || asked <= *at) && !failed;
             asked++) {
            const amsref_case *item = talk->item(asked, talk->context);
            unsupported[asked] = amsref_unsupported(&client->hello, item);
            if (!unsupported[asked]) {
                failed = send_case(client, item, flying == 0, why);
                flying++;
            }
        }
        if (failed) {
            *at = asked - 1;
            break;
        }
        if (unsupported[*at]) {
            answer.skip = unsupported[*at];
            unsupported[*at] = NULL;
        } else {
            failed = receive_case(client, talk->item(*at, talk->context), &answer, why);
            flying--;
        }
        if (!failed) {
            talk->take(*at, &answer, talk->context);
        }
        amsref_answer_clear(&answer);
        if (failed) {
            break;
        }
    }
    for (size_t i = 0; i < talk->count; i++) {
        free(unsupported[i]);
    }
    free(unsupported);
    return failed;
}

/* A conversation that is judged at once. */
typedef struct judging {
    amsref_result *result;
    size_t count;
    amsref_level wanted;
    amsref_case_progress progress;
    void *context;
} judging;

static const amsref_case *item_judged(size_t i, void *context)
{
    return ((const judging *)context)->result[i].item;
}

static void show(size_t i, void *context)
{
    const judging *j = context;
    if (j->progress) {
        j->progress(i, j->count, j->result[i].item->id, j->context);
    }
}

static void judge(size_t i, amsref_answer *answer, void *context)
{
    const judging *j = context;

    amsref_take_answer(answer, j->wanted, &j->result[i]);
}

int amsref_client_ask(amsref_client *client, amsref_level wanted, amsref_result *result,
                      size_t count, amsref_case_progress progress, void *context,
                      amsref_error *error)
{
    judging j = {result, count, wanted, progress, context};
    amsref_talk talk = {count, item_judged, show, judge, &j};
    amsref_error why;
    size_t at;

    if (amsref_client_converse(client, &talk, &at, &why) == 0) {
        return 0;
    }
    result[at].outcome = AMSREF_BROKEN;
    result[at].text = amsref_copy(why.text);
    return amsref_fail(error, "case %s: %.900s", result[at].item->id, why.text);
}

int amsref_client_finish(amsref_client *client, amsref_error *error)
{
    const int limit =
        client->terms.reply_ms > EXIT_MS_LEAST ? client->terms.reply_ms : EXIT_MS_LEAST;
    int status;
    char end[128];

    if (!amsref_process_finish(client->process, limit) &&
        amsref_process_unasked(client->process)) {
        char *excerpt = excerpt_of_rest(client);
        amsref_fail(error, "after its last reply it printed what nothing asked for: \"%s\"",
                    excerpt);
        free(excerpt);
        return -1;
    }
    if (!amsref_process_ended(client->process, &status)) {
        return amsref_fail(
            error, "it did not exit within %g s of the end of its input; --timeout gives it longer",
            limit / 1000.0);
    }
    if (status != 0) {
        describe_end(status, end);
        return amsref_fail(error, "after the end of its input it %s; 0 is wanted", end);
    }
    return 0;
}

char *amsref_client_stderr(amsref_client *client)
{
    if (!client->process) {
        return amsref_copy("");
    }
    char *raw = amsref_process_stderr(client->process);
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    for (const char *line = raw; out && *line;) {
        size_t length = strcspn(line, "\n");
        char *shown = amsref_printable(line, length, 400);
        fprintf(out, "%s\n", shown);
        free(shown);
        line += length + (line[length] == '\n');
    }
    free(raw);
    if (out) {
        fclose(out);
    }
    return text ? text : amsref_copy("");
}

void amsref_client_free(amsref_client *client)
{
    if (client) {
        amsref_process_end(client->process);
        amsref_hello_clear(&client->hello);
        free(client);
    }
}
