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
        xmllint --noout --relaxng spec/schema/junit.rng "$BATS_TEST_TMPDIR/r.xml"
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
    [ "$(xmllint --xpath 'count(/testsuites/testsuite[@name="pytorch/binary32"]/testcase[@name="typical"])' "$BATS_TEST_TMPDIR/r.xml")" = 1 ]
}

# of MODE CATEGORY XPATH: of the test of that category in binary64.
of() {
    "$amsref" check --format binary64 --report junit:"$BATS_TEST_TMPDIR/r.xml" -- "$PYTHON" "$faulty" "$1" >/dev/null 2>&1 || true
    xmllint --xpath "string(//testcase[@classname='amsref.pytorch.binary64'][@name='$2']/$3)" "$BATS_TEST_TMPDIR/r.xml"
}

@test "JUnit XML: a test for each category, with its level, its counts, its failures and their commands" {
    text=$(of wrong-value typical failure)
    [ "$(grep -c '^    .*amsref check --format' <<<"$text")" -eq 0 ] # the case says its format
    [ "$(grep -c "^    $amsref check --case pytorch/binary64/typical/000[123] -- $PYTHON $faulty wrong-value\$" <<<"$text")" -eq 3 ]
    [ "$(grep -c '^pytorch/binary64/typical/000[123] x\[0\] step [0-9]*: got ' <<<"$text")" -eq 3 ]
    [ "$(tail -n 1 <<<"$text")" = "and 7 more cases" ]
    [ "$(of wrong-value typical failure/@message)" = "nonconforming, not working: 10 of 10 cases fail" ]
    [[ $(of good typical system-out) == "level exact: 10 cases, 10 exact, 0 tight, "*"; at most "*" ulp from the correctly rounded ideal" ]]
    [[ "$(of crash bias error/@message)" == "it broke off here, 2 of "*" cases judged" ]]
    [[ $(of crash bias error) == *"bias/0003 broke: it was killed"*"--case pytorch/binary64/bias/0003 -- "* ]]
    [ "$(of crash typical skipped/@message)" = "10 of 10 cases not reached: it broke off elsewhere" ]
    [ "$(of skip-all typical skipped/@message)" = "all 10 cases: not today" ]
    [[ $(of skip-half typical system-out) == "level exact: 10 cases, 5 exact, "*" 5 skipped, "* ]]
    [ "$(of hide-some typical 'failure/@message')" = "nonconforming, not working: 10 of 10 cases fail" ]
}

# badge FILE: what it says, its color, and nothing that it would have to fetch or run.
badge() {
    xmllint --noout "$1"
    [ "$(grep -cE 'href|url\(|@import|<style|<script|font-face' "$1")" -eq 0 ]
    [ "$(xmllint --xpath 'string(/*/@role)' "$1")" = img ]
    [ "$(xmllint --xpath 'name(/*/*[1])' "$1")" = title ]
    said=$(xmllint --xpath 'string(/*/*[1])' "$1")
    [ "$said" = "$(xmllint --xpath 'string(/*/@aria-label)' "$1")" ]
    [ "$said" = "$(xmllint --xpath 'string(//*[local-name()="text"][1])' "$1"): $(xmllint --xpath 'string(//*[local-name()="text"][2])' "$1")" ]
    echo "$said $(xmllint --xpath 'string(//*[local-name()="path"][2]/@fill)' "$1")"
}

# checks AG-143
@test "badges: each verdict in words and color, the same bytes each time" {
    while IFS='|' read -r mode options says; do
        check "$mode" --report badge:"$BATS_TEST_TMPDIR/b.svg" $options
        [ "$(badge "$BATS_TEST_TMPDIR/b.svg")" = "amsref: $says" ] || { echo "$mode: $(badge "$BATS_TEST_TMPDIR/b.svg")"; return 1; }
        cp "$BATS_TEST_TMPDIR/b.svg" "$BATS_TEST_TMPDIR/first.svg"
        check "$mode" --report badge:"$BATS_TEST_TMPDIR/b.svg" $options
        cmp "$BATS_TEST_TMPDIR/b.svg" "$BATS_TEST_TMPDIR/first.svg"
    done <<'END'
good||pytorch: exact, only 20 cases #116329
good|--format binary64|pytorch binary64: exact, only 10 cases #116329
good|--case pytorch/binary64/typical/0001|pytorch binary64: exact, only 1 case #116329
skip-half||pytorch: exact, only 10 of 20 cases #116329
hidden||pytorch: exact, only 20 cases, m v vmax hidden #116329
wrong-value||pytorch: nonconforming #cf222e
crash||broke off #cf222e
exit-nonzero||broke off #cf222e
exit-at-once||broke off #cf222e
skip-all||nothing run #57606a
END
    run "$amsref" check --report badge -- "$PYTHON" "$faulty" good
    [[ $output == *"<title>amsref: pytorch: exact</title>"* ]]
    run "$amsref" check --report badge -- "$PYTHON" "$faulty" one-format
    [[ $output == *"<title>amsref: pytorch binary64: exact</title>"* ]]
    run "$amsref" check --category laws --report badge -- "$PYTHON" tests/adapters/lawless.py drift
    [[ $output == *"<title>amsref: pytorch: nonconforming</title>"* ]]
    run "$amsref" check --no-laws --report badge -- "$BUILD/adapters/plain" --dialect pytorch
    [[ $output == *"<title>amsref: pytorch: working</title>"* ]]
    run "$amsref" check --no-laws --level exact --report badge -- "$BUILD/adapters/plain" --dialect pytorch
    [[ $output == *"<title>amsref: pytorch: working, not exact</title>"*'fill="#cf222e"'* ]]
}

# checks AG-143
@test "badges: white on each color has a contrast of 4.5 at least" {
    "$PYTHON" - <<'END'
import re
def luminance(color):
    parts = (int(color[i:i + 2], 16) / 255 for i in (1, 3, 5))
    return sum(w * (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4)
               for w, c in zip((0.2126, 0.7152, 0.0722), parts))
text = open("src/report/badge.c").read() + open("src/report/badge_svg.c").read()
colors = set(re.findall(r'"(#[0-9a-f]{6})"', text))
assert len(colors) == 6, colors
for color in colors:
    assert 1.05 / (luminance(color) + 0.05) >= 4.5, color
END
}

# checks AG-143
@test "badges: a run without a verdict leaves a red one, whatever stood there" {
    file=$BATS_TEST_TMPDIR/b.svg
    for way in killed vectors dialect; do
        check good --report badge:"$file"
        [[ $(badge "$file") == *"exact"* ]]
        case $way in
        killed)
            "$amsref" check --report badge:"$file" -- sh -c "kill -KILL \$PPID" &
            wait $! || true
            ;;
        vectors) check good --report badge:"$file" --vectors no/such/folder ;;
        dialect) check no-dialect --report badge:"$file" ;;
        esac
        [ "$(badge "$file")" = "amsref: no verdict #cf222e" ] || { echo "$way: $(badge "$file")"; return 1; }
    done
    check good --report badge:/dev/full
    expect 2 "/dev/full: cannot be written"
}

@test "badges and JUnit: what a command holds is escaped" {
    run "$amsref" check --report badge:"$BATS_TEST_TMPDIR/b.svg" --report junit:"$BATS_TEST_TMPDIR/r.xml" -- \
        sh -c $'exit 1 # </desc><script>&"]]>\e\x01\xff'
    [ "$status" -eq 3 ]
    [ "$(badge "$BATS_TEST_TMPDIR/b.svg")" = "amsref: broke off #cf222e" ]
    [[ $(xmllint --xpath 'string(/*/*[2])' "$BATS_TEST_TMPDIR/b.svg") == *'</desc><script>&"]]>'* ]]
    xmllint --noout --relaxng spec/schema/junit.rng "$BATS_TEST_TMPDIR/r.xml"
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
    [[ $output != *[$'\x1b\r']* && $output != *$'\xe2\x80\xae'* ]]
    run grep -l $'\x1b\|\r\|\xe2\x80\xae' "$BATS_TEST_TMPDIR/r.json" "$BATS_TEST_TMPDIR/r.xml" "$BATS_TEST_TMPDIR/r.tap"
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
