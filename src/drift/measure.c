/* SPDX-License-Identifier: Apache-2.0
 *
 * From answers to the cases of a ledger (AG-133 .. AG-135).
 */
#include <math.h>
#include <stdlib.h>

#include "drift/internal.h"

/* A conversation that is measured. */
typedef struct measuring {
    const amsref_case *const *chosen;
    size_t count;
    amsref_level wanted;
    amsref_result *result;
    amsref_drift_case *item;
    amsref_case_progress progress;
    void *context;
} measuring;

static bool is_number(amsref_format format, uint64_t bits)
{
    return !isnan(amsref_bits_value(format, bits));
}

/* AG-54: the distance from rn, of elements of digit 0 whose answer is a number. */
static void measure_distance(amsref_drift_quantity *to, amsref_format format,
                             const amsref_golden *golden, const amsref_drift_element *at)
{
    const uint64_t rn = golden->rn[at->element];

    if (!is_number(format, at->got) || !is_number(format, rn)) {
        return;
    }
    uint64_t ulp = amsref_bits_distance(format, at->got, rn);
    ulp = ulp > INT64_MAX ? INT64_MAX : ulp; /* what JSON readers take */
    if (!to->far || ulp > to->ulp) {
        to->far = true;
        to->ulp = ulp;
        to->farthest = *at;
        to->farthest.lo = to->farthest.hi = rn;
    }
}

static void measure_share(amsref_drift_quantity *to, amsref_format format,
                          const amsref_golden *golden, const amsref_drift_element *at)
{
    const double share = amsref_tight_share(format, golden, at->element, at->got);

    if (share > to->share) { /* never true of NaN */
        to->share = share;
        to->outmost = *at;
        to->outmost.lo = golden->tight[0][at->element];
        to->outmost.hi = golden->tight[1][at->element];
    }
}

static void measure_element(amsref_drift_quantity *to, amsref_format format,
                            const amsref_golden *golden, const amsref_drift_element *at)
{
    const uint64_t ref = golden->ref[at->element];
    const bool same =
        at->got == ref || (!is_number(format, at->got) && !is_number(format, ref)); /* AG-53 */

    if (!golden->nan || golden->nan[at->element] == AMSREF_NAN_NO) {
        measure_distance(to, format, golden, at);
        measure_share(to, format, golden, at);
    }
    if (!same && !to->parted) {
        to->parted = true;
        to->parting = *at;
        to->parting.lo = to->parting.hi = ref;
    }
}

static void measure_quantity(amsref_drift_quantity *to, const amsref_case *c,
                             const amsref_answer *answer, amsref_quantity q)
{
    const amsref_problem *p = &c->problem;

    for (size_t s = 0; s < c->outs; s++) {
        for (size_t i = 0; i < p->n; i++) {
            const uint64_t got = amsref_drift_canonical(p->format, answer->value[q][s * p->n + i]);
            const amsref_drift_element at = {i, c->out[s].t, got, 0, 0};
            measure_element(to, p->format, &c->out[s].quantity[q], &at);
        }
    }
    amsref_drift_digest(p->format, answer->value[q], c->outs * p->n, to->sha256);
}

static const amsref_case *item_asked(size_t i, void *context)
{
    return ((const measuring *)context)->chosen[i];
}

static void show(size_t i, void *context)
{
    const measuring *m = context;
    if (m->progress) {
        m->progress(i, m->count, m->chosen[i]->id, m->context);
    }
}

static void take(size_t i, amsref_answer *answer, void *context)
{
    const measuring *m = context;
    const amsref_case *c = m->chosen[i];
    amsref_result *result = &m->result[i];

    amsref_take_answer(answer, m->wanted, result);
    for (amsref_quantity q = AMSREF_X; q < amsref_quantity_count(c->problem.dialect); q++) {
        if (result->given & ~result->lacking & 1U << q) {
            measure_quantity(&m->item[i].quantity[q], c, answer, q);
        }
    }
}

/* AG-55, AG-56: levels once it is known what is hidden; an error is the failure of x. */
static void settle(const measuring *m)
{
    const amsref_case *witness[AMSREF_QUANTITIES];
    const unsigned hidden = amsref_settle_hidden(m->result, m->count, witness);

    for (size_t i = 0; i < m->count; i++) {
        amsref_result *result = &m->result[i];
        amsref_drift_case *c = &m->item[i];
        const unsigned listed = result->outcome == AMSREF_ERROR
                                    ? 1U << AMSREF_X
                                    : (result->given | result->lacking) & ~hidden;

        c->outcome = result->outcome;
        c->reason = result->text;
        result->text = NULL;
        for (int q = 0; q < AMSREF_QUANTITIES; q++) {
            c->quantity[q].listed = listed & 1U << q;
            c->quantity[q].level = result->outcome == AMSREF_ERROR ? AMSREF_NONCONFORMING
                                                                   : result->quantity[q];
        }
    }
}

/* The state and gradients of one parameter, up to the step. */
static json_t *input_of(const amsref_case *c, const amsref_drift_element *at)
{
    const amsref_problem *p = &c->problem;
    const uint64_t steps = at->step - p->t + 1;
    char *hyper = amsref_hyper_text(&p->hyper);
    json_t *input = json_pack("{s:I, s:o}", "t", (json_int_t)p->t, "hyper",
                              json_loads(hyper, 0, NULL));

    free(hyper);
    for (amsref_quantity q = AMSREF_X; q < amsref_quantity_count(p->dialect); q++) {
        json_object_set_new(input, amsref_quantity_name(q),
                            amsref_drift_hex(p->format, p->in[q][at->element]));
    }
    json_t *g = json_array();
    for (uint64_t s = 0; s < steps && steps <= AMSREF_DRIFT_STEPS_SHOWN; s++) {
        json_array_append_new(g, amsref_drift_hex(p->format, p->g[s * p->n + at->element]));
    }
    json_object_set_new(input, "g", g);
    json_object_set_new(input, "steps", json_integer((json_int_t)steps));
    return input;
}

static void finish_places(const measuring *m, amsref_ledger *ledger)
{
    for (size_t g = 0; g < ledger->groups; g++) {
        for (int q = 0; q < AMSREF_QUANTITIES; q++) {
            amsref_drift_place *place = &ledger->group[g].place[q];
            if (place->farthest.at) {
                place->farthest.input = input_of(m->chosen[place->farthest.at - ledger->item],
                                                 &place->farthest.place);
                place->bounded = true;
                place->ratchet = place->farthest.ulp;
            }
        }
    }
}

int amsref_drift_measure(amsref_client *client, const amsref_case *const *chosen, size_t count,
                         amsref_case_progress progress, void *context, amsref_ledger *ledger,
                         amsref_error *error)
{
    measuring m = {chosen, count,    ledger->level, amsref_alloc(count, sizeof(amsref_result)),
                   NULL,   progress, context};
    const amsref_talk talk = {count, item_asked, show, take, &m};
    amsref_error why;
    size_t at;

    ledger->item = m.item = amsref_alloc(count, sizeof *m.item);
    ledger->count = count;
    for (size_t i = 0; i < count; i++) {
        m.result[i].item = chosen[i];
        m.item[i].id = amsref_copy(chosen[i]->id);
        m.item[i].category = amsref_copy(chosen[i]->category);
        m.item[i].format = chosen[i]->problem.format;
        for (int q = 0; q < AMSREF_QUANTITIES; q++) {
            m.item[i].quantity[q].share = -1;
        }
    }
    int result = amsref_client_converse(client, &talk, &at, &why);
    if (result != 0) {
        amsref_fail(error, "case %s: %.900s", chosen[at]->id, why.text);
    } else {
        settle(&m);
        amsref_drift_group_cases(ledger);
        finish_places(&m, ledger);
    }
    for (size_t i = 0; i < count; i++) {
        amsref_result_clear(&m.result[i]);
    }
    free(m.result);
    return result;
}
