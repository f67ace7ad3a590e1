## SPDX-License-Identifier: Apache-2.0
##
## p = amsref_power (lambda, n)
##
## lambda^n by AG-22, for columns of lambda and n.

function p = amsref_power (lambda, n)
  p = ones (size (lambda));
  for bit = floor (log2 (max ([n; 1]))):-1:0
    one = bitand (n, 2^bit) != 0;
    p = p .* p;
    p(one) = p(one) .* lambda(one);
  endfor
endfunction
