/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading safetensors files (AG-111): eight bytes of length, a JSON header, data.
 */
#include "trace/tensors.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "suite/memory.h"

enum { LENGTH_SIZE = 8, HEADER_MOST = 100000000 };

static const char remedy[] = "write the file again: its layout is that of AG-111 in spec/traces.md";

/* Widths of the elements of the format; ours have a place in amsref_format. */
static const struct {
    const char *name;
    uint64_t width;
    amsref_format format;
} dtypes[] = {
    {"F64", 8, AMSREF_BINARY64},      {"F32", 4, AMSREF_BINARY32},
    {"F16", 2, AMSREF_BINARY16},      {"BF16", 2, AMSREF_BFLOAT16},
    {"I64", 8, AMSREF_FORMAT_COUNT},  {"I32", 4, AMSREF_FORMAT_COUNT},
    {"I16", 2, AMSREF_FORMAT_COUNT},  {"I8", 1, AMSREF_FORMAT_COUNT},
    {"U64", 8, AMSREF_FORMAT_COUNT},  {"U32", 4, AMSREF_FORMAT_COUNT},
    {"U16", 2, AMSREF_FORMAT_COUNT},  {"U8", 1, AMSREF_FORMAT_COUNT},
    {"BOOL", 1, AMSREF_FORMAT_COUNT},
};

/* Maps the file; -1 and *error. An empty file has nothing to map and is too short anyway. */
static int map_file(amsref_tensors *f, amsref_error *error)
{
    struct stat about;
    const int fd = open(f->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return amsref_fail(error, "%s: %s", f->path, strerror(errno));
    }
    int result = 0;
    if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) {
        result = amsref_fail(error, "%s: not a regular file", f->path);
    } else if (about.st_size < LENGTH_SIZE) {
        result = amsref_fail(error, "%s: %lld bytes are too few for the length of a header; %s",
                             f->path, (long long)about.st_size, remedy);
    } else {
        f->size = (size_t)about.st_size;
        void *map = mmap(NULL, f->size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (map == MAP_FAILED) {
            f->size = 0;
            result = amsref_fail(error, "%s: cannot be mapped: %s", f->path, strerror(errno));
        } else {
            f->map = map;
        }
    }
    close(fd);
    return result;
}

/* A member [begin, end] or a shape: integers that are not negative. */
static bool counts(const json_t *array)
{
    for (size_t i = 0; i < json_array_size(array); i++) {
        if (!json_is_integer(json_array_get(array, i)) ||
            json_integer_value(json_array_get(array, i)) < 0) {
            return false;
        }
    }
    return json_is_array(array);
}

/* The product of the shape; false where it cannot be that of anything in a file. */
static bool elements(const json_t *shape, uint64_t *count)
{
    *count = 1;
    for (size_t i = 0; i < json_array_size(shape); i++) {
        const uint64_t n = (uint64_t)json_integer_value(json_array_get(shape, i));
        if (n != 0 && *count > INT64_MAX / n) {
            return false;
        }
        *count *= n;
    }
    return true;
}

static int read_tensor(const amsref_place *place, const json_t *entry, uint64_t room,
                       amsref_tensor *t)
{
    const json_t *offsets = json_object_get(entry, "data_offsets");
    t->dtype = json_string_value(json_object_get(entry, "dtype"));
    t->shape = json_object_get(entry, "shape");
    if (!t->dtype || !counts(t->shape) || !counts(offsets) || json_array_size(offsets) != 2) {
        return amsref_place_fail(place, "it needs 'dtype', 'shape' and two 'data_offsets'");
    }
    size_t d = 0;
    while (d < sizeof dtypes / sizeof dtypes[0] && strcmp(dtypes[d].name, t->dtype) != 0) {
        d++;
    }
    if (d == sizeof dtypes / sizeof dtypes[0]) {
        return amsref_place_fail(place, "unknown dtype '%.20s'", t->dtype);
    }
    t->format = dtypes[d].format;
    t->begin = (uint64_t)json_integer_value(json_array_get(offsets, 0));
    t->end = (uint64_t)json_integer_value(json_array_get(offsets, 1));
    if (t->begin > t->end || t->end > room) {
        return amsref_place_fail(place, "data_offsets %llu .. %llu leave the %llu bytes of data",
                                 (unsigned long long)t->begin, (unsigned long long)t->end,
                                 (unsigned long long)room);
    }
    if (!elements(t->shape, &t->count) || t->count > room / dtypes[d].width ||
        t->count * dtypes[d].width != t->end - t->begin) {
        return amsref_place_fail(place,
                                 "its shape in %s does not have the %llu bytes of its data_offsets",
                                 t->dtype, (unsigned long long)(t->end - t->begin));
    }
    return 0;
}

static int by_begin(const void *a, const void *b)
{
    const amsref_tensor *s = a, *t = b;
    return s->begin != t->begin ? (s->begin > t->begin) - (s->begin < t->begin)
                                : (s->end > t->end) - (s->end < t->end);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const amsref_tensor *)a)->name, ((const amsref_tensor *)b)->name);
}

/* Every byte of the data belongs to one array. */
static int seamless(amsref_tensors *f, uint64_t room, amsref_error *error)
{
    uint64_t at = 0;
    qsort(f->item, f->count, sizeof *f->item, by_begin);
    for (size_t i = 0; i <= f->count; i++) {
        const uint64_t begin = i < f->count ? f->item[i].begin : room;
        const char *name = i < f->count ? f->item[i].name : "the end of the file";
        if (begin != at) {
            return amsref_fail(
                error, "%s: %.200s: the data %s what comes before (byte %llu, not %llu); %s",
                f->path, name, begin < at ? "overlap" : "leave a hole after",
                (unsigned long long)begin, (unsigned long long)at, remedy);
        }
        at = i < f->count ? f->item[i].end : at;
    }
    qsort(f->item, f->count, sizeof *f->item, by_name);
    return 0;
}

static int read_metadata(const amsref_tensors *f, const json_t *metadata, amsref_error *error)
{
    const char *name;
    json_t *value;
    const amsref_place place = {f->path, "__metadata__", remedy, error};
    if (!json_is_object(metadata)) {
        return amsref_place_fail(&place, "it is not an object");
    }
    json_object_foreach((json_t *)(uintptr_t)metadata, name, value)
    {
        if (!json_is_string(value)) {
            return amsref_place_fail(&place, "member '%.100s' is not a string", name);
        }
    }
    return 0;
}

static int read_header(amsref_tensors *f, amsref_error *error)
{
    uint64_t length;
    const char *name;
    json_t *entry;
    const amsref_place place = {f->path, "header", remedy, error};
    memcpy(&length, f->map, sizeof length);
    length = le64toh(length);
    if (length > HEADER_MOST || length > f->size - LENGTH_SIZE) {
        return amsref_place_fail(
            &place, "its length %llu leaves the file, which has %llu bytes more",
            (unsigned long long)length, (unsigned long long)(f->size - LENGTH_SIZE));
    }
    f->header = amsref_json_parse(&place, (const char *)f->map + LENGTH_SIZE, (size_t)length);
    if (!f->header) {
        return -1;
    }
    const uint64_t room = f->size - LENGTH_SIZE - length;
    f->item = amsref_alloc(json_object_size(f->header) + 1, sizeof *f->item);
    json_object_foreach(f->header, name, entry)
    {
        const amsref_place at = {f->path, name, remedy, error};
        if (strcmp(name, "__metadata__") == 0) {
            if (read_metadata(f, entry, error) != 0) {
                return -1;
            }
            continue;
        }
        amsref_tensor *t = &f->item[f->count++];
        t->name = name;
        if (read_tensor(&at, entry, room, t) != 0) {
            return -1;
        }
        t->data = f->map + LENGTH_SIZE + length + t->begin;
    }
    return seamless(f, room, error);
}

amsref_tensors *amsref_tensors_open(const char *path, amsref_error *error)
{
    amsref_tensors *f = amsref_alloc(1, sizeof *f);
    f->path = amsref_copy(path);
    f->users = 1;
    if (map_file(f, error) != 0 || read_header(f, error) != 0) {
        amsref_tensors_leave(f);
        return NULL;
    }
    return f;
}

void amsref_tensors_leave(amsref_tensors *f)
{
    if (f && --f->users == 0) {
        if (f->map) {
            munmap(f->map, f->size);
        }
        json_decref(f->header);
        free(f->item);
        free(f->path);
        free(f);
    }
}

const amsref_tensor *amsref_tensors_find(const amsref_tensors *f, const char *name)
{
    const amsref_tensor key = {.name = name};
    return bsearch(&key, f->item, f->count, sizeof *f->item, by_name);
}

const char *amsref_tensors_metadata(const amsref_tensors *f, const char *member)
{
    return json_string_value(json_object_get(json_object_get(f->header, "__metadata__"), member));
}
