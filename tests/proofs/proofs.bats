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
    spoil proofs/lines.mlw '^  axiom rnd_zero' '  axiom wish: rnd 1. = 2.\n  axiom rnd_zero'
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

python() { PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=proofs "$PYTHON" -c "$1"; }

@test "goals that went, changed or are new are named, and another prover is a note" {
    run python '
import goals, prove
committed = {"tools": {"cvc5": "1.0.3"}, "goals": {
    ("a.c", "gone"): "Qed", ("a.c", "fell"): "Qed", ("a.c", "moved"): "CVC4 1.8", ("b.c", "other"): "Qed"}}
found = {("a.c", "fell"): prove.Answer(), ("a.c", "moved"): prove.Answer("CVC5 1.1"), ("a.c", "new"): prove.Answer("Qed")}
print("\n".join(goals.differences(committed, {"cvc5": "1.1"}, found, ("a.c",))))'
    echo "$output"
    [ "${#lines[@]}" -eq 5 ]
    [[ $output == *"note: cvc5 is 1.1, the committed table has 1.0.3"* ]]
    [[ $output == *"changed: a.c gone: in the committed table"* ]]
    [[ $output == *"changed: a.c fell: open, proved in the committed table"* ]]
    [[ $output == *"note: a.c moved: CVC5 1.1, CVC4 1.8 in the committed table"* ]]
    [[ $output == *"note: a.c: 1 goals that the committed table has not"* ]]
}

@test "what WP says of a goal is read: proven, open, stopped by the net" {
    run python '
import prove, re
said = """[wp] [Qed] Goal typed_amsref_f_ensures_a : Valid (1ms)
[wp] [CVC5 1.0.3 (real)] Goal typed_amsref_f_ensures_b : Valid (Qed:4ms) (90ms) (38436)
[wp] [CVC5 1.0.3 (real)] Goal typed_amsref_f_ensures_c : Unknown (Qed:4ms)
[wp] [Failed] Goal typed_amsref_f_ensures_d
  CVC5 1.0.3 (real): Unknown (Qed:3ms)
  CVC4 1.8 (real): Timeout (Qed:3ms) (5m)
[wp] [CVC4 1.8 (mem)] Goal typed_amsref_f_ensures_e : Valid (Qed:1ms) (10ms) (77) (cached)
"""
for goal, answer in prove.read_answers(said).items():
    print(goal, answer.who or "-", answer.net, answer.spent)
print([bool(re.match(prove.OPEN, line)) for line in said.splitlines()])'
    echo "$output"
    [ "${lines[0]}" = "f_ensures_a Qed False 0" ]
    [ "${lines[1]}" = "f_ensures_b CVC5 1.0.3 False 38436" ]
    [ "${lines[2]}" = "f_ensures_c - False 0" ]
    [ "${lines[3]}" = "f_ensures_d - True 0" ]
    [ "${lines[4]}" = "f_ensures_e CVC4 1.8 (mem) False 77" ]
    [ "${lines[5]}" = "[False, False, True, True, False, False, False]" ]
}

@test "a row of the plan is narrowed to the functions that are asked about" {
    run python '
import prove
for row in ("f,g", "value"), ("-f,g", ""), ("", "-value"):
    print(prove.narrow(row, ["f", "h"]))
print(prove.narrow(("g", ""), ["f"]))'
    echo "$output"
    [ "${lines[0]}" = "('f', 'value')" ]
    [ "${lines[1]}" = "('h', '')" ]
    [ "${lines[2]}" = "('f,h', '-value')" ]
    [ "${lines[3]}" = "None" ]
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
