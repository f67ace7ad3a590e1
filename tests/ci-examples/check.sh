#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Judges an optimizer by a release of amsref, on Debian or Ubuntu:
#
#     check.sh amsref-1.0.0.tar.gz COMMAND [ARGUMENT...]
#
# COMMAND is the adapter (spec/adapters.md). The release is built once, into a folder below AMSREF_CACHE
# (~/.cache/amsref) that is named by its contents. AMSREF_REPORTS (./amsref-reports) gets amsref.xml (JUnit),
# amsref.json and the badge amsref.svg. AMSREF_OPTIONS are more options of `amsref check`, whose exit
# status this script has: 0 conforms, 1 does not, 3 crashed, hung or broke the protocol, 4 nothing was run; 2 is
# also a release that cannot be built.
set -eu

[ $# -ge 2 ] && [ -f "$1" ] || {
    echo "usage: check.sh TARBALL COMMAND [ARGUMENT...]; the tarball is a release of amsref" >&2
    exit 2
}
tarball=$1
shift
reports=${AMSREF_REPORTS:-amsref-reports}
sum=$(sha256sum <"$tarball" | cut -d ' ' -f 1)
amsref=${AMSREF_CACHE:-$HOME/.cache/amsref}/$sum

mkdir -p "$reports"
rm -f "$reports/amsref.xml" "$reports/amsref.json" "$reports/amsref.svg" # none may be of an earlier run

build() {
    mkdir "$1/source" && tar -xzf "$tarball" -C "$1/source" --strip-components=1 &&
        make -C "$1/source" setup-build &&
        make -C "$1/source" -j "$(nproc)" all &&
        make -C "$1/source" install PREFIX="$1/tree" DESTDIR= >/dev/null
}

if [ ! -x "$amsref/bin/amsref" ]; then
    mkdir -p "$(dirname "$amsref")"
    folder=$(mktemp -d "$amsref.XXXXXX")
    trap 'rm -rf "$folder"' EXIT
    build "$folder" >&2 || exit 2
    mv -T "$folder/tree" "$amsref" || [ -x "$amsref/bin/amsref" ] # another run was faster
    rm -rf "$folder"
    trap - EXIT
fi

# shellcheck disable=SC2086 # options are words
PYTHONPATH=$amsref/share/amsref${PYTHONPATH:+:$PYTHONPATH} exec "$amsref/bin/amsref" check ${AMSREF_OPTIONS:-} \
    --report terminal --report "junit:$reports/amsref.xml" --report "json:$reports/amsref.json" \
    --report "badge:$reports/amsref.svg" -- "$@"
