# SPDX-License-Identifier: Apache-2.0

.PHONY: trace
trace: ## write spec/trace.md, what shows each clause, and spec/special-table.md; fails on a hole
	@$(PYTHON) tests/trace/special.py
	@$(PYTHON) tests/trace/trace.py
