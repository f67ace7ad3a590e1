# SPDX-License-Identifier: Apache-2.0
#
# $(BUILD)/kill: wrong and right implementations, judged in process by the tool's own verdicts.

mutants_dir     := $(BUILD)/tests/mutants
mutants_objects := $(patsubst tests/mutants/%.c,$(mutants_dir)/%.o,$(wildcard tests/mutants/*.c)) \
                   $(patsubst %,$(BUILD)/adapters/%.o,wrong_where wrong_scalars wrong_step order_rows options)

# No contraction: what is fused is said. Rounding modes are changed at run time.
$(mutants_dir)/%.o: tests/mutants/%.c
	@mkdir -p $(@D)
	$(call say,cc )$(CC) $(ALL_CFLAGS) -ffp-contract=off -fexcess-precision=standard -frounding-math -c -o $@ $<

$(BUILD)/kill: $(mutants_objects) $(filter-out %/cli/main.o,$(tool_objects)) $(BUILD)/libamsref.a
	$(call say,ld )$(CC) $(CFLAGS) -o $@ $^ $(LIBS)

.PHONY: kill
kill: $(BUILD)/kill ## judge mutants and right implementations, write vectors/KILLS.md and RIGHT.md
	$(BUILD)/kill

-include $(wildcard $(mutants_dir)/*.d)
