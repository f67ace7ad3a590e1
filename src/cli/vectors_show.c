/* SPDX-License-Identifier: Apache-2.0
 *
 * amsref vectors list, and show: one case for the eye.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/vectors.h"
#include "core/amsref.h"
#include "runner/runner.h"

int amsref_vectors_list(const amsref_case_list *list) {
    size_t elements = 0, steps = 0;

    for (size_t i = 0; i < list->count; i++) {
        const amsref_case *c = &list->item[i];
        elements += c->outs * c->problem.n;
        steps += c->problem.steps;
        printf("%-32s  n %-4zu  steps %-4zu  states %-2zu  %s\n", c->id, c->problem.n,
               c->problem.steps, c->outs, c->comment);
    }
    fflush(stdout);
    fprintf(stderr, "%zu cases, %zu elements, %zu steps\n", list->count, elements, steps);
    return 0;
}

static void put_value(amsref_format format, uint64_t bits) {
    char text[AMSREF_DECIMAL_SIZE];

    amsref_decimal(format, bits, text);
    printf("%s (%0*" PRIx64 ")", text, (int)amsref_hex_digits(format), bits);
}

static void put_words(const char *title, char *const *words) {
    printf("%s", title);
    for (; *words; words++) {
        printf(" %s", *words);
    }
    putchar('\n');
}

/* Both end points, and how many values of the format lie from one to the other. */
static void put_enclosure(amsref_format format, const char *title, uint64_t *const end[2],
                          size_t i) {
    double lo = amsref_bits_value(format, end[0][i]);
    double hi = amsref_bits_value(format, end[1][i]);

    printf("      %-8s ", title);
    if (lo > hi) {
        puts("no number");
        return;
    }
    put_value(format, end[0][i]);
    fputs(" .. ", stdout);
    put_value(format, end[1][i]);
    if (isfinite(lo) && isfinite(hi)) {
        printf("  %" PRIu64 " ulp", amsref_bits_distance(format, end[0][i], end[1][i]));
    }
    putchar('\n');
}

static void put_golden(amsref_format format, const char *name, const amsref_golden *golden,
                       size_t i) {
    printf("    %s[%zu]\n      rn       ", name, i);
    put_value(format, golden->rn[i]);
    fputs("\n      ref      ", stdout);
    put_value(format, golden->ref[i]);
    putchar('\n');
    put_enclosure(format, "tight", golden->tight, i);
    put_enclosure(format, "working", golden->working, i);
    if (golden->nan[i] != AMSREF_NAN_NO) {
        printf("      NaN      %s\n",
               golden->nan[i] == AMSREF_NAN_REQUIRED ? "required" : "allowed");
    }
}

static void put_input(const amsref_problem *p) {
    for (size_t i = 0; i < p->n; i++) {
        for (size_t q = 0; q < amsref_quantity_count(p->dialect); q++) {
            printf("  %s[%zu] ", amsref_quantity_name((amsref_quantity)q), i);
            put_value(p->format, p->in[q][i]);
            putchar('\n');
        }
    }
    for (size_t s = 0; s < p->steps; s++) {
        for (size_t i = 0; i < p->n; i++) {
            printf("  g[%zu] of step %" PRIu64 " ", i, p->t + s);
            put_value(p->format, p->g[s * p->n + i]);
            putchar('\n');
        }
    }
}

int amsref_vectors_show(const amsref_case *c) {
    const amsref_problem *p = &c->problem;
    char *hyper = amsref_hyper_text(&p->hyper);

    printf("%s: %s\n", c->id, c->comment);
    put_words("flags", c->flags);
    put_words("clauses", c->clauses);
    printf("hyper %s\n%zu parameters, %zu steps, the first is step %" PRIu64 "\ninput\n", hyper,
           p->n, p->steps, p->t);
    free(hyper);
    put_input(p);
    for (size_t s = 0; s < c->outs; s++) {
        printf("after step %" PRIu64 "\n", c->out[s].t);
        for (size_t i = 0; i < p->n; i++) {
            for (size_t q = 0; q < amsref_quantity_count(p->dialect); q++) {
                put_golden(p->format, amsref_quantity_name((amsref_quantity)q),
                           &c->out[s].quantity[q], i);
            }
        }
    }
    return 0;
}
