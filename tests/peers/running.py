# SPDX-License-Identifier: Apache-2.0
"""beta^t as implementations keep it that multiply once a step."""

import numpy as np

CHUNK = 10**6


def running_product(beta, factors, dtype):
    """beta*beta*...: so many factors, each product rounded to dtype. One that no longer changes is the last."""
    dtype = np.dtype(dtype).type
    product, beta = dtype(1), dtype(beta)
    while factors > 0 and product * beta != product:
        steps = np.full(min(factors, CHUNK) + 1, beta, dtype)
        steps[0] = product
        product = np.multiply.accumulate(steps)[-1]
        factors -= len(steps) - 1
    return product
