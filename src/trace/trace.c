/* SPDX-License-Identifier: Apache-2.0
 *
 * From a folder to a verdict: what the state of each tensor is before each step, and whether files
 * fit together (AG-112).
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/amsref.h"
#include "suite/memory.h"
#include "trace/judge.h"
#include "trace/walk.h"

static const char remedy[] = "AG-112 in spec/traces.md says what belongs there";

static int refuse(const amsref_walk *w, const char *path, const char *name, const char *what)
{
    return amsref_fail(w->error, "%s: %.200s: %s; %s", path, name, what, remedy);
}

/* The number of a tensor, new where it has none yet. */
static size_t walk_tensor(amsref_walk *w, const char *name)
{
    const json_t *known = json_object_get(w->index, name);
    if (known) {
        return (size_t)json_integer_value(known);
    }
    amsref_trace_result *r = w->result;
    const size_t i = r->tensors++;
    if ((i & (i + 1)) == 0) { /* room for a power of two, less one */
        amsref_trace_tensor *more = amsref_alloc(2 * i + 1, sizeof *more);
        amsref_walk_state *states = amsref_alloc(2 * i + 1, sizeof *states);
        if (i > 0) {
            memcpy(more, r->tensor, i * sizeof *more);
            memcpy(states, w->state, i * sizeof *states);
        }
        free(r->tensor);
        free(w->state);
        r->tensor = more;
        w->state = states;
    }
    r->tensor[i].name = amsref_printable(name, strlen(name), 200);
    r->tensor[i].level = AMSREF_EXACT;
    json_object_set_new(w->index, name, json_integer((json_int_t)i));
    return i;
}

/* The array PREFIX/NAME of a file; NULL and *error where it is missing, of another shape, or no
 * format of ours. */
static const amsref_tensor *array_of(const amsref_walk *w, const amsref_tensors *file,
                                     const char *prefix, const char *name,
                                     const amsref_tensor *like)
{
    char *full = amsref_print("%s/%s", prefix, name);
    const amsref_tensor *t = amsref_tensors_find(file, full);
    if (!t) {
        refuse(w, file->path, full, "there is no such array");
    } else if (t->format == AMSREF_FORMAT_COUNT) {
        char *what = amsref_print("its dtype is %s; F64, F32, BF16 and F16 can be judged", t->dtype);
        refuse(w, file->path, full, what);
        free(what);
        t = NULL;
    } else if (like && (t->format != like->format || !json_equal(t->shape, like->shape))) {
        refuse(w, file->path, full, "its dtype or shape is not that of the tensor's x");
        t = NULL;
    }
    free(full);
    return t;
}

/* The arrays x, m, v, vmax of a tensor. */
static int arrays_of(const amsref_walk *w, const amsref_tensors *file, const char *name,
                     amsref_arrays *a)
{
    const amsref_tensor *x = array_of(w, file, "x", name, NULL);
    *a = (amsref_arrays){.x = x};
    for (amsref_quantity q = AMSREF_X; x && q < amsref_quantity_count(w->result->dialect); q++) {
        const amsref_tensor *t = array_of(w, file, amsref_quantity_name(q), name, x);
        if (!t) {
            return -1;
        }
        a->data[q] = t->data;
        a->used++;
    }
    if (x && !a->data[AMSREF_VMAX]) { /* in adam it may be there, unread */
        char *full = amsref_print("vmax/%s", name);
        a->used += amsref_tensors_find(file, full) != NULL;
        free(full);
    }
    return x ? 0 : -1;
}

/* Is the tensor as it was? And is it named once in this file? */
static int same_tensor(amsref_walk *w, const amsref_tensors *file, const char *name, size_t i,
                       const amsref_arrays *a)
{
    amsref_walk_state *s = &w->state[i];
    if (s->seen == w->at + 1) {
        return refuse(w, file->path, name, "the tensor is named twice");
    }
    s->seen = w->at + 1;
    if (!s->shape) {
        s->shape = json_deep_copy(a->x->shape);
        w->result->tensor[i].format = a->x->format;
        w->result->tensor[i].elements = a->x->count;
    } else if (w->result->tensor[i].format != a->x->format || !json_equal(s->shape, a->x->shape)) {
        return refuse(w, file->path, name, "dtype or shape is not that of the files before");
    }
    return 0;
}

/* The state of a tensor from now on. */
static void hold(amsref_walk *w, size_t i, amsref_tensors *file, const amsref_arrays *a, uint64_t t)
{
    amsref_walk_state *s = &w->state[i];
    amsref_tensors_leave(s->file);
    file->users++;
    s->file = file;
    s->t = t;
    memcpy(s->data, a->data, sizeof s->data);
}

static int take_state(amsref_walk *w, amsref_tensors *file, const amsref_trace_meta *meta,
                      size_t *used)
{
    for (size_t k = 0; k < meta->groups; k++) {
        const amsref_trace_group *group = &meta->group[k];
        for (size_t j = 0; j < json_array_size(group->tensors); j++) {
            const char *name = json_string_value(json_array_get(group->tensors, j));
            const size_t i = walk_tensor(w, name);
            amsref_arrays a;
            if (arrays_of(w, file, name, &a) != 0 || same_tensor(w, file, name, i, &a) != 0) {
                return -1;
            }
            *used += a.used;
            if (w->judging) {
                amsref_walk_compare(w, i, group, &a, meta->gap != NULL);
            }
            hold(w, i, file, &a, group->t);
        }
    }
    return 0;
}

/* One tensor of a step: from the files to a job. */
static int take_update(amsref_walk *w, amsref_tensors *file, const amsref_trace_group *group,
                       const char *name, amsref_trace_job *job, amsref_arrays *a)
{
    const size_t i = walk_tensor(w, name);
    if (!w->state[i].file) {
        return refuse(w, file->path, name, "no file before has the state of this tensor");
    }
    if (arrays_of(w, file, name, a) != 0 || same_tensor(w, file, name, i, a) != 0) {
        return -1;
    }
    const amsref_tensor *g = array_of(w, file, "g", name, a->x);
    if (!g) {
        return -1;
    }
    if (w->judging) {
        amsref_walk_count(w, i, group);
    }
    *job = (amsref_trace_job){
        .group = group, .tensor = i, .format = a->x->format, .count = a->x->count, .g = g->data};
    memcpy(job->before, w->state[i].data, sizeof job->before);
    memcpy(job->after, a->data, sizeof job->after);
    return 0;
}

/* The scalars of each group in each format, computed where they are used. */
static const amsref_fast *scalars_of(amsref_walk *w, amsref_fast *fast,
                                     const amsref_trace_meta *meta, const amsref_trace_job *job)
{
    amsref_fast *f = &fast[(size_t)(job->group - meta->group) * AMSREF_FORMAT_COUNT + job->format];
    if (f->u == 0.0 && !amsref_is_storage(job->format)) {
        amsref_fast_set(f, w->result->dialect, job->format, &job->group->hyper, job->group->t);
    }
    return f;
}

static int judge(amsref_walk *w, const amsref_trace_meta *meta, amsref_trace_job *job, size_t jobs)
{
    const amsref_trace_file *f = &w->files.item[w->at];
    amsref_fast *fast = amsref_alloc(meta->groups * AMSREF_FORMAT_COUNT + 1, sizeof *fast);
    for (size_t j = 0; j < jobs; j++) {
        job[j].fast = scalars_of(w, fast, meta, &job[j]);
    }
    const amsref_trace_step step = {f->path, f->number, job, jobs};
    const int result = amsref_trace_judge(&step, w->terms->wanted, w->pool, w->result, w->error);
    free(fast);
    return result;
}

static int take_step(amsref_walk *w, amsref_tensors *file, const amsref_trace_meta *meta,
                     size_t *used)
{
    size_t jobs = 0, most = 0;
    int result = 0;
    for (size_t k = 0; k < meta->groups; k++) {
        most += json_array_size(meta->group[k].tensors);
    }
    amsref_trace_job *job = amsref_alloc(most + 1, sizeof *job);
    amsref_arrays *after = amsref_alloc(most + 1, sizeof *after);
    for (size_t k = 0; result == 0 && k < meta->groups; k++) {
        for (size_t j = 0; result == 0 && j < json_array_size(meta->group[k].tensors);
             j++, jobs++) {
            const char *name = json_string_value(json_array_get(meta->group[k].tensors, j));
            result = take_update(w, file, &meta->group[k], name, &job[jobs], &after[jobs]);
            *used += after[jobs].used + 1;
        }
    }
    if (result == 0 && w->judging) {
        w->result->steps++;
        result = judge(w, meta, job, jobs);
    }
    for (size_t j = 0; result == 0 && j < jobs; j++) {
        hold(w, job[j].tensor, file, &after[j], job[j].group->t);
    }
    free(after);
    free(job);
    return result;
}

/* Names an array that belongs to no tensor of the metadata. */
static int nothing_left(const amsref_walk *w, const amsref_tensors *file, size_t used)
{
    for (size_t i = 0; used != file->count && i < file->count; i++) {
        const char *slash = strchr(file->item[i].name, '/');
        const json_t *known = slash ? json_object_get(w->index, slash + 1) : NULL;
        const bool named = known && w->state[json_integer_value(known)].seen == w->at + 1;
        const size_t length = slash ? (size_t)(slash - file->item[i].name) : 0;
        bool read = false;
        for (int q = 0; slash && q < AMSREF_QUANTITIES; q++) {
            const char *quantity = amsref_quantity_name((amsref_quantity)q);
            read |=
                strlen(quantity) == length && strncmp(quantity, file->item[i].name, length) == 0;
        }
        read |= w->files.item[w->at].step && length == 1 && file->item[i].name[0] == 'g';
        if (!named || !read) {
            return refuse(w, file->path, file->item[i].name,
                          "no group has this tensor, or it has no such array");
        }
    }
    return 0;
}

static int take_file(amsref_walk *w, amsref_tensors *file, amsref_trace_meta *meta)
{
    const amsref_trace_file *f = &w->files.item[w->at];
    size_t used = 0;
    if (w->result->dialect == AMSREF_DIALECT_COUNT) {
        w->result->dialect = meta->dialect;
    } else if (w->terms->dialect == AMSREF_DIALECT_COUNT && meta->dialect != w->result->dialect) {
        return refuse(w, f->path, amsref_dialect_name(meta->dialect),
                      "the files before have another dialect");
    }
    for (size_t k = 0; k < meta->groups;
         k++) { /* --dialect may ask for another one than the file's */
        const amsref_status status = amsref_check(w->result->dialect, &meta->group[k].hyper, 1);
        if (status != AMSREF_OK) {
            return refuse(w, f->path, amsref_dialect_name(w->result->dialect),
                          amsref_status_message(status));
        }
    }
    if (amsref_walk_follow(w, f, meta->gap != NULL) != 0) {
        return -1;
    }
    if ((f->step ? take_step : take_state)(w, file, meta, &used) != 0) {
        return -1;
    }
    return nothing_left(w, file, used);
}

static int walk_files(amsref_walk *w)
{
    int result = 0;
    for (w->at = 0; result == 0 && w->at < w->files.count; w->at++) {
        amsref_trace_meta meta = {0};
        amsref_tensors *file = amsref_tensors_open(w->files.item[w->at].path, w->error);
        if (!file ||
            amsref_trace_meta_read(file, w->files.item[w->at].step, &meta, w->error) != 0 ||
            take_file(w, file, &meta) != 0) {
            result = -1;
        }
        amsref_trace_meta_free(&meta);
        amsref_tensors_leave(file);
        if (w->judging && result == 0 && w->terms->progress) {
            w->terms->progress(w->at + 1, w->files.count, w->result, w->terms->context);
        }
    }
    return result;
}

/* Nothing is known of any tensor. */
static void begin(amsref_walk *w, bool judging)
{
    for (size_t i = 0; i < w->result->tensors; i++) {
        amsref_tensors_leave(w->state[i].file);
        json_decref(w->state[i].shape);
        w->state[i] = (amsref_walk_state){0};
    }
    w->judging = judging;
    w->any = false;
    w->number = 0;
}

int amsref_trace_check(const char *folder, const amsref_trace_terms *terms,
                       amsref_trace_result *result, amsref_error *error)
{
    amsref_walk w = {.terms = terms, .result = result, .error = error, .index = json_object()};
    const long processors = sysconf(_SC_NPROCESSORS_ONLN);
    const size_t threads = terms->threads   ? terms->threads
                           : processors > 0 ? (size_t)processors
                                            : 1;
    *result = (amsref_trace_result){.dialect = terms->dialect};
    int status = amsref_trace_list(folder, &w.files, error);
    if (status == 0 && w.files.count == 0) {
        status =
            amsref_fail(error, "%s: there is no state-0.safetensors: no trace; %s", folder, remedy);
    }
    if (status == 0) {
        begin(&w, false);
        status = walk_files(&w);
    }
    if (status == 0) {
        w.pool = amsref_pool_new(threads < 64 ? threads : 64);
        begin(&w, true);
        status = walk_files(&w);
        amsref_pool_free(w.pool);
    }
    begin(&w, false);
    free(w.state);
    json_decref(w.index);
    amsref_trace_list_free(&w.files);
    return status;
}
