#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# Every right order of evaluation conforms, at the level that it must reach: no false alarm;
# checks AG-32, AG-33, AG-35 .. AG-37.

load common

every_order_conforms() {
    local bad=0 count=0 name levels
    while read -r name levels; do
        count=$((count + 1))
        set -- "$1" -- "$adapters/orders" --order "$name" --dialect "$1"
        if [ "${levels%/*}" = "${levels#*/}" ]; then
            judge 0 --level "${levels%/*}" "${@:2}" || bad=$((bad + 1))
        else
            judge 0 --format binary64 --level "${levels%/*}" "${@:2}" || bad=$((bad + 1))
            judge 0 --format binary32 --level "${levels#*/}" "${@:2}" || bad=$((bad + 1))
        fi
    done < <(each_choice orders "$1")
    [ "$count" -ge 20 ] && [ "$bad" -eq 0 ]
}

# checks AG-11
@test "orders: paper" {
    every_order_conforms paper
}

# checks AG-12
@test "orders: paper-eps" {
    every_order_conforms paper-eps
}

# checks AG-13
@test "orders: julia" {
    every_order_conforms julia
}

# checks AG-14
@test "orders: pytorch" {
    every_order_conforms pytorch
}

# checks AG-15
@test "orders: keras" {
    every_order_conforms keras
}

# checks AG-16
@test "orders: optax" {
    every_order_conforms optax
}

# checks AG-17
@test "orders: optax-mu" {
    every_order_conforms optax-mu
}

# checks AG-18
@test "orders: drjit" {
    every_order_conforms drjit
}

# checks AG-19
@test "orders: adam" {
    every_order_conforms adam
}
