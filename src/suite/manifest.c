/* SPDX-License-Identifier: Apache-2.0
 *
 * MANIFEST.json (AG-76).
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "suite/internal.h"

void amsref_counts_add(amsref_counts *counts, const amsref_case *c) {
    counts->cases++;
    counts->elements += c->outs * c->problem.n;
    counts->steps += c->problem.steps;
}

void amsref_manifest_free(amsref_manifest *manifest) {
    for (size_t i = 0; i < manifest->files; i++) {
        free(manifest->file[i].path);
    }
    for (size_t i = 0; i < manifest->inputs; i++) {
        free(manifest->input[i].path);
    }
    free(manifest->file);
    free(manifest->input);
    *manifest = (amsref_manifest){0};
}

static void put_entry(FILE *file, const amsref_entry *entry, bool counted) {
    fputs("  {\"path\":", file);
    amsref_json_quote(file, entry->path);
    fprintf(file, ",\"sha256\":\"%s\",\"bytes\":%" PRIu64, entry->sha256, entry->bytes);
    if (counted) {
        fprintf(file, ",\"cases\":%" PRIu64 ",\"elements\":%" PRIu64 ",\"steps\":%" PRIu64,
                entry->counts.cases, entry->counts.elements, entry->counts.steps);
    }
    fputc('}', file);
}

char *amsref_manifest_text(const amsref_manifest *manifest, size_t *size) {
    char *text = NULL;
    FILE *file = open_memstream(&text, size);
    amsref_counts all = {0};
    uint64_t bytes = 0;

    for (size_t i = 0; i < manifest->files; i++) {
        all.cases += manifest->file[i].counts.cases;
        all.elements += manifest->file[i].counts.elements;
        all.steps += manifest->file[i].counts.steps;
        bytes += manifest->file[i].bytes;
    }
    fprintf(file,
            "{\"suite\":\"amsref\",\"version\":\"%s\",\"schema\":%d,\"license\":\"CC0-1.0\",\n"
            " \"total\":{\"files\":%zu,\"bytes\":%" PRIu64 ",\"cases\":%" PRIu64
            ",\"elements\":%" PRIu64 ",\"steps\":%" PRIu64 "},\n \"files\":[\n",
            manifest->version, AMSREF_SCHEMA, manifest->files, bytes, all.cases, all.elements,
            all.steps);
    for (size_t i = 0; i < manifest->files; i++) {
        fputs(i ? ",\n" : "", file);
        put_entry(file, &manifest->file[i], true);
    }
    fputs("],\n \"inputs\":[\n", file);
    for (size_t i = 0; i < manifest->inputs; i++) {
        fputs(i ? ",\n" : "", file);
        put_entry(file, &manifest->input[i], false);
    }
    fputs("]}\n", file);
    fclose(file);
    return text;
}

static int read_entry(const amsref_place *place, const json_t *object, bool counted,
                      amsref_entry *entry) {
    const char *path = amsref_json_string(place, object, "path");
    const char *digest = path ? amsref_json_string(place, object, "sha256") : NULL;

    if (!digest) {
        return -1;
    }
    if (strlen(digest) != AMSREF_SHA256_SIZE - 1) {
        return amsref_place_fail(place, "%s: the SHA-256 has not %d digits", path,
                                 AMSREF_SHA256_SIZE - 1);
    }
    entry->path = amsref_copy(path);
    memcpy(entry->sha256, digest, AMSREF_SHA256_SIZE);
    if (amsref_json_count(place, object, "bytes", 0, SIZE_MAX >> 1, &entry->bytes) != 0) {
        return -1;
    }
    if (!counted) {
        return 0;
    }
    const uint64_t most = SIZE_MAX >> 1;
    return amsref_json_count(place, object, "cases", 0, most, &entry->counts.cases) ||
                   amsref_json_count(place, object, "elements", 0, most, &entry->counts.elements) ||
                   amsref_json_count(place, object, "steps", 0, most, &entry->counts.steps)
               ? -1
               : 0;
}

static int read_entries(const amsref_place *place, const json_t *root, const char *member,
                        bool counted, amsref_entry **entries, size_t *count) {
    const json_t *array = json_object_get(root, member);

    if (!json_is_array(array)) {
        return amsref_place_fail(place, "member '%s' is missing or not an array", member);
    }
    *entries = amsref_alloc(json_array_size(array), sizeof **entries);
    for (size_t i = 0; i < json_array_size(array); i++) {
        *count = i + 1;
        if (read_entry(place, json_array_get(array, i), counted, &(*entries)[i]) != 0) {
            return -1;
        }
        for (size_t k = 0; k < i; k++) {
            if (strcmp((*entries)[k].path, (*entries)[i].path) == 0) {
                return amsref_place_fail(place, "%s is listed twice", (*entries)[i].path);
            }
        }
    }
    return 0;
}

static int read_root(const amsref_place *place, const json_t *root, amsref_manifest *manifest) {
    const char *suite = amsref_json_string(place, root, "suite");
    const char *version = suite ? amsref_json_string(place, root, "version") : NULL;
    uint64_t schema;

    if (!version) {
        return -1;
    }
    if (strcmp(suite, "amsref") != 0 || strlen(version) >= sizeof manifest->version) {
        return amsref_place_fail(place, "not the manifest of an amsref suite");
    }
    memcpy(manifest->version, version, strlen(version) + 1);
    if (amsref_json_count(place, root, "schema", AMSREF_SCHEMA, AMSREF_SCHEMA, &schema) != 0 ||
        read_entries(place, root, "files", true, &manifest->file, &manifest->files) != 0) {
        return -1;
    }
    return read_entries(place, root, "inputs", false, &manifest->input, &manifest->inputs);
}

int amsref_manifest_read(const char *dir, amsref_manifest *manifest, amsref_error *error) {
    char *path = amsref_print("%s/MANIFEST.json", dir);
    amsref_place place = {.file = path,
                          .where = "",
                          .remedy = "restore it, or make it anew with 'amsref vectors generate'",
                          .error = error};
    char *text = NULL;
    size_t size;
    int result = amsref_file_read(path, &text, &size, error);

    *manifest = (amsref_manifest){0};
    if (result == 0) {
        json_t *root = amsref_json_parse(&place, text, size);
        result = root ? read_root(&place, root, manifest) : -1;
        json_decref(root);
    }
    if (result != 0) {
        amsref_manifest_free(manifest);
    }
    free(text);
    free(path);
    return result;
}

int amsref_suite_version(const char *dir, char version[32], amsref_error *error) {
    amsref_manifest manifest;

    if (amsref_manifest_read(dir, &manifest, error) != 0) {
        return -1;
    }
    memcpy(version, manifest.version, sizeof manifest.version);
    amsref_manifest_free(&manifest);
    return 0;
}

int amsref_manifest_digest(const char *dir, char digest[AMSREF_SHA256_SIZE], amsref_error *error)
{
    char *path = amsref_print("%s/MANIFEST.json", dir);
    char *text = NULL;
    size_t size;
    const int result = amsref_file_read(path, &text, &size, error);

    if (result == 0) {
        amsref_sha256(text, size, digest);
    }
    free(text);
    free(path);
    return result;
}
