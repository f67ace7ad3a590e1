## SPDX-License-Identifier: Apache-2.0
##
## k = amsref_coefficients (dialect, hyper, t, type)
##
## AG-20 and AG-23 for a column of cases: hyper is a struct of columns, t a column, type "double" or
## "single". k is a struct of columns in that type, and k.maximum.

function k = amsref_coefficients (dialect, hyper, t, type)
  row = amsref_dialect (dialect);
  one = ones (size (t));
  lr_t = hyper.lr;
  at = hyper.inv_sqrt;
  lr_t(at) = hyper.lr(at) ./ sqrt (t(at));
  b1 = hyper.beta1;
  at = hyper.geometric;
  b1(at) = hyper.beta1(at) .* amsref_power (hyper.lambda(at), t(at) - 1);
  at = hyper.inverse;
  b1(at) = hyper.beta1(at) ./ t(at);
  C1 = amsref_omp (hyper.beta1, t);
  C2 = amsref_omp (hyper.beta2, t);

  k.b1 = b1;
  k.c1 = 1 - b1;
  k.b2 = hyper.beta2;
  k.c2 = 1 - hyper.beta2;
  k.s = one;
  if (strcmp (row.s, "1/C2"))
    k.s = 1 ./ C2;
  endif
  k.eps_in = 0 * one;
  if (strcmp (row.eps_in, "eps^2"))
    k.eps_in = hyper.eps .* hyper.eps;
  endif
  k.r = one;
  if (strcmp (row.r, "1/root C2"))
    k.r = 1 ./ sqrt (C2);
  endif
  k.eps = 0 * one;
  if (strcmp (row.eps, "eps"))
    k.eps = hyper.eps;
  endif
  switch (row.a)
    case "lr_t"
      k.a = lr_t;
    case "lr/C1"
      k.a = hyper.lr ./ C1;
    case "lr root C2/C1"
      k.a = (hyper.lr .* sqrt (C2)) ./ C1;
  endswitch
  k.l2 = hyper.weight_decay;
  k.l2(hyper.decoupled) = 0;
  k.k = one;
  at = hyper.decoupled;
  k.k(at) = 1 - lr_t(at) .* hyper.weight_decay(at);
  k.sigma = one;
  k.sigma(hyper.maximize) = -1;
  k.lo = hyper.lo;
  k.hi = hyper.hi;
  k = structfun (@(column) cast (column, type), k, "UniformOutput", false);
  k.maximum = row.maximum;
endfunction
