/* SPDX-License-Identifier: Apache-2.0 */
#include "options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const amsref_dialects[] = {"paper", "paper-eps", "julia", "pytorch", "keras",
                                       "optax", "optax-mu",  "drjit", "adam",    NULL};

static void usage(FILE *out, const char *program, const char *option)
{
    fprintf(out, "usage: %s --dialect NAME", program);
    if (option)
        fprintf(out, " --%s NAME\n       %s --list", option, program);
    fprintf(out, "\nSpeaks the amsref protocol on standard input and output. Dialects:");
    for (size_t i = 0; amsref_dialects[i]; i++)
        fprintf(out, " %s", amsref_dialects[i]);
    fputc('\n', out);
}

static void list(const amsref_choice *choices, int (*applies)(size_t, size_t))
{
    for (size_t c = 0; choices[c].name; c++) {
        const char *comma = "";
        printf("%-20s ", choices[c].name);
        for (size_t d = 0; amsref_dialects[d]; d++) {
            if (!applies(c, d))
                continue;
            printf("%s%s", comma, amsref_dialects[d]);
            comma = ",";
        }
        printf(" %s\n", choices[c].about);
    }
}

static size_t find_dialect(const char *program, const char *name)
{
    for (size_t i = 0; amsref_dialects[i]; i++)
        if (strcmp(amsref_dialects[i], name) == 0)
            return i;
    fprintf(stderr, "%s: no dialect is called %s; --help lists them\n", program, name);
    exit(2);
}

static size_t find_choice(const char *program, const amsref_choice *choices, const char *name)
{
    for (size_t i = 0; choices[i].name; i++)
        if (strcmp(choices[i].name, name) == 0)
            return i;
    fprintf(stderr, "%s: nothing is called %s; --list shows what is\n", program, name);
    exit(2);
}

void amsref_read_options(int argc, char **argv, const char *option, const amsref_choice *choices,
                         int (*applies)(size_t choice, size_t dialect), size_t *dialect,
                         size_t *choice)
{
    const struct option known[] = {
        {"dialect", required_argument, NULL, 'd'},
        {"help", no_argument, NULL, 'h'},
        {option, required_argument, NULL, 'c'}, /* a NULL name ends the list */
        {"list", no_argument, NULL, 'l'},
        {NULL, 0, NULL, 0}};
    const char *dialect_name = NULL, *choice_name = NULL;
    int c;
    while ((c = getopt_long(argc, argv, "", known, NULL)) != -1) {
        if (c == 'd') {
            dialect_name = optarg;
        } else if (c == 'c') {
            choice_name = optarg;
        } else if (c == 'l') {
            list(choices, applies);
            exit(0);
        } else {
            usage(c == 'h' ? stdout : stderr, argv[0], option);
            exit(c == 'h' ? 0 : 2);
        }
    }
    if (!dialect_name || (option && !choice_name) || optind != argc) {
        usage(stderr, argv[0], option);
        exit(2);
    }
    *dialect = find_dialect(argv[0], dialect_name);
    if (!option)
        return;
    *choice = find_choice(argv[0], choices, choice_name);
    if (!applies(*choice, *dialect)) {
        fprintf(stderr, "%s: %s does not apply to %s; --list shows where it applies\n", argv[0],
                choice_name, dialect_name);
        exit(2);
    }
}
