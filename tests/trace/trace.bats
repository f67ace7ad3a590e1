#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# spec/trace.md is current and has no hole; and the tool that says so finds what it should.

: "${PYTHON:=/usr/bin/python3}"

setup() {
    cd "$BATS_TEST_DIRNAME/../.." || return 1
    tree=$BATS_TEST_TMPDIR/tree
}

# A repository of two clauses that are shown, and its table.
small_tree() {
    mkdir -p "$tree/spec" "$tree/vectors/cases" "$tree/src/core" "$tree/src/laws" "$tree/tests/some"
    printf '## AG-01 One\n\ntext\n\n### AG-02 Two\n\nsee AG-01\n' >"$tree/spec/a.md"
    printf '{"category":"c","cases":[{"number":7,"clauses":["AG-01"]}]}\n' >"$tree/vectors/cases/c.json"
    printf '/*@ assigns \\nothing;\n    ensures value: x; // AG-02\n*/\nint f(int x);\n' >"$tree/src/core/f.h"
    printf 'LAW("same", "AG-02")\n' >"$tree/src/laws/laws.inc"
    printf '# checks AG-01 .. AG-02\n@test "both" {\n}\n' >"$tree/tests/some/a.bats"
    printf 'test:\n\tbats $(wildcard tests/*/*.bats)\n' >"$tree/Makefile"
    trace
}

trace() { run "$PYTHON" tests/trace/trace.py --root "$tree" "$@"; }

# refuses WORDS...: the tool fails, with these words.
refuses() {
    trace
    [ "$status" -eq 1 ] || { echo "$output"; return 1; }
    local words
    for words in "$@"; do
        [[ $output == *"$words"* ]] || { echo "no '$words' in: $output"; return 1; }
    done
}

@test "spec/trace.md is what make trace writes, and nothing is missing" {
    run "$PYTHON" tests/trace/trace.py --check
    echo "$output"
    [ "$status" -eq 0 ]
}

@test "spec/special-table.md is what make trace writes, and no cell is empty" {
    run "$PYTHON" tests/trace/special.py --check
    echo "$output"
    [ "$status" -eq 0 ]
}

@test "a cell that no case covers is named" {
    for place in vectors/golden/binary64/* vectors/golden/binary32/*; do
        mkdir -p "$tree/$place" "$tree/spec"
        cp "$place/special.json" "$place/edge.json" "$place/hyper.json" "$place/epsilon.json" "$tree/$place"
    done
    run "$PYTHON" tests/trace/special.py --root "$tree"
    [ "$status" -eq 0 ] || { echo "$output"; return 1; }
    rm "$tree/vectors/golden/binary32/drjit/special.json"
    run "$PYTHON" tests/trace/special.py --root "$tree"
    [ "$status" -eq 1 ]
    [[ $output == *"g that is inf, option L2: no case in every dialect"* ]]
    [[ $output != *"option box"* ]]
}

@test "what shows a clause is in the table, in both directions" {
    small_tree
    [ "$status" -eq 0 ]
    grep -qx '\* cases: c 7' "$tree/spec/trace.md"
    grep -qx '\* tests: `some/a.bats` both' "$tree/spec/trace.md"
    grep -qx '\* laws: `same`' "$tree/spec/trace.md"
    grep -qx '\* proofs: `f: value` in `f.h`' "$tree/spec/trace.md"
    grep -qxF '| `some/a.bats` both | AG-01 AG-02 |' "$tree/spec/trace.md"
    trace --check
    [ "$status" -eq 0 ]
}

@test "a table that is not current is refused" {
    small_tree
    sed -i 's/c 7/c 8/' "$tree/spec/trace.md"
    trace --check
    [ "$status" -eq 1 ]
    [[ $output == *"run \`make trace\`"* ]]
}

@test "a clause that nothing shows is a hole" {
    small_tree
    printf '\n## AG-03 Three\n' >>"$tree/spec/a.md"
    refuses "spec/a.md: no case, law, test or proof shows AG-03 Three" "checks AG-nn"
}

@test "a contract that names a clause above it alone does not show it" {
    small_tree
    printf '\n## AG-03 Three\n' >>"$tree/spec/a.md"
    printf '/* AG-03 */\n/*@ terminates \\true;\n*/\nint h(int x);\n' >>"$tree/src/core/f.h"
    refuses "shows AG-03"
}

@test "a clause that does not exist is named where it is cited" {
    small_tree
    printf '/* AG-77 */\n' >>"$tree/src/core/f.h"
    refuses "src/core/f.h:5: cites AG-77"
}

@test "a case, a law and a contract that cite nothing are named" {
    small_tree
    sed -i 's/"AG-01"//' "$tree/vectors/cases/c.json"
    printf 'LAW("other", "")\n' >>"$tree/src/laws/laws.inc"
    printf '/*@ assigns \\nothing;\n    ensures more: y;\n*/\nstatic int g(int y);\n' >>"$tree/src/core/f.h"
    refuses "case c/0007 cites no clause" "law other cites no clause" "contract g cites no clause"
}

@test "a tag above no test, and one in a test that is not run, are refused" {
    small_tree
    printf '\n# checks AG-01\n\nfunction() { :; }\n' >>"$tree/tests/some/a.bats"
    refuses "tests/some/a.bats:5" "stands above no test"
    small_tree
    printf '# checks AG-01\n' >"$tree/tests/some/b.py"
    refuses "tests/some/b.py:1" "does not run"
}

@test "a clause that is defined twice is refused" {
    small_tree
    printf '## AG-01 Again\n' >"$tree/spec/b.md"
    refuses "AG-01 is defined in spec/a.md too"
}
