#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# Implementations in several languages that break the protocol in ways of their own: the tool neither hangs nor
# dies, its status is right, and it says what is wrong. checks AG-60, AG-68

: "${BUILD:=build}" "${PYTHON:=/usr/bin/python3}"
amsref=$BUILD/amsref

setup() {
    cd "$BATS_TEST_DIRNAME/../.." || return 1
}

# judged STATUS TEXT CATEGORY COMMAND...
judged() {
    local wanted=$1 text=$2 category=$3
    shift 3
    run timeout 60 "$amsref" check --category "$category" --timeout 20 -- "$@"
    [ "$status" -eq "$wanted" ] && [[ $output == *"$text"* ]] || {
        echo "$*: status $status, not $wanted, or without '$text': $output"
        return 1
    }
}

odd() {
    judged "$1" "$2" "$3" "$PYTHON" tests/runner/odd.py "$4" "$BATS_TEST_TMPDIR"
}

# No process of this test is left: each has the test's folder as its last argument.
left_alone() {
    run pgrep -a -f -- "$BATS_TEST_TMPDIR\$"
    [ "$status" -eq 1 ] || { echo "$output"; return 1; }
}

@test "replies that are no JSON, no single line, or of the wrong shape" {
    while IFS='|' read -r mode says; do
        odd 3 "case pytorch/binary64/typical/0003: $says" typical "$mode"
    done <<'END'
nan|not a JSON object on one line (invalid token near 'NaN')
deep|not a JSON object on one line (maximum parsing depth reached
nul|not a JSON object on one line (\u0000 is not allowed
raw-nul|not a JSON object on one line (control character 0x0
invalid-utf8|not a JSON object on one line (unable to decode byte 0xc3
surrogate|not a JSON object on one line (invalid Unicode
trailing|not a JSON object on one line (end of file expected near 'ok'
two-on-a-line|not a JSON object on one line (end of file expected
pretty|not a JSON object on one line (string or '}' expected near end of file): "{"; a reply is one object of strict JSON: no NaN, no line break
python|not a JSON object on one line (string or '}' expected near '''
prefix-0x|"x" has 194 digits; 12 elements in binary64 need 192
spaces|"x" has a character that is no hex digit
list|"x" is not a string of hex digits
id-number|the reply has no "id", a string
id-longer|the reply is to "pytorch/binary64/typical/00030"
skip-false|a reply has exactly one of "x", "out", "skip" and "error"; this one has 2
one-late|the reply is to "pytorch/binary64/typical/0002"
part-and-exit|it exited with status 0 before it answered, after part of a line
END
    odd 0 "all exact" typical big-integer
    odd 3 'runs/0003: state 1 of "out" is not an object' runs states-null
    odd 3 'runs/0003: "out" has 8 states where "at" asked for 4' runs states-more
    odd 3 'runs/0003: state 1 of "out" is of another step than' runs states-late
}

@test "greetings" {
    while IFS='|' read -r status mode says; do
        odd "$status" "$says" typical "$mode"
    done <<'END'
3|banner|hello: not a JSON object on one line ('[' or '{' expected near 'Welcome'): "Welcome"; standard output is for replies alone
3|byte-order-mark|hello: not a JSON object on one line ('[' or '{' expected near '\u{feff}')
3|utf16|hello: not a JSON object on one line (unable to decode byte 0xff): "\xff\xfe{\x00
3|hello-twice|"protocol"
0|hello-again|10 cases, all exact
3|hello-batch|"batch" of the reply to hello is not a number of at least 1
3|hello-error|it answers hello by an error: without a text
3|hello-long|a line of more than 65536 bytes
3|three-formats|case pytorch/bfloat16/typical/0001: it exited with status 1
3|reversed|case pytorch/binary64/typical/0001: the reply is to "pytorch/binary64/typical/0002"
END
}

@test "children by the hundred, held pipes, closed pipes, megabytes on standard error" {
    for mode in children held-pipes no-stderr stderr-megabytes; do
        SECONDS=0
        odd 0 "all exact" typical "$mode"
        [ "$SECONDS" -le 15 ]
        left_alone
    done
    odd 3 "it was killed by signal 15 (Terminated) before it answered" typical kills-group
    odd 3 "after its last reply it printed what nothing asked for: \"yyy" typical flood-at-end
    odd 3 "after the end of its input it was killed by signal 15" typical killed-at-end
    for mode in no-input stopped; do
        run "$amsref" check --category typical --timeout 0.5 -- "$PYTHON" tests/runner/odd.py "$mode"
        [ "$status" -eq 3 ]
        [[ $output == *"no reply within 0.5 s; --timeout gives it longer, and each reply must be flushed"* ]]
    done
}

# checks AG-97
@test "an answer that depends on the requests before it breaks a law, or its case" {
    run "$amsref" check --category laws --law again -- "$PYTHON" tests/runner/odd.py depends-on-order
    [ "$status" -eq 1 ]
    [[ $output == *"law again (AG-97)"* ]]
}

# checks AG-103
@test "one that looks its answers up in the vectors, by id or by input, is found by fresh cases" {
    for mode in looks-up looks-inputs-up; do
        run "$amsref" check --no-fresh -- "$PYTHON" tests/runner/odd.py $mode
        [ "$status" -eq 0 ] || { echo "$output"; return 1; } # else the test would show nothing
        run "$amsref" check -- "$PYTHON" tests/runner/odd.py $mode
        [ "$status" -eq 1 ]
        [[ $output == *"pytorch/binary64/fresh/"*" x[0] step"* ]]
        [[ $output == *"(14 of "*" cases fail, the laws hold)"* ]]
    done
    run "$amsref" check --no-laws -- "$PYTHON" tests/runner/odd.py looks-up-or-skips
    [ "$status" -eq 0 ]
    [[ $output == *", 40 skipped, no fresh case judged)"*"40  never heard of it"* ]]
}

@test "other languages, each with its own habits" {
    hello='{"protocol":1,"name":"odd","dialect":"pytorch","formats":["binary64"],"ops":["step"]}'
    judged 3 '"name" of the reply to hello is not a string' typical cat
    judged 3 "hello: it exited with status 0 before it answered" typical true
    judged 3 "a line of more than 65536 bytes" typical cat /dev/zero
    judged 3 "hello: not a JSON object on one line" typical yes
    judged 3 "hello: it was killed by signal 9 (Killed)" typical sh -c 'kill -9 $$'
    # A shell that answers each request by a skip; one that leaves its group and its reader behind.
    judged 4 "every case was skipped" typical sh -c '
        echo "$1"; read -r _
        while read -r line; do
            id=${line#*\"id\":\"}; printf "{\"id\":\"%s\",\"skip\":\"not in shell\"}\n" "${id%%\"*}"
        done' sh "$hello"
    judged 3 "it exited with status 0 before it answered" typical sh -c 'echo "$1"; sleep 600 & exit 0' sh "$hello"
    judged 4 "10  not in jq" typical jq -c --unbuffered --argjson hello "$hello" \
        'if .op == "hello" then $hello else {id, skip: "not in jq"} end'
    # Output that stays in a buffer.
    for command in "awk {print\"$hello\"}" 'perl -ne print"{}\n"'; do
        run "$amsref" check --category typical --timeout 0.7 -- $command
        [ "$status" -eq 3 ]
        [[ $output == *"each reply must be flushed"* ]]
    done
    # C: recursion without end at the first case; a buffer that _exit loses.
    cat >"$BATS_TEST_TMPDIR/odd.c" <<'END'
#include <stdio.h>
#include <string.h>
#include <unistd.h>
static int deeper(volatile char *above)
{
    volatile char here[4096];
    here[0] = above ? above[0] : 0;
    return deeper(here) + here[0];
}
int main(int argc, char **argv)
{
    static char line[1 << 20];
    (void)argc;
    fgets(line, sizeof line, stdin);
    puts(argv[1]);
    if (strcmp(argv[2], "lose") == 0) _exit(0);
    fflush(stdout);
    fgets(line, sizeof line, stdin);
    return deeper(NULL);
}
END
    "${CC:-cc}" -O0 -w -o "$BATS_TEST_TMPDIR/odd" "$BATS_TEST_TMPDIR/odd.c"
    judged 3 "typical/0001: it was killed by signal 11" typical "$BATS_TEST_TMPDIR/odd" "$hello" recurse
    judged 3 "hello: it exited with status 0 before it answered" typical "$BATS_TEST_TMPDIR/odd" "$hello" lose
}

@test "a signal takes the implementation along, also after the second process of the laws is gone" {
    "$amsref" check --category laws --law process -- "$PYTHON" tests/runner/odd.py hangs-at-end "$BATS_TEST_TMPDIR" &
    check=$!
    for _ in $(seq 200); do
        [ -s "$BATS_TEST_TMPDIR/pid" ] && break
        sleep 0.05
    done
    kill -TERM "$check"
    wait "$check" || status=$?
    [ "$status" -eq 143 ]
    sleep 0.2
    # Gone, or dead and waiting for an init that does not collect orphans.
    run cat "/proc/$(cat "$BATS_TEST_TMPDIR/pid")/status"
    kill -KILL "$(cat "$BATS_TEST_TMPDIR/pid")" 2>/dev/null || true
    [[ $status -ne 0 || $output == *"State:	Z"* ]]
}

@test "a process that walks from number to number is not left behind" {
    odd 0 "all exact" typical walker
    sleep 0.2
    left_alone
}
