/* SPDX-License-Identifier: Apache-2.0
 *
 * What charts are drawn with (chart.c, spots.c).
 */
#ifndef AMSREF_MARKUP_SVG_H
#define AMSREF_MARKUP_SVG_H

#include "markup/html.h"

/* Drawn small, so that text keeps its size on a phone. */
enum {
    AMSREF_SVG_WIDTH = 264,
    AMSREF_SVG_HEIGHT = 156,
    AMSREF_SVG_LEFT = 36,
    AMSREF_SVG_RIGHT = 10,
    AMSREF_SVG_TOP = 8,
    AMSREF_SVG_BOTTOM = 34,
    AMSREF_SVG_BASE = AMSREF_SVG_HEIGHT - AMSREF_SVG_BOTTOM,
    AMSREF_SVG_INNER = AMSREF_SVG_WIDTH - AMSREF_SVG_LEFT - AMSREF_SVG_RIGHT
};

/* A shape: its class, and its attributes, name and number by turns. */
typedef struct amsref_measure {
    const char *name;
    double value;
} amsref_measure;

void amsref_svg_shape(amsref_html *h, const char *shape, const char *class_name, size_t count,
                      const amsref_measure *measures);
void amsref_svg_rect(amsref_html *h, const char *class_name, double x, double y, double width,
                     double height);
void amsref_svg_line(amsref_html *h, const char *class_name, double x1, double y1, double x2,
                     double y2);
void amsref_svg_text(amsref_html *h, double x, double y, const char *anchor, const char *text);

/* Caption, and an image with a name and a description; its axis of x with what it is, and the end.
 */
void amsref_svg_begin(amsref_html *h, const amsref_chart *chart);
void amsref_svg_end(amsref_html *h, const char *axis);

/* Counts and distances stand on a scale of log(1 + n), on which 0 has a place: where n stands, and
 * the lines of the scale. */
double amsref_svg_height_of(double n, double largest);
void amsref_svg_heights(amsref_html *h, double largest);

#endif
