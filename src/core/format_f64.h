/* SPDX-License-Identifier: Apache-2.0
 *
 * What step.inc and acsl_step.inc need to know about binary64. May follow that of another format.
 */
#undef REAL
#undef COEF
#undef SQRT
#undef STEP
#undef RUN
#undef L

#define REAL double
#define COEF amsref_coef_f64
#define SQRT sqrt
#define STEP amsref_step_f64
#define RUN amsref_run_f64
#define L(name) name##_f64

/* The bounds of AG-28; read by Frama-C alone. */
#undef G_
#undef G1_
#undef M_
#undef V_
#undef S_
#undef W_
#undef R_
#undef L2_
#undef EPS_MAX_
#undef EPS_MIN_
#undef ROOT_
#undef DEN_
#undef A_
#undef U_
#undef X_
#undef DX_
#undef B_
#undef SUM_
#undef MAX_
#undef H_LR_
#undef H_EPS_

#define G_ 0x1p99                /* abs(g) */
#define G1_ 0x1p100              /* abs(g1), the gradient with decay */
#define M_ 0x1p101               /* abs(m) = 2*G1 */
#define V_ 0x1p201               /* v = 2*G1^2 */
#define S_ 0x1p54                /* s, at most 2^53 for any beta2 of the format */
#define W_ 0x1p255               /* vmax = S*V */
#define R_ 0x1p28                /* r, at most 2^27 for any beta2 */
#define L2_ 0x1p100              /* l2 */
#define EPS_MAX_ 0x1p100         /* eps and eps_in */
#define EPS_MIN_ 0x1p-100        /* eps, or the root of eps_in or of vmax, at the least */
#define ROOT_ 0x1p128           /* root = sqrt(2*W) */
#define DEN_ 0x1p157             /* den = 2*ROOT*R */
#define A_ 0x1p100               /* a */
#define U_ 0x1p301               /* abs(a*(m/den)) = A*M/EPS_MIN */
#define X_ 0x1p353               /* abs(x) */
#define DX_ 0x1p302              /* abs(x1) - abs(x) */
#define B_ (1 - 0x1p-40)         /* b1 and b2, so that the average contracts in spite of rounding */
#define SUM_ 0x1.0000000000001p0 /* b + c: exact or one rounding more */
#define MAX_ DBL_MAX             /* lo and -hi, at the most */
#define H_LR_ 0x1p59             /* the hyper-parameter lr: a = lr/(1 - B) */
#define H_EPS_ 0x1p49            /* the hyper-parameter eps: eps_in = eps^2 */

/* The rounding errors of AG-125. step.inc has the formulas, proofs/constants.py evaluates them. */
#undef UNIT_
#undef ETA_
#undef E1_
#undef E2_
#undef E3_
#undef H1_
#undef H2_
#undef ER_
#undef ED_
#undef EV_

#define UNIT_ 0x1p-53              /* u, the unit roundoff */
#define ETA_ 0x1p-1074             /* the least positive number */
#define E1_ 0x1.0000000000001p-53  /* one rounding of a rounded term */
#define E2_ 0x1.0000000000001p-52  /* two roundings */
#define E3_ 0x1.8000000000001p-52  /* three */
#define H1_ 0x1.0000000000001p-1   /* of eta, after one more rounding */
#define H2_ 0x1.0000000000002p-1   /* of eta, after two more */
#define ER_ 0x1.8000000000001p-53  /* the root of a sum */
#define ED_ 0x1.c000000000002p-52  /* the denominator */
#define EV_ 0x1.6000000000006p-51  /* the update */
