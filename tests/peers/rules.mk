# SPDX-License-Identifier: Apache-2.0

.PHONY: peers
peers: setup-build ## install real frameworks, judge them, write spec/matrix.md (long; resumes)
	@$(MAKE) --no-print-directory all
	@python3 tests/peers/run.py --build $(BUILD)
