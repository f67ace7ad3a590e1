/* SPDX-License-Identifier: Apache-2.0
 *
 * The suite's folder, and the cases that a filter selects from it.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/amsref.h"
#include "suite/internal.h"

static bool has_manifest(const char *dir) {
    char *path = amsref_print("%s/MANIFEST.json", dir);
    bool found = access(path, F_OK) == 0;

    free(path);
    return found;
}

/* share/amsref/vectors beside the program's bin/: an installed tree may be moved. */
static const char *installed(void) {
    static char path[PATH_MAX];
    static const char below[] = "/share/amsref/vectors";
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - sizeof below);

    path[length > 0 ? length : 0] = '\0';
    for (int up = 0; up < 2; up++) {
        char *slash = strrchr(path, '/');
        if (slash) {
            *slash = '\0';
        }
    }
    return strcat(path, below);
}

const char *amsref_vectors_dir(const char *given, amsref_error *error) {
    const char *named = given ? given : getenv("AMSREF_VECTORS");
    const char *const usual[] = {installed(), "./vectors"};

    if (named && *named) {
        if (has_manifest(named)) {
            return named;
        }
        amsref_fail(error, "%s: holds no MANIFEST.json; name the suite's folder with %s", named,
                    given ? "--vectors" : "AMSREF_VECTORS");
        return NULL;
    }
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        if (has_manifest(usual[i])) {
            return usual[i];
        }
    }
    amsref_fail(error,
                "no vectors: neither %s nor %s holds a MANIFEST.json; name the folder "
                "with --vectors or AMSREF_VECTORS",
                usual[0], usual[1]);
    return NULL;
}

/* Whether a file of the manifest can hold what the filter wants; its name says what is in it. */
static bool wanted(const amsref_filter *filter, const char *path) {
    for (int f = 0; f < AMSREF_FORMAT_COUNT; f++) {
        for (int d = 0; d < AMSREF_DIALECT_COUNT; d++) {
            const char *format = amsref_format_name((amsref_format)f);
            const char *dialect = amsref_dialect_name((amsref_dialect)d);
            char *folder = amsref_print("golden/%s/%s/", format, dialect);
            bool here = strncmp(path, folder, strlen(folder)) == 0;
            const char *name = path + (here ? strlen(folder) : 0);
            free(folder);
            if (!here) {
                continue;
            }
            int length = (int)strcspn(name, ".");
            char *prefix = amsref_print("%s/%s/%.*s/", dialect, format, length, name);
            bool same = !filter->id || strncmp(filter->id, prefix, strlen(prefix)) == 0;
            free(prefix);
            return same && (filter->format == AMSREF_FORMAT_COUNT || (int)filter->format == f) &&
                   (filter->dialect == AMSREF_DIALECT_COUNT || (int)filter->dialect == d) &&
                   (!filter->category || ((size_t)length == strlen(filter->category) &&
                                          strncmp(filter->category, name, (size_t)length) == 0));
        }
    }
    return true; /* an odd name: reading it reports what is wrong */
}

static int check_entry(const amsref_entry *entry, const char *path, const char *text, size_t size,
                       amsref_error *error) {
    char digest[AMSREF_SHA256_SIZE];

    amsref_sha256(text, size, digest);
    if (size == entry->bytes && strcmp(digest, entry->sha256) == 0) {
        return 0;
    }
    return amsref_fail(error,
                       "%s: SHA-256 %s, but the manifest lists %s; restore the file, or "
                       "make it anew with 'amsref vectors generate'",
                       path, digest, entry->sha256);
}

static int check_counts(const amsref_entry *entry, const char *path, const amsref_case_list *list,
                        size_t first, amsref_error *error) {
    amsref_counts found = {0};

    for (size_t i = first; i < list->count; i++) {
        amsref_counts_add(&found, &list->item[i]);
    }
    if (found.cases == entry->counts.cases && found.elements == entry->counts.elements &&
        found.steps == entry->counts.steps) {
        return 0;
    }
    return amsref_fail(error,
                       "%s: cases, elements or steps are not as many as the manifest "
                       "counts; make it anew with 'amsref vectors generate'",
                       path);
}

static int read_entry(const char *dir, const amsref_entry *entry, amsref_case_list *list,
                      amsref_error *error) {
    char *path = amsref_print("%s/%s", dir, entry->path);
    char *text = NULL;
    size_t size, first = list->count;
    int result = amsref_file_read(path, &text, &size, error);

    if (result == 0) {
        result = check_entry(entry, path, text, size, error);
    }
    if (result == 0) {
        result = amsref_golden_read(entry->path, text, size, list, error);
    }
    if (result == 0) {
        result = check_counts(entry, path, list, first, error);
    }
    free(text);
    free(path);
    return result;
}

/* Leaves the one case that was asked for. */
static void keep(amsref_case_list *list, const char *id) {
    size_t kept = 0;

    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->item[i].id, id) == 0) {
            list->item[kept++] = list->item[i];
        } else {
            amsref_case_clear(&list->item[i]);
        }
    }
    list->count = kept;
}

int amsref_cases_read(const char *dir, const amsref_filter *filter, amsref_case_list *list,
                      amsref_error *error) {
    amsref_manifest manifest;
    int result = amsref_manifest_read(dir, &manifest, error);

    *list = (amsref_case_list){0};
    for (size_t i = 0; result == 0 && i < manifest.files; i++) {
        if (wanted(filter, manifest.file[i].path)) {
            result = read_entry(dir, &manifest.file[i], list, error);
        }
    }
    if (result != 0) {
        amsref_cases_free(list);
    } else if (filter->id) {
        keep(list, filter->id);
    }
    amsref_manifest_free(&manifest);
    return result;
}
