# `make run` is all that a reader needs. Everything happens in .venv; nothing is installed outside it.

PORT ?= 8501
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin
PEERS := .venv-peers
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input install --quiet

# The first Python that is new enough; plain python3 where none is, for the sentence that says so.
ifndef PYTHON
PYTHON := $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	if $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then echo $$p; exit; fi; done; echo python3)
endif

.PHONY: help install run test lint bench lock clean

help:
	@echo "make run      build the data and open the dashboard (PORT=$(PORT))"
	@echo "make install  only install, into $(VENV)"
	@echo "make test     all tests; those in a browser too where a Chromium is found"
	@echo "make lint     ruff and mypy"
	@echo "make bench    how fast texts are read, beside other readers, and pages drawn"
	@echo "make lock     write requirements*.txt anew from pyproject.toml"
	@echo "make clean    delete what was installed and built"

install: $(VENV)/installed.txt

run: install
	@$(BIN)/python .ci/start.py $(PORT)

test: $(VENV)/installed-test.txt
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

lint: $(VENV)/installed-lint.txt
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

# The other readers are compared from an environment of their own: they are no part of the project.
bench: $(VENV)/installed-test.txt $(PEERS)/installed-peers.txt
	@$(BIN)/python -m etl build --if-changed || test $$? -eq 1
	@for script in bench/bench_*.py; do echo "== $$script"; \
	case $$script in *reader*) set -- --peers $(PEERS)/bin/python;; *) set --;; esac; $(BIN)/python $$script "$$@" || exit 1; done

$(PEERS)/installed-peers.txt: requirements-peers.txt
	@test -x $(PEERS)/bin/python || $(PYTHON) -m venv $(PEERS)
	@echo "Installing $<; this takes a minute or two."
	@$(PEERS)/bin/python -m pip --disable-pip-version-check --no-input install --quiet --require-hashes -r $<
	@cp $< $@

# A stamp is a copy of the lock file that was installed: a changed date alone installs nothing again.
$(VENV)/installed.txt: requirements.txt
$(VENV)/installed-test.txt: requirements-test.txt
$(VENV)/installed-lint.txt: requirements-lint.txt
$(VENV)/installed.txt $(VENV)/installed-test.txt $(VENV)/installed-lint.txt:
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "There is no $(PYTHON) here. Install Python 3.11 or newer, or name it: make install PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) .ci/preflight.py $(PYTHON)
	@$(BIN)/python -c '' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)
	@cmp -s $< $@ || { echo "Installing $<; this takes a minute or two."; $(PIP) --require-hashes -r $<; }
	@cp $< $@

lock: install
	@$(PIP) uv
	@set -e; compile="$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url pyproject.toml"; \
	$$compile -o requirements.txt; \
	for extra in export test lint; do $$compile --extra $$extra -c requirements.txt -o requirements-$$extra.txt; done; \
	$${compile% pyproject.toml} bench/peers.in -o requirements-peers.txt

clean:
	rm -rf $(VENV) $(PEERS) data/published test-results .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +
