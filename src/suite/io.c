/* SPDX-License-Identifier: Apache-2.0
 *
 * Whole files, their digests, and folders.
 */
#include <errno.h>
#include <fts.h>
#include <ftw.h>
#include <sha256.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "suite/internal.h"

int amsref_file_read(const char *path, char **text, size_t *size, amsref_error *error) {
    FILE *file = fopen(path, "rb");
    struct stat about;

    if (!file) {
        return amsref_fail(error, "%s: %s", path, strerror(errno));
    }
    if (fstat(fileno(file), &about) != 0 || !S_ISREG(about.st_mode)) {
        fclose(file);
        return amsref_fail(error, "%s: not a regular file", path);
    }
    size_t expected = (size_t)about.st_size;
    char *memory = amsref_alloc(expected + 1, 1);
    size_t got = fread(memory, 1, expected, file);
    bool whole = got == expected && fgetc(file) == EOF && !ferror(file);
    fclose(file);
    if (!whole) {
        free(memory);
        return amsref_fail(error, "%s: could not be read whole; is it being written?", path);
    }
    *text = memory;
    *size = got;
    return 0;
}

static int folders_make(const char *path, amsref_error *error) {
    char *folder = amsref_copy(path);
    int result = 0;

    for (char *slash = strchr(folder + 1, '/'); slash && !result; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(folder, 0777) != 0 && errno != EEXIST) {
            result = amsref_fail(error, "%s: cannot make this folder: %s", folder, strerror(errno));
        }
        *slash = '/';
    }
    free(folder);
    return result;
}

/* Writes to a name of its own first, so that nobody ever reads half a file. */
int amsref_file_write(const char *path, const char *text, size_t size, amsref_error *error) {
    if (folders_make(path, error) != 0) {
        return -1;
    }
    char *temporary = amsref_print("%s.%ld.tmp", path, (long)getpid());
    FILE *file = fopen(temporary, "wb");
    bool good = file && fwrite(text, 1, size, file) == size;
    if (file && fclose(file) != 0) {
        good = false;
    }
    if (good && rename(temporary, path) != 0) {
        good = false;
    }
    int result = 0;
    if (!good) {
        result = amsref_fail(error, "%s: cannot be written: %s", path, strerror(errno));
        unlink(temporary);
    }
    free(temporary);
    return result;
}

void amsref_sha256(const char *text, size_t size, char hex[AMSREF_SHA256_SIZE]) {
    SHA256Data((const uint8_t *)text, size, hex);
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *walk) {
    (void)about;
    (void)kind;
    (void)walk;
    return remove(path);
}

int amsref_tree_remove(const char *path) {
    return nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static int by_name(const FTSENT **a, const FTSENT **b) {
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

size_t amsref_tree_list(const char *path, char ***paths) {
    char *root = amsref_copy(path);
    char *const roots[] = {root, NULL};
    FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
    size_t count = 0, room = 16;

    *paths = amsref_alloc(room, sizeof **paths);
    for (FTSENT *entry; walk && (entry = fts_read(walk));) {
        if (entry->fts_info != FTS_F) {
            continue;
        }
        if (count + 1 == room) {
            char **more = amsref_alloc(room *= 2, sizeof *more);
            memcpy(more, *paths, count * sizeof *more);
            free(*paths);
            *paths = more;
        }
        (*paths)[count++] = amsref_copy(entry->fts_path);
    }
    if (walk) {
        fts_close(walk);
    }
    free(root);
    return count;
}
