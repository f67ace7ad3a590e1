## SPDX-License-Identifier: Apache-2.0
##
## values = amsref_unhex (digits, format)
##
## A column of double (binary64) or single (the others) from big-endian hex digits.

function values = amsref_unhex (digits, format)
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
  type = "single";
  width = 2;
  word = "uint16";
  switch (format)
    case "binary64"
      [type, width, word] = deal ("double", 8, "uint64");
    case "binary32"
      [width, word] = deal (4, "uint32");
  endswitch
  if (isempty (digits))
    values = zeros (0, 1, type);
    return;
  endif
  value = nibble(double (digits))(:);
  if (any (value < 0) || mod (numel (value), 2 * width) != 0)
    error ("amsref_unhex: %d characters that are not whole %s values in hex", numel (value), format);
  endif
  words = typecast (uint8 (16 * value(1:2:end) + value(2:2:end)), word);
  if (little)
    words = swapbytes (words);
  endif
  switch (format)
    case "bfloat16" # the upper half of a single
      words = bitshift (uint32 (words), 16);
    case "binary16"
      values = halves (double (words(:)));
      return;
  endswitch
  values = typecast (words, type)(:);
endfunction

function values = halves (words)
  field = floor (mod (words, 2^15) / 2^10);
  fraction = mod (words, 2^10);
  values = (fraction + 2^10 * (field > 0)) .* 2 .^ (max (field, 1) - 25);
  values(field == 31 & fraction == 0) = Inf;
  values(field == 31 & fraction != 0) = NaN;
  values = single (values .* (1 - 2 * (words >= 2^15)));
endfunction
