# LungDesk on a fresh machine: `make run` is all that is needed.
#
#   make run     install what is missing, then open the window on the sample study
#   make test    every check that a change has to pass
#   make demo    a tour of every main screen, with pictures in out/tour
#   make bench   how long starting, reading, a batch and viewing take here
#   make setup   the virtual environment with the tools for development, and no more
#   make package a program that needs no Python, as archive and for Debian, in dist/
#   make smoke   that program, used as a person does
#   make wheel   for pip, with models and resources inside, in dist/
#   make clean   remove the environment and everything that was made
#
# Another interpreter: make PYTHON=python3.12 run

PYTHON ?= python3

# Real films, for measuring and for the tour; see tests/conftest.py.
LUNGDESK_DATA ?= ../shared/data
FILMS := $(LUNGDESK_DATA)/cxr/test

# Processes that share the test files; each may need 3 GB.
WORKERS ?= 2

# The program to package: "reader" has no TensorFlow, "full" trains, too.
FLAVOUR ?= reader

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# Empty files that say "done"; each is older than what it depends on as soon as that changes.
CREATED := $(VENV)/.created
RUNTIME := $(VENV)/.runtime-installed
PACKAGE := $(VENV)/.package-installed
TOOLS := $(VENV)/.tools-installed
BUILD_TOOLS := $(VENV)/.build-tools-installed

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help setup run demo test lint typecheck architecture unit bench package smoke wheel clean
.PHONY: system-libraries reference-tools

help:
	@sed -n -e '2,/^$$/s/^# \{0,1\}//p' Makefile

setup: $(TOOLS) $(PACKAGE) system-libraries

run: $(PACKAGE) system-libraries
	$(BIN)/python main.py --sample --out out

demo: $(PACKAGE) system-libraries
	LUNGDESK_DATA="$(LUNGDESK_DATA)" $(BIN)/python -m tests.guide.tour --out out/tour

test: lint typecheck architecture unit
	@echo "All checks passed: lint, format, types, imports, sizes, tests."

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

typecheck: setup
	$(BIN)/mypy

architecture: setup
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m tests.architecture.size_report

# Hundreds of processes start: what one has compiled the next need not, whatever the user prefers.
unit: export PYTHONDONTWRITEBYTECODE :=
unit: setup reference-tools
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

bench: $(PACKAGE) system-libraries
	$(BIN)/lungdesk bench startup
	$(BIN)/lungdesk bench reading
	$(BIN)/lungdesk bench batch $(if $(wildcard $(FILMS)),--data "$(FILMS)")
	$(BIN)/lungdesk bench viewer
	@if [ -d "$(FILMS)" ]; then \
	    echo "$(BIN)/python -m tests.benchmarks.event_loop_gap $(FILMS)"; \
	    $(BIN)/python -m tests.benchmarks.event_loop_gap "$(FILMS)"; \
	else \
	    echo "No films at $(FILMS): how smooth the window stays is not measured (LUNGDESK_DATA)."; \
	fi

package: $(PACKAGE) $(BUILD_TOOLS) system-libraries
	$(BIN)/python packaging/build_program.py $(FLAVOUR)
	$(BIN)/python packaging/make_tar.py $(FLAVOUR)
	$(BIN)/python packaging/make_deb.py $(FLAVOUR)

smoke: $(PACKAGE)
	$(BIN)/python packaging/smoke_test.py dist/lungdesk-$(FLAVOUR)/lungdesk

wheel: $(PACKAGE) $(BUILD_TOOLS)
	$(BIN)/python -m build --no-isolation --outdir dist .

clean:
	rm -rf $(VENV) build dist out *.egg-info
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find lungdesk tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(CREATED):
	@packaging/create_venv.sh "$(PYTHON)" $(VENV)
	@touch $@

$(RUNTIME): requirements.txt $(CREATED)
	@echo "Installing the libraries of LungDesk into $(VENV) (some 2 GB; minutes, once) ..."
	$(PIP) install -r requirements.txt
	@touch $@

# Built with the setuptools of requirements.txt, so that nothing else is fetched.
$(PACKAGE): pyproject.toml $(RUNTIME)
	$(PIP) install --no-build-isolation --no-deps --editable .
	@touch $@

$(TOOLS): requirements-dev.txt $(RUNTIME)
	@echo "Installing the tools for development ..."
	$(PIP) install -r requirements-dev.txt
	@touch $@

$(BUILD_TOOLS): packaging/requirements-build.txt $(RUNTIME)
	@echo "Installing the tools that build packages ..."
	$(PIP) install -r packaging/requirements-build.txt
	@touch $@

system-libraries: $(RUNTIME)
	@packaging/system_libraries.sh $(BIN)/python

reference-tools:
	@packaging/reference_tools.sh
