/* SPDX-License-Identifier: Apache-2.0
 *
 * The scalars of a step, in float, double or long double.
 */
#include "order.h"

#include <tgmath.h>

#define REAL float
#define NAME(f) f##_float
#include "order_coef.inc"
#undef REAL
#undef NAME

#define REAL double
#define NAME(f) f##_double
#include "order_coef.inc"
#undef REAL
#undef NAME

#define REAL long double
#define NAME(f) f##_extended
#include "order_coef.inc"

void amsref_order_coefficients(const amsref_order *order, const amsref_shape *shape,
                               amsref_adapter_format format, const amsref_adapter_hyper *hyper,
                               uint64_t t, amsref_order_coef *coef)
{
    if (order->precision == IN_EXTENDED)
        coefficients_extended(order, shape, hyper, t, coef);
    else if (order->early && format == ADAPTER_BINARY32)
        coefficients_float(order, shape, hyper, t, coef);
    else
        coefficients_double(order, shape, hyper, t, coef);
}
