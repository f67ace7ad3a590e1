## SPDX-License-Identifier: Apache-2.0
##
## octave-cli --quiet --norc --no-history tests/octave/check.m VECTORS
##
## The step of every dialect once more, from spec/step.md and spec/rounding.md alone, against the
## `ref` bits of every golden case under VECTORS/golden, in every format. The last line is
## "N passed, N failed"; status 1 on a failure, 4 where there is nothing to check.
## It checks AG-20 .. AG-26.

1;
addpath (fileparts (mfilename ("fullpath")));

function files = golden (folder)
  files = {};
  for format = {"binary64", "binary32", "bfloat16", "binary16"}
    dialects = dir (fullfile (folder, "golden", format{1}));
    for d = setdiff ({dialects([dialects.isdir]).name}, {".", ".."})
      for f = dir (fullfile (folder, "golden", format{1}, d{1}, "*.json"))'
        files{end+1} = fullfile (folder, "golden", format{1}, d{1}, f.name);
      endfor
    endfor
  endfor
endfunction

function [passed, failed, elements] = check_file (name)
  [file, cases] = amsref_read (name);
  steps = cellfun (@(c) numel (amsref_items (c.g)), cases);
  passed = failed = elements = 0;
  for n = unique (steps)'
    [wrong, compared] = amsref_group (file.dialect, file.format, cases(steps == n));
    failed += sum (wrong);
    passed += sum (! wrong);
    elements += sum (compared);
  endfor
endfunction

given = argv ();
if (numel (given) != 1)
  fprintf (stderr, "usage: octave-cli check.m VECTORS\n");
  exit (2);
endif
passed = failed = elements = 0;
for name = golden (given{1})
  try
    [p, f, e] = check_file (name{1});
  catch problem
    printf ("FAIL %s: %s\n", name{1}, problem.message);
    [p, f, e] = deal (0, 1, 0);
  end_try_catch
  passed += p;
  failed += f;
  elements += e;
endfor
printf ("octave: %d values compared\n%d passed, %d failed\n", elements, passed, failed);
if (failed > 0)
  exit (1);
elseif (passed == 0)
  fprintf (stderr, "check.m: no golden case under %s; make vectors makes them\n", given{1});
  exit (4);
endif
