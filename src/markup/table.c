/* SPDX-License-Identifier: Apache-2.0
 *
 * Tables of pages: each scrolls by itself, and has a caption and scopes.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>

#include "markup/html.h"
#include "suite/memory.h"

void amsref_table_begin(amsref_html *h, const char *caption, const char *const heads[],
                        size_t count)
{
    /* What scrolls must be reached by the keyboard, and have a name. */
    amsref_html_open(h, "div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label",
                     caption, NULL);
    amsref_html_open(h, "table", NULL);
    amsref_html_put(h, "caption", NULL, "%s", caption);
    amsref_html_open(h, "thead", NULL);
    amsref_html_open(h, "tr", NULL);
    for (size_t i = 0; i < count; i++) {
        const bool number = heads[i][0] == '#';
        amsref_html_open(h, "th", "scope", "col", "class", number ? "n" : NULL, NULL);
        amsref_html_text(h, "%s", heads[i] + number);
        amsref_html_close(h);
    }
    amsref_html_close(h);
    amsref_html_close(h);
    amsref_html_open(h, "tbody", NULL);
}

void amsref_table_end(amsref_html *h)
{
    amsref_html_close(h); /* tbody or tfoot */
    amsref_html_close(h);
    amsref_html_close(h);
}

void amsref_row_begin(amsref_html *h, const char *format, ...)
{
    va_list arguments;
    char *text = NULL;

    va_start(arguments, format);
    if (vasprintf(&text, format, arguments) < 0) {
        text = NULL;
    }
    va_end(arguments);
    amsref_html_open(h, "tr", NULL);
    amsref_html_open(h, "th", "scope", "row", "class", "keep", NULL);
    amsref_html_text(h, "%s", text ? text : "");
    amsref_html_close(h);
    free(text);
}

void amsref_cell_count(amsref_html *h, uint64_t count, const char *class_name)
{
    class_name = count ? class_name : "zero";
    char *classes = amsref_print("n%s%s", class_name ? " " : "", class_name ? class_name : "");
    amsref_html_put(h, "td", classes, "%" PRIu64, count);
    free(classes);
}

const char *amsref_ulp_text(uint64_t distance, char text[AMSREF_ULP_SIZE])
{
    if (distance < 10000000) {
        snprintf(text, AMSREF_ULP_SIZE, "%" PRIu64, distance);
    } else {
        snprintf(text, AMSREF_ULP_SIZE, "%.1e", (double)distance);
    }
    return text;
}

void amsref_cell_ulp(amsref_html *h, bool known, uint64_t distance)
{
    char text[AMSREF_ULP_SIZE];
    amsref_html_put(h, "td", "n", "%s", known ? amsref_ulp_text(distance, text) : "-");
}
