#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# The release tarball builds, installs and judges outside a checkout, and the examples for CI services do what
# they say: their own commands are run, in empty folders. checks AG-144

load ../cli/common

# The working tree as it is, by `make dist` where there is git; built once for all tests.
setup_file() {
    cd "$BATS_TEST_DIRNAME/../.." || return 1
    export at=$BATS_FILE_TMPDIR CFLAGS=-O0 MAKEFLAGS=
    export version=$(sed -n 's/^VERSION *:= *//p' Makefile)
    export name=amsref-$version source=$PWD
    mkdir "$at/home" "$at/dist"
    if in_checkout; then
        make -s dist BUILD="$at/dist" DIST_REV="$(revision)" 2>/dev/null
    else
        tar --exclude="./build*" --exclude=__pycache__ --transform "s,^\.,$name," -czf "$at/dist/$name.tar.gz" .
        (cd "$at/dist" && sha256sum "$name.tar.gz" >"$name.tar.gz.sha256")
    fi
    export tarball=$at/dist/$name.tar.gz
    export sum=$(cut -d ' ' -f 1 "$tarball.sha256")
    mkdir "$at/bin" "$at/unpacked"
    # No git for whoever unpacks it.
    printf '#!/bin/sh\necho "git was called: $*" >&2\nexit 1\n' >"$at/bin/git"
    chmod +x "$at/bin/git"
    (cd "$at/unpacked" && tar -xzf "$tarball" && cd "$name" &&
        env -u BUILD PATH="$at/bin:$PATH" HOME="$at/home" make -s -j2 setup-build all)
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    export HOME=$at/home AMSREF_CACHE=$at/cache
}

in_checkout() {
    [ "$(git rev-parse --show-toplevel 2>/dev/null)" = "$(pwd -P)" ]
}

# A commit of the working tree that no branch has.
revision() {
    local GIT_INDEX_FILE=$at/index GIT_AUTHOR_DATE='2000-01-01T00:00Z' GIT_COMMITTER_DATE='2000-01-01T00:00Z'
    export GIT_INDEX_FILE GIT_AUTHOR_DATE GIT_COMMITTER_DATE
    git add -A
    git -c user.name=test -c user.email=test@localhost commit-tree -m test "$(git write-tree)"
}

# badge TEXT: what the reports' badge says.
badge() {
    [ "$(xmllint --xpath 'string(//*[local-name()="title"])' amsref-reports/amsref.svg)" = "amsref: $1" ]
}

@test "make dist gives the same bytes twice, all below one folder" {
    cd "$source"
    in_checkout || skip "not a git checkout"
    commit=$(revision)
    (umask 077 && make -s dist BUILD="$BATS_TEST_TMPDIR" DIST_REV="$commit")
    cmp "$tarball" "$BATS_TEST_TMPDIR/$name.tar.gz"
    cmp "$tarball.sha256" "$BATS_TEST_TMPDIR/$name.tar.gz.sha256"
    run tar -tzf "$tarball"
    expect 0 "$name/vectors/MANIFEST.json" "$name/Makefile"
    [ -z "$(grep -v "^$name/" <<<"$output")" ]
    cd "$at/unpacked/$name"
    run make dist
    expect 2 "not a git checkout"
}

@test "an installed tree finds its vectors from anywhere, also after it was moved" {
    cd "$at/unpacked/$name"
    make -s install DESTDIR="$at/stage" PREFIX=/opt/amsref
    cd /
    run "$at/stage/opt/amsref/bin/amsref" check --category typical --no-laws -- "$PYTHON" "$source/tests/adapters/faulty/faulty.py" good
    expect 0 "all exact"
    mv "$at/stage/opt/amsref" "$at/moved"
    # The adapter of the README, by the installed module.
    sed -n '/^import numpy/,/^serve(/p' "$source/README.md" >"$BATS_TEST_TMPDIR/mine.py"
    run env PYTHONPATH="$at/moved/share/amsref" "$at/moved/bin/amsref" check --category typical -- "$PYTHON" "$BATS_TEST_TMPDIR/mine.py"
    expect 0 "CONFORMS: mine 1.0 is pytorch at level working"
    cp "$at/moved/bin/amsref" "$BATS_TEST_TMPDIR/alone"
    run "$BATS_TEST_TMPDIR/alone" check -- true
    expect 2 "no vectors: neither $(dirname "$BATS_TEST_TMPDIR")/share/amsref/vectors nor ./vectors holds" "AMSREF_VECTORS"
    # A copy in the project that is judged does not stand in for the installed vectors.
    mkdir -p "$BATS_TEST_TMPDIR/project/vectors" && cd "$BATS_TEST_TMPDIR/project"
    echo '{}' >vectors/MANIFEST.json
    run "$at/moved/bin/amsref" check --category typical --no-laws -- "$PYTHON" "$source/tests/adapters/faulty/faulty.py" good
    expect 0 "20 cases, all exact"
    run "$at/moved/bin/amsref" check --vectors vectors -- true
    expect 2 "vectors/MANIFEST.json"
}

@test "the installed library links shared and static by pkg-config, and carries its soname" {
    cd "$at/unpacked/$name"
    make -s install DESTDIR= PREFIX="$at/lib"
    cd "$BATS_TEST_TMPDIR"
    printf '%s\n' '#include <amsref.h>' '#include <stdio.h>' \
        'int main(void) { puts(amsref_status_message(AMSREF_E_LR)); return 0; }' >use.c
    export PKG_CONFIG_PATH=$at/lib/lib/pkgconfig
    [ "$(pkg-config --modversion amsref)" = "$version" ]
    "${CC:-cc}" -std=c11 -o shared use.c $(pkg-config --cflags --libs amsref)
    "${CC:-cc}" -std=c11 -static -o static use.c $(pkg-config --static --cflags --libs amsref)
    [ "$(LD_LIBRARY_PATH=$at/lib/lib ./shared)" = "$(./static)" ]
    objdump -p shared | grep -q 'NEEDED *libamsref.so.1$'
    cd "$at/unpacked/$name"
    make -s uninstall DESTDIR= PREFIX="$at/lib"
    [ -z "$(find "$at/lib" ! -type d)" ]
}

@test "check.sh: a right optimizer, a wrong one, one that crashes; never a report of an earlier run" {
    cp -R "$source/tests/ci-examples/example" .
    cp "$source/tests/ci-examples/check.sh" .
    run sh check.sh "$tarball" "$PYTHON" example/adapter.py
    expect 0 "CONFORMS: example 1.0 is pytorch at level working"
    share=$(jq -r '[.cases[] | select(.format == "binary64")] | "\(map(select(.outcome == "judged")) | length) of \(length)"' amsref-reports/amsref.json)
    badge "pytorch binary64: working, $share cases"
    xmllint --noout --relaxng "$source/spec/schema/junit.rng" amsref-reports/amsref.xml
    jq -e '.status == 0' amsref-reports/amsref.json
    sed -i 's/max(self.v\[i\], self.vmax\[i\])/self.v[i]/' example/amsgrad.py
    run sh check.sh "$tarball" "$PYTHON" example/adapter.py
    expect 1 "DOES NOT CONFORM"
    badge "pytorch: nonconforming"
    sed -i 's/self.steps += 1/self.steps += one/' example/amsgrad.py
    run sh check.sh "$tarball" "$PYTHON" example/adapter.py
    expect 3 "BROKE OFF" "name 'one' is not defined"
    badge "broke off"
    AMSREF_OPTIONS=--nonsense run sh check.sh "$tarball" "$PYTHON" example/adapter.py
    expect 2 "unrecognized option"
    [ -z "$(ls amsref-reports)" ]
    run sh check.sh no-such.tar.gz true
    expect 2 "usage: check.sh TARBALL COMMAND"
}

@test "check.sh: a tarball that does not build is 2, and leaves nothing that a later run would take" {
    mkdir amsref-0 && printf 'all setup-build install:\n\tfalse\n' >amsref-0/Makefile && tar -czf bad.tar.gz amsref-0
    for _ in 1 2; do
        AMSREF_CACHE=cache run sh "$source/tests/ci-examples/check.sh" bad.tar.gz true
        expect 2
        [ -z "$(ls cache)" ]
    done
}

# repository: a clone, in ./work, of a bare one with the example in it.
repository() {
    export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
    git init -q --bare origin.git
    git clone -q origin.git work 2>/dev/null
    cp -R "$source/tests/ci-examples/example" work/
    cd work
}

kept() {
    git -C ../origin.git show amsref-badge:amsref.svg
}

@test "the GitHub workflow: its own commands judge, report and keep the badge" {
    git --version >/dev/null 2>&1 || skip "no git"
    repository
    unset AMSREF_CACHE
    mkdir -p "$HOME/.cache" && [ -e "$HOME/.cache/amsref" ] || { mkdir -p "$at/cache" && ln -s "$at/cache" "$HOME/.cache/amsref"; }
    run "$PYTHON" "$source/tests/ci-examples/steps.py" "$source/tests/ci-examples/github.yml" "file://$tarball" "$sum"
    expect 0 "CONFORMS: example" "keep ~/.cache/amsref" "keep amsref-reports"
    [ -e amsref-reports/amsref.xml ]
    kept | grep -q "pytorch binary64: working"
    # From the cache, of which alone the tarball is taken; a pull request leaves the badge.
    sed -i 's/sqrt(self.vmax\[i\])/sqrt(self.v[i])/' example/amsgrad.py
    run "$PYTHON" "$source/tests/ci-examples/steps.py" "$source/tests/ci-examples/github.yml" file:///nowhere "$sum" pull
    expect 1 "DOES NOT CONFORM"
    kept | grep -q "pytorch binary64: working"
    run "$PYTHON" "$source/tests/ci-examples/steps.py" "$source/tests/ci-examples/github.yml" file:///nowhere "$sum"
    expect 1
    kept | grep -q "pytorch: nonconforming"
    # Another tarball than was pinned is not unpacked; no badge says more than is known.
    rm -r amsref-reports
    run "$PYTHON" "$source/tests/ci-examples/steps.py" "$source/tests/ci-examples/github.yml" file:///nowhere "${sum/[0-9]/x}"
    [ "$status" -ne 0 ]
    [[ $output != *CONFORM* ]]
    run kept
    [ "$status" -ne 0 ]
}

@test "the GitLab job: its own commands judge and report" {
    cp -R "$source/tests/ci-examples/example" .
    # It would install as root: here what it names must be there already.
    mkdir bin
    printf '#!/bin/sh\n[ "$1" = install ] || exit 0\nshift\nfor p; do case $p in -*) ;; *) dpkg-query -W "$p" || exit 1 ;; esac; done\n' >bin/apt-get
    chmod +x bin/apt-get
    mkdir .amsref && cp -R "$at/cache/$sum" .amsref/
    unset AMSREF_CACHE
    PATH=$PWD/bin:$PATH run "$PYTHON" "$source/tests/ci-examples/steps.py" "$source/tests/ci-examples/gitlab.yml" "file://$tarball" "$sum"
    expect 0 "CONFORMS: example" "keep amsref-reports/amsref.xml"
    [ -e amsref-reports/amsref.xml ]
    PATH=$PWD/bin:$PATH run "$PYTHON" "$source/tests/ci-examples/steps.py" "$source/tests/ci-examples/gitlab.yml" file:///nowhere "$sum" cached
    expect 0 "CONFORMS: example"
}
