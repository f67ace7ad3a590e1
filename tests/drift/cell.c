/* SPDX-License-Identifier: Apache-2.0
 *
 * The core as one cell of the drift matrix compiles it: takes requests of words.h from standard
 * input until it ends. No arithmetic here, so that whatever differs is the core's.
 */
#include "core/amsref.h"
#include "words.h"

#include <stdlib.h>

/* What a host program may have done to its CPU: subnormal numbers become zero. */
#ifdef DRIFT_FLUSH
#if defined(__x86_64__) || defined(__SSE2__)
#include <immintrin.h>
static void flush_to_zero(void)
{
    _mm_setcsr(_mm_getcsr() | 0x8040);
}
#elif defined(__aarch64__)
static void flush_to_zero(void)
{
    uint64_t fpcr;
    __asm__ volatile("mrs %0, fpcr" : "=r"(fpcr));
    __asm__ volatile("msr fpcr, %0" : : "r"(fpcr | UINT64_C(1) << 24));
}
#elif defined(__arm__)
static void flush_to_zero(void)
{
    uint32_t fpscr;
    __asm__ volatile("vmrs %0, fpscr" : "=r"(fpscr));
    __asm__ volatile("vmsr fpscr, %0" : : "r"(fpscr | UINT32_C(1) << 24));
}
#else
#error "no flush to zero is known for this architecture"
#endif
#else
static void flush_to_zero(void)
{
}
#endif

/* Compiled for more than the CPU has, it would die somewhere in a step. */
static bool cpu_suffices(void)
{
#if defined(__x86_64__) && defined(__AVX2__)
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma"))
        return false;
#endif
#if defined(__x86_64__) && defined(__AVX512F__)
    if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512vl") ||
        !__builtin_cpu_supports("avx512bw") || !__builtin_cpu_supports("avx512dq"))
        return false;
#endif
    return true;
}

static bool get_double(double *value)
{
    uint64_t word;
    if (!get_word(stdin, &word))
        return false;
    memcpy(value, &word, sizeof word);
    return true;
}

static bool get_hyper(amsref_hyper *h)
{
    uint64_t decoupled, maximize, lr_schedule, beta1_schedule;
    bool good = get_double(&h->lr) && get_double(&h->beta1) && get_double(&h->beta2) &&
                get_double(&h->eps) && get_double(&h->weight_decay) &&
                get_word(stdin, &decoupled) && get_word(stdin, &maximize) &&
                get_word(stdin, &lr_schedule) && get_word(stdin, &beta1_schedule) &&
                get_double(&h->lambda) && get_double(&h->lo) && get_double(&h->hi);
    if (good) {
        h->decoupled = decoupled != 0;
        h->maximize = maximize != 0;
        h->lr_schedule = (amsref_lr_schedule)lr_schedule;
        h->beta1_schedule = (amsref_beta1_schedule)beta1_schedule;
    }
    return good;
}

#define REAL double
#define L(name) name##_f64
#include "cell_run.inc"
#undef REAL
#undef L
#define REAL float
#define L(name) name##_f32
#include "cell_run.inc"

/* x, m, v, vmax and g of one request in one block; false where it ends too early. */
static bool answer(uint64_t format, uint64_t dialect, size_t n, size_t steps)
{
    amsref_hyper hyper;
    uint64_t t;
    const bool narrow = format != 0;
    const size_t size = narrow ? sizeof(float) : sizeof(double);
    void *block = malloc((n * (4 + steps) + 1) * size);
    bool good = block && get_word(stdin, &t) && get_hyper(&hyper) &&
                get_array(stdin, block, n * (4 + steps), narrow);
    if (good) {
        const amsref_status status =
            narrow ? take_f32((amsref_dialect)dialect, &hyper, t, steps, n, block)
                   : take_f64((amsref_dialect)dialect, &hyper, t, steps, n, block);
        good = put_word(stdout, status) &&
               (status != AMSREF_OK || put_array(stdout, block, 4 * n, narrow)) &&
               fflush(stdout) == 0;
    }
    free(block);
    return good;
}

int main(void)
{
    enum { CPU_LACKS = 77 };
    uint64_t format, dialect, n, steps;
    if (!cpu_suffices())
        return CPU_LACKS;
    flush_to_zero();
    while (get_word(stdin, &format)) {
        if (!get_word(stdin, &dialect) || !get_word(stdin, &n) || !get_word(stdin, &steps) ||
            !answer(format, dialect, (size_t)n, (size_t)steps))
            return 1;
    }
    return 0;
}
