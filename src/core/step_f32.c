/* SPDX-License-Identifier: Apache-2.0
 *
 * The step in binary32.
 */
#include "amsref.h"
#include "environment.h"
#include "square_root.h"

#include "format_f32.h"
#include "step.inc"
