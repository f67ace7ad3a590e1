#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# Right orders of evaluation conform through the protocol too, at the level that each must reach: no
# false alarm. All orders in all dialects are judged in process by `make kill` (vectors/RIGHT.md).

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

@test "orders: paper" {
    some_orders_conform paper
}

@test "orders: paper-eps" {
    some_orders_conform paper-eps
}

@test "orders: julia" {
    some_orders_conform julia
}

@test "orders: pytorch" {
    some_orders_conform pytorch
}

@test "orders: keras" {
    some_orders_conform keras
}

@test "orders: optax" {
    some_orders_conform optax
}

@test "orders: optax-mu" {
    some_orders_conform optax-mu
}

@test "orders: drjit" {
    some_orders_conform drjit
}

@test "orders: adam" {
    some_orders_conform adam
}
