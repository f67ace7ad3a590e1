/* SPDX-License-Identifier: Apache-2.0 */
#include "trace/judge.h"

#include <endian.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "suite/memory.h"

enum {
    PART = 16 * AMSREF_FAST_BLOCK, /* elements that a thread takes at once */
    ASKED = 32,                    /* elements that the oracle is asked about at once */
    /* Once a part has this many wrong elements in a quantity, what else it has uncertified stays
       pending ... */
    ENOUGH_IN_PART = 64,
    /* ... and this many where the run had so many before the step. */
    ENOUGH_IN_PART_LATER = 1,
    ENOUGH_BEFORE = 20000
};

static const amsref_quantity causes_first[AMSREF_QUANTITIES] = {AMSREF_M, AMSREF_V, AMSREF_VMAX,
                                                                AMSREF_X};

/* The step at work. `known` and `many` are as they were before it: a verdict does not depend on
 * threads. */
typedef struct work {
    const amsref_trace_step *step;
    amsref_level wanted;
    amsref_level known[AMSREF_QUANTITIES];
    uint64_t enough[AMSREF_QUANTITIES];
    unsigned all;               /* bits of the dialect's quantities */
    size_t *first_part;         /* of each job */
    amsref_level *tensor_known; /* of each job's tensor */
    pthread_mutex_t lock;
    amsref_trace_result *result;
    amsref_error *error;
    bool failed;
} work;

/* A part of a job. */
typedef struct part {
    const work *work;
    const amsref_trace_job *job;
    uint64_t begin, end;
    amsref_level tensor_known;
    amsref_level level[AMSREF_QUANTITIES];
    uint64_t missed[AMSREF_QUANTITIES], pending[AMSREF_QUANTITIES], decided, open;
    amsref_trace_miss miss[AMSREF_QUANTITIES][AMSREF_TRACE_KEPT];
    /* Elements to ask the oracle about, and the quantities (bits) in which each is uncertain. */
    uint64_t asked[ASKED];
    unsigned char uncertain[ASKED];
    uint64_t core[ASKED][AMSREF_QUANTITIES]; /* where exact is wanted: the core's bits */
    size_t asking;
    const char *refusal;
    uint64_t refused;
} part;

uint64_t amsref_trace_bits(amsref_format format, const unsigned char *data, uint64_t i)
{
    uint64_t wide;
    uint32_t narrow;
    uint16_t half;
    switch (format) {
    case AMSREF_BINARY64:
        memcpy(&wide, data + 8 * i, sizeof wide);
        return le64toh(wide);
    case AMSREF_BINARY32:
        memcpy(&narrow, data + 4 * i, sizeof narrow);
        return le32toh(narrow);
    default: /* the storage formats */
        memcpy(&half, data + 2 * i, sizeof half);
        return le16toh(half);
    }
}

/* n elements as numbers of binary64; zeros where there is no array. */
static void load(double *to, amsref_format format, const unsigned char *data, uint64_t begin,
                 size_t n)
{
    if (!data) {
        memset(to, 0, n * sizeof *to);
    } else if (format == AMSREF_BINARY64) {
        for (size_t i = 0; i < n; i++) {
            const uint64_t bits = amsref_trace_bits(AMSREF_BINARY64, data, begin + i);
            memcpy(&to[i], &bits, sizeof bits);
        }
    } else {
        for (size_t i = 0; i < n; i++) {
            const uint32_t bits = (uint32_t)amsref_trace_bits(AMSREF_BINARY32, data, begin + i);
            float value;
            memcpy(&value, &bits, sizeof value);
            to[i] = (double)value;
        }
    }
}

/* What the oracle says of the elements that were asked about. */
typedef struct answer {
    uint64_t in[AMSREF_QUANTITIES][ASKED], g[ASKED];
    uint64_t rn[AMSREF_QUANTITIES][ASKED], end[AMSREF_QUANTITIES][4][ASKED];
    char nan[AMSREF_QUANTITIES][ASKED];
    amsref_golden_state state;
} answer;

static const char *ask(const part *p, answer *a)
{
    const amsref_trace_job *job = p->job;
    amsref_problem problem = {.dialect = p->work->result->dialect,
                              .format = job->format,
                              .hyper = job->group->hyper,
                              .t = job->group->t,
                              .n = p->asking,
                              .steps = 1,
                              .g = a->g};
    a->state.t = problem.t;
    for (int q = 0; q < AMSREF_QUANTITIES; q++) {
        problem.in[q] = a->in[q];
        a->state.quantity[q] = (amsref_golden){.rn = a->rn[q],
                                               .ref = a->rn[q],
                                               .tight = {a->end[q][0], a->end[q][1]},
                                               .working = {a->end[q][2], a->end[q][3]},
                                               .nan = a->nan[q]};
    }
    for (size_t i = 0; i < p->asking; i++) {
        for (int q = 0; q < AMSREF_QUANTITIES; q++) {
            const bool there = p->work->all >> q & 1;
            a->in[q][i] = there ? amsref_trace_bits(job->format, job->before[q], p->asked[i]) : 0;
        }
        a->g[i] = amsref_trace_bits(job->format, job->g, p->asked[i]);
    }
    return amsref_oracle_golden(&problem, &a->state, 1);
}

/* Interval: the core's bits twice where exact is wanted. */
static void record(part *p, uint64_t element, amsref_quantity q, const uint64_t interval[2],
                   char nan, amsref_level level)
{
    const amsref_trace_job *job = p->job;
    const uint64_t place = p->missed[q]++;
    if (place >= AMSREF_TRACE_KEPT) {
        return;
    }
    const uint64_t got = amsref_trace_bits(job->format, job->after[q], element);
    amsref_trace_miss *miss = &p->miss[q][place];
    *miss = (amsref_trace_miss){
        .fault = (amsref_trace_fault)q,
        .number = p->work->step->number,
        .tensor = job->tensor,
        .format = job->format,
        .hyper = job->group->hyper,
        .t = job->group->t,
        .element = element,
        .quantity = q,
        .g = amsref_trace_bits(job->format, job->g, element),
        .got = got,
        .lo = interval[0],
        .hi = interval[1],
        .nan = nan,
        .level = level,
        .distance = amsref_interval_distance(job->format, interval[0], interval[1], got),
    };
    for (int k = 0; k < AMSREF_QUANTITIES; k++) {
        const bool there = p->work->all >> k & 1;
        miss->in[k] = there ? amsref_trace_bits(job->format, job->before[k], element) : 0;
    }
}

/* A miss of the wanted level, as the oracle sees it. */
static void record_decided(part *p, const answer *a, size_t i, amsref_quantity q,
                           amsref_level level)
{
    const amsref_golden *golden = &a->state.quantity[q];
    uint64_t *const *end = p->work->wanted == AMSREF_TIGHT ? golden->tight : golden->working;
    const uint64_t interval[2] = {end[0][i], end[1][i]};
    const uint64_t core[2] = {p->core[i][q], p->core[i][q]};
    if (p->work->wanted == AMSREF_EXACT) {
        record(p, p->asked[i], q, core, AMSREF_NAN_NO, level);
    } else {
        record(p, p->asked[i], q, interval, golden->nan[i], level);
    }
}

/* The oracle decides what was gathered. */
static void decide(part *p)
{
    answer a;
    if (p->asking == 0 || p->refusal) {
        return;
    }
    p->refusal = ask(p, &a);
    p->refused = p->asked[0];
    for (size_t i = 0; i < p->asking && !p->refusal; i++) {
        for (size_t k = 0; k < AMSREF_QUANTITIES; k++) {
            const amsref_quantity q = causes_first[k];
            if (!(p->uncertain[i] >> q & 1)) {
                continue;
            }
            const uint64_t got = amsref_trace_bits(p->job->format, p->job->after[q], p->asked[i]);
            amsref_level level = amsref_judge_element(p->job->format, &a.state.quantity[q], i, got);
            level = level == AMSREF_EXACT ? AMSREF_TIGHT : level;
            p->level[q] = level > p->level[q] ? level : p->level[q];
            p->decided++;
            p->open += a.nan[q][i] == AMSREF_NAN_ALLOWED;
            if (level > p->work->wanted) {
                record_decided(p, &a, i, q, level);
            }
        }
    }
    p->asking = 0;
}

/*
 * Is the oracle needed for quantity q of an element? Not where it is certain to be at the wanted
 * level, and the quantity, and the tensor, are known to be no better; nor where enough is known to
 * be wrong.
 */
static bool needed(part *p, amsref_quantity q, bool passes)
{
    if (passes) {
        return p->level[q] < AMSREF_WORKING &&
               (p->work->known[q] < AMSREF_WORKING || p->tensor_known < AMSREF_WORKING);
    }
    if (p->missed[q] >= p->work->enough[q]) {
        p->pending[q]++;
        return false;
    }
    return true;
}

/* wanting: the quantities (bits) in question; core: where exact is wanted, the core's bits of it. */
static void gather(part *p, uint64_t element, unsigned wanting, unsigned passing,
                   const amsref_trace_core *core, size_t i)
{
    unsigned uncertain = 0;
    for (amsref_quantity q = AMSREF_X; q < AMSREF_QUANTITIES; q++) {
        if (wanting >> q & 1 && needed(p, q, passing >> q & 1)) {
            uncertain |= 1U << q;
            p->core[p->asking][q] = core ? core->bits[q][i] : 0;
        }
    }
    if (uncertain) {
        p->asked[p->asking] = element;
        p->uncertain[p->asking++] = (unsigned char)uncertain;
        if (p->asking == ASKED) {
            decide(p);
        }
    }
}

/* The quantities of each element that are certain to be tight, and working. None in storage formats. */
static void certify(const part *p, uint64_t begin, size_t n, unsigned char *tight,
                    unsigned char *working)
{
    static _Thread_local amsref_fast_block block;
    const amsref_trace_job *job = p->job;
    unsigned common = p->work->all;
    memset(tight, 0, n);
    memset(working, 0, n);
    if (amsref_is_storage(job->format)) {
        return;
    }
    block.n = n;
    for (int q = 0; q < AMSREF_QUANTITIES; q++) {
        const bool there = p->work->all >> q & 1;
        load(block.before[q], job->format, there ? job->before[q] : NULL, begin, n);
        load(block.after[q], job->format, there ? job->after[q] : NULL, begin, n);
    }
    load(block.g, job->format, job->g, begin, n);
    amsref_fast_judge(job->fast, AMSREF_FAST_TIGHT, &block, tight);
    for (size_t i = 0; i < n; i++) {
        common &= tight[i];
    }
    if (common != p->work->all) {
        amsref_fast_judge(job->fast, AMSREF_FAST_WORKING, &block, working);
    }
}

/* Where the core's bits are wanted: what has them is done with, what has not is no better than tight. */
static void judge_exactly(part *p, uint64_t begin, size_t n)
{
    static _Thread_local amsref_trace_core core;
    unsigned char tight[AMSREF_FAST_BLOCK], working[AMSREF_FAST_BLOCK];
    if (!amsref_trace_core_of(p->job, p->work->result->dialect, begin, n, &core)) {
        return;
    }
    certify(p, begin, n, tight, working);
    for (size_t i = 0; i < n; i++) {
        const unsigned off = core.off[i] & p->work->all;
        for (size_t k = 0; k < AMSREF_QUANTITIES; k++) {
            const amsref_quantity q = causes_first[k];
            if (off & tight[i] & 1U << q) {
                const uint64_t bits[2] = {core.bits[q][i], core.bits[q][i]};
                p->level[q] = p->level[q] > AMSREF_TIGHT ? p->level[q] : AMSREF_TIGHT;
                record(p, begin + i, q, bits, AMSREF_NAN_NO, AMSREF_TIGHT);
            }
        }
        gather(p, begin + i, off & ~tight[i], 0, &core, i);
    }
}

static void judge_block(part *p, uint64_t begin, size_t n)
{
    unsigned char tight[AMSREF_FAST_BLOCK], working[AMSREF_FAST_BLOCK];
    if (p->work->wanted == AMSREF_EXACT) {
        judge_exactly(p, begin, n);
        return;
    }
    certify(p, begin, n, tight, working);
    for (size_t i = 0; i < n; i++) {
        const unsigned passing = tight[i] | (p->work->wanted == AMSREF_TIGHT ? 0 : working[i]);
        if (p->work->all & ~tight[i]) {
            gather(p, begin + i, p->work->all & ~tight[i], passing, NULL, 0);
        }
    }
}

/* Adds what a part found. The lock is held. */
static void add_part(work *w, const part *p)
{
    amsref_trace_result *r = w->result;
    amsref_trace_tensor *t = &r->tensor[p->job->tensor];
    r->updates += p->end - p->begin;
    r->decided += p->decided;
    r->open += p->open;
    for (amsref_quantity q = AMSREF_X; q < AMSREF_QUANTITIES; q++) {
        r->quantity[q] = p->level[q] > r->quantity[q] ? p->level[q] : r->quantity[q];
        t->level = p->level[q] > t->level ? p->level[q] : t->level;
        r->missed[q] += p->missed[q];
        r->pending[q] += p->pending[q];
        t->missed += p->missed[q];
        t->pending += p->pending[q];
        for (size_t i = 0; i < p->missed[q] && i < AMSREF_TRACE_KEPT; i++) {
            amsref_trace_miss miss = p->miss[q][i];
            miss.file = (char *)(uintptr_t)w->step->path;
            amsref_trace_keep(r, &miss);
        }
    }
    if (p->refusal && !w->failed) {
        w->failed = true;
        amsref_fail(w->error, "%s: %s[%llu]: %s", w->step->path, t->name,
                    (unsigned long long)p->refused, p->refusal);
    }
}

static void judge_part(size_t index, void *context)
{
    work *w = context;
    const amsref_level best = w->wanted == AMSREF_EXACT ? AMSREF_EXACT : AMSREF_TIGHT;
    size_t j = 0;
    while (index >= w->first_part[j + 1]) {
        j++;
    }
    part p = {.work = w, .job = &w->step->job[j], .tensor_known = w->tensor_known[j]};
    p.begin = (uint64_t)(index - w->first_part[j]) * PART;
    p.end = p.job->count - p.begin < PART ? p.job->count : p.begin + PART;
    for (int q = 0; q < AMSREF_QUANTITIES; q++) {
        p.level[q] = w->all >> q & 1 ? best : AMSREF_EXACT;
    }
    for (uint64_t begin = p.begin; begin < p.end; begin += AMSREF_FAST_BLOCK) {
        const uint64_t left = p.end - begin;
        judge_block(&p, begin, left < AMSREF_FAST_BLOCK ? (size_t)left : AMSREF_FAST_BLOCK);
    }
    decide(&p);
    pthread_mutex_lock(&w->lock);
    add_part(w, &p);
    pthread_mutex_unlock(&w->lock);
}

int amsref_trace_judge(const amsref_trace_step *step, amsref_level wanted, amsref_pool *pool,
                       amsref_trace_result *result, amsref_error *error)
{
    work w = {.step = step, .wanted = wanted, .result = result, .error = error};
    w.all = (1U << amsref_quantity_count(result->dialect)) - 1;
    for (int q = 0; q < AMSREF_QUANTITIES; q++) {
        w.known[q] = result->quantity[q];
        w.enough[q] = result->missed[q] >= ENOUGH_BEFORE ? ENOUGH_IN_PART_LATER : ENOUGH_IN_PART;
    }
    w.first_part = amsref_alloc(step->jobs + 1, sizeof *w.first_part);
    w.tensor_known = amsref_alloc(step->jobs + 1, sizeof *w.tensor_known);
    for (size_t j = 0; j < step->jobs; j++) {
        w.tensor_known[j] = result->tensor[step->job[j].tensor].level;
        w.first_part[j + 1] = w.first_part[j] + (size_t)((step->job[j].count + PART - 1) / PART);
        result->tensor[step->job[j].tensor].steps++;
    }
    pthread_mutex_init(&w.lock, NULL);
    amsref_pool_run(pool, w.first_part[step->jobs], judge_part, &w);
    pthread_mutex_destroy(&w.lock);
    free(w.first_part);
    free(w.tensor_known);
    return w.failed ? -1 : 0;
}
