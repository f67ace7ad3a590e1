/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading and writing without waiting.
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runner/pipes.h"
#include "suite/memory.h"

enum { CHUNK = 65536 };

void amsref_pipes_shut(int *descriptor)
{
    if (*descriptor >= 0) {
        close(*descriptor);
        *descriptor = -1;
    }
}

static char *grow(char *memory, size_t used, size_t *room, size_t wanted)
{
    if (wanted <= *room) {
        return memory;
    }
    while (*room < wanted) {
        *room = *room ? *room * 2 : CHUNK;
    }
    char *larger = amsref_alloc(*room, 1);
    if (used) {
        memcpy(larger, memory, used);
    }
    free(memory);
    return larger;
}

void amsref_pipes_send(amsref_pipes *pipes, const char *bytes, size_t count)
{
    if (pipes->sent == pipes->queued) {
        pipes->sent = pipes->queued = 0;
    }
    pipes->queue = grow(pipes->queue, pipes->queued, &pipes->queue_room, pipes->queued + count);
    memcpy(pipes->queue + pipes->queued, bytes, count);
    pipes->queued += count;
}

void amsref_pipes_drop(amsref_pipes *pipes)
{
    if (pipes->taken) {
        pipes->count -= pipes->taken;
        memmove(pipes->held, pipes->held + pipes->taken, pipes->count);
        pipes->taken = pipes->searched = 0;
    }
}

/* A child that no longer reads is no error yet: it may have answered, or its exit explains it. */
static void write_some(amsref_pipes *pipes)
{
    ssize_t n = write(pipes->in, pipes->queue + pipes->sent, pipes->queued - pipes->sent);
    if (n > 0) {
        pipes->sent += (size_t)n;
    } else if (n < 0 && errno != EAGAIN && errno != EINTR) {
        pipes->sent = pipes->queued;
        amsref_pipes_shut(&pipes->in);
    }
}

static bool read_output(amsref_pipes *pipes)
{
    pipes->held = grow(pipes->held, pipes->count, &pipes->room, pipes->count + CHUNK);
    ssize_t n = read(pipes->out, pipes->held + pipes->count, CHUNK);
    if (n > 0) {
        pipes->count += (size_t)n;
        return true;
    }
    if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
        amsref_pipes_shut(&pipes->out);
    }
    return false;
}

static void read_errors(amsref_pipes *pipes)
{
    char chunk[AMSREF_TAIL];
    ssize_t n = read(pipes->err, chunk, sizeof chunk);

    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
        amsref_pipes_shut(&pipes->err);
    }
    for (ssize_t i = 0; i < n; i++) {
        pipes->tail[pipes->told++ % AMSREF_TAIL] = chunk[i];
    }
}

bool amsref_pipes_serve(amsref_pipes *pipes, int milliseconds)
{
    bool writing = pipes->sent < pipes->queued;
    struct pollfd pipe[3] = {
        {pipes->out, POLLIN, 0},
        {pipes->err, POLLIN, 0},
        {writing ? pipes->in : -1, POLLOUT, 0},
    };

    int ready;

    do {
        ready = poll(pipe, 3, milliseconds);
    } while (ready < 0 && errno == EINTR);
    if (ready <= 0) {
        return false;
    }
    if (pipe[2].revents) {
        write_some(pipes);
    }
    if (pipe[1].revents) {
        read_errors(pipes);
    }
    return pipe[0].revents && read_output(pipes);
}

bool amsref_pipes_line(amsref_pipes *pipes, const char **text, size_t *length)
{
    char *end = pipes->count > pipes->searched
                    ? memchr(pipes->held + pipes->searched, '\n', pipes->count - pipes->searched)
                    : NULL;
    if (!end) {
        pipes->searched = pipes->count;
        return false;
    }
    *text = pipes->held;
    *length = (size_t)(end - pipes->held);
    pipes->taken = *length + 1;
    if (*length && end[-1] == '\r') {
        --*length;
    }
    return true;
}

char *amsref_pipes_tail(amsref_pipes *pipes)
{
    /* What is in the pipe already: a last word often explains the end. */
    for (int i = 0; i < 64 && pipes->err >= 0; i++) {
        struct pollfd pipe = {pipes->err, POLLIN, 0};
        if (poll(&pipe, 1, 0) <= 0) {
            break;
        }
        read_errors(pipes);
    }
    size_t count = pipes->told < AMSREF_TAIL ? pipes->told : AMSREF_TAIL;
    char *text = amsref_alloc(count + 1, 1);
    for (size_t i = 0; i < count; i++) {
        char c = pipes->tail[(pipes->told - count + i) % AMSREF_TAIL];
        text[i] = c ? c : '?';
    }
    return text;
}

void amsref_pipes_free(amsref_pipes *pipes)
{
    amsref_pipes_shut(&pipes->in);
    amsref_pipes_shut(&pipes->out);
    amsref_pipes_shut(&pipes->err);
    free(pipes->queue);
    free(pipes->held);
}
