#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# Recorded runs (AG-110 .. AG-114): right ones pass, each injected fault is named at its first step and
# quantity, malformed files are refused with a sentence.

load ../cli/common

runs=$BATS_FILE_TMPDIR

# made NAME DIALECT FORMAT [STEPS OPTION...]: the folder of a run made with numpy.
made() {
    local folder=$runs/$1
    shift
    [ -d "$folder" ] || "$PYTHON" tests/record/make_run.py "$folder" "$@" || return 1
}

# faulty NAME STEP TENSOR FAULT: a copy of the pytorch run in binary32 with that fault, judged.
faulty() {
    made good pytorch binary32 12
    cp -r "$runs/good" "$runs/$1"
    "$PYTHON" tests/record/inject.py "$runs/$1" "$2" "$3" "$4"
    run "$amsref" check --trace "$runs/$1"
}

# edit FOLDER FILE PYTHON: changes header `h` and data `d` of a file.
edit() {
    "$PYTHON" - "$runs/$1/$2" "$3" <<'END'
import json, struct, sys
path, change = sys.argv[1:]
raw = open(path, "rb").read()
n, = struct.unpack_from("<Q", raw)
scope = {"h": json.loads(raw[8:8 + n]), "d": raw[8 + n:], "json": json}
exec(change, scope)
text = json.dumps(scope["h"]).encode()
open(path, "wb").write(struct.pack("<Q", len(text)) + text + scope["d"])
END
}

# broken NAME FILE PYTHON TEXT...: an edited copy is refused with these words, naming the file.
broken() {
    local name=$1 file=$2 change=$3
    shift 3
    made good pytorch binary32 12
    cp -r "$runs/good" "$runs/$name"
    edit "$name" "$file" "$change"
    run "$amsref" check --trace "$runs/$name"
    expect 2 "$runs/$name/$file" "$@"
}

# checks AG-110, AG-112, AG-113
@test "a right run conforms: every dialect, both formats, two groups, schedules, missing gradients" {
    for dialect in paper paper-eps julia pytorch keras optax optax-mu drjit adam; do
        for format in binary32 binary64; do
            made "$dialect-$format" "$dialect" "$format" 12
            run "$amsref" check --trace "$runs/$dialect-$format"
            expect 0 "CONFORMS:" "is $dialect at level working (12 steps, 3204 updates, all tight or better)"
        done
    done
}

# checks AG-110, AG-112
@test "a run that begins late, and one with a declared gap, conform" {
    made resumed pytorch binary32 12 resumed
    run "$amsref" check --trace "$runs/resumed" --level tight
    expect 0 "CONFORMS:"
    made gap pytorch binary32 12 gap
    run "$amsref" check --trace "$runs/gap"
    expect 0 "9 steps" "gaps: 1 declared"
}

# checks AG-113
@test "one flipped bit of each quantity is found, at its step" {
    local step=3 q
    for q in x m v vmax; do
        faulty "bit-$q" $step layer.weight "bit:$q:77:9"
        expect 1 "$q of layer.weight is wrong first, at step $step" "step $step layer.weight[77] $q (t = $step): got " \
            " ulp away" "$amsref eval --dialect pytorch --format binary32 --t $step --lr 0.0"
        step=$((step + 2))
    done
}

# checks AG-113
@test "a fault that the working interval holds is found one step later, or at level tight at once" {
    faulty small 7 layer.weight bit:v:77:4
    expect 1 "v of layer.weight is wrong first, at step 8"
    run "$amsref" check --trace "$runs/small" --level tight
    expect 1 "v of layer.weight is wrong first, at step 7"
}

# checks AG-113
@test "a maximum that begins anew, a wrong eps, an element left out: first step and quantity" {
    faulty reset 10 head.weight vmax-reset
    expect 1 "vmax of head.weight is wrong first, at step 10"
    faulty reset7 7 layer.weight vmax-reset
    expect 1 "vmax of layer.weight is wrong first, at step 7"
    faulty eps 8 scale eps:1e-3
    expect 1 "x of scale is wrong first, at step 8" "found wrong: x"
    faulty element 9 layer.weight element:200
    expect 1 "x of layer.weight is wrong first, at step 9" "step 9 layer.weight[200] x"
}

# checks AG-113
@test "the command that a fault comes with shows the interval that was missed" {
    faulty again 4 layer.bias bit:x:1:9
    local want command
    want=$(grep -o 'want \[[^]]*\]' <<<"$output" | head -n 1 | grep -o '([0-9a-f]*)' | tr '\n' ' ')
    command=$(grep -m 1 -- ' eval ' <<<"$output")
    run eval "$command"
    expect 0 "pytorch, binary32, t = 4"
    [ "$(sed -n '/^x$/,/^m$/p' <<<"$output" | grep working | grep -o '([0-9a-f]*)' | tr '\n' ' ')" = "$want" ]
}

# checks AG-113
@test "a count that jumps, a start that is not zero, a change between steps" {
    made counter pytorch binary32 12 counter
    run "$amsref" check --trace "$runs/counter"
    expect 1 "t of scale is wrong first, at step 4" "step 4 scale t: got 5, want 4"
    made start pytorch binary32 12 start
    run "$amsref" check --trace "$runs/start"
    expect 1 "before step 1 layer.bias[2] m: got 0.001" "want 0 (00000000)"
    made between pytorch binary32 12 between
    run "$amsref" check --trace "$runs/between"
    expect 1 "after step 5 head.weight[0] x" "something other than a step changed the state"
}

# checks AG-113
@test "--dialect judges by another dialect; --level tight by the tight interval" {
    made good pytorch binary32 12
    run "$amsref" check --trace "$runs/good" --dialect optax
    expect 1 "is not optax at level working: vmax of layer.weight is wrong first, at step 1"
    run "$amsref" check --trace "$runs/good" --dialect paper
    expect 2 "eps must be finite and at least 0, and 0 in dialect paper"
    run "$amsref" check --trace "$runs/good" --level tight
    expect 0 "at level tight"
}

# checks AG-113
@test "the verdict and the reports do not depend on the number of threads" {
    made good pytorch binary32 12
    cp -r "$runs/good" "$runs/many"
    for step in 3 5 8; do
        "$PYTHON" tests/record/inject.py "$runs/many" $step layer.weight eps:0.1
    done
    for n in 1 2 7; do
        run "$amsref" check --trace "$runs/many" --threads $n --report json:"$runs/many-$n.json" --report tap
        expect 1 "not ok 1 - layer.weight (nonconforming)" "ok 2 - layer.bias (tight)" "ok 5 - none # SKIP"
    done
    cmp "$runs/many-1.json" "$runs/many-2.json"
    cmp "$runs/many-1.json" "$runs/many-7.json"
    jq -e '.status == 1 and .first.step == 3 and .first.fault == "x" and (.tensors | length) == 5' "$runs/many-1.json"
    run "$amsref" check --trace "$runs/many" --report junit:"$runs/many.xml" --report badge:"$runs/many.svg"
    xmllint --noout --relaxng spec/schema/junit.rng "$runs/many.xml"
    grep -q '<title>amsref: pytorch: nonconforming</title>' "$runs/many.svg"
    grep -q '<failure message="step 3 layer.weight' "$runs/many.xml"
}

# checks AG-110, AG-113
@test "the metadata and the JSON report are as their schemas say" {
    made good pytorch binary32 12
    faulty schema 5 scale bit:v:0:3
    "$amsref" check --trace "$runs/schema" --report json:"$runs/bad.json" || [ $? -eq 1 ]
    "$amsref" check --trace "$runs/good" --report json:"$runs/ok.json" --report badge:"$runs/ok.svg"
    grep -q '<title>amsref: pytorch, recorded run: tight</title>' "$runs/ok.svg"
    run "$PYTHON" tests/record/schemas.py "$runs/good" "$runs/gap" "$runs/ok.json" "$runs/bad.json"
    expect 0 "fit their schemas"
}

# checks AG-111
@test "files that are not safetensors are refused: lengths, offsets, shapes, holes" {
    made good pytorch binary32 12
    cp -r "$runs/good" "$runs/short"
    printf 'abc' >"$runs/short/step-000002.safetensors"
    run "$amsref" check --trace "$runs/short"
    expect 2 "$runs/short/step-000002.safetensors: 3 bytes are too few"
    cp -r "$runs/good" "$runs/long"
    printf '\377\377\377\0\0\0\0\0{}' >"$runs/long/step-000002.safetensors"
    run "$amsref" check --trace "$runs/long"
    expect 2 "step-000002.safetensors: header: its length 16777215 leaves the file"
    broken cut step-000003.safetensors 'd = d[:-4]' "leave the"
    broken overlap step-000003.safetensors 'h["m/scale"]["data_offsets"] = h["x/scale"]["data_offsets"]' "overlap"
    broken hole step-000003.safetensors 'd += b"1234"' "leave a hole"
    broken shape step-000003.safetensors 'h["x/layer.bias"]["shape"] = [7]' "x/layer.bias: its shape in F32"
    broken negative step-000003.safetensors 'h["x/layer.bias"]["shape"] = [-6]' "it needs 'dtype', 'shape'"
    broken dtype step-000003.safetensors 'h["x/layer.bias"]["dtype"] = "F8"' "unknown dtype 'F8'"
}

# checks AG-110, AG-112
@test "traces that do not fit together are refused: names, tensors, numbers, hyper-parameters" {
    local swap='a = json.loads(h["__metadata__"]["amsref_trace"]);' back=';h["__metadata__"]["amsref_trace"] = json.dumps(a)'
    broken meta step-000003.safetensors 'h["__metadata__"] = {}' "no member 'amsref_trace'"
    broken missing step-000003.safetensors 'h["w/scale"] = h.pop("v/scale")' "v/scale: there is no such array"
    broken turned step-000003.safetensors 'h["x/layer.weight"]["shape"] = [40, 6]' "is not that of the"
    broken half step-000003.safetensors 'h["g/layer.bias"]["dtype"] = "BF16"; h["g/layer.bias"]["shape"] = [12]' \
        "its dtype or shape is not that of the tensor's x"
    broken stranger step-000003.safetensors "$swap a['groups'] = a['groups'][1:]$back" "no group has this tensor"
    broken twice step-000003.safetensors "$swap a['groups'].append(a['groups'][0])$back" "named twice"
    broken unknown step-000003.safetensors "$swap a['groups'][0]['tensors'] = ['other']$back" \
        "other: no file before has the state"
    broken beta step-000003.safetensors "$swap a['groups'][0]['hyper']['beta2'] = 1$back" "group 0: beta2 must be"
    broken noeps step-000003.safetensors "$swap del a['groups'][0]['hyper']['eps']$back" "'hyper.eps' is missing"
    broken dialect step-000003.safetensors "$swap a['dialect'] = 'amsgrad'$back" "no dialect 'amsgrad'"
    broken other step-000003.safetensors "$swap a['dialect'] = 'keras'$back" "have another dialect"
    broken zero step-000003.safetensors "$swap a['groups'][0]['t'] = 0$back" "'t' is missing or not an integer in 1"
    broken nan step-000003.safetensors 'h["__metadata__"]["amsref_trace"] = "{\"version\": NaN}"' "line 1"
}

# checks AG-112
@test "missing files are noticed" {
    made undeclared pytorch binary32 12 undeclared
    run "$amsref" check --trace "$runs/undeclared"
    expect 2 "step-000009.safetensors: step-6 is missing"
    made good pytorch binary32 12
    cp -r "$runs/good" "$runs/headless"
    rm "$runs/headless/state-000000.safetensors"
    run "$amsref" check --trace "$runs/headless"
    expect 2 "no state file comes before this step"
    mkdir "$runs/nothing"
    run "$amsref" check --trace "$runs/nothing"
    expect 2 "no trace"
    run "$amsref" check --trace "$runs/absent"
    expect 2 "absent: cannot be read as a folder"
    cp "$runs/good/state-000000.safetensors" "$runs/nothing"
    run "$amsref" check --trace "$runs/nothing"
    expect 4 "NOTHING WAS RUN"
    touch "$runs/nothing/model.safetensors"
    run "$amsref" check --trace "$runs/nothing"
    expect 2 "model.safetensors: the files of a trace are called step-N.safetensors"
}

# asked NAME DIALECT FORMAT COMMAND...: the folder of a run whose steps the adapter took.
asked() {
    local folder=$runs/$1
    shift
    [ -d "$folder" ] || "$PYTHON" tests/record/ask_run.py "$folder" "${@:1:2}" 12 "${@:3}" || return 1
}

# checks AG-158
@test "level exact: the core's bits and no others, in every dialect and format" {
    local dialect format
    for dialect in paper paper-eps julia pytorch keras optax optax-mu drjit adam; do
        for format in binary64 binary32; do
            asked "exact-$dialect-$format" $dialect $format "$BUILD/adapters/core" --dialect $dialect
            run "$amsref" check --trace "$runs/exact-$dialect-$format" --level exact
            expect 0 "(12 steps, 840 updates, all exact or better)"
        done
        asked "exact-$dialect-bfloat16" $dialect bfloat16 "$BUILD/adapters/storage" --way binary32 --dialect $dialect
        run "$amsref" check --trace "$runs/exact-$dialect-bfloat16" --level exact
        expect 0 "all exact or better"
    done
    cp -r "$runs/exact-keras-binary64" "$runs/last-bit"
    "$PYTHON" tests/record/inject.py "$runs/last-bit" 7 w bit:m:33:0
    run "$amsref" check --trace "$runs/last-bit" --level tight
    expect 0 "at level tight"
    run "$amsref" check --trace "$runs/last-bit" --level exact --report terminal --report json:"$runs/last-bit.json"
    expect 1 "m of w is wrong first, at step 7" || { echo "$output"; return 1; }
    run "$PYTHON" tests/record/schemas.py "$runs/exact-keras-binary64" "$runs/exact-drjit-bfloat16" "$runs/last-bit.json" "$runs/last-bit.json"
    expect 0 "fit their schemas"
    asked lerp pytorch binary32 "$BUILD/adapters/orders" --order lerp-torch --dialect pytorch
    run "$amsref" check --trace "$runs/lerp" --level exact
    expect 1 "binary32            70        12 tight" "decided by the oracle: 0 values"
}

# checks AG-157
@test "bfloat16 and binary16: tight and working as in the vectors; a flipped bit is found" {
    local format
    for format in bfloat16 binary16; do
        asked "kept-$format" pytorch $format "$BUILD/adapters/storage" --way binary64 --dialect pytorch
        run "$amsref" check --trace "$runs/kept-$format" --level tight
        expect 0 "all tight or better" "decided by the oracle: 3360 values"
        asked "each-$format" pytorch $format "$BUILD/adapters/storage" --way each --dialect pytorch
        run "$amsref" check --trace "$runs/each-$format" --level tight
        expect 1 "is wrong first"
        run "$amsref" check --trace "$runs/each-$format"
        expect 0 "all working or better"
        asked "lost-$format" pytorch $format "$BUILD/adapters/storage" --way no-maximum-each --dialect pytorch
        run "$amsref" check --trace "$runs/lost-$format"
        expect 1 "vmax of w is wrong first" "eval --dialect pytorch --format $format"
        cp -r "$runs/each-$format" "$runs/flipped-$format"
        "$PYTHON" tests/record/inject.py "$runs/flipped-$format" 6 w bit:vmax:50:7
        run "$amsref" check --trace "$runs/flipped-$format"
        expect 1 "vmax of w is wrong first, at step 6"
    done
}

@test "options that have no meaning for a trace are wrong usage" {
    run "$amsref" check --trace x -- command
    expect 2 "no command goes with it"
    run "$amsref" check --trace x --category typical
    expect 2 "go with --trace"
    run "$amsref" check --trace x --threads 0
    expect 2 "--threads 0"
    run "$amsref" check --threads 2 -- command
    expect 2 "--threads goes with --trace"
}

# checks AG-110, AG-113
@test "PyTorch, recorded: conforms; a fault inside a step is named" {
    local torch
    torch=$(tests/adapters/setup-pytorch.sh --find "$BUILD") || skip "no PyTorch: make conform sets one up"
    run "$torch" tests/record/demo.py --small "$amsref" "$runs/torch"
    expect 0 "14 passed, 0 failed"
}
