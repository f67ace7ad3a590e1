/* SPDX-License-Identifier: Apache-2.0
 *
 * The core's only externals: IEEE 754 square roots, correctly rounded as Annex F of C11 asks.
 * Declared here and not by <math.h> so that their contract is ours: the one thing about code
 * outside the core that the proofs take on trust.
 */
#ifndef AMSREF_SQUARE_ROOT_H
#define AMSREF_SQUARE_ROOT_H

/* The root of AG-24 and AG-20. */
/*@ terminates \true;
    assigns \nothing;
    ensures value: same_f64(\result, root_f64(x));
*/
extern double sqrt(double x);

/* The root of AG-24. */
/*@ terminates \true;
    assigns \nothing;
    ensures value: same_f32(\result, root_f32(x));
*/
extern float sqrtf(float x);

#endif
