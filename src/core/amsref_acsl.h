/* SPDX-License-Identifier: Apache-2.0
 *
 * The vocabulary of the contracts, in both formats. Read by Frama-C alone.
 */
#ifndef AMSREF_ACSL_H
#define AMSREF_ACSL_H

/* Names only: errors.driver and runs.driver tie each to its definition in proofs/. */
/*@ axiomatic Averages {
      logic real square(real p);
      // abs(y - (b*x + c*g)) <= k*(abs(b*x) + abs(c*g)) + h
      predicate average_line(real b, real c, real g, real x, real y, real k, real h);
      // 0 <= b <= top, 0 <= c, abs(g) <= bound, c*bound <= (1 - b)*limit,
      // 0 <= k, 0 <= d, k*limit + h <= d*(1 - top*(1 + k))
      predicate contracts(real b, real c, real g, real top, real k, real h, real d, real bound,
                          real limit);
      // abs(m) <= limit, abs(x - m) <= d
      predicate near_average(real m, real x, real limit, real d);
    }
*/

#include "format_f64.h"
#include "acsl_step.inc"
#include "acsl_error.inc"
#include "acsl_run.inc"

#include "format_f32.h"
#include "acsl_step.inc"
#include "acsl_error.inc"
#include "acsl_run.inc"

#include "acsl_coefficients.inc"

/* ---- AG-03: the hyper-parameters ---- */

/*@ predicate not_negative(double value) = \is_finite(value) && 0 <= value;
    predicate below_one(double beta) = not_negative(beta) && beta < 1;

    predicate paper_like(integer dialect) = dialect == AMSREF_PAPER || dialect == AMSREF_PAPER_EPS;

    predicate plain_schedules(amsref_hyper h) =
      h.lr_schedule == AMSREF_LR_CONSTANT && h.beta1_schedule == AMSREF_BETA1_CONSTANT;

    predicate ok_schedules(integer dialect, amsref_hyper h) =
      0 <= h.lr_schedule <= AMSREF_LR_INV_SQRT && 0 <= h.beta1_schedule <= AMSREF_BETA1_INVERSE &&
      (paper_like(dialect) || plain_schedules(h)) &&
      (h.beta1_schedule == AMSREF_BETA1_GEOMETRIC ==>
         \is_finite(h.lambda) && 0 < h.lambda <= 1);

    predicate no_bounds(amsref_hyper h) = \is_minus_infinity(h.lo) && \is_plus_infinity(h.hi);

    predicate ok_bounds(integer dialect, amsref_hyper h) =
      le_f64(h.lo, h.hi) && (paper_like(dialect) || no_bounds(h));

    predicate ok_numbers(integer dialect, amsref_hyper h) =
      0 <= dialect < AMSREF_DIALECT_COUNT && not_negative(h.lr) && below_one(h.beta1) &&
      below_one(h.beta2) && not_negative(h.eps) && (dialect == AMSREF_PAPER ==> h.eps == 0) &&
      not_negative(h.weight_decay);

    predicate ok_hyper(integer dialect, amsref_hyper h) =
      ok_numbers(dialect, h) && ok_schedules(dialect, h) && ok_bounds(dialect, h);

    // a terminated string
    predicate string(char *s) =
      \exists integer n; 0 <= n && \valid_read(s + (0 .. n)) && s[n] == 0;
*/

#endif
