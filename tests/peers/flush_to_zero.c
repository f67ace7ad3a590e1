/* SPDX-License-Identifier: Apache-2.0
 *
 * Preloaded into a program, makes the processor take and give zero for subnormal numbers, as XLA
 * and TensorFlow do (finding F-10). x86 alone.
 *
 *   gcc -shared -fPIC -o flush.so tests/peers/flush_to_zero.c
 *   amsref check --dialect optax -- env LD_PRELOAD=./flush.so build/adapters/plain --dialect optax
 */
#include <pmmintrin.h>

__attribute__((constructor)) static void flush_to_zero(void)
{
    _MM_SET_FLUSH_ZERO_MODE(_MM_FLUSH_ZERO_ON);
    _MM_SET_DENORMALS_ZERO_MODE(_MM_DENORMALS_ZERO_ON);
}
