#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# The core gives the same bits whatever compiles it, as long as nothing is contracted; what may change
# them is refused at compile time or by the suite; checks AG-27.

setup() {
    root=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
    build=${BUILD:-build}
    case $build in /*) ;; *) build=$root/$build ;; esac
    out=$BATS_TEST_TMPDIR/core
}

# COMPILER FLAGS...: the core adapter with a core compiled so
compile() {
    (cd "$root" && "$@" -std=c11 -D_GNU_SOURCE -Isrc -Isrc/core -DAMSREF_VERSION='"1.0.0"' -o "$out" \
        src/core/*.c tests/adapters/core.c tests/adapters/protocol.c tests/adapters/lines.c tests/adapters/half.c \
        tests/adapters/options.c -ljansson -lm)
}

exact() {
    "$build/amsref" check --no-laws --no-fresh --vectors "$root/vectors" --level exact --dialect "$1" -- "$out" --dialect "$1"
}

exact_all() {
    compile "$@"
    for dialect in pytorch optax drjit paper adam; do
        exact $dialect
    done
}

@test "gcc -O0" { exact_all gcc -O0 -ffp-contract=off; }
@test "gcc -O2" { exact_all gcc -O2 -ffp-contract=off; }
@test "gcc -Os" { exact_all gcc -Os -ffp-contract=off; }
@test "gcc -O3 -march=native" { exact_all gcc -O3 -march=native -ffp-contract=off -fno-math-errno -fno-trapping-math; }
@test "gcc -O3, wider vectors chosen by the loader" {
    [ "$(uname -m)" = x86_64 ] || skip "x86-64 alone"
    exact_all gcc -O3 -ffp-contract=off -fno-math-errno -fno-trapping-math -DAMSREF_CLONES
}
@test "clang -O0" { exact_all clang -O0 -ffp-contract=off; }
@test "clang -O3 -march=native" { exact_all clang -O3 -march=native -ffp-contract=off -fno-math-errno; }

@test "contraction shows" {
    grep -q '\bfma\b' /proc/cpuinfo || skip "this CPU has no fused multiply-add"
    compile gcc -O3 -mfma -ffp-contract=fast
    run exact pytorch
    [ "$status" -eq 1 ]
}

@test "-ffast-math is refused by the compiler" {
    run compile gcc -O2 -ffast-math
    [ "$status" -ne 0 ]
    [[ $output == *fast-math* ]]
}

@test "excess precision is refused by the compiler" {
    run gcc -m32 -mfpmath=387 -std=c11 -fsyntax-only -ffreestanding -I"$root/src/core" "$root/src/core/step_f64.c"
    [ "$status" -ne 0 ]
    [[ $output == *FLT_EVAL_METHOD* ]]
}

@test "oracle and core share no code: neither calls the other" {
    nm --defined-only "$build"/core/*.o | awk 'NF == 3 { print $3 }' | sort -u > "$BATS_TEST_TMPDIR/core"
    nm --undefined-only "$build"/oracle/*.o | awk '/ U / { print $2 }' | sort -u > "$BATS_TEST_TMPDIR/calls"
    [ -s "$BATS_TEST_TMPDIR/core" ] && [ -s "$BATS_TEST_TMPDIR/calls" ]
    [ -z "$(comm -12 "$BATS_TEST_TMPDIR/core" "$BATS_TEST_TMPDIR/calls")" ]
    run sh -c "nm --undefined-only $build/core/*.o | grep ' U ' | grep -vE ' (sqrtf?|amsref_.*|__cpu_.*|_GLOBAL_OFFSET_TABLE_)\$'"
    [ "$status" -eq 1 ]
    ! grep -rn 'core/amsref\.h' "$root/src/oracle"
    ! grep -rn 'oracle' "$root/src/core"
}
