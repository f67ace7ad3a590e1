/* SPDX-License-Identifier: Apache-2.0
 *
 * Charts of counts: bars on a log scale, and bars of parts.
 */
#include <math.h>

#include "markup/svg.h"

void amsref_chart_bars(amsref_html *h, const amsref_chart *chart, const amsref_bars *bars)
{
    const double step = AMSREF_SVG_INNER / (double)bars->bins;
    const double gap = step > 6 ? 2 : step > 3 ? 1 : 0;
    double largest = 9;
    char text[AMSREF_ULP_SIZE];

    for (size_t b = 0; b < bars->bins; b++) {
        largest = fmax(largest, (double)bars->count[b]);
    }
    amsref_svg_begin(h, chart);
    amsref_svg_heights(h, largest);
    for (size_t b = 0; b < bars->bins; b++) {
        const double x = AMSREF_SVG_LEFT + step * (double)b,
                     y = amsref_svg_height_of((double)bars->count[b], largest);
        if (bars->count[b]) {
            amsref_svg_rect(h, bars->class_name(b, bars->bins), x + gap / 2, y, step - gap,
                            AMSREF_SVG_BASE - y);
        }
        if (*bars->label(b, bars->bins, text)) {
            amsref_svg_text(h, x + step / 2, AMSREF_SVG_BASE + 15, "middle", text);
        }
    }
    amsref_svg_end(h, bars->axis);
}

/* Of a bar at least so much: nothing that fails is invisible. */
static double width_of(uint64_t count, double all)
{
    return count ? fmax((double)count / all, 0.015) : 0;
}

void amsref_chart_parts(amsref_html *h, const amsref_part *parts, size_t count)
{
    double all = 0, widths = 0, x = 0;

    for (size_t i = 0; i < count; i++) {
        all += (double)parts[i].count;
    }
    for (size_t i = 0; i < count; i++) {
        widths += width_of(parts[i].count, all);
    }
    amsref_html_open(h, "svg", "class", "bar", "viewBox", "0 0 100 10", "preserveAspectRatio",
                     "none", "aria-hidden", "true", NULL);
    for (size_t i = 0; i < count; i++) {
        if (parts[i].count) {
            const double width = 100 * width_of(parts[i].count, all) / widths;
            amsref_svg_rect(h, parts[i].class_name, x, 0, width - 0.5, 10);
            x += width;
        }
    }
    amsref_html_close(h);
}

void amsref_chart_legend(amsref_html *h, const char *const class_name[], const char *const name[],
                         size_t count)
{
    amsref_html_open(h, "ul", "class", "legend", NULL);
    for (size_t i = 0; i < count; i++) {
        amsref_html_open(h, "li", NULL);
        amsref_html_open(h, "svg", "viewBox", "0 0 10 10", "aria-hidden", "true", NULL);
        amsref_svg_rect(h, class_name[i], 0, 0, 10, 10);
        amsref_html_close(h);
        amsref_html_put(h, "span", NULL, "%s", name[i]);
        amsref_html_close(h);
    }
    amsref_html_close(h);
}
