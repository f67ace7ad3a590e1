# SPDX-License-Identifier: Apache-2.0
#
# What the command line tests share. They run from the repository's root after `make all`.

: "${BUILD:=build}" "${PYTHON:=/usr/bin/python3}"
amsref=$BUILD/amsref
faulty=tests/adapters/faulty/faulty.py

setup() {
    cd "$BATS_TEST_DIRNAME/../.." || return 1
    [ -x "$amsref" ] || {
        echo "$amsref is missing: make" >&2
        return 1
    }
}

# check MODE OPTIONS: judges the faulty implementation in that mode by the typical cases.
check() {
    local mode=$1
    shift
    run "$amsref" check --category typical --timeout 20 "$@" -- "$PYTHON" "$faulty" "$mode"
}

# expect STATUS TEXT...: of the last `run`; each text occurs in its output.
expect() {
    local text wanted=$1
    shift
    [ "$status" -eq "$wanted" ] || {
        echo "status $status, not $wanted: $output"
        return 1
    }
    for text in "$@"; do
        [[ $output == *"$text"* ]] || {
            echo "'$text' is not in: $output"
            return 1
        }
    done
}
