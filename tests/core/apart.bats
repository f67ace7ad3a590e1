#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# Oracle and core are independent, and the core needs nothing but roots.

load ../adapters/common

@test "oracle and core share no code: neither calls the other" {
    nm --defined-only "$BUILD"/core/*.o | awk 'NF == 3 { print $3 }' | sort -u >"$BATS_TEST_TMPDIR/core"
    nm --undefined-only "$BUILD"/oracle/*.o | awk '/ U / { print $2 }' | sort -u >"$BATS_TEST_TMPDIR/calls"
    [ -s "$BATS_TEST_TMPDIR/core" ] && [ -s "$BATS_TEST_TMPDIR/calls" ]
    [ -z "$(comm -12 "$BATS_TEST_TMPDIR/core" "$BATS_TEST_TMPDIR/calls")" ]
    run sh -c "nm --undefined-only $BUILD/core/*.o | grep ' U ' | grep -vE ' (sqrtf?|amsref_.*|__cpu_.*|_GLOBAL_OFFSET_TABLE_)\$'"
    [ "$status" -eq 1 ]
    run grep -rn 'core/amsref\.h' src/oracle
    [ "$status" -eq 1 ]
    run grep -rn 'oracle' src/core
    [ "$status" -eq 1 ]
}
