/* SPDX-License-Identifier: Apache-2.0
 *
 * The command line that repeats a run of `amsref check`, or a case of it.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/check_options.h"
#include "cli/session.h"
#include "core/amsref.h"
#include "fresh/fresh.h"
#include "suite/memory.h"

/* Takes the line over; value NULL for an option without one. */
static char *with_option(char *line, const char *option, const char *value)
{
    char *quoted = value ? amsref_shell_quoted(value) : amsref_copy("");
    char *longer = amsref_print("%s %s%s%s", line, option, value ? " " : "", quoted);
    free(quoted);
    free(line);
    return longer;
}

static char *with_count(char *line, const char *option, uint64_t count)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRIu64, count);
    return with_option(line, option, text);
}

static char *with_seconds(char *line, const char *option, double seconds, const char *unit)
{
    char text[40];
    snprintf(text, sizeof text, "%.15g%s", seconds, unit);
    return with_option(line, option, text);
}

char *amsref_check_again(const amsref_check_options *options)
{
    char *program = amsref_shell_quoted(program_invocation_name);
    char *line = amsref_print("%s check", program);

    free(program);
    if (options->dialect < AMSREF_DIALECT_COUNT) {
        line = with_option(line, "--dialect", amsref_dialect_name(options->dialect));
    }
    if (options->level != AMSREF_WORKING) {
        line = with_option(line, "--level", amsref_level_name(options->level));
    }
    if (options->timeout != AMSREF_DEFAULT_TIMEOUT) {
        line = with_seconds(line, "--timeout", options->timeout, "");
    }
    if (options->vectors) {
        line = with_option(line, "--vectors", options->vectors);
    }
    if (options->seed != AMSREF_SEED) {
        line = with_count(line, "--seed", options->seed);
    }
    return line;
}

static char *with_laws(char *line, const amsref_check_options *o)
{
    const uint64_t every = (UINT64_C(1) << amsref_law_count()) - 1;

    if (o->laws_asked) {
        line = with_option(line, o->laws ? "--laws" : "--no-laws", NULL);
    }
    for (size_t l = 0; l < amsref_law_count() && o->law != every; l++) {
        if (o->law >> l & 1) {
            line = with_option(line, "--law", amsref_law_name(l));
        }
    }
    if (o->seconds > 0) {
        line = with_seconds(line, "--budget", o->seconds, "s");
    } else if (o->trials != AMSREF_LAWS_TRIALS) {
        line = with_count(line, "--budget", o->trials);
    }
    return line;
}

char *amsref_check_whole(const amsref_check_options *o)
{
    char *line = amsref_check_again(o);

    if (o->format < AMSREF_FORMAT_COUNT) {
        line = with_option(line, "--format", amsref_format_name(o->format));
    }
    if (o->category) {
        line = with_option(line, "--category", o->category);
    }
    for (size_t i = 0; i < o->ids; i++) {
        line = with_option(line, "--case", o->id[i]);
    }
    if (o->shards > 1) {
        char text[48];
        snprintf(text, sizeof text, "%zu/%zu", o->shard, o->shards);
        line = with_option(line, "--shard", text);
    }
    if (o->fresh_asked) {
        line = o->fresh ? with_count(line, "--fresh", o->fresh)
                        : with_option(line, "--no-fresh", NULL);
    }
    line = with_laws(line, o);
    return o->explain ? with_option(line, "--explain", NULL) : line;
}
