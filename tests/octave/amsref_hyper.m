## SPDX-License-Identifier: Apache-2.0
##
## hyper = amsref_hyper (cases)
##
## The hyper-parameters of a cell column of cases as a struct of columns; what a case leaves out has
## the value that changes nothing.

function hyper = amsref_hyper (cases)
  n = numel (cases);
  none = false (n, 1);
  hyper = struct ("lr", zeros (n, 1), "beta1", zeros (n, 1), "beta2", zeros (n, 1), ...
                  "eps", zeros (n, 1), "weight_decay", zeros (n, 1), "lambda", ones (n, 1), ...
                  "decoupled", none, "maximize", none, "inv_sqrt", none, "geometric", none, ...
                  "inverse", none, "lo", -Inf (n, 1), "hi", Inf (n, 1));
  for i = 1:n
    given = cases{i}.hyper;
    for [value, key] = given
      switch (key)
        case {"lr", "beta1", "beta2", "eps", "weight_decay"}
          hyper.(key)(i) = number (value);
        case {"decoupled", "maximize"}
          hyper.(key)(i) = value;
        case "lr_schedule"
          hyper.inv_sqrt(i) = strcmp (value, "inv_sqrt");
        case "beta1_schedule"
          hyper.(value.kind)(i) = true;
          if (isfield (value, "lambda"))
            hyper.lambda(i) = number (value.lambda);
          endif
        case "project"
          hyper.lo(i) = bound (value{1}, -Inf);
          hyper.hi(i) = bound (value{2}, Inf);
        otherwise
          error ("amsref_hyper: %s: unknown hyper-parameter %s", cases{i}.id, key);
      endswitch
    endfor
  endfor
endfunction

function value = number (text)
  [value, count] = sscanf (text, "%f");
  if (count != 1)
    error ("amsref_hyper: %s is no number", text);
  endif
endfunction

function value = bound (text, absent)
  value = absent;
  if (! strcmp (text, "null"))
    value = number (text);
  endif
endfunction
