/* SPDX-License-Identifier: Apache-2.0
 *
 * amsref vectors stats: how many cases, and how wide their enclosures are.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/vectors.h"
#include "core/amsref.h"
#include "suite/memory.h"

/* Widths in ulp of one kind of enclosure. */
typedef struct widths {
    uint64_t *width;
    size_t count;
    size_t unbounded;  /* with an infinite end point, or with none (NaN required) */
    size_t about_zero; /* numbers of both signs: units of last place mean nothing there */
    uint64_t largest;
    const char *where; /* the case of the largest */
} widths;

static void add_width(widths *w, amsref_format format, uint64_t *const end[2], size_t i,
                      const char *id) {
    double lo = amsref_bits_value(format, end[0][i]);
    double hi = amsref_bits_value(format, end[1][i]);

    if (!isfinite(lo) || !isfinite(hi)) {
        w->unbounded++;
        return;
    }
    if (lo < 0 && hi > 0) {
        w->about_zero++;
        return;
    }
    uint64_t width = amsref_bits_distance(format, end[0][i], end[1][i]);
    if (!w->where || width > w->largest) {
        w->largest = width;
        w->where = id;
    }
    w->width[w->count++] = width;
}

static int by_size(const void *a, const void *b) {
    const uint64_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* The states of a case that are a first step, or those further on in a run. */
static void add_case(const amsref_case *c, size_t quantity, bool working, bool later, widths *w) {
    for (size_t s = 0; s < c->outs; s++) {
        const amsref_golden *golden = &c->out[s].quantity[quantity];
        if ((c->out[s].t > c->problem.t) != later) {
            continue;
        }
        for (size_t i = 0; i < c->problem.n; i++) {
            add_width(w, c->problem.format, working ? golden->working : golden->tight, i, c->id);
        }
    }
}

static void put_row(const amsref_case_list *list, amsref_format format, size_t quantity,
                    bool working, bool later, widths *w) {
    *w = (widths){.width = w->width};
    for (size_t i = 0; i < list->count; i++) {
        const amsref_case *c = &list->item[i];
        if (c->problem.format == format && quantity < amsref_quantity_count(c->problem.dialect)) {
            add_case(c, quantity, working, later, w);
        }
    }
    if (w->count == 0) {
        return;
    }
    qsort(w->width, w->count, sizeof *w->width, by_size);
    printf("%-9s %-8s %-5s %-5s %7zu %7" PRIu64 " %9" PRIu64 " %12.4g %7zu %8zu  %s\n",
           amsref_format_name(format), working ? "working" : "tight", later ? "run" : "step",
           amsref_quantity_name((amsref_quantity)quantity), w->count, w->width[w->count / 2],
           w->width[w->count * 95 / 100], (double)w->largest, w->about_zero, w->unbounded,
           w->where);
}

static void put_counts(const amsref_case_list *list, size_t *elements) {
    size_t steps = 0, runs = 0, open = 0, required = 0;

    *elements = 0;
    for (size_t i = 0; i < list->count; i++) {
        const amsref_case *c = &list->item[i];
        *elements += c->outs * c->problem.n;
        steps += c->problem.steps;
        runs += c->problem.steps > 1;
        for (size_t s = 0; s < c->outs; s++) {
            for (size_t q = 0; q < amsref_quantity_count(c->problem.dialect); q++) {
                for (size_t k = 0; k < c->problem.n; k++) {
                    open += c->out[s].quantity[q].nan[k] == AMSREF_NAN_ALLOWED;
                    required += c->out[s].quantity[q].nan[k] == AMSREF_NAN_REQUIRED;
                }
            }
        }
    }
    printf("%zu cases, %zu of them runs; %zu gradients; %zu elements\n", list->count, runs, steps,
           *elements);
    printf("values left open (NaN allowed) %zu, NaN required %zu\n\n", open, required);
}

int amsref_vectors_stats(const amsref_case_list *list) {
    size_t elements;

    put_counts(list, &elements);
    widths w = {.width = amsref_alloc(elements, sizeof *w.width)};
    printf("%-9s %-8s %-5s %-5s %7s %7s %9s %12s %7s %8s  %s\n", "format", "level", "of a", "value",
           "count", "median", "95%", "largest ulp", "about 0", "no bound", "case of the largest");
    for (int f = 0; f < AMSREF_FORMAT_COUNT; f++) {
        for (int working = 0; working < 2; working++) {
            for (int later = 0; later < 2; later++) {
                for (size_t q = 0; q < AMSREF_QUANTITIES; q++) {
                    put_row(list, (amsref_format)f, q, working != 0, later != 0, &w);
                }
            }
        }
    }
    free(w.width);
    return 0;
}
