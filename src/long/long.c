/* SPDX-License-Identifier: Apache-2.0
 *
 * One long case, asked and judged (AG-107, AG-108): the free run from checkpoint to checkpoint, and a
 * single step from the golden state after each.
 */
#include <stdlib.h>
#include <string.h>

#include "long/internal.h"

/* The free run on its way. */
typedef struct journey {
    amsref_client *client;
    amsref_long *l;
    amsref_level wanted;
    amsref_snapshot state, good; /* where it is; at the last checkpoint, or at the beginning */
    amsref_trail *trail;
    size_t next; /* checkpoint */
} journey;

static amsref_level worst(const amsref_standing *standing)
{
    amsref_level level = AMSREF_EXACT;
    for (size_t q = 0; q < AMSREF_QUANTITIES; q++) {
        level = standing->level[q] > level ? standing->level[q] : level;
    }
    return level;
}

static void raise_level(amsref_level *to, amsref_level level)
{
    *to = level > *to ? level : *to;
}

/* The state at a checkpoint. False where it misses the wanted level. */
static bool judge(journey *j)
{
    amsref_checkpoint *point = &j->l->point[j->next];
    const amsref_case *item = j->l->item;
    const amsref_problem *p = &item->problem;
    char *digest = amsref_trail_digest(j->trail);

    for (size_t q = 0; q < amsref_quantity_count(p->dialect); q++) {
        for (size_t i = 0; i < p->n; i++) {
            amsref_standing_add(&point->free, p->format, &item->out[j->next].quantity[q],
                                (amsref_quantity)q, i, j->state.value[q][i]);
        }
    }
    point->reached = true;
    point->same_hash = strcmp(digest, item->hash[j->next]) == 0;
    free(digest);
    const amsref_level level = worst(&point->free);
    raise_level(&j->l->free_level, level);
    if (!point->same_hash) {
        raise_level(&j->l->free_level, AMSREF_TIGHT);
    }
    return level <= j->wanted && (point->same_hash || j->wanted > AMSREF_EXACT);
}

/* The steps of a request whose states are wanted: checkpoints in it, and its end. */
static size_t stops(const journey *j, uint64_t end, uint64_t *at)
{
    size_t count = 0;

    for (size_t k = j->next; k < j->l->points && j->l->point[k].t <= end; k++) {
        at[count++] = j->l->point[k].t;
    }
    if (count == 0 || at[count - 1] != end) {
        at[count++] = end;
    }
    return count;
}

static void skip(amsref_long *l, amsref_outcome outcome, char *text)
{
    l->outcome = outcome;
    l->text = text;
    if (outcome == AMSREF_ERROR) {
        l->level = l->free_level = AMSREF_NONCONFORMING;
    }
}

/* Takes one state of an answer. 1: go on; 0: this run has ended; -1 and *error. */
static int arrive(journey *j, const amsref_answer *answer, size_t s, uint64_t t,
                  amsref_error *error)
{
    const amsref_problem *p = &j->l->item->problem;

    if (!amsref_answer_state(answer, p, s, &j->state)) {
        skip(j->l, AMSREF_SKIPPED,
             amsref_copy("its answers lack m, v or vmax, so it cannot be taken up again between "
                         "requests"));
        return 0;
    }
    j->state.t = t;
    amsref_trail_add(j->trail, t, j->state.value);
    if (t != j->l->point[j->next].t) {
        return 1;
    }
    if (!judge(j)) {
        return amsref_leaving_find(j->client, j->l, j->next, &j->good, j->wanted, error);
    }
    amsref_snapshot_copy(&j->good, &j->state, p);
    return ++j->next < j->l->points;
}

/* One request of the free run; results as above. */
static int advance(journey *j, amsref_error *error)
{
    const uint64_t last = j->l->point[j->l->points - 1].t;
    uint64_t at[AMSREF_STRIDE + 1];
    const uint64_t end = amsref_stretch_end(j->client, j->state.t + 1, last);
    const size_t count = stops(j, end, at);
    amsref_answer answer;
    int on = 1;

    if (amsref_stretch_ask(j->client, j->l->item, &j->state, at, count, &answer, error) != 0) {
        return -1;
    }
    if (answer.skip || answer.error) {
        skip(j->l, answer.skip ? AMSREF_SKIPPED : AMSREF_ERROR,
             answer.skip ? answer.skip : answer.error);
        answer.skip = answer.error = NULL;
        on = 0;
    }
    for (size_t s = 0; on == 1 && s < count; s++) {
        on = arrive(j, &answer, s, at[s], error);
    }
    amsref_answer_clear(&answer);
    return on;
}

/* One step from the golden state after a checkpoint, judged by its own enclosure. */
static int ask_local(journey *j, size_t k, amsref_error *error)
{
    const amsref_case *item = j->l->item;
    const amsref_problem *p = &item->problem;
    amsref_checkpoint *point = &j->l->point[k];
    const bool steps = amsref_client_hello(j->client)->ops & 1U << AMSREF_OP_STEP;
    amsref_case local = {.id = item->id, .problem = *p};
    amsref_result result = {.item = &local};
    amsref_snapshot from = {.t = point->t};
    amsref_answer answer = {0};

    local.problem.t = point->t + 1;
    local.problem.steps = steps ? 1 : 2; /* who has no `step` takes a run of two */
    local.problem.g = p->g + (local.problem.t - p->t) * p->n;
    for (size_t q = 0; q < amsref_quantity_count(p->dialect); q++) {
        local.problem.in[q] = from.value[q] = item->out[k].quantity[q].ref;
    }
    amsref_case_outs(&local, 1);
    const uint64_t at = local.out[0].t = point->t + local.problem.steps;
    int status = amsref_case_solve(&local, error) != 0 ||
                         amsref_stretch_ask(j->client, item, &from, &at, 1, &answer, error) != 0
                     ? -1
                     : 0;
    if (status == 0 && !answer.skip && !answer.error) {
        point->asked = true;
        amsref_judge_case(&answer, j->wanted, &result);
        for (size_t q = 0; q < amsref_quantity_count(p->dialect); q++) {
            for (size_t i = 0; answer.given[0] & 1U << q && i < p->n; i++) {
                amsref_standing_add(&point->local, p->format, &local.out[0].quantity[q],
                                    (amsref_quantity)q, i, answer.value[q][i]);
            }
        }
        raise_level(&j->l->local_level, result.level);
        if (result.kept && !j->l->local.found) {
            const amsref_miss *miss = &result.miss[0];
            j->l->local = (amsref_leaving){true,      miss->t,  miss->quantity, miss->element,
                                           miss->got, miss->lo, miss->hi,       miss->distance};
        }
    }
    amsref_result_clear(&result);
    amsref_answer_clear(&answer);
    local.id = NULL;
    local.problem = (amsref_problem){.dialect = p->dialect};
    amsref_case_clear(&local);
    return status;
}

static int travel(journey *j, amsref_long_progress progress, void *context, amsref_error *error)
{
    amsref_long *l = j->l;
    const amsref_problem *p = &l->item->problem;
    int on = 1;

    while (on == 1) {
        on = advance(j, error);
        if (progress) {
            progress(l, j->state.t, context);
        }
    }
    if (on < 0 || l->outcome != AMSREF_JUDGED) {
        return on;
    }
    for (size_t k = 0; on == 0 && k < l->points; k++) {
        if (l->point[k].t + 2 <= p->t + p->steps - 1) {
            on = ask_local(j, k, error);
        }
    }
    l->level = l->free_level;
    raise_level(&l->level, l->local_level);
    return on;
}

int amsref_long_ask(amsref_client *client, const amsref_case *item, amsref_level wanted,
                    uint64_t limit, amsref_long_progress progress, void *context, amsref_long *l,
                    amsref_error *error)
{
    journey j = {.client = client, .l = l, .wanted = wanted};

    *l = (amsref_long){.item = item, .outcome = AMSREF_JUDGED};
    l->point = amsref_alloc(item->outs, sizeof *l->point);
    while (l->points < item->outs && item->out[l->points].t <= limit) {
        l->point[l->points].t = item->out[l->points].t;
        l->points++;
    }
    amsref_snapshot_init(&j.state, &item->problem);
    amsref_snapshot_init(&j.good, &item->problem);
    j.trail = amsref_trail_new(&item->problem);
    int result = l->points ? travel(&j, progress, context, error) : 0;
    if (!l->points) {
        skip(l, AMSREF_SKIPPED, amsref_copy("no checkpoint lies within the steps that were asked"));
    }
    amsref_trail_free(j.trail);
    amsref_snapshot_free(&j.state);
    amsref_snapshot_free(&j.good);
    return result;
}

void amsref_long_free(amsref_long *l)
{
    free(l->text);
    free(l->point);
    *l = (amsref_long){0};
}
