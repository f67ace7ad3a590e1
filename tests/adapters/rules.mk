# SPDX-License-Identifier: Apache-2.0
#
# Adapters: tests/adapters/NAME.c becomes $(BUILD)/adapters/NAME. Each adapter is one program over
# the request loop of protocol.c; only core is linked with the library.

ADAPTERS       := core plain orders wrong contracted storage
adapter_common := $(patsubst %,$(BUILD)/adapters/%.o,protocol lines half options)
adapter_all    := $(patsubst %,$(BUILD)/adapters/%,$(ADAPTERS))

.PHONY: adapters
adapters: $(adapter_all) ## build the C adapters

$(BUILD)/adapters/%.o: tests/adapters/%.c
	@mkdir -p $(@D)
	$(call say,cc )$(CC) $(ALL_CFLAGS) -ffp-contract=off -fexcess-precision=standard -c -o $@ $<

# The textbook step as a compiler contracts and vectorises it for this machine.
$(BUILD)/adapters/contracted.o: tests/adapters/plain.c
	@mkdir -p $(@D)
	$(call say,cc )$(CC) $(ALL_CFLAGS) -O3 -march=native -ffp-contract=fast -c -o $@ $<

$(adapter_all): $(BUILD)/adapters/%: $(BUILD)/adapters/%.o $(adapter_common)
	$(call say,ld )$(CC) $(CFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^) -ljansson -lm

$(BUILD)/adapters/core: $(BUILD)/libamsref.a
$(BUILD)/adapters/orders: $(BUILD)/adapters/order_rows.o \
    $(patsubst %,$(BUILD)/tests/mutants/%.o,machine program fuse order)
$(BUILD)/adapters/wrong: $(patsubst %,$(BUILD)/adapters/%.o,wrong_where wrong_scalars wrong_step)
$(BUILD)/adapters/storage: $(BUILD)/adapters/storage_step.o

-include $(wildcard $(BUILD)/adapters/*.d)
