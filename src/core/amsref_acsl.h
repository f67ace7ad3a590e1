/* SPDX-License-Identifier: Apache-2.0
 *
 * The vocabulary of the contracts, in both formats. Read by Frama-C alone.
 */
#ifndef AMSREF_ACSL_H
#define AMSREF_ACSL_H

#include "format_f64.h"
#include "acsl_step.inc"

#include "format_f32.h"
#include "acsl_step.inc"

#endif
