#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# amsref identify: what it prints, and its statuses; checks AG-85 .. AG-88. That it names every right
# implementation and diagnoses every deviation is tested by tests/unit/test_identify.c.

load common
load ../adapters/common

setup() {
    cd "$BATS_TEST_DIRNAME/../.." || return 1
    [ -x "$amsref" ] && [ -x "$adapters/wrong" ] || {
        echo "$amsref or $adapters/wrong is missing: make all adapters" >&2
        return 1
    }
}

@test "identify: the table of deviations is that of the specification" {
    local row
    for row in $("$amsref" identify --list | awk '{ print $1 }'); do
        grep -q "^| \`$row\` |" spec/identify.md || { echo "$row is not in spec/identify.md"; return 1; }
    done
    [ "$("$amsref" identify --list | wc -l)" -eq "$(sed -n '/^## AG-83/,/^## AG-84/p' spec/identify.md | grep -c '^| `')" ]
}

@test "identify: what is in no row of the table is explained by nothing" {
    run "$amsref" identify --format binary64 -- "$adapters/wrong" --fault sample-cancels --dialect pytorch
    expect 1 "nothing in the table explains the answers" "it allows ["
}

@test "identify: each format is explained by itself where one explanation does not fit both" {
    run "$amsref" identify -- "$adapters/wrong" --fault root-float --dialect pytorch
    expect 1 "in binary64: nothing" "in binary32: pytorch, level"
}

@test "identify: people read dialect, level, the next dialect, and why it is not that" {
    run "$amsref" identify -- "$adapters/core" --dialect keras
    expect 0 "libamsref 1.0.0: keras, level exact" "next: drjit misses" "it allows [" "keras allows ["
    run "$amsref" identify -- "$adapters/core" --dialect julia
    expect 0 "paper-eps (or julia, the same step from another initial state), level exact"
}

@test "identify: the bits show lerp and contraction, which conform" {
    run "$amsref" identify -- "$adapters/orders" --order fma-old --dialect keras
    expect 0 "binary64 m has the bits of fma(b1, m, c1*g), contracted" "binary32 v has the bits of fma(b2, v, c2*(g*g)), contracted"
    run "$amsref" identify -- "$adapters/orders" --order lerp --dialect adam
    expect 0 "binary64 m has the bits of m + c1*(g - m), a lerp"
    run "$amsref" identify -- "$adapters/core" --dialect optax
    expect 0 "binary32 m has the bits of b1*m + c1*g"
    [[ $output != *contracted* ]]
}

@test "identify: several dialects are status 5, and named" {
    run "$amsref" identify -- "$adapters/core" --dialect paper
    expect 5 "paper; or paper-eps (or julia" "cannot be told apart" "answered by an error" \
        "would tell paper from paper-eps: it was answered by an error: eps must be"
    run "$amsref" identify -- "$adapters/plain" --dialect paper
    expect 0 "plain C 1: paper, level"
}

@test "identify: what explains the answers and allows more is named apart" {
    run "$amsref" identify -- "$adapters/wrong" --fault power-of-float --dialect keras
    expect 1 "keras, but beta^t is a power of beta rounded to binary32" "keras + power-float explains it too, and allows more"
    run "$amsref" identify -- "$adapters/wrong" --fault power-float --dialect keras
    expect 1 "keras, but beta^t is a power in binary32"
    [[ $output != *"explains it too"* ]]
}

@test "identify: hidden state is told from x" {
    run "$amsref" identify -- "$PYTHON" "$faulty" hidden
    expect 0 "pytorch, level" "vmax is in no answer"
}

@test "identify: one format is enough" {
    run "$amsref" identify -- "$PYTHON" "$faulty" one-format
    expect 0 "pytorch, level" "not supported"
}

@test "identify: wrong usage 2, a crash 3, nothing answered 4" {
    run "$amsref" identify
    expect 2 "no command to identify"
    run "$amsref" identify --format binary16 -- true
    expect 2 "it does not ask in format 'binary16'"
    run "$amsref" identify -- false
    expect 3 "hello: it exited with status 1"
    run "$amsref" identify -- /does/not/exist
    expect 3
    run "$amsref" identify --format binary32 -- "$PYTHON" "$faulty" one-format
    expect 4 "no question was answered"
}

@test "identify: JSON follows its schema" {
    local schema=spec/schema/identify.schema.json fault
    for fault in none eps-subtracted sample-cancels; do
        "$amsref" identify --json --format binary32 -- "$adapters/wrong" --fault $fault --dialect pytorch |
            "$PYTHON" -c 'import json, jsonschema, sys
jsonschema.validate(json.load(sys.stdin), json.load(open(sys.argv[1])))' $schema
    done
}

@test "check --explain: the diagnosis is in the terminal and in the JSON report" {
    local report
    report=$(mktemp)
    run "$amsref" check --category typical --explain --report terminal --report "json:$report" -- \
        "$adapters/wrong" --fault eps-subtracted --dialect pytorch
    expect 1 "diagnosis" "pytorch, but eps is subtracted" "pytorch + eps-subtracted allows ["
    [ "$(jq -r '.diagnosis.findings[0].explanations[0].name' "$report")" = "pytorch + eps-subtracted" ]
    "$PYTHON" -c 'import json, jsonschema, sys
jsonschema.validate(json.load(open(sys.argv[1])), json.load(open("spec/schema/report.schema.json")))' "$report"
    run "$amsref" check --category typical --explain --dialect keras -- "$adapters/core" --dialect pytorch
    expect 1 "diagnosis" "pytorch, level exact" "it is taken for keras"
    run "$amsref" check --category typical --explain -- "$adapters/core" --dialect pytorch
    expect 0
    [[ $output != *diagnosis* ]]
    rm -f "$report"
}
