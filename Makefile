# amsref: `make help` lists the targets.

CC       ?= cc
AR       ?= ar
PREFIX   ?= /usr/local
DESTDIR  ?=
BUILD    ?= build
VERSION  := 1.0.0
-include config.mk

# The bits of the core must not depend on the compiler (AG-27): no contraction, no excess precision.
# errno and traps are not part of its contract, and without them the loop vectorises.
CORE_FLAGS := -O3 -ffp-contract=off -fexcess-precision=standard -fno-math-errno -fno-trapping-math
CFLAGS     ?= -O2 -g
ALL_CFLAGS := -std=c11 -D_GNU_SOURCE -Isrc -Isrc/core $(CFLAGS) -Wall -Wextra -Wpedantic -Wshadow -Wconversion \
              -Wstrict-prototypes -Wmissing-prototypes -Wvla -DAMSREF_VERSION='"$(VERSION)"' \
              -DAMSREF_DATADIR='"$(PREFIX)/share/amsref"' -MMD -MP
LIBS       := -lmpfi -lmpfr -lgmp -ljansson -lmd -lxml2 -lm

PARTS := oracle suite runner report cli
core_objects := $(patsubst src/%.c,$(BUILD)/%.o,$(wildcard src/core/*.c))
tool_objects := $(foreach p,$(PARTS),$(patsubst src/%.c,$(BUILD)/%.o,$(wildcard src/$(p)/*.c)))

.PHONY: all help clean
all: $(BUILD)/amsref $(BUILD)/libamsref.a ## build the tool and the library

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BUILD)/core/%.o: src/core/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(CORE_FLAGS) -fPIC -c -o $@ $<

$(BUILD)/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -I/usr/include/libxml2 -c -o $@ $<

$(BUILD)/libamsref.a: $(core_objects)
	$(AR) rcs $@ $^

$(BUILD)/amsref: $(tool_objects) $(BUILD)/libamsref.a
	$(CC) $(CFLAGS) -o $@ $^ $(LIBS)

clean: ## remove what was built
	rm -rf $(BUILD)

-include $(core_objects:.o=.d) $(tool_objects:.o=.d)

include tests/adapters/rules.mk tests/octave/rules.mk
