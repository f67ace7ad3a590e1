/* SPDX-License-Identifier: Apache-2.0
 *
 * Ending a process and all that it started.
 *
 * A process group holds most descendants, but not those that made a group of their own (timeout(1)
 * does). On Linux this process becomes the one that orphans fall to, so that they can be found.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>

#include "runner/process.h"

enum {
    POLITE_MS = 500,  /* between SIGTERM and SIGKILL */
    FORCED_MS = 3000, /* a process that the kernel does not let go of is left behind */
    EXIT_UNKNOWN = 255
};

static void pause_ms(long milliseconds)
{
    struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    nanosleep(&time, NULL);
}

/* Children of this process; none where the system does not tell. */
void amsref_children_list(amsref_children *children)
{
    const size_t room = sizeof children->pid / sizeof children->pid[0];
    FILE *file = fopen("/proc/thread-self/children", "re");
    int pid;

    children->count = 0;
    if (!file) {
        return;
    }
    while (children->count < room && fscanf(file, "%d", &pid) == 1) {
        children->pid[children->count++] = (pid_t)pid;
    }
    fclose(file);
}

/* Leaves the zombie, so that its number, which is also its group's, stays taken. */
bool amsref_child_exited(pid_t pid, int *status)
{
    siginfo_t info = {0};

    while (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0) {
        if (errno != EINTR) { /* someone else has waited for it: how it ended is lost */
            *status = W_EXITCODE(EXIT_UNKNOWN, 0);
            return true;
        }
    }
    if (info.si_pid != pid) {
        return false;
    }
    *status =
        info.si_code == CLD_EXITED ? W_EXITCODE(info.si_status, 0) : W_EXITCODE(0, info.si_status);
    return true;
}

static bool exits_within(pid_t pid, int milliseconds)
{
    const int step = 10;
    int status;

    for (int waited = 0; waited < milliseconds; waited += step) {
        if (amsref_child_exited(pid, &status)) {
            return true;
        }
        pause_ms(step);
    }
    return amsref_child_exited(pid, &status);
}

/* A full list may lack some that were here before: then every process counts as listed. */
static bool listed(const amsref_children *children, pid_t pid)
{
    if (children->count == sizeof children->pid / sizeof children->pid[0]) {
        return true;
    }
    for (size_t i = 0; i < children->count; i++) {
        if (children->pid[i] == pid) {
            return true;
        }
    }
    return false;
}

/* True where none is left. Killing one may hand its own children to us: call again. */
static bool kill_strays(const amsref_children *before)
{
    amsref_children now;
    bool none = true;

    amsref_children_list(&now);
    for (size_t i = 0; i < now.count; i++) {
        if (!listed(before, now.pid[i])) {
            kill(now.pid[i], SIGKILL);
            waitpid(now.pid[i], NULL, WNOHANG);
            none = false;
        }
    }
    return none;
}

void amsref_reap(pid_t leader, const amsref_children *before)
{
    int status;

    if (!amsref_child_exited(leader, &status)) {
        kill(-leader, SIGTERM);
        exits_within(leader, POLITE_MS);
    }
    kill(-leader, SIGKILL);
    if (exits_within(leader, FORCED_MS)) {
        waitpid(leader, NULL, 0);
    }
    for (int waited = 0; !kill_strays(before) && waited < FORCED_MS; waited += 10) {
        pause_ms(10);
    }
}
