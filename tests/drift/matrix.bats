#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# The drift matrix (spec/drift.md): the cells of this machine's own compilers, the teeth of the whole, and
# that what is committed belongs together; checks AG-27, AG-138, AG-139.

load ../adapters/common

drift() {
    run "$PYTHON" tests/drift/drift.py --build "$BUILD" "$@"
}

native() {
    [ "$(uname -m)" = x86_64 ] && command -v x86_64-linux-gnu-gcc >/dev/null ||
        skip "the native cells are those of Debian on x86-64"
}

# fresh_source EDIT: a copy of src/ whose step is edited, in $BATS_TEST_TMPDIR/src
edited_source() {
    cp -R src "$BATS_TEST_TMPDIR/src"
    sed -i "$1" "$BATS_TEST_TMPDIR/src/core/step.inc"
    ! cmp -s src/core/step.inc "$BATS_TEST_TMPDIR/src/core/step.inc"
}

# edited_table FILTER: a copy of the table, edited by jq
edited_table() {
    jq "$1" tests/drift/cells.json >"$BATS_TEST_TMPDIR/cells.json"
}

@test "every native compiler and level of optimisation gives the bits of ref" {
    native
    drift --quick
    echo "$output"
    [ "$status" -eq 0 ]
}

@test "another order of one operation is the source's doing in every cell" {
    native
    edited_source 's|return k.a \* (m1 / den);|return (k.a * m1) / den;|'
    drift --source "$BATS_TEST_TMPDIR/src" --cells '^x86_64 (gcc|clang) -O2( -march=x86-64-v3 -std=gnu11)?$'
    echo "$output"
    [ "$status" -eq 1 ]
    [ "$(grep -c 'NOT AS EXPECTED.*: tight because of the source' <<<"$output")" -eq 4 ]
    [[ $output == *"first: paper/binary64/bias/0001 x["*"want exactly"* ]]
}

@test "contraction in a cell that should be exact is found, and named" {
    native
    edited_table '.cells |= [.[0], (.[] | select(.flags == "-O3 -march=x86-64-v3")
        | .flags += " -ffp-contract=fast")]'
    drift --table "$BATS_TEST_TMPDIR/cells.json" --cells 'x86_64 gcc'
    echo "$output"
    [[ $output != *skipped\ x86_64* ]] || skip "nothing here has a fused multiply-add"
    [ "$status" -eq 1 ]
    [[ $output == *"-ffp-contract=fast: tight because of contraction; expected: exact"* ]]
}

@test "a cell without its compiler is a skip and no pass" {
    edited_table '.architectures[].triplet = "nowhere-linux-gnu"'
    drift --table "$BATS_TEST_TMPDIR/cells.json" --cells 'aarch64 gcc -O2$'
    [ "$status" -eq 4 ]
    [[ $output == *"skipped aarch64 gcc -O2: nowhere-linux-gnu-gcc is missing"* ]]
    [[ $output == *"0 as expected"* ]]
}

@test "a table that contradicts itself is status 2" {
    edited_table '.cells[0].level = "tight"'
    drift --table "$BATS_TEST_TMPDIR/cells.json"
    [ "$status" -eq 2 ]
    edited_table '.cells[1] = .cells[0]'
    drift --table "$BATS_TEST_TMPDIR/cells.json"
    [ "$status" -eq 2 ]
    edited_table '(.cells[] | select(.cause == ["contraction"]) | .cause) = ["rounding"]'
    drift --table "$BATS_TEST_TMPDIR/cells.json"
    [ "$status" -eq 2 ]
}

@test "a core that does not compile, or crashes, is status 3" {
    native
    edited_source 's|return k.a \* (m1 / den);|return k.a * (m1 / dem);|'
    drift --source "$BATS_TEST_TMPDIR/src" --cells '^$'
    [ "$status" -eq 3 ]
    [[ $output == *"does not compile"*dem* ]]
}

@test "spec/drift.md is what the results give, and these are what the table expects" {
    drift --check
    echo "$output"
    [ "$status" -eq 0 ]
    [ "$(jq '[.cells[] | select(.level)] | length' tests/drift/results.json)" -ge 25 ]
    [ "$(jq '[.cells | to_entries[] | select(.value.level) | .key | split(" ")[0]] | unique | length' \
        tests/drift/results.json)" -ge 5 ]
}

@test "results or a page edited by hand are noticed" {
    mkdir "$BATS_TEST_TMPDIR/tests"
    cp -R tests/drift "$BATS_TEST_TMPDIR/tests"/
    cp -R spec "$BATS_TEST_TMPDIR"/
    sed -i 's/ contraction |$/ reassociation |/' "$BATS_TEST_TMPDIR/spec/drift.md"
    run "$PYTHON" "$BATS_TEST_TMPDIR/tests/drift/drift.py" --check
    [ "$status" -eq 1 ]
    [[ $output == *"--render"* ]]
    sed -i 's/"level": "tight"/"level": "exact"/' "$BATS_TEST_TMPDIR/tests/drift/results.json"
    "$PYTHON" "$BATS_TEST_TMPDIR/tests/drift/drift.py" --render
    run "$PYTHON" "$BATS_TEST_TMPDIR/tests/drift/drift.py" --check
    [ "$status" -eq 1 ]
    [[ $output == *"expected: tight because of contraction"* ]]
}

@test "causes are found where switches hide each other or act together" {
    "$PYTHON" tests/drift/check_cause.py
}

@test "-ffast-math and excess precision are refused by the compiler" {
    syntax() {
        run gcc "$@" -std=c11 -fsyntax-only -ffreestanding -Isrc/core src/core/step_f64.c
    }
    syntax -O2
    [ "$status" -eq 0 ]
    syntax -O2 -ffast-math
    [ "$status" -ne 0 ]
    [[ $output == *"fast-math"*"(AG-27)"* ]]
    native
    syntax -m32 -mfpmath=387
    [ "$status" -ne 0 ]
    [[ $output == *"FLT_EVAL_METHOD"*"(AG-27)"* ]]
}
