/* SPDX-License-Identifier: Apache-2.0
 *
 * What a long run came to, for people and for machines. Local and propagated errors stand apart: the
 * first say what a step does, the second what a training run has become.
 */
#include <inttypes.h>
#include <math.h>

#include "core/amsref.h"
#include "long/internal.h"

enum { HEX_SIZE = 17 };

/* Rows of the table: the powers of ten and the last. */
static bool shown(const amsref_long *l, size_t k)
{
    uint64_t t = l->point[k].t;

    while (t % 10 == 0) {
        t /= 10;
    }
    return t == 1 || k + 1 == l->points || (k + 1 < l->points && !l->point[k + 1].reached);
}

static void put_standing(FILE *out, const amsref_standing *standing, size_t quantities)
{
    for (size_t q = 0; q < quantities; q++) {
        if (standing->distance[q] < 10000000) {
            fprintf(out, " %7" PRIu64, standing->distance[q]);
        } else {
            fprintf(out, " %7.1e", (double)standing->distance[q]);
        }
        if (isfinite(standing->share[q]) && standing->share[q] < 99.995) {
            fprintf(out, " %4.0f%%", 100 * standing->share[q]);
        } else {
            fprintf(out, "  out ");
        }
    }
}

static void put_table(FILE *out, const amsref_long *l, const char *title, bool local)
{
    const size_t quantities = amsref_quantity_count(l->item->problem.dialect);

    fprintf(out, "  %-29s", title);
    for (size_t q = 0; q < quantities; q++) {
        fprintf(out, "%13s", amsref_quantity_name((amsref_quantity)q));
    }
    fputc('\n', out);
    for (size_t k = 0; k < l->points; k++) {
        const amsref_checkpoint *point = &l->point[k];
        if ((local ? point->asked : point->reached) && shown(l, k)) {
            fprintf(out, "  %28" PRIu64 "  ", local ? point->t + 1 : point->t);
            put_standing(out, local ? &point->local : &point->free, quantities);
            fputc('\n', out);
        }
    }
}

static void put_leaving(FILE *out, const amsref_long *l, const char *title,
                        const amsref_leaving *leaving, amsref_level wanted)
{
    const amsref_format format = l->item->problem.format;
    char got[AMSREF_DECIMAL_SIZE], lo[AMSREF_DECIMAL_SIZE], hi[AMSREF_DECIMAL_SIZE];
    const int width = (int)amsref_hex_digits(format);

    amsref_decimal(format, leaving->got, got);
    amsref_decimal(format, leaving->lo, lo);
    amsref_decimal(format, leaving->hi, hi);
    fprintf(out,
            "  %s: %s[%zu] leaves %s at step %" PRIu64 ": got %s (%0*" PRIx64 "),\n"
            "    want [%s, %s]",
            title, amsref_quantity_name(leaving->quantity), leaving->element,
            amsref_level_name(wanted), leaving->t, got, width, leaving->got, lo, hi);
    if (leaving->distance < UINT64_MAX) {
        fprintf(out, ", %" PRIu64 " ulp away", leaving->distance);
    }
    fputc('\n', out);
}

void amsref_long_text(FILE *out, const amsref_long *l, amsref_level wanted)
{
    size_t reached = 0;

    for (size_t k = 0; k < l->points; k++) {
        reached += l->point[k].reached;
    }
    fprintf(out, "%s: %s", l->item->id,
            l->outcome == AMSREF_SKIPPED ? "skipped: "
            : l->outcome == AMSREF_ERROR ? "error: "
                                         : amsref_level_name(l->level));
    if (l->text) {
        fprintf(out, "%s\n", l->text);
        return;
    }
    fprintf(out, " (free run %s, single steps %s), %zu of %zu checkpoints, %zu steps\n",
            amsref_level_name(l->free_level), amsref_level_name(l->local_level), reached, l->points,
            (size_t)(reached ? l->point[reached - 1].t : 0));
    if (l->free.found) {
        put_leaving(out, l, "free run", &l->free, wanted);
    }
    if (l->unsteady) {
        fputs("  free run: it left, but asked once more it did not: its answers are not a function "
              "of the request\n",
              out);
    }
    if (l->local.found) {
        put_leaving(out, l, "single step from the golden state", &l->local, wanted);
    }
    put_table(out, l, "propagated: free run to step", false);
    put_table(out, l, "local: the one step", true);
}

static json_t *standing_json(const amsref_standing *standing, const amsref_long *l)
{
    json_t *object = json_object();

    for (size_t q = 0; q < amsref_quantity_count(l->item->problem.dialect); q++) {
        const double share = standing->share[q];
        json_object_set_new(
            object, amsref_quantity_name((amsref_quantity)q),
            json_pack("{s:s, s:I, s:o}", "level", amsref_level_name(standing->level[q]), "distance",
                      (json_int_t)(standing->distance[q] >> 1 > INT64_MAX / 2
                                       ? INT64_MAX
                                       : standing->distance[q]),
                      "share", isfinite(share) ? json_real(share) : json_null()));
    }
    return object;
}

static json_t *leaving_json(const amsref_long *l, const amsref_leaving *leaving)
{
    const amsref_format format = l->item->problem.format;
    char got[HEX_SIZE], lo[HEX_SIZE], hi[HEX_SIZE];

    if (!leaving->found) {
        return json_null();
    }
    amsref_hex_put(format, &leaving->got, 1, got);
    amsref_hex_put(format, &leaving->lo, 1, lo);
    amsref_hex_put(format, &leaving->hi, 1, hi);
    return json_pack("{s:I, s:s, s:I, s:s, s:[s, s], s:o}", "t", (json_int_t)leaving->t, "quantity",
                     amsref_quantity_name(leaving->quantity), "element",
                     (json_int_t)leaving->element, "got", got, "want", lo, hi, "distance",
                     leaving->distance < INT64_MAX ? json_integer((json_int_t)leaving->distance)
                                                   : json_null());
}

json_t *amsref_long_json(const amsref_long *l)
{
    static const char *const outcomes[AMSREF_OUTCOMES] = {"unreached", "judged", "skipped", "error",
                                                          "broken"};
    const bool judged = l->outcome == AMSREF_JUDGED;
    json_t *points = json_array();

    for (size_t k = 0; k < l->points; k++) {
        const amsref_checkpoint *point = &l->point[k];
        json_array_append_new(
            points, json_pack("{s:I, s:b, s:o, s:o}", "t", (json_int_t)point->t, "same_hash",
                              point->reached && point->same_hash, "free",
                              point->reached ? standing_json(&point->free, l) : json_null(),
                              "local", point->asked ? standing_json(&point->local, l)
                                                    : json_null()));
    }
    return json_pack("{s:s, s:s, s:s*, s:s*, s:s*, s:s*, s:o, s:o, s:b, s:o}", "case", l->item->id,
                     "outcome", outcomes[l->outcome], "text", l->text, "level",
                     judged ? amsref_level_name(l->level) : NULL, "free_level",
                     judged ? amsref_level_name(l->free_level) : NULL, "local_level",
                     judged ? amsref_level_name(l->local_level) : NULL, "free_leaves",
                     leaving_json(l, &l->free), "local_leaves", leaving_json(l, &l->local),
                     "unsteady", l->unsteady, "checkpoints", points);
}
