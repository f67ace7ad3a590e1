/* SPDX-License-Identifier: Apache-2.0
 *
 * All laws in all formats, as often as the plan says (AG-95).
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/amsref.h"
#include "laws/internal.h"
#include "suite/memory.h"

enum { PARAMETERS_MOST = 68, T_MOST = 1000000, T_DECIDED = 20000 };

/* Its own stream for each law, dialect, format and trial, apart from those of fresh cases. */
static amsref_draw draw_of(const amsref_laws_plan *plan, const amsref_law_result *result,
                           uint64_t trial)
{
    const uint64_t stream =
        amsref_draw_stream(trial * 64 + result->law, plan->dialect, result->format);
    return amsref_draw_begin(plan->seed, (UINT64_C(1) << 48) + stream);
}

static size_t steps_of(const amsref_law *law, const amsref_hello *hello, size_t drawn)
{
    const bool takes_steps = hello->ops & 1U << AMSREF_OP_STEP;
    size_t least = law->least_steps > 1 ? law->least_steps : 1;

    if (!takes_steps) {
        least = least + 1 > 2 ? least + 1 : 2;
    }
    if (!(hello->ops & 1U << AMSREF_OP_RUN)) {
        return 1;
    }
    if (law->least_steps > 1 && drawn == 1) {
        return AMSREF_STEPS_MOST / 2;
    }
    return drawn < least ? least : drawn;
}

/*
 * With few bits in a beta, q of AG-32 may make an end point of a correction a tie but for beta^t: 0.75^T_DECIDED still
 * shows in the oracle's bits (AG-39), and what it cannot decide breaks no law.
 */
static void keep_decided(amsref_setting *s)
{
    const bool lost = s->hyper.beta1 < 0.99 || s->hyper.beta2 < 0.99;
    s->t = lost && s->t > T_DECIDED ? s->t % T_DECIDED + 1 : s->t;
}

/* False where the law cannot be tried on it. */
static bool draw_anew(const amsref_laws_plan *plan, const amsref_hello *hello,
                      const amsref_law_result *result, uint64_t trial, amsref_specimen *s)
{
    static const size_t counts[] = {1, 2, 3, 5, 8, 13, 16, 33};
    const amsref_law *law = &amsref_law_table[result->law];
    const amsref_bounds bounds = {law->regions, hello->features, law->special, T_MOST};
    amsref_draw draw = draw_of(plan, result, trial);

    do {
        amsref_draw_setting(&draw, plan->dialect, result->format, &bounds, &s->setting);
        keep_decided(&s->setting);
    } while (!amsref_setting_in_domain(&s->setting));
    s->setting.steps = steps_of(law, hello, s->setting.steps);
    s->n = counts[amsref_draw_below(&draw, sizeof counts / sizeof counts[0])];
    s->n = law->n ? law->n : s->n < law->least_n ? law->least_n : s->n;
    s->choice = law->n && law->weight ? trial - 1 : (size_t)amsref_draw_below(&draw, PARAMETERS_MOST);
    s->row = amsref_alloc(s->n, sizeof *s->row);
    for (size_t i = 0; i < s->n; i++) {
        amsref_draw_parameter(&draw, &s->setting, s->row[i]);
    }
    return !law->prepare || law->prepare(s);
}

static bool draw_specimen(const amsref_laws_plan *plan, const amsref_hello *hello,
                          const amsref_law_result *result, uint64_t trial, amsref_specimen *s)
{
    if (!plan->memo) {
        return draw_anew(plan, hello, result, trial, s);
    }
    amsref_drawn *drawn =
        amsref_laws_memo_drawn(plan->memo, draw_of(plan, result, trial), hello);
    if (!drawn->specimen.row) {
        drawn->fits = draw_anew(plan, hello, result, trial, &drawn->specimen);
    }
    *s = amsref_specimen_copy(&drawn->specimen);
    return drawn->fits;
}

/* Many an implementation cannot be given a state: the same from the initial one (AG-09). */
static bool begin_anew(const amsref_law *law, amsref_specimen *s)
{
    const double eps = s->setting.dialect == AMSREF_JULIA ? s->setting.hyper.eps : 0;

    if (s->setting.initial) {
        return false;
    }
    s->setting.initial = true;
    s->setting.t = 1;
    for (size_t i = 0; i < s->n; i++) {
        for (size_t q = AMSREF_M; q <= AMSREF_VMAX; q++) {
            s->row[i][q] = amsref_value_bits(s->setting.format, eps);
        }
    }
    return (!law->prepare || law->prepare(s)) && amsref_setting_in_domain(&s->setting);
}

/* The broken law's smallest counter-example goes into the result. */
static int conclude(amsref_bench *bench, amsref_law_result *result, amsref_specimen *specimen,
                    amsref_record *record, char *id, amsref_error *error)
{
    amsref_ruling ruling = AMSREF_LAW_BROKEN;

    result->quantity = record->quantity;
    result->distance = record->distance;
    if (!bench->plan->as_found) {
        ruling = amsref_law_shrink(bench, &amsref_law_table[result->law], specimen, id, record,
                                   error);
    }
    result->broken = true;
    result->id = id;
    result->text = record->text;
    result->request = record->request;
    result->requests = record->requests;
    result->parameters = specimen->n;
    result->steps = specimen->setting.steps;
    *record = (amsref_record){0};
    return ruling == AMSREF_LAW_BROKE_OFF ? -1 : 0;
}

static int one_trial(amsref_bench *bench, amsref_law_result *result, uint64_t trial,
                     amsref_error *error)
{
    const amsref_law *law = &amsref_law_table[result->law];
    amsref_specimen specimen = {0};
    amsref_record record = {0};
    amsref_ruling ruling = AMSREF_LAW_SKIPPED;
    int failed = 0;
    char *id = amsref_print("%s/%s/%s/%s-%04u", amsref_dialect_name(bench->plan->dialect),
                            amsref_format_name(result->format), amsref_laws_category, law->name,
                            (unsigned)trial);

    if (draw_specimen(bench->plan, bench->party->hello, result, trial, &specimen)) {
        ruling = amsref_law_trial(bench, law, &specimen, id, &record, error);
        if (ruling == AMSREF_LAW_SKIPPED && begin_anew(law, &specimen)) {
            ruling = amsref_law_trial(bench, law, &specimen, id, &record, error);
        }
    }
    result->trials += ruling != AMSREF_LAW_SKIPPED && ruling != AMSREF_LAW_BROKE_OFF;
    switch (ruling) {
    case AMSREF_LAW_BROKEN:
        failed = conclude(bench, result, &specimen, &record, id, error);
        id = NULL;
        break;
    case AMSREF_LAW_DIFFERS:
        result->differing++;
        if (!result->note) {
            result->note = amsref_print("%s: %s", id, record.text);
        }
        break;
    case AMSREF_LAW_SKIPPED:
        result->skipped++;
        if (!result->why_skipped) {
            result->why_skipped = record.text;
            record.text = NULL;
        }
        break;
    case AMSREF_LAW_BROKE_OFF:
        failed = -1;
        break;
    default:
        break;
    }
    free(id);
    amsref_record_clear(&record);
    amsref_specimen_free(&specimen);
    return failed;
}

static void list_laws(const amsref_laws_plan *plan, const amsref_hello *hello, amsref_laws *laws)
{
    laws->item = amsref_alloc(amsref_law_count() * AMSREF_FORMAT_COUNT, sizeof *laws->item);
    for (int f = 0; f < AMSREF_FORMAT_COUNT; f++) {
        for (size_t l = 0; l < amsref_law_count(); l++) {
            if (plan->formats & hello->formats & 1U << f && plan->laws & UINT64_C(1) << l &&
                amsref_law_concerns(&amsref_law_table[l], plan->dialect)) {
                char *why = amsref_law_inapplicable(&amsref_law_table[l], hello);
                laws->item[laws->count++] = (amsref_law_result){.law = l,
                                                                .format = (amsref_format)f,
                                                                .inapplicable = why != NULL,
                                                                .why_skipped = why};
            }
        }
    }
}

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Trial `turn` of the law that the row is, if it has one and is not settled. */
static bool due(const amsref_laws_plan *plan, const amsref_law_result *result, uint64_t turn)
{
    const size_t weight = amsref_law_table[result->law].weight;
    const size_t most = weight ? plan->trials * weight : 1;
    const bool counted = plan->only || (plan->trials == 0 && weight) || turn <= most;

    return counted && !result->broken && !result->inapplicable;
}

static int try_all(amsref_bench *bench, amsref_laws *laws, amsref_case_progress progress,
                   void *context, amsref_error *error)
{
    const amsref_laws_plan *plan = bench->plan;
    const double end = plan->seconds > 0 ? now() + plan->seconds : 0;
    const uint64_t first = plan->only ? plan->only : 1;
    const uint64_t last = plan->only ? plan->only : AMSREF_LAWS_TRIALS_MOST;
    bool any = true;

    for (uint64_t turn = first; turn <= last && any && (end == 0 || now() < end); turn++) {
        any = false;
        for (size_t i = 0; i < laws->count; i++) {
            amsref_law_result *result = &laws->item[i];
            if (!due(plan, result, turn)) {
                continue;
            }
            any = true;
            if (progress) {
                progress(turn, plan->trials, amsref_law_name(result->law), context);
            }
            if (one_trial(bench, result, turn, error) != 0) {
                return -1;
            }
        }
    }
    return 0;
}

int amsref_laws_hear(const amsref_party *party, const amsref_laws_plan *plan, amsref_laws *laws,
                     amsref_case_progress progress, void *context, amsref_error *error)
{
    amsref_bench bench = {party, plan};

    *laws = (amsref_laws){0};
    list_laws(plan, party->hello, laws);
    return try_all(&bench, laws, progress, context, error);
}

void amsref_laws_free(amsref_laws *laws)
{
    for (size_t i = 0; i < laws->count; i++) {
        amsref_law_result *result = &laws->item[i];
        amsref_record record = {
            .text = result->text, .request = result->request, .requests = result->requests};
        amsref_record_clear(&record);
        free(result->why_skipped);
        free(result->note);
        free(result->id);
    }
    free(laws->item);
    *laws = (amsref_laws){0};
}

size_t amsref_laws_broken(const amsref_laws *laws)
{
    size_t broken = 0;
    for (size_t i = 0; i < laws->count; i++) {
        broken += laws->item[i].broken;
    }
    return broken;
}

size_t amsref_laws_decided(const amsref_laws *laws)
{
    size_t decided = 0;
    for (size_t i = 0; i < laws->count; i++) {
        decided += laws->item[i].trials > 0;
    }
    return decided;
}
