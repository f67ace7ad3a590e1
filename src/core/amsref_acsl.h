/* SPDX-License-Identifier: Apache-2.0
 *
 * The vocabulary of the contracts, in both formats. Read by Frama-C alone.
 */
#ifndef AMSREF_ACSL_H
#define AMSREF_ACSL_H

#include <float.h>

/* Names only: errors.driver and runs.driver tie each to its definition in proofs/. */
/*@ axiomatic Averages {
      logic real square(real p);
      // abs(y - (b*x + c*g)) <= k*(abs(b*x) + abs(c*g)) + h
      predicate average_line(real b, real c, real g, real x, real y, real k, real h);
      // 0 <= b <= top, 0 <= c, abs(g) <= bound, c*bound <= (1 - b)*limit,
      // 0 <= k, 0 <= d, k*limit + h <= d*(1 - top*(1 + k))
      predicate contracts(real b, real c, real g, real top, real k, real h, real d, real bound,
                          real limit);
      // 0 <= s, and d <= dw where s = 1, else s*d + u*s*(limit + d) + h <= dw
      predicate scaled_room(real s, real limit, real d, real dw, real u, real h);
      logic real average(real b, real c, real g, real m); // b*m + c*g
      logic real scaled(real s, real v);                  // s*v
      // abs(m) <= limit, abs(x - m) <= d
      predicate near_average(real m, real x, real limit, real d);
      // k*x - a*(m/(sqrt(w + i)*r + e))
      logic real next_x(real k, real x, real a, real m, real w, real i, real r, real e);
      // abs(y) <= abs(x0) + t*length, abs(x - y) <= t*error
      predicate near_x(real x, real y, real x0, integer t, real length, real error);
      // 0 <= length, 0 <= error, abs(x0) + steps*(length + error) <= reach
      predicate room_x(real x0, real length, real error, real reach, integer steps);
    }
*/

#include "format_f64.h"
#include "acsl_step.inc"
#include "acsl_domain.inc"
#include "acsl_error.inc"
#include "acsl_run.inc"

#include "format_f32.h"
#include "acsl_step.inc"
#include "acsl_domain.inc"
#include "acsl_error.inc"
#include "acsl_run.inc"

/* ---- AG-03: the hyper-parameters ---- */

/*@ predicate not_negative(double value) = \is_finite(value) && 0 <= value;
    predicate below_one(double beta) = not_negative(beta) && beta < 1;

    predicate paper_like(integer dialect) = dialect == AMSREF_PAPER || dialect == AMSREF_PAPER_EPS;

    predicate plain_schedules(amsref_hyper h) =
      h.lr_schedule == AMSREF_LR_CONSTANT && h.beta1_schedule == AMSREF_BETA1_CONSTANT;

    predicate known_schedules(integer dialect, amsref_hyper h) =
      0 <= h.lr_schedule <= AMSREF_LR_INV_SQRT && 0 <= h.beta1_schedule <= AMSREF_BETA1_INVERSE &&
      (paper_like(dialect) || plain_schedules(h));

    predicate ok_lambda(amsref_hyper h) =
      h.beta1_schedule == AMSREF_BETA1_GEOMETRIC ==> \is_finite(h.lambda) && 0 < h.lambda <= 1;

    predicate ok_schedules(integer dialect, amsref_hyper h) =
      known_schedules(dialect, h) && ok_lambda(h);

    predicate no_bounds(amsref_hyper h) = \is_minus_infinity(h.lo) && \is_plus_infinity(h.hi);

    predicate ok_bounds(integer dialect, amsref_hyper h) =
      le_f64(h.lo, h.hi) && (paper_like(dialect) || no_bounds(h));

    predicate ok_eps(integer dialect, amsref_hyper h) =
      not_negative(h.eps) && (dialect == AMSREF_PAPER ==> h.eps == 0);

    predicate ok_numbers(integer dialect, amsref_hyper h) =
      0 <= dialect < AMSREF_DIALECT_COUNT && not_negative(h.lr) && below_one(h.beta1) &&
      below_one(h.beta2) && ok_eps(dialect, h) && not_negative(h.weight_decay);

    predicate ok_hyper(integer dialect, amsref_hyper h) =
      ok_numbers(dialect, h) && ok_schedules(dialect, h) && ok_bounds(dialect, h);

    // AG-03: the error e names the first argument outside its domain, in the order of the enumeration
    predicate first_error(integer dialect, amsref_hyper h, integer t, integer e) =
      !(0 <= dialect < AMSREF_DIALECT_COUNT) ? e == AMSREF_E_DIALECT :
      !not_negative(h.lr) ? e == AMSREF_E_LR :
      !below_one(h.beta1) ? e == AMSREF_E_BETA1 :
      !below_one(h.beta2) ? e == AMSREF_E_BETA2 :
      !ok_eps(dialect, h) ? e == AMSREF_E_EPS :
      !not_negative(h.weight_decay) ? e == AMSREF_E_WEIGHT_DECAY :
      !known_schedules(dialect, h) ? e == AMSREF_E_SCHEDULE :
      !ok_lambda(h) ? e == AMSREF_E_LAMBDA :
      !ok_bounds(dialect, h) ? e == AMSREF_E_BOX :
      !(1 <= t <= AMSREF_T_MAX) ? e == AMSREF_E_T : e == AMSREF_OK;

    // AG-145: the binary64 numbers nearest to 0.001, 0.9, 0.999 and 1e-7 or 1e-8; no box
    predicate default_eps(integer dialect, double eps) =
      dialect == AMSREF_PAPER ? eps == 0 :
      dialect == AMSREF_KERAS ? eps == 0x1.ad7f29abcaf48p-24 : eps == 0x1.5798ee2308c3ap-27;
    predicate default_averages(amsref_hyper h) =
      same_f64(h.lr, (double) 0x1.0624dd2f1a9fcp-10) &&
      same_f64(h.beta1, (double) 0x1.ccccccccccccdp-1) &&
      same_f64(h.beta2, (double) 0x1.ff7ced916872bp-1);
    predicate default_rest(amsref_hyper h) =
      same_f64(h.weight_decay, (double) 0) && h.decoupled == 0 && h.maximize == 0 &&
      plain_schedules(h) && same_f64(h.lambda, (double) 1) && no_bounds(h);

    predicate ok_arguments(integer dialect, amsref_hyper h, integer t) =
      ok_hyper(dialect, h) && 1 <= t <= AMSREF_T_MAX;

    // a terminated string
    predicate string(char *s) =
      \exists integer n; 0 <= n && \valid_read(s + (0 .. n)) && s[n] == 0;
*/

#include "acsl_coefficients.inc"

#endif
