#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# check.sh BUILD: the questions, chosen anew, are those that the tool has and spec/identify.md lists.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$1/choose/choose" "$folder"
cp spec/identify.md "$folder/identify.md"
src/choose/splice.sh "$folder" "$folder/identify.md"

passed=0 failed=0
for pair in chosen.inc:src/identify/chosen.inc identify.md:spec/identify.md; do
    if cmp "$folder/${pair%%:*}" "${pair#*:}"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "${pair#*:} is not what make questions writes"
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
