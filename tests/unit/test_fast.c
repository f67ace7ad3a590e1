/* SPDX-License-Identifier: Apache-2.0
 *
 * The certificate of AG-114 against the oracle: on random and adversarial steps, the numbers at and
 * beyond each end point of each enclosure. What the certificate accepts, the oracle must hold; and
 * it must accept nearly all that a right implementation answers, or it would be of no use.
 * Checks AG-114.
 */
#include "fixture.h"

#include "core/amsref.h"
#include "oracle/fast.h"

enum { N = 48, REACH = 3 };

static uint64_t seed;

static uint64_t next(void)
{
    seed += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t z = seed;
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static size_t below(size_t n)
{
    return (size_t)(next() % n);
}

static double uniform(void)
{
    return (double)(next() >> 11) * 0x1p-53;
}

static double sign(void)
{
    return next() & 1 ? 1.0 : -1.0;
}

/* A step, its elements, and what the oracle says. */
typedef struct step {
    amsref_problem problem;
    uint64_t in[AMSREF_QUANTITIES][N], g[N];
    uint64_t rn[AMSREF_QUANTITIES][N], end[AMSREF_QUANTITIES][4][N];
    char nan[AMSREF_QUANTITIES][N];
} step;

/* What was tried: inside or not by the oracle, and of those inside what was certified. */
typedef struct tally {
    uint64_t tried, inside, certified, likely, likely_certified;
} tally;

static double magnitude(int regime, bool wide)
{
    switch (regime) {
    case 0: /* of training */
        return ldexp(0.5 + uniform(), -(int)below(20));
    case 1: /* tiny */
        return ldexp(0.5 + uniform(), -(int)below(wide ? 1100 : 160));
    case 2: /* of any size */
        return ldexp(0.5 + uniform(), (int)below(wide ? 900 : 220) - (wide ? 500 : 110));
    default: /* a power of two, where the gaps below and above differ */
        return ldexp(1.0, (int)below(20) - 15);
    }
}

static void make_hyper(step *s)
{
    static const double betas[] = {0.9, 0.999, 0.5, 0.99, 0.0, 0.1, 0.9999, 0x1p-60, 0.3};
    static const double epsilons[] = {1e-8, 1e-7, 1e-3, 0.0, 1e-30, 1.0, 0x1p-26};
    amsref_hyper *h = &s->problem.hyper;
    amsref_hyper_defaults(s->problem.dialect, h);
    if (below(3)) {
        h->beta1 = betas[below(9)];
        h->beta2 = betas[below(9)];
        h->lr = below(8) ? ldexp(uniform(), -(int)below(30)) : 0.0;
    }
    if (s->problem.dialect != AMSREF_PAPER && below(2)) {
        h->eps = epsilons[below(7)];
    }
    h->maximize = below(4) == 0;
    if (below(3) == 0) {
        h->weight_decay = below(4) ? 0.01 : ldexp(uniform(), (int)below(20) - 15);
        h->decoupled = below(2);
        if (h->decoupled && below(3) == 0) { /* a decay that cancels x */
            h->lr = 0.5;
            h->weight_decay = 1.5 + uniform();
        }
    }
    if (s->problem.dialect == AMSREF_PAPER || s->problem.dialect == AMSREF_PAPER_EPS) {
        h->lr_schedule = below(2) ? AMSREF_LR_INV_SQRT : AMSREF_LR_CONSTANT;
        h->beta1_schedule = (amsref_beta1_schedule)below(3);
        h->lambda = 0.999;
        if (below(2)) {
            h->lo = -0.1;
            h->hi = ldexp(0.3, -(int)below(4));
        }
    }
    if (s->problem.dialect == AMSREF_DRJIT &&
        below(3) == 0) { /* its square is below the numbers of binary32 */
        h->eps = 1e-30;
    }
    s->problem.t = below(2) ? 1 + below(12) : 1 + below(5000);
}

static void make_element(step *s, size_t i)
{
    const amsref_format f = s->problem.format;
    const bool wide = f == AMSREF_BINARY64;
    const int regime = below(3) ? 0 : (int)below(4);
    double g = sign() * magnitude(regime, wide), m = sign() * magnitude(regime, wide) * 0.3;
    double v = g * g * uniform(), w = v * (0.3 + 2.0 * uniform()),
           x = sign() * magnitude(regime, wide);
    switch (below(14)) {
    case 0: /* cancelling moments */
        m = -g * (1.0 - s->problem.hyper.beta1) / (s->problem.hyper.beta1 + 0x1p-20) *
            (1.0 + ldexp(uniform(), -(int)below(30)));
        break;
    case 1: /* a dead unit */
        g = 0.0;
        break;
    case 2:
        g = m = v = w = 0.0;
        break;
    case 3:
        m = v = w = 0.0;
        break;
    case 4:
        x = 0.0;
        break;
    case 5: /* cancelling decay */
        x = s->problem.hyper.weight_decay > 0 ? -g / s->problem.hyper.weight_decay : x * 1e-6;
        break;
    case 6: /* the update near half a gap */
        x = x * ldexp(1.0, (int)below(wide ? 50 : 22) - 10);
        break;
    case 7: /* the maximum near v */
        w = v * s->problem.hyper.beta2 + g * g * (1.0 - s->problem.hyper.beta2);
        w *= 1.0 + (double)((int)below(9) - 4) * (wide ? 0x1p-53 : 0x1p-24);
        break;
    case 8: /* nothing but rounding errors under the root */
        v = w = 0.0;
        g = ldexp(g, -100);
        break;
    case 9: /* m' within its errors of 0, the update being all of x' */
        if (s->problem.hyper.beta1 == 0.0) {
            const double roundings = 3.0 * ldexp(1.0, wide ? -53 : -24);
            m = g * (1.0 - roundings) / roundings * (1.0 - (double)below(20) * roundings / 3.0);
            x = 0.0;
        }
        break;
    default:
        break;
    }
    const double value[] = {x, m, fabs(v), fabs(w)};
    for (int q = 0; q < AMSREF_QUANTITIES; q++) {
        s->in[q][i] = amsref_value_bits(f, value[q]);
    }
    s->g[i] = amsref_value_bits(f, g);
}

static bool ask_oracle(step *s)
{
    amsref_golden_state out = {.t = s->problem.t};
    for (int q = 0; q < AMSREF_QUANTITIES; q++) {
        s->problem.in[q] = s->in[q];
        out.quantity[q] = (amsref_golden){.rn = s->rn[q],
                                          .tight = {s->end[q][0], s->end[q][1]},
                                          .working = {s->end[q][2], s->end[q][3]},
                                          .nan = s->nan[q]};
    }
    s->problem.g = s->g;
    return amsref_oracle_golden(&s->problem, &out, 1) == NULL;
}

/* The number `by` places after bits on the line of the format's finite numbers, or NaN. */
static uint64_t moved(amsref_format f, uint64_t bits, int64_t by)
{
    const uint64_t top = f == AMSREF_BINARY64 ? UINT64_C(1) << 63 : UINT64_C(1) << 31;
    int64_t place = bits & top ? -(int64_t)(bits & (top - 1)) : (int64_t)bits;
    place += by;
    return place < 0 ? (uint64_t)-place | top : (uint64_t)place;
}

static double value_of(const step *s, uint64_t bits)
{
    return amsref_bits_value(s->problem.format, bits);
}

/* One answer for each element, all in quantity q. */
static void try_answers(const step *s, const amsref_fast *fast, amsref_quantity q,
                        const uint64_t *answer, bool likely, tally *t)
{
    static amsref_fast_block block;
    unsigned char inside[2][AMSREF_FAST_BLOCK];
    const bool has_max = s->problem.dialect != AMSREF_ADAM;
    block.n = N;
    for (size_t i = 0; i < N; i++) {
        for (int k = 0; k < AMSREF_QUANTITIES; k++) {
            const bool there = k != AMSREF_VMAX || has_max;
            block.before[k][i] = there ? value_of(s, s->in[k][i]) : 0.0;
            block.after[k][i] = there ? value_of(s, k == (int)q ? answer[i] : s->rn[k][i]) : 0.0;
        }
        block.g[i] = value_of(s, s->g[i]);
    }
    amsref_fast_judge(fast, AMSREF_FAST_TIGHT, &block, inside[0]);
    amsref_fast_judge(fast, AMSREF_FAST_WORKING, &block, inside[1]);
    for (size_t i = 0; i < N; i++) {
        const double got = value_of(s, answer[i]);
        for (int level = 0; level < 2; level++) {
            const bool held = s->nan[q][i] != AMSREF_NAN_REQUIRED &&
                              value_of(s, s->end[q][2 * level][i]) <= got &&
                              got <= value_of(s, s->end[q][2 * level + 1][i]);
            const bool certified = inside[level][i] >> q & 1;
            if (certified && !held) {
                print_message(
                    "%s %s t %llu level %d element: x %a m %a v %a vmax %a g %a, %s %a, enclosure "
                    "%a .. %a\n%s\n",
                    amsref_dialect_name(s->problem.dialect), amsref_format_name(s->problem.format),
                    (unsigned long long)s->problem.t, level, value_of(s, s->in[0][i]),
                    value_of(s, s->in[1][i]), value_of(s, s->in[2][i]), value_of(s, s->in[3][i]),
                    value_of(s, s->g[i]), amsref_quantity_name(q), got,
                    value_of(s, s->end[q][2 * level][i]), value_of(s, s->end[q][2 * level + 1][i]),
                    amsref_hyper_text(&s->problem.hyper));
                fail_msg("the certificate accepts what the oracle refuses");
            }
            t->tried++;
            t->inside += held;
            t->certified += certified;
            t->likely += likely && held;
            t->likely_certified += likely && certified;
        }
    }
}

static void try_step(step *s, tally *t)
{
    amsref_fast fast;
    const amsref_format f = s->problem.format;
    make_hyper(s);
    for (size_t i = 0; i < N; i++) {
        make_element(s, i);
    }
    if (amsref_check(s->problem.dialect, &s->problem.hyper, s->problem.t) != AMSREF_OK ||
        !ask_oracle(s)) {
        return;
    }
    amsref_fast_set(&fast, s->problem.dialect, f, &s->problem.hyper, s->problem.t);
    const size_t last = amsref_quantity_count(s->problem.dialect);
    for (amsref_quantity q = AMSREF_X; q < last; q++) {
        uint64_t answer[N];
        for (int end = 0; end < 4; end++) {
            for (int by = -REACH; by <= REACH; by++) {
                for (size_t i = 0; i < N; i++) {
                    answer[i] = moved(f, s->end[q][end][i], by);
                }
                try_answers(s, &fast, q, answer, false, t);
            }
        }
        try_answers(s, &fast, q, s->rn[q], true, t);
    }
}

static void run(amsref_format format, size_t steps, uint64_t from, tally *t)
{
    seed = from;
    for (size_t i = 0; i < steps; i++) {
        static step s;
        s.problem = (amsref_problem){.dialect = (amsref_dialect)(i % AMSREF_DIALECT_COUNT),
                                     .format = format,
                                     .n = N,
                                     .steps = 1};
        try_step(&s, t);
    }
}

static void sound_and_useful(amsref_format format, double least)
{
    const char *steps = getenv("AMSREF_FAST_STEPS"), *from = getenv("AMSREF_FAST_SEED");
    tally t = {0};
    run(format, steps ? strtoul(steps, NULL, 10) : 270, from ? strtoull(from, NULL, 10) : 1, &t);
    print_message("%s: %llu answers, %llu in their enclosure, %llu of them certified; of the "
                  "correctly rounded "
                  "%.3f %%\n",
                  amsref_format_name(format), (unsigned long long)t.tried,
                  (unsigned long long)t.inside, (unsigned long long)t.certified,
                  100.0 * (double)t.likely_certified / (double)t.likely);
    assert_true(t.tried > t.inside + t.inside / 10);
    assert_true((double)t.likely_certified >= least * (double)t.likely);
}

static void binary32_is_sound_and_useful(void **state)
{
    (void)state;
    sound_and_useful(AMSREF_BINARY32, 0.85);
}

static void binary64_is_sound_and_useful(void **state)
{
    (void)state;
    sound_and_useful(AMSREF_BINARY64, 0.75);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(binary32_is_sound_and_useful),
        cmocka_unit_test(binary64_is_sound_and_useful),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
