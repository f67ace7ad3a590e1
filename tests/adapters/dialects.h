/* SPDX-License-Identifier: Apache-2.0
 *
 * The dialects as the adapters with variants see them: what is corrected where (AG-10). The order
 * is that of amsref_dialects.
 */
#ifndef AMSREF_TESTS_DIALECTS_H
#define AMSREF_TESTS_DIALECTS_H

#include <stdbool.h>

/* Where the second moment's bias correction C2 goes. */
typedef enum amsref_correction {
    NOT_CORRECTED,
    CORRECTS_ROOT,   /* sqrt(vmax)/sqrt(C2) */
    CORRECTS_RATE,   /* lr*sqrt(C2) */
    CORRECTS_MAXIMUM /* max(vmax, v/C2) */
} amsref_correction;

typedef struct amsref_shape {
    bool corrects_m; /* by C1 */
    amsref_correction v;
    bool eps_inside; /* sqrt(vmax + eps^2) instead of sqrt(vmax) + eps */
    bool maximum;    /* false in adam */
} amsref_shape;

enum { PAPER, PAPER_EPS, JULIA, PYTORCH, KERAS, OPTAX, OPTAX_MU, DRJIT, ADAM, DIALECTS };

static const amsref_shape amsref_shapes[DIALECTS] = {
    [PAPER] = {false, NOT_CORRECTED, false, true},
    [PAPER_EPS] = {false, NOT_CORRECTED, false, true},
    [JULIA] = {false, NOT_CORRECTED, false, true},
    [PYTORCH] = {true, CORRECTS_ROOT, false, true},
    [KERAS] = {true, CORRECTS_RATE, false, true},
    [OPTAX] = {true, CORRECTS_MAXIMUM, false, true},
    [OPTAX_MU] = {true, NOT_CORRECTED, false, true},
    [DRJIT] = {true, CORRECTS_RATE, true, true},
    [ADAM] = {true, CORRECTS_ROOT, false, false},
};

#endif
