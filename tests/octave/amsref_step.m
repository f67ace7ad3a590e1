## SPDX-License-Identifier: Apache-2.0
##
## state = amsref_step (k, state, g)
##
## AG-24 to AG-26: one step of every element, coefficients k element by element. Octave evaluates
## each operator by itself, so that each is one rounded operation in the type of its operands.

function state = amsref_step (k, state, g)
  g1 = k.sigma .* g;
  at = k.l2 != 0;
  g1(at) = g1(at) + k.l2(at) .* state.x(at);
  m1 = k.b1 .* state.m + k.c1 .* g1;
  v1 = k.b2 .* state.v + k.c2 .* (g1 .* g1);
  w1 = k.s .* v1;
  if (k.maximum)
    keep = state.vmax >= w1 | isnan (state.vmax);
    w1(keep) = state.vmax(keep);
  endif
  under = w1 + k.eps_in;
  under(under < 0) = NaN;  # where Octave's sqrt would turn complex
  den = sqrt (under) .* k.r + k.eps;
  u = k.a .* (m1 ./ den);
  y = k.k .* state.x - u;
  at = y < k.lo;
  above = y > k.hi;
  y(at) = k.lo(at);
  y(above) = k.hi(above);
  state = struct ("x", y, "m", m1, "v", v1, "vmax", w1);
endfunction
