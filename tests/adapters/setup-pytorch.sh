#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Finds or makes a Python that can import torch and numpy, and prints the interpreter's path, alone,
# on standard output. Running it again changes nothing and is quick.
#
#   usage: setup-pytorch.sh [--find] [BUILD]
#
# Tries, in this order: $AMSREF_TORCH_PYTHON; python3 and /usr/bin/python3 as they are; the virtual
# environment BUILD/venv-torch, made with pip where it is missing; Debian's python3-torch.
# --find only looks and installs nothing. Status 77 (skip) with one line where there is none.
set -eu

torch_version=2.13.0
find_only=no
if [ "${1-}" = --find ]; then
    find_only=yes
    shift
fi
build=${1:-build}
venv=$build/venv-torch
root=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd)
case $venv in
/*) ;;
*) venv=$root/$venv ;;
esac

has_torch() {
    "$1" -c 'import numpy, torch; torch.zeros(1)' >/dev/null 2>&1
}

answer() {
    # The absolute path, because callers start it from other folders.
    "$1" -c 'import sys; print(sys.executable)'
    exit 0
}

skip() {
    echo "setup-pytorch: $1" >&2
    exit 77
}

if [ -n "${AMSREF_TORCH_PYTHON-}" ]; then
    has_torch "$AMSREF_TORCH_PYTHON" && answer "$AMSREF_TORCH_PYTHON"
    skip "AMSREF_TORCH_PYTHON=$AMSREF_TORCH_PYTHON cannot import torch and numpy; unset it or install them there"
fi
for python in "$venv/bin/python3" python3 /usr/bin/python3; do
    command -v "$python" >/dev/null 2>&1 && has_torch "$python" && answer "$python"
done
[ $find_only = yes ] && skip "no Python here imports torch; run tests/adapters/setup-pytorch.sh to install one"

# Debian packages, where apt and the right to use it are there.
install() {
    command -v apt-get >/dev/null 2>&1 || return 1
    sudo=
    [ "$(id -u)" = 0 ] || sudo='sudo -n'
    $sudo apt-get install -qq -y --no-install-recommends "$@" >/dev/null 2>&1 && return 0
    $sudo apt-get update -qq >/dev/null 2>&1 || return 1
    $sudo apt-get install -qq -y --no-install-recommends "$@" >/dev/null 2>&1
}

# A half-made environment would be found broken for ever: it is built aside and moved in place.
# venv's own scripts hold absolute paths, but its interpreter works from wherever it lies.
make_venv() {
    aside=$venv.part.$$
    trap 'rm -rf "$aside"' EXIT INT TERM
    mkdir -p "$(dirname -- "$venv")"
    python3 -c 'import ensurepip, venv' 2>/dev/null || install python3 python3-venv || return 1
    python3 -m venv "$aside" >&2 || return 1
    "$aside/bin/python3" -m pip install --quiet --disable-pip-version-check \
        "torch==$torch_version" numpy >&2 || return 1
    has_torch "$aside/bin/python3" || return 1
    rm -rf "$venv"
    mv "$aside" "$venv"
    trap - EXIT INT TERM
}

echo "setup-pytorch: installing torch $torch_version into $venv" >&2
if make_venv; then
    answer "$venv/bin/python3"
fi
rm -rf "$venv.part.$$"
echo "setup-pytorch: no wheel of torch $torch_version could be installed; trying Debian's" >&2
if install python3-torch python3-numpy && has_torch /usr/bin/python3; then
    answer /usr/bin/python3
fi
skip "torch is neither importable nor installable (needs pip with a registry, or apt); PyTorch is skipped"
