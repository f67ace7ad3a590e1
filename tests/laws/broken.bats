#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# Each law catches an implementation that breaks it, by a counter-example that cannot be smaller.

load common

# checks AG-96
@test "size: a tail that is left out" {
    repeats size 8 1 2 tail
    repeats size 64 1 2 exactly
}

# checks AG-96
@test "chunks: a maximum that one place lacks" {
    repeats chunks 3 1 3 place
}

# checks AG-159
@test "blocks: every thousandth parameter is left out, which no other law and one golden case sees" {
    options=(--budget 1)
    run lawless block
    [ "$status" -eq 1 ] && [ "$(jq -r '[.laws.results[] | select(.broken) | .law] | unique | join(" ")' "$BATS_TEST_TMPDIR/laws.json")" = blocks ]
    [ "$(of blocks binary32 .counterexample.parameters)" -ge 1000 ]
}

# checks AG-159
@test "blocks: another step from 1024 parameters on, which the parts of the whole would take too" {
    options=(--law blocks)
    run lawless large
    [ "$status" -eq 1 ]
    [ "$(of blocks binary64 .counterexample.parameters)" -ge 1024 ]
}

# checks AG-96
@test "neighbours: a norm, a test for infinities" {
    repeats neighbours 2 1 2 norm
    repeats neighbours 2 1 2 finite
}

# checks AG-96
@test "permutation: a maximum that one place lacks" {
    repeats permutation 3 1 2 place
}

# checks AG-97
@test "again: corrections that count requests" {
    breaks again 1 1 2 calls
}

# checks AG-97
@test "process: a second one without a maximum" {
    repeats process 1 1 2 copy
}

# checks AG-97
@test "process: one that is asked in binary32 first, and keeps those coefficients" {
    options=(--law process)
    run lawless cast
    [ "$status" -eq 1 ]
    [ "$(of process binary64 .broken)" = true ] && [ "$(of process binary32 .broken)" = false ]
}

# checks AG-97
@test "resume: runs that count their steps from 1" {
    repeats resume 1 2 2 restart
    repeats resume 1 3 2 restart runs
}

# checks AG-97
@test "chain: runs that count their steps from 1" {
    repeats chain 1 2 2 restart
}

# checks AG-98
@test "sign: a gradient clipped from above" {
    repeats sign 1 1 2 upper
}

# checks AG-98
@test "maximize: v negated too" {
    repeats maximize 1 1 2 maximize
}

# checks AG-98
@test "scale-gradient: a least eps" {
    repeats scale-gradient 1 1 2 floor
}

# checks AG-98
@test "scale-parameter: decay without lr" {
    repeats scale-parameter 1 1 2 decay
}

# checks AG-99
@test "vmax-grows: a minimum" {
    repeats vmax-grows 1 2 1 minimum
}

# checks AG-99
@test "vmax-bounds: the maximum of the old v" {
    repeats vmax-bounds 1 1 1 late
}

# checks AG-99
@test "v-sign: the square is subtracted" {
    repeats v-sign 1 1 1 negative
}

# checks AG-99
@test "zero-gradient: x drifts" {
    repeats zero-gradient 1 1 1 drift
}

# checks AG-99
@test "zero-rate: a least lr; decay without lr" {
    repeats zero-rate 1 1 1 rate
    repeats zero-rate 1 1 1 decay
}

# checks AG-99
@test "box: ignored, and each side of it" {
    for fault in box-ignored box-lower box-upper box-on-update; do
        run "$amsref" check --law box --category laws -- "$adapters/wrong" --fault $fault --dialect paper-eps
        [ "$status" -eq 1 ]
        [[ $output == *"law box (AG-99)"* ]]
    done
}
