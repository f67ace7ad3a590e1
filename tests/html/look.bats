#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# Pages as people see them, and every number on them.

load ../cli/common

@test "every number of a page is that of the JSON report, and counted anew from the answers" {
    "$PYTHON" tests/html/numbers.py "$BUILD" "$BATS_TEST_TMPDIR"
}

@test "contrast of the colours in both themes" {
    "$PYTHON" tests/html/colours.py
}

@test "in a browser: width, contrast, keyboard, names" {
    command -v chromium >/dev/null || skip "no chromium (make setup-test)"
    judge() {
        local name=$1
        shift
        run "$amsref" check --report html:"$BATS_TEST_TMPDIR/$name.html" "$@"
    }
    judge right -- "$BUILD/adapters/core" --dialect pytorch
    judge wrong --explain -- "$BUILD/adapters/wrong" --dialect pytorch --fault no-maximum
    judge crash --category typical -- "$PYTHON" "$faulty" crash
    judge storage --dialect pytorch -- "$BUILD/adapters/storage" --dialect pytorch --way binary32
    judge markup --category typical -- "$PYTHON" "$faulty" markup
    run "$amsref" identify --report html:"$BATS_TEST_TMPDIR/identify.html" -- "$BUILD/adapters/plain" --dialect keras
    "$amsref" drift record --out "$BATS_TEST_TMPDIR/core.json" --category typical -- "$BUILD/adapters/core" \
        --dialect pytorch >/dev/null
    run "$amsref" drift compare "$BATS_TEST_TMPDIR/core.json" --report html:"$BATS_TEST_TMPDIR/drift.html" -- \
        "$BUILD/adapters/wrong" --dialect pytorch --fault no-maximum
    "$PYTHON" tests/peers/run.py --page "$BATS_TEST_TMPDIR/peers.html"
    "$PYTHON" tests/html/look.py "$BATS_TEST_TMPDIR"/*.html
}

@test "the browser's checks notice what they are to notice" {
    command -v chromium >/dev/null || skip "no chromium (make setup-test)"
    "$PYTHON" tests/html/look_faults.py "$BUILD" "$BATS_TEST_TMPDIR"
}
