/* SPDX-License-Identifier: Apache-2.0
 *
 * A run of steps in binary32.
 */
#include "amsref.h"

#include "format_f32.h"
#include "acsl_run_lemmas.inc"
#include "run.inc"
