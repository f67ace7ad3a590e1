#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# The reports for machines are well formed in every verdict; checks AG-59.

load common

modes='good wrong-value error skip-half skip-all crash exit-nonzero hide-some control-name protocol-2 hidden'

reports() {
    check "$1" --report json:"$BATS_TEST_TMPDIR/r.json" --report junit:"$BATS_TEST_TMPDIR/r.xml" \
        --report tap:"$BATS_TEST_TMPDIR/r.tap" --report terminal
}

@test "JSON follows its schema, and is the same each time" {
    for mode in $modes; do
        reports "$mode"
        "$PYTHON" - "$BATS_TEST_TMPDIR/r.json" <<'END' || { echo "$mode"; return 1; }
import json, sys
import jsonschema
with open("spec/schema/report.schema.json") as s, open(sys.argv[1]) as r:
    schema, report = json.load(s), json.load(r)
jsonschema.Draft7Validator.check_schema(schema)
jsonschema.validate(report, schema)
total, cases = report["total"], report["cases"]
assert total["cases"] == len(cases)
assert total["failed"] == sum(c["failed"] for c in cases)
assert sum(total["levels"].values()) + total["skipped"] + total["broke"] + total["unreached"] == len(cases)
assert sum(g["cases"] for g in report["groups"]) == len(cases)
END
        [ "$(jq .status "$BATS_TEST_TMPDIR/r.json")" -eq "$status" ]
    done
    reports wrong-value
    cp "$BATS_TEST_TMPDIR/r.json" "$BATS_TEST_TMPDIR/first.json"
    reports wrong-value
    cmp "$BATS_TEST_TMPDIR/r.json" "$BATS_TEST_TMPDIR/first.json"
}

@test "JSON keeps so many failing elements of a quantity as it says, and counts all" {
    run "$amsref" check --category sizes --format binary64 --dialect optax --report json -- "$PYTHON" "$faulty" good
    expect 1
    kept=$(jq .failures_kept <<<"$output")
    [ "$(jq '[.cases[] | .failures | group_by(.quantity)[] | length] | max' <<<"$output")" -eq "$kept" ]
    [ "$(jq '[.cases[].failing_elements] | max' <<<"$output")" -gt 1000 ]
}

@test "JUnit XML is well formed and its counts are right" {
    for mode in $modes; do
        reports "$mode"
        xmllint --noout "$BATS_TEST_TMPDIR/r.xml"
        count() { xmllint --xpath "string($1)" "$BATS_TEST_TMPDIR/r.xml"; }
        [ "$(count /testsuites/@tests)" = "$(count 'count(//testcase)')" ]
        [ "$(count /testsuites/@failures)" = "$(count 'count(//failure)')" ]
        [ "$(count /testsuites/@errors)" = "$(count 'count(//error)')" ]
        [ "$(count /testsuites/@skipped)" = "$(count 'count(//skipped)')" ]
        [ "$(count 'sum(/testsuites/testsuite/@tests)')" = "$(count 'count(//testcase)')" ]
        for word in failure error; do
            [ "$(count "sum(/testsuites/testsuite/@${word}s)")" = "$(count "count(//$word)")" ]
        done
        [ "$(count 'sum(/testsuites/testsuite/@skipped)')" = "$(count 'count(//skipped)')" ]
        bad=$(count 'count(//failure) + count(//error)')
        case $status in
        0 | 4) [ "$bad" -eq 0 ] ;;
        *) [ "$bad" -gt 0 ] ;;
        esac
    done
}

@test "JUnit XML names implementation and version" {
    reports good
    [ "$(xmllint --xpath 'string(//property[@name="implementation"]/@value)' "$BATS_TEST_TMPDIR/r.xml")" = faulty ]
    [ "$(xmllint --xpath 'string(//property[@name="version"]/@value)' "$BATS_TEST_TMPDIR/r.xml")" = 1.0 ]
    [ "$(xmllint --xpath 'count(/testsuites/testsuite[@name="pytorch/binary32/typical"])' "$BATS_TEST_TMPDIR/r.xml")" = 1 ]
}

@test "TAP: a plan, a point a case, directives, bail out" {
    reports good
    [ "$(sed -n 1p "$BATS_TEST_TMPDIR/r.tap")" = "TAP version 14" ]
    [ "$(sed -n 2p "$BATS_TEST_TMPDIR/r.tap")" = "1..20" ]
    [ "$(grep -c '^ok [0-9]* - pytorch/' "$BATS_TEST_TMPDIR/r.tap")" -eq 20 ]
    reports wrong-value
    [ "$(grep -c '^not ok ' "$BATS_TEST_TMPDIR/r.tap")" -eq 18 ]
    [ "$(grep -c '^ok ' "$BATS_TEST_TMPDIR/r.tap")" -eq 2 ]
    [ "$(grep -c '^  message: "' "$BATS_TEST_TMPDIR/r.tap")" -eq 18 ]
    reports skip-half
    [ "$(grep -c '^ok .* # SKIP even number$' "$BATS_TEST_TMPDIR/r.tap")" -eq 10 ]
    reports crash
    [ "$(grep -c '^not ok ' "$BATS_TEST_TMPDIR/r.tap")" -eq 1 ]
    tail -n 1 "$BATS_TEST_TMPDIR/r.tap" | grep -q '^Bail out! case pytorch/binary64/typical/0003: it was killed'
    reports exit-nonzero
    tail -n 1 "$BATS_TEST_TMPDIR/r.tap" | grep -q '^Bail out! after the end of its input it exited'
}

@test "a lying name cannot forge a line or steer the terminal, in any report" {
    reports control-name
    expect 0 'evil\x1b[2J\u{202e}eman \x0d\n1..1\nok 1'
    [[ $output != *[$'\x1b\r\u202e']* ]]
    run grep -l $'\x1b\|\r\|\u202e' "$BATS_TEST_TMPDIR/r.json" "$BATS_TEST_TMPDIR/r.xml" "$BATS_TEST_TMPDIR/r.tap"
    [ "$status" -eq 1 ]
    [ "$(grep -c '^1\.\.' "$BATS_TEST_TMPDIR/r.tap")" -eq 1 ]
}

@test "a report file is replaced whole; a link stays a link; a device is written" {
    echo old >"$BATS_TEST_TMPDIR/real.json"
    ln -s real.json "$BATS_TEST_TMPDIR/link.json"
    check good --report json:"$BATS_TEST_TMPDIR/link.json"
    expect 0
    [ -L "$BATS_TEST_TMPDIR/link.json" ]
    jq -e .status "$BATS_TEST_TMPDIR/real.json"
    check good --report json:/dev/null
    expect 0
    [ -c /dev/null ]
    check good --report json:/dev/stderr
    expect 0 '"report": "amsref check"'
    [ -z "$(find "$BATS_TEST_TMPDIR" -name '*.tmp')" ]
}

@test "a report that cannot be written turns 0 into 2 and leaves 1" {
    check good --report json:/dev/full
    expect 2 "/dev/full: cannot be written"
    check wrong-value --report json:/dev/full
    expect 1 "/dev/full: cannot be written"
    run bash -c "$amsref check --category typical -- $PYTHON $faulty good >/dev/full"
    expect 2 "standard output: cannot be written"
}
