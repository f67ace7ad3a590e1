/* SPDX-License-Identifier: Apache-2.0
 *
 * Right orders that have a name: those of real implementations, and of each form alone.
 */
#ifndef AMSREF_TESTS_ORDER_ROWS_H
#define AMSREF_TESTS_ORDER_ROWS_H

#include "options.h"
#include "order.h"

/* Alike in length; the names end with NULL. `about` begins with the levels in binary64/binary32. */
extern const amsref_order amsref_orders[];
extern const amsref_choice amsref_order_names[];
/* Has the order something of its own to say in the dialect? */
int amsref_order_applies(size_t order, size_t dialect);

#endif
