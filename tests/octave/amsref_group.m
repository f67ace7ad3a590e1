## SPDX-License-Identifier: Apache-2.0
##
## [wrong, compared] = amsref_group (dialect, format, cases)
##
## Cases with equally many steps, taken through them together: their elements stand in one column,
## their coefficients beside them. wrong(i) says whether case i missed a bit; compared(i) counts its
## elements.

function [wrong, compared] = amsref_group (dialect, format, cases)
  type = "single";
  if (strcmp (format, "binary64"))
    type = "double";
  endif
  n = numel (cases);
  wrong = false (n, 1);
  compared = zeros (n, 1);
  t = cellfun (@(c) double (c.t), cases);
  [state, owner] = initial (cases, format, type);
  g = gradients (cases, format);
  steps = columns (g);
  [k, maximum] = coefficients (dialect, cases, t, steps, type);
  due = schedule (cases, t, steps);
  for i = 1:steps
    here = owner + (i - 1) * n;
    now = structfun (@(column) column(here), k, "UniformOutput", false);
    now.maximum = maximum;
    state = structfun (@(z) amsref_round (z, format), amsref_step (now, state, g(:,i)), ...
                       "UniformOutput", false);
    for pair = due{i}
      one = cases{pair(1)};
      outs = amsref_items (one.out);
      [misses, count] = judge (one, outs{pair(2)}, state, owner == pair(1), format);
      wrong(pair(1)) |= misses > 0;
      compared(pair(1)) += count;
    endfor
  endfor
endfunction

## Those of all steps at once: row (i - 1)*n + c of each column is step i of case c.
function [k, maximum] = coefficients (dialect, cases, t, steps, type)
  hyper = structfun (@(column) repmat (column, steps, 1), amsref_hyper (cases), ...
                     "UniformOutput", false);
  number = t + (0:steps - 1);
  k = amsref_coefficients (dialect, hyper, number(:), type);
  maximum = k.maximum;
  k = rmfield (k, "maximum");
endfunction

## All gradients: a row an element, a column a step.
function g = gradients (cases, format)
  g = cell (numel (cases), 1);
  for c = 1:numel (cases)
    list = amsref_items (cases{c}.g);
    g{c} = reshape (amsref_unhex ([list{:}], format), [], numel (list));
  endfor
  g = vertcat (g{:});
endfunction

## due{i}: a column [case; out] for each state that is given after step i.
function due = schedule (cases, t, steps)
  due = repmat ({zeros(2, 0)}, 1, steps);
  for c = 1:numel (cases)
    outs = amsref_items (cases{c}.out);
    for o = 1:numel (outs)
      i = outs{o}.t - t(c) + 1;
      if (i < 1 || i > steps)
        error ("amsref_group: %s: out has t = %d, which is no step of it", cases{c}.id, outs{o}.t);
      endif
      due{i}(:,end+1) = [c; o];
    endfor
  endfor
endfunction

## The states of all cases in one column each, and whose each element is.
function [state, owner] = initial (cases, format, type)
  parts = struct ();
  for q = {"x", "m", "v", "vmax"}
    parts.(q{1}) = cell (numel (cases), 1);
  endfor
  owner = cell (numel (cases), 1);
  for c = 1:numel (cases)
    in = cases{c}.in;
    for q = {"x", "m", "v"}
      parts.(q{1}){c} = amsref_unhex (in.(q{1}), format);
    endfor
    owner{c} = c * ones (numel (parts.x{c}), 1);
    parts.vmax{c} = zeros (numel (parts.x{c}), 1, type);
    if (isfield (in, "vmax"))
      parts.vmax{c} = amsref_unhex (in.vmax, format);
    endif
  endfor
  state = structfun (@(list) vertcat (list{:}), parts, "UniformOutput", false);
  owner = vertcat (owner{:});
endfunction

function [misses, count] = judge (one, out, state, mine, format)
  misses = count = 0;
  for q = {"x", "m", "v", "vmax"}
    if (! isfield (out, q{1}))
      continue;
    endif
    got = state.(q{1})(mine);
    want = amsref_unhex (out.(q{1}).ref, format);
    at = amsref_compare (got, want);
    misses += numel (at);
    count += numel (want);
    if (! isempty (at))
      printf ("FAIL %s: %s[%d] after step %d is %.17g, ref is %.17g (%d of %d differ)\n", one.id, ...
              q{1}, at(1) - 1, out.t, got(at(1)), want(at(1)), numel (at), numel (want));
    endif
  endfor
endfunction
