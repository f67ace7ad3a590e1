/* SPDX-License-Identifier: Apache-2.0
 *
 * Shapes, text and scales of charts, styled by page.css.
 */
#include "markup/svg.h"

#include <math.h>
#include <stdlib.h>

#include "suite/memory.h"

void amsref_svg_shape(amsref_html *h, const char *shape, const char *class_name, size_t count,
                      const amsref_measure *measures)
{
    amsref_html_open(h, shape, "class", class_name, NULL);
    for (size_t i = 0; i < count; i++) {
        xmlTextWriterWriteFormatAttribute(h, (const xmlChar *)measures[i].name, "%.1f",
                                          measures[i].value);
    }
    amsref_html_close(h);
}

void amsref_svg_rect(amsref_html *h, const char *class_name, double x, double y, double width,
                     double height)
{
    const amsref_measure m[] = {{"x", x}, {"y", y}, {"width", width}, {"height", height}};
    amsref_svg_shape(h, "rect", class_name, 4, m);
}

void amsref_svg_line(amsref_html *h, const char *class_name, double x1, double y1, double x2,
                     double y2)
{
    const amsref_measure m[] = {{"x1", x1}, {"y1", y1}, {"x2", x2}, {"y2", y2}};
    amsref_svg_shape(h, "line", class_name, 4, m);
}

void amsref_svg_text(amsref_html *h, double x, double y, const char *anchor, const char *text)
{
    char at[2][16];

    snprintf(at[0], sizeof at[0], "%.1f", x);
    snprintf(at[1], sizeof at[1], "%.1f", y);
    amsref_html_open(h, "text", "x", at[0], "y", at[1], "text-anchor", anchor, NULL);
    amsref_html_text(h, "%s", text);
    amsref_html_close(h);
}

/* Caption, and an image with a name and a description. */
void amsref_svg_begin(amsref_html *h, const amsref_chart *chart)
{
    char *title = amsref_print("%s-title", chart->id), *text = amsref_print("%s-text", chart->id);
    char box[32];

    snprintf(box, sizeof box, "0 0 %d %d", AMSREF_SVG_WIDTH, AMSREF_SVG_HEIGHT);
    amsref_html_open(h, "figure", NULL);
    amsref_html_open(h, "figcaption", NULL);
    amsref_html_text(h, "%s ", chart->caption);
    amsref_html_put(h, "span", NULL, "%s", chart->note);
    amsref_html_close(h);
    amsref_html_open(h, "svg", "class", "chart", "viewBox", box, "role", "img", "aria-labelledby",
                     title, "aria-describedby", text, NULL);
    amsref_html_open(h, "title", "id", title, NULL);
    amsref_html_text(h, "%s", chart->title);
    amsref_html_close(h);
    amsref_html_open(h, "desc", "id", text, NULL);
    amsref_html_text(h, "%s", chart->text);
    amsref_html_close(h);
    free(title);
    free(text);
    free(chart->text);
}

void amsref_svg_end(amsref_html *h, const char *axis)
{
    amsref_svg_line(h, "axis", AMSREF_SVG_LEFT, AMSREF_SVG_BASE,
                    AMSREF_SVG_WIDTH - AMSREF_SVG_RIGHT, AMSREF_SVG_BASE);
    amsref_svg_text(h, AMSREF_SVG_LEFT + AMSREF_SVG_INNER / 2, AMSREF_SVG_HEIGHT - 4, "middle",
                    axis);
    amsref_html_close(h);
    amsref_html_close(h);
}

/* log(1 + n), as a part of what the largest has. */
static double share(double n, double largest)
{
    return log1p(n) / log1p(largest);
}

void amsref_power_text(char text[AMSREF_ULP_SIZE], unsigned base, unsigned power)
{
    static const char *const raised[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    const double value = pow(base, power);

    if (value < 1e4) {
        snprintf(text, AMSREF_ULP_SIZE, "%.0f", value);
    } else {
        snprintf(text, AMSREF_ULP_SIZE, "%u%s%s", base, power < 10 ? "" : raised[power / 10 % 10],
                 raised[power % 10]);
    }
}

/* So many powers of ten from one line of a scale to the next that about four fit. */
static int stride(double largest)
{
    const int powers = (int)floor(log10(largest));
    return powers / 5 + 1;
}

double amsref_svg_height_of(double n, double largest)
{
    return AMSREF_SVG_BASE - (AMSREF_SVG_BASE - AMSREF_SVG_TOP) * share(n, largest);
}

void amsref_svg_heights(amsref_html *h, double largest)
{
    char text[AMSREF_ULP_SIZE];

    for (int power = 0; pow(10, power) <= largest; power += stride(largest)) {
        const double y = amsref_svg_height_of(pow(10, power), largest);
        amsref_svg_line(h, "grid", AMSREF_SVG_LEFT, y, AMSREF_SVG_WIDTH - AMSREF_SVG_RIGHT, y);
        amsref_power_text(text, 10, (unsigned)power);
        amsref_svg_text(h, AMSREF_SVG_LEFT - 5, y + 4, "end", text);
    }
    if (AMSREF_SVG_BASE - amsref_svg_height_of(1, largest) > 11) { /* else 1 stands there */
        amsref_svg_text(h, AMSREF_SVG_LEFT - 5, AMSREF_SVG_BASE + 4, "end", "0");
    }
}
