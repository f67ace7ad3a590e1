#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# What is committed about the proofs is current; and the scripts that say so find what they should. No
# prover runs here.

: "${PYTHON:=/usr/bin/python3}"

setup() {
    cd "$BATS_TEST_DIRNAME/../.." || return 1
    tree=$BATS_TEST_TMPDIR/tree
}

# What the scripts read, to be spoiled.
copy() {
    mkdir -p "$tree/src"
    cp -R proofs spec "$tree"
    cp -R src/core "$tree/src"
    mkdir -p "$tree/tests" && cp -R tests/trace "$tree/tests"
}

# spoil FILE PATTERN TEXT: the first line with the pattern becomes, or is followed by, the text.
spoil() {
    copy
    grep -q -- "$2" "$tree/$1" || { echo "$1 has no $2"; return 1; }
    sed -i "0,/$2/s/$2/$3/" "$tree/$1"
}

refused() { # refused WORDS
    echo "$output"
    [ "$status" -eq 1 ] && [[ $output == *"not ok"*"$1"* ]]
}

@test "no axiom without its proof" {
    run "$PYTHON" proofs/axioms.py
    echo "$output" | grep '^not ok' || true
    [ "$status" -eq 0 ]
}

@test "a theory with an axiom of its own is found" {
    spoil proofs/runs.mlw '^module Runs' 'module Runs\n  axiom wish: 1 = 2'
    run "$PYTHON" proofs/axioms.py "$tree"
    refused "Runs: has axioms"
}

@test "an axiom that no clone has proven is found" {
    spoil proofs/errors.mlw '^  axiom rnd_zero' '  axiom wish: rnd 1. = 2.\n  axiom rnd_zero'
    run "$PYTHON" proofs/axioms.py "$tree"
    refused "wish is a goal, proven"
}

@test "a clone that keeps its axioms is found" {
    spoil proofs/amsref.mlw ', goal \.' ''
    run "$PYTHON" proofs/axioms.py "$tree"
    refused 'says `goal .`'
}

@test "a theory whose lemmas nobody proves is found" {
    copy
    printf 'theory Stray\n  use int.Int\n  lemma wish: 1 = 2\nend\n' >>"$tree/proofs/runs.mlw"
    run "$PYTHON" proofs/axioms.py "$tree"
    refused "Stray: its lemmas are goals"
}

@test "an assumption in the C is found" {
    spoil src/core/step.inc '\/\/@ assert range:' '\/\/@ admit range:'
    run "$PYTHON" proofs/axioms.py "$tree"
    refused "admit"
}

@test "an axiom in the C is found" {
    spoil src/core/acsl_error.inc 'logic real L(eta)(real p);' 'logic real L(eta)(real p); axiom wish: L(eta)(1) == 2;'
    run "$PYTHON" proofs/axioms.py "$tree"
    refused "axiom"
}

@test "a name of ACSL without a meaning is found" {
    spoil proofs/amsref.driver '^logic float32 "div_f32".*' ''
    run "$PYTHON" proofs/axioms.py "$tree"
    refused "div_f32 has its meaning"
}

@test "a contract without a body is found" {
    spoil src/core/names.c '^\/\*@ requires entry' '\/*@ ensures wish: \\result == 7; *\/\nint oracle(int x);\n\n\/*@ requires entry'
    run "$PYTHON" proofs/axioms.py "$tree"
    refused "contract of oracle"
}

@test "the goals by function are those of the table of goals" {
    run "$PYTHON" proofs/summary.py --check
    [ "$status" -eq 0 ]
    spoil proofs/summary.md 'second_moment' 'third_moment'
    run "$PYTHON" "$tree/proofs/summary.py" --check
    refused "summary.md"
}

@test "each theorem has its clause, its C and its goals" {
    run "$PYTHON" proofs/theorems.py --check
    echo "$output"
    [ "$status" -eq 0 ]
    spoil src/core/step.inc 'ensures error: L(fin)' 'ensures fault: L(fin)'
    run "$PYTHON" "$tree/proofs/theorems.py" --check
    refused "gradient has no clause error"
}

@test "each clause of the contracts is in the table of who would notice" {
    run "$PYTHON" proofs/weaken.py --check
    echo "$output"
    [ "$status" -eq 0 ]
    spoil src/core/amsref.h '    ensures order: .*' ''
    run "$PYTHON" proofs/weaken.py --check --source "$tree/src/core"
    refused "ensures order"
}

@test "each mutant fits the core once, and is in the table of what stops it" {
    run "$PYTHON" proofs/prove_mutants.py --check
    echo "$output"
    [ "$status" -eq 0 ]
}
