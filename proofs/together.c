/* SPDX-License-Identifier: Apache-2.0
 *
 * Coefficients and one step in turn, as a caller uses them: AG-126 from the hyper-parameters on.
 * Never compiled into anything; read by Frama-C alone.
 */
#include "amsref.h"

/*@ // K of AG-35
    logic real roundings(integer dialect, amsref_hyper h) =
      6 + (plain_rate(dialect) ? 0 : 3) + (root_rate(dialect) || corrects_w(dialect) ? 3 : 0) +
      (h.lr_schedule == AMSREF_LR_INV_SQRT ? 2 : 0) + (eps_under_root(dialect) ? 1 : 0);

    logic boolean is_lr(integer dialect, amsref_hyper h) =
      plain_rate(dialect) && h.lr_schedule != AMSREF_LR_INV_SQRT;
*/

#include "format_f64.h"
#define LR_MIN_ 0x1p-900
#define NARROWED_ 0
#include "together.inc"

#include "format_f32.h"
#undef LR_MIN_
#undef NARROWED_
#define LR_MIN_ 0x1p-90
#define NARROWED_ NARROWING
#include "together.inc"
