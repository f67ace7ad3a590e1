## SPDX-License-Identifier: Apache-2.0
##
## wrong = amsref_compare (got, want)
##
## Indices where two columns of one type differ: every bit counts, the sign of zero too, but any NaN
## equals any NaN.

function wrong = amsref_compare (got, want)
  word = "uint64";
  if (isa (want, "single"))
    word = "uint32";
  endif
  if (! strcmp (class (got), class (want)) || numel (got) != numel (want))
    error ("amsref_compare: %d %s against %d %s", numel (got), class (got), numel (want), ...
           class (want));
  endif
  same = typecast (got, word) == typecast (want, word);
  wrong = find (! (same(:) | (isnan (got) & isnan (want))));
endfunction
