## SPDX-License-Identifier: Apache-2.0
##
## row = amsref_dialect (name)
##
## The row of AG-10: what the coefficients s, eps_in, r, eps and a are in that dialect.

function row = amsref_dialect (name)
  persistent table = {
    ## dialect    maximum  s      eps_in   r            eps    a
    "paper",      true,    "1",   "0",     "1",         "0",   "lr_t";
    "paper-eps",  true,    "1",   "0",     "1",         "eps", "lr_t";
    "julia",      true,    "1",   "0",     "1",         "eps", "lr_t";
    "pytorch",    true,    "1",   "0",     "1/root C2", "eps", "lr/C1";
    "keras",      true,    "1",   "0",     "1",         "eps", "lr root C2/C1";
    "optax",      true,    "1/C2", "0",    "1",         "eps", "lr/C1";
    "optax-mu",   true,    "1",   "0",     "1",         "eps", "lr/C1";
    "drjit",      true,    "1",   "eps^2", "1",         "0",   "lr root C2/C1";
    "adam",       false,   "1",   "0",     "1/root C2", "eps", "lr/C1";
  };
  at = find (strcmp (table(:,1), name));
  if (isempty (at))
    error ("amsref_dialect: the spec has no dialect %s", name);
  endif
  row = cell2struct (table(at,2:end), {"maximum", "s", "eps_in", "r", "eps", "a"}, 2);
endfunction
