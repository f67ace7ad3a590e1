/* SPDX-License-Identifier: Apache-2.0
 *
 * Fresh cases (AG-100 .. AG-104).
 */
#include "fresh/fresh.h"

#include <inttypes.h>
#include <string.h>

#include "core/amsref.h"
#include "runner/runner.h"
#include "suite/memory.h"

const char amsref_fresh_category[] = "fresh";

enum { PARAMETERS_MOST = 33, ATTEMPTS = 16 };

static const amsref_bounds bounds = {.regions = (1U << AMSREF_REGIONS) - 1,
                                     .features = (1U << AMSREF_FEATURES) - 1,
                                     .special = true,
                                     .t_most = AMSREF_T_MAX};

/* Two cases after each other are of one size, so that what leaks from one request to the next shows. */
static size_t size_of(const amsref_setting *s, uint64_t seed, uint64_t index)
{
    static const size_t sizes[] = {1, 2, 3, 4, 5, 7, 8, 9, 12, 17, PARAMETERS_MOST};
    const uint64_t stream = amsref_draw_stream(index / 2, s->dialect, s->format);
    amsref_draw draw = amsref_draw_begin(seed, (UINT64_C(1) << 40) + stream);

    return sizes[amsref_draw_below(&draw, sizeof sizes / sizeof sizes[0])];
}

static size_t common(size_t a, size_t b)
{
    return b ? common(b, a % b) : a;
}

/* Each rival in turn, in an order that the seed gives. */
static amsref_hypothesis rival_of(const amsref_setting *s, uint64_t seed, uint64_t turn)
{
    const size_t rivals = amsref_rival_count(s->dialect, s->format);
    amsref_draw draw = amsref_draw_begin(seed, 0);
    const uint64_t first = amsref_draw_below(&draw, rivals);
    size_t stride = 1 + (size_t)amsref_draw_below(&draw, rivals);

    while (common(stride, rivals) != 1) {
        stride++;
    }
    return amsref_rival(s->dialect, s->format, (size_t)((first + turn * stride) % rivals));
}

static void describe(const amsref_setting *setting, const amsref_hypothesis *rival,
                     amsref_case *item, uint64_t index)
{
    item->id =
        amsref_print("%s/%s/%s/%06" PRIu64, amsref_dialect_name(setting->dialect),
                     amsref_format_name(setting->format), amsref_fresh_category, index);
    item->category = amsref_copy(amsref_fresh_category);
    item->comment = rival ? amsref_hypothesis_name(rival) : amsref_copy("random");
    amsref_case_outs(item, setting->steps);
    for (size_t s = 0; s < setting->steps; s++) {
        item->out[s].t = setting->t + s;
    }
}

/* Golden values of one more problem of the stream. As amsref_case_solve. */
static int attempt(amsref_draw *draw, amsref_dialect dialect, amsref_format format, uint64_t seed,
                   uint64_t index, amsref_case *item, amsref_error *error)
{
    amsref_setting setting = {.dialect = dialect, .format = format};
    const amsref_hypothesis rival = rival_of(&setting, seed, index / 2);
    uint64_t values[PARAMETERS_MOST][AMSREF_PARAMETER];
    const size_t n = size_of(&setting, seed, index);

    const bool sought =
        index % 2 == 0 && amsref_seek(draw, &rival, &bounds, &setting, values[0]);
    if (!sought) {
        amsref_draw_setting(draw, dialect, format, &bounds, &setting);
    }
    for (size_t i = sought; i < n; i++) {
        amsref_draw_parameter(draw, &setting, values[i]);
    }
    if (!amsref_setting_in_domain(&setting)) {
        amsref_fail(error, "outside the domain");
        return 1;
    }
    amsref_setting_case(&setting, n, values, item);
    describe(&setting, sought ? &rival : NULL, item, index);
    return amsref_case_solve(item, error);
}

int amsref_fresh_case(amsref_dialect dialect, amsref_format format, uint64_t seed, uint64_t index,
                      amsref_case *item, amsref_error *error)
{
    amsref_draw draw = amsref_draw_begin(seed, amsref_draw_stream(index, dialect, format));
    int refused = 1;

    *item = (amsref_case){0};
    for (int i = 0; i < ATTEMPTS && refused == 1; i++) {
        amsref_case_clear(item);
        refused = attempt(&draw, dialect, format, seed, index, item, error);
    }
    return refused ? -1 : 0;
}
