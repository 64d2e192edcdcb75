# The two commands of the README, and the steps behind them. `make help` lists them all.

DOCUMENT = openapi/rooms.yaml --overlay openapi/rooms.overlay.yaml
GENERATED = --output Generated/RoomsAPI --module RoomsAPI

.PHONY: help setup build test verify generate check bench format lint

help: ## Says what can be made
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | sort

setup: ## Installs the two C libraries that the build needs, or says how
	@.ci/setup

build: setup ## Builds everything
	swift build

# The heavy ones by themselves: they would take the two threads from tests that watch the clock.
HEAVY = PluginTests|RoomsContractTests

test: setup lint ## Runs all tests
	swift build --build-tests
	swift test --skip-build --skip '$(HEAVY)'
	swift test --skip-build --filter '$(HEAVY)'

verify: setup ## Checks that Generated/ is up to date and that the rooms server keeps its document
	@.ci/verify

generate: setup ## Writes Generated/RoomsAPI from openapi/
	swift run accord-generate $(DOCUMENT) $(GENERATED)

check: setup ## Fails, with a diff, while Generated/RoomsAPI is stale
	swift run accord-generate $(DOCUMENT) $(GENERATED) --check

bench: setup ## Measures, in release: all, or some (make bench ONLY=generate)
	swift run -c release --package-path Benchmarks --scratch-path .build/benchmarks AccordBench $(ONLY)

corpus: setup ## Generates code of ../shared/specs, type-checks it and sends samples through it (make corpus ONLY=museum RELEASE=1)
	@ONLY=$(ONLY) RELEASE=$(RELEASE) ROUND_TRIP=$(ROUND_TRIP) SEED=$(SEED) .ci/corpus

lint: ## Checks the formatting
	swift format lint --strict --recursive --parallel Package.swift Sources Tests Plugins Benchmarks

format: ## Formats the sources
	swift format --in-place --recursive --parallel Package.swift Sources Tests Plugins Benchmarks
