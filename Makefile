# The two commands of the README, and the steps behind them. `make help` lists them all.

DOCUMENT = openapi/rooms.yaml --overlay openapi/rooms.overlay.yaml
GENERATED = --output Generated/RoomsAPI --module RoomsAPI
CONTRACT = --output Generated/RoomsContractTests --module RoomsAPI --emit contract

.PHONY: help setup build test verify generate check bench corpus faults specs format lint fuzz histories mutations sanitize test-postgres

help: ## Says what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | sort

setup: ## Installs the two C libraries that the build needs, or says how
	@.ci/setup

build: setup ## Builds everything
	swift build

# Those that watch a clock, those that call servers, those that measure a build, and the heavy ones, by themselves: all
# tests of a process share its few threads, and one that computes for a minute takes them from one that waits for an answer.
WATCHING = AccordRuntimeTests|AccordTransportTests|AccordObservabilityTests|RoomsAPITests
SERVING = RoomsServerTests|RoomsPageTests.PageTests
HEAVY = RoomsContractTests|BrowserTests
BUILDING = PluginTests

test: setup lint ## Runs all tests
	swift build --build-tests
	swift test --skip-build --filter '$(WATCHING)'
	swift test --skip-build --filter '$(SERVING)'
	swift test --skip-build --skip '$(WATCHING)|$(SERVING)|$(BUILDING)|$(HEAVY)'
	swift test --skip-build --filter '$(BUILDING)'
	swift test --skip-build --filter '$(HEAVY)'

verify: setup ## Checks that Generated/ is up to date and that the rooms server keeps its document
	@.ci/verify

test-postgres: setup ## Runs the rooms server's tests on a PostgreSQL of their own, and verifies it there
	@.ci/test-postgres

generate: setup ## Writes Generated/ from openapi/
	swift run accord-generate $(DOCUMENT) $(GENERATED)
	swift run accord-generate $(DOCUMENT) $(CONTRACT)

check: setup ## Fails, with a diff, while Generated/ is stale
	swift run accord-generate $(DOCUMENT) $(GENERATED) --check
	swift run accord-generate $(DOCUMENT) $(CONTRACT) --check

bench: setup ## Measures, in release: all, or some (make bench ONLY=generate; ONLY=server for load on the rooms server)
	@if [ "$(ONLY)" != server ]; then \
	  swift run -c release --package-path Benchmarks --scratch-path .build/benchmarks AccordBench $(ONLY); fi
	@if [ -z "$(ONLY)" ] || [ "$(ONLY)" = server ]; then .ci/bench-server; fi

corpus: setup ## Generates code of ../shared/specs, type-checks it and sends samples through it (make corpus ONLY=museum RELEASE=1)
	@ONLY=$(ONLY) RELEASE=$(RELEASE) ROUND_TRIP=$(ROUND_TRIP) SEED=$(SEED) .ci/corpus

fuzz: setup ## Fuzzes the readers of JSON, YAML and JSONPath, bounded (make fuzz SECONDS_EACH=3600 ONLY=YAML)
	@ONLY=$(ONLY) SECONDS_EACH=$(SECONDS_EACH) .ci/fuzz

sanitize: setup ## Runs the tests of batcher, queries and credentials under the thread sanitiser
	@ONLY='$(ONLY)' .ci/sanitize

histories: setup ## Tries 1,000 changes of published documents with 1,000 samples a side: none that is called compatible breaks
	ACCORD_HISTORY_CHANGES=1000 ACCORD_HISTORY_SAMPLES=1000 swift test --filter HistoryTests

mutations: setup ## Reads 10,000 damaged documents
	ACCORD_MUTATIONS=10000 swift test --filter MutatedCorpusTests

faults: setup ## Finds every planted fault of the rooms server, and none in the sound one for 100 seeds
	ACCORD_ALL_FAULTS=1 ACCORD_SEEDS=100 swift test --filter PlantedFaultTests

specs: setup ## Runs the contract engine over all published documents at ../shared/specs
	ACCORD_ALL_SPECS=1 swift test --filter 'PublishedDocumentTests|PublishedSchemaTests'

lint: ## Checks the formatting
	swift format lint --strict --recursive --parallel Package.swift Sources Tests Plugins Benchmarks

format: ## Formats the sources
	swift format --in-place --recursive --parallel Package.swift Sources Tests Plugins Benchmarks
