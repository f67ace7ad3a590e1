/* SPDX-License-Identifier: Apache-2.0
 *
 * Elements and text, by libxml2's writer: it escapes, and it nests.
 */
#include "markup/html.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "suite/memory.h"

#define TEXT(s) ((const xmlChar *)(s))

/* Begun on a line of their own, so that pages can be read and compared as text. */
static bool begins_line(const char *element)
{
    static const char *const names[] = {
        "body",  "section", "h2",    "h3",   "p",      "nav",    "ul",   "li", "table",
        "thead", "tbody",   "tfoot", "tr",   "figure", "svg",    "dl",   "dt", "details",
        "div",   "article", "pre",   "main", "header", "footer", "style"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i], element) == 0) {
            return true;
        }
    }
    return false;
}

void amsref_html_open(amsref_html *h, const char *element, ...)
{
    va_list attributes;

    if (begins_line(element)) {
        xmlTextWriterWriteString(h, TEXT("\n"));
    }
    va_start(attributes, element);
    xmlTextWriterStartElement(h, TEXT(element));
    for (const char *name; (name = va_arg(attributes, const char *));) {
        const char *value = va_arg(attributes, const char *);
        if (value) {
            xmlTextWriterWriteAttribute(h, TEXT(name), TEXT(value));
        }
    }
    va_end(attributes);
}

/* HTML knows no <p/>: only the void <meta> may end in itself, and it reads </meta> as nothing. */
void amsref_html_close(amsref_html *h)
{
    xmlTextWriterFullEndElement(h);
}

static void put_printed(amsref_html *h, const char *format, va_list arguments)
{
    char *text = NULL;

    if (vasprintf(&text, format, arguments) < 0) {
        fputs("amsref: out of memory\n", stderr);
        exit(2);
    }
    xmlTextWriterWriteString(h, TEXT(text));
    free(text);
}

void amsref_html_text(amsref_html *h, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    put_printed(h, format, arguments);
    va_end(arguments);
}

void amsref_html_put(amsref_html *h, const char *element, const char *class_name,
                     const char *format, ...)
{
    va_list arguments;

    amsref_html_open(h, element, "class", class_name, NULL);
    va_start(arguments, format);
    put_printed(h, format, arguments);
    va_end(arguments);
    amsref_html_close(h);
}

void amsref_html_take(amsref_html *h, const char *element, const char *class_name, char *text)
{
    amsref_html_put(h, element, class_name, "%s", text ? text : "");
    free(text);
}
