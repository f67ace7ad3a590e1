# SPDX-License-Identifier: Apache-2.0

VECTORS ?= vectors

.PHONY: octave
octave: ## check the core's bits of every golden case with Octave
	@command -v octave-cli >/dev/null || { echo "make octave: needs octave (apt-get install octave)" >&2; exit 77; }
	octave-cli --quiet --norc --no-history tests/octave/check.m $(VECTORS)
