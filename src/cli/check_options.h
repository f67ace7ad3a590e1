/* SPDX-License-Identifier: Apache-2.0
 *
 * The options of `amsref check`.
 */
#ifndef AMSREF_CHECK_OPTIONS_H
#define AMSREF_CHECK_OPTIONS_H

#include "cli/session.h"
#include "laws/laws.h"
#include "report/report.h"

enum { AMSREF_CASES_NAMED_MOST = 64 };

typedef struct amsref_check_options {
    amsref_dialect dialect; /* COUNT: what hello says */
    amsref_format format;   /* COUNT: all */
    const char *category;   /* NULL: all */
    const char *id[AMSREF_CASES_NAMED_MOST];
    size_t ids;
    amsref_level level;
    size_t shard, shards; /* 1/1: all */
    double timeout;       /* seconds */
    const char *vectors;  /* NULL: the usual place */
    bool explain;         /* on failure, search for what explains the answers */
    uint64_t seed;        /* of fresh cases and laws */
    size_t fresh;         /* how many fresh cases (AG-103) */
    bool fresh_asked;     /* --fresh or --no-fresh was given */
    bool laws;            /* try the laws (AG-95) */
    bool laws_asked;      /* --laws or --no-laws was given */
    uint64_t law;         /* bits: which of them */
    size_t trials;        /* of each law in each format; 0: by seconds */
    double seconds;       /* 0: by trials */
    amsref_report report[AMSREF_REPORTS_MOST];
    size_t reports;
    const char *trace; /* the folder of a recorded run, in place of a command */
    size_t threads;    /* for it; 0: one for each processor */
    char **command;    /* NULL-terminated */
} amsref_check_options;

/* Reads argv; wrong usage ends the program with status 2. */
void amsref_check_parse(int argc, char **argv, amsref_check_options *options);

/* check_trace.c: a recorded run, from its folder to an exit status (AG-58). */
int amsref_cli_trace(const amsref_check_options *options);

/* check_again.c: "amsref check --dialect D ...", the options that a single case needs; and those of
 * the whole run, its reports apart. The caller frees them. */
char *amsref_check_again(const amsref_check_options *options);
char *amsref_check_whole(const amsref_check_options *options);

#endif
