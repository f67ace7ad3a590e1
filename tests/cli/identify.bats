#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# amsref identify: every right implementation is named, every deviation of the table is diagnosed, and
# what nothing explains is said to be so; checks AG-80 .. AG-87.

load common
load ../adapters/common

setup() {
    cd "$BATS_TEST_DIRNAME/../.." || return 1
    [ -x "$amsref" ] && [ -x "$adapters/wrong" ] || {
        echo "$amsref or $adapters/wrong is missing: make all adapters" >&2
        return 1
    }
}

# answer OPTIONS -- COMMAND: "STATUS NAME; NAME; ..." of the explanations.
answer() {
    local json status=0
    json=$("$amsref" identify --json "$@" </dev/null) || status=$?
    printf '%s %s' "$status" "$(printf '%s' "$json" | jq -r '[.findings[].explanations[].name] | join("; ")')"
}

# julia is the step of paper-eps.
step_of() {
    [ "$1" = julia ] && echo paper-eps || echo "$1"
}

every_order_is_named() {
    local bad=0 count=0 name levels got wanted
    wanted="0 $(step_of "$1")"
    while read -r name levels; do
        count=$((count + 1))
        got=$(answer -- "$adapters/orders" --order "$name" --dialect "$1")
        [ "$got" = "$wanted" ] || {
            bad=$((bad + 1))
            echo "order $name of $1: $got"
        }
    done < <(each_choice orders "$1")
    [ "$count" -ge 20 ] && [ "$bad" -eq 0 ]
}

# Faults that make of one dialect another.
becomes() {
    case $1/$2 in
    */none) step_of "$1" ;;
    pytorch/no-maximum | optax/no-maximum) echo adam ;;
    pytorch/maximum-corrected | keras/maximum-corrected) echo optax ;;
    pytorch/eps-first | drjit/eps-out-of-root) echo keras ;;
    keras/eps-scaled | optax/maximum-raw) echo pytorch ;;
    pytorch/no-correction-v | keras/no-correction-v | optax/no-correction-v) echo optax-mu ;;
    paper-eps/corrected-m | julia/corrected-m) echo optax-mu ;;
    optax-mu/no-correction-m) echo paper-eps ;;
    paper-eps/eps-missing | julia/eps-missing) echo paper ;;
    esac
}

# The row of the table that a fault is, or nothing.
row_of() {
    case $1 in
    eps-missing) echo eps-ignored ;;
    tail-skipped) echo tail-4-skipped ;;
    leak) echo leak-m ;;
    *) "$amsref" identify --list | awk -v f="$1" '$1 == f { print $1 }' ;;
    esac
}

# diagnosed DIALECT FAULT: as another dialect, or as the deviation, among at most three.
diagnosed() {
    local got other row
    other=$(becomes "$1" "$2")
    row=$(row_of "$2")
    [ "$other$row" ] || return 0 # tried below
    got=$(answer -- "$adapters/wrong" --fault "$2" --dialect "$1")
    if [ "$other" ]; then
        [ "$got" = "0 $other" ] && return 0
    else
        [[ "; ${got#1 };" == *"; $(step_of "$1") + $row;"* && $got == 1\ * && $got != *';'*';'*';'* ]] && return 0
    fi
    echo "fault $2 of $1: $got"
    return 1
}

every_fault_is_diagnosed() {
    local bad=0 count=0 name formats
    while read -r name formats; do
        count=$((count + 1))
        diagnosed "$1" "$name" || bad=$((bad + 1))
    done < <(each_choice wrong "$1")
    [ "$count" -ge 30 ] && [ "$bad" -eq 0 ]
}

@test "identify: orders of paper" {
    every_order_is_named paper
}

@test "identify: orders of paper-eps" {
    every_order_is_named paper-eps
}

@test "identify: orders of julia" {
    every_order_is_named julia
}

@test "identify: orders of pytorch" {
    every_order_is_named pytorch
}

@test "identify: orders of keras" {
    every_order_is_named keras
}

@test "identify: orders of optax" {
    every_order_is_named optax
}

@test "identify: orders of optax-mu" {
    every_order_is_named optax-mu
}

@test "identify: orders of drjit" {
    every_order_is_named drjit
}

@test "identify: orders of adam" {
    every_order_is_named adam
}

@test "identify: faults of paper" {
    every_fault_is_diagnosed paper
}

@test "identify: faults of paper-eps" {
    every_fault_is_diagnosed paper-eps
}

@test "identify: faults of julia" {
    every_fault_is_diagnosed julia
}

@test "identify: faults of pytorch" {
    every_fault_is_diagnosed pytorch
}

@test "identify: faults of keras" {
    every_fault_is_diagnosed keras
}

@test "identify: faults of optax" {
    every_fault_is_diagnosed optax
}

@test "identify: faults of optax-mu" {
    every_fault_is_diagnosed optax-mu
}

@test "identify: faults of drjit" {
    every_fault_is_diagnosed drjit
}

@test "identify: faults of adam" {
    every_fault_is_diagnosed adam
}

# peculiar NAMES WANTED: its answer, and how long it took where that is too long.
peculiar() {
    local got
    got=$(answer -- "$PYTHON" tests/adapters/peculiar.py "$1")
    [ "$got" = "$2" ] || { echo "$1: $got"; return 1; }
}

@test "identify: deviations of frameworks in low precision, of defaults, of decay, of vectors and calls" {
    local name bad=0 count=0
    for name in $("$PYTHON" tests/adapters/peculiar.py --list); do
        count=$((count + 1))
        case $name in
        eps-squared-in-root) peculiar $name "0 drjit" ;;
        eps-in-root) peculiar $name "1 pytorch + eps-in-root; keras + eps-in-root; drjit + eps-not-squared" ;;
        *) peculiar "$name" "1 pytorch + $name" ;;
        esac || bad=$((bad + 1))
    done
    [ "$count" -ge 15 ] && [ "$bad" -eq 0 ]
}

@test "identify: every row of the table is tested" {
    local row tested
    tested=$({ "$adapters/wrong" --list | awk '{ print $1 }'; "$PYTHON" tests/adapters/peculiar.py --list
               printf '%s\n' eps-ignored tail-4-skipped leak-m; })
    for row in $("$amsref" identify --list | awk '{ print $1 }'); do
        grep -qx "$row" <<<"$tested" || { echo "$row"; return 1; }
        grep -q "^| \`$row\` |" spec/identify.md || { echo "$row is not in spec/identify.md"; return 1; }
    done
}

@test "identify: two deviations" {
    peculiar eps-twice+no-correction-m "1 pytorch + eps-twice + no-correction-m"
    peculiar tail-8-skipped+decay-lr-twice "1 pytorch + decay-lr-twice + tail-8-skipped"
    peculiar moments-bfloat16+maximum-late "1 pytorch + maximum-late + moments-bfloat16"
}

@test "identify: runs alone are enough, and so is having no optional feature" {
    peculiar runs "0 pytorch"
    peculiar runs+eps-twice "1 pytorch + eps-twice"
    peculiar bare "0 pytorch"
}

@test "identify: what is in no row of the table is explained by nothing" {
    local name formats got count=0
    while read -r name formats; do
        [ "$(becomes pytorch "$name")$(row_of "$name")" ] && continue
        count=$((count + 1))
        got=$(answer --format binary64 -- "$adapters/wrong" --fault "$name" --dialect pytorch)
        [ "$got" = "1 " ] || { echo "$name: $got"; return 1; }
    done < <(each_choice wrong pytorch)
    [ "$count" -ge 3 ]
    run "$amsref" identify --format binary64 -- "$adapters/wrong" --fault sample-cancels --dialect pytorch
    expect 1 "nothing in the table explains the answers" "it allows ["
}

@test "identify: each format is explained by itself where one explanation does not fit both" {
    run "$amsref" identify -- "$adapters/wrong" --fault root-float --dialect pytorch
    expect 1 "in binary64: nothing" "in binary32: pytorch, level"
}

@test "identify: people read dialect, level, the next dialect, and why it is not that" {
    run "$amsref" identify -- "$adapters/core" --dialect keras
    expect 0 "libamsref 1.0.0: keras, level exact" "next: pytorch misses" "it allows [" "keras allows ["
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
    expect 5 "paper; or paper-eps (or julia" "cannot be told apart" "answered by an error"
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
    expect 2 "there is no format 'binary16'"
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
