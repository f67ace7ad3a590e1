/* SPDX-License-Identifier: Apache-2.0
 *
 * A run of steps in binary64.
 */
#include "amsref.h"

#include "format_f64.h"
#include "acsl_run_lemmas.inc"
#include "run.inc"
