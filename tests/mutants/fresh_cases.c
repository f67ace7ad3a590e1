/* SPDX-License-Identifier: Apache-2.0 */
#include "fresh_cases.h"

#include "fresh/fresh.h"
#include "suite/memory.h"

int amsref_stock_add_fresh(amsref_dialect dialect, amsref_format format, size_t count,
                           uint64_t seed, amsref_case_list *cases, amsref_error *error)
{
    for (size_t i = 1; i <= count; i++) {
        if (amsref_fresh_case(dialect, format, seed, i, amsref_case_add(cases), error) != 0) {
            return -1;
        }
    }
    return 0;
}
