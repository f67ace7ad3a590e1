# SPDX-License-Identifier: Apache-2.0
#
# The drift matrix (spec/drift.md). gcc-multilib does not go with cross compilers, so i686 has one too.

DRIFT_PACKAGES := clang python3 qemu-user musl-tools gcc-i686-linux-gnu libc6-dev-i386-cross \
    gcc-aarch64-linux-gnu libc6-dev-arm64-cross gcc-arm-linux-gnueabihf libc6-dev-armhf-cross \
    gcc-riscv64-linux-gnu libc6-dev-riscv64-cross gcc-powerpc64le-linux-gnu libc6-dev-ppc64el-cross \
    gcc-s390x-linux-gnu libc6-dev-s390x-cross gcc-mips64el-linux-gnuabi64 libc6-dev-mips64el-cross

.PHONY: setup-drift
setup-drift: setup-build
	$(call need,$(DRIFT_PACKAGES))

adapters: $(BUILD)/drift/forward

$(BUILD)/drift/forward.o: tests/drift/forward.c
	@mkdir -p $(@D)
	$(call say,cc )$(CC) $(ALL_CFLAGS) -Itests -c -o $@ $<

$(BUILD)/drift/forward: $(BUILD)/drift/forward.o $(adapter_common) $(BUILD)/libamsref.a
	$(call say,ld )$(CC) $(CFLAGS) -o $@ $^ -ljansson -lm

.PHONY: drift
drift: setup-drift ## build the core with every compiler and flag of the table, judge it, write spec/drift.md
	@$(MAKE) --no-print-directory all $(BUILD)/drift/forward
	@$(PYTHON) tests/drift/drift.py --build $(BUILD) --write

-include $(wildcard $(BUILD)/drift/*.d)
