/* SPDX-License-Identifier: Apache-2.0
 *
 * The step in binary64: step.inc with double.
 */
#include "amsref.h"
#include "environment.h"
#include "square_root.h"

#define REAL double
#define COEF amsref_coef_f64
#define SQRT sqrt
#define STEP amsref_step_f64

#include "step.inc"
