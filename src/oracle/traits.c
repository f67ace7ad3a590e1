/* SPDX-License-Identifier: Apache-2.0
 *
 * The dialects (AG-10).
 */
#include "traits.h"

static const amsref_traits traits[AMSREF_DIALECT_COUNT] = {
    [AMSREF_PAPER] = {.maximum = AMSREF_MAXIMUM_RUNNING},
    [AMSREF_PAPER_EPS] = {.eps_outside = true, .maximum = AMSREF_MAXIMUM_RUNNING},
    [AMSREF_JULIA] = {.eps_outside = true, .maximum = AMSREF_MAXIMUM_RUNNING},
    [AMSREF_PYTORCH] = {.corrects_m = true,
                        .root_in_den = true,
                        .eps_outside = true,
                        .maximum = AMSREF_MAXIMUM_RUNNING},
    [AMSREF_KERAS] = {.corrects_m = true,
                      .root_in_a = true,
                      .eps_outside = true,
                      .maximum = AMSREF_MAXIMUM_RUNNING},
    [AMSREF_OPTAX] = {.corrects_m = true,
                      .corrects_v = true,
                      .eps_outside = true,
                      .maximum = AMSREF_MAXIMUM_RUNNING},
    [AMSREF_OPTAX_MU] = {.corrects_m = true,
                         .eps_outside = true,
                         .maximum = AMSREF_MAXIMUM_RUNNING},
    [AMSREF_DRJIT] = {.corrects_m = true,
                      .root_in_a = true,
                      .eps_inside = true,
                      .maximum = AMSREF_MAXIMUM_RUNNING},
    [AMSREF_ADAM] = {.corrects_m = true, .root_in_den = true, .eps_outside = true},
};

const amsref_traits *amsref_traits_of(amsref_dialect dialect)
{
    return &traits[dialect];
}
