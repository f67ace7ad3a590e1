## SPDX-License-Identifier: Apache-2.0
##
## values = amsref_round (values, format)
##
## A column of single to the nearest numbers of a storage format, ties to even (AG-116); other
## formats stay.

function values = amsref_round (values, format)
  switch (format)
    case "bfloat16"
      [precision, least, top] = deal (8, -133, 128);
    case "binary16"
      [precision, least, top] = deal (11, -24, 16);
    otherwise
      return;
  endswitch
  exact = double (values);
  finite = isfinite (exact);
  z = exact(finite);
  [~, exponent] = log2 (z);
  unit = 2 .^ max (exponent - precision, least);
  q = abs (z) ./ unit;
  below = floor (q);
  rest = q - below;
  q = below + (rest > 0.5 | (rest == 0.5 & mod (below, 2) == 1));
  z = sign (z) .* q .* unit;
  z(z == 0) = 0 * exact(finite)(z == 0); # with its sign
  z(abs (z) >= 2^top) = sign (z(abs (z) >= 2^top)) * Inf;
  exact(finite) = z;
  values = single (exact);
endfunction
