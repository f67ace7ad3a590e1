#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# The five exit statuses of amsref check, and what it says with them.

load common

# checks AG-58
@test "0: a right implementation conforms, exactly" {
    check good --level exact
    expect 0 "CONFORMS: faulty 1.0 is pytorch at level exact (20 cases, all exact)" "binary32"
}

# checks AG-60, AG-61, AG-63
@test "0: capital digits, CRLF, unknown members, null members, much standard error, batches" {
    for mode in capitals-crlf unknown-members hidden-null noisy-stderr batch batch-huge; do
        check "$mode"
        expect 0 "all exact" || { echo "$mode"; return 1; }
    done
}

# checks AG-55
@test "0: hidden state is judged on the rest, and said" {
    check hidden
    expect 0 "m is in no reply" "v is in no reply" "vmax is in no reply"
}

# checks AG-63, AG-66
@test "0: skips beside passes are listed with their reasons" {
    check skip-half
    expect 0 "10 cases, all exact" "10  even number"
    check one-format
    expect 0 "10  format binary32 is not among its formats"
}

# checks AG-58, AG-59
@test "1: a wrong value is refused: case, element, quantity, step, got, interval, distance, command" {
    check wrong-value
    expect 1 "DOES NOT CONFORM" "18 of 20 cases fail" "typical/0003 x[0] step 7: got " ", want [" \
        " ulp away" "$amsref check --timeout 20 --case pytorch/binary64/typical/0003 -- $PYTHON $faulty wrong-value"
}

@test "1: a wrong moment is refused though x is right" {
    check wrong-moment
    expect 1 "typical/0003 v[0] step 7: got "
    [[ $output != *" x[0]"* ]]
}

# checks AG-52
@test "1: NaN is refused where numbers are wanted" {
    check nan --format binary64
    expect 1 "got nan (7ff8000000000000), want [" "no distance: NaN against numbers"
}

# checks AG-56, AG-59, AG-66
@test "1: an error fails its case, and its text cannot steer the terminal" {
    check error
    expect 1 'typical/0003 error: out of\nluck \x1b[31m'
    [[ $output != *$'\x1b'* ]]
}

@test "1: an implementation of another dialect than it says is refused" {
    check lie
    expect 1 "is not optax" "20 of 20 cases fail"
}

# checks AG-55
@test "1: a quantity in some replies and not in others" {
    check hide-some
    expect 1 "m is left out of a reply here, but not of that to pytorch/binary64/typical/0001" \
        "--case pytorch/binary64/typical/0001 --case pytorch/binary64/typical/0003"
}

# checks AG-50, AG-56
@test "1: what passes depends on the level" {
    [ -x "$BUILD/adapters/plain" ] || skip "no plain adapter: make adapters"
    run "$amsref" check --category typical -- "$BUILD/adapters/plain" --dialect pytorch
    expect 0
    run "$amsref" check --category typical --level exact -- "$BUILD/adapters/plain" --dialect pytorch
    expect 1 "want exactly"
}

# checks AG-58, AG-68
@test "3: crashes and early exits, with the case and the last words" {
    check crash
    expect 3 "BROKE OFF" "case pytorch/binary64/typical/0003: it was killed by signal 6" "not run"
    check exit-early
    expect 3 "typical/0003: it exited with status 0 before it answered"
    check exit-error
    expect 3 "it exited with status 1 before it answered" "| the reason stands on standard error"
    check exit-at-once
    expect 3 "hello: it exited with status 1" "| cannot start today"
    check grandchild
    expect 3 "it exited with status 0 before it answered"
    check close-stdout
    expect 3 "it closed its standard output"
}

# checks AG-58, AG-68
@test "3: verdicts before the crash are reported, and 3 wins over 1" {
    run "$amsref" check --dialect keras --category typical --report json -- "$PYTHON" "$faulty" crash
    expect 3
    [ "$(jq -r '[.cases[].outcome] | group_by(.) | map("\(.[0]) \(length)") | join(", ")' <<<"$output")" = \
        "broke 1, judged 2, unreached 17" ]
    [ "$(jq -r '[.cases[] | select(.failed)] | length' <<<"$output")" -eq 3 ]
}

# checks AG-67, AG-68
@test "3: what is silent, slow or endless is stopped in time" {
    for mode in hang ignore-sigterm trickle silent no-newline flood; do
        SECONDS=0
        check "$mode" --timeout 0.3
        expect 3 "BROKE OFF" && [ "$SECONDS" -le 4 ] || { echo "$mode: $SECONDS s"; return 1; }
    done
    check trickle --timeout 2
    expect 3 "no reply within 2 s" "is a flush or an end of line missing?"
    check flood
    expect 3 "far longer than any reply"
}

# checks AG-60, AG-63, AG-68, AG-69
@test "3: whatever breaks the protocol is named" {
    while read -r mode says; do
        check "$mode"
        expect 3 "$says" || { echo "$mode"; return 1; }
    done <<'END'
garbage not a JSON object on one line
not-object not an object
empty-line not a JSON object on one line
twice-a-member duplicate object key
wrong-id the reply is to "pytorch/binary64/typical/9999"
no-id the reply has no "id"
no-x exactly one of "x", "out", "skip" and "error"
skip-and-answer this one has 2 of them
short "m" has 191 digits; 12 elements in binary64 need 192
badhex "v" has a character that is no hex digit
number "x" is not a string of hex digits
early before this case was sent, it printed a line that nothing asked for: "{"id": "nobody asked"
late after its last reply it printed what nothing asked for: "goodbye"
protocol-2 it speaks protocol 2, this tool speaks 1
protocol-none no number "protocol"
hello-error it answers hello by an error: no module named anything
nameless "name" of the reply to hello is not a string
formatless "formats"
batch-zero "batch"
exit-nonzero after the end of its input it exited with status 5
END
}

# checks AG-67, AG-68
@test "3: a reply that comes twice" {
    check duplicate
    [ "$status" -eq 3 ]
    [[ $output == *"nothing asked for"* || $output == *"the reply is to"* ]]
}

# checks AG-69
@test "3: not exiting in the time of a reply, and five seconds at least, after all verdicts; it is ended" {
    hangs() {
        run "$amsref" check --category typical --timeout "$1" -- sh -c 'echo $$ >"$1" && exec "$2" "$3" hang-at-exit' \
            sh "$BATS_TEST_TMPDIR/$1" "$PYTHON" "$faulty"
        expect 3 "it did not exit within $2 s of the end of its input; --timeout gives it longer" \
            "all                        20      20" && ! kill -0 "$(cat "$BATS_TEST_TMPDIR/$1")"
    }
    hangs 4 5 & first=$!
    hangs 5.6 5.6 & second=$!
    check slow-at-exit
    expect 0 "20 cases, all exact"
    wait "$first"
    wait "$second"
}

# checks AG-58
@test "3: a command that cannot be started" {
    run "$amsref" check -- ./no-such-program
    expect 3 "cannot start ./no-such-program: No such file" "give a program in PATH, or a path"
    run "$amsref" check -- ./Makefile
    expect 3 "cannot start ./Makefile: Permission denied"
}

# checks AG-58
@test "4: nothing but skips, nothing selected, an empty shard" {
    check skip-all
    expect 4 "NOTHING WAS RUN" "every case was skipped" "20  not today"
    run "$amsref" check --category nonesuch -- "$PYTHON" "$faulty" good
    expect 4 "no case has this dialect, format and category"
    check good --case pytorch/binary64/typical/0001 --shard 2/2
    expect 4 "this shard is empty"
}

# checks AG-60
@test "no process outlives the check, not even one in another session" {
    export FAULTY_PID=$BATS_TEST_TMPDIR/pid
    check orphan
    expect 0
    run kill -0 "$(cat "$FAULTY_PID")"
    [ "$status" -ne 0 ]
}

# checks AG-60
@test "a signal to the check takes the implementation along" {
    "$amsref" check -- sh -c "echo \$\$ >'$BATS_TEST_TMPDIR/pid'; exec sleep 60" &
    check=$!
    for _ in $(seq 100); do
        [ -s "$BATS_TEST_TMPDIR/pid" ] && break
        sleep 0.05
    done
    kill -TERM "$check"
    wait "$check" || status=$?
    [ "$status" -eq 143 ]
    sleep 0.1
    # Gone, or dead and waiting for an init that does not collect orphans.
    run cat "/proc/$(cat "$BATS_TEST_TMPDIR/pid")/status"
    [[ $status -ne 0 || $output == *"State:	Z"* ]]
}
