# SPDX-License-Identifier: Apache-2.0
#
# What the tests of laws share. They run from the repository's root after `make all adapters`.

load ../adapters/common

lawless() {
    rm -f "$LAWLESS_LOCK"
    "$amsref" check --category laws "${options[@]}" --report "json:$BATS_TEST_TMPDIR/laws.json" -- \
        "$PYTHON" tests/adapters/lawless.py "$@" 2>&1
}

# of LAW FORMAT FILTER: jq on its result in the last report.
of() {
    jq -r --arg law "$1" --arg format "$2" \
        '.laws.results[] | select(.law == $law and .format == $format) | '"$3" "$BATS_TEST_TMPDIR/laws.json"
}

# breaks LAW PARAMETERS STEPS REQUESTS FAULT...: the law is broken in both formats, each by a counter-example
# of that size, and the command that the report gives breaks it again.
breaks() {
    local law=$1 size="$2 $3 $4" format again
    export LAWLESS_LOCK=$BATS_TEST_TMPDIR/lock
    options=(--law "$law")
    run lawless "${@:5}"
    [ "$status" -eq 1 ] || { echo "$output"; return 1; }
    for format in binary64 binary32; do
        [ "$(of "$law" $format .broken)" = true ] || { echo "$law holds in $format"; return 1; }
        [ "$(of "$law" $format '.counterexample | "\(.parameters) \(.steps) \(.requests | length)"')" = "$size" ] || {
            of "$law" $format .counterexample
            return 1
        }
    done
    again=$(of "$law" binary64 .counterexample.command)
    of "$law" binary64 .counterexample.requests >"$BATS_TEST_TMPDIR/first"
    rm -f "$LAWLESS_LOCK"
    run eval "${again/ -- / --report json:$BATS_TEST_TMPDIR/laws.json -- }"
    [ "$status" -eq 1 ] || { echo "$again: $output"; return 1; }
    of "$law" binary64 .counterexample.requests >"$BATS_TEST_TMPDIR/again"
}

# The command repeats the requests too: not so where an answer depends on all requests before.
repeats() {
    breaks "$@" && cmp "$BATS_TEST_TMPDIR/first" "$BATS_TEST_TMPDIR/again"
}
