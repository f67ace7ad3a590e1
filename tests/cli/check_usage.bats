#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# Usage of amsref and amsref check: help, selection, and status 2 for what is wrong.

load common

@test "help and version" {
    run "$amsref" --help
    expect 0 "check" "vectors" "eval" "Exit status"
    run "$amsref" --version
    expect 0 "amsref 1."
    for words in "help check" "check --help"; do
        run "$amsref" $words
        expect 0 "Usage: amsref check" "Exit status:" "Examples:" "--shard=I/N"
    done
}

@test "an unknown command is 2 and names the known ones" {
    run "$amsref" chekc
    expect 2 "there is no command 'chekc'" "check identify long drift vectors eval"
    run "$amsref" help chekc
    expect 2 "there is no command"
    run "$amsref"
    expect 2 "Usage"
}

@test "wrong options are 2 and say what is wanted" {
    while IFS='|' read -r options says; do
        run "$amsref" check $options -- "$PYTHON" "$faulty" good
        expect 2 "$says" || { echo "$options"; return 1; }
    done <<'END'
--dialect sgd|the dialects are paper paper-eps julia pytorch keras optax optax-mu drjit adam
--format float64|the formats are binary64, binary32, bfloat16 and binary16
--level nonconforming|the levels are exact, tight and working
--level close|the levels are exact, tight and working
--shard 0/3|wanted I/N
--shard 4/3|wanted I/N
--shard 1|wanted I/N
--shard 1/|wanted I/N
--shard 1/2x|wanted I/N
--shard -1/2|wanted I/N
--timeout 0|wanted seconds
--timeout nan|wanted seconds
--timeout 5s|wanted seconds
--timeout -3|wanted seconds
--report pdf|the formats are terminal, tap, junit, json, html and badge
--report json:|the name of the file is missing
--report json:no/such/folder/x|cannot write into the folder no/such/folder
--report json:tests|is a folder
--report json --report tap|two reports to standard output
--report json:a --report tap:a|two reports to a
--vectors no/such/folder|no/such/folder
--case pytorch/binary64/typical/9999|no case pytorch/binary64/typical/9999 among those of dialect pytorch
--nonsense|unrecognized option
END
}

@test "no command to check is 2" {
    run "$amsref" check
    expect 2 "no command to check" "amsref check -- python3 my_adapter.py"
    run "$amsref" check --dialect pytorch --
    expect 2 "no command to check"
}

@test "one wrong --case among right ones is not passed over" {
    check good --case pytorch/binary64/typical/0001 --case pytorch/binary64/typical/9999
    expect 2 "9999"
}

# checks AG-63
@test "a dialect must come from somewhere" {
    check no-dialect
    expect 2 "does not name its dialect; say --dialect"
    check strange-dialect
    expect 2 'a dialect that this suite does not know: "sgd"; say --dialect'
    check no-dialect --dialect pytorch
    expect 0
    check strange-dialect --dialect pytorch
    expect 0
}

@test "options after the command are the command's" {
    run "$amsref" check --category typical "$PYTHON" "$faulty" good
    expect 0
    run "$amsref" check --category typical sh -c 'echo "$1" >&2; exit 9' sh --dialect=sgd
    expect 3 "| --dialect=sgd"
}

@test "the command is not read by a shell" {
    run "$amsref" check -- "echo hello"
    expect 3 "cannot start echo hello"
}

# checks AG-58, AG-76
@test "a vector file with one digit changed is refused by name" {
    cp -R vectors "$BATS_TEST_TMPDIR/vectors"
    file=$BATS_TEST_TMPDIR/vectors/golden/binary64/pytorch/typical.json
    sed -i '0,/"rn": *"\([0-9a-f]\)/s//"rn":"e/' "$file"
    run cmp "$file" vectors/golden/binary64/pytorch/typical.json
    [ "$status" -eq 1 ]
    check good --vectors "$BATS_TEST_TMPDIR/vectors"
    expect 2 "golden/binary64/pytorch/typical.json"
}

@test "format, category and case select" {
    check good --format binary32 --report json
    expect 0
    [ "$(jq -r '[.cases[].format] | unique | join(" ")' <<<"$output")" = binary32 ]
    [ "$(jq -r '[.cases[].category] | unique | join(" ")' <<<"$output")" = typical ]
    check good --case pytorch/binary64/typical/0002 --report json
    expect 0
    [ "$(jq -r '.cases[].id' <<<"$output")" = pytorch/binary64/typical/0002 ]
}

@test "shards partition the cases" {
    check good --report json
    all=$(jq -r '.cases[].id' <<<"$output" | sort)
    parts=$(for i in 1 2 3; do
        "$amsref" check --category typical --shard $i/3 --report json -- "$PYTHON" "$faulty" good |
            jq -r '.cases[].id'
    done | sort)
    [ -n "$all" ]
    [ "$parts" = "$all" ]
}

@test "the printed command shows the failure alone" {
    check wrong-value
    command=$(grep -m1 -F -- '--case pytorch/binary64/typical/0003' <<<"$output")
    # Alone it is the first request, which this mode still answers: the third is spoiled.
    run bash -c "$command"
    expect 0
    run bash -c "${command/wrong-value/lie}"
    expect 2
    run "$amsref" check --category typical --dialect optax -- "$PYTHON" "$faulty" good
    line=$(grep -m1 -F 'optax/binary64/typical/' <<<"$output")
    command=$(grep -m1 -F -- '--case optax/binary64/typical/' <<<"$output")
    run bash -c "$command"
    expect 1 "$line"
}

@test "progress on a terminal, silence in a pipe" {
    check good --report json:"$BATS_TEST_TMPDIR/r.json"
    expect 0
    [ -z "$output" ]
    script -qec true /dev/null </dev/null >/dev/null 2>&1 || skip "no pseudo-terminal here"
    run script -qec "$amsref check --category typical --report json:$BATS_TEST_TMPDIR/r.json -- $PYTHON $faulty good" /dev/null
    expect 0 "/20 pytorch/binary64/typical/"
}
