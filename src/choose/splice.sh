#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# splice.sh FOLDER FILE: puts questions.md and untold.md of the folder into the file, each between
# the lines <!-- NAME --> and <!-- end of NAME -->. The file is written whole or not at all.
set -eu

for name in questions untold; do
    awk -v begin="<!-- $name -->" -v end="<!-- end of $name -->" -v list="$1/$name.md" '
        $0 == end { inside = 0; found++ }
        !inside { print }
        $0 == begin { inside = 1; found++; print ""; while ((getline line < list) > 0) print line; print "" }
        END { exit found == 2 ? 0 : 1 }' "$2" >"$2.part" || {
        rm -f "$2.part"
        echo "splice.sh: $2 has no lines <!-- $name --> and <!-- end of $name -->" >&2
        exit 1
    }
    mv "$2.part" "$2"
done
