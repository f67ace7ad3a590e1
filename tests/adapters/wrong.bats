#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# Every fault is refused in every dialect and format where it applies: no false pass.

load common

every_fault_is_refused() {
    local bad=0 count=0 name formats wanted
    while read -r name formats; do
        count=$((count + 1))
        wanted=1
        [ "$name" = none ] && wanted=0
        judge $wanted --format binary64 -- "$adapters/wrong" --fault "$name" --dialect "$1" ||
            bad=$((bad + 1))
        [ "$formats" = 64 ] && continue
        judge $wanted --format binary32 -- "$adapters/wrong" --fault "$name" --dialect "$1" ||
            bad=$((bad + 1))
    done < <(each_choice wrong "$1")
    [ "$count" -ge 30 ] && [ "$bad" -eq 0 ]
}


# checks AG-11
@test "faults: paper" {
    every_fault_is_refused paper
}

# checks AG-12
@test "faults: paper-eps" {
    every_fault_is_refused paper-eps
}

# checks AG-13
@test "faults: julia" {
    every_fault_is_refused julia
}

# checks AG-14
@test "faults: pytorch" {
    every_fault_is_refused pytorch
}

# checks AG-15
@test "faults: keras" {
    every_fault_is_refused keras
}

# checks AG-16
@test "faults: optax" {
    every_fault_is_refused optax
}

# checks AG-17
@test "faults: optax-mu" {
    every_fault_is_refused optax-mu
}

# checks AG-18
@test "faults: drjit" {
    every_fault_is_refused drjit
}

# checks AG-19
@test "faults: adam" {
    every_fault_is_refused adam
}
