# SPDX-License-Identifier: Apache-2.0

$(BUILD)/bench/libplain_loop.so: tests/bench/plain_loop.c
	@mkdir -p $(@D)
	$(call say,ld )$(CC) -std=c11 $(CORE_FLAGS) -fPIC -shared -o $@ $< -lm

.PHONY: bench
bench: setup-test ## ns per parameter of the core, a plain C loop and PyTorch, in one run
	@$(MAKE) --no-print-directory $(BUILD)/libamsref.so $(BUILD)/bench/libplain_loop.so
	@python=$$(tests/adapters/setup-pytorch.sh --find $(BUILD) 2>/dev/null) || python=$(PYTHON); \
	    "$$python" tests/bench/bench.py $(BUILD)
