#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# Right orders of evaluation conform through the protocol too, at the level that each must reach: no
# false alarm. All orders in all dialects are judged in process by `make kill` (vectors/RIGHT.md);
# checks AG-32, AG-33, AG-35 .. AG-37.

load common

some_orders_conform() {
    local bad=0 count=0 name levels
    while read -r name levels; do
        case $name in lerp-torch | fma-pair | keras | extended-stored) ;; *) continue ;; esac
        count=$((count + 1))
        set -- "$1" -- "$adapters/orders" --order "$name" --dialect "$1"
        judge 0 --format binary64 --level "${levels%/*}" "${@:2}" || bad=$((bad + 1))
        judge 0 --format binary32 --level "${levels#*/}" "${@:2}" || bad=$((bad + 1))
    done < <(each_choice orders "$1")
    [ "$count" -eq 4 ] && [ "$bad" -eq 0 ]
}

# checks AG-11
@test "orders: paper" {
    some_orders_conform paper
}

# checks AG-12
@test "orders: paper-eps" {
    some_orders_conform paper-eps
}

# checks AG-13
@test "orders: julia" {
    some_orders_conform julia
}

# checks AG-14
@test "orders: pytorch" {
    some_orders_conform pytorch
}

# checks AG-15
@test "orders: keras" {
    some_orders_conform keras
}

# checks AG-16
@test "orders: optax" {
    some_orders_conform optax
}

# checks AG-17
@test "orders: optax-mu" {
    some_orders_conform optax-mu
}

# checks AG-18
@test "orders: drjit" {
    some_orders_conform drjit
}

# checks AG-19
@test "orders: adam" {
    some_orders_conform adam
}
