#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Runs test programs, as many at a time as there are processors, and counts: each argument is one command
# line. Understands TAP and the line "N passed, N failed[, N skipped]". A program that ends badly without
# naming a failure is one failure. What they print is shown in the order of the arguments.
set -u

passed=0 failed=0 skipped=0
folder=$(mktemp -d)
trap 'kill "$runner" 2>/dev/null; rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM

number=0
for command in "$@"; do
    number=$((number + 1))
    printf '%s\n' "$command" >"$folder/$number.sh"
done
# shellcheck disable=SC2016 # the inner shell expands these
seq "$number" | xargs -P "$(getconf _NPROCESSORS_ONLN)" -I '{}' sh -c '
    begun=$(date +%s)
    sh "$1/$2.sh" >"$1/$2.log" 2>&1 </dev/null
    status=$?
    echo "$status $(($(date +%s) - begun))" >"$1/$2.part"
    mv "$1/$2.part" "$1/$2.done"' run "$folder" '{}' &
runner=$!

number=0
for command in "$@"; do
    number=$((number + 1))
    log=$folder/$number.log
    printf '== %s\n' "$command"
    until [ -e "$folder/$number.done" ]; do
        kill -0 "$runner" 2>/dev/null || [ -e "$folder/$number.done" ] || {
            echo "tests/run.sh: the runner of the tests died" >&2
            exit 1
        }
        sleep 0.2
    done
    read -r status seconds <"$folder/$number.done"
    counts=$(awk '
        /^ *ok [0-9]/ { if (/# *[Ss][Kk][Ii][Pp]/) s++; else p++; next }
        /^ *not ok [0-9]/ { f++; next }
        /^([a-z ]+: )?[0-9]+ passed, [0-9]+ failed/ {
            for (i = 2; i <= NF; i++) {
                if ($i ~ /^passed/) p += $(i - 1)
                if ($i ~ /^failed/) f += $(i - 1)
                if ($i ~ /^skipped/) s += $(i - 1)
            }
        }
        END { print p + 0, f + 0, s + 0 }' "$log")
    set -- $counts
    if [ "$status" -ne 0 ] && [ "$2" -eq 0 ]; then
        set -- "$1" 1 "$3"
        echo "   ended with status $status"
    elif [ "$1" -eq 0 ] && [ "$2" -eq 0 ] && [ "$3" -eq 0 ]; then
        set -- 0 1 0
        echo "   ran no test"
    fi
    if [ "$2" -ne 0 ]; then
        cat "$log"
    else
        grep -iE '# *skip|^skipped' "$log" | head -n 20
    fi
    passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
    printf '   %s passed, %s failed, %s skipped, %s s\n' "$1" "$2" "$3" "$seconds"
done

echo
if [ "$skipped" -ne 0 ]; then
    echo "$passed passed, $failed failed, $skipped skipped"
else
    echo "$passed passed, $failed failed"
fi
[ "$failed" -eq 0 ] && [ "$passed" -ne 0 ]
