## SPDX-License-Identifier: Apache-2.0
##
## list = amsref_items (decoded)
##
## A JSON array as a cell column, whether jsondecode made a struct array, a cell or a matrix of it.

function list = amsref_items (decoded)
  if (iscell (decoded))
    list = decoded(:);
  elseif (isempty (decoded) && ! ischar (decoded))
    list = cell (0, 1);
  else
    list = num2cell (decoded(:));
  endif
endfunction
