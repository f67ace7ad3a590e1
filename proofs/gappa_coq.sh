#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Gappa as a certifying prover: silent, which is valid, only if Coq accepts Gappa's certificate and the
# certificate assumes nothing.
folder=$(mktemp -d) || { echo "Error: no folder"; exit 3; }
trap 'rm -rf "$folder"' EXIT
gappa -Eprecision=80 -Bcoq "$1" > "$folder/certificate.v" 2> "$folder/errors" ||
    { cat "$folder/errors"; echo "Error: Gappa fails"; exit 1; }
grep -Eq 'Hypothes[ie]s|Axiom|Parameter|Conjecture|Admitted|admit' "$folder/certificate.v" &&
    { echo "Error: the certificate assumes something"; exit 1; }
[ -s "$folder/certificate.v" ] || { echo "Error: no certificate"; exit 1; }
cd "$folder" && coqc -q certificate.v > messages 2>&1 || { echo "Error: Coq refuses"; exit 1; }
