# SPDX-License-Identifier: Apache-2.0
#
# tests/fresh/judge.c: fresh cases against the right and the wrong adapters.

$(BUILD)/tests/fresh/%.o: tests/fresh/%.c
	@mkdir -p $(@D)
	$(call say,cc )$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(BUILD)/tests/fresh/judge: $(BUILD)/tests/fresh/judge.o $(filter-out %/cli/main.o,$(tool_objects)) $(BUILD)/libamsref.a
	$(call say,ld )$(CC) $(CFLAGS) -o $@ $^ $(LIBS)

-include $(wildcard $(BUILD)/tests/fresh/*.d)
