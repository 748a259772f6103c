# One command per task; `.ci/run` calls the same ones. What a task needs and the machine lacks is installed where that is possible (Debian, root);
# otherwise it is named in one line.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run test e2e check bench releases mutants migrate compiler servers

# Synthetic releases of ICE's individual records, and the program that makes them.
RELEASES := $(or $(CARGO_TARGET_DIR),target)/ice-releases
ICE_GENERATOR ?= ../shared/tools/generate_ice_release.py

RELEASED := $(or $(CARGO_TARGET_DIR),target)/release
PLUMBLINE := $(or $(CARGO_TARGET_DIR),target)/debug/plumbline

# What the last `make test` printed; its last line is the sum.
TESTED := $(or $(CARGO_TARGET_DIR),target)/tested.log

help: ## Say what there is
	@echo 'make TARGET, where TARGET is'
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: compiler ## Build and start all of it in one process; INBOX=<folder> loads files, ARGS='--once' passes options on
	cargo build
	$(PLUMBLINE) run $(if $(INBOX),--inbox '$(INBOX)') $(ARGS)

test: compiler servers ## Run all tests; installs nats-server and PostgreSQL where it can (CI=true: nothing may be skipped)
	@mkdir -p $(dir $(TESTED))
	cargo test --workspace 2>&1 | tee $(TESTED)
	@awk '/^test result: / { passed += $$4; failed += $$6 } END { print passed " passed, " failed " failed" }' $(TESTED)

e2e: compiler servers ## Run the tests of the whole pipeline only
	cargo test -p e2e

check: compiler ## Check format, lints, licences and bans, and the protobuf files
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	@if command -v cargo-deny >/dev/null; then echo 'cargo deny check'; cargo deny check; \
	else echo 'not checked: advisories (cargo-deny is not installed); licences and bans are checked by `make test` too'; fi
	@if command -v buf >/dev/null; then echo 'buf lint proto'; buf lint proto; \
	else echo 'not checked: style of the protobuf files (buf is not installed)'; fi

bench: compiler servers releases ## Measure: ICE releases, readers of courts and their statistics, the buses, feeds and storms, file seen to comparison updated, memory, questions to 10^7 observations
	# One build: apart, each would compile the same crates once more with other features.
	cargo build --release -p plumbline -p platform -p e2e -p court-records -p ice --bins --example process_bench --example bus_bench --example statistics_bench --example parse_bench
	@[ ! -d $(RELEASES)/large ] || $(RELEASED)/examples/process_bench $(RELEASES)/small $(RELEASES)/large
	$(RELEASED)/examples/parse_bench
	$(RELEASED)/examples/statistics_bench
	$(RELEASED)/examples/bus_bench
	$(RELEASED)/bench
	$(RELEASED)/feeds_bench
	$(RELEASED)/storm_bench
	$(RELEASED)/store_bench

# Of 100,000 stints, and of 1,400,000 with 400,000 arrests and 250,000 detainers. The generator needs numpy and polars.
releases: ## Make synthetic releases of ICE's individual records for the bench, where their generator is (ICE_GENERATOR names it)
	@if [ -d $(RELEASES)/large ]; then exit; fi; \
	if ! [ -f '$(ICE_GENERATOR)' ] || ! command -v python3 >/dev/null; then \
		$(call lacking,no generator of releases or no python3,ICE releases are not measured,ICE_GENERATOR names the program); exit; fi; \
	python3 -m venv $(RELEASES)/python && $(RELEASES)/python/bin/pip --quiet install numpy polars && \
	$(RELEASES)/python/bin/python '$(ICE_GENERATOR)' --out $(RELEASES)/small --seed 1 --stints 100000 >/dev/null && \
	$(RELEASES)/python/bin/python '$(ICE_GENERATOR)' --out $(RELEASES)/making --seed 1 --stints 1400000 --arrests 400000 --detainers 250000 >/dev/null && \
	mv $(RELEASES)/making $(RELEASES)/large

mutants: compiler ## Break each rule of ICE's individual-level tables in a copy of the code, and show that its tests fail; ONLY='ID…' tries some
	cargo run -p ice --example mutants -- $(if $(ONLY),--only $(ONLY))

migrate: compiler ## Bring the databases up to date; ARGS='--config FILE' says which
	cargo build
	$(PLUMBLINE) migrate $(ARGS)

# $(call install,<packages>): installs Debian packages, fetching the lists only if they do not know them. False where that cannot be done.
install = [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && echo 'installing $(1)' && export DEBIAN_FRONTEND=noninteractive && \
	{ apt-get install -yqq --no-install-recommends $(1) >/dev/null 2>&1 || \
	  { apt-get update -qq && apt-get install -yqq --no-install-recommends $(1) >/dev/null; }; }

# $(call lacking,<what>,<consequence>,<remedy>): one line; with CI=true an error.
lacking = echo '$(1): $(2); $(3)' >&2; [ "$${CI:-}" != true ]

compiler:
	@command -v cargo >/dev/null || { echo 'cargo is missing: install Rust (https://rustup.rs)' >&2; exit 1; }
	@command -v cc >/dev/null || { $(call install,gcc libc6-dev); } || \
	{ echo 'a C compiler is missing (SQLite and the TLS provider are compiled with it): apt-get install build-essential' >&2; exit 1; }

servers:
	@command -v nats-server >/dev/null || [ -x /usr/sbin/nats-server ] || { $(call install,nats-server); } || \
	{ $(call lacking,no nats-server,tests on NATS are skipped,apt-get install nats-server); }
	@command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || { $(call install,postgresql); } || \
	{ $(call lacking,no PostgreSQL,tests on PostgreSQL are skipped,apt-get install postgresql); }
	@[ -d "$${PLUMBLINE_CORPUS:-../shared/corpus}" ] || \
	{ $(call lacking,no corpus,tests on real files are skipped,PLUMBLINE_CORPUS names its folder); }
