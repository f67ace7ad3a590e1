#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# bfloat16 and binary16: every right way conforms at the level that it must reach, and no better; every wrong one is
# refused.

load common

# What the word of --list asks of a way: a status and a level. Who is tight is working too, and who is not working
# is not tight. Some ways of rounding each operation are tight in a dialect of few operations.
wanted() {
    case $1:$2 in
    *:tight) echo 0 tight ;;
    *:wrong) echo 1 working ;;
    each:working | *:loose) echo 1 tight && echo 0 working ;;
    *:working) echo 0 working ;;
    *:sometimes) echo 1 tight ;;
    *) echo "$1: what is $2?" >&2 && echo 2 working ;;
    esac
}

every_way_is_as_listed() {
    local bad=0 count=0 name verdict status level
    while read -r name verdict; do
        count=$((count + 1))
        while read -r status level; do
            judge "$status" --level "$level" \
                -- "$adapters/storage" --way "$name" --dialect "$1" || bad=$((bad + 1))
        done < <(wanted "$name" "$verdict")
    done < <(each_choice storage "$1")
    [ "$count" -ge 20 ] && [ "$bad" -eq 0 ]
}

# checks AG-115 .. AG-119
@test "storage formats: paper" {
    every_way_is_as_listed paper
}

# checks AG-115 .. AG-119
@test "storage formats: paper-eps" {
    every_way_is_as_listed paper-eps
}

# checks AG-115 .. AG-119
@test "storage formats: julia" {
    every_way_is_as_listed julia
}

# checks AG-115 .. AG-119
@test "storage formats: pytorch" {
    every_way_is_as_listed pytorch
}

# checks AG-115 .. AG-119
@test "storage formats: keras" {
    every_way_is_as_listed keras
}

# checks AG-115 .. AG-119
@test "storage formats: optax" {
    every_way_is_as_listed optax
}

# checks AG-115 .. AG-119
@test "storage formats: optax-mu" {
    every_way_is_as_listed optax-mu
}

# checks AG-115 .. AG-119
@test "storage formats: drjit" {
    every_way_is_as_listed drjit
}

# checks AG-115 .. AG-119
@test "storage formats: adam" {
    every_way_is_as_listed adam
}

# checks AG-118
@test "numpy's float16, each operation rounded: working in every dialect" {
    for d in $dialects; do
        judge 0 -- "$PYTHON" tests/adapters/numpy_amsgrad.py "$d" binary16
    done
}

# checks AG-116, AG-117
@test "numpy: float32 arithmetic, float16 storage: tight in every dialect" {
    for d in $dialects; do
        judge 0 --level tight -- "$PYTHON" tests/adapters/numpy_amsgrad.py "$d" binary16 float32
    done
}

# checks AG-115
@test "what does not announce a storage format is not asked for it, unless it is named" {
    run "$amsref" check --category typical --report json -- "$adapters/core" --dialect pytorch
    [ "$status" = 0 ]
    [ "$(jq -r '[.cases[].format] | unique | join(" ")' <<<"$output")" = "binary32 binary64" ]
    run "$amsref" check --format bfloat16 -- "$adapters/core" --dialect pytorch
    [ "$status" = 4 ]
    [[ $output == *"format bfloat16 is not among its formats"* ]]
}

# checks AG-119
@test "identify asks in no storage format, and says so" {
    run "$amsref" identify -- "$adapters/storage" --way binary32 --dialect pytorch
    [ "$status" = 4 ]
    [[ $output == *"questions are asked in binary64 and binary32 alone"* ]]
    run "$amsref" check --explain --level tight -- "$adapters/storage" --way each --dialect pytorch
    [ "$status" = 1 ]
    [[ $output == *"questions are asked in binary64 and binary32 alone"* ]]
}

# checks AG-116 .. AG-118
@test "eval: eps is kept by binary32 arithmetic, and may be lost in binary16" {
    run "$amsref" eval --format binary16 --m 0.001 --t 6 --lr 1e-6
    [ "$status" = 0 ]
    [[ $output == *"tight    -0.1921 (b226) .. -0.1921 (b226)"* ]]
    [[ $output == *"working  -inf (fc00) .. 0 (0000)"* ]]
    run "$amsref" eval --format bfloat16 --x bits:3f8
    [ "$status" = 2 ]
    [[ $output == *"'bits:' takes 4 hexadecimal digits in bfloat16"* ]]
}

# checks AG-117, AG-118
@test "PyTorch's bfloat16 and float16 tensors: working, single-tensor and foreach" {
    python=$(tests/adapters/setup-pytorch.sh --find "${BUILD:-build}") || skip "no torch"
    for way in single foreach; do
        judge 0 -- "$python" tests/adapters/pytorch.py "--$way" --storage
    done
}
