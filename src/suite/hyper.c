/* SPDX-License-Identifier: Apache-2.0
 *
 * Hyper-parameters as JSON (AG-73), both ways.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "suite/internal.h"

void amsref_number_put(double value, char text[AMSREF_NUMBER_SIZE]) {
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(text, AMSREF_NUMBER_SIZE, "%.*g", digits, value);
        if (strtod(text, NULL) == value) {
            return;
        }
    }
}

static void put_number(FILE *file, const char *before, double value) {
    char text[AMSREF_NUMBER_SIZE];

    amsref_number_put(value, text);
    fprintf(file, "%s%s", before, text);
}

static void put_bound(FILE *file, const char *before, double bound) {
    if (isinf(bound)) {
        fprintf(file, "%snull", before);
    } else {
        put_number(file, before, bound);
    }
}

char *amsref_hyper_text(const amsref_hyper *hyper) {
    char *text;
    size_t size;
    FILE *file = open_memstream(&text, &size);

    if (!file) {
        return amsref_copy("{}");
    }
    put_number(file, "{\"lr\":", hyper->lr);
    put_number(file, ",\"beta1\":", hyper->beta1);
    put_number(file, ",\"beta2\":", hyper->beta2);
    put_number(file, ",\"eps\":", hyper->eps);
    if (hyper->weight_decay != 0) {
        put_number(file, ",\"weight_decay\":", hyper->weight_decay);
    }
    if (hyper->decoupled) {
        fputs(",\"decoupled\":true", file);
    }
    if (hyper->maximize) {
        fputs(",\"maximize\":true", file);
    }
    if (hyper->lr_schedule == AMSREF_LR_INV_SQRT) {
        fputs(",\"lr_schedule\":\"inv_sqrt\"", file);
    }
    if (hyper->beta1_schedule == AMSREF_BETA1_GEOMETRIC) {
        put_number(file, ",\"beta1_schedule\":{\"kind\":\"geometric\",\"lambda\":", hyper->lambda);
        fputc('}', file);
    } else if (hyper->beta1_schedule == AMSREF_BETA1_INVERSE) {
        fputs(",\"beta1_schedule\":{\"kind\":\"inverse\"}", file);
    }
    if (!isinf(hyper->lo) || !isinf(hyper->hi)) {
        put_bound(file, ",\"project\":[", hyper->lo);
        put_bound(file, ",", hyper->hi);
        fputc(']', file);
    }
    fputc('}', file);
    fclose(file);
    return text;
}

static int read_number(const amsref_place *place, const json_t *object, const char *member,
                       double *number) {
    const json_t *value = json_object_get(object, member);

    if (value && !json_is_number(value)) {
        return amsref_place_fail(place, "member 'hyper.%s' is not a number", member);
    }
    if (value) {
        *number = json_number_value(value);
    }
    return 0;
}

static int read_flag(const amsref_place *place, const json_t *object, const char *member,
                     bool *flag) {
    const json_t *value = json_object_get(object, member);

    if (value && !json_is_boolean(value)) {
        return amsref_place_fail(place, "member 'hyper.%s' is neither true nor false", member);
    }
    if (value) {
        *flag = json_is_true(value);
    }
    return 0;
}

static int read_schedules(const amsref_place *place, const json_t *object, amsref_hyper *hyper) {
    const json_t *lr = json_object_get(object, "lr_schedule");
    const json_t *beta1 = json_object_get(object, "beta1_schedule");
    const char *kind = json_string_value(json_object_get(beta1, "kind"));

    if (lr) {
        if (!json_is_string(lr) || strcmp(json_string_value(lr), "inv_sqrt") != 0) {
            return amsref_place_fail(place, "member 'hyper.lr_schedule' is not \"inv_sqrt\"");
        }
        hyper->lr_schedule = AMSREF_LR_INV_SQRT;
    }
    if (!beta1) {
        return 0;
    }
    if (kind && strcmp(kind, "inverse") == 0) {
        hyper->beta1_schedule = AMSREF_BETA1_INVERSE;
        return 0;
    }
    const json_t *lambda = json_object_get(beta1, "lambda");
    if (!kind || strcmp(kind, "geometric") != 0 || !json_is_number(lambda)) {
        return amsref_place_fail(place, "member 'hyper.beta1_schedule' is neither "
                                        "{\"kind\":\"inverse\"} nor {\"kind\":\"geometric\","
                                        "\"lambda\":NUMBER}");
    }
    hyper->beta1_schedule = AMSREF_BETA1_GEOMETRIC;
    hyper->lambda = json_number_value(lambda);
    return 0;
}

static int read_box(const amsref_place *place, const json_t *object, amsref_hyper *hyper) {
    const json_t *box = json_object_get(object, "project");
    double *end[2] = {&hyper->lo, &hyper->hi};

    if (!box) {
        return 0;
    }
    for (size_t i = 0; i < 2; i++) {
        const json_t *bound = json_array_get(box, i);
        if (json_array_size(box) != 2 || (!json_is_null(bound) && !json_is_number(bound))) {
            return amsref_place_fail(place, "member 'hyper.project' is not an array of two "
                                            "numbers or nulls");
        }
        if (json_is_number(bound)) {
            *end[i] = json_number_value(bound);
        }
    }
    return 0;
}

int amsref_hyper_read(const amsref_place *place, const json_t *object, amsref_hyper *hyper) {
    static const char *const known[] = {
        "lr",          "beta1",          "beta2",   "eps", "weight_decay", "decoupled", "maximize",
        "lr_schedule", "beta1_schedule", "project", NULL};
    const struct {
        const char *member;
        double *number;
    } number[] = {{"lr", &hyper->lr},
                  {"beta1", &hyper->beta1},
                  {"beta2", &hyper->beta2},
                  {"eps", &hyper->eps},
                  {"weight_decay", &hyper->weight_decay}};

    if (!json_is_object(object)) {
        return amsref_place_fail(place, "member 'hyper' is missing or not an object");
    }
    if (amsref_json_known(place, object, known) != 0) {
        return -1;
    }
    for (size_t i = 0; i < sizeof number / sizeof *number; i++) {
        if (read_number(place, object, number[i].member, number[i].number) != 0) {
            return -1;
        }
    }
    if (read_flag(place, object, "decoupled", &hyper->decoupled) != 0 ||
        read_flag(place, object, "maximize", &hyper->maximize) != 0 ||
        read_schedules(place, object, hyper) != 0) {
        return -1;
    }
    return read_box(place, object, hyper);
}
