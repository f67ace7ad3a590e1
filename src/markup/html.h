/* SPDX-License-Identifier: Apache-2.0
 *
 * Pieces of an HTML page (AG-140): a page is one file without a script and without any reference
 * to another file. All text is escaped here; a caller passes what strangers wrote as it is, made
 * printable (text.c).
 *
 *     amsref_page page;
 *     amsref_page_begin(&page, "title of the window", "drift report");
 *     amsref_html *h = page.h;
 *     amsref_page_verdict(h, AMSREF_STAMP_GOOD, "Conforms", "name", "what was found");
 *     amsref_page_fact(h, "cases", "%zu", cases);          any number of facts
 *     amsref_page_verdict_end(h, sections, count);         and the links to the sections
 *     while ((s = amsref_page_next(h, sections, count, s))) ...
 *     amsref_page_end(&page, out);
 */
#ifndef AMSREF_MARKUP_HTML_H
#define AMSREF_MARKUP_HTML_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "markup/xml.h"

typedef struct _xmlTextWriter amsref_html;

/* html.c: an element and its attributes, name and value by turns, ended by NULL; a NULL value
 * leaves its attribute out. */
void amsref_html_open(amsref_html *h, const char *element, ...) __attribute__((sentinel));
void amsref_html_close(amsref_html *h);
void amsref_html_text(amsref_html *h, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* A whole element: class (NULL for none) and text. */
void amsref_html_put(amsref_html *h, const char *element, const char *class_name,
                     const char *format, ...) __attribute__((format(printf, 4, 5)));
/* Takes the text over. */
void amsref_html_take(amsref_html *h, const char *element, const char *class_name, char *text);

/* page.c */
typedef struct amsref_page {
    amsref_xml xml;
    amsref_html *h; /* its writer */
} amsref_page;

/* kind: what stands at the very top, behind "amsref". */
void amsref_page_begin(amsref_page *page, const char *title, const char *kind);
void amsref_page_end(amsref_page *page, FILE *out);

typedef enum amsref_stamp {
    AMSREF_STAMP_GOOD,
    AMSREF_STAMP_BAD,
    AMSREF_STAMP_NEITHER
} amsref_stamp;

/* A section that the page may have; those that are not there are left out of its links. */
typedef struct amsref_section {
    const char *id, *title;
    bool there;
} amsref_section;

/* `heading` is the page's h1; `lead`, a sentence, may be NULL. */
void amsref_page_verdict(amsref_html *h, amsref_stamp stamp, const char *words, const char *heading,
                         const char *lead);
void amsref_page_fact(amsref_html *h, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Ends the verdict, and links the sections. */
void amsref_page_verdict_end(amsref_html *h, const amsref_section *sections, size_t count);

/* Ends the section before (NULL for none) and opens the next one that is there; NULL at the end. */
const amsref_section *amsref_page_next(amsref_html *h, const amsref_section *sections, size_t count,
                                       const amsref_section *before);

/* table.c: a table that scrolls by itself: caption and heads; the caller puts rows and ends
 * it. A head that begins with '#' stands over numbers. */
void amsref_table_begin(amsref_html *h, const char *caption, const char *const heads[],
                        size_t count);
void amsref_table_end(amsref_html *h);
/* A row and its head; amsref_html_close ends it. */
void amsref_row_begin(amsref_html *h, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void amsref_cell_count(amsref_html *h, uint64_t count, const char *class_name);
void amsref_cell_ulp(amsref_html *h, bool known, uint64_t distance);

/* Term and description, inside <dl class="pairs">. */
void amsref_page_pairs(amsref_html *h);
void amsref_page_pair(amsref_html *h, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Text of a command or a log, as it is. */
void amsref_page_command(amsref_html *h, const char *text);

/* <details>, closed; amsref_html_close ends it. */
void amsref_page_details(amsref_html *h, const char *summary);

/* A distance in few characters: "17", "1.2e+09". */
enum { AMSREF_ULP_SIZE = 32 };
const char *amsref_ulp_text(uint64_t distance, char text[AMSREF_ULP_SIZE]);
/* "1024", "2²⁰": base below 100. */
void amsref_power_text(char text[AMSREF_ULP_SIZE], unsigned base, unsigned power);

/* chart.c, spots.c. Every chart has a title and a text that says what it shows, for who
 * cannot see it. */
typedef struct amsref_chart {
    const char *id;      /* unique in the page */
    const char *title;   /* in full */
    const char *caption; /* as it stands above the chart, under a heading */
    const char *note;    /* below that, in a weaker voice */
    char *text;          /* taken over */
} amsref_chart;

/* Bars of counts on a log scale. label(bin) is "" where a bin has none. */
typedef struct amsref_bars {
    const uint64_t *count;
    size_t bins;
    const char *(*label)(size_t bin, size_t bins, char text[AMSREF_ULP_SIZE]);
    const char *(*class_name)(size_t bin, size_t bins);
    const char *axis; /* what the bins are */
} amsref_bars;

void amsref_chart_bars(amsref_html *h, const amsref_chart *chart, const amsref_bars *bars);

/* Distances over the step number, both on log scales: a line and the room beside it, or dots. */
typedef struct amsref_spot {
    uint64_t step, ulp, room; /* room UINT64_MAX where there is none */
    const char *class_name;
} amsref_spot;

typedef struct amsref_spots {
    const amsref_spot *spot;
    size_t count;
    bool line;        /* spots of one run, by step; else dots */
    const char *axis; /* what the steps are */
} amsref_spots;

void amsref_chart_spots(amsref_html *h, const amsref_chart *chart, const amsref_spots *spots);

/* A bar of parts, by class: nothing is shown that does not stand beside it as a number. */
typedef struct amsref_part {
    const char *class_name;
    uint64_t count;
} amsref_part;
void amsref_chart_parts(amsref_html *h, const amsref_part *parts, size_t count);
/* Names of the classes, with their colours. */
void amsref_chart_legend(amsref_html *h, const char *const class_name[], const char *const name[],
                         size_t count);

#endif
