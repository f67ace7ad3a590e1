# SPDX-License-Identifier: Apache-2.0
#
# Unit tests: tests/unit/NAME.c becomes $(BUILD)/tests/unit/NAME, linked with all of the tool but
# its main(). A new test_*.c needs no line here.

unit_all := $(patsubst tests/unit/%.c,$(BUILD)/tests/unit/%,$(wildcard tests/unit/test_*.c))

.PHONY: unit
unit: $(unit_all) ## build the unit tests

$(BUILD)/tests/unit/%.o: tests/unit/%.c
	@mkdir -p $(@D)
	$(call say,cc )$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(unit_all): $(BUILD)/tests/unit/%: $(BUILD)/tests/unit/%.o $(filter-out %/cli/main.o,$(tool_objects)) \
                                    $(BUILD)/libamsref.a
	$(call say,ld )$(CC) $(CFLAGS) -o $@ $^ -lcmocka $(LIBS)

-include $(wildcard $(BUILD)/tests/unit/*.d)
