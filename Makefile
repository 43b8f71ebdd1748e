# Two commands matter: `make run` and `make test`. Works with GNU make >= 3.81 and BSD or GNU tools.

PORT ?= 8501
HOST ?= localhost
# Two pytest workers: the suite is reckoned for 2 cores, and each browser test holds a server as well.
# They start at the two ends and steal from each other, so that a module's exports are built once.
WORKERS ?= 2
TIERLINE_HOME ?= data
export TIERLINE_HOME

BIN = .venv/bin
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check
# The first interpreter that is new enough; macOS ships 3.9 as python3, so its neighbours are tried too.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
ROOT_APT = [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1
APT = DEBIAN_FRONTEND=noninteractive apt-get -qq
FIND_BROWSER = for b in "$$TIERLINE_CHROMIUM" chromium chromium-browser google-chrome \
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
	"/Applications/Chromium.app/Contents/MacOS/Chromium"; do \
	[ -n "$$b" ] && found=$$(command -v "$$b") && break; done

# Not a $(MAKE) check inside test: make runs such a line even under --dry-run.
CHECK = failed=; \
	$(BIN)/ruff check . || failed="$$failed lint"; \
	$(BIN)/ruff format --check . || failed="$$failed format"; \
	$(BIN)/mypy || failed="$$failed types"; \
	$(BIN)/python -m metrics docs --check || failed="$$failed metrics-page"; \
	$(BIN)/python -m loaders.formats --check || failed="$$failed formats-page"; \
	$(BIN)/python -m tests.readme --check || failed="$$failed readme"
VERDICT = [ -z "$$failed" ] || { echo "make: failed:$$failed" >&2; exit 1; }

.DEFAULT_GOAL := help
.PHONY: run test setup check shots bench bench-pages help load samples docs browser

run: .venv/.stamp-run load ## Set up, load the sample exports if there is no warehouse yet, serve http://localhost:8501
	@echo "Tierline is at http://$(HOST):$(PORT) (stop it with Ctrl-C; another port: make run PORT=8600)"
	@$(BIN)/streamlit run app.py --server.port $(PORT) --server.address $(HOST) \
		--server.headless true --browser.gatherUsageStats false

# The tests run even when the checks fail, so that one run shows all there is to mend.
test: setup browser ## Set up, then lint, format, types, docs and every test
	@$(CHECK); found=; $(FIND_BROWSER); export TIERLINE_CHROMIUM="$$found"; \
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal || failed="$$failed tests"; $(VERDICT)

setup: .venv/.stamp-run .venv/.stamp-test ## Make .venv with everything pinned in requirements.txt and requirements-dev.txt

check: setup ## Lint, format, types and docs; changes nothing
	@$(CHECK); $(VERDICT)

docs: setup ## Write docs/metrics.md, docs/formats.md and the help texts in the README again
	@$(BIN)/python -m metrics docs
	@$(BIN)/python -m loaders.formats
	@$(BIN)/python -m tests.readme

load: .venv/.stamp-run ## Load the sample exports into TIERLINE_HOME (default data/) unless a warehouse is there
	@[ -f "$(TIERLINE_HOME)/warehouse/CURRENT" ] || \
		$(BIN)/python -m loaders load sample_data/exports --time-zone UTC

samples: .venv/.stamp-run ## Generate sample_data/exports again from its fixed seed
	@$(BIN)/python -m loaders.sample

shots: setup browser ## Take the pictures of every page in docs/shots again
	@found=; $(FIND_BROWSER); export TIERLINE_CHROMIUM="$$found"; $(BIN)/python -m tests.shots

bench: setup ## Measure load, build, clock and page queries beside DuckDB, Polars and pandas
	@$(BIN)/python -m benchmarks

bench-pages: setup browser ## Measure how soon pages answer: one reader in Chromium, twenty on the server
	@found=; $(FIND_BROWSER); export TIERLINE_CHROMIUM="$$found"; $(BIN)/python -m benchmarks pages

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' Makefile

# pip runs only when the list of packages is newer than the stamp of the last installation.
.venv/.stamp-run: requirements.txt | $(BIN)/python
	@echo "Installing what Tierline runs on into .venv (once; a minute or two)"
	@$(PIP) -r requirements.txt
	@touch $@

.venv/.stamp-test: requirements-dev.txt .venv/.stamp-run
	@echo "Installing what the tests need into .venv (once)"
	@$(PIP) -r requirements-dev.txt
	@touch $@

# Debian splits venv off from python3: as root it is fetched, otherwise the message says how.
$(BIN)/python:
	@if [ -z "$(PYTHON)" ]; then echo "Tierline needs Python 3.11 or newer and found none." \
		"Install it (Debian: apt-get install python3 python3-venv; macOS: brew install python@3.12)," \
		"or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3.12" >&2; exit 1; fi
	@if ! $(PYTHON) -c 'import ensurepip' 2>/dev/null && $(ROOT_APT); then \
		echo "Installing python3-venv through apt-get"; \
		$(APT) update && $(APT) install -y python3-venv >/dev/null; fi
	@if ! $(PYTHON) -c 'import ensurepip' 2>/dev/null; then echo "$(PYTHON) has no venv module." \
		"Debian and Ubuntu keep it in a package of its own: sudo apt-get install python3-venv," \
		"then run make again." >&2; exit 1; fi
	@$(PYTHON) -m venv .venv

# Never fails outside CI: the browser tests skip and say why.
browser:
	@found=; $(FIND_BROWSER); \
	if [ -z "$$found" ] && $(ROOT_APT); then \
		echo "Installing chromium for the browser tests through apt-get"; \
		$(APT) update && $(APT) install -y chromium >/dev/null; $(FIND_BROWSER); fi; \
	if [ -z "$$found" ] && [ "$$CI" = true ]; then \
		echo "CI=true and no browser: install chromium or set TIERLINE_CHROMIUM to one." >&2; exit 1; fi; \
	if [ -z "$$found" ]; then echo "No chromium found: the browser tests will be skipped." \
		"Install it or set TIERLINE_CHROMIUM to run them."; fi
