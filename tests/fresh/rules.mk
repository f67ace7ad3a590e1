# SPDX-License-Identifier: Apache-2.0
#
# tests/fresh/judge.c: fresh cases against the right and the wrong adapters.

.PHONY: fresh
fresh: adapters $(BUILD)/tests/fresh/judge ## thousands of fresh cases against right and wrong adapters (FRESH=N, SEED=S)
	$(BUILD)/tests/fresh/judge $(BUILD)/adapters $(or $(FRESH),200) $(or $(SEED),1)

$(BUILD)/tests/fresh/%.o: tests/fresh/%.c
	@mkdir -p $(@D)
	$(call say,cc )$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(BUILD)/tests/fresh/judge: $(BUILD)/tests/fresh/judge.o $(filter-out %/cli/main.o,$(tool_objects)) $(BUILD)/libamsref.a
	$(call say,ld )$(CC) $(CFLAGS) -o $@ $^ $(LIBS)

-include $(wildcard $(BUILD)/tests/fresh/*.d)
