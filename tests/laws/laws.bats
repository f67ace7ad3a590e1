#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# Laws as a whole: right implementations keep them, differing ones are told as information, and the options do
# what they say.

load common

# holds LAWS COMMAND...: so many laws were tried, and none is broken.
holds() {
    run "$amsref" check --category laws --budget 4 -- "${@:2}"
    [ "$status" -eq 0 ] && [[ $output == *": $1 tried in "*" trials, 0 broken"* ]] || {
        echo "$output"
        return 1
    }
}

# checks AG-95 .. AG-99
@test "the core and the plain adapters keep all laws in every dialect" {
    for d in $dialects; do
        laws=36
        case $d in paper | paper-eps) laws=38 ;; adam) laws=32 ;; esac
        holds $laws "$adapters/core" --dialect "$d"
        holds $laws "$adapters/plain" --dialect "$d"
        holds $laws "$adapters/contracted" --dialect "$d"
    done
}

# checks AG-95 .. AG-99
@test "every right order keeps all laws" {
    local name levels dialect
    while read -r name dialect; do
        holds "$([ "$dialect" = adam ] && echo 32 || { [[ $dialect == paper* ]] && echo 38 || echo 36; })" \
            "$adapters/orders" --order "$name" --dialect "$dialect"
    done < <("$adapters/orders" --list | awk '{ n = split($2, d, ","); print $1, d[NR % n + 1] }')
}

# checks AG-156
@test "storage formats: right ways keep all laws, wrong ones break some" {
    local name word d
    for d in pytorch paper-eps adam; do
        while read -r name word; do
            case $word in tight | working) ;; *) continue ;; esac
            run "$amsref" check --category laws --budget 3 -- "$adapters/storage" --way "$name" --dialect "$d"
            [ "$status" -eq 0 ] && [[ $output == *" tried in "*" trials, 0 broken"* ]] || { echo "$d $output"; return 1; }
        done < <(each_choice storage "$d")
    done
    for name in no-maximum-each:vmax-grows other-format:zero-gradient flushed:scale-gradient beta-lost:zero-rate; do
        run "$amsref" check --law "${name#*:}" --category laws --budget 12 -- "$adapters/storage" --way "${name%:*}" --dialect pytorch
        [ "$status" -eq 1 ] || { echo "$name $output"; return 1; }
    done
    run "$amsref" check --category laws --law zero-rate --law box --budget 1 --report json -- \
        "$adapters/storage" --way each --dialect paper
    [ "$(jq -r '[.laws.results[] | "\(.law) \(.format) \(.strict)"] | unique | join(", ")' <<<"$output")" = \
        "box bfloat16 true, box binary16 true, zero-rate bfloat16 false, zero-rate binary16 false" ]
}

# checks AG-95
@test "numpy keeps them, with runs alone and with steps alone too" {
    holds 36 "$PYTHON" tests/adapters/lawless.py none
    holds 34 "$PYTHON" tests/adapters/lawless.py none runs
    holds 32 "$PYTHON" tests/adapters/lawless.py none steps
    [[ $output == *"skipped: binary64 resume: op run is not among its ops"* ]]
}

# checks AG-95
@test "one that begins from the initial state alone, and hides it, is tried from there" {
    holds 22 "$PYTHON" tests/adapters/lawless.py start
    [[ $output == *"skipped: binary64 resume: m, v or vmax is hidden state"* ]]
}

# checks AG-95
@test "PyTorch keeps them" {
    python=$(tests/adapters/setup-pytorch.sh --find "$BUILD") || skip "no Python here imports torch"
    holds 36 "$python" tests/adapters/pytorch.py
}

# checks AG-95
@test "a last bit that depends on the call is information, unless the wanted level is exact" {
    options=(--law again)
    run lawless parity
    [ "$status" -eq 0 ]
    [[ $output == "" ]]
    [ "$(of again binary64 .differing)" -gt 0 ]
    [[ $(of again binary64 .note) == pytorch/binary64/laws/again-* ]]
    options=(--law again --level exact)
    run lawless parity
    [ "$status" -eq 1 ]
}

# checks AG-95
@test "by default with a fixed seed; not beside a case, a category, a later shard" {
    run "$amsref" check -- "$adapters/core" --dialect pytorch
    [[ $output == *" cases, all exact, the laws hold)"*"laws, seed 1: 36 tried"* ]]
    for options in '--no-laws' '--category bias' '--case pytorch/binary64/bias/0001' '--shard 2/2'; do
        run "$amsref" check $options -- "$adapters/core" --dialect pytorch
        [ "$status" -eq 0 ]
        [[ $output != *laws* ]]
    done
    run "$amsref" check --category laws --laws --law sign --law size --format binary32 -- "$adapters/core" --dialect pytorch
    [ "$status" -eq 0 ]
    [[ $output == *"laws, seed 1: 2 tried in 80 trials"* ]]
}

# checks AG-95
@test "the seed decides what is drawn, and the same seed draws the same" {
    for seed in 3 3 4; do
        options=(--law vmax-grows --seed $seed)
        run lawless minimum
        [ "$status" -eq 1 ]
        jq '.laws | del(.seed) | .results[].counterexample' "$BATS_TEST_TMPDIR/laws.json" >"$BATS_TEST_TMPDIR/now"
        [ $seed = 4 ] || [ ! -e "$BATS_TEST_TMPDIR/before" ] || cmp "$BATS_TEST_TMPDIR/before" "$BATS_TEST_TMPDIR/now"
        [ $seed = 4 ] || mv "$BATS_TEST_TMPDIR/now" "$BATS_TEST_TMPDIR/before"
    done
    grep -q -- '--seed 4 --case' "$BATS_TEST_TMPDIR/now"
    run cmp -s "$BATS_TEST_TMPDIR/before" "$BATS_TEST_TMPDIR/now"
    [ "$status" -eq 1 ]
}

# checks AG-95
@test "a budget in seconds ends, and wrong options are status 2" {
    run "$amsref" check --category laws --budget 0.2s -- "$adapters/core" --dialect pytorch
    [ "$status" -eq 0 ]
    for options in '--budget 0' '--budget s' '--budget -1s' '--budget 1x' '--seed -1' '--seed x' '--law nonsense'; do
        run "$amsref" check $options -- "$adapters/core" --dialect pytorch
        [ "$status" -eq 2 ]
    done
}

# checks AG-95, AG-58
@test "one that dies in a trial is status 3; one that starts once alone skips two laws" {
    options=(--budget 2)
    run lawless dies
    [ "$status" -eq 3 ]
    [ "$(jq -r .reason "$BATS_TEST_TMPDIR/laws.json" | grep -c 'law trial pytorch/binary.*exited with status 7')" -eq 1 ]
    export LAWLESS_LOCK=$BATS_TEST_TMPDIR/lock
    run lawless once
    [ "$status" -eq 0 ]
    [[ $(of resume binary64 .reason) == "no second process: "* ]]
}

# checks AG-95, AG-59
@test "all reports have the laws" {
    run "$amsref" check --category laws --report "json:$BATS_TEST_TMPDIR/r.json" --report "junit:$BATS_TEST_TMPDIR/r.xml" \
        --report "tap:$BATS_TEST_TMPDIR/r.tap" --report terminal -- "$PYTHON" tests/adapters/lawless.py drift
    [ "$status" -eq 1 ]
    [[ $output == *"not pytorch at level working (0 of 0 cases fail, 4 laws are broken)"*"1> {\"op\":"* ]]
    "$PYTHON" -c 'import json, sys, jsonschema
jsonschema.validate(json.load(open(sys.argv[1])), json.load(open("spec/schema/report.schema.json")))' "$BATS_TEST_TMPDIR/r.json"
    xmllint --noout "$BATS_TEST_TMPDIR/r.xml"
    [ "$(xmllint --xpath 'string(/testsuites/@failures)' "$BATS_TEST_TMPDIR/r.xml")" = 4 ]
    [ "$(xmllint --xpath 'string(/testsuites/@tests)' "$BATS_TEST_TMPDIR/r.xml")" = 37 ]
    [ "$(xmllint --xpath 'count(//testsuite[@name="pytorch/laws"]/testcase)' "$BATS_TEST_TMPDIR/r.xml")" = 36 ]
    [ "$(sed -n 2p "$BATS_TEST_TMPDIR/r.tap")" = "1..36" ]
    [ "$(grep -c '^not ok .*laws/' "$BATS_TEST_TMPDIR/r.tap")" -eq 4 ]
    jq -r '.laws.results[] | select(.broken) | .counterexample.requests[] | tojson' "$BATS_TEST_TMPDIR/r.json" |
        "$adapters/plain" --dialect pytorch | jq -e .x >/dev/null
}
