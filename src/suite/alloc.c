/* SPDX-License-Identifier: Apache-2.0
 *
 * Memory and errors.
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "suite/internal.h"

/* The status of a tool that could not read its input: nothing was judged. */
enum { EXIT_UNREADABLE = 2 };

static _Noreturn void out_of_memory(void) {
    fputs("amsref: out of memory\n", stderr);
    exit(EXIT_UNREADABLE);
}

void *amsref_alloc(size_t count, size_t size) {
    void *memory = calloc(count ? count : 1, size);
    if (!memory) {
        out_of_memory();
    }
    return memory;
}

char *amsref_copy(const char *text) {
    char *copy = strdup(text);
    if (!copy) {
        out_of_memory();
    }
    return copy;
}

char *amsref_print(const char *format, ...) {
    char *text;
    va_list arguments;

    va_start(arguments, format);
    int length = vasprintf(&text, format, arguments);
    va_end(arguments);
    if (length < 0) {
        out_of_memory();
    }
    return text;
}

void amsref_strings_free(char **strings) {
    if (strings) {
        for (char **s = strings; *s; s++) {
            free(*s);
        }
        free(strings);
    }
}

int amsref_fail(amsref_error *error, const char *format, ...) {
    va_list arguments;

    if (error) {
        va_start(arguments, format);
        vsnprintf(error->text, sizeof error->text, format, arguments);
        va_end(arguments);
    }
    return -1;
}
