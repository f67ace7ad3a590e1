## SPDX-License-Identifier: Apache-2.0
##
## [file, cases] = amsref_read (name)
##
## A vector file (AG-70): the decoded file without its cases, and the cases as a cell column.
## jsondecode is not exact for decimal fractions, so that hyper-parameters are handed to it in quotes
## and converted by sscanf, which is.

function [file, cases] = amsref_read (name)
  [id, message] = fopen (name, "r");
  if (id < 0)
    error ("amsref_read: %s: %s; make vectors makes the files", name, message);
  endif
  text = fread (id, Inf, "*char")';
  fclose (id);
  text = regexprep (text, ['"(lr|beta1|beta2|eps|weight_decay|lambda)"\s*:\s*' ...
                           '(-?[0-9][0-9.eE+-]*)'], '"$1":"$2"');
  text = regexprep (text, '"project"\s*:\s*\[\s*([^,\]\s]+)\s*,\s*([^,\]\s]+)\s*\]', ...
                    '"project":["$1","$2"]');
  file = jsondecode (text);
  cases = amsref_items (file.cases);
  file = rmfield (file, "cases");
endfunction
