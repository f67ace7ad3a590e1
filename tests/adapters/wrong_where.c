/* SPDX-License-Identifier: Apache-2.0
 *
 * The faults by name, and where each shows.
 */
#include "wrong.h"

#define FAULT(enumerator, name, scope, formats, about) {name, #formats " " about},
const amsref_choice amsref_faults[] = {AMSREF_FAULTS{NULL, NULL}};
#undef FAULT
#define FAULT(enumerator, name, scope, formats, about) scope,
static const amsref_scope scopes[] = {AMSREF_FAULTS};
#undef FAULT

int amsref_fault_applies(size_t fault, size_t dialect)
{
    const amsref_shape *s = &amsref_shapes[dialect];
    switch (scopes[fault]) {
    case ANY:
        return 1;
    case HAS_MAXIMUM:
        return s->maximum;
    case MAXIMUM_IS_RAW:
        return s->maximum && (s->v == CORRECTS_ROOT || s->v == CORRECTS_RATE);
    case MAXIMUM_IS_CORRECTED:
        return s->v == CORRECTS_MAXIMUM;
    case HAS_EPS:
        return dialect != PAPER;
    case EPS_OUTSIDE:
        return dialect != PAPER && !s->eps_inside;
    case EPS_INSIDE:
        return s->eps_inside;
    case ROOT_IS_CORRECTED:
        return s->v == CORRECTS_ROOT;
    case RATE_IS_CORRECTED:
        return s->v == CORRECTS_RATE;
    case M_IS_CORRECTED:
        return s->corrects_m;
    case BOTH_CORRECTED:
        return s->corrects_m && s->v != NOT_CORRECTED;
    case V_IS_CORRECTED:
        return s->v != NOT_CORRECTED;
    case NONE_CORRECTED:
        return !s->corrects_m;
    case IS_PAPER:
        return dialect == PAPER || dialect == PAPER_EPS;
    }
    return 0;
}
