/* SPDX-License-Identifier: Apache-2.0
 *
 * A child's life: lines in time, its end, and nothing that outlives it.
 */
#include <stdlib.h>
#include <time.h>

#include "runner/pipes.h"
#include "runner/process.h"
#include "runner/spawn.h"
#include "suite/memory.h"

enum {
    SLICE_MS = 100, /* how soon an exit is seen where a grandchild keeps the pipe open */
    GLANCE_MS = 10  /* how soon where an exit is awaited */
};

struct amsref_process {
    pid_t pid;
    amsref_pipes pipes;
    amsref_children before;
    bool ended;
    int status;
};

static int64_t now_ms(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

amsref_process *amsref_process_start(char *const command[], amsref_error *error)
{
    amsref_process *process = amsref_alloc(1, sizeof *process);
    amsref_spawned child;

    amsref_children_list(&process->before);
    if (amsref_spawn(command, &child, error) != 0) {
        free(process);
        return NULL;
    }
    process->pid = child.pid;
    process->pipes.in = child.in;
    process->pipes.out = child.out;
    process->pipes.err = child.err;
    return process;
}

static bool see_end(amsref_process *process)
{
    if (!process->ended) {
        process->ended = amsref_child_exited(process->pid, &process->status);
    }
    return process->ended;
}

/* Output is closed: an exit may follow within moments, and says more than the closing does. */
static amsref_line closed_or_exited(amsref_process *process)
{
    for (int waited = 0; !see_end(process) && waited < SLICE_MS * 2; waited += GLANCE_MS) {
        amsref_pipes_serve(&process->pipes, GLANCE_MS);
    }
    return process->ended ? AMSREF_LINE_EXITED : AMSREF_LINE_CLOSED;
}

amsref_line amsref_process_line(amsref_process *process, size_t limit, int milliseconds,
                                const char **text, size_t *length)
{
    int64_t deadline = now_ms() + milliseconds;

    amsref_pipes_drop(&process->pipes);
    for (;;) {
        if (amsref_pipes_line(&process->pipes, text, length)) {
            return *length <= limit ? AMSREF_LINE : AMSREF_LINE_TOO_LONG;
        }
        if (process->pipes.count > limit) {
            return AMSREF_LINE_TOO_LONG;
        }
        if (process->pipes.out < 0) {
            return closed_or_exited(process);
        }
        int64_t left = deadline - now_ms();
        if (left <= 0) {
            return AMSREF_LINE_TIMEOUT;
        }
        /* Asked before reading: what a process wrote before its end is then in the pipe. */
        bool ended = see_end(process);
        int wait = ended ? 0 : left < SLICE_MS ? (int)left : SLICE_MS;
        if (!amsref_pipes_serve(&process->pipes, wait) && ended && process->pipes.out >= 0) {
            return AMSREF_LINE_EXITED;
        }
    }
}

void amsref_process_send(amsref_process *process, const char *bytes, size_t count)
{
    amsref_pipes_send(&process->pipes, bytes, count);
}

bool amsref_process_unasked(amsref_process *process)
{
    amsref_pipes_drop(&process->pipes);
    if (!process->pipes.count && process->pipes.out >= 0) {
        amsref_pipes_serve(&process->pipes, 0);
    }
    return process->pipes.count > 0;
}

const char *amsref_process_rest(const amsref_process *process, size_t *length)
{
    *length = process->pipes.count - process->pipes.taken;
    return process->pipes.held ? process->pipes.held + process->pipes.taken : "";
}

bool amsref_process_finish(amsref_process *process, int milliseconds)
{
    int64_t deadline = now_ms() + milliseconds;

    amsref_pipes_drop(&process->pipes);
    process->pipes.sent = process->pipes.queued;
    amsref_pipes_shut(&process->pipes.in);
    for (;;) {
        bool ended = see_end(process);
        int64_t left = deadline - now_ms();
        int wait = ended || left <= 0 ? 0 : left < GLANCE_MS ? (int)left : GLANCE_MS;
        if (amsref_pipes_serve(&process->pipes, wait) || process->pipes.count) {
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
    return amsref_pipes_tail(&process->pipes);
}

void amsref_process_end(amsref_process *process)
{
    if (!process) {
        return;
    }
    amsref_reap(process->pid, &process->before);
    amsref_spawn_forget(process->pid);
    amsref_pipes_free(&process->pipes);
    free(process);
}
