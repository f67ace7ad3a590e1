#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# amsref vectors: making, checking, looking at and exporting the golden vectors.

load common

# A suite of one small input file in $BATS_TEST_TMPDIR/v.
small_suite() {
    mkdir -p "$BATS_TEST_TMPDIR/v/cases"
    cat >"$BATS_TEST_TMPDIR/v/cases/tiny.json" <<'JSON'
{"license":"CC0-1.0","schema":1,"category":"tiny",
 "notes":{"Tiny":{"clause":"AG-02","catches":"anything","links":[]}},
 "cases":[{"number":1,"comment":"three parameters","flags":["Tiny"],"clauses":["AG-02"],"t":2,"n":3,
           "in":{"x":[0,1,-1],"m":0.5,"v":0.25,"vmax":0.5},"g":[1,-2,0.125]}]}
JSON
    "$amsref" vectors generate --vectors "$BATS_TEST_TMPDIR/v"
}

# checks AG-70
@test "generate writes a file for each dialect and format, and the same bytes again" {
    small_suite
    [ "$(find "$BATS_TEST_TMPDIR/v/golden" -name tiny.json | wc -l)" -eq 18 ]
    run "$amsref" vectors generate --vectors "$BATS_TEST_TMPDIR/v" --out "$BATS_TEST_TMPDIR/w"
    expect 0
    diff -r "$BATS_TEST_TMPDIR/v/golden" "$BATS_TEST_TMPDIR/w/golden"
    cmp "$BATS_TEST_TMPDIR/v/MANIFEST.json" "$BATS_TEST_TMPDIR/w/MANIFEST.json"
}

# checks AG-76
@test "the manifest's digests are sha256sum's" {
    cd vectors
    "$PYTHON" -c 'import json
m = json.load(open("MANIFEST.json"))
for e in m["files"] + m["inputs"]: print(e["sha256"] + "  " + e["path"])' >"$BATS_TEST_TMPDIR/sums"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/sums")" -gt 250 ]
    sha256sum --quiet -c "$BATS_TEST_TMPDIR/sums"
}

@test "verify passes what generate made" {
    small_suite
    run "$amsref" vectors verify --vectors "$BATS_TEST_TMPDIR/v"
    expect 0 "verify: 19 passed, 0 failed"
}

# checks AG-76
@test "verify names one changed digit" {
    small_suite
    sed -i '0,/"ref":"b/s//"ref":"3/' "$BATS_TEST_TMPDIR/v/golden/binary32/optax/tiny.json"
    run "$amsref" vectors verify --vectors "$BATS_TEST_TMPDIR/v"
    expect 1 "golden/binary32/optax/tiny.json: line " "case optax/binary32/tiny/0001" \
        "verify: 18 passed, 1 failed"
}

# checks AG-76
@test "verify names a missing file, a stray one, and a changed input" {
    small_suite
    rm "$BATS_TEST_TMPDIR/v/golden/binary64/julia/tiny.json"
    echo '{}' >"$BATS_TEST_TMPDIR/v/golden/binary64/stray.json"
    sed -i 's/three parameters/3 parameters/' "$BATS_TEST_TMPDIR/v/cases/tiny.json"
    run "$amsref" vectors verify --vectors "$BATS_TEST_TMPDIR/v"
    expect 1 "golden/binary64/julia/tiny.json: missing" "golden/binary64/stray.json: no input makes this file" \
        "MANIFEST.json: line "
}

@test "a changed digit is refused by whoever reads the file" {
    small_suite
    sed -i '0,/"ref":"b/s//"ref":"3/' "$BATS_TEST_TMPDIR/v/golden/binary32/optax/tiny.json"
    run "$amsref" vectors list --vectors "$BATS_TEST_TMPDIR/v" --dialect optax
    expect 2 "golden/binary32/optax/tiny.json: SHA-256"
    run "$amsref" vectors list --vectors "$BATS_TEST_TMPDIR/v" --dialect keras
    expect 0 "keras/binary64/tiny/0001"
}

@test "list filters" {
    run "$amsref" vectors list --dialect adam --format binary32 --category reddi
    expect 0 "adam/binary32/reddi/0001" "3 cases"
    [[ $output != *binary64* && $output != *typical* ]]
    run "$amsref" vectors list --dialect adam --category schedule
    expect 2 "no case has this"
}

@test "show prints every element with its enclosures" {
    run "$amsref" vectors show adam/binary64/maximum/0008
    expect 0 "hyper {\"lr\":0.001" "x[3]" "v[0]" "after step 2" "tight" "working" "ulp"
    [[ $output != *vmax* ]]
    run "$amsref" vectors show pytorch/binary64/special/0001
    expect 0 "NaN      required" "vmax[0]"
}

@test "stats counts and measures" {
    run "$amsref" vectors stats --dialect keras
    expect 0 "cases" "binary64  tight" "binary32  working" "median"
}

# checks AG-78
@test "a textbook implementation in C passes the exported header, a wrong one does not" {
    "$amsref" vectors export --to c --dialect pytorch --format binary64 --category typical \
        --out "$BATS_TEST_TMPDIR/vectors.h"
    ${CC:-cc} -std=c11 -Wall -Wextra -Werror -ffp-contract=off -I"$BATS_TEST_TMPDIR" \
        -o "$BATS_TEST_TMPDIR/right" tests/cli/use_export.c -lm
    ${CC:-cc} -std=c11 -DNO_MAXIMUM -ffp-contract=off -I"$BATS_TEST_TMPDIR" \
        -o "$BATS_TEST_TMPDIR/wrong" tests/cli/use_export.c -lm
    run "$BATS_TEST_TMPDIR/right"
    expect 0 "0 outside"
    run "$BATS_TEST_TMPDIR/wrong"
    expect 1
}

# checks AG-78
@test "headers of every dialect compile, empty arrays included" {
    "$amsref" vectors export --to c --category sizes --format binary32 --dialect adam \
        --out "$BATS_TEST_TMPDIR/vectors.h"
    echo '#include "vectors.h"
int main(void) { return AMSREF_VECTORS_COUNT == 35 && amsref_vectors[3].n == 3 ? 0 : 1; }' \
        >"$BATS_TEST_TMPDIR/use.c"
    ${CC:-cc} -std=c11 -Wall -Wextra -Wpedantic -Werror -o "$BATS_TEST_TMPDIR/use" "$BATS_TEST_TMPDIR/use.c"
    "$BATS_TEST_TMPDIR/use"
}

# checks AG-78
@test "CSV says what the JSON says" {
    "$amsref" vectors export --to csv --dialect paper --category schedule --out "$BATS_TEST_TMPDIR/v.csv"
    "$PYTHON" tests/cli/compare_csv.py "$BATS_TEST_TMPDIR/v.csv" \
        vectors/golden/binary64/paper/schedule.json vectors/golden/binary32/paper/schedule.json
}

@test "wrong usage is status 2" {
    run "$amsref" vectors
    expect 2 "action is missing"
    run "$amsref" vectors frobnicate
    expect 2 "frobnicate"
    run "$amsref" vectors show
    expect 2 "id of a case"
    run "$amsref" vectors show pytorch/binary64/edge/9999
    expect 2 "no case"
    run "$amsref" vectors export
    expect 2 "--to"
    run "$amsref" vectors export --to xml
    expect 2 "xml"
    run "$amsref" vectors verify --dialect keras
    expect 2 "all files"
    run "$amsref" vectors list --dialect amsgrad
    expect 2 "amsgrad" "optax-mu"
    run "$amsref" vectors list --format float16
    expect 2 "float16"
    run "$amsref" vectors list --out x
    expect 2 "--out"
    run "$amsref" vectors list --vectors "$BATS_TEST_TMPDIR/nowhere"
    expect 2 "nowhere" "MANIFEST.json"
    run "$amsref" vectors generate --vectors "$BATS_TEST_TMPDIR/nowhere" --out "$BATS_TEST_TMPDIR/o"
    expect 2 "nowhere/cases"
    run "$amsref" vectors --help
    expect 0 "generate" "export" "stats"
}

# checks AG-75
@test "an input that cannot be read leaves the old files" {
    small_suite
    cp -r "$BATS_TEST_TMPDIR/v" "$BATS_TEST_TMPDIR/old"
    sed -i 's/"t":2/"t":0/' "$BATS_TEST_TMPDIR/v/cases/tiny.json"
    run "$amsref" vectors generate --vectors "$BATS_TEST_TMPDIR/v"
    expect 2 "cases/tiny.json" "tiny/0001" "'t'" "AG-75"
    diff -r "$BATS_TEST_TMPDIR/v/golden" "$BATS_TEST_TMPDIR/old/golden"
    [ "$(ls -A "$BATS_TEST_TMPDIR/v" | wc -l)" -eq 3 ]
}

@test "an export that cannot be written is status 2" {
    run "$amsref" vectors export --to csv --category reddi --out /dev/null/x.csv
    expect 2 "/dev/null/x.csv"
    run sh -c "'$amsref' vectors export --to csv --category reddi >/dev/full"
    expect 2 "standard output"
}
