/* SPDX-License-Identifier: Apache-2.0
 *
 * The step in binary64.
 */
#include "amsref.h"
#include "environment.h"
#include "square_root.h"

#include "format_f64.h"
#include "step.inc"
