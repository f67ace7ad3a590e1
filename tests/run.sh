#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Runs test programs and counts: each argument is one command line. Understands TAP and the line
# "N passed, N failed[, N skipped]". A program that ends badly without naming a failure is one failure.
set -u

passed=0 failed=0 skipped=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

for command in "$@"; do
    printf '== %s\n' "$command"
    begun=$(date +%s)
    sh -c "$command" >"$log" 2>&1 </dev/null
    status=$?
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
    printf '   %s passed, %s failed, %s skipped, %s s\n' "$1" "$2" "$3" $(($(date +%s) - begun))
done

echo
if [ "$skipped" -ne 0 ]; then
    echo "$passed passed, $failed failed, $skipped skipped"
else
    echo "$passed passed, $failed failed"
fi
[ "$failed" -eq 0 ] && [ "$passed" -ne 0 ]
