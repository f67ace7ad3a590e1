# SPDX-License-Identifier: Apache-2.0
#
# What the adapter tests share. They run from the repository's root after `make all adapters`.

: "${BUILD:=build}" "${PYTHON:=/usr/bin/python3}"
amsref=$BUILD/amsref
adapters=$BUILD/adapters
dialects='paper paper-eps julia pytorch keras optax optax-mu drjit adam'

setup() {
    cd "$BATS_TEST_DIRNAME/../.." || return 1
    [ -x "$amsref" ] && [ -x "$adapters/core" ] || {
        echo "$amsref or $adapters/core is missing: make all adapters" >&2
        return 1
    }
}

# judge STATUS OPTIONS -- COMMAND: amsref check must end with that status; else its report is shown.
# By the golden cases alone: tests/laws and tests/fresh have the rest.
judge() {
    local wanted=$1 status=0 report
    shift
    report=$("$amsref" check --no-laws --no-fresh "$@" 2>&1 </dev/null) || status=$?
    [ "$status" = "$wanted" ] && return 0
    echo "status $status instead of $wanted: amsref check $*"
    printf '%s\n' "$report" | tail -n 12
    return 1
}

# each_choice PROGRAM DIALECT: the names of --list that apply to the dialect, with their first word.
each_choice() {
    "$adapters/$1" --list | awk -v d="$2" '("," $2 ",") ~ ("," d ",") { print $1, $3 }'
}
