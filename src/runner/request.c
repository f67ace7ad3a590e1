/* SPDX-License-Identifier: Apache-2.0
 *
 * Requests (AG-62, AG-64, AG-65), and who is asked what (AG-63).
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "runner/wire.h"
#include "suite/memory.h"

static const char *const op_names[AMSREF_OPS] = {"step", "run"};
static const char *const feature_names[AMSREF_FEATURES] = {
    "weight_decay", "decoupled", "maximize", "lr_schedule", "beta1_schedule", "project",
};

const char *amsref_op_name(amsref_op op)
{
    return op_names[op];
}

const char *amsref_feature_name(amsref_feature feature)
{
    return feature_names[feature];
}

static amsref_op op_of(const amsref_case *item)
{
    return item->problem.steps == 1 ? AMSREF_OP_STEP : AMSREF_OP_RUN;
}

char *amsref_unsupported(const amsref_hello *hello, const amsref_case *item)
{
    const amsref_hyper *h = &item->problem.hyper;
    const bool needs[AMSREF_FEATURES] = {
        [AMSREF_F_WEIGHT_DECAY] = h->weight_decay != 0,
        [AMSREF_F_DECOUPLED] = h->decoupled,
        [AMSREF_F_MAXIMIZE] = h->maximize,
        [AMSREF_F_LR_SCHEDULE] = h->lr_schedule != AMSREF_LR_CONSTANT,
        [AMSREF_F_BETA1_SCHEDULE] = h->beta1_schedule != AMSREF_BETA1_CONSTANT,
        [AMSREF_F_PROJECT] = !isinf(h->lo) || !isinf(h->hi),
    };

    if (!(hello->formats & 1U << item->problem.format)) {
        return amsref_print("format %s is not among its formats",
                            amsref_format_name(item->problem.format));
    }
    if (!(hello->ops & 1U << op_of(item))) {
        return amsref_print("op %s is not among its ops", op_names[op_of(item)]);
    }
    for (int f = 0; f < AMSREF_FEATURES; f++) {
        if (needs[f] && !(hello->features & 1U << f)) {
            return amsref_print("%s is not among its features", feature_names[f]);
        }
    }
    return NULL;
}

static void put_array(FILE *out, amsref_format format, const uint64_t *bits, size_t n)
{
    char *text = amsref_alloc(n * amsref_hex_digits(format) + 1, 1);
    amsref_hex_put(format, bits, n, text);
    fprintf(out, "\"%s\"", text);
    free(text);
}

static void put_gradients(FILE *out, const amsref_problem *p)
{
    fputs(",\"g\":", out);
    if (p->steps == 1) {
        put_array(out, p->format, p->g, p->n);
        return;
    }
    for (size_t s = 0; s < p->steps; s++) {
        fputc(s ? ',' : '[', out);
        put_array(out, p->format, p->g + s * p->n, p->n);
    }
    fputc(']', out);
}

static FILE *begin(char **text, size_t *length)
{
    FILE *out = open_memstream(text, length);
    if (!out) {
        fputs("amsref: out of memory\n", stderr);
        exit(AMSREF_USAGE);
    }
    return out;
}

/* Case ids and versions come from the suite's own files, which allow no character that JSON
 * escapes. */
char *amsref_request_hello(const char *suite, size_t *length)
{
    char *text = NULL;
    FILE *out = begin(&text, length);
    fprintf(out, "{\"op\":\"hello\",\"protocol\":%d,\"suite\":\"%s\"}\n", AMSREF_PROTOCOL, suite);
    fclose(out);
    return text;
}

char *amsref_request_case(const amsref_case *item, size_t *length)
{
    const amsref_problem *p = &item->problem;
    char *text = NULL;
    char *hyper = amsref_hyper_text(&p->hyper);
    FILE *out = begin(&text, length);

    fprintf(out, "{\"op\":\"%s\",\"id\":\"%s\",\"format\":\"%s\",\"hyper\":%s,\"t\":%" PRIu64,
            op_names[op_of(item)], item->id, amsref_format_name(p->format), hyper, p->t);
    free(hyper);
    for (amsref_quantity q = AMSREF_X; q < amsref_quantity_count(p->dialect); q++) {
        fprintf(out, ",\"%s\":", amsref_quantity_name(q));
        put_array(out, p->format, p->in[q], p->n);
    }
    put_gradients(out, p);
    if (op_of(item) == AMSREF_OP_RUN) {
        for (size_t s = 0; s < item->outs; s++) {
            fprintf(out, "%s%" PRIu64, s ? "," : ",\"at\":[", item->out[s].t);
        }
        fputc(']', out);
    }
    fputs("}\n", out);
    fclose(out);
    return text;
}

size_t amsref_reply_limit(const amsref_case *item)
{
    size_t array = item->problem.n * amsref_hex_digits(item->problem.format) + 32;
    size_t state = AMSREF_QUANTITIES * array + 64;

    return 4 * (item->outs * state + strlen(item->id)) + AMSREF_HELLO_LIMIT;
}
