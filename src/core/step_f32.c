/* SPDX-License-Identifier: Apache-2.0
 *
 * The step in binary32: step.inc with float.
 */
#include "amsref.h"
#include "environment.h"
#include "square_root.h"

#define REAL float
#define COEF amsref_coef_f32
#define SQRT sqrtf
#define STEP amsref_step_f32

#include "step.inc"
