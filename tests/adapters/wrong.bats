#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# Faults are refused through the protocol too, and the same step without one is not: no false pass.
# All faults in all dialects are judged in process by `make kill` (vectors/KILLS.md).

load common

some_faults_are_refused() {
    local bad=0 count=0 name formats wanted
    while read -r name formats; do
        case $name in
        none) wanted=0 ;;
        flush | leak | tail-skipped | decay-only-m | maximum-late | t-byte | box-lower) wanted=1 ;;
        *) continue ;;
        esac
        count=$((count + 1))
        judge $wanted --format binary64 -- "$adapters/wrong" --fault "$name" --dialect "$1" ||
            bad=$((bad + 1))
        judge $wanted --format binary32 -- "$adapters/wrong" --fault "$name" --dialect "$1" ||
            bad=$((bad + 1))
    done < <(each_choice wrong "$1")
    [ "$count" -ge 5 ] && [ "$bad" -eq 0 ]
}

# checks AG-11
@test "faults: paper" {
    some_faults_are_refused paper
}

# checks AG-12
@test "faults: paper-eps" {
    some_faults_are_refused paper-eps
}

# checks AG-13
@test "faults: julia" {
    some_faults_are_refused julia
}

# checks AG-14
@test "faults: pytorch" {
    some_faults_are_refused pytorch
}

# checks AG-15
@test "faults: keras" {
    some_faults_are_refused keras
}

# checks AG-16
@test "faults: optax" {
    some_faults_are_refused optax
}

# checks AG-17
@test "faults: optax-mu" {
    some_faults_are_refused optax-mu
}

# checks AG-18
@test "faults: drjit" {
    some_faults_are_refused drjit
}

# checks AG-19
@test "faults: adam" {
    some_faults_are_refused adam
}
