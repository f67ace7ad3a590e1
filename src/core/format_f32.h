/* SPDX-License-Identifier: Apache-2.0
 *
 * What step.inc and acsl_step.inc need to know about binary32. May follow that of another format.
 */
#undef REAL
#undef COEF
#undef SQRT
#undef STEP
#undef RUN
#undef L

#define REAL float
#define COEF amsref_coef_f32
#define SQRT sqrtf
#define STEP amsref_step_f32
#define RUN amsref_run_f32
#define L(name) name##_f32

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

#define G_ 0x1p34                /* abs(g) */
#define G1_ 0x1p35               /* abs(g1), the gradient with decay */
#define M_ 0x1p36                /* abs(m) = 2*G1 */
#define V_ 0x1p71                /* v = 2*G1^2 */
#define S_ 0x1p54                /* s, at most 2^53 for any beta2 of the format */
#define W_ 0x1p125               /* vmax = S*V */
#define R_ 0x1p28                /* r, at most 2^27 for any beta2 */
#define L2_ 0x1p35               /* l2 */
#define EPS_MAX_ 0x1p40          /* eps and eps_in */
#define EPS_MIN_ 0x1p-40         /* eps, or the root of eps_in or of vmax, at the least */
#define ROOT_ 0x1p63            /* root = sqrt(2*W) */
#define DEN_ 0x1p92              /* den = 2*ROOT*R */
#define A_ 0x1p40                /* a */
#define U_ 0x1p116               /* abs(a*(m/den)) = A*M/EPS_MIN */
#define X_ 0x1p125               /* abs(x) */
#define DX_ 0x1p117              /* abs(x1) - abs(x) */
#define B_ (1 - 0x1p-20)         /* b1 and b2, so that the average contracts in spite of rounding */
#define SUM_ 0x1.000002p0        /* b + c: exact or one rounding more */
#define MAX_ FLT_MAX             /* lo and -hi, at the most */
#define H_LR_ 0x1p19             /* the hyper-parameter lr: a = lr/(1 - B) */
#define H_EPS_ 0x1p19            /* the hyper-parameter eps: eps_in = eps^2 */

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

#define UNIT_ 0x1p-24              /* u, the unit roundoff */
#define ETA_ 0x1p-149              /* the least positive number */
#define E1_ 0x1.000001p-24         /* one rounding of a rounded term */
#define E2_ 0x1.0000008p-23        /* two roundings */
#define E3_ 0x1.8000018000008p-23  /* three */
#define H1_ 0x1.000001p-1          /* of eta, after one more rounding */
#define H2_ 0x1.000002000001p-1    /* of eta, after two more */
#define ER_ 0x1.800001p-24         /* the root of a sum */
#define ED_ 0x1.c00002800001dp-23  /* the denominator */
#define EV_ 0x1.600007b000245p-22  /* the update */
