/* SPDX-License-Identifier: Apache-2.0
 *
 * Starting a process: posix_spawn tells why an exec failed, and no shell reads the command.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "runner/spawn.h"

extern char **environ;

/* The groups that a signal to this process takes along, 0 in a free place: a handler can be told in
 * no other way. The laws and --explain run a second implementation beside the first. */
enum { GROUPS = 4 };
static volatile sig_atomic_t group[GROUPS];

static const int fatal[] = {SIGINT, SIGTERM, SIGHUP};
enum { FATALS = sizeof fatal / sizeof fatal[0] };

static void take_along(int number)
{
    for (int i = 0; i < GROUPS; i++) {
        if (group[i] > 0) {
            kill(-(pid_t)group[i], SIGKILL);
        }
    }
    raise(number); /* SA_RESETHAND: now with its usual effect */
}

/* A signal that the caller ignores (nohup) stays ignored. */
static void watch_signals(void)
{
    struct sigaction take = {.sa_handler = take_along, .sa_flags = (int)SA_RESETHAND};
    struct sigaction usual = {.sa_handler = SIG_DFL};
    struct sigaction old;

    signal(SIGPIPE, SIG_IGN);
    sigaction(SIGCHLD, &usual, NULL); /* ignored, it would lose exit statuses */
    for (int i = 0; i < FATALS; i++) {
        if (sigaction(fatal[i], NULL, &old) == 0 && old.sa_handler == SIG_DFL) {
            sigaction(fatal[i], &take, NULL);
        }
    }
}

/* Trades one number for another in the first place that has it. */
static void trade(pid_t from, pid_t to)
{
    for (int i = 0; i < GROUPS; i++) {
        if (group[i] == (sig_atomic_t)from) {
            group[i] = (sig_atomic_t)to;
            return;
        }
    }
}

void amsref_spawn_forget(pid_t pid)
{
    struct sigaction old;

    trade(pid, 0);
    for (int i = 0; i < GROUPS; i++) {
        if (group[i]) {
            return;
        }
    }
    for (int i = 0; i < FATALS; i++) {
        if (sigaction(fatal[i], NULL, &old) == 0 && old.sa_handler == take_along) {
            signal(fatal[i], SIG_DFL);
        }
    }
}

static void hold_signals(sigset_t *before)
{
    sigset_t held;

    sigemptyset(&held);
    for (int i = 0; i < FATALS; i++) {
        sigaddset(&held, fatal[i]);
    }
    sigprocmask(SIG_BLOCK, &held, before);
}

static int spawn(char *const command[], const int theirs[3], pid_t *pid)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t all, none;

    sigfillset(&all);
    sigdelset(&all, SIGKILL);
    sigdelset(&all, SIGSTOP);
    sigemptyset(&none);
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    for (int i = 0; i < 3; i++) {
        posix_spawn_file_actions_adddup2(&actions, theirs[i], i);
    }
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF |
                                              POSIX_SPAWN_SETSIGMASK);
    int failed = posix_spawnp(pid, command[0], &actions, &attributes, command, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return failed;
}

/* Three pipes, closed on exec, so that the child has its own ends as 0, 1, 2 and no other. */
static int open_pipes(int pipes[3][2])
{
    for (int i = 0; i < 3; i++) {
        if (pipe2(pipes[i], O_CLOEXEC) != 0) {
            int failed = errno;
            while (i-- > 0) {
                close(pipes[i][0]);
                close(pipes[i][1]);
            }
            return failed;
        }
    }
    return 0;
}

static const char *remedy(int failed)
{
    switch (failed) {
    case ENOENT:
        return "give a program in PATH, or a path";
    case EACCES:
        return "make it executable, or name its interpreter first";
    case ENOEXEC:
        return "name its interpreter first: a script needs a #! line";
    default:
        return "try the command by itself";
    }
}

int amsref_spawn(char *const command[], amsref_spawned *child, amsref_error *error)
{
    int pipes[3][2];
    sigset_t before;
    int failed = open_pipes(pipes);

    if (failed) {
        return amsref_fail(error, "cannot open pipes to %s: %s", command[0], strerror(failed));
    }
    const int theirs[3] = {pipes[0][0], pipes[1][1], pipes[2][1]};
    const int ours[3] = {pipes[0][1], pipes[1][0], pipes[2][0]};

    watch_signals();
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    hold_signals(&before); /* until the handler can know the child */
    failed = spawn(command, theirs, &child->pid);
    if (!failed) {
        trade(0, child->pid);
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    for (int i = 0; i < 3; i++) {
        close(theirs[i]);
        if (failed) {
            close(ours[i]);
        } else {
            fcntl(ours[i], F_SETFL, fcntl(ours[i], F_GETFL) | O_NONBLOCK);
        }
    }
    if (failed) {
        amsref_spawn_forget(0);
        return amsref_fail(error, "cannot start %s: %s; %s", command[0], strerror(failed),
                           remedy(failed));
    }
    child->in = ours[0];
    child->out = ours[1];
    child->err = ours[2];
    return 0;
}
