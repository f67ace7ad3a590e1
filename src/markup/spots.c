/* SPDX-License-Identifier: Apache-2.0
 *
 * Charts of distances over steps: a run as a line and the room beside it, or dots.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "markup/svg.h"
#include "suite/memory.h"

/* Step numbers are on a log scale from the first to the last, as far as there are several. */
static double place_of(uint64_t step, uint64_t first, uint64_t last)
{
    const double all = log((double)last) - log((double)first);
    const double part = log((double)step) - log((double)first);
    return AMSREF_SVG_LEFT + 4 + (AMSREF_SVG_INNER - 8) * (all > 0 ? part / all : 0.5);
}

static void put_step(amsref_html *h, const char *text, uint64_t step, uint64_t first, uint64_t last)
{
    amsref_svg_text(h, place_of(step, first, last), AMSREF_SVG_BASE + 15, "middle", text);
}

/* Powers of ten, where there are several; else the first step and the last. */
static void put_steps(amsref_html *h, uint64_t first, uint64_t last)
{
    const int low = (int)ceil(log10((double)first)), high = (int)floor(log10((double)last));
    char text[AMSREF_ULP_SIZE];

    for (int power = low; low < high && power <= high; power += (high - low) / 5 + 1) {
        amsref_power_text(text, 10, (unsigned)power);
        put_step(h, text, (uint64_t)pow(10, power), first, last);
    }
    if (low >= high) {
        snprintf(text, sizeof text, "%" PRIu64, first);
        put_step(h, text, first, first, last);
    }
    if (low >= high && last > first) {
        snprintf(text, sizeof text, "%" PRIu64, last);
        put_step(h, text, last, first, last);
    }
}

/* The room that the enclosure leaves, above the axis, and then the line itself. */
static void put_course(amsref_html *h, const amsref_spots *spots, const double *x, const double *y,
                       const double *room)
{
    char *text = NULL;
    size_t size = 0;
    FILE *path = open_memstream(&text, &size);
    const double base = AMSREF_SVG_BASE;

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
        amsref_svg_line(h, classes, x[i - 1], y[i - 1], x[i], y[i]);
        free(classes);
    }
}

/* Dots that would cover one another, of one class and less than a pixel apart, are drawn once. */
static void put_dots(amsref_html *h, const amsref_spots *spots, const double *x, const double *y)
{
    const char **drawn = amsref_alloc(AMSREF_SVG_WIDTH * AMSREF_SVG_HEIGHT, sizeof *drawn);

    for (size_t i = 0; i < spots->count; i++) {
        const char *class_name = spots->spot[i].class_name;
        const char **cell = &drawn[(size_t)y[i] * AMSREF_SVG_WIDTH + (size_t)x[i]];
        if (*cell != class_name) {
            const amsref_measure m[] = {{"cx", x[i]}, {"cy", y[i]}, {"r", spots->line ? 3 : 2.5}};
            amsref_svg_shape(h, "circle", class_name, 3, m);
            *cell = class_name;
        }
    }
    free(drawn);
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
        y[i] = amsref_svg_height_of((double)s->ulp, largest);
        room[i] = amsref_svg_height_of(s->room == UINT64_MAX ? 0 : (double)s->room, largest);
    }
    amsref_svg_begin(h, chart);
    amsref_svg_heights(h, largest);
    put_steps(h, first, last);
    if (spots->line) {
        put_course(h, spots, x, y, room);
    }
    put_dots(h, spots, x, y);
    amsref_svg_end(h, spots->axis);
    free(x);
    free(y);
    free(room);
}
