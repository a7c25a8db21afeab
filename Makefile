# Footnote's commands; `make help` lists them. Everything they need they install into .venv.
PYTHON ?= python3
DATA ?= .footnote
PORT ?= 7860
BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help setup run test torture attacks bench load audit sbom docs lint types unit browser postgres clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile

setup: $(READY) ## install everything into .venv (done once)

$(READY): pyproject.toml .constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Footnote needs Python 3.11 or newer; name one with: make PYTHON=python3.12 …"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing into .venv (some minutes the first time) …"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -c .constraints.txt pip setuptools
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -c .constraints.txt -e '.[dev]'
	@touch $@

run: $(READY) ## index seeds/ and open the chat page
	@exec $(BIN)/footnote serve --data $(DATA) --port $(PORT) --index seeds --open \
		--example "Who is urging NATO leaders to invite Ukraine?" \
		--example "How long did Sweden wait?" \
		--example "By when does Ukraine hope to end the war?" \
		--example "How much generating capacity has Ukraine lost?"

test: $(READY) browser postgres lint types unit ## lint, types and all tests, the browser's too

PART ?=
SEED ?= 0

torture: $(READY) ## break 1,000 files, ask over 20 indexings, kill the indexer 300 times (hours; PART=fuzz: one part)
	@$(BIN)/python tests/torture/every.py --seed $(SEED) $(PART)

attacks: $(READY) ## plant every order in every article and let models obey (an hour)
	@$(BIN)/python tests/attacks/planted.py

bench: $(READY) ## time everything against its bar, into build/bench (PART=indexing: one part)
	@$(BIN)/python tests/bench/every.py $(PART)

USERS ?= 50
SECONDS ?= 300

load: $(READY) ## let 50 users stream for 5 minutes, and quoted answers against bare retrieval
	@$(BIN)/python tests/load/load.py --target page --users $(USERS) --seconds $(SECONDS)
	@$(BIN)/python tests/load/load.py --target page --writer quote --users 8 --seconds 60
	@$(BIN)/python tests/load/load.py --target completions --users $(USERS) --seconds $(SECONDS)

audit: $(READY) ## ask for known vulnerabilities of every pinned package (needs a network)
	@$(BIN)/python .ci/audit.py

sbom: $(READY) ## write what is installed to build/sbom.json, as CycloneDX
	@mkdir -p build
	@$(BIN)/python -m cyclonedx_py environment --pyproject pyproject.toml --output-reproducible \
		--of JSON -o build/sbom.json $(BIN)/python
	@echo "written to build/sbom.json"

docs: $(READY) ## build the documents as a site, into build/docs
	@$(BIN)/zensical build --clean --strict --config-file .zensical.toml

lint: $(READY) ## format, style and the import layers
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports --no-cache

types: $(READY) ## strict types
	@$(BIN)/mypy

unit: $(READY)
	@$(BIN)/python -m pip check
	@$(BIN)/python -m pytest

browser: ## install Debian's chromium for the browser tests, where that can be done
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing chromium for the browser tests …"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	else \
		echo "No chromium here, and it cannot be installed without root: the browser tests will be skipped."; \
	fi

postgres: ## install Debian's PostgreSQL for the tests of a catalog in it, where that can be done
	@command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing PostgreSQL for the tests of a catalog in it …"; \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null; } || \
			echo "PostgreSQL could not be installed: the tests that need it will be skipped."; \
	else \
		echo "No PostgreSQL here, and it cannot be installed without root: the tests that need it will be skipped."; \
	fi

clean: ## remove what the commands made, the index of the seeds too
	@rm -rf .venv $(DATA) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
