/* SPDX-License-Identifier: Apache-2.0
 *
 * The step of every order, in each pair of storage and working type.
 */
#include "order.h"

#include <tgmath.h>

#define STORE double
#define WORK double
#define NAME(f) f##_double
#include "order_step.inc"
#undef WORK
#undef NAME

#define WORK long double
#define NAME(f) f##_double_extended
#include "order_step.inc"
#undef STORE
#undef WORK
#undef NAME

#define STORE float
#define WORK float
#define NAME(f) f##_float
#include "order_step.inc"
#undef WORK
#undef NAME

#define WORK double
#define NAME(f) f##_float_double
#include "order_step.inc"
#undef WORK
#undef NAME

#define WORK long double
#define NAME(f) f##_float_extended
#include "order_step.inc"

void amsref_order_step(const amsref_order *order, const amsref_shape *shape,
                       amsref_adapter_format format, const amsref_order_coef *coef,
                       const amsref_adapter_arrays *arrays)
{
    bool wide = order->precision == IN_EXTENDED || order->precision == IN_EXTENDED_STORED;
    if (format == ADAPTER_BINARY64 && wide)
        step_double_extended(order, shape, coef, arrays);
    else if (format == ADAPTER_BINARY64)
        step_double(order, shape, coef, arrays);
    else if (wide)
        step_float_extended(order, shape, coef, arrays);
    else if (order->precision == IN_DOUBLE)
        step_float_double(order, shape, coef, arrays);
    else
        step_float(order, shape, coef, arrays);
}
