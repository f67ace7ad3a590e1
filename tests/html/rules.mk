# SPDX-License-Identifier: Apache-2.0

.PHONY: report-figure
report-figure: setup-test ## draw spec/figures/report.png, an HTML report as a browser shows it
	@$(MAKE) --no-print-directory all adapters
	$(BUILD)/amsref check --report html:$(BUILD)/report.html -- $(BUILD)/adapters/plain --dialect pytorch
	$(PYTHON) tests/html/figure.py $(BUILD)/report.html spec/figures/report.png
