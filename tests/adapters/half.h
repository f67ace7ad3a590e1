/* SPDX-License-Identifier: Apache-2.0
 *
 * Numbers of bfloat16 and binary16, held in float and double.
 */
#ifndef AMSREF_TESTS_HALF_H
#define AMSREF_TESTS_HALF_H

#include "protocol.h"

/* z rounded to the format: to nearest, ties to even; or toward zero. NaN and infinities pass. */
double amsref_half_nearest(amsref_adapter_format format, double z);
double amsref_half_truncated(amsref_adapter_format format, double z);

/* The smallest normal number. */
double amsref_half_normal(amsref_adapter_format format);

/* n bit patterns of the format, in the first half of `array`, become n floats in place. */
void amsref_half_unpack(amsref_adapter_format format, size_t n, void *array);

/* n floats to bit patterns, rounded to nearest where they are no numbers of the format. */
void amsref_half_pack(amsref_adapter_format format, size_t n, const float *array, uint16_t *bits);

#endif
