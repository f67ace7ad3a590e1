# SPDX-License-Identifier: Apache-2.0

.PHONY: report-figure
report-figure: setup-test ## draw spec/figures/report.png, the HTML report of PyTorch as a browser shows it
	@$(MAKE) --no-print-directory all adapters
	@if python=$$(tests/adapters/setup-pytorch.sh $(BUILD)); then \
	    set -- "$$python" tests/adapters/pytorch.py; \
	else \
	    set -- $(BUILD)/adapters/plain --dialect pytorch; \
	fi; $(BUILD)/amsref check --report html:$(BUILD)/report.html -- "$$@"; [ $$? -le 1 ]
	$(PYTHON) tests/html/figure.py $(BUILD)/report.html spec/figures/report.png
