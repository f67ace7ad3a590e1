# amsref: `make help` lists the targets.

CC       ?= cc
AR       ?= ar
PREFIX   ?= /usr/local
DESTDIR  ?=
BUILD    ?= build
VERSION  := 1.0.0
PYTHON   ?= /usr/bin/python3
-include config.mk

# What a fresh Debian 12 needs, by what for.
BUILD_PACKAGES := gcc libc6-dev libmpfr-dev libmpfi-dev libgmp-dev libjansson-dev libmd-dev libxml2-dev
TEST_PACKAGES  := clang bats jq chromium curl git libcmocka-dev libxml2-utils octave pkg-config procps python3 \
                  python3-venv python3-numpy python3-jsonschema python3-yaml
PROOF_PACKAGES := frama-c-base why3 cvc4 cvc5 gappa z3 python3
COQ_PACKAGES   := coq libcoq-flocq libcoq-gappa
FIGURE_PACKAGES := gnuplot-nox

# The bits of the core must not depend on the compiler (AG-27): no contraction (-std=c11 has no excess precision).
# errno and traps are not part of its contract, and without them the loop vectorises.
CORE_FLAGS := -O3 -ffp-contract=off -fno-math-errno -fno-trapping-math
# There -std=c11 has GCC compute binary32 in binary64.
CORE_FLAGS += $(if $(filter s390x,$(shell uname -m)),-fexcess-precision=fast)
# glibc's loader can choose among copies of a function; elsewhere there is one.
CORE_FLAGS += $(if $(filter x86_64,$(shell uname -m)),$(if $(shell getconf GNU_LIBC_VERSION 2>/dev/null),-DAMSREF_CLONES))
CFLAGS     ?= -O2 -g
ALL_CFLAGS := -std=c11 -D_GNU_SOURCE -Isrc -Isrc/core $(CFLAGS) -Wall -Wextra -Wpedantic -Wshadow -Wconversion \
              -Wstrict-prototypes -Wmissing-prototypes -Wvla -DAMSREF_VERSION='"$(VERSION)"' -MMD -MP
LIBS       := -lmpfi -lmpfr -lgmp -ljansson -lmd -lxml2 -lm -pthread

PARTS := oracle suite runner identify fresh laws long experiment trace drift markup report cli
core_objects := $(patsubst src/%.c,$(BUILD)/%.o,$(wildcard src/core/*.c))
tool_objects := $(foreach p,$(PARTS),$(patsubst src/%.c,$(BUILD)/%.o,$(wildcard src/$(p)/*.c)))

tools := $(BUILD)/amsref $(BUILD)/libamsref.a $(BUILD)/libamsref.so

.PHONY: all
all: $(tools) ## build the tool and the library (what `make setup` installs is needed)

# One line a file; `make V=1` shows the commands.
say = $(if $(V),,@echo "  $(1) $@";)

$(BUILD)/core/%.o: src/core/%.c
	@mkdir -p $(@D)
	$(call say,cc )$(CC) $(ALL_CFLAGS) $(CORE_FLAGS) -fPIC -c -o $@ $<

$(BUILD)/%.o: src/%.c
	@mkdir -p $(@D)
	$(call say,cc )$(CC) $(ALL_CFLAGS) -I/usr/include/libxml2 -c -o $@ $<

# The style of HTML reports, a C string a line.
$(BUILD)/markup/page.o: $(BUILD)/include/markup/page_css.inc
$(BUILD)/markup/page.o: ALL_CFLAGS += -I$(BUILD)/include
$(BUILD)/include/markup/page_css.inc: src/markup/page.css
	@mkdir -p $(@D)
	$(call say,css)sed 's/["\\]/\\&/g; s/.*/"&\\n",/' $< >$@

# The certificate's error terms are exact only uncontracted (AG-114).
$(BUILD)/oracle/fast_kernel.o: ALL_CFLAGS += $(CORE_FLAGS)

$(BUILD)/libamsref.a: $(core_objects)
	$(call say,ar )rm -f $@ && $(AR) rcs $@ $^

$(BUILD)/libamsref.so: $(core_objects)
	$(call say,ld )$(CC) -shared -Wl,-soname,libamsref.so.1 -o $@ $^ -lm

$(BUILD)/amsref: $(tool_objects) $(BUILD)/libamsref.a
	$(call say,ld )$(CC) $(CFLAGS) -o $@ $^ $(LIBS)

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# Installs Debian packages that are missing; without apt or root it names them.
define need
	@missing=; for p in $(1); do \
	    dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$p"; done; \
	[ -z "$$missing" ] || { echo "installing:$$missing"; \
	    sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	    { $$sudo apt-get update -qq && \
	      DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -qq -y --no-install-recommends $$missing; } >/dev/null || \
	    { echo "make: could not install; install these Debian packages:$$missing" >&2; exit 77; }; }
endef

.PHONY: setup setup-build setup-test setup-prove setup-figures
setup: setup-build setup-test setup-prove setup-figures ## install all Debian packages that any target needs
setup-build:
	$(call need,$(BUILD_PACKAGES))
setup-test: setup-build
	$(call need,$(TEST_PACKAGES))
setup-figures: setup-build
	$(call need,$(FIGURE_PACKAGES))
setup-prove:
	$(call need,$(PROOF_PACKAGES))

.PHONY: conform
conform: setup-build ## set up, build, and judge a real implementation: PyTorch, else the bundled C one
	@$(MAKE) --no-print-directory all adapters
	@if python=$$(tests/adapters/setup-pytorch.sh $(BUILD)); then \
	    set -- "$$python" tests/adapters/pytorch.py; \
	else \
	    set -- $(BUILD)/adapters/plain --dialect pytorch; \
	fi; echo "amsref check -- $$*"; $(BUILD)/amsref check -- "$$@"; status=$$?; \
	[ $$status -le 1 ] || exit $$status # that it does not conform is a verdict, and no error of make

# What takes longest begins first, so that no processor waits for it at the end.
long_bats := tests/ci-examples/ci.bats tests/drift/matrix.bats tests/fresh/fresh.bats

.PHONY: test
test: setup-test ## set up, build, run every test; ends with `N passed, N failed`
	@$(MAKE) --no-print-directory all adapters unit $(BUILD)/choose/choose $(BUILD)/kill $(BUILD)/tests/fresh/judge
	@BUILD=$(BUILD) PYTHON=$(PYTHON) tests/run.sh \
	    '$(BUILD)/kill --check' \
	    $(foreach b,$(long_bats),'bats --tap $(b)') \
	    '$(PYTHON) tests/oracle/compare.py' \
	    'src/choose/check.sh $(BUILD)' \
	    '$(BUILD)/amsref vectors verify' \
	    $(patsubst %,'CMOCKA_MESSAGE_OUTPUT=TAP %',$(unit_all)) \
	    '$(PYTHON) tests/oracle/refute.py --budget 20' \
	    $(foreach b,$(filter-out $(long_bats),$(wildcard tests/*/*.bats)),'bats --tap $(b)') \
	    '$(PYTHON) tests/record/mutants.py $(BUILD) $(CC)' \
	    '$(MAKE) --no-print-directory octave' \
	    '$(PYTHON) tests/schemas/check.py' \
	    '$(PYTHON) tests/invariants/check.py' \
	    '$(PYTHON) proofs/constants.py' \
	    '$(PYTHON) tests/rounding/sharpness.py $(BUILD)/libamsref.so' \
	    '$(PYTHON) tests/long/check.py' \
	    '$(PYTHON) tests/record/fuzz.py $(BUILD)/amsref'

# Chooses the questions of identify: not part of the tool, which is built from what it writes.
$(BUILD)/choose/choose: $(patsubst src/%.c,$(BUILD)/%.o,$(wildcard src/choose/*.c)) \
                        $(filter-out %/cli/main.o,$(tool_objects)) $(BUILD)/libamsref.a
	$(call say,ld )$(CC) $(CFLAGS) -o $@ $^ $(LIBS)

.PHONY: questions
questions: $(BUILD)/choose/choose ## choose the questions of identify, and list what none of them tells apart
	$(BUILD)/choose/choose $(BUILD)/choose
	cp $(BUILD)/choose/chosen.inc src/identify/chosen.inc
	src/choose/splice.sh $(BUILD)/choose spec/identify.md

.PHONY: vectors
vectors: all ## generate the golden vectors from vectors/cases
	$(BUILD)/amsref vectors generate

.PHONY: verify-vectors
verify-vectors: all ## make the golden vectors again and compare byte for byte
	$(BUILD)/amsref vectors verify

.PHONY: verify-long
verify-long: all ## make the golden values of the long runs again (many minutes) and compare
	$(BUILD)/amsref vectors verify --vectors vectors/long

.PHONY: figures
figures: setup-figures ## run the paper's experiments and draw them into spec/figures
	@$(MAKE) --no-print-directory all
	@mkdir -p $(BUILD)/figures
	@for e in reddi-online reddi-stochastic theorem1 theorem2; do \
	    $(BUILD)/amsref experiment $$e --csv $(BUILD)/figures/$$e.csv && \
	    gnuplot -e "name='$$e'; folder='$(BUILD)/figures'; out='spec/figures'" spec/figures/trajectory.gp || exit 1; \
	done

.PHONY: install uninstall
to := $(DESTDIR)$(PREFIX)
install: all ## install tool, library, headers and vectors into $(DESTDIR)$(PREFIX), which may be moved later
	install -d $(to)/bin $(to)/lib/pkgconfig $(to)/include $(to)/share/amsref
	install $(BUILD)/amsref $(to)/bin/
	install -m 644 $(BUILD)/libamsref.a $(to)/lib/
	install $(BUILD)/libamsref.so $(to)/lib/libamsref.so.$(VERSION)
	ln -sf libamsref.so.$(VERSION) $(to)/lib/libamsref.so.1
	ln -sf libamsref.so.1 $(to)/lib/libamsref.so
	sed 's/@VERSION@/$(VERSION)/' src/amsref.pc.in >$(to)/lib/pkgconfig/amsref.pc
	install -m 644 src/core/amsref.h src/core/amsref_types.h $(to)/include/
	rm -rf $(to)/share/amsref/vectors
	cp -R vectors $(to)/share/amsref/ && chmod -R go+rX $(to)/share/amsref
	install -m 644 tests/adapters/amsref_adapter.py tests/adapters/amsref_trace.py $(to)/share/amsref/
uninstall: ## remove what `make install` with the same DESTDIR and PREFIX put there
	rm -f $(to)/bin/amsref $(to)/lib/libamsref.a $(to)/lib/libamsref.so* $(to)/lib/pkgconfig/amsref.pc \
	    $(to)/include/amsref.h $(to)/include/amsref_types.h
	rm -rf $(to)/share/amsref

# The same commit gives the same bytes: git takes the times from it, gzip -n writes none.
DIST     := amsref-$(VERSION)
DIST_REV ?= HEAD
.PHONY: dist
dist: ## pack the committed tree into $(BUILD)/amsref-VERSION.tar.gz, and its SHA-256
	@[ "$$(git rev-parse --show-toplevel 2>/dev/null)" = "$$(pwd -P)" ] || \
	    { echo "make dist: not a git checkout, whose committed tree it packs" >&2; exit 2; }
	@[ -z "$$(git status --porcelain)" ] || echo "make dist: packs the commit, without your uncommitted changes" >&2
	@mkdir -p $(BUILD)
	git -c tar.umask=0022 archive --format=tar --prefix=$(DIST)/ -o $(BUILD)/$(DIST).tar $(DIST_REV)
	gzip -9nf $(BUILD)/$(DIST).tar
	cd $(BUILD) && sha256sum $(DIST).tar.gz >$(DIST).tar.gz.sha256

.PHONY: clean
clean: ## remove what was built
	rm -rf $(BUILD)

-include $(core_objects:.o=.d) $(tool_objects:.o=.d) $(wildcard $(BUILD)/choose/*.d)

include proofs/prove.mk
include $(wildcard tests/*/rules.mk)
