#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# The paper's problems.

load common

# columns NAME OPTIONS: "dialect x regret [exact]" of each dialect, a line each.
columns() {
    "$amsref" experiment "$@" | tail -n +3
}

# checks AG-130 and AG-132
@test "theorem 1: Adam goes to +1, every AMSGrad to -1, in rounded and in exact arithmetic" {
    columns theorem1 --steps 30000 --certify 1000 >"$BATS_TEST_TMPDIR/out"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/out")" -eq 8 ]
    awk '$1 == "adam" { exit !($2 > 0.99 && $4 > 0.98) }' "$BATS_TEST_TMPDIR/out"
    awk '$1 != "adam" && !($2 < -0.99 && $4 <= -1) { bad = 1 } END { exit bad }' "$BATS_TEST_TMPDIR/out"
}

# checks AG-131
@test "theorem 1: Adam's average regret stays at 2/3, that of AMSGrad vanishes" {
    columns theorem1 --steps 30000 >"$BATS_TEST_TMPDIR/out"
    awk '$1 == "adam" { exit !($3 > 0.66 && $3 < 0.68) }' "$BATS_TEST_TMPDIR/out"
    awk '$1 != "adam" && $3 > 0.01 { bad = 1 } END { exit bad }' "$BATS_TEST_TMPDIR/out"
}

# checks AG-130 and AG-132
@test "theorem 2: the same with momentum, in rounded and in exact arithmetic" {
    columns theorem2 --steps 6600 --certify 4000 >"$BATS_TEST_TMPDIR/out"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/out")" -eq 8 ]
    awk '$1 == "adam" { exit !($2 > 0.99 && $4 > 0.98) }' "$BATS_TEST_TMPDIR/out"
    awk '$1 != "adam" && !($2 < -0.8 && $4 < -0.8) { bad = 1 } END { exit bad }' "$BATS_TEST_TMPDIR/out"
}

@test "the online problem of section 5 parts them" {
    columns reddi-online --steps 100000 >"$BATS_TEST_TMPDIR/out"
    awk '$1 == "adam" { exit !($2 > 0.99) }' "$BATS_TEST_TMPDIR/out"
    awk '$1 != "adam" && $2 > -0.9 { bad = 1 } END { exit bad }' "$BATS_TEST_TMPDIR/out"
}

@test "the stochastic problem is a function of its seed" {
    for run in 1 2; do
        columns reddi-stochastic --steps 20000 --seed 7 >"$BATS_TEST_TMPDIR/$run"
    done
    cmp "$BATS_TEST_TMPDIR/1" "$BATS_TEST_TMPDIR/2"
    columns reddi-stochastic --steps 20000 --seed 8 >"$BATS_TEST_TMPDIR/3"
    run cmp -s "$BATS_TEST_TMPDIR/1" "$BATS_TEST_TMPDIR/3"
    [ "$status" -eq 1 ]
}

@test "CSV: regret by hand, one trajectory, in order" {
    csv=$BATS_TEST_TMPDIR/out.csv
    "$amsref" experiment theorem1 --dialect paper --steps 3 --csv "$csv" >/dev/null
    # c = 3, -1, -1 and alpha = 0.4743416: v = 8.1, x = -0.5; R_1 = 3*(0 + 1)
    head -n 2 "$csv" | tail -n 1 | grep -q '^theorem1,paper,1,-0\.4999.*,3$\|^theorem1,paper,1,-0\.5,3$'
    [ "$(wc -l <"$csv")" -eq 4 ]
}

@test "wrong usage and a file that cannot be written" {
    run "$amsref" experiment
    expect 2 "which experiment?"
    run "$amsref" experiment theorem3
    expect 2 "no experiment 'theorem3'"
    run "$amsref" experiment theorem1 --steps 10 --csv "$BATS_TEST_TMPDIR"
    expect 2 "cannot be written"
    run "$amsref" experiment theorem1 --certify 20001
    expect 2 "20001"
}
