#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# Long runs (AG-105 .. AG-109).

load common

core() {
    "$amsref" long check "${@:2}" -- "$BUILD/adapters/core" --dialect "$1"
}

# late FAULT T OPTIONS: the textbook step, spoilt from step T on.
late() {
    local fault=$1 at=$2
    shift 2
    run "$amsref" long check "$@" -- "$PYTHON" tests/long/late.py "$fault" "$at" \
        "$BUILD/adapters/plain" --dialect pytorch
}

# checks AG-106
@test "the core answers the golden bits in every dialect, all the way" {
    for dialect in paper paper-eps pytorch keras optax optax-mu drjit adam; do
        run core "$dialect" --level exact
        expect 0 "exact (free run exact, single steps exact)" "CONFORMS: 2 long runs judged"
    done
}

# checks AG-107
@test "right implementations conform: textbook, contracted, any order" {
    run "$amsref" long check -- "$BUILD/adapters/plain" --dialect pytorch
    expect 0 "1000000 steps"
    run "$amsref" long check -- "$BUILD/adapters/contracted" --dialect pytorch
    expect 0 "1000000 steps"
    for order in $("$BUILD/adapters/orders" --list | awk '/pytorch/ {print $1}'); do
        run "$amsref" long check --steps 20000 -- "$BUILD/adapters/orders" --dialect pytorch \
            --order "$order"
        expect 0 "CONFORMS"
    done
}

@test "another dialect does not conform, and the step is named" {
    run "$amsref" long check --dialect keras --steps 1000 -- "$BUILD/adapters/plain" --dialect pytorch
    expect 1 "leaves working at step" "DOES NOT CONFORM"
}

@test "a counter that wraps is found where it wraps" {
    late wraps 3000 --format binary64 --steps 10000
    expect 1 "leaves working at step 3001" "DOES NOT CONFORM"
}

@test "a maximum that is forgotten is found at its step" {
    late forgets 5000 --format binary32 --steps 10000
    expect 1 "leaves working at step" "vmax[" "single step from the golden state"
}

@test "one nudge of 4096 ulp late in a free run is found; single steps are right" {
    late nudges 500 --format binary64 --steps 1000
    expect 1 "free run: x[0] leaves working at step 500" "single steps exact"
}

# checks AG-107
@test "answers that are no function of the request fail" {
    late wavers 500 --format binary64 --steps 1000
    expect 1 "asked once more it did not"
}

# checks AG-108
@test "hidden state is skipped, an error fails, death is status 3" {
    late hides 1 --format binary64 --steps 1000
    expect 4 "lack m, v or vmax"
    late refuses 700 --format binary64 --steps 1000
    expect 1 "error: no more"
    late vanishes 700 --format binary64 --steps 1000
    expect 3 "exited with status 7"
}

@test "level exact names the first bit that differs" {
    run "$amsref" long check --level exact --steps 1000 --format binary64 -- \
        "$BUILD/adapters/plain" --dialect pytorch
    expect 1 "leaves exact at step"
}

# checks AG-108
@test "who knows only step, or only run, is asked so" {
    for ops in step run; do
        late "only-$ops" 1 --steps 1000 --format binary64
        expect 0 "1000 steps"
    done
}

@test "JSON is what its schema says" {
    core pytorch --steps 1000 --json >"$BATS_TEST_TMPDIR/long.json"
    "$PYTHON" - "$BATS_TEST_TMPDIR/long.json" <<'PYTHON'
import json, sys, jsonschema
folder = "spec/schema/"
schema = json.load(open(folder + "long.schema.json"))
vectors = json.load(open(folder + "vectors.schema.json"))
resolver = jsonschema.RefResolver("https://amsref.invalid/long.schema.json", schema,
                                  store={"https://amsref.invalid/vectors.schema.json": vectors})
report = json.load(open(sys.argv[1]))
jsonschema.Draft202012Validator(schema, resolver=resolver).validate(report)
assert len(report["runs"]) == 2 and len(report["runs"][0]["checkpoints"]) == 4
PYTHON
}

# checks AG-109
@test "verify accepts the golden values and names a changed one" {
    run "$amsref" long verify
    expect 0 "16 long runs"
    "$PYTHON" tests/long/spoil.py vectors "$BATS_TEST_TMPDIR"
    run "$amsref" long verify --vectors "$BATS_TEST_TMPDIR" --seed 1
    expect 1 "pytorch/binary64/long/0001, step 100: an interval" \
        "keras/binary64/long/0002, step 5000: hash"
}

@test "wrong usage is told" {
    run "$amsref" long
    expect 2 "an action is missing"
    run "$amsref" long check
    expect 2 "no command to judge"
    run "$amsref" long check --steps 0 -- true
    expect 2 "--steps 0"
    run "$amsref" long check --vectors /nowhere -- "$BUILD/adapters/core" --dialect pytorch
    expect 2 "/nowhere"
}
