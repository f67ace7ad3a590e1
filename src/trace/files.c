/* SPDX-License-Identifier: Apache-2.0 */
#include "trace/files.h"

#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "suite/memory.h"

static const char suffix[] = ".safetensors";
static const char remedy[] = "AG-112 in spec/traces.md says what belongs there";

enum { DIGITS_MOST = 15 };

static bool ends_with_suffix(const char *name)
{
    const size_t length = strlen(name);
    return length >= sizeof suffix - 1 && strcmp(name + length - (sizeof suffix - 1), suffix) == 0;
}

/* "step-000012.safetensors" */
static bool read_name(const char *name, amsref_trace_file *file)
{
    size_t digits = 0;
    file->step = strncmp(name, "step-", 5) == 0;
    if (file->step) {
        name += 5;
    } else if (strncmp(name, "state-", 6) == 0) {
        name += 6;
    } else {
        return false;
    }
    file->number = 0;
    while (name[digits] >= '0' && name[digits] <= '9' && digits <= DIGITS_MOST) {
        file->number = file->number * 10 + (uint64_t)(name[digits++] - '0');
    }
    return digits > 0 && digits <= DIGITS_MOST && strcmp(name + digits, suffix) == 0;
}

static int by_order(const void *a, const void *b)
{
    const amsref_trace_file *s = a, *t = b;
    return s->number != t->number ? (s->number > t->number) - (s->number < t->number)
                                  : t->step - s->step;
}

static int take_name(const char *folder, const char *name, amsref_trace_files *files,
                     amsref_error *error)
{
    amsref_trace_file file;
    if (!ends_with_suffix(name)) {
        return 0;
    }
    if (!read_name(name, &file)) {
        return amsref_fail(error,
                           "%s/%s: the files of a trace are called step-N%s and state-N%s, N of at "
                           "most %d digits; "
                           "rename or remove it",
                           folder, name, suffix, suffix, DIGITS_MOST);
    }
    if ((files->count & (files->count + 1)) == 0) { /* room for a power of two, less one */
        amsref_trace_file *more = amsref_alloc(2 * files->count + 1, sizeof *more);
        if (files->count > 0) {
            memcpy(more, files->item, files->count * sizeof *more);
        }
        free(files->item);
        files->item = more;
    }
    file.path = amsref_print("%s/%s", folder, name);
    files->item[files->count++] = file;
    return 0;
}

int amsref_trace_list(const char *folder, amsref_trace_files *files, amsref_error *error)
{
    DIR *dir = opendir(folder);
    int result = 0;
    if (!dir) {
        return amsref_fail(error, "%s: cannot be read as a folder: %s", folder, strerror(errno));
    }
    for (const struct dirent *entry; result == 0 && (entry = readdir(dir));) {
        result = take_name(folder, entry->d_name, files, error);
    }
    closedir(dir);
    if (files->count > 0) {
        qsort(files->item, files->count, sizeof *files->item, by_order);
    }
    for (size_t i = 1; result == 0 && i < files->count; i++) {
        if (by_order(&files->item[i - 1], &files->item[i]) == 0) {
            result = amsref_fail(error, "%s and %s have the same number; remove one",
                                 files->item[i - 1].path, files->item[i].path);
        }
    }
    return result;
}

void amsref_trace_list_free(amsref_trace_files *files)
{
    for (size_t i = 0; i < files->count; i++) {
        free(files->item[i].path);
    }
    free(files->item);
    *files = (amsref_trace_files){0};
}

/* A group must say all of what the step depends on: nothing is taken by default. */
static int read_hyper(const amsref_place *place, const json_t *object, amsref_hyper *hyper)
{
    static const char *const needed[] = {"lr", "beta1", "beta2", "eps"};
    *hyper = (amsref_hyper){.lambda = 1.0, .lo = -(double)INFINITY, .hi = (double)INFINITY};
    if (amsref_hyper_read(place, object, hyper) != 0) {
        return -1;
    }
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
        if (!json_object_get(object, needed[i])) {
            return amsref_place_fail(place, "member 'hyper.%s' is missing", needed[i]);
        }
    }
    return 0;
}

static int read_group(const amsref_place *place, const json_t *object, bool step,
                      amsref_dialect dialect, amsref_trace_group *group)
{
    static const char *const known[] = {"hyper", "t", "tensors", NULL};
    if (!json_is_object(object)) {
        return amsref_place_fail(place, "it is not an object");
    }
    if (amsref_json_known(place, object, known) != 0 ||
        amsref_json_count(place, object, "t", step, AMSREF_T_MAX, &group->t) != 0 ||
        read_hyper(place, json_object_get(object, "hyper"), &group->hyper) != 0) {
        return -1;
    }
    const amsref_status status = amsref_check(dialect, &group->hyper, group->t > 0 ? group->t : 1);
    if (status != AMSREF_OK) {
        return amsref_place_fail(place, "%s", amsref_status_message(status));
    }
    group->tensors = json_object_get(object, "tensors");
    for (size_t i = 0; i < json_array_size(group->tensors); i++) {
        if (!json_is_string(json_array_get(group->tensors, i))) {
            return amsref_place_fail(place, "member 'tensors' holds something other than names");
        }
    }
    return json_is_array(group->tensors)
               ? 0
               : amsref_place_fail(place, "member 'tensors' is not an array");
}

static int read_groups(const amsref_place *place, const json_t *groups, bool step,
                       amsref_trace_meta *meta)
{
    if (!json_is_array(groups)) {
        return amsref_place_fail(place, "member 'groups' is not an array");
    }
    meta->group = amsref_alloc(json_array_size(groups) + 1, sizeof *meta->group);
    for (size_t i = 0; i < json_array_size(groups); i++) {
        char where[64];
        snprintf(where, sizeof where, "amsref_trace, group %zu", i);
        const amsref_place at = {place->file, where, remedy, place->error};
        if (read_group(&at, json_array_get(groups, i), step, meta->dialect, &meta->group[i]) != 0) {
            return -1;
        }
        meta->groups++;
    }
    return 0;
}

int amsref_trace_meta_read(const amsref_tensors *file, bool step, amsref_trace_meta *meta,
                           amsref_error *error)
{
    static const char *const known[] = {"version", "dialect", "groups", "gap", NULL};
    const amsref_place place = {file->path, "amsref_trace", remedy, error};
    const char *text = amsref_tensors_metadata(file, "amsref_trace");
    uint64_t version;
    if (!text) {
        return amsref_fail(error, "%s: __metadata__ has no member 'amsref_trace'; %s", file->path,
                           remedy);
    }
    meta->root = amsref_json_parse(&place, text, strlen(text));
    if (!meta->root || amsref_json_known(&place, meta->root, known) != 0 ||
        amsref_json_count(&place, meta->root, "version", 1, 1, &version) != 0) {
        return -1;
    }
    const char *dialect = amsref_json_string(&place, meta->root, "dialect");
    if (!dialect) {
        return -1;
    }
    meta->dialect = amsref_dialect_from_name(dialect);
    if (meta->dialect == AMSREF_DIALECT_COUNT) {
        return amsref_place_fail(&place, "there is no dialect '%.40s'", dialect);
    }
    const json_t *gap = json_object_get(meta->root, "gap");
    meta->gap = json_string_value(gap);
    if (gap && (step || !meta->gap)) {
        return amsref_place_fail(&place, step ? "a step has no 'gap'; a state file does"
                                              : "member 'gap' is not a string");
    }
    return read_groups(&place, json_object_get(meta->root, "groups"), step, meta);
}

void amsref_trace_meta_free(amsref_trace_meta *meta)
{
    json_decref(meta->root);
    free(meta->group);
    *meta = (amsref_trace_meta){0};
}
