# SPDX-License-Identifier: Apache-2.0

.PHONY: trace
trace: ## write spec/trace.md: which case, law, test and proof each clause has, and the other way; fails on a hole
	@$(PYTHON) tests/trace/trace.py
