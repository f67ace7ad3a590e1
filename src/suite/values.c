/* SPDX-License-Identifier: Apache-2.0
 *
 * Values as the input files state them (AG-75): numbers, names that scale with the format, and the
 * generator for long inputs. Everything is defined by integer arithmetic or by one rounding.
 */
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "suite/internal.h"

/* Names for the corners of the formats: bit patterns, in their order. */
static const struct {
    const char *name;
    uint64_t bits[AMSREF_FORMAT_COUNT];
} corner[] = {
    {"min_subnormal", {0x0000000000000001, 0x00000001, 0x0001, 0x0001}},
    {"max_subnormal", {0x000fffffffffffff, 0x007fffff, 0x007f, 0x03ff}},
    {"min_normal", {0x0010000000000000, 0x00800000, 0x0080, 0x0400}},
    {"root_min_normal", {0x2000000000000000, 0x20000000, 0x2000, 0x2000}}, /* its square is min_normal */
    {"root_max", {0x5fefffffffffffff, 0x5f7fffff, 0x5f7f, 0x5bff}},        /* the largest with a finite square */
    {"root_overflow", {0x5ff0000000000000, 0x5f800000, 0x5f80, 0x5c00}},   /* the smallest whose square overflows */
    {"ulp", {0x3cb0000000000000, 0x34000000, 0x3c00, 0x1400}},             /* from 1 to the next larger number */
    {"max", {0x7fefffffffffffff, 0x7f7fffff, 0x7f7f, 0x7bff}},
    {"inf", {0x7ff0000000000000, 0x7f800000, 0x7f80, 0x7c00}},
    {"nan", {0x7ff8000000000000, 0x7fc00000, 0x7fc0, 0x7e00}},
};

/* [-]NAME[*2^K], or a number that strtod reads whole (decimal or hexadecimal). */
static bool read_text(const char *text, amsref_format format, double *value) {
    const char *name = *text == '-' ? text + 1 : text;
    size_t length = strcspn(name, "*");
    char *end;

    for (size_t i = 0; i < sizeof corner / sizeof *corner; i++) {
        if (strlen(corner[i].name) == length && strncmp(corner[i].name, name, length) == 0) {
            long power = 0;
            if (name[length]) {
                power = strncmp(name + length, "*2^", 3) == 0 ? strtol(name + length + 3, &end, 10)
                                                              : LONG_MAX;
                if (power < -4096 || power > 4096 || end == name + length + 3 || *end) {
                    return false;
                }
            }
            double magnitude = ldexp(amsref_bits_value(format, corner[i].bits[format]), (int)power);
            *value = *text == '-' ? -magnitude : magnitude;
            return true;
        }
    }
    if (!*text || strspn(text, "+-.0123456789abcdefABCDEFxXpP") != strlen(text)) {
        return false;
    }
    *value = strtod(text, &end);
    return *end == '\0' && isfinite(*value);
}

static int read_one(const amsref_place *place, const amsref_values *want, const json_t *spec,
                    uint64_t *bits) {
    double value = 0;

    if (json_is_number(spec)) {
        value = json_number_value(spec);
    } else if (!json_is_string(spec) || !read_text(json_string_value(spec), want->format, &value)) {
        return amsref_place_fail(place, "member '%s': %s%s%s is neither a number nor a known name",
                                 want->member, json_is_string(spec) ? "'" : "",
                                 json_is_string(spec) ? json_string_value(spec) : "a value",
                                 json_is_string(spec) ? "'" : "");
    }
    *bits = amsref_value_bits(want->format, value);
    return 0;
}

/* Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014. */
uint64_t amsref_random(uint64_t *state) {
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

uint64_t amsref_random_at(uint64_t seed, uint64_t k) {
    uint64_t state = seed + k * UINT64_C(0x9e3779b97f4a7c15);

    return amsref_random(&state);
}

/* {"seed":S,"exponent":[LO,HI],"sign":"+"}: two draws a value, significand first. */
static int random_values(const amsref_place *place, const amsref_values *want, const json_t *spec,
                         uint64_t *bits) {
    static const char *const known[] = {"seed", "exponent", "sign", NULL};
    const json_t *range = json_object_get(spec, "exponent");
    const char *sign = json_string_value(json_object_get(spec, "sign"));
    json_int_t low = json_integer_value(json_array_get(range, 0));
    json_int_t high = json_integer_value(json_array_get(range, 1));
    uint64_t state;

    if (amsref_json_known(place, spec, known) != 0 ||
        amsref_json_count(place, spec, "seed", 0, INT64_MAX, &state) != 0) {
        return -1;
    }
    if (json_array_size(range) != 2 || low > high || low < -1074 || high > 1023) {
        return amsref_place_fail(place,
                                 "member '%s.random.exponent' is not [LO, HI] with "
                                 "-1074 <= LO <= HI <= 1023",
                                 want->member);
    }
    if (json_object_get(spec, "sign") &&
        (!sign || (strcmp(sign, "+") != 0 && strcmp(sign, "-") != 0))) {
        return amsref_place_fail(place, "member '%s.random.sign' is neither \"+\" nor \"-\"",
                                 want->member);
    }
    for (size_t i = 0; i < want->count; i++) {
        uint64_t fraction = amsref_random(&state) >> 12;
        uint64_t draw = amsref_random(&state);
        int exponent = (int)(low + (json_int_t)((draw & UINT32_MAX) % (uint64_t)(high - low + 1)));
        bool negative = sign ? *sign == '-' : draw >> 63;
        double value = ldexp((double)(fraction | UINT64_C(1) << 52), exponent - 52);
        bits[i] = amsref_value_bits(want->format, negative ? -value : value);
    }
    return 0;
}

/* {"tile":[...]}: the list again and again; {"each":[...]}: every value count/length times. */
static int list_values(const amsref_place *place, const amsref_values *want, const json_t *list,
                       bool each, uint64_t *bits) {
    size_t length = json_array_size(list);

    if (length == 0 || length > want->n || (each && want->n % length != 0)) {
        return amsref_place_fail(place, "member '%s': a list of %zu values does not fit n = %zu",
                                 want->member, length, want->n);
    }
    for (size_t i = 0; i < want->count; i++) {
        size_t k = i % want->n;
        const json_t *value = json_array_get(list, each ? k / (want->n / length) : k % length);
        if (read_one(place, want, value, &bits[i]) != 0) {
            return -1;
        }
    }
    return 0;
}

/* {"like":"v","times":[...]}: v, times the list's numbers in turn, in binary64, rounded once. */
static int like_values(const amsref_place *place, const amsref_values *want, const json_t *spec,
                       uint64_t *bits) {
    static const char *const known[] = {"like", "times", NULL};
    const json_t *times = json_object_get(spec, "times");
    const char *like = amsref_json_string(place, spec, "like");
    size_t length = json_array_size(times);

    if (!like || amsref_json_known(place, spec, known) != 0) {
        return -1;
    }
    if (strcmp(like, "v") != 0 || !want->source || length == 0) {
        return amsref_place_fail(place,
                                 "member '%s': only vmax can be {\"like\":\"v\",\"times\":"
                                 "[NUMBER...]}",
                                 want->member);
    }
    for (size_t i = 0; i < want->count; i++) {
        const json_t *factor = json_array_get(times, i % length);
        if (!json_is_number(factor)) {
            return amsref_place_fail(place, "member '%s.times' has a factor that is no number",
                                     want->member);
        }
        double v = amsref_bits_value(want->format, want->source[i]);
        bits[i] = amsref_value_bits(want->format, v * json_number_value(factor));
    }
    return 0;
}

/* {"cycle":[VALUES...]}: step s takes entry s mod length, each entry giving n values. */
static int cycle_values(const amsref_place *place, const amsref_values *want, const json_t *list,
                        uint64_t *bits) {
    amsref_values one = *want;

    one.count = want->n;
    if (json_array_size(list) == 0) {
        return amsref_place_fail(place, "member '%s.cycle' is empty", want->member);
    }
    for (size_t s = 0; s * want->n < want->count; s++) {
        const json_t *entry = json_array_get(list, s % json_array_size(list));
        if (amsref_values_read(place, entry, &one, bits + s * want->n) != 0) {
            return -1;
        }
    }
    return 0;
}

int amsref_values_read(const amsref_place *place, const json_t *spec, const amsref_values *want,
                       uint64_t *bits) {
    const json_t *list;

    if (json_is_array(spec)) {
        if (json_array_size(spec) != want->n) {
            return amsref_place_fail(place, "member '%s' has %zu values where n = %zu",
                                     want->member, json_array_size(spec), want->n);
        }
        return want->n ? list_values(place, want, spec, false, bits) : 0;
    }
    if (!json_is_object(spec)) {
        uint64_t value;
        if (read_one(place, want, spec, &value) != 0) {
            return -1;
        }
        for (size_t i = 0; i < want->count; i++) {
            bits[i] = value;
        }
        return 0;
    }
    if (json_object_get(spec, "like")) {
        return like_values(place, want, spec, bits);
    }
    if (json_object_size(spec) != 1) {
        return amsref_place_fail(place, "member '%s' is an object with other than one member",
                                 want->member);
    }
    if ((list = json_object_get(spec, "random"))) {
        return random_values(place, want, list, bits);
    }
    if ((list = json_object_get(spec, "tile")) || (list = json_object_get(spec, "each"))) {
        return list_values(place, want, list, json_object_get(spec, "each") != NULL, bits);
    }
    if ((list = json_object_get(spec, "cycle"))) {
        return cycle_values(place, want, list, bits);
    }
    return amsref_place_fail(place, "member '%s' is none of random, tile, each, cycle, like",
                             want->member);
}
