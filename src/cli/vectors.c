/* SPDX-License-Identifier: Apache-2.0
 *
 * amsref vectors: making, checking and looking at the golden vectors.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/vectors.h"
#include "runner/runner.h"
#include "suite/memory.h"

static int unreadable(const amsref_error *error) {
    fprintf(stderr, "amsref vectors: %s\n", error->text);
    return AMSREF_USAGE;
}

static void show_progress(size_t done, size_t total, const char *name, void *context) {
    (void)context;
    fprintf(stderr, "\r\033[K%zu/%zu %s", done, total, name);
    if (done == total) {
        fputs("\r\033[K", stderr);
    }
}

static amsref_progress progress(void) {
    return isatty(STDERR_FILENO) ? show_progress : NULL;
}

/* The folder need not hold a manifest yet. */
static int generate(const amsref_vectors_options *o) {
    const char *named = o->vectors ? o->vectors : getenv("AMSREF_VECTORS");
    const char *dir = named && *named ? named : "vectors";
    amsref_error error;

    if (amsref_vectors_generate(dir, o->out ? o->out : dir, progress(), NULL, &error) != 0) {
        return unreadable(&error);
    }
    return 0;
}

static void print_difference(const char *text, void *context) {
    size_t *differences = context;

    ++*differences;
    puts(text);
}

static int verify(const char *dir) {
    amsref_error error;
    size_t differences = 0, compared;
    int result =
        amsref_vectors_verify(dir, progress(), &differences, print_difference, &compared, &error);

    if (result < 0) {
        return unreadable(&error);
    }
    printf("verify: %zu passed, %zu failed\n", compared - differences, differences);
    return result ? AMSREF_DIFFERS : 0;
}

/* Whole or not at all: the text is complete before the file is touched. */
static int export(const amsref_vectors_options *o, const char *dir, const amsref_case_list *list) {
    char version[32], *text = NULL;
    size_t size = 0;
    amsref_error error;

    if (amsref_suite_version(dir, version, &error) != 0) {
        return unreadable(&error);
    }
    FILE *file = o->out ? open_memstream(&text, &size) : stdout;
    bool good = file && (strcmp(o->to, "c") == 0 ? amsref_export_c(file, list, version)
                                                 : amsref_export_csv(file, list));
    if (file && o->out) {
        good = fclose(file) == 0 && good;
    }
    if (!good) {
        amsref_fail(&error, "%s: cannot be written", o->out ? o->out : "standard output");
    } else if (o->out) {
        good = amsref_file_write(o->out, text, size, &error) == 0;
    }
    free(text);
    return good ? 0 : unreadable(&error);
}

/* Actions on cases that are read. */
static int view(const amsref_vectors_options *o, const char *dir) {
    amsref_case_list list;
    amsref_error error;
    int status;

    if (amsref_cases_read(dir, &o->filter, &list, &error) != 0) {
        return unreadable(&error);
    }
    if (list.count == 0) {
        amsref_fail(&error,
                    "no case has this id, dialect, format and category (amsref vectors list)");
        status = unreadable(&error);
    } else if (strcmp(o->action, "list") == 0) {
        status = amsref_vectors_list(&list);
    } else if (strcmp(o->action, "show") == 0) {
        status = amsref_vectors_show(&list.item[0]);
    } else if (strcmp(o->action, "stats") == 0) {
        status = amsref_vectors_stats(&list);
    } else {
        status = export(o, dir, &list);
    }
    amsref_cases_free(&list);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        amsref_fail(&error, "standard output cannot be written");
        status = unreadable(&error);
    }
    return status;
}

int amsref_cli_vectors(int argc, char **argv) {
    amsref_vectors_options o;
    amsref_error error;

    amsref_vectors_parse(argc, argv, &o);
    if (strcmp(o.action, "generate") == 0) {
        return generate(&o);
    }
    const char *dir = amsref_vectors_dir(o.vectors, &error);
    if (!dir) {
        return unreadable(&error);
    }
    return strcmp(o.action, "verify") == 0 ? verify(dir) : view(&o, dir);
}
