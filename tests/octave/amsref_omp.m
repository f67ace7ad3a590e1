## SPDX-License-Identifier: Apache-2.0
##
## c = amsref_omp (beta, t)
##
## 1 - beta^t by AG-21, for columns of beta and t. All doublings are made together; a row joins
## where the leading one of its t stands.

function c = amsref_omp (beta, t)
  first = 1 - beta;
  c = zeros (size (beta));
  joined = false (size (beta));
  for bit = floor (log2 (max (t))):-1:0
    one = bitand (t, 2^bit) != 0;
    c = c .* (2 - c);  # 0 stays 0 where a row has not joined yet
    at = joined & one;
    c(at) = beta(at) .* c(at) + first(at);
    at = ! joined & one;
    c(at) = first(at);
    joined |= one;
  endfor
  c(beta == 0) = 1;
endfunction
