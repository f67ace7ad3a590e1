# SPDX-License-Identifier: Apache-2.0

# Without them the peers that want them are listed as not judged.
PEER_PACKAGES := g++ libllvm19 python3-torch python3-numpy python3-venv

.PHONY: setup-peers
setup-peers:
	$(call need,$(PEER_PACKAGES))

.PHONY: peers
peers: setup-build ## install real frameworks, judge them, write spec/matrix.md (long; resumes)
	-@$(MAKE) --no-print-directory setup-peers
	@$(MAKE) --no-print-directory all adapters
	@python3 tests/peers/run.py --build $(BUILD)

.PHONY: peers-page
peers-page: ## write the matrix of frameworks as an HTML page, build/peers.html
	@mkdir -p $(BUILD)
	@$(PYTHON) tests/peers/run.py --page $(BUILD)/peers.html
	@echo $(BUILD)/peers.html

.PHONY: findings
findings: ## run the reproductions of spec/findings.md in the peers that `make peers` installed
	@python3 tests/peers/findings.py --build $(BUILD)
