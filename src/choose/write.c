/* SPDX-License-Identifier: Apache-2.0
 *
 * The chosen questions: as C for the tool, and as a table for people.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "choose/choose.h"
#include "suite/memory.h"

enum { DIGITS_MOST = 17, NUMBER = 32 };

/* The fewest digits that read back as the value. */
static const char *decimal(double value, char text[NUMBER])
{
    for (int digits = 1; digits <= DIGITS_MOST; digits++) {
        snprintf(text, NUMBER, "%.*g", digits, value);
        if (strtod(text, NULL) == value) {
            break;
        }
    }
    return text;
}

static void put_words(FILE *out, const amsref_choice *c)
{
    char lr[NUMBER], b1[NUMBER], b2[NUMBER], eps[NUMBER];
    const amsref_hyper *h = &c->setting->hyper;

    fprintf(out, "%s%st = %" PRIu64 ", lr = %s, beta1 = %s, beta2 = %s, eps = %s",
            c->setting->words, *c->setting->words ? ": " : "", c->setting->t, decimal(h->lr, lr),
            decimal(h->beta1, b1), decimal(h->beta2, b2), decimal(h->eps, eps));
}

static void put_bound(FILE *out, const char *name, double value)
{
    fprintf(out, ", .%s = %s", name, value < 0 ? "-INFINITY" : "INFINITY");
}

/* What differs from a plain step. */
static void put_features(FILE *out, const amsref_hyper *h)
{
    static const char *const beta1[] = {[AMSREF_BETA1_GEOMETRIC] = "AMSREF_BETA1_GEOMETRIC",
                                        [AMSREF_BETA1_INVERSE] = "AMSREF_BETA1_INVERSE"};
    fprintf(out, ",\n               .lambda = %a", h->lambda);
    if (h->lo == -h->hi) {
        put_bound(out, "lo", h->lo);
        put_bound(out, "hi", h->hi);
    } else {
        fprintf(out, ", .lo = %a, .hi = %a", h->lo, h->hi);
    }
    if (h->weight_decay > 0) {
        fprintf(out, ",\n               .weight_decay = %a", h->weight_decay);
    }
    fputs(h->decoupled ? ", .decoupled = true" : "", out);
    fputs(h->maximize ? ", .maximize = true" : "", out);
    fputs(h->lr_schedule ? ",\n               .lr_schedule = AMSREF_LR_INV_SQRT" : "", out);
    if (h->beta1_schedule) {
        fprintf(out, ",\n               .beta1_schedule = %s", beta1[h->beta1_schedule]);
    }
}

static void put_parameters(FILE *out, size_t k, const amsref_question *q)
{
    fprintf(out, "\nstatic const amsref_parameter chosen_%zu[] = {\n", k);
    for (size_t i = 0; i < q->n; i++) {
        const amsref_parameter *p = &q->parameter[i];
        fprintf(out, "    {%a, %a, %a, %a, %a},\n", p->x, p->m, p->v, p->vmax, p->g);
    }
    fputs("};\n", out);
}

static void put_question(FILE *out, size_t k, const amsref_choice *c)
{
    char lr[NUMBER], b1[NUMBER], b2[NUMBER], eps[NUMBER];
    const amsref_hyper *h = &c->setting->hyper;

    fprintf(out, "    {.name = \"%s-%zu\",\n     .words =\n         \"", c->setting->group,
            c->number);
    put_words(out, c);
    fprintf(out, "\",\n     .hyper = {.lr = %s, .beta1 = %s, .beta2 = %s, .eps = %s",
            decimal(h->lr, lr), decimal(h->beta1, b1), decimal(h->beta2, b2), decimal(h->eps, eps));
    put_features(out, h);
    fprintf(out, "},\n     .t = %" PRIu64 ",\n     .n = %zu,\n     .parameter = chosen_%zu},\n",
            c->setting->t, c->question.n, k);
}

static FILE *file_in(const char *dir, const char *name)
{
    char *path = amsref_print("%s/%s", dir, name);
    FILE *out = fopen(path, "w");

    if (!out) {
        perror(path);
    }
    free(path);
    return out;
}

int amsref_write_questions(const char *dir, const amsref_choice *choice, size_t count)
{
    FILE *table = file_in(dir, "chosen.inc"), *list = file_in(dir, "questions.md");

    if (!table || !list) {
        return -1;
    }
    fputs("/* SPDX-License-Identifier: Apache-2.0\n *\n * Written by `make questions` "
          "(src/choose); not "
          "edited by hand. Each parameter is {x, m, v, vmax, g}.\n */\n",
          table);
    for (size_t k = 0; k < count; k++) {
        put_parameters(table, k, &choice[k].question);
    }
    fputs("\nstatic const amsref_question chosen_questions[] = {\n", table);
    fputs("| question | parameters | asks |\n|---|---|---|\n", list);
    for (size_t k = 0; k < count; k++) {
        put_question(table, k, &choice[k]);
        fprintf(list, "| `%s-%zu` | %zu | ", choice[k].setting->group, choice[k].number,
                choice[k].question.n);
        put_words(list, &choice[k]);
        fputs(" |\n", list);
    }
    fputs("};\n", table);
    return fclose(table) | fclose(list) ? -1 : 0;
}
