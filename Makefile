# The front door: `make help` lists what it opens.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-print-directory

export GOTOOLCHAIN ?= local

TOOL := go tool -modfile=tools/go.mod
HOUSE := ./api/... ./client/... ./cmd/... ./docs/... ./internal/...
# What takes a cluster of databases, and minutes: make ha.
CLUSTER := ^TestLeadersKilled$$
BENCH_FLAGS ?=
# Drives the browser that is there; it brings none.
PLAYWRIGHT := 1.65.1
SHELL_BROWSER := /usr/lib/chromium/chromium-headless-shell
BROWSERS := chrome-headless-shell chromium chromium-browser google-chrome

# say prints a headline, so that a long run shows where it is.
say = @printf '\n\033[1m== %s\033[0m\n' "$(1)"

##@ Use

.PHONY: demo
demo: ## Start a server, a merchant and a small shop, and print their addresses
	go run ./cmd/openhpp demo

.PHONY: build
build: ## Build ./openhpp, a single static program
	CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o openhpp ./cmd/openhpp

##@ Work

.PHONY: generate
generate: ## Write all generated code anew
	go generate ./...

.PHONY: format
format: ## Format the code and sort its imports
	$(TOOL) golangci-lint fmt

.PHONY: storybook
storybook: ## Serve every screen of the payment page from canned data
	go run ./internal/page/storybook/cmd

.PHONY: dev
dev: ## Serve the storybook and a demo, and load the browser anew after every change
	@mkdir -p .cache; cd tools && go build -o ../.cache/dev ./dev
	@.cache/dev

.PHONY: screenshots
screenshots: needs ## Write a picture of every screen to .cache/screenshots, and the best to docs/images
	go test -count=1 -run '^TestPictures$$' ./test/screens -args -all=$(CURDIR)/.cache/screenshots -best=$(CURDIR)/docs/images
	go test -count=1 -run '^TestProviderPictures$$' ./test/e2e -args -pictures=$(CURDIR)/docs/images

.PHONY: cover
cover: ## Test and write .cache/coverage.html
	@mkdir -p .cache
	go test -coverpkg=./client/...,./internal/... -coverprofile=coverage.out $(call packages,$(HOUSE))
	go tool cover -html=coverage.out -o .cache/coverage.html
	go tool cover -func=coverage.out | tail -1

.PHONY: fuzz
fuzz: ## Run each fuzz target for FUZZTIME (30s)
	@for target in $$(grep -rlE '^func Fuzz' --include='*_test.go' . | xargs -n1 dirname | sort -u); do \
		for name in $$(grep -hoE '^func Fuzz\w+' $$target/*_test.go | cut -c6-); do \
			echo "$$target $$name"; go test -run='^$$' -fuzz="^$$name\$$" -fuzztime=$${FUZZTIME:-30s} $$target; \
		done; \
	done

##@ Check

# What takes more than this machine's own Go is skipped here, with its reason.
.PHONY: check
check: verify-format verify-vet verify-lint ## Check a change in a minute: formatting, vet, lint and the quick tests
	$(call say,Quick tests)
	go test -short ./...

.PHONY: test
test: needs ## Run every test, or the stages that match STAGE; installs a browser, a C compiler and PostgreSQL when they are missing
	$(call say,Tests: what each stage printed is in .cache/test)
	@go run ./test/stages -stage='$(STAGE)'

.PHONY: lists
lists: needs ## Judge how long lists and searches take in stores of SESSIONS=1000000 sessions
	go test -count=1 -timeout=60m -v -run='^TestLargeLists$$' ./internal/store/sqlite -args -sessions=$${SESSIONS:-1000000} -calls=300 -within=50ms
	go test -count=1 -timeout=60m -v -run='^TestLargeLists$$' ./internal/store/postgres -args -sessions=$${SESSIONS:-1000000} -calls=300 -within=50ms

.PHONY: chaos
chaos: export OPENHPP_TEST_FULL = 1
chaos: needs ## Kill servers under load (KILLS=200), cut replicas off (FAULTS=50), restart them (RESTARTS=40), lose mails (MAILS=1000), and count what was lost
	go test -count=1 -timeout=30m -v -skip='$(CLUSTER)' ./test/chaos -args -kills=$${KILLS:-200} -upstream-kills=$${KILLS:-200} -faults=$${FAULTS:-50} -messages=$${MAILS:-1000}
	OPENHPP_TEST_DATABASE=postgres go test -count=1 -timeout=30m -v -run='^TestKilledAtEveryStepOfAnUpstreamPayment$$' ./test/chaos -args -upstream-kills=$${KILLS:-200}
	go test -count=1 -timeout=30m -v -run='^Test(RollingRestarts|AHundredPayersOneOrder|RivalsAgree)$$' ./test/replicas -args -restarts=$${RESTARTS:-40} -sessions=$${SESSIONS:-200}

.PHONY: ha
ha: export OPENHPP_TEST_FULL = 1
ha: needs-ha ## Kill the leader of three databases under Patroni, LEADERS=5 times under load; takes four minutes
	go test -count=1 -timeout=30m -v -run='$(CLUSTER)' ./test/chaos -args -leaders=$${LEADERS:-5} -ttl=$${TTL:-20s}

.PHONY: bench
bench: ## Measure the program beside its floors (BENCH_FLAGS) and write docs/benchmarks.md
	go run ./test/load/cmd -out docs/benchmarks.md $(BENCH_FLAGS)

.PHONY: lint
lint: ## Check style, mistakes and the arrows between packages
	$(TOOL) golangci-lint run

.PHONY: vuln
vuln: ## Look for known vulnerabilities in what is called (asks vuln.go.dev)
	$(TOOL) govulncheck ./...

.PHONY: verify
verify: verify-format verify-modules verify-generated verify-vet verify-lint ## Check everything but the tests

.PHONY: verify-format
verify-format:
	$(call say,Formatting)
	@unformatted=$$(git ls-files -co --exclude-standard -- '*.go' | xargs -r gofmt -l); \
	if [ -n "$$unformatted" ]; then echo "not formatted, run make format:"; echo "$$unformatted"; exit 1; fi

.PHONY: verify-modules
verify-modules:
	$(call say,Modules)
	go mod tidy -diff
	cd tools && go mod tidy -diff && go vet ./... && go test ./...
	go mod verify

# A copy is generated and compared, so that unfinished work is left alone.
.PHONY: verify-generated
verify-generated:
	$(call say,Generated files)
	@copy=$$(mktemp -d); trap 'rm -rf "$$copy"' EXIT; \
	git ls-files -co --exclude-standard -z | while IFS= read -r -d '' file; do \
		[ ! -e "$$file" ] || printf '%s\0' "$$file"; done \
		| tar --null -T - -cf - | tar -xf - -C "$$copy"; \
	cp -r "$$copy" "$$copy.before"; trap 'rm -rf "$$copy" "$$copy.before"' EXIT; \
	(cd "$$copy" && go generate ./...); \
	diff -r "$$copy.before" "$$copy" || { echo "generated files are stale, run make generate"; exit 1; }

.PHONY: verify-vet
verify-vet:
	$(call say,Vet)
	go vet ./...

.PHONY: verify-lint
verify-lint:
	$(call say,Lint and arrows)
	@$(MAKE) lint

##@ Machine

.PHONY: needs
needs: ## Install what the tests need and this machine lacks (Debian's packages)
	@wanted=""; found=""; \
	for browser in $(SHELL_BROWSER) $(BROWSERS); do command -v $$browser >/dev/null && found=$$browser && break; done; \
	[ -n "$$found" ] || wanted="chromium-headless-shell"; \
	for tool in curl jq python3; do command -v $$tool >/dev/null || wanted="$$wanted $$tool"; done; \
	command -v node >/dev/null || wanted="$$wanted nodejs"; \
	command -v php >/dev/null || wanted="$$wanted php-cli"; \
	command -v npm >/dev/null || wanted="$$wanted npm"; \
	command -v phpunit >/dev/null || wanted="$$wanted phpunit"; \
	python3 -c 'import pytest' 2>/dev/null || /usr/bin/python3 -c 'import pytest' 2>/dev/null || wanted="$$wanted python3-pytest"; \
	command -v gcc >/dev/null || command -v clang >/dev/null || wanted="$$wanted gcc libc6-dev"; \
	command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || wanted="$$wanted postgresql"; \
	command -v pdftotext >/dev/null || wanted="$$wanted poppler-utils"; \
	PATH="$$PATH:/usr/sbin" command -v pgbouncer >/dev/null || wanted="$$wanted pgbouncer"; \
	$(install)
	@[ -e .cache/playwright/node_modules/@playwright/test ] || npm install --prefix .cache/playwright --no-save --no-audit --no-fund --ignore-scripts @playwright/test@$(PLAYWRIGHT)

# Nothing that comes along may start: the test has servers of its own.
.PHONY: needs-ha
needs-ha: needs
	@wanted=""; \
	command -v etcd >/dev/null || wanted="etcd-server"; \
	command -v patroni >/dev/null || wanted="$$wanted patroni"; \
	export RUNLEVEL=1; $(install); \
	for package in $$wanted; do \
		! [ -d /run/systemd/system ] || $$root systemctl disable --quiet --now "$${package%-server}"; \
	done

# install installs $$wanted, if it is anything.
define install
[ -n "$$wanted" ] || exit 0; \
	command -v apt-get >/dev/null || { echo "install these yourself, there is no apt-get here: $$wanted" >&2; exit 1; }; \
	root=""; [ "$$(id -u)" = 0 ] || root=sudo; \
	echo "installing $$wanted"; \
	$$root apt-get update -qq; \
	DEBIAN_FRONTEND=noninteractive $$root apt-get install -y -qq --no-install-recommends $$wanted
endef

.PHONY: clean
clean: ## Remove what was built
	rm -f openhpp coverage.out .cache/coverage.html

.PHONY: help
help: ## Show this list
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@ / { printf "\n\033[1m%s\033[0m\n", substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# packages expands patterns, leaving out those whose folder does not exist.
packages = $(foreach pattern,$(1),$(if $(wildcard $(patsubst %/...,%,$(pattern))),$(shell go list $(pattern) 2>/dev/null)))
