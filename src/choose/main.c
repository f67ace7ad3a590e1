/* SPDX-License-Identifier: Apache-2.0
 *
 * choose FOLDER: a greedy cover. Of the questions that need no more features than the ones
 * before, the one that tells most pairs not told yet comes next, with the parameters that do; until
 * no candidate tells another pair.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "choose/choose.h"
#include "suite/memory.h"

enum { QUESTIONS_MOST = 64, FULL = AMSREF_ALIKE_COUNT };

/* All that is chosen from, and what has been chosen. */
typedef struct chooser {
    amsref_universe universe;
    amsref_setting *setting;
    amsref_parameter *parameter;
    size_t settings, parameters;
    amsref_pairs *tells; /* of each parameter of each setting of the group */
    amsref_pairs told;
    amsref_choice choice[QUESTIONS_MOST];
    size_t choices;
} chooser;

static size_t most_new(const amsref_pairs *pairs, size_t count, const amsref_pairs *old,
                       const bool *used, size_t *gain)
{
    size_t best = count;

    *gain = 0;
    for (size_t k = 0; k < count; k++) {
        const size_t more = used && used[k] ? 0 : amsref_pairs_new_in(&pairs[k], old);
        if (more > *gain) {
            *gain = more;
            best = k;
        }
    }
    return best;
}

/* The parameters of a question: those that tell most that is new; then, up to a full question,
 * those that tell most of what the question does not tell twice yet. */
static void pick_parameters(chooser *c, const amsref_pairs *tells, size_t n, amsref_choice *choice)
{
    amsref_parameter *chosen = amsref_alloc(n, sizeof *chosen);
    bool *used = amsref_alloc(c->parameters, sizeof *used);
    amsref_pairs own;
    size_t gain, count = 0;

    amsref_pairs_new(&c->universe, &own);
    while (count < n) {
        size_t k = most_new(tells, c->parameters, &c->told, used, &gain);
        if (gain == 0) {
            k = most_new(tells, c->parameters, &own, used, &gain);
            amsref_pairs_add(&own, &tells[k < c->parameters ? k : 0]);
        }
        for (size_t next = 0; k == c->parameters; next++) { /* nothing is gained: any will do */
            k = used[next] ? k : next;
        }
        used[k] = true;
        chosen[count++] = c->parameter[k];
        amsref_pairs_add(&c->told, &tells[k]);
    }
    choice->question.parameter = chosen;
    choice->question.n = n;
    amsref_pairs_free(&own);
    free(used);
}

static size_t number_in_group(const chooser *c, const char *group)
{
    size_t count = 1;
    for (size_t i = 0; i < c->choices; i++) {
        count += strcmp(c->choice[i].setting->group, group) == 0;
    }
    return count;
}

/* Which hypotheses are in a pair that is not told yet? */
static void find_active(const chooser *c, bool *active)
{
    const size_t count = c->universe.count;

    memset(active, 0, count * sizeof *active);
    for (int f = 0; f < AMSREF_FORMATS_ASKED; f++) {
        for (size_t i = 0; i < count; i++) {
            for (size_t j = i + 1; j < count; j++) {
                const bool by_any =
                    amsref_pairs_told(&c->universe, &c->told, (amsref_format)f, i, j);
                const bool by_x = i >= c->universe.dialects ||
                                  amsref_pairs_told(&c->universe, &c->told, (amsref_format)f, j, i);
                if (!by_any || !by_x) {
                    active[i] = active[j] = true;
                }
            }
        }
    }
}

/* The settings first .. end, which are of one group. */
static void choose_group(chooser *c, size_t first, size_t end)
{
    const size_t count = end - first;
    amsref_pairs *sum = amsref_alloc(count, sizeof *sum);
    bool *active = amsref_alloc(c->universe.count, sizeof *active);
    size_t gain;

    find_active(c, active);
    c->tells = amsref_alloc(count * c->parameters, sizeof *c->tells);
    for (size_t s = 0; s < count; s++) {
        amsref_pairs *tells = &c->tells[s * c->parameters];
        amsref_pairs_new(&c->universe, &sum[s]);
        for (size_t k = 0; k < c->parameters; k++) {
            amsref_pairs_new(&c->universe, &tells[k]);
        }
        const amsref_question question = {.hyper = c->setting[first + s].hyper,
                                          .t = c->setting[first + s].t,
                                          .n = c->parameters,
                                          .parameter = c->parameter};
        amsref_pairs_tell(&c->universe, &question, active, tells);
        for (size_t k = 0; k < c->parameters; k++) {
            amsref_pairs_add(&sum[s], &tells[k]);
        }
    }
    for (;;) {
        const size_t s = most_new(sum, count, &c->told, NULL, &gain);
        if (gain == 0 || c->choices == QUESTIONS_MOST) {
            break;
        }
        const amsref_setting *setting = &c->setting[first + s];
        amsref_choice *choice = &c->choice[c->choices];
        *choice = (amsref_choice){.setting = setting,
                                  .number = number_in_group(c, setting->group),
                                  .question = {.hyper = setting->hyper, .t = setting->t}};
        /* One with a parameter less, so that n mod 2 differs. */
        pick_parameters(c, &c->tells[s * c->parameters], c->choices == 1 ? FULL - 1 : FULL, choice);
        c->choices++;
    }
    for (size_t s = 0; s < count; s++) {
        amsref_pairs_free(&sum[s]);
        for (size_t k = 0; k < c->parameters; k++) {
            amsref_pairs_free(&c->tells[s * c->parameters + k]);
        }
    }
    free(sum);
    free(active);
    free(c->tells);
}

/* In groups that must do so by themselves the pairs of dialects count as not told. */
static void forget_dialects(chooser *c)
{
    for (int f = 0; f < AMSREF_FORMATS_ASKED; f++) {
        for (size_t i = 0; i < c->universe.dialects; i++) {
            for (size_t j = 0; j < c->universe.dialects; j++) {
                amsref_pairs_forget(&c->universe, &c->told, (amsref_format)f, i, j);
            }
        }
    }
}

/* What the questions of a certain form, which are asked anyway, tell besides. */
static void add_formal(chooser *c)
{
    for (size_t q = amsref_question_chosen(); q < amsref_question_count(); q++) {
        const amsref_question *question = amsref_question_at(q);
        amsref_pairs *tells = amsref_alloc(FULL, sizeof *tells);
        for (size_t k = 0; k < FULL; k++) {
            amsref_pairs_new(&c->universe, &tells[k]);
        }
        if (!question->again) {
            amsref_pairs_tell(&c->universe, question, NULL, tells);
        }
        for (size_t k = 0; k < FULL; k++) {
            amsref_pairs_add(&c->told, &tells[k]);
            amsref_pairs_free(&tells[k]);
        }
        free(tells);
    }
}

int main(int argc, char **argv)
{
    chooser c = {0};
    amsref_hypothesis *hypothesis;

    if (argc != 2) {
        fputs("usage: choose FOLDER\nWrites chosen.inc, questions.md and untold.md there.\n",
              stderr);
        return 2;
    }
    c.universe.count = amsref_hypotheses(&hypothesis, &c.universe.dialects);
    c.universe.hypothesis = hypothesis;
    c.settings = amsref_settings(&c.setting);
    c.parameters = amsref_parameters(&c.parameter);
    amsref_pairs_new(&c.universe, &c.told);
    for (size_t first = 0, end = 0; first < c.settings; first = end) {
        while (end < c.settings && strcmp(c.setting[end].group, c.setting[first].group) == 0) {
            end++;
        }
        if (strcmp(c.setting[first].group, AMSREF_NO_EPS) == 0) {
            forget_dialects(&c);
        }
        choose_group(&c, first, end);
    }
    add_formal(&c);
    return amsref_write_questions(argv[1], c.choice, c.choices) ||
                   amsref_write_untold(argv[1], &c.universe, c.choice, c.choices, &c.told)
               ? 2
               : 0;
}
