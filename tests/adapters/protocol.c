/* SPDX-License-Identifier: Apache-2.0
 *
 * The request loop: hello, step and run (spec/protocol.md).
 */
#include "protocol.h"
#include "half.h"
#include "lines.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PROTOCOL = 1, BATCH = 64 };

const char *const amsref_adapter_features[] = {"weight_decay", "decoupled", "maximize", NULL};
const char *const amsref_adapter_features_paper[] = {
    "weight_decay", "decoupled", "maximize", "lr_schedule", "beta1_schedule", "project", NULL};

/* x, m, v, vmax, in the order of the replies; g follows. */
enum { X, M, V, VMAX, STATES, G = STATES, ARRAYS };
static const char *const array_name[ARRAYS] = {"x", "m", "v", "vmax", "g"};

/* A request while it is answered. `error` is the first thing found wrong with it. */
typedef struct request {
    const amsref_adapter *adapter;
    const char *const *announced; /* formats */
    amsref_adapter_run *run; /* NULL: step by step */
    const json_t *json;
    amsref_adapter_format format;
    amsref_adapter_hyper hyper;
    uint64_t t;
    size_t states; /* 3 in adam, which has no maximum, else 4 */
    size_t n;
    void *array[ARRAYS];
    void **row; /* gradients of steps that are still to take, by the adapter's own run */
    size_t rows;
    const char *error;
} request;

static bool fail(request *r, const char *error)
{
    if (!r->error)
        r->error = error;
    return false;
}

/* Formats by name, in the order of amsref_adapter_format, and bytes of an element on the wire. */
static const struct {
    const char *name;
    size_t wire;
} formats[] = {{"binary64", 8}, {"binary32", 4}, {"bfloat16", 2}, {"binary16", 2}};
enum { FORMATS = sizeof formats / sizeof formats[0] };

/* Bytes of an element in memory. */
static size_t width(const request *r)
{
    return r->format == ADAPTER_BINARY64 ? sizeof(double) : sizeof(float);
}

/* Decodes json into array i, which it allocates at the first use. */
static bool read_array(request *r, size_t i, const json_t *json)
{
    const char *hex = json_string_value(json);
    size_t digits = hex ? json_string_length(json) : 0;
    size_t wire = formats[r->format].wire;
    if (!hex || digits % (2 * wire) != 0)
        return fail(r, "an array is missing or has a broken number of hex digits");
    size_t n = digits / (2 * wire);
    if (i == X)
        r->n = n;
    if (n != r->n)
        return fail(r, "the arrays differ in length");
    if (!r->array[i])
        r->array[i] = calloc(n + 1, width(r));
    if (!r->array[i])
        return fail(r, "out of memory");
    if (!amsref_hex_decode(hex, n, wire, r->array[i]))
        return fail(r, "an array has a character that is no hex digit");
    if (wire == 2)
        amsref_half_unpack(r->format, n, r->array[i]);
    return true;
}

static json_t *write_array(const request *r, size_t i)
{
    size_t wire = formats[r->format].wire;
    char *hex = malloc(r->n * wire * 2 + 1);
    uint16_t *packed = calloc(r->n + 1, sizeof *packed);
    json_t *json = NULL;
    if (hex && packed) {
        if (wire == 2)
            amsref_half_pack(r->format, r->n, r->array[i], packed);
        amsref_hex_encode(wire == 2 ? packed : r->array[i], r->n, wire, hex);
        json = json_stringn_nocheck(hex, r->n * wire * 2);
    }
    free(packed);
    free(hex);
    return json;
}

static bool read_bound(request *r, const json_t *json, double *bound)
{
    if (json_is_number(json))
        *bound = json_number_value(json);
    else if (!json_is_null(json))
        return fail(r, "project is not [lo, hi] of numbers or null");
    return true;
}

static bool read_schedules(request *r, const json_t *json)
{
    amsref_adapter_hyper *h = &r->hyper;
    const char *lr = json_string_value(json_object_get(json, "lr_schedule"));
    const json_t *beta1 = json_object_get(json, "beta1_schedule");
    const char *kind = json_string_value(json_object_get(beta1, "kind"));
    if (lr && strcmp(lr, "inv_sqrt") == 0)
        h->lr_schedule = ADAPTER_INV_SQRT;
    else if (lr)
        return fail(r, "unknown lr_schedule");
    if (kind && strcmp(kind, "geometric") == 0) {
        h->beta1_schedule = ADAPTER_GEOMETRIC;
        h->lambda = json_number_value(json_object_get(beta1, "lambda"));
    } else if (kind && strcmp(kind, "inverse") == 0) {
        h->beta1_schedule = ADAPTER_INVERSE;
    } else if (beta1) {
        return fail(r, "unknown beta1_schedule");
    }
    return true;
}

static bool read_hyper(request *r, const json_t *json)
{
    static const char *const name[] = {"lr", "beta1", "beta2", "eps", "weight_decay"};
    double value[] = {0, 0, 0, 0, 0};
    for (size_t i = 0; i < 5; i++) {
        const json_t *member = json_object_get(json, name[i]);
        if (!json_is_number(member) && (member || i < 4))
            return fail(r, "hyper lacks lr, beta1, beta2 or eps, or one is no number");
        value[i] = json_number_value(member);
    }
    r->hyper = (amsref_adapter_hyper){.lr = value[0], .beta1 = value[1], .beta2 = value[2],
                                      .eps = value[3], .weight_decay = value[4],
                                      .decoupled = json_is_true(json_object_get(json, "decoupled")),
                                      .maximize = json_is_true(json_object_get(json, "maximize")),
                                      .lambda = 1, .lo = -INFINITY, .hi = INFINITY};
    const json_t *box = json_object_get(json, "project");
    if (box && json_array_size(box) != 2)
        return fail(r, "project is not [lo, hi]");
    if (box && (!read_bound(r, json_array_get(box, 0), &r->hyper.lo) ||
                !read_bound(r, json_array_get(box, 1), &r->hyper.hi)))
        return false;
    return read_schedules(r, json);
}

static bool is_announced(const char *const *names, const char *name)
{
    while (*names && strcmp(*names, name) != 0)
        names++;
    return *names != NULL;
}

static bool read_request(request *r)
{
    const char *format = json_string_value(json_object_get(r->json, "format"));
    const json_t *t = json_object_get(r->json, "t");
    size_t f = 0;
    while (f < FORMATS && !(format && strcmp(format, formats[f].name) == 0))
        f++;
    if (f == FORMATS || !is_announced(r->announced, format))
        return fail(r, "unknown format");
    r->format = (amsref_adapter_format)f;
    if (!json_is_integer(t) || json_integer_value(t) < 1)
        return fail(r, "t is no positive integer");
    r->t = (uint64_t)json_integer_value(t);
    r->states = strcmp(r->adapter->dialect, "adam") == 0 ? VMAX : STATES;
    for (size_t i = 0; i < r->states; i++)
        if (!read_array(r, i, json_object_get(r->json, array_name[i])))
            return false;
    if (r->states == VMAX && !(r->array[VMAX] = calloc(r->n + 1, width(r))))
        return fail(r, "out of memory");
    return read_hyper(r, json_object_get(r->json, "hyper"));
}

static amsref_adapter_arrays arrays_of(const request *r)
{
    return (amsref_adapter_arrays){r->n,        r->array[X],    r->array[M],
                                   r->array[V], r->array[VMAX], r->array[G]};
}

static bool step(request *r, const json_t *g, uint64_t t)
{
    if (!read_array(r, G, g))
        return false;
    amsref_adapter_arrays arrays = arrays_of(r);
    const char *error = r->adapter->step(r->adapter->context, r->format, &r->hyper, t, &arrays);
    return !error || fail(r, error);
}

/* Reads the gradient of a step that the adapter's own run will take. */
static bool defer(request *r, const json_t *g)
{
    if (!read_array(r, G, g))
        return false;
    r->row[r->rows++] = r->array[G];
    r->array[G] = NULL;
    return true;
}

/* The steps deferred, of which t is the last. */
static bool take_deferred(request *r, uint64_t t)
{
    amsref_adapter_arrays arrays = arrays_of(r);
    const char *error = r->run(r->adapter->context, r->format, &r->hyper, t + 1 - r->rows, r->rows,
                               &arrays, (const void *const *)r->row);
    while (r->rows > 0)
        free(r->row[--r->rows]);
    return !error || fail(r, error);
}

static bool write_state(const request *r, json_t *reply)
{
    bool good = true;
    for (size_t i = 0; i < r->states; i++)
        good &= json_object_set_new_nocheck(reply, array_name[i], write_array(r, i)) == 0;
    return good;
}

/* Takes every step and keeps the states after the numbers in `at`. */
static bool run(request *r, json_t *reply)
{
    const json_t *gs = json_object_get(r->json, "g");
    const json_t *at = json_object_get(r->json, "at");
    json_t *out = json_array();
    size_t next = 0;
    if (json_object_set_new_nocheck(reply, "out", out) != 0)
        return fail(r, "out of memory");
    if (r->run && !(r->row = calloc(json_array_size(gs) + 1, sizeof *r->row)))
        return fail(r, "out of memory");
    for (size_t i = 0; i < json_array_size(gs); i++) {
        uint64_t t = r->t + i;
        const json_t *g = json_array_get(gs, i);
        if (r->run ? !defer(r, g) : !step(r, g, t))
            return false;
        if (json_integer_value(json_array_get(at, next)) != (json_int_t)t)
            continue;
        if (r->run && !take_deferred(r, t))
            return false;
        next++;
        json_t *state = json_pack("{sI}", "t", (json_int_t)t);
        if (!write_state(r, state) || json_array_append_new(out, state) != 0)
            return fail(r, "out of memory");
    }
    if (r->rows > 0 && !take_deferred(r, r->t + json_array_size(gs) - 1))
        return false;
    return next == json_array_size(at) || fail(r, "at names a step that the run does not take");
}

static json_t *answer(const amsref_adapter *adapter, const char *const *announced,
                      amsref_adapter_run *own_run, const json_t *json, const char *op)
{
    request r = {.adapter = adapter, .announced = announced, .run = own_run, .json = json};
    json_t *reply = json_pack("{sO?}", "id", json_object_get(json, "id"));
    bool good = reply && read_request(&r);
    if (good && strcmp(op, "run") == 0)
        good = run(&r, reply);
    else if (good)
        good = step(&r, json_object_get(json, "g"), r.t) &&
               (write_state(&r, reply) || fail(&r, "out of memory"));
    for (size_t i = 0; i < ARRAYS; i++)
        free(r.array[i]);
    while (r.rows > 0)
        free(r.row[--r.rows]);
    free(r.row);
    if (!good) {
        json_decref(reply);
        reply = json_pack("{sO?ss}", "id", json_object_get(json, "id"), "error",
                          r.error ? r.error : "out of memory");
    }
    return reply;
}

static json_t *hello(const amsref_adapter *adapter, const char *const *announced)
{
    json_t *features = json_array(), *names = json_array();
    for (const char *const *f = announced; *f; f++)
        json_array_append_new(names, json_string(*f));
    for (const char *const *f = adapter->features; *f; f++)
        json_array_append_new(features, json_string(*f));
    return json_pack("{sisssssssos[ss]sosi}", "protocol", PROTOCOL, "name", adapter->name,
                     "version", adapter->version, "dialect", adapter->dialect, "formats",
                     names, "ops", "step", "run", "features", features, "batch",
                     BATCH);
}

static int serve(const amsref_adapter *adapter, const char *const *announced,
                 amsref_adapter_run *own_run)
{
    char *line;
    int status = 0;
    while (status == 0 && (line = amsref_next_line()) != NULL) {
        json_error_t error;
        json_t *json = json_loads(line, 0, &error);
        const char *op = json_string_value(json_object_get(json, "op"));
        json_t *reply = NULL;
        if (op && strcmp(op, "hello") == 0)
            reply = hello(adapter, announced);
        else if (op && (strcmp(op, "step") == 0 || strcmp(op, "run") == 0))
            reply = answer(adapter, announced, own_run, json, op);
        else
            fprintf(stderr, "%s: a line is no request of protocol %d: %s\n", adapter->name,
                    PROTOCOL, json ? "its op is not hello, step or run" : error.text);
        bool written =
            reply && json_dumpf(reply, stdout, JSON_COMPACT) == 0 && putchar('\n') != EOF;
        status = written ? 0 : 2;
        json_decref(reply);
        json_decref(json);
    }
    return fflush(stdout) == 0 ? status : 2;
}

static const char *const both[] = {"binary64", "binary32", NULL};

int amsref_adapter_serve(const amsref_adapter *adapter)
{
    return serve(adapter, both, NULL);
}

int amsref_adapter_serve_in(const amsref_adapter *adapter, const char *const *announced)
{
    return serve(adapter, announced, NULL);
}

int amsref_adapter_serve_runs(const amsref_adapter *adapter, amsref_adapter_run *own_run)
{
    return serve(adapter, both, own_run);
}
