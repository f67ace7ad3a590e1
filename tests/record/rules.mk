# SPDX-License-Identifier: Apache-2.0

.PHONY: trace-demo
trace-demo: setup-build ## record 500 steps of PyTorch in both formats (3 GB), judge every update, find faults put in
	@$(MAKE) --no-print-directory all
	@python=$$(tests/adapters/setup-pytorch.sh $(BUILD)) || exit $$?; folder=$$(mktemp -d $(BUILD)/trace-demo.XXXXXX); \
	    "$$python" tests/record/demo.py $(BUILD)/amsref "$$folder"; status=$$?; rm -rf "$$folder"; exit $$status
