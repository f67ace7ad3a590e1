#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# Fresh cases: who passes and who fails, and that they are the same wherever they are made.

load ../adapters/common

# requests FILE OPTIONS...: what the core is asked, without hello.
requests() {
    "$amsref" check --no-laws "${@:2}" -- sh -c "tee '$1.all' | '$adapters/core' --dialect pytorch" >"$1.report"
    grep -v '"hello"' "$1.all" >"$1"
}

# checks AG-100 .. AG-104
@test "every right order passes, every fault fails" {
    run "$BUILD/tests/fresh/judge" "$adapters" 70 1
    [ "$status" -eq 0 ] || { echo "$output" | tail -n 20; return 1; }
}

# checks AG-100 .. AG-102
# A new row in AG-83 is a new rival, and changes them; so does an enclosure at whose end a case was sought.
@test "a seed gives the same cases on every machine" {
    requests "$BATS_TEST_TMPDIR/r" --category fresh --fresh 60 --seed 5
    [ "$(wc -l <"$BATS_TEST_TMPDIR/r")" -eq 60 ]
    digest=$(sha256sum <"$BATS_TEST_TMPDIR/r")
    [ "${digest%% *}" = c531299151c41fd85e9ae84604988bdeb5b90428c4a75501b2f7ffee649a6d8b ] || { echo "$digest"; return 1; }
}

# checks AG-155
@test "a storage format has cases of its own, and changes no others" {
    storage="$adapters/storage --way binary32 --dialect pytorch"
    run "$amsref" check --category fresh --fresh 20 --seed 5 -- $storage
    [ "$status" -eq 0 ]
    [[ $output == *"bfloat16  fresh            10 "*"binary16  fresh            10 "* ]]
    run "$amsref" check --case pytorch/binary16/fresh/000004 --seed 5 --level tight -- $storage
    [ "$status" -eq 0 ] && [[ $output == *"(1 case"* ]]
    run "$amsref" check --category fresh --fresh 60 --seed 5 -- "$adapters/storage" --way truncated --dialect pytorch
    [ "$status" -eq 1 ]
    requests "$BATS_TEST_TMPDIR/computed" --category fresh --fresh 10 --seed 5
    run grep -c '16/fresh' "$BATS_TEST_TMPDIR/computed"
    [ "$output" = 0 ]
}

# checks AG-103
@test "a case is the same alone, in a longer list and in a shard" {
    requests "$BATS_TEST_TMPDIR/all" --category fresh --fresh 30 --seed 9
    requests "$BATS_TEST_TMPDIR/few" --category fresh --fresh 12 --seed 9
    head -n 12 "$BATS_TEST_TMPDIR/all" | cmp - "$BATS_TEST_TMPDIR/few"
    requests "$BATS_TEST_TMPDIR/one" --case pytorch/binary32/fresh/000004 --seed 9
    sed -n 8p "$BATS_TEST_TMPDIR/all" | cmp - "$BATS_TEST_TMPDIR/one"
    for shard in 1 2 3; do
        requests "$BATS_TEST_TMPDIR/shard" --category fresh --fresh 30 --seed 9 --shard $shard/3
        cat "$BATS_TEST_TMPDIR/shard" >>"$BATS_TEST_TMPDIR/shards"
    done
    sort "$BATS_TEST_TMPDIR/shards" | cmp - <(sort "$BATS_TEST_TMPDIR/all")
    requests "$BATS_TEST_TMPDIR/wide" --category fresh --fresh 12 --seed 9 --format binary64
    [ "$(grep -c binary64/fresh "$BATS_TEST_TMPDIR/wide")" -eq 12 ]
    run cmp -s "$BATS_TEST_TMPDIR/all" <(requests "$BATS_TEST_TMPDIR/x" --category fresh --fresh 30; cat "$BATS_TEST_TMPDIR/x")
    [ "$status" -eq 1 ]
}

# checks AG-103
@test "a failure says how to repeat it, and does" {
    run "$amsref" check --category fresh --fresh 80 --seed 21 --report "json:$BATS_TEST_TMPDIR/r.json" -- \
        "$adapters/wrong" --fault maximum-late --dialect keras
    [ "$status" -eq 1 ]
    again=$(jq -r '[.cases[] | select(.failed)][0].command' "$BATS_TEST_TMPDIR/r.json")
    [[ $again == *"--seed 21 --case keras/"*"/fresh/"* ]]
    text=$(jq -r '[.cases[] | select(.failed)][0].reason' "$BATS_TEST_TMPDIR/r.json")
    run eval "$again"
    [ "$status" -eq 1 ]
    [[ $output == *"$text"* ]]
}

# fresh OPTIONS...: how many fresh cases a check has, by format; its report is left in r.json.
fresh() {
    "$amsref" check --no-laws --report "json:$BATS_TEST_TMPDIR/r.json" "$@" -- "$adapters/core" --dialect adam || true
    jq -r '[.cases[] | select(.category == "fresh") | .format] | group_by(.) | map(length) | join(" ")' "$BATS_TEST_TMPDIR/r.json"
}

# checks AG-103
@test "by default 40 of seed 1 beside all golden ones; not beside a case or another category" {
    [ "$(fresh)" = "20 20" ]
    [ "$(jq -c .fresh "$BATS_TEST_TMPDIR/r.json")" = '{"seed":1,"cases":40,"judged":40}' ]
    [ "$(jq '[.cases[] | select(.category != "fresh")] | length' "$BATS_TEST_TMPDIR/r.json")" -gt 300 ]
    jq -r '.cases[] | select(.category == "fresh") | .id' "$BATS_TEST_TMPDIR/r.json" >"$BATS_TEST_TMPDIR/whole"
    [ "$(fresh --category fresh)" = "20 20" ]
    [ "$(fresh --format binary32)" = 40 ]
    [ "$(fresh --fresh 10)" = "5 5" ]
    [ "$(fresh --category bias --fresh 3)" = "1 2" ]
    for shard in 1 2 3; do
        fresh --shard $shard/3
        jq -r '.cases[] | select(.category == "fresh") | .id' "$BATS_TEST_TMPDIR/r.json" >>"$BATS_TEST_TMPDIR/shards"
    done
    cmp <(sort "$BATS_TEST_TMPDIR/whole") <(sort "$BATS_TEST_TMPDIR/shards")
    for options in --no-fresh '--fresh 3 --no-fresh' '--category bias' '--case adam/binary64/bias/0001' '--category laws'; do
        [ "$(fresh $options)" = "" ]
        [ "$(jq -c .fresh "$BATS_TEST_TMPDIR/r.json")" = null ]
    done
    [ "$(fresh --case adam/binary64/fresh/000003)" = 1 ]
}

# checks AG-103
@test "what it does not understand is passed over" {
    run env PYTHONPATH=tests/adapters "$amsref" check --category fresh --report "json:$BATS_TEST_TMPDIR/few.json" \
        --report terminal -- "$PYTHON" tests/ci-examples/example/adapter.py # binary64 and no features
    [ "$status" -eq 0 ]
    [ "$(jq -r '"\(.total.cases) \(.total.skipped) \(.fresh.judged)"' "$BATS_TEST_TMPDIR/few.json")" = "29 0 29" ]
    again=$(jq -r '.cases[-1].id' "$BATS_TEST_TMPDIR/few.json")
    [ "${again##*/}" -gt 40 ] && [ "${again##*/}" -le 160 ]
    [[ $output != *"no fresh case judged"* ]]
}

# checks AG-103, AG-59
@test "all reports have the fresh cases, and how to have them again" {
    run "$amsref" check --no-laws --seed 8 --report "junit:$BATS_TEST_TMPDIR/r.xml" --report "json:$BATS_TEST_TMPDIR/r.json" \
        --report "tap:$BATS_TEST_TMPDIR/r.tap" --report "html:$BATS_TEST_TMPDIR/r.html" --report terminal -- \
        "$adapters/core" --dialect adam
    [ "$status" -eq 0 ]
    [[ $output == *"binary64  fresh            20 "*"binary32  fresh            20 "*"fresh: made on the spot from seed 8;"* ]]
    xmllint --noout --relaxng spec/schema/junit.rng "$BATS_TEST_TMPDIR/r.xml"
    for format in binary64 binary32; do
        [[ $(xmllint --xpath "normalize-space(//testcase[@classname='amsref.adam.$format'][@name='fresh'])" "$BATS_TEST_TMPDIR/r.xml") == \
            "level exact: 20 cases, "* ]]
    done
    [ "$(xmllint --xpath 'string((//property[@name="seed"])[1]/@value)' "$BATS_TEST_TMPDIR/r.xml")" = 8 ]
    [ "$(grep -c '^ok .* - adam/binary../fresh/0000.. (exact)$' "$BATS_TEST_TMPDIR/r.tap")" -eq 40 ]
    [ "$(tail -n 1 "$BATS_TEST_TMPDIR/r.tap")" = "# seed 8" ]
    "$PYTHON" -c 'import json, sys, jsonschema
jsonschema.validate(json.load(open(sys.argv[1])), json.load(open("spec/schema/report.schema.json")))' "$BATS_TEST_TMPDIR/r.json"
    grep -q -- 'check --seed 8 --no-laws -- ' "$BATS_TEST_TMPDIR/r.html"
    run "$amsref" check --no-laws --no-fresh --report html -- "$adapters/core" --dialect adam
    [[ $output == *"check --no-fresh --no-laws -- "* ]]
    run "$amsref" check --no-laws --fresh 40 --report html -- "$adapters/core" --dialect adam
    [[ $output == *"check --fresh 40 --no-laws -- "* ]]
}

# checks AG-103
@test "wrong numbers are status 2, and none goes with a trace" {
    for options in '--fresh 0' '--fresh 1e3' '--fresh -1' '--fresh 1000000' '--no-fresh=1'; do
        run "$amsref" check $options -- "$adapters/core" --dialect adam
        [ "$status" -eq 2 ]
    done
    for options in '--fresh 3' --no-fresh; do
        run "$amsref" check --trace "$BATS_TEST_TMPDIR" $options
        [ "$status" -eq 2 ]
        [[ $output == *"go with --trace"* ]]
    done
    run "$amsref" check --case adam/binary64/fresh/000000 -- "$adapters/core" --dialect adam
    [ "$status" -eq 2 ]
}
