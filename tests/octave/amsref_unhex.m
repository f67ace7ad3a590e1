## SPDX-License-Identifier: Apache-2.0
##
## values = amsref_unhex (digits, type)
##
## A column of "double" or "single" from big-endian hex digits.

function values = amsref_unhex (digits, type)
  persistent nibble = [];
  persistent little;
  if (isempty (nibble))
    [~, ~, endian] = computer ();
    little = endian == "L";
    nibble = -ones (1, 127);
    nibble(double ("0123456789")) = 0:9;
    nibble(double ("abcdef")) = 10:15;
    nibble(double ("ABCDEF")) = 10:15;
  endif
  width = 8;
  word = "uint64";
  if (strcmp (type, "single"))
    width = 4;
    word = "uint32";
  endif
  if (isempty (digits))
    values = zeros (0, 1, type);
    return;
  endif
  value = nibble(double (digits))(:);
  if (any (value < 0) || mod (numel (value), 2 * width) != 0)
    error ("amsref_unhex: %d characters that are not whole %s values in hex", numel (value), type);
  endif
  words = typecast (uint8 (16 * value(1:2:end) + value(2:2:end)), word);
  if (little)
    words = swapbytes (words);
  endif
  values = typecast (words, type)(:);
endfunction
