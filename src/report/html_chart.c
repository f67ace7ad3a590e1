/* SPDX-License-Identifier: Apache-2.0
 *
 * Charts in SVG, styled by html.css. Drawn small, so that text keeps its size on a phone; counts and
 * distances stand on scales of log(1 + n), on which 0 has a place.
 */
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "report/html.h"
#include "suite/memory.h"

enum { WIDTH = 264, HEIGHT = 156, LEFT = 36, RIGHT = 8, TOP = 8, BOTTOM = 34 };
static const double inner_width = WIDTH - LEFT - RIGHT;
static const double inner_height = HEIGHT - TOP - BOTTOM;

/* A shape: its attributes, name and number by turns. */
typedef struct measure {
    const char *name;
    double value;
} measure;

static void put_shape(amsref_html *h, const char *shape, const char *class_name, size_t count,
                      const measure *measures)
{
    amsref_html_open(h, shape, "class", class_name, NULL);
    for (size_t i = 0; i < count; i++) {
        xmlTextWriterWriteFormatAttribute(h, (const xmlChar *)measures[i].name, "%.1f",
                                          measures[i].value);
    }
    amsref_html_close(h);
}

static void put_rect(amsref_html *h, const char *class_name, double x, double y, double width,
                     double height)
{
    const measure m[] = {{"x", x}, {"y", y}, {"width", width}, {"height", height}};
    put_shape(h, "rect", class_name, 4, m);
}

static void put_line(amsref_html *h, const char *class_name, double x1, double y1, double x2, double y2)
{
    const measure m[] = {{"x1", x1}, {"y1", y1}, {"x2", x2}, {"y2", y2}};
    put_shape(h, "line", class_name, 4, m);
}

static void put_text(amsref_html *h, double x, double y, const char *anchor, const char *format, ...)
{
    char text[AMSREF_ULP_SIZE + 32], at[2][16];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    snprintf(at[0], sizeof at[0], "%.1f", x);
    snprintf(at[1], sizeof at[1], "%.1f", y);
    amsref_html_open(h, "text", "x", at[0], "y", at[1], "text-anchor", anchor, NULL);
    amsref_html_text(h, "%s", text);
    amsref_html_close(h);
}

/* Caption, and an image with a name and a description. */
static void chart_begin(amsref_html *h, const amsref_chart *chart)
{
    char *title = amsref_print("%s-title", chart->id), *text = amsref_print("%s-text", chart->id);
    char box[32];

    snprintf(box, sizeof box, "0 0 %d %d", WIDTH, HEIGHT);
    amsref_html_open(h, "figure", NULL);
    amsref_html_open(h, "figcaption", NULL);
    amsref_html_text(h, "%s ", chart->caption);
    amsref_html_put(h, "span", NULL, "%s", chart->note);
    amsref_html_close(h);
    amsref_html_open(h, "svg", "class", "chart", "viewBox", box, "role", "img", "aria-labelledby", title,
                     "aria-describedby", text, NULL);
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

static void chart_end(amsref_html *h, const char *axis)
{
    put_line(h, "axis", LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM);
    put_text(h, LEFT + inner_width / 2, HEIGHT - 4, "middle", "%s", axis);
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

static double height_of(double n, double largest)
{
    return HEIGHT - BOTTOM - inner_height * share(n, largest);
}

static void put_heights(amsref_html *h, double largest)
{
    char text[AMSREF_ULP_SIZE];

    for (int power = 0; pow(10, power) <= largest; power += stride(largest)) {
        const double y = height_of(pow(10, power), largest);
        put_line(h, "grid", LEFT, y, WIDTH - RIGHT, y);
        amsref_power_text(text, 10, (unsigned)power);
        put_text(h, LEFT - 5, y + 4, "end", "%s", text);
    }
    if (HEIGHT - BOTTOM - height_of(1, largest) > 11) { /* else 1 stands there */
        put_text(h, LEFT - 5, HEIGHT - BOTTOM + 4, "end", "0");
    }
}

void amsref_chart_bars(amsref_html *h, const amsref_chart *chart, const amsref_bars *bars)
{
    const double step = inner_width / (double)bars->bins;
    const double gap = step > 6 ? 2 : step > 3 ? 1 : 0;
    double largest = 9;
    char text[AMSREF_ULP_SIZE];

    for (size_t b = 0; b < bars->bins; b++) {
        largest = fmax(largest, (double)bars->count[b]);
    }
    chart_begin(h, chart);
    put_heights(h, largest);
    for (size_t b = 0; b < bars->bins; b++) {
        const double x = LEFT + step * (double)b, y = height_of((double)bars->count[b], largest);
        if (bars->count[b]) {
            put_rect(h, bars->class_name(b, bars->bins), x + gap / 2, y, step - gap,
                     HEIGHT - BOTTOM - y);
        }
        if (*bars->label(b, bars->bins, text)) {
            put_text(h, x + step / 2, HEIGHT - BOTTOM + 15, "middle", "%s", text);
        }
    }
    chart_end(h, bars->axis);
}

/* Step numbers are on a log scale from the first to the last, as far as there are several. */
static double place_of(uint64_t step, uint64_t first, uint64_t last)
{
    const double all = log((double)last) - log((double)first);
    const double part = log((double)step) - log((double)first);
    return LEFT + 4 + (inner_width - 8) * (all > 0 ? part / all : 0.5);
}

static void put_steps(amsref_html *h, uint64_t first, uint64_t last)
{
    const double powers = log10((double)last) - log10((double)first);
    const int every = (int)floor(powers / 5) + 1;
    char text[AMSREF_ULP_SIZE];

    for (int power = 0; powers > 0 && power < 19; power += every) {
        const uint64_t step = (uint64_t)pow(10, power);
        if (step >= first && step <= last) {
            amsref_power_text(text, 10, (unsigned)power);
            put_text(h, place_of(step, first, last), HEIGHT - BOTTOM + 15, "middle", "%s", text);
        }
    }
}

/* The room that the enclosure leaves, above the axis, and then the line itself. */
static void put_course(amsref_html *h, const amsref_spots *spots, const double *x, const double *y,
                       const double *room)
{
    char *text = NULL;
    size_t size = 0;
    FILE *path = open_memstream(&text, &size);
    const double base = HEIGHT - BOTTOM;

    fprintf(path, "M%.1f %.1f", x[0], base);
    for (size_t i = 0; i < spots->count; i++) {
        fprintf(path, "L%.1f %.1f", x[i], room[i]);
    }
    fprintf(path, "L%.1f %.1fZ", x[spots->count - 1], base);
    fclose(path);
    amsref_html_open(h, "path", "class", "room", "d", text, NULL);
    amsref_html_close(h);
    free(text);
    for (size_t i = 1; i < spots->count; i++) {
        char *classes = amsref_print("line %s", spots->spot[i].class_name);
        put_line(h, classes, x[i - 1], y[i - 1], x[i], y[i]);
        free(classes);
    }
}

void amsref_chart_spots(amsref_html *h, const amsref_chart *chart, const amsref_spots *spots)
{
    double *x = amsref_alloc(spots->count, sizeof *x), *y = amsref_alloc(spots->count, sizeof *y);
    double *room = amsref_alloc(spots->count, sizeof *room), largest = 9;
    uint64_t first = UINT64_MAX, last = 1;

    for (size_t i = 0; i < spots->count; i++) {
        const amsref_spot *s = &spots->spot[i];
        first = s->step < first ? s->step : first;
        last = s->step > last ? s->step : last;
        largest = fmax(largest, (double)s->ulp);
        largest = fmax(largest, s->room == UINT64_MAX ? 0 : (double)s->room);
    }
    for (size_t i = 0; i < spots->count; i++) {
        const amsref_spot *s = &spots->spot[i];
        x[i] = place_of(s->step, first, last);
        y[i] = height_of((double)s->ulp, largest);
        room[i] = height_of(s->room == UINT64_MAX ? 0 : (double)s->room, largest);
    }
    chart_begin(h, chart);
    put_heights(h, largest);
    put_steps(h, first, last);
    if (spots->line) {
        put_course(h, spots, x, y, room);
    }
    for (size_t i = 0; i < spots->count; i++) {
        const measure m[] = {{"cx", x[i]}, {"cy", y[i]}, {"r", spots->line ? 3 : 2.5}};
        put_shape(h, "circle", spots->spot[i].class_name, 3, m);
    }
    chart_end(h, spots->axis);
    free(x);
    free(y);
    free(room);
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
    amsref_html_open(h, "svg", "class", "bar", "viewBox", "0 0 100 10", "preserveAspectRatio", "none",
                     "aria-hidden", "true", NULL);
    for (size_t i = 0; i < count; i++) {
        if (parts[i].count) {
            const double width = 100 * width_of(parts[i].count, all) / widths;
            put_rect(h, parts[i].class_name, x, 0, width - 0.5, 10);
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
        put_rect(h, class_name[i], 0, 0, 10, 10);
        amsref_html_close(h);
        amsref_html_put(h, "span", NULL, "%s", name[i]);
        amsref_html_close(h);
    }
    amsref_html_close(h);
}
