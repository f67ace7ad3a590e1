#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# What of the peers needs no framework: the published matrix, the catalogue, and the reduction of a
# judged run to its facts.

load ../adapters/common

run_peers=tests/peers/run.py

@test "spec/matrix.md is what results.json gives" {
    "$PYTHON" "$run_peers" --check
}

@test "a matrix that is not what results.json gives is noticed" {
    cp -R tests spec "$BATS_TEST_TMPDIR"/
    echo "an edit by hand" >>"$BATS_TEST_TMPDIR/spec/matrix.md"
    run "$PYTHON" "$BATS_TEST_TMPDIR/tests/peers/run.py" --check
    [ "$status" -eq 1 ]
    [[ "$output" == *"--render"* ]]
}

@test "every peer has an adapter, pins with versions, and results" {
    "$PYTHON" tests/peers/check_catalogue.py
}

@test "links from the matrix to findings lead somewhere" {
    for number in $(grep -o 'findings.md#f-[0-9]*' spec/matrix.md | sed 's/.*#f/F/' | sort -u); do
        grep -qx "### $number" spec/findings.md || { echo "no $number"; return 1; }
    done
}

@test "the largest error of a right implementation is found where it is" {
    "$PYTHON" tests/peers/check_errors.py "$BUILD" "$adapters/plain" "$adapters/wrong"
}
