/* SPDX-License-Identifier: Apache-2.0
 *
 * One trial: the requests, the comparison, and what a difference is worth (AG-95).
 */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "laws/internal.h"
#include "runner/wire.h"
#include "suite/memory.h"

enum { REQUESTS_MOST = AMSREF_RELATIVES_MOST + 1, DIFFERENCES_MOST = 16 };

/* The requests of a trial, the first of them the specimen's, and their answers. */
typedef struct hearing {
    const amsref_specimen *specimen;
    amsref_relative relative[AMSREF_RELATIVES_MOST];
    size_t relatives;
    size_t last; /* the request where a breach was seen */
    amsref_case item[REQUESTS_MOST];
    amsref_answer answer[REQUESTS_MOST];
} hearing;

void amsref_record_clear(amsref_record *record)
{
    free(record->text);
    for (size_t i = 0; i < record->requests; i++) {
        free(record->request[i]);
    }
    free(record->request);
    *record = (amsref_record){0};
}

static bool lacks_state(const amsref_law *law, const amsref_answer *answer, amsref_dialect dialect)
{
    const size_t last = amsref_quantity_count(dialect);
    const unsigned state = (1U << last) - 1;
    const unsigned wanted = (law->needs & AMSREF_NEEDS_STATE ? state : 0) |
                            (law->needs & AMSREF_NEEDS_VMAX ? 1U << AMSREF_VMAX : 0) |
                            (law->needs & AMSREF_NEEDS_V ? 1U << AMSREF_V : 0);
    return (answer->given[0] & wanted) != wanted;
}

bool amsref_law_concerns(const amsref_law *law, amsref_dialect dialect)
{
    const bool paper = dialect == AMSREF_PAPER || dialect == AMSREF_PAPER_EPS;

    return (paper || !(law->needs & AMSREF_NEEDS_BOX)) &&
           (dialect != AMSREF_ADAM || !(law->needs & AMSREF_NEEDS_MAXIMUM));
}

char *amsref_law_inapplicable(const amsref_law *law, const amsref_hello *hello)
{
    const struct {
        bool lacking;
        const char *why;
    } reasons[] = {
        {law->needs & AMSREF_NEEDS_STEP && !(hello->ops & 1U << AMSREF_OP_STEP),
         "op step is not among its ops"},
        {law->needs & AMSREF_NEEDS_RUN && !(hello->ops & 1U << AMSREF_OP_RUN),
         "op run is not among its ops"},
        {law->needs & AMSREF_NEEDS_MAXIMIZE && !(hello->features & 1U << AMSREF_F_MAXIMIZE),
         "maximize is not among its features"},
        {law->needs & AMSREF_NEEDS_BOX && !(hello->features & 1U << AMSREF_F_PROJECT),
         "project is not among its features"},
    };
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        if (reasons[i].lacking) {
            return amsref_copy(reasons[i].why);
        }
    }
    return NULL;
}

static void make_item(const amsref_specimen *of, const char *id, size_t number, amsref_case *item)
{
    *item = (amsref_case){.id = amsref_print("%s/%zu", id, number)};
    amsref_setting_case(&of->setting, of->n, of->row, item);
    item->out = amsref_alloc(of->setting.steps, sizeof *item->out);
    item->outs = of->setting.steps;
    for (size_t s = 0; s < item->outs; s++) {
        item->out[s].t = of->setting.t + s;
    }
}

/* A part of the conversation. */
typedef struct part {
    hearing *h;
    size_t first;
} part;

static const amsref_case *item_of(size_t i, void *context)
{
    const part *p = context;
    return &p->h->item[p->first + i];
}

static void keep(size_t i, amsref_answer *answer, void *context)
{
    const part *p = context;
    p->h->answer[p->first + i] = *answer;
    *answer = (amsref_answer){0};
}

/* Requests first .. last - 1, all to the same process. */
static int ask(const amsref_party *party, bool elsewhere, hearing *h, size_t first, size_t last,
               amsref_error *error)
{
    part p = {h, first};
    const amsref_talk talk = {last - first, item_of, NULL, keep, &p};
    amsref_error why;
    size_t at;

    if (party->converse(party->self, elsewhere, &talk, &at, &why) == 0) {
        return 0;
    }
    return amsref_fail(error, "law trial %s: %.900s", h->item[first + at].id, why.text);
}

/* Does an element of an answer reach the wanted level? True also where the oracle cannot tell. */
static bool reaches(const amsref_laws_plan *plan, const amsref_specimen *of,
                    const amsref_answer *answer, size_t element)
{
    amsref_solved own = {0};
    amsref_solved *solved = plan->memo ? amsref_laws_memo_solved(plan->memo, of, element) : &own;
    bool good = true;

    if (!solved->item) {
        amsref_solve(of, element, solved);
    }
    for (size_t s = 0; !solved->failed && s < of->setting.steps; s++) {
        for (amsref_quantity q = AMSREF_X; q < amsref_quantity_count(of->setting.dialect); q++) {
            const amsref_golden *golden = &solved->item->out[s].quantity[q];
            good &= !(answer->given[s] & 1U << q) ||
                    amsref_judge_element(of->setting.format, golden, 0,
                                         answer->value[q][s * of->n + element]) <= plan->wanted;
        }
    }
    amsref_solved_clear(&own);
    return good;
}

/* What the number `at` of the first answer says that a number of the relative is. */
static double expected(const hearing *h, const amsref_relative *r, amsref_quantity q, size_t at)
{
    const double value = amsref_value_of(h->specimen, h->answer[0].value[q][at]);
    const double scaled = ldexp(value, r->shift[q]);

    return r->negated[q] ? -scaled : scaled;
}

static bool same(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

/* The first element of a relative, from *from on, with a number that differs. False where none does. */
static bool differs(const hearing *h, size_t number, size_t *from, amsref_breach *breach)
{
    const amsref_relative *r = &h->relative[number - 1];
    const amsref_answer *answer = &h->answer[number];

    for (; *from < r->of.n; ++*from) {
        const size_t i = *from;
        for (size_t s = 0; s < r->of.setting.steps; s++) {
            const unsigned given = answer->given[s] & h->answer[0].given[r->since + s];
            for (amsref_quantity q = AMSREF_X; q < AMSREF_QUANTITIES; q++) {
                if (r->like[i] == AMSREF_UNLIKE || !(given & 1U << q)) {
                    continue;
                }
                const uint64_t got = answer->value[q][s * r->of.n + i];
                const size_t at = (r->since + s) * h->specimen->n + (size_t)r->like[i];
                if (got == h->answer[0].value[q][at] && !r->shift[q] && !r->negated[q]) {
                    continue; /* nearly always */
                }
                const double want = expected(h, r, q, at);
                if (!same(amsref_value_of(&r->of, got), want)) {
                    *breach = (amsref_breach){
                        number, q, i, s, got, amsref_value_bits(r->of.setting.format, want), "",
                        false};
                    return true;
                }
            }
        }
    }
    return false;
}

static char *value_text(const amsref_specimen *of, uint64_t bits)
{
    char decimal[AMSREF_DECIMAL_SIZE], hex[20];

    amsref_decimal(of->setting.format, bits, decimal);
    amsref_hex_put(of->setting.format, &bits, 1, hex);
    return amsref_print("%s (%s)", decimal, hex);
}

static char *breach_text(const hearing *h, const amsref_breach *b)
{
    const amsref_specimen *of = b->relative ? &h->relative[b->relative - 1].of : h->specimen;
    char *got = value_text(of, b->got);
    char *want = value_text(of, b->want);
    char *text =
        amsref_print("request %zu, %s[%zu] step %" PRIu64 ": got %s, want %s%s%s%s",
                     b->relative + 1, amsref_quantity_name(b->quantity), b->element,
                     of->setting.t + b->step, got, b->relation, *b->relation ? " " : "", want,
                     b->relative ? " by the answer to request 1" : "");
    free(got);
    free(want);
    return text;
}

static void describe(const hearing *h, const amsref_breach *b, amsref_record *record)
{
    const amsref_format format = h->specimen->setting.format;
    const bool nan = isnan(amsref_bits_value(format, b->got)) ||
                     isnan(amsref_bits_value(format, b->want));

    free(record->text);
    record->text = breach_text(h, b);
    record->quantity = b->quantity;
    record->distance = nan ? UINT64_MAX : amsref_bits_distance(format, b->got, b->want);
}

/* The requests up to that where the breach is seen: earlier ones may have left traces. */
static void keep_requests(const hearing *h, size_t last, amsref_record *record)
{
    record->request = amsref_alloc(REQUESTS_MOST + 1, sizeof *record->request);
    for (size_t i = 0; i <= last; i++) {
        size_t length;
        char *line = amsref_request_case(&h->item[i], &length);
        line[length - 1] = '\0';
        record->request[record->requests++] = line;
    }
}

/* Two right answers may differ in rounding: only those that are also wrong break the law. */
static amsref_ruling judge(const amsref_bench *bench, const amsref_law *law, const hearing *h,
                           const amsref_breach *b)
{
    const amsref_laws_plan *plan = bench->plan;

    if (amsref_law_strict((size_t)(law - amsref_law_table), h->specimen->setting.format)) {
        return AMSREF_LAW_BROKEN;
    }
    if (b->relative == 0) {
        return !reaches(plan, h->specimen, &h->answer[0], b->element) ? AMSREF_LAW_BROKEN
               : b->real                                              ? AMSREF_LAW_HOLDS
                                                                      : AMSREF_LAW_DIFFERS;
    }
    const amsref_relative *r = &h->relative[b->relative - 1];
    return reaches(plan, h->specimen, &h->answer[0], (size_t)r->like[b->element]) &&
                   reaches(plan, &r->of, &h->answer[b->relative], b->element)
               ? AMSREF_LAW_DIFFERS
               : AMSREF_LAW_BROKEN;
}

/* Skips and errors among the answers first .. last - 1. */
static amsref_ruling unanswered(hearing *h, size_t first, size_t last, amsref_record *record)
{
    for (size_t i = first; i < last; i++) {
        if (h->answer[i].skip || h->answer[i].error) {
            const bool skip = h->answer[i].skip != NULL;
            h->last = i;
            record->error = !skip;
            record->text = amsref_print("request %zu: %s: %s", i + 1, skip ? "skip" : "error",
                                        skip ? h->answer[i].skip : h->answer[i].error);
            return skip ? AMSREF_LAW_SKIPPED : AMSREF_LAW_BROKEN;
        }
    }
    return AMSREF_LAW_HOLDS;
}

/*
 * A difference among many: one that breaks the law is told before one that does not. Elements that
 * differ inside are many in whoever rounds differently by place; a few of them are looked at.
 */
static amsref_ruling compare(const amsref_bench *bench, const amsref_law *law, hearing *h,
                             amsref_record *record)
{
    amsref_ruling ruling = AMSREF_LAW_HOLDS;
    amsref_breach breach = {0};

    if (law->holds && !law->holds(h->specimen, &h->answer[0], &breach)) {
        ruling = judge(bench, law, h, &breach);
        describe(h, &breach, record);
    }
    for (size_t i = 1; i <= h->relatives && ruling != AMSREF_LAW_BROKEN; i++) {
        size_t looked = 0;
        for (size_t from = 0; looked < DIFFERENCES_MOST && ruling != AMSREF_LAW_BROKEN &&
                              differs(h, i, &from, &breach);
             from++, looked++) {
            ruling = judge(bench, law, h, &breach);
            if (ruling == AMSREF_LAW_BROKEN || !record->text) {
                h->last = i;
                describe(h, &breach, record);
            }
        }
    }
    return ruling;
}

static void relate(hearing *h, const amsref_law *law, const amsref_hello *hello, const char *id)
{
    if (law->relate) {
        h->relatives = law->relate(h->specimen, hello, &h->answer[0], h->relative);
    }
    for (size_t i = 0; i < h->relatives; i++) {
        make_item(&h->relative[i].of, id, i + 2, &h->item[i + 1]);
    }
}

/* The first request, then the others: which they are may depend on the first answer. */
static amsref_ruling hear(amsref_bench *bench, const amsref_law *law, hearing *h, const char *id,
                          amsref_record *record, amsref_error *error)
{
    const amsref_party *party = bench->party;
    const char *why;

    make_item(h->specimen, id, 1, &h->item[0]);
    if (ask(party, false, h, 0, 1, error) != 0) {
        return AMSREF_LAW_BROKE_OFF;
    }
    amsref_ruling ruling = unanswered(h, 0, 1, record);
    if (ruling != AMSREF_LAW_HOLDS) {
        return ruling;
    }
    if (lacks_state(law, &h->answer[0], h->specimen->setting.dialect)) {
        record->text = amsref_copy("m, v or vmax is hidden state");
        return AMSREF_LAW_SKIPPED;
    }
    relate(h, law, party->hello, id);
    const bool elsewhere = h->relatives && h->relative[0].elsewhere;
    if (elsewhere && (why = party->refuses(party->self)) != NULL) {
        record->text = amsref_copy(why);
        return AMSREF_LAW_SKIPPED;
    }
    if (ask(party, elsewhere, h, 1, h->relatives + 1, error) != 0) {
        return AMSREF_LAW_BROKE_OFF;
    }
    ruling = unanswered(h, 1, h->relatives + 1, record);
    return ruling != AMSREF_LAW_HOLDS ? ruling : compare(bench, law, h, record);
}

/* The part of a case that make_item fills. */
static void clear_item(amsref_case *item)
{
    for (size_t q = 0; q < AMSREF_QUANTITIES; q++) {
        free((void *)(uintptr_t)item->problem.in[q]);
    }
    free((void *)(uintptr_t)item->problem.g);
    free(item->out);
    free(item->id);
}

amsref_ruling amsref_law_trial(amsref_bench *bench, const amsref_law *law,
                               const amsref_specimen *specimen, const char *id,
                               amsref_record *record, amsref_error *error)
{
    hearing h = {.specimen = specimen};

    amsref_record_clear(record);
    const amsref_ruling ruling = hear(bench, law, &h, id, record, error);
    if (ruling == AMSREF_LAW_BROKEN || ruling == AMSREF_LAW_DIFFERS) {
        keep_requests(&h, h.last, record);
    }
    for (size_t i = 0; i < REQUESTS_MOST; i++) {
        clear_item(&h.item[i]);
        amsref_answer_clear(&h.answer[i]);
    }
    for (size_t i = 0; i < h.relatives; i++) {
        amsref_relative_free(&h.relative[i]);
    }
    return ruling;
}
