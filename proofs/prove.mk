# SPDX-License-Identifier: Apache-2.0
#
# The proofs. Everything generated, the provers' configuration included, goes to $(BUILD)/prove*.

.PHONY: prove prove-mutants prove-weaken prove-smoke prove-twice prove-coq
prove: setup-prove ## set up, prove the core from cold, write proofs/results.json
	@python3 proofs/prove.py --build $(BUILD)/prove --results proofs/results.json; status=$$?; \
	    python3 proofs/summary.py && python3 proofs/theorems.py && exit $$status

prove-mutants: setup-prove ## each mutant of the core must fail to prove; writes proofs/refused.json
	@python3 proofs/prove_mutants.py --build $(BUILD)/prove-mutants

prove-weaken: setup-prove ## who notices if a clause of a contract is deleted; writes proofs/weaken.json
	@python3 proofs/weaken.py --build $(BUILD)/prove-weaken

prove-smoke: setup-prove ## no contradiction may be found in contracts and lemmas
	@python3 proofs/prove_smoke.py --build $(BUILD)/prove-smoke

prove-twice: setup-prove ## a second solver for each goal of SMT; writes proofs/twice.json
	@python3 proofs/prove_twice.py --build $(BUILD)/prove-twice --table proofs/twice.json

prove-coq: setup-prove ## what Gappa proved, again, each certificate accepted by Coq
	$(call need,$(COQ_PACKAGES))
	@python3 proofs/prove_coq.py --build $(BUILD)/prove-coq
