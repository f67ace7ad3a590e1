#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# The kill table can fail: with few cases mutants live, and a table that was edited is noticed. That
# all of them die over all cases is the test `build/kill --check`.

load ../adapters/common

small() {
    mkdir -p "$BATS_TEST_TMPDIR/v/cases"
    cp vectors/cases/typical.json "$BATS_TEST_TMPDIR/v/cases/"
    "$amsref" vectors generate --vectors "$BATS_TEST_TMPDIR/v" >/dev/null
}

@test "kill: with one category alone mutants live and are named; right ones are not refused" {
    small
    run "$BUILD/kill" --no-laws --vectors "$BATS_TEST_TMPDIR/v"
    [ "$status" -eq 1 ]
    [[ "$output" == *"lives: count-stops-2^24 (loss) in pytorch/binary64"* ]]
    [[ "$output" == *"lives: decay-ignored (fault) in keras/binary32"* ]]
    [[ "$output" != *"lives: sign "* ]]
    [[ "$output" != *"cases refuse it"* ]]

    # the same bytes again, but where somebody edited
    echo "an edit by hand" >>"$BATS_TEST_TMPDIR/v/RIGHT.md"
    run "$BUILD/kill" --no-laws --check --vectors "$BATS_TEST_TMPDIR/v"
    [[ "$output" == *"# skip"* ]] && skip "the tables are of gcc on x86-64"
    [ "$status" -eq 1 ]
    [[ "$output" == *"RIGHT.md is not what the vectors give"* ]]
    [[ "$output" != *"KILLS.md is not what"* ]]
}

# checks AG-103
@test "kill: few fresh cases refuse nearly all wrong implementations" {
    run "$BUILD/kill" --fresh 10
    [ "$status" -eq 0 ]
    awk -F, '$1 == 2 { few = $2 } $1 == 10 { many = $2; of = $3 }
             END { exit !(of > 14000 && many > few && many > 0.98 * of && many < of) }' <<<"$output" || {
        echo "$output"
        return 1
    }
}

@test "kill: wrong usage and a missing folder are 2" {
    for arguments in "--frobnicate" "--check --list" "more" "--fresh" "--fresh x" "--fresh 2 --check" "--vectors $BATS_TEST_TMPDIR/none"; do
        # shellcheck disable=SC2086 # words
        run "$BUILD/kill" $arguments
        [ "$status" -eq 2 ]
    done
}
