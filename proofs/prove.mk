# SPDX-License-Identifier: Apache-2.0
#
# The proofs. Everything generated, the provers' configuration included, goes to $(BUILD)/prove.

.PHONY: prove prove-mutants prove-coq
prove: setup-prove ## set up, prove the core from cold, write proofs/results.json
	@python3 proofs/prove.py --build $(BUILD)/prove --results proofs/results.json

prove-mutants: setup-prove ## each mutant of the core must fail to prove
	@python3 proofs/prove_mutants.py --build $(BUILD)/prove

prove-coq: setup-prove ## what Gappa proved, again, each certificate accepted by Coq
	$(call need,$(COQ_PACKAGES))
	@python3 proofs/prove_coq.py --build $(BUILD)/prove-coq
