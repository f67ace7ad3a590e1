/* SPDX-License-Identifier: Apache-2.0
 *
 * The text of golden files (AG-70): one member order, one line a quantity, so that the same values
 * always give the same bytes and a difference reads well.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "suite/internal.h"

static void put_strings(FILE *file, const char *before, char *const *strings) {
    fprintf(file, "%s[", before);
    for (size_t i = 0; strings[i]; i++) {
        fputs(i ? "," : "", file);
        amsref_json_quote(file, strings[i]);
    }
    fputc(']', file);
}

static void put_hex(FILE *file, const char *before, amsref_format format, const uint64_t *bits,
                    size_t n) {
    char *text = amsref_alloc(n * amsref_hex_digits(format) + 1, 1);

    amsref_hex_put(format, bits, n, text);
    fprintf(file, "%s\"%s\"", before, text);
    free(text);
}

static void put_golden(FILE *file, amsref_format format, const amsref_golden *golden, size_t n) {
    put_hex(file, "{\"rn\":", format, golden->rn, n);
    put_hex(file, ",\"ref\":", format, golden->ref, n);
    put_hex(file, ",\"tight\":[", format, golden->tight[0], n);
    put_hex(file, ",", format, golden->tight[1], n);
    put_hex(file, "],\"working\":[", format, golden->working[0], n);
    put_hex(file, ",", format, golden->working[1], n);
    fputc(']', file);
    for (size_t i = 0; i < n; i++) {
        if (golden->nan[i] != AMSREF_NAN_NO) {
            fprintf(file, ",\"nan\":\"%.*s\"", (int)n, golden->nan);
            break;
        }
    }
    fputc('}', file);
}

static void put_gradients(FILE *file, const amsref_case *c) {
    const amsref_problem *problem = &c->problem;

    if (c->bursts) {
        fprintf(file, "\"g\":{\"bursts\":{\"seed\":%" PRIu64 "},\"steps\":%zu}", c->seed,
                problem->steps);
        return;
    }
    fputs("\"g\":[", file);
    for (size_t s = 0; s < problem->steps; s++) {
        put_hex(file, s ? ",\n    " : "", problem->format, problem->g + s * problem->n, problem->n);
    }
    fputc(']', file);
}

static void put_problem(FILE *file, const amsref_case *c) {
    const amsref_problem *problem = &c->problem;
    char *hyper = amsref_hyper_text(&problem->hyper);

    fprintf(file, ",\n   \"hyper\":%s,\"t\":%" PRIu64 ",\n   \"in\":", hyper, problem->t);
    free(hyper);
    for (size_t q = 0; q < amsref_quantity_count(problem->dialect); q++) {
        fprintf(file, "%s\"%s\":", q ? ",\n    " : "{", amsref_quantity_name((amsref_quantity)q));
        put_hex(file, "", problem->format, problem->in[q], problem->n);
    }
    fputs("},\n   ", file);
    put_gradients(file, c);
}

static void put_case(FILE *file, const amsref_case *c) {
    fputs("  {\"id\":", file);
    amsref_json_quote(file, c->id);
    fputs(",\"comment\":", file);
    amsref_json_quote(file, c->comment);
    put_strings(file, ",\"flags\":", c->flags);
    put_strings(file, ",\"clauses\":", c->clauses);
    put_problem(file, c);
    fputs(",\n   \"out\":[", file);
    for (size_t s = 0; s < c->outs; s++) {
        fprintf(file, "%s\n    {\"t\":%" PRIu64, s ? "," : "", c->out[s].t);
        if (c->hash) {
            fprintf(file, ",\"hash\":\"%s\"", c->hash[s]);
        }
        for (size_t q = 0; q < amsref_quantity_count(c->problem.dialect); q++) {
            fprintf(file, ",\n     \"%s\":", amsref_quantity_name((amsref_quantity)q));
            put_golden(file, c->problem.format, &c->out[s].quantity[q], c->problem.n);
        }
        fputc('}', file);
    }
    fputs("]}", file);
}

/* The notes of the flags that occur, in the order of the input file. */
static void put_notes(FILE *file, const json_t *notes, const amsref_case_list *list) {
    const char *flag, *before = "";
    json_t *note;

    fputs(",\n \"notes\":{", file);
    json_object_foreach((json_t *)(uintptr_t)notes, flag, note) {
        bool used = false;
        for (size_t i = 0; i < list->count && !used; i++) {
            for (char **f = list->item[i].flags; *f && !used; f++) {
                used = strcmp(*f, flag) == 0;
            }
        }
        if (used) {
            char *text = json_dumps(note, JSON_COMPACT);
            fprintf(file, "%s\n  ", before);
            amsref_json_quote(file, flag);
            fprintf(file, ":%s", text);
            free(text);
            before = ",";
        }
    }
    fputc('}', file);
}

void amsref_golden_write(FILE *file, const json_t *notes, const amsref_case_list *list) {
    const amsref_case *first = &list->item[0];

    fprintf(file,
            "{\"suite\":\"amsref\",\"version\":\"%s\",\"schema\":%d,\"license\":\"CC0-1.0\","
            "\"format\":\"%s\",\"dialect\":\"%s\",\"category\":\"%s\"",
            AMSREF_VERSION, AMSREF_SCHEMA, amsref_format_name(first->problem.format),
            amsref_dialect_name(first->problem.dialect), first->category);
    put_notes(file, notes, list);
    fputs(",\n \"cases\":[\n", file);
    for (size_t i = 0; i < list->count; i++) {
        fputs(i ? ",\n" : "", file);
        put_case(file, &list->item[i]);
    }
    fputs("]}\n", file);
}
