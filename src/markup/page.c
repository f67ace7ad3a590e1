/* SPDX-License-Identifier: Apache-2.0
 *
 * What pages have in common: head, verdict, sections, tables.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "markup/html.h"
#include "suite/memory.h"

#define TEXT(s) ((const xmlChar *)(s))

/* page.css, a string a line. */
static const char *const style[] = {
#include "markup/page_css.inc"
};

static void put_meta(amsref_html *h, const char *name, const char *content)
{
    amsref_html_open(h, "meta", "name", name, "content", content, NULL);
    xmlTextWriterEndElement(h);
}

static void put_head(amsref_html *h, const char *title)
{
    amsref_html_open(h, "head", NULL);
    amsref_html_open(h, "meta", "charset", "utf-8", NULL);
    xmlTextWriterEndElement(h);
    put_meta(h, "viewport", "width=device-width, initial-scale=1");
    put_meta(h, "color-scheme", "light dark");
    put_meta(h, "generator", "amsref " AMSREF_VERSION);
    amsref_html_put(h, "title", NULL, "%s", title);
    amsref_html_open(h, "style", NULL);
    for (size_t i = 0; i < sizeof style / sizeof style[0]; i++) {
        xmlTextWriterWriteRaw(h, TEXT(style[i]));
    }
    amsref_html_close(h);
    amsref_html_close(h);
}

void amsref_page_begin(amsref_page *page, const char *title, const char *kind)
{
    page->xml = amsref_xml_begin(false);
    page->h = page->xml.writer;
    amsref_html *h = page->h;
    xmlTextWriterWriteDTD(h, TEXT("html"), NULL, NULL, NULL);
    amsref_html_open(h, "html", "lang", "en", NULL);
    put_head(h, title);
    amsref_html_open(h, "body", NULL);
    amsref_html_open(h, "a", "class", "skip", "href", "#verdict", NULL);
    amsref_html_text(h, "Skip to the verdict");
    amsref_html_close(h);
    amsref_html_open(h, "div", "class", "page", NULL);
    amsref_html_open(h, "header", NULL);
    amsref_html_open(h, "p", "class", "brand", NULL);
    amsref_html_put(h, "strong", NULL, "amsref");
    amsref_html_text(h, " %s", kind);
    amsref_html_close(h);
    amsref_html_close(h);
    amsref_html_open(h, "main", NULL);
}

void amsref_page_end(amsref_page *page, FILE *out)
{
    amsref_html *h = page->h;

    amsref_html_close(h); /* main */
    amsref_html_open(h, "footer", NULL);
    amsref_html_put(h, "p", NULL,
                    "Written by amsref " AMSREF_VERSION
                    ". AG-nn are clauses of the amsref specification.");
    amsref_html_close(h);
    amsref_xml_finish(page->xml, out);
    fputc('\n', out);
}

static void put_sign(amsref_html *h, amsref_stamp stamp)
{
    static const char *const path[] = {[AMSREF_STAMP_GOOD] = "M5.5 10.5l3 3 6-6.5",
                                       [AMSREF_STAMP_BAD] = "M6.5 6.5l7 7m0-7l-7 7",
                                       [AMSREF_STAMP_NEITHER] = "M6 10h8"};

    amsref_html_open(h, "svg", "viewBox", "0 0 20 20", "aria-hidden", "true", NULL);
    amsref_html_open(h, "circle", "cx", "10", "cy", "10", "r", "8.5", "fill", "none", "stroke",
                     "currentColor", "stroke-width", "1.75", NULL);
    amsref_html_close(h);
    amsref_html_open(h, "path", "d", path[stamp], "fill", "none", "stroke", "currentColor",
                     "stroke-width", "2", "stroke-linecap", "round", "stroke-linejoin", "round",
                     NULL);
    amsref_html_close(h);
    amsref_html_close(h);
}

void amsref_page_verdict(amsref_html *h, amsref_stamp stamp, const char *words, const char *heading,
                         const char *lead)
{
    static const char *const classes[] = {[AMSREF_STAMP_GOOD] = "verdict good",
                                          [AMSREF_STAMP_BAD] = "verdict bad",
                                          [AMSREF_STAMP_NEITHER] = "verdict"};

    amsref_html_open(h, "div", "id", "verdict", "class", classes[stamp], NULL);
    amsref_html_open(h, "p", "class", "stamp", NULL);
    put_sign(h, stamp);
    amsref_html_put(h, "span", NULL, "%s", words);
    amsref_html_close(h);
    amsref_html_put(h, "h1", NULL, "%s", heading);
    if (lead) {
        amsref_html_put(h, "p", "lead", "%s", lead);
    }
    amsref_html_open(h, "dl", "class", "facts", NULL);
}

static void put_pair(amsref_html *h, const char *name, const char *format, va_list arguments)
{
    char *text = NULL;

    if (vasprintf(&text, format, arguments) < 0) {
        text = NULL;
    }
    amsref_html_put(h, "dt", NULL, "%s", name);
    amsref_html_take(h, "dd", NULL, text);
}

void amsref_page_fact(amsref_html *h, const char *name, const char *format, ...)
{
    va_list arguments;

    amsref_html_open(h, "div", NULL);
    va_start(arguments, format);
    put_pair(h, name, format, arguments);
    va_end(arguments);
    amsref_html_close(h);
}

void amsref_page_verdict_end(amsref_html *h, const amsref_section *sections, size_t count)
{
    amsref_html_close(h); /* the facts */
    amsref_html_close(h); /* the verdict */
    amsref_html_open(h, "nav", "aria-label", "Sections of this page", NULL);
    amsref_html_open(h, "ul", NULL);
    for (size_t i = 0; i < count; i++) {
        if (sections[i].there) {
            char *link = amsref_print("#%s", sections[i].id);
            amsref_html_open(h, "li", NULL);
            amsref_html_open(h, "a", "href", link, NULL);
            amsref_html_text(h, "%s", sections[i].title);
            amsref_html_close(h);
            amsref_html_close(h);
            free(link);
        }
    }
    amsref_html_close(h);
    amsref_html_close(h);
}

const amsref_section *amsref_page_next(amsref_html *h, const amsref_section *sections, size_t count,
                                       const amsref_section *before)
{
    const amsref_section *next = before ? before + 1 : sections;

    if (before) {
        amsref_html_close(h);
    }
    while (next < sections + count && !next->there) {
        next++;
    }
    if (next == sections + count) {
        return NULL;
    }
    char *heading = amsref_print("%s-heading", next->id);
    amsref_html_open(h, "section", "id", next->id, "aria-labelledby", heading, NULL);
    amsref_html_open(h, "h2", "id", heading, NULL);
    amsref_html_text(h, "%s", next->title);
    amsref_html_close(h);
    free(heading);
    return next;
}

void amsref_page_pairs(amsref_html *h)
{
    amsref_html_open(h, "dl", "class", "pairs", NULL);
}

void amsref_page_pair(amsref_html *h, const char *name, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    put_pair(h, name, format, arguments);
    va_end(arguments);
}

void amsref_page_command(amsref_html *h, const char *text)
{
    amsref_html_open(h, "pre", "class", "fold", NULL);
    amsref_html_put(h, "code", NULL, "%s", text);
    amsref_html_close(h);
}

void amsref_page_details(amsref_html *h, const char *summary)
{
    amsref_html_open(h, "details", NULL);
    amsref_html_put(h, "summary", NULL, "%s", summary);
}
