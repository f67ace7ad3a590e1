/* SPDX-License-Identifier: Apache-2.0
 *
 * What must hold between the golden values of one element (AG-74). Nothing here widens anything: a
 * case that fails is an error of oracle or core.
 */
#include <inttypes.h>
#include <math.h>

#include "suite/internal.h"

static bool inside(double value, const double interval[2]) {
    return interval[0] <= value && value <= interval[1];
}

/*
 * NULL, or what is wrong. Every comparison with NaN is false, so that NaN end points are caught.
 * Later in a run rn may leave tight, since ideal never rounds between steps and implementations
 * must.
 */
static const char *complaint(amsref_format format, const amsref_golden *golden, size_t i,
                             bool first) {
    double rn = amsref_bits_value(format, golden->rn[i]);
    double ref = amsref_bits_value(format, golden->ref[i]);
    double tight[2], working[2];
    char nan = golden->nan[i];

    for (int end = 0; end < 2; end++) {
        tight[end] = amsref_bits_value(format, golden->tight[end][i]);
        working[end] = amsref_bits_value(format, golden->working[end][i]);
    }
    if (nan == AMSREF_NAN_REQUIRED) {
        bool empty = tight[0] == INFINITY && tight[1] == -INFINITY && working[0] == INFINITY &&
                     working[1] == -INFINITY;
        return !empty        ? "NaN is required, but an enclosure is not empty"
               : first && !isnan(rn) ? "NaN is required, but rn is a number"
               : !isnan(ref) ? "NaN is required, but ref is a number"
                             : NULL;
    }
    if (nan != AMSREF_NAN_NO && nan != AMSREF_NAN_ALLOWED) {
        return "the NaN digit is not 0, 1 or 2";
    }
    const bool none = tight[0] == INFINITY && tight[1] == -INFINITY;
    if (none && nan == AMSREF_NAN_ALLOWED && working[0] <= working[1]) { /* at tight it is required */
        return first && !isnan(rn) ? "tight has NaN alone, but rn is a number"
               : !isnan(ref)       ? "tight has NaN alone, but ref is a number"
                                   : NULL;
    }
    if (!(tight[0] <= tight[1] && working[0] <= working[1])) {
        return "an enclosure is empty or has a NaN end point";
    }
    if (!(inside(tight[0], working) && inside(tight[1], working))) {
        return "tight is not inside working";
    }
    if (isnan(rn) ? nan == AMSREF_NAN_NO : first && !inside(rn, tight)) {
        return "rn is not inside tight";
    }
    if (isnan(ref) ? nan == AMSREF_NAN_NO : !inside(ref, tight)) {
        return "ref is not inside tight: core and oracle disagree";
    }
    return NULL;
}

int amsref_case_consistent(const amsref_case *c, amsref_error *error) {
    amsref_format format = c->problem.format;
    int width = (int)amsref_hex_digits(format);

    for (size_t s = 0; s < c->outs; s++) {
        for (size_t q = 0; q < amsref_quantity_count(c->problem.dialect); q++) {
            const amsref_golden *golden = &c->out[s].quantity[q];
            for (size_t i = 0; i < c->problem.n; i++) {
                const char *wrong = complaint(format, golden, i, c->out[s].t == c->problem.t);
                if (wrong) {
                    return amsref_fail(error,
                                       "case %s, step %" PRIu64 ", %s[%zu]: %s (rn %0*" PRIx64
                                       ", ref %0*" PRIx64 ", tight %0*" PRIx64 " %0*" PRIx64
                                       ", working %0*" PRIx64 " %0*" PRIx64 ", nan %c)",
                                       c->id, c->out[s].t, amsref_quantity_name((amsref_quantity)q),
                                       i, wrong, width, golden->rn[i], width, golden->ref[i], width,
                                       golden->tight[0][i], width, golden->tight[1][i], width,
                                       golden->working[0][i], width, golden->working[1][i],
                                       golden->nan[i]);
                }
            }
        }
    }
    return 0;
}
