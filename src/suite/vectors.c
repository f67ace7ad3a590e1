/* SPDX-License-Identifier: Apache-2.0
 *
 * Making the vector files, and comparing them with what the sources give.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "suite/internal.h"

/* Puts new/golden and new/MANIFEST.json into the place of those in `out`. */
static int replace(const char *new, const char *out, amsref_error *error) {
    char *made = amsref_print("%s/golden", new);
    char *listed = amsref_print("%s/MANIFEST.json", new);
    char *golden = amsref_print("%s/golden", out);
    char *manifest = amsref_print("%s/MANIFEST.json", out);
    char *old = amsref_print("%s/old", new);
    int result = 0;

    if ((rename(golden, old) != 0 && errno != ENOENT) || rename(made, golden) != 0 ||
        rename(listed, manifest) != 0) {
        result = amsref_fail(error, "%s: cannot be replaced: %s", golden, strerror(errno));
        rename(old, golden); /* back, where the new one is not yet there */
    }
    free(made);
    free(listed);
    free(golden);
    free(manifest);
    free(old);
    return result;
}

int amsref_vectors_generate(const char *dir, const char *out, amsref_progress progress,
                            void *context, amsref_error *error) {
    if (mkdir(out, 0777) != 0 && errno != EEXIST) {
        return amsref_fail(error, "%s: cannot make this folder: %s", out, strerror(errno));
    }
    char *new = amsref_print("%s/.new.XXXXXX", out);
    if (!mkdtemp(new)) {
        int result =
            amsref_fail(error, "%s: cannot write into this folder: %s", out, strerror(errno));
        free(new);
        return result;
    }
    int result = amsref_build(dir, new, progress, context, error);
    if (result == 0) {
        result = replace(new, out, error);
    }
    amsref_tree_remove(new);
    free(new);
    return result;
}

/* The id that stands last before `place`, or "". */
static void case_before(const char *text, size_t place, char id[80]) {
    static const char mark[] = "{\"id\":\"";
    size_t length = sizeof mark - 1;

    *id = '\0';
    for (size_t i = place; i-- > 0;) {
        if (strncmp(text + i, mark, length) == 0) {
            snprintf(id, 80, "%.*s", (int)strcspn(text + i + length, "\""), text + i + length);
            return;
        }
    }
}

typedef struct amsref_listener {
    void (*differs)(const char *text, void *context);
    void *context;
    size_t count;
    size_t compared;
} listener;

static void tell(listener *to, char *text) {
    to->count++;
    to->differs(text, to->context);
    free(text);
}

/* Names the first place where two texts part. */
static void compare_text(const char *name, const char *is, size_t is_size, const char *should,
                         size_t should_size, listener *to) {
    size_t least = is_size < should_size ? is_size : should_size;
    size_t place = 0, line = 1, start = 0;
    char id[80];

    while (place < least && is[place] == should[place]) {
        if (is[place] == '\n') {
            line++;
            start = place + 1;
        }
        place++;
    }
    if (place == is_size && place == should_size) {
        return;
    }
    case_before(should, place, id);
    int from = (int)(place - start < 24 ? place - start : 24);
    int is_more = (int)(is_size - place < 24 ? is_size - place : 24);
    int should_more = (int)(should_size - place < 24 ? should_size - place : 24);
    tell(to, amsref_print("%s: line %zu, column %zu%s%s: is ...%.*s, should be ...%.*s", name, line,
                          place - start + 1, *id ? ", case " : "", id, from + is_more,
                          is + place - from, from + should_more, should + place - from));
}

static int compare_file(const char *name, const char *dir, const char *made, listener *to,
                        amsref_error *error) {
    char *is_path = amsref_print("%s/%s", dir, name);
    char *should_path = amsref_print("%s/%s", made, name);
    char *is = NULL, *should = NULL;
    size_t is_size, should_size;
    int result = 0;

    to->compared++;
    if (access(is_path, F_OK) != 0) {
        tell(to, amsref_print("%s: missing", name));
    } else if (amsref_file_read(is_path, &is, &is_size, error) != 0 ||
               amsref_file_read(should_path, &should, &should_size, error) != 0) {
        result = -1;
    } else {
        compare_text(name, is, is_size, should, should_size, to);
    }
    free(is);
    free(should);
    free(is_path);
    free(should_path);
    return result;
}

/* Files that `dir` lists, or has lying about, and the build does not make. */
static void find_strangers(const char *dir, const amsref_manifest *made, listener *to) {
    char *folder = amsref_print("%s/golden", dir);
    char **path = NULL;
    size_t count = amsref_tree_list(folder, &path);

    for (size_t i = 0; i < count; i++) {
        const char *name = path[i] + strlen(dir) + 1;
        bool known = false;
        for (size_t k = 0; k < made->files && !known; k++) {
            known = strcmp(made->file[k].path, name) == 0;
        }
        if (!known) {
            to->compared++;
            tell(to, amsref_print("%s: no input makes this file", name));
        }
    }
    amsref_strings_free(path);
    free(folder);
}

static int compare_all(const char *dir, const char *made, listener *to, amsref_error *error) {
    amsref_manifest manifest;
    int result = amsref_manifest_read(made, &manifest, error);

    for (size_t i = 0; result == 0 && i < manifest.files; i++) {
        result = compare_file(manifest.file[i].path, dir, made, to, error);
    }
    if (result == 0) {
        find_strangers(dir, &manifest, to);
        result = compare_file("MANIFEST.json", dir, made, to, error);
    }
    amsref_manifest_free(&manifest);
    return result;
}

int amsref_vectors_verify(const char *dir, amsref_progress progress, void *context,
                          void (*differs)(const char *text, void *context), size_t *compared,
                          amsref_error *error) {
    const char *where = getenv("TMPDIR");
    char *made = amsref_print("%s/amsref.XXXXXX", where && *where ? where : P_tmpdir);
    listener to = {.differs = differs, .context = context};

    if (!mkdtemp(made)) {
        int result = amsref_fail(error,
                                 "%s: cannot make this folder: %s; set TMPDIR to a folder "
                                 "that can be written",
                                 made, strerror(errno));
        free(made);
        return result;
    }
    int result = amsref_build(dir, made, progress, context, error);
    if (result == 0) {
        result = compare_all(dir, made, &to, error);
    }
    amsref_tree_remove(made);
    free(made);
    *compared = to.compared;
    return result != 0 ? result : to.count > 0;
}
