# SPDX-License-Identifier: Apache-2.0
"""An optimizer as anybody may have one: PyTorch's AMSGrad on lists of Python's floats."""

import math


def quotient(a, b):
    """a / b, also where b is 0."""
    if b != 0:
        return a / b
    return math.nan if a == 0 or math.isnan(a) else math.copysign(math.inf, a)


class AMSGrad:
    def __init__(self, params, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
        self.params = params
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.steps = 0
        self.m, self.v, self.vmax = ([0.0] * len(params) for _ in range(3))

    def step(self, grads):
        self.steps += 1
        rate = self.lr / (1 - self.beta1**self.steps)
        root = math.sqrt(1 - self.beta2**self.steps)
        for i, g in enumerate(grads):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g * g
            self.vmax[i] = max(self.v[i], self.vmax[i])
            self.params[i] -= rate * quotient(self.m[i], math.sqrt(self.vmax[i]) / root + self.eps)
