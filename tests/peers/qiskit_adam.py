#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""qiskit_algorithms.optimizers.ADAM with amsgrad=True.

minimize() begins at zero state; the state of the case goes in where the loop first reads its limit.
eps is `noise_factor` there.
"""

import numpy as np
import qiskit_algorithms
from qiskit_algorithms.optimizers import ADAM

from amsref_adapter import serve


class OneStep(ADAM):
    """ADAM whose loop begins at a given state and ends after one iteration."""

    begin = None

    @property
    def _maxiter(self):
        if self.begin is None:
            return -1
        self._t, self._m, self._v, self._v_eff = self.begin
        self.begin = None
        return np.inf

    @_maxiter.setter
    def _maxiter(self, value):
        pass


def make(state, hyper, t):
    opt = OneStep(tol=-1.0, lr=hyper["lr"], beta_1=hyper["beta1"], beta_2=hyper["beta2"],
                  noise_factor=hyper["eps"], amsgrad=True)
    now = dict(state, t=t - 1)
    now.setdefault("vmax", np.zeros_like(state["v"]))

    def advance(g):
        opt.begin = (now["t"], now["m"], now["v"], now["vmax"])
        now["x"] = opt.minimize(lambda x: 0.0, now["x"], jac=lambda x: g).x
        now.update(t=opt._t, m=opt._m, v=opt._v, vmax=opt._v_eff)
        return now
    return advance


serve(name="qiskit_algorithms ADAM(amsgrad=True)", version=qiskit_algorithms.__version__,
      dialect="keras", make=make, formats=["binary64"])
