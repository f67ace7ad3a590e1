#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# The tool trusts its own arithmetic only after it has tried it.

load common

# checks AG-27, AG-58
@test "a preloaded library that flushes to zero is refused by name" {
    [ "$(uname -m)" = x86_64 ] || skip "GCC's crtfastmath.o is tried on x86-64"
    echo 'int nothing_at_all;' >"$BATS_TEST_TMPDIR/fast.c"
    cc -shared -fPIC -ffast-math -o "$BATS_TEST_TMPDIR/fast.so" "$BATS_TEST_TMPDIR/fast.c"
    objdump -d "$BATS_TEST_TMPDIR/fast.so" | grep -q ldmxcsr || skip "this compiler links no start-up code for it"
    run env LD_PRELOAD="$BATS_TEST_TMPDIR/fast.so" "$amsref" vectors list
    [ "$status" -eq 2 ]
    [[ $output == *"subnormal numbers are flushed to zero"*-ffast-math*AG-27* ]]
}
