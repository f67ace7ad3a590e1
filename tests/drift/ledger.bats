#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# Ledgers of real implementations, and what is said when they change.

load ../cli/common
bats_require_minimum_version 1.5.0

adapters=$BUILD/adapters
mine="$PYTHON tests/drift/ledger.py"
core="$adapters/core --dialect pytorch"
case3=pytorch/binary64/typical/0003

# record FILE OPTIONS... -- COMMAND
record() {
    run "$amsref" drift record --out "$BATS_TEST_TMPDIR/$1" "${@:2}"
}

# compare OLD OPTIONS... -- COMMAND, or NEW; ledgers in the test's folder
compare() {
    run "$amsref" drift compare "$BATS_TEST_TMPDIR/$1" "${@:2}"
}

# The typical cases of the core in both formats.
old() {
    # shellcheck disable=SC2086 # a command and its arguments
    "$amsref" drift record --out "$BATS_TEST_TMPDIR/old.json" --category typical "$@" -- $core >/dev/null
    cp "$BATS_TEST_TMPDIR/old.json" "$BATS_TEST_TMPDIR/first.json"
}

unchanged() {
    cmp "$BATS_TEST_TMPDIR/old.json" "$BATS_TEST_TMPDIR/first.json"
}

# The core with single elements moved.
nudged() {
    echo "$PYTHON tests/drift/nudge.py $* -- $core"
}

# checks AG-133
@test "record: who, where and when in run, and nothing of it elsewhere" {
    # shellcheck disable=SC2086
    record a.json --category typical --compiler "cc 12" --flags "-O3 -march=x" --note host=ci --note "why=a=b" -- $core
    expect 0 "libamsref" "20 of 20 cases answered" "binary32  vmax         10     10"
    # shellcheck disable=SC2086
    record b.json --category typical -- $core
    expect 0
    cmp <(jq 'del(.run, .seal)' "$BATS_TEST_TMPDIR/a.json") <(jq 'del(.run, .seal)' "$BATS_TEST_TMPDIR/b.json")
    [ "$(jq -c '.run | [.compiler, .flags, .notes, .implementation.name, .implementation.dialect]' \
        "$BATS_TEST_TMPDIR/a.json")" = '["cc 12","-O3 -march=x",{"host":"ci","why":"a=b"},"libamsref","pytorch"]' ]
    [ "$(jq -r .run.machine "$BATS_TEST_TMPDIR/a.json")" = "$(uname -m)" ]
    [ "$(jq -r .set.manifest "$BATS_TEST_TMPDIR/a.json")" = "$(sha256sum <vectors/MANIFEST.json | cut -d ' ' -f 1)" ]
    $mine schema "$BATS_TEST_TMPDIR/a.json" "$BATS_TEST_TMPDIR/b.json"
}

# checks AG-134, AG-135
@test "record: hashes, distances, shares and partings as the text of the specification gives them" {
    while read -r name options command; do
        options=${options//,/ }
        # shellcheck disable=SC2086
        record "$name.json" $options -- $adapters/$command
        [ "$status" -eq 0 ] || { echo "$output"; return 1; }
        # shellcheck disable=SC2086
        $mine again "$BATS_TEST_TMPDIR/$name.json" $adapters/$command
    done <<'END'
special --category,special,--format,binary32 plain --dialect pytorch
typical --category,typical orders --order extended --dialect optax
adam --category,cancel core --dialect adam
half --category,special,--format,bfloat16 storage --way each --dialect keras
runs --case,pytorch/binary64/runs/0001,--case,pytorch/binary32/bias/0003,--case,pytorch/binary64/sizes/0001 plain --dialect pytorch
END
}

# checks AG-134
@test "record: every NaN is one, the sign of a zero is not" {
    id=pytorch/binary64/typical/0003
    record a.json --case $id --case pytorch/binary64/special/0001 -- $(nudged $id:x:0:=7ff8000000000000)
    record b.json --case $id --case pytorch/binary64/special/0001 -- $(nudged $id:x:0:=fff0000000000001)
    record c.json --case $id --case pytorch/binary64/special/0001 -- $(nudged $id:x:0:=0000000000000000)
    record d.json --case $id --case pytorch/binary64/special/0001 -- $(nudged $id:x:0:=8000000000000000)
    expect 1 "outside"
    hash() { jq -r .sha256 "$BATS_TEST_TMPDIR/$1.json"; }
    [ "$(hash a)" = "$(hash b)" ]
    [ "$(hash c)" != "$(hash d)" ]
    $mine again "$BATS_TEST_TMPDIR/b.json" $(nudged $id:x:0:=fff0000000000001)
}

# checks AG-136
@test "compare: an implementation is identical to itself, asked or on record" {
    old
    # shellcheck disable=SC2086
    compare old.json -- $core
    expect 0 "IDENTICAL: libamsref" "80 answers, the same bits"
    compare old.json "$BATS_TEST_TMPDIR/first.json"
    expect 0 "IDENTICAL"
    unchanged
}

# checks AG-136
@test "compare: another order of operations is inside the budget, and named to the element" {
    old
    compare old.json --report json:"$BATS_TEST_TMPDIR/r.json" --report junit:"$BATS_TEST_TMPDIR/r.xml" --report terminal \
        -- $adapters/orders --order extended --dialect pytorch
    [[ $output == *"inside"*"cases have other bits, first pytorch/binary"* ]]
    [ "$(jq .counts.outside "$BATS_TEST_TMPDIR/r.json")" -eq 0 ]
    [ "$(jq .changed "$BATS_TEST_TMPDIR/r.json")" -gt 0 ]
    $mine parting "$BATS_TEST_TMPDIR/r.json" "$core" "$adapters/orders --order extended --dialect pytorch"
    $mine schema "$BATS_TEST_TMPDIR/r.json"
    unchanged
}

# checks AG-136
@test "compare: two orders that both leave the core's part where their answers do" {
    for order in folded lerp; do
        record $order.json --category typical -- "$adapters/orders" --order $order --dialect pytorch
    done
    compare folded.json "$BATS_TEST_TMPDIR/lerp.json" --report json:"$BATS_TEST_TMPDIR/r.json" --report terminal
    $mine parting "$BATS_TEST_TMPDIR/r.json" "$adapters/orders --order folded --dialect pytorch" \
        "$adapters/orders --order lerp --dialect pytorch"
    # One moves element 2, the other 5: the earlier is the first that differs, whoever moved it.
    for i in 2 5; do
        record $i.json --case $case3 -- $(nudged $case3:m:$i:1)
    done
    for pair in "2 5" "5 2"; do
        set -- $pair
        compare "$1.json" "$BATS_TEST_TMPDIR/$2.json" --report json:"$BATS_TEST_TMPDIR/r.json"
        [ "$(jq '[.places[] | select(.parting)][0].parting.element' "$BATS_TEST_TMPDIR/r.json")" -eq 2 ]
        $mine parting "$BATS_TEST_TMPDIR/r.json" "$(nudged $case3:m:$1:1)" "$(nudged $case3:m:$2:1)"
    done
}

# checks AG-136, AG-137
@test "compare: a rise is 1 with case and element, 0 once accepted, and the ratchet then holds there" {
    old
    ten=$(nudged $case3:m:2:10) twelve=$(nudged $case3:m:2:12)
    compare old.json -- $ten
    expect 1 "DRIFTED" "binary64/typical/m: 10 ulp from ideal, above the ratchet of 3: $case3 m[2] step 7: got " \
        "check --dialect pytorch --case $case3 -- $ten" "--accept 'binary64/typical/m:10='" "10/3 ^"
    unchanged
    compare old.json --accept 'binary64/typical/m:10=' -- $ten
    expect 2 "wanted PLACE:ULP=REASON"
    compare old.json --accept 'binary64/typical/m:10= ' -- $ten
    expect 2
    for ulp in 11 1 100; do
        compare old.json --accept "binary64/typical/m:$ulp=a guess" -- $ten
        expect 1 "--accept binary64/typical/m:$ulp: nothing has risen to that"
    done
    unchanged
    compare old.json --accept 'binary64/typical/m:10=three roundings, since 2.4' -- $ten
    expect 0 "old.json has been rewritten" "accepted: three roundings, since 2.4"
    $mine schema "$BATS_TEST_TMPDIR/old.json"
    [ "$(jq -c '.accepted[] | [.place, .case, .from, .to, .reason]' "$BATS_TEST_TMPDIR/old.json")" = \
        "[\"binary64/typical/m\",\"$case3\",3,10,\"three roundings, since 2.4\"]" ]
    compare old.json -- $ten
    expect 0 IDENTICAL
    # An accept that is left standing covers nothing: neither the same again nor more.
    compare old.json --accept 'binary64/typical/m:10=three roundings, since 2.4' -- $ten
    expect 2 "nothing has risen to that"
    compare old.json --accept 'binary64/typical/m:10=three roundings, since 2.4' -- $twelve
    expect 1 "12 ulp from ideal, above the ratchet of 10"
    # Other bits below the ratchet are no rise, and leave it where it is.
    # shellcheck disable=SC2086
    compare old.json -- $core
    expect 0 "INSIDE" "3/10" "are below their ratchet; --tighten lowers it"
    # shellcheck disable=SC2086
    compare old.json --tighten -- $core
    expect 0 "rewritten"
    compare old.json -- $ten
    expect 1 "above the ratchet of 3"
    [ "$(jq '.accepted | length' "$BATS_TEST_TMPDIR/old.json")" -eq 1 ]
}

# checks AG-137
@test "compare: accepting one rise leaves the other ratchets as they are, also above what is reached" {
    old
    compare old.json --accept 'binary64/typical/m:10=one' -- $(nudged $case3:m:2:10)
    expect 0 rewritten
    compare old.json --accept 'binary64/typical/v:3=another' -- $(nudged $case3:v:0:3)
    expect 0 rewritten "3/10"
    compare old.json -- $(nudged $case3:m:2:10 $case3:v:0:3)
    expect 0 "10/10"
    compare old.json -- $(nudged $case3:m:2:11)
    expect 1 "11 ulp from ideal, above the ratchet of 10"
    $mine schema "$BATS_TEST_TMPDIR/old.json"
}

# checks AG-137
@test "compare: several rises need each its name; one that is left out keeps the ledger as it is" {
    old
    two=$(nudged $case3:m:2:10 $case3:v:0:3)
    compare old.json --accept 'binary64/typical/m:10=because' -- $two
    expect 1 "binary64/typical/v: 3 ulp"
    unchanged
    compare old.json --accept 'binary64/typical/m:10=because' --accept 'binary64/typical/v:4=because' -- $two
    expect 1 "2 above the ratchet" "--accept binary64/typical/v:4: nothing has risen to that"
    unchanged
    compare old.json --accept 'binary64/typical/m:10,binary64/typical/v:3=because' -- $two
    expect 0 rewritten
    [ "$(jq -r '[.accepted[].place] | join(" ")' "$BATS_TEST_TMPDIR/old.json")" = "binary64/typical/m binary64/typical/v" ]
}

# checks AG-136, AG-137
@test "compare: outside the budget is 1, whatever is accepted, and on record it does not become right" {
    old
    out=$(nudged $case3:m:2:30 $case3:v:0:3)
    compare old.json -- $out
    expect 1 "1 places outside the budget" "binary64/typical/m: 1 case outside working, first $case3 m[2] step 7: got " \
        ", tight is ["
    [[ $output != *"--accept 'b"* ]]
    compare old.json --accept 'binary64/typical/m:30,binary64/typical/v:3=because' -- $out
    expect 1 "--accept binary64/typical/m:30: nothing has risen to that" "is never accepted"
    compare old.json --accept 'binary64/typical/v:3=because' --tighten -- $out
    expect 1 "1 places outside"
    unchanged
    record wrong.json --category typical -- $out
    expect 1 "stays outside, in every comparison"
    compare wrong.json -- $out
    expect 1 "outside working, as OLD was already"
    compare wrong.json --tighten -- $out
    expect 1
    # Known to be wrong: left out for a reason, and said.
    record rest.json --category typical --except "$case3=m is 30 ulp off, issue 7" -- $out
    expect 0 "19 of 19"
    compare rest.json -- $out
    expect 0 "$case3 is left out: m is 30 ulp off, issue 7" "of the set only category typical"
}

# checks AG-136
@test "compare: the budget tight refuses what working admits" {
    # The end points of x[1] of this case: 3 ulp tight, 6 working.
    id=pytorch/binary64/typical/0006
    for level in tight working; do
        # shellcheck disable=SC2086
        record $level.json --level $level --case $id -- $core
    done
    compare working.json -- $(nudged $id:x:1:5)
    expect 1 "5 ulp from ideal" "0 places outside"
    compare tight.json -- $(nudged $id:x:1:5)
    expect 1 "1 case outside tight"
}

# checks AG-136
@test "compare: what is no longer answered is lost; what is new has no ratchet" {
    old
    compare old.json -- $(nudged $case3:skip)
    expect 1 "4 lost" "binary64/typical/x: 1 cases of OLD have no answer any more, first $case3"
    compare old.json -- $(nudged $case3:error)
    expect 1 "binary64/typical/x: 1 case outside working, first $case3: so it was told" "binary64/typical/m: 1 cases of OLD"
    compare old.json -- $(nudged $case3:v:drop)
    expect 1 "first $case3: it is left out of the answer"
    # Of a run in one state alone: no hash of the other states.
    record run.json --category runs --format binary64 -- $(nudged pytorch/binary64/runs/0001:v:drop)
    expect 1
    [ "$(jq -c '.cases[0].quantities.v' "$BATS_TEST_TMPDIR/run.json")" = \
        '{"sha256":null,"level":"nonconforming","ulp":null,"parting":null}' ]
    compare old.json -- "$PYTHON" $faulty one-format
    expect 1 "binary32/typical/x: 10 cases of OLD have no answer any more"
    compare old.json -- "$PYTHON" $faulty hidden
    expect 1 "binary64/typical/v: 10 cases of OLD"
    record less.json --category typical -- "$PYTHON" $faulty one-format
    expect 0 "10 of 20 cases answered"
    # shellcheck disable=SC2086
    compare less.json -- $core
    expect 0 IDENTICAL "binary32  typical          0"
    # shellcheck disable=SC2086
    compare less.json -- $(nudged pytorch/binary32/typical/0001:x:0:400)
    expect 1 "binary32/typical/x: 1 case outside working"
    unchanged
}

# checks AG-136
@test "4: nothing to record or to compare" {
    record a.json --category typical -- "$PYTHON" $faulty skip-all
    expect 4 "every case was skipped"
    [ ! -e "$BATS_TEST_TMPDIR/a.json" ]
    # shellcheck disable=SC2086
    record a.json --category nonesuch -- $core
    expect 4 "no case is selected"
    record error.json --case $case3 -- $(nudged $case3:error)
    expect 1 "1 of 1 cases answered"
    compare error.json --report terminal --report json:"$BATS_TEST_TMPDIR/r.json" -- $(nudged $case3:skip)
    expect 4 "NOTHING WAS COMPARED" "OLD and NEW have no answer in common"
    $mine schema "$BATS_TEST_TMPDIR/r.json" "$BATS_TEST_TMPDIR/error.json"
    # What was answered and is no more is lost, though nothing is left to compare.
    old
    compare old.json -- "$PYTHON" $faulty skip-all
    expect 1 "8 lost"
}

# checks AG-136
@test "3: a crash leaves no ledger and changes none" {
    record a.json --category typical -- "$PYTHON" $faulty crash
    expect 3 "case $case3: it was killed by signal 6"
    record a.json -- ./no-such-program
    expect 3 "cannot start"
    record a.json --category typical -- "$PYTHON" $faulty exit-nonzero
    expect 3 "exited with status 5"
    [ -z "$(ls -A "$BATS_TEST_TMPDIR")" ]
    old
    compare old.json --tighten --report terminal --report json:"$BATS_TEST_TMPDIR/r.json" \
        --report junit:"$BATS_TEST_TMPDIR/r.xml" -- "$PYTHON" $faulty crash
    expect 3 "BROKE OFF" "killed by signal 6"
    [ "$(jq -c '[.status, .new, .compared]' "$BATS_TEST_TMPDIR/r.json")" = "[3,null,0]" ]
    $mine schema "$BATS_TEST_TMPDIR/r.json"
    [ "$(xmllint --xpath 'string(/testsuites/@errors)' "$BATS_TEST_TMPDIR/r.xml")" = 1 ]
    unchanged
}

# checks AG-133
@test "a record that is interrupted leaves nothing behind; none replaces a file" {
    "$amsref" drift record --out "$BATS_TEST_TMPDIR/a.json" --timeout 60 -- "$PYTHON" $faulty hang &
    sleep 1
    kill -TERM $!
    wait $! || true
    [ -z "$(ls -A "$BATS_TEST_TMPDIR")" ]
    old
    # shellcheck disable=SC2086
    record old.json --category typical -- $core
    expect 2 "old.json: the file is there already"
    unchanged
    # shellcheck disable=SC2086
    run --separate-stderr "$amsref" drift record --out - --category typical -- $core
    [ "$status" -eq 0 ]
    [ "$(jq -r .ledger <<<"$output")" = "amsref drift" ]
    ln -s old.json "$BATS_TEST_TMPDIR/link.json"
    # shellcheck disable=SC2086
    compare link.json --tighten -- $core
    expect 0 rewritten
    [ -L "$BATS_TEST_TMPDIR/link.json" ]
    [ -z "$(find "$BATS_TEST_TMPDIR" -name '*.tmp')" ]
}

# checks AG-136
@test "2: ledgers of different sets, dialects or vectors are not compared" {
    old
    # shellcheck disable=SC2086
    record narrow.json --category typical --format binary64 -- $core
    compare old.json "$BATS_TEST_TMPDIR/narrow.json"
    expect 2 "different sets of cases: format of OLD is null, of NEW \"binary64\""
    record keras.json --category typical -- "$adapters/core" --dialect keras
    compare old.json "$BATS_TEST_TMPDIR/keras.json"
    expect 2 "dialect of OLD is \"pytorch\", of NEW \"keras\""
    mkdir "$BATS_TEST_TMPDIR/vectors"
    ln -s "$PWD/vectors/golden" "$BATS_TEST_TMPDIR/vectors/golden"
    (cat vectors/MANIFEST.json; echo) >"$BATS_TEST_TMPDIR/vectors/MANIFEST.json"
    # shellcheck disable=SC2086
    compare old.json --vectors "$BATS_TEST_TMPDIR/vectors" -- $core
    expect 2 "the ledger is about the vectors whose manifest has SHA-256"
    # shellcheck disable=SC2086
    record other.json --vectors "$BATS_TEST_TMPDIR/vectors" --category typical -- $core
    compare old.json "$BATS_TEST_TMPDIR/other.json"
    expect 2 "manifest of OLD is"
    unchanged
}

# checks AG-137
@test "2: a ledger that is truncated, foreign, edited or merged is refused, with file and place" {
    old
    edited() {
        "$PYTHON" - "$BATS_TEST_TMPDIR" "$1" <<'END'
import hashlib, json, sys
folder, edit = sys.argv[1:]
ledger = json.load(open(f"{folder}/first.json"))
x = ledger["groups"][0]["quantities"]["x"]
case = ledger["cases"][2]
exec(edit)
del ledger["seal"]
# Sealed again: what follows must be seen without the seal.
text = json.dumps(ledger, indent=1)[:-2] + ",\n"
seal = hashlib.sha256(text.encode()).hexdigest()
open(f"{folder}/edited.json", "w").write(f'{text} "seal": "{seal}"\n}}\n')
END
    }
    edited 'pass'
    compare edited.json "$BATS_TEST_TMPDIR/first.json"
    expect 0 IDENTICAL
    while IFS='|' read -r edit says; do
        edited "$edit"
        compare edited.json "$BATS_TEST_TMPDIR/first.json"
        expect 2 "edited.json: $says" "restore it, or record a new one" || { echo "$edit"; return 1; }
        compare first.json "$BATS_TEST_TMPDIR/edited.json"
        expect 2 "edited.json: $says" || { echo "$edit"; return 1; }
    done <<'END'
ledger["ledger"] = "other"|it is no drift ledger
ledger["schema"] = 2|member 'schema' is missing or not an integer in 1 .. 1
del ledger["sha256"]|member 'sha256' is missing
ledger["sha256"] = "0" * 64|its hash is not that of its cases
ledger["level"] = "exact"|'exact' is no budget
ledger["set"]["dialect"] = "amsgrad"|set: this suite has no dialect 'amsgrad'
ledger["set"]["except"] = [{}]|set: one of
del ledger["run"]["implementation"]|run: member 'name' is missing
ledger["accepted"] = [{"reason": "x"}]|member 'accepted' is missing, or an entry is not whole
ledger["cases"] = []|member 'cases' is missing or empty
del ledger["cases"][4]|binary64/typical/x: its hash or its cases
ledger["cases"][5] = ledger["cases"][4]|case pytorch/binary64/typical/0005 stands twice
del case["quantities"]["x"]["sha256"]|case pytorch/binary64/typical/0003, x: member 'sha256' is missing
case["quantities"]["x"]["sha256"] = "x" * 64|case pytorch/binary64/typical/0003, x: member 'sha256' is no SHA-256
case["quantities"]["x"]["sha256"] = None|case pytorch/binary64/typical/0003, x: an answer without a hash has a level
case["quantities"]["m"]["level"] = "fine"|case pytorch/binary64/typical/0003, m: there is no level 'fine'
case["quantities"]["m"]["level"] = "tight"|binary64/typical/m: it counts 10 cases at exact, there are 9
case["quantities"]["m"]["ulp"] = 77|binary64/typical/m: the farthest element has 3 ulp
case["quantities"]["m"]["parting"] = {"element": 0, "step": 7, "got": "12", "ref": "12"}|case pytorch/binary64/typical/0003, m: member 'got' is no value of binary64
case["id"] = "pytorch/binary64/0003"|'pytorch/binary64/0003' is no case of dialect pytorch
case["outcome"] = "fine"|case pytorch/binary64/typical/0003: its outcome or its quantities are missing
x["farthest"]["ulp"] += 1|binary64/typical/x: the farthest element has
x["farthest"] = None|binary64/typical/x: no farthest element, but case
x["farthest"]["case"] = "none"|binary64/typical/x: the ledger has no case none
x["outmost"]["share"] = -1|binary64/typical/x: the outmost element has no share
x["ratchet"] = 0|binary64/typical/x: the ratchet is below the farthest element
x["ratchet"] = None|binary64/typical/x: the ratchet is below the farthest element
x["cases"] = 9|binary64/typical/x: its hash or its cases are not those of the cases below
del ledger["groups"][0]["quantities"]["v"]|binary64/typical/v: it is missing
del ledger["groups"][1]|member 'groups' is missing, or is not of these cases
ledger["groups"].reverse()|group binary32/typical stands where the cases have binary64/typical
END
    first=$BATS_TEST_TMPDIR/first.json edited=$BATS_TEST_TMPDIR/edited.json
    head -c 20000 "$first" >"$edited"
    compare edited.json "$first"
    expect 2 "edited.json: line "
    echo '[]' >"$edited"
    compare edited.json "$first"
    expect 2 "edited.json: the file is not a JSON object"
    : >"$edited"
    compare edited.json "$first"
    expect 2 "edited.json: line 1, column 0"
    compare missing.json "$first"
    expect 2 "missing.json: No such file or directory"
    # A ratchet that is raised by hand, and nothing else.
    sed '0,/"ratchet": [0-9]*/s//"ratchet": 99/' "$first" >"$edited"
    compare edited.json "$first"
    expect 2 "edited.json: it is not as amsref wrote it: its seal is missing or broken"
    jq . "$first" >"$edited"
    compare edited.json "$first"
    expect 2 "its seal is missing or broken"
    [ "$(head -n -2 "$first" | sha256sum | cut -d ' ' -f 1)" = "$(jq -r .seal "$first")" ]
}

# checks AG-136
@test "JUnit XML: a test suite a format, a test a category, counts that are right" {
    # shellcheck disable=SC2086
    "$amsref" drift record --out "$BATS_TEST_TMPDIR/old.json" -- $core >/dev/null
    count() { xmllint --xpath "string($1)" "$BATS_TEST_TMPDIR/r.xml"; }
    for command in "$core" "$adapters/plain --dialect pytorch" "$adapters/wrong --fault leak --dialect pytorch"; do
        # shellcheck disable=SC2086
        compare old.json --report junit:"$BATS_TEST_TMPDIR/r.xml" --report json:"$BATS_TEST_TMPDIR/r.json" -- $command
        [ "$(count /testsuites/@tests)" = "$(count 'count(//testcase)')" ]
        [ "$(count /testsuites/@failures)" = "$(count 'count(//failure)')" ]
        [ "$(count 'sum(/testsuites/testsuite/@tests)')" = "$(count 'count(//testcase)')" ]
        [ "$(count 'sum(/testsuites/testsuite/@failures)')" = "$(count 'count(//failure)')" ]
        [ "$(count 'count(//testsuite[@name="drift/binary32"]/testcase[@name="bias"])')" = 1 ]
        bad=$(jq '[.places[] | select(.verdict == "outside" or .verdict == "risen") | .format + .category] | unique | length' \
            "$BATS_TEST_TMPDIR/r.json")
        [ "$(count 'count(//failure)')" = "$bad" ]
        [ "$status" -eq "$((bad > 0))" ]
        $mine schema "$BATS_TEST_TMPDIR/r.json"
    done
    [ "$bad" -gt 20 ]
}

# checks AG-58
@test "2: wrong usage says what is wanted" {
    while IFS='|' read -r arguments says; do
        # shellcheck disable=SC2086
        run "$amsref" drift $arguments
        expect 2 "$says" || { echo "$arguments"; return 1; }
    done <<'END'
|an action is missing: record or compare
bless|there is no action 'bless'
record -- a|--out FILE is missing
record --out f|no command to record
record --out f --tighten -- a|--tighten goes with compare
record --out f --report json -- a|--report goes with compare
record --out f --level exact -- a|the budget is tight or working
record --out f --format binary8 -- a|there is no format 'binary8'
record --out f --note x -- a|wanted KEY=VALUE
compare|compare wants OLD and either NEW or
compare a|compare wants OLD and either NEW or
compare a b -- c|compare wants OLD and either NEW or
compare a b c|too many ledgers
compare a --dialect keras -- c|--dialect goes with record; a comparison takes it from OLD
compare a --flags f b|nobody is asked where two ledgers are compared
compare a --accept because b|wanted PLACE:ULP=REASON
compare a --report tap b|of drift there are terminal, json, junit and html
END
    # shellcheck disable=SC2086
    record f --category typical --except "$case3" -- $core
    expect 2 "a case is left out for a reason"
    # shellcheck disable=SC2086
    record f --category typical --except "$case3=" -- $core
    expect 2 "a case is left out for a reason"
    # shellcheck disable=SC2086
    record f --category typical --except "pytorch/binary64/bias/0001=so" -- $core
    expect 2 "no case pytorch/binary64/bias/0001 among those selected"
    # shellcheck disable=SC2086
    record f --case nonesuch -- $core
    expect 2 "no case nonesuch"
    run "$amsref" help drift
    expect 0 "--accept" "Exit status"
    run "$amsref" --help
    expect 0 "drift"
}
