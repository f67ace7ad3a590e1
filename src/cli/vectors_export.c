/* SPDX-License-Identifier: Apache-2.0
 *
 * amsref vectors export: the cases as a C header and as CSV (AG-78), for those who want no JSON.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "cli/vectors.h"
#include "core/amsref.h"

static const char *const lr_schedule[] = {"", "inv_sqrt"};
static const char *const beta1_schedule[] = {"", "geometric", "inverse"};

static const char header_top[] =
    "/* SPDX-License-Identifier: CC0-1.0\n"
    " *\n"
    " * Golden vectors of amsref %s, written by `amsref vectors export --to c`.\n"
    " *\n"
    " * Values are bit patterns, those of narrower formats in the low bits. An answer conforms where\n"
    " * tight[0] <= answer <= tight[1] (or working) as numbers; `nan` is '0' where NaN is not "
    "allowed, '1'\n"
    " * where it is allowed beside the interval, '2' where it is required.\n"
    " */\n"
    "#ifndef AMSREF_VECTORS_H\n"
    "#define AMSREF_VECTORS_H\n\n"
    "#include <stddef.h>\n"
    "#include <stdint.h>\n\n"
    "struct amsref_golden_value {\n"
    "    uint64_t rn, ref, tight[2], working[2];\n"
    "    char nan;\n"
    "};\n\n"
    "struct amsref_vector {\n"
    "    const char *id, *dialect, *format;\n"
    "    double lr, beta1, beta2, eps, weight_decay;\n"
    "    int decoupled, maximize;\n"
    "    const char *lr_schedule, *beta1_schedule; /* \"\", or as in the JSON files */\n"
    "    double lambda, lo, hi;                    /* hi < lo: no box; an infinite end is "
    "+-1.8e308 */\n"
    "    uint64_t t;                               /* number of the first step */\n"
    "    size_t n, steps, states, quantities;      /* quantities: x, m, v and, but in adam, vmax "
    "*/\n"
    "    const uint64_t *in;                       /* [quantities][n] */\n"
    "    const uint64_t *g;                        /* [steps][n] */\n"
    "    const uint64_t *at;                       /* [states]: numbers of the steps */\n"
    "    const struct amsref_golden_value *out;    /* [states][quantities][n] */\n"
    "};\n\n";

static const char *separator(size_t i, size_t per_line) {
    return i % per_line ? " " : "\n    ";
}

/* C has no empty arrays: where there is no element one unused zero stands. */
static void put_input(FILE *file, const amsref_problem *p, size_t index) {
    size_t quantities = amsref_quantity_count(p->dialect);

    fprintf(file, "static const uint64_t amsref_in_%zu[] = {", index);
    for (size_t i = 0; i < quantities * p->n; i++) {
        fprintf(file, "%s0x%" PRIx64 ",", separator(i, 4), p->in[i / p->n][i % p->n]);
    }
    fputs(p->n ? "\n};\n" : "0};\n", file);
    fprintf(file, "static const uint64_t amsref_g_%zu[] = {", index);
    for (size_t i = 0; i < p->steps * p->n; i++) {
        fprintf(file, "%s0x%" PRIx64 ",", separator(i, 4), p->g[i]);
    }
    fputs(p->n ? "\n};\n" : "0};\n", file);
}

static void put_states(FILE *file, const amsref_case *c, size_t index) {
    size_t n = c->problem.n, quantities = amsref_quantity_count(c->problem.dialect);

    fprintf(file, "static const uint64_t amsref_at_%zu[] = {", index);
    for (size_t s = 0; s < c->outs; s++) {
        fprintf(file, "%s%" PRIu64, s ? ", " : "", c->out[s].t);
    }
    fprintf(file, "};\nstatic const struct amsref_golden_value amsref_out_%zu[] = {", index);
    for (size_t k = 0; k < c->outs * quantities * n; k++) {
        const amsref_golden *golden = &c->out[k / n / quantities].quantity[k / n % quantities];
        size_t i = k % n;
        fprintf(file,
                "\n    {0x%" PRIx64 ", 0x%" PRIx64 ", {0x%" PRIx64 ", 0x%" PRIx64 "}, {0x%" PRIx64
                ", 0x%" PRIx64 "}, '%c'},",
                golden->rn[i], golden->ref[i], golden->tight[0][i], golden->tight[1][i],
                golden->working[0][i], golden->working[1][i], golden->nan[i]);
    }
    fputs(n ? "\n};\n" : "\n    {0, 0, {0, 0}, {0, 0}, '0'},\n};\n", file);
}

/* An absent box is written [1, -1]; DBL_MAX stands for one missing bound. */
static void put_row(FILE *file, const amsref_case *c, size_t index) {
    const amsref_problem *p = &c->problem;
    const amsref_hyper *h = &p->hyper;
    bool box = isfinite(h->lo) || isfinite(h->hi);
    double lo = !box ? 1 : isinf(h->lo) ? -0x1.fffffffffffffp1023 : h->lo;
    double hi = !box ? -1 : isinf(h->hi) ? 0x1.fffffffffffffp1023 : h->hi;

    fprintf(file, "    {\"%s\", \"%s\", \"%s\", %.17g, %.17g, %.17g, %.17g, %.17g, %d, %d,\n",
            c->id, amsref_dialect_name(p->dialect), amsref_format_name(p->format), h->lr, h->beta1,
            h->beta2, h->eps, h->weight_decay, h->decoupled, h->maximize);
    fprintf(file,
            "     \"%s\", \"%s\", %.17g, %.17g, %.17g, UINT64_C(%" PRIu64
            "), %zu, %zu, %zu, %zu,\n",
            lr_schedule[h->lr_schedule], beta1_schedule[h->beta1_schedule], h->lambda, lo, hi, p->t,
            p->n, p->steps, c->outs, amsref_quantity_count(p->dialect));
    fprintf(file, "     amsref_in_%zu, amsref_g_%zu, amsref_at_%zu, amsref_out_%zu},\n", index,
            index, index, index);
}

bool amsref_export_c(FILE *file, const amsref_case_list *list, const char *version) {
    fprintf(file, header_top, version);
    for (size_t i = 0; i < list->count; i++) {
        put_input(file, &list->item[i].problem, i);
        put_states(file, &list->item[i], i);
    }
    fputs("\nstatic const struct amsref_vector amsref_vectors[] = {\n", file);
    for (size_t i = 0; i < list->count; i++) {
        put_row(file, &list->item[i], i);
    }
    fprintf(file, "};\n\nenum { AMSREF_VECTORS_COUNT = %zu };\n\n#endif\n", list->count);
    return !ferror(file);
}

static void put_hex(FILE *file, amsref_format format, uint64_t bits) {
    fprintf(file, ",%0*" PRIx64, (int)amsref_hex_digits(format), bits);
}

static void put_csv_golden(FILE *file, amsref_format format, const amsref_golden *golden,
                           size_t i) {
    put_hex(file, format, golden->rn[i]);
    put_hex(file, format, golden->ref[i]);
    for (int end = 0; end < 2; end++) {
        put_hex(file, format, golden->tight[end][i]);
    }
    for (int end = 0; end < 2; end++) {
        put_hex(file, format, golden->working[end][i]);
    }
    fprintf(file, ",%c", golden->nan[i]);
}

static const char *flag(bool value) {
    return value ? "true" : "false";
}

static void put_csv_hyper(FILE *file, const amsref_hyper *h) {
    fprintf(file, ",%.17g,%.17g,%.17g,%.17g,%.17g,%s,%s,%s,%s,%.17g,%.17g,%.17g", h->lr, h->beta1,
            h->beta2, h->eps, h->weight_decay, flag(h->decoupled), flag(h->maximize),
            lr_schedule[h->lr_schedule], beta1_schedule[h->beta1_schedule], h->lambda, h->lo,
            h->hi);
}

/* Parameter i in step s: the state before the first step, the golden values where they are kept. */
static void put_csv_row(FILE *file, const amsref_case *c, size_t s, size_t i) {
    const amsref_problem *p = &c->problem;
    const amsref_golden_state *state = NULL;
    size_t quantities = amsref_quantity_count(p->dialect);

    for (size_t k = 0; k < c->outs; k++) {
        state = c->out[k].t == p->t + s ? &c->out[k] : state;
    }
    fprintf(file, "%s,%s,%s,%" PRIu64 ",%zu", c->id, amsref_dialect_name(p->dialect),
            amsref_format_name(p->format), p->t + s, i);
    put_csv_hyper(file, &p->hyper);
    for (size_t q = 0; q < AMSREF_QUANTITIES; q++) {
        if (s == 0 && q < quantities) {
            put_hex(file, p->format, p->in[q][i]);
        } else {
            fputc(',', file);
        }
    }
    put_hex(file, p->format, p->g[s * p->n + i]);
    for (size_t q = 0; q < AMSREF_QUANTITIES; q++) {
        if (state && q < quantities) {
            put_csv_golden(file, p->format, &state->quantity[q], i);
        } else {
            fputs(",,,,,,,", file);
        }
    }
    fputc('\n', file);
}

bool amsref_export_csv(FILE *file, const amsref_case_list *list) {
    static const char *const part[] = {"rn",         "ref",        "tight_lo", "tight_hi",
                                       "working_lo", "working_hi", "nan"};

    fputs("id,dialect,format,t,element,lr,beta1,beta2,eps,weight_decay,decoupled,maximize,"
          "lr_schedule,beta1_schedule,lambda,lo,hi,x,m,v,vmax,g",
          file);
    for (size_t q = 0; q < AMSREF_QUANTITIES; q++) {
        for (size_t k = 0; k < sizeof part / sizeof *part; k++) {
            fprintf(file, ",%s_%s", amsref_quantity_name((amsref_quantity)q), part[k]);
        }
    }
    fputc('\n', file);
    for (size_t k = 0; k < list->count; k++) {
        const amsref_problem *p = &list->item[k].problem;
        for (size_t s = 0; s < p->steps; s++) {
            for (size_t i = 0; i < p->n; i++) {
                put_csv_row(file, &list->item[k], s, i);
            }
        }
    }
    return !ferror(file);
}
