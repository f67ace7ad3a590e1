/* SPDX-License-Identifier: Apache-2.0
 *
 * The domain of AG-28 is not empty: coefficients, state and gradient that are in it, in both formats.
 * Never compiled into anything; read by Frama-C alone.
 */
#include "amsref.h"

#include "format_f64.h"
#include "witness.inc"

#include "format_f32.h"
#include "witness.inc"
