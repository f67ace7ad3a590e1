/* SPDX-License-Identifier: Apache-2.0
 *
 * What the writers share.
 */
#ifndef AMSREF_REPORT_INTERNAL_H
#define AMSREF_REPORT_INTERNAL_H

#include "report/report.h"
#include "suite/json.h"

void amsref_write_terminal(FILE *out, const amsref_run *run);
void amsref_write_tap(FILE *out, const amsref_run *run);
void amsref_write_junit(FILE *out, const amsref_run *run);
void amsref_write_json(FILE *out, const amsref_run *run);
void amsref_write_html(FILE *out, const amsref_run *run);
void amsref_write_badge(FILE *out, const amsref_run *run);
void amsref_write_badge_begun(FILE *out); /* what stands until there is a verdict */
/* badge_svg.c: color is "#rrggbb", the message of small letters, digits and " ,:.-". */
void amsref_badge_draw(FILE *out, const char *color, const char *message, const char *about);

/* terminal.c: the last lines of standard error, unless all is well. */
void amsref_put_last_words(FILE *out, int status, const char *errors);

/* json.c: the whole of a report, and an end of line; takes root. */
void amsref_json_put(FILE *out, json_t *root);
/* {"decimal", "hex"} */
json_t *amsref_value_json(amsref_format format, uint64_t bits);
/* Takes the string over. */
json_t *amsref_taken_json(char *text);

/* failure.c: one line each, no end of line; the caller frees them. */
bool amsref_failed(const amsref_run *run, const amsref_result *result);
char *amsref_verdict_line(const amsref_run *run);
char *amsref_miss_line(const amsref_run *run, const amsref_result *result, const amsref_miss *miss);
char *amsref_lack_line(const amsref_run *run, amsref_quantity quantity);
/* Parts of it: a value, "0.1 (3fb999999999999a)", what was wanted, how far away. */
char *amsref_value_words(amsref_format format, uint64_t bits);
char *amsref_wanted_words(amsref_format format, const amsref_miss *miss, amsref_level wanted);
char *amsref_away_words(const amsref_miss *miss);
/* The quantities (bits) that this answer lacks and others have (AG-55). */
unsigned amsref_lacks(const amsref_run *run, const amsref_result *result);
/* The command that shows this case alone, or with the one that it disagrees with. */
char *amsref_again(const amsref_run *run, const amsref_result *result);
/* All of a case's failure in one sentence: the first miss, the error, how it broke. */
char *amsref_failure_summary(const amsref_run *run, const amsref_result *result);

/* fresh.c: how many cases are fresh ones, and how many of those were judged. */
size_t amsref_fresh_cases(const amsref_run *run, size_t *judged);
/* For the verdict where some were asked for and none was judged; else "". */
const char *amsref_fresh_words(const amsref_run *run);
json_t *amsref_fresh_json(const amsref_run *run);

/* groups.c: the results by format and category, in order of appearance. */
typedef struct amsref_group {
    amsref_format format;
    const char *category;
    amsref_tally tally;
    size_t failed;
} amsref_group;

typedef struct amsref_groups {
    amsref_group *item;
    size_t count;
    size_t *of; /* of[i]: group of result i */
} amsref_groups;

void amsref_groups_make(const amsref_run *run, amsref_groups *groups);
void amsref_groups_free(amsref_groups *groups);

/* What a category came to: one whose cases were not all reached has not passed. */
typedef enum amsref_group_outcome {
    AMSREF_GROUP_PASSED,
    AMSREF_GROUP_FAILED,
    AMSREF_GROUP_BROKE, /* the implementation broke off in it */
    AMSREF_GROUP_SKIPPED,
    AMSREF_GROUP_OUTCOMES
} amsref_group_outcome;

amsref_group_outcome amsref_group_came(const amsref_group *group);
/* Why group g did not pass, in one line; and its first failing cases, each with the command that
 * shows it alone, line by line. "" where there is nothing to say; the caller frees them. */
char *amsref_group_message(const amsref_run *run, const amsref_groups *groups, size_t g);
char *amsref_group_failures(const amsref_run *run, const amsref_groups *groups, size_t g);
/* choice.c: what a report for people shows where there is much; the JSON report has all. */
typedef struct amsref_shown {
    const amsref_result **failure; /* the first ones of each format and category */
    size_t failures;
    size_t failed; /* all that fail */
} amsref_shown;

void amsref_shown_make(const amsref_run *run, amsref_shown *shown);
void amsref_shown_free(amsref_shown *shown);

/* Skipped cases by reason, in the order of the reasons' text. The caller frees it. */
typedef struct amsref_skips {
    const char *text;
    size_t cases;
} amsref_skips;

amsref_skips *amsref_skips_make(const amsref_run *run, size_t *reasons);

const char *amsref_outcome_name(amsref_outcome outcome);

/* laws.c: the caller frees the strings. */
char *amsref_law_again(const amsref_run *run, const amsref_law_result *law);
char *amsref_law_summary(const amsref_law_result *law);
bool amsref_law_was_skipped(const amsref_law_result *law);
const char *amsref_law_skip(const amsref_law_result *law);
void amsref_put_laws(FILE *out, const amsref_run *run);
json_t *amsref_laws_json(const amsref_run *run);

#endif
