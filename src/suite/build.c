/* SPDX-License-Identifier: Apache-2.0
 *
 * Every golden file, made by as many processes as there are processors, one file each at a time.
 * The bytes do not depend on their order.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/amsref.h"
#include "suite/internal.h"

enum { MOST_WORKERS = 16 };

/* One golden file to make. */
typedef struct amsref_task {
    const amsref_input *input;
    amsref_dialect dialect;
    amsref_format format;
} task;

/* What a worker tells its parent: small enough for one write to a pipe. */
typedef struct amsref_report {
    bool failed;
    bool empty; /* no case is for this dialect and format */
    amsref_counts counts;
    amsref_error error;
} report;

typedef struct amsref_worker {
    pid_t pid;
    int pipe;
    size_t task;
} worker;

static char *task_path(const task *job) {
    return amsref_print("golden/%s/%s/%s.json", amsref_format_name(job->format),
                        amsref_dialect_name(job->dialect), job->input->category);
}

static int write_golden(const task *job, const char *out, const amsref_case_list *list,
                        amsref_error *error) {
    char *text = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&text, &size);

    if (!file) {
        return amsref_fail(error, "out of memory");
    }
    amsref_golden_write(file, json_object_get(job->input->root, "notes"), list);
    if (fclose(file) != 0) {
        free(text);
        return amsref_fail(error, "out of memory");
    }
    char *name = task_path(job);
    char *path = amsref_print("%s/%s", out, name);
    int result = amsref_file_write(path, text, size, error);
    free(path);
    free(name);
    free(text);
    return result;
}

static report make_file(const task *job, const char *out) {
    report told = {0};
    amsref_case_list list = {0};
    int result = amsref_input_expand(job->input, job->dialect, job->format, &list, &told.error);

    for (size_t i = 0; result == 0 && i < list.count; i++) {
        result = amsref_case_solve(&list.item[i], &told.error);
        amsref_counts_add(&told.counts, &list.item[i]);
    }
    told.empty = list.count == 0;
    if (result == 0 && !told.empty) {
        result = write_golden(job, out, &list, &told.error);
    }
    told.failed = result != 0;
    amsref_cases_free(&list);
    return told;
}

static int start(worker *w, size_t index, const task *job, const char *out, amsref_error *error) {
    int ends[2];

    fflush(NULL);
    if (pipe(ends) != 0 || (w->pid = fork()) < 0) {
        return amsref_fail(error, "cannot start a process: %s", strerror(errno));
    }
    if (w->pid == 0) {
        report told = make_file(job, out);
        bool sent = write(ends[1], &told, sizeof told) == (ssize_t)sizeof told;
        _exit(sent ? 0 : 1);
    }
    close(ends[1]);
    w->pipe = ends[0];
    w->task = index;
    return 0;
}

/* Waits for any worker, and frees its place. */
static worker finish(worker *workers, size_t *busy, const task *tasks, report *told) {
    int status = 0;
    pid_t pid = wait(&status);
    size_t k = 0;

    while (k + 1 < *busy && workers[k].pid != pid) {
        k++;
    }
    worker done = workers[k];
    bool heard = read(done.pipe, told, sizeof *told) == (ssize_t)sizeof *told;
    close(done.pipe);
    if (!heard || status != 0) {
        char *path = task_path(&tasks[done.task]);
        told->failed = true;
        amsref_fail(&told->error, "%s: its process died (wait status %d)", path, status);
        free(path);
    }
    workers[k] = workers[--*busy];
    return done;
}

static int add_entry(amsref_manifest *manifest, const task *job, const char *out,
                     const amsref_counts *counts, amsref_error *error) {
    amsref_entry *entry = &manifest->file[manifest->files++];
    char *text;
    size_t size;

    entry->path = task_path(job);
    entry->counts = *counts;
    char *path = amsref_print("%s/%s", out, entry->path);
    int result = amsref_file_read(path, &text, &size, error);
    if (result == 0) {
        entry->bytes = size;
        amsref_sha256(text, size, entry->sha256);
        free(text);
    }
    free(path);
    return result;
}

static int write_manifest(const amsref_inputs *inputs, const task *tasks, const report *told,
                          size_t count, const char *out, amsref_error *error) {
    amsref_manifest manifest = {.version = AMSREF_VERSION};
    int result = 0;

    manifest.file = amsref_alloc(count, sizeof *manifest.file);
    for (size_t i = 0; result == 0 && i < count; i++) {
        if (!told[i].empty) {
            result = add_entry(&manifest, &tasks[i], out, &told[i].counts, error);
        }
    }
    manifest.input = amsref_alloc(inputs->count, sizeof *manifest.input);
    for (size_t i = 0; i < inputs->count; i++) {
        amsref_entry *entry = &manifest.input[manifest.inputs++];
        entry->path = amsref_copy(inputs->item[i].name);
        entry->bytes = inputs->item[i].bytes;
        memcpy(entry->sha256, inputs->item[i].sha256, sizeof entry->sha256);
    }
    if (result == 0) {
        size_t size;
        char *text = amsref_manifest_text(&manifest, &size);
        char *path = amsref_print("%s/MANIFEST.json", out);
        result = amsref_file_write(path, text, size, error);
        free(path);
        free(text);
    }
    amsref_manifest_free(&manifest);
    return result;
}

static size_t plan(const amsref_inputs *inputs, task **tasks) {
    size_t count = 0;

    *tasks =
        amsref_alloc(inputs->count * AMSREF_DIALECT_COUNT * AMSREF_FORMAT_COUNT, sizeof **tasks);
    for (int f = 0; f < AMSREF_FORMAT_COUNT; f++) {
        for (int d = 0; d < AMSREF_DIALECT_COUNT; d++) {
            for (size_t i = 0; i < inputs->count; i++) {
                (*tasks)[count++] = (task){&inputs->item[i], (amsref_dialect)d, (amsref_format)f};
            }
        }
    }
    return count;
}

/* Runs all tasks. On a failure no further one is started; the first in the plan's order is told. */
static int run_tasks(const task *tasks, report *told, size_t count, const char *out,
                     amsref_progress progress, void *context, amsref_error *error) {
    worker workers[MOST_WORKERS];
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t room = processors < 1              ? 1
                  : processors > MOST_WORKERS ? MOST_WORKERS
                                              : (size_t)processors;
    size_t busy = 0, next = 0, done = 0;
    int result = 0;

    while (busy > 0 || (result == 0 && next < count)) {
        if (result == 0 && next < count && busy < room) {
            result = start(&workers[busy], next, &tasks[next], out, error);
            busy += result == 0;
            next++;
            continue;
        }
        report heard = {0};
        worker w = finish(workers, &busy, tasks, &heard);
        told[w.task] = heard;
        if (heard.failed) {
            result = -1;
        }
        if (progress) {
            char *path = task_path(&tasks[w.task]);
            progress(++done, count, path, context);
            free(path);
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (told[i].failed) {
            *error = told[i].error;
            return -1;
        }
    }
    return result;
}

int amsref_build(const char *dir, const char *out, amsref_progress progress, void *context,
                 amsref_error *error) {
    amsref_inputs inputs;
    task *tasks;

    if (amsref_inputs_read(dir, &inputs, error) != 0) {
        return -1;
    }
    size_t count = plan(&inputs, &tasks);
    report *told = amsref_alloc(count, sizeof *told);
    int result = run_tasks(tasks, told, count, out, progress, context, error);
    if (result == 0) {
        result = write_manifest(&inputs, tasks, told, count, out, error);
    }
    free(told);
    free(tasks);
    amsref_inputs_free(&inputs);
    return result;
}
