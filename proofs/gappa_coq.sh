#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Gappa as a certifying prover: silent, which is valid, only if Coq accepts Gappa's certificate.
folder=$(mktemp -d) || exit 3
trap 'rm -rf "$folder"' EXIT
gappa -Eprecision=80 -Bcoq "$1" > "$folder/certificate.v" 2> "$folder/errors" ||
    { cat "$folder/errors"; exit 1; }
cd "$folder" && coqc -q certificate.v > messages 2>&1 || { echo "Error: Coq refuses"; exit 1; }
