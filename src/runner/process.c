/* SPDX-License-Identifier: Apache-2.0
 *
 * The child's three pipes: all non-blocking, all served by one poll, so that no order of reads and
 * writes on either side can end in a deadlock.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "runner/process.h"
#include "runner/spawn.h"
#include "suite/memory.h"

enum {
    CHUNK = 65536,
    TAIL = 8192,
    SLICE_MS = 100 /* how soon an exit is seen where a grandchild keeps the pipe open */
};

struct amsref_process {
    amsref_spawned child;
    amsref_children before;

    char *queue; /* bytes sent .. queued are still to be written */
    size_t sent, queued, queue_room;

    char *held; /* output; `taken` bytes of it were handed out */
    size_t taken, searched, count, room;

    char tail[TAIL]; /* ring of standard error */
    size_t told;

    bool ended;
    int status;
};

static int64_t now_ms(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
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

static void shut(int *descriptor)
{
    if (*descriptor >= 0) {
        close(*descriptor);
        *descriptor = -1;
    }
}

amsref_process *amsref_process_start(char *const command[], amsref_error *error)
{
    amsref_process *process = amsref_alloc(1, sizeof *process);

    amsref_children_list(&process->before);
    if (amsref_spawn(command, &process->child, error) != 0) {
        free(process);
        return NULL;
    }
    return process;
}

void amsref_process_send(amsref_process *process, const char *bytes, size_t count)
{
    if (process->sent == process->queued) {
        process->sent = process->queued = 0;
    }
    process->queue =
        grow(process->queue, process->queued, &process->queue_room, process->queued + count);
    memcpy(process->queue + process->queued, bytes, count);
    process->queued += count;
}

static void drop_taken(amsref_process *process)
{
    if (process->taken) {
        process->count -= process->taken;
        memmove(process->held, process->held + process->taken, process->count);
        process->taken = process->searched = 0;
    }
}

/* A child that no longer reads is no error yet: it may have answered, or its exit explains it. */
static void write_some(amsref_process *process)
{
    ssize_t n =
        write(process->child.in, process->queue + process->sent, process->queued - process->sent);
    if (n > 0) {
        process->sent += (size_t)n;
    } else if (n < 0 && errno != EAGAIN && errno != EINTR) {
        process->sent = process->queued;
        shut(&process->child.in);
    }
}

static bool read_output(amsref_process *process)
{
    process->held = grow(process->held, process->count, &process->room, process->count + CHUNK);
    ssize_t n = read(process->child.out, process->held + process->count, CHUNK);
    if (n > 0) {
        process->count += (size_t)n;
        return true;
    }
    if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
        shut(&process->child.out);
    }
    return false;
}

static void read_errors(amsref_process *process)
{
    char chunk[TAIL];
    ssize_t n = read(process->child.err, chunk, sizeof chunk);

    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
        shut(&process->child.err);
    }
    for (ssize_t i = 0; i < n; i++) {
        process->tail[process->told++ % TAIL] = chunk[i];
    }
}

/* Serves the pipes for at most `milliseconds`; true where output came. */
static bool serve(amsref_process *process, int milliseconds)
{
    bool writing = process->sent < process->queued;
    struct pollfd pipe[3] = {
        {process->child.out, POLLIN, 0},
        {process->child.err, POLLIN, 0},
        {writing ? process->child.in : -1, POLLOUT, 0},
    };

    if (poll(pipe, 3, milliseconds) <= 0) {
        return false;
    }
    if (pipe[2].revents) {
        write_some(process);
    }
    if (pipe[1].revents) {
        read_errors(process);
    }
    return pipe[0].revents && read_output(process);
}

static bool see_end(amsref_process *process)
{
    if (!process->ended) {
        process->ended = amsref_child_exited(process->child.pid, &process->status);
    }
    return process->ended;
}

static bool take_line(amsref_process *process, const char **text, size_t *length)
{
    char *end = process->count > process->searched ? memchr(process->held + process->searched, '\n',
                                                            process->count - process->searched)
                                                   : NULL;
    if (!end) {
        process->searched = process->count;
        return false;
    }
    *text = process->held;
    *length = (size_t)(end - process->held);
    process->taken = *length + 1;
    if (*length && end[-1] == '\r') {
        --*length;
    }
    return true;
}

/* Output is closed: an exit may follow within moments, and says more than the closing does. */
static amsref_line closed_or_exited(amsref_process *process)
{
    for (int waited = 0; !see_end(process) && waited < SLICE_MS * 2; waited += 10) {
        serve(process, 10);
    }
    return process->ended ? AMSREF_LINE_EXITED : AMSREF_LINE_CLOSED;
}

amsref_line amsref_process_line(amsref_process *process, size_t limit, int milliseconds,
                                const char **text, size_t *length)
{
    int64_t deadline = now_ms() + milliseconds;

    drop_taken(process);
    for (;;) {
        if (take_line(process, text, length)) {
            return *length <= limit ? AMSREF_LINE : AMSREF_LINE_TOO_LONG;
        }
        if (process->count > limit) {
            return AMSREF_LINE_TOO_LONG;
        }
        if (process->child.out < 0) {
            return closed_or_exited(process);
        }
        int64_t left = deadline - now_ms();
        if (left <= 0) {
            return AMSREF_LINE_TIMEOUT;
        }
        /* Asked before reading: what a process wrote before its end is then in the pipe. */
        bool ended = see_end(process);
        int wait = ended ? 0 : left < SLICE_MS ? (int)left : SLICE_MS;
        if (!serve(process, wait) && ended && process->child.out >= 0) {
            return AMSREF_LINE_EXITED;
        }
    }
}

bool amsref_process_unasked(amsref_process *process)
{
    drop_taken(process);
    if (!process->count && process->child.out >= 0) {
        serve(process, 0);
    }
    return process->count > 0;
}

const char *amsref_process_rest(const amsref_process *process, size_t *length)
{
    *length = process->count - process->taken;
    return process->held ? process->held + process->taken : "";
}

bool amsref_process_finish(amsref_process *process, int milliseconds)
{
    int64_t deadline = now_ms() + milliseconds;

    drop_taken(process);
    process->sent = process->queued;
    shut(&process->child.in);
    for (;;) {
        bool ended = see_end(process);
        int64_t left = deadline - now_ms();
        bool came = serve(process, ended || left <= 0 ? 0 : left < 10 ? (int)left : 10);
        if (came || process->count) {
            return false;
        }
        if (ended || left <= 0) {
            return ended;
        }
    }
}

bool amsref_process_ended(const amsref_process *process, int *status)
{
    *status = process->status;
    return process->ended;
}

char *amsref_process_stderr(amsref_process *process)
{
    /* What is in the pipe already: a last word often explains the end. */
    for (int i = 0; i < 64 && process->child.err >= 0; i++) {
        struct pollfd pipe = {process->child.err, POLLIN, 0};
        if (poll(&pipe, 1, 0) <= 0) {
            break;
        }
        read_errors(process);
    }
    size_t count = process->told < TAIL ? process->told : TAIL;
    char *text = amsref_alloc(count + 1, 1);
    for (size_t i = 0; i < count; i++) {
        char c = process->tail[(process->told - count + i) % TAIL];
        text[i] = c ? c : '?';
    }
    return text;
}

void amsref_process_end(amsref_process *process)
{
    if (!process) {
        return;
    }
    shut(&process->child.in);
    amsref_reap(process->child.pid, &process->before);
    amsref_spawn_forget();
    shut(&process->child.out);
    shut(&process->child.err);
    free(process->queue);
    free(process->held);
    free(process);
}
