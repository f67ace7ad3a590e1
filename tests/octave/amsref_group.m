## SPDX-License-Identifier: Apache-2.0
##
## [wrong, compared] = amsref_group (dialect, type, cases)
##
## Cases with equally many steps, taken through them together: their elements stand in one column,
## their coefficients beside them. wrong(i) says whether case i missed a bit; compared(i) counts its
## elements.

function [wrong, compared] = amsref_group (dialect, type, cases)
  n = numel (cases);
  wrong = false (n, 1);
  compared = zeros (n, 1);
  hyper = amsref_hyper (cases);
  t = cellfun (@(c) double (c.t), cases);
  gradients = cellfun (@(c) amsref_items (c.g), cases, "UniformOutput", false);
  [state, owner] = initial (cases, type);
  for i = 1:numel (gradients{1})
    k = amsref_coefficients (dialect, hyper, t + (i - 1), type);
    spread = structfun (@(column) column(owner), rmfield (k, "maximum"), "UniformOutput", false);
    spread.maximum = k.maximum;
    g = cellfun (@(list) amsref_unhex (list{i}, type), gradients, "UniformOutput", false);
    state = amsref_step (spread, state, vertcat (g{:}));
    for c = 1:n
      outs = amsref_items (cases{c}.out);
      for o = find (cellfun (@(out) out.t == t(c) + (i - 1), outs))'
        [misses, count] = judge (cases{c}, outs{o}, state, owner == c, type);
        wrong(c) |= misses > 0;
        compared(c) += count;
      endfor
    endfor
  endfor
endfunction

## The states of all cases in one column each, and whose each element is.
function [state, owner] = initial (cases, type)
  columns = struct ();
  for q = {"x", "m", "v", "vmax"}
    columns.(q{1}) = cell (numel (cases), 1);
  endfor
  owner = cell (numel (cases), 1);
  for c = 1:numel (cases)
    in = cases{c}.in;
    for q = {"x", "m", "v"}
      columns.(q{1}){c} = amsref_unhex (in.(q{1}), type);
    endfor
    owner{c} = c * ones (numel (columns.x{c}), 1);
    columns.vmax{c} = zeros (numel (columns.x{c}), 1, type);
    if (isfield (in, "vmax"))
      columns.vmax{c} = amsref_unhex (in.vmax, type);
    endif
  endfor
  state = structfun (@(list) vertcat (list{:}), columns, "UniformOutput", false);
  owner = vertcat (owner{:});
endfunction

function [misses, count] = judge (one, out, state, mine, type)
  misses = count = 0;
  for q = {"x", "m", "v", "vmax"}
    if (! isfield (out, q{1}))
      continue;
    endif
    got = state.(q{1})(mine);
    want = amsref_unhex (out.(q{1}).ref, type);
    at = amsref_compare (got, want);
    misses += numel (at);
    count += numel (want);
    if (! isempty (at))
      printf ("FAIL %s: %s[%d] after step %d is %.17g, ref is %.17g (%d of %d differ)\n", one.id, ...
              q{1}, at(1) - 1, out.t, got(at(1)), want(at(1)), numel (at), numel (want));
    endif
  endfor
endfunction
