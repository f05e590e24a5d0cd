# The project's commands. People and CI run the same ones; `make help` lists them.
# ARGS goes to the command behind a target: make run ARGS="--port 9000", make test ARGS="-k pdf".

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
# An empty file in .venv remembers which lock was installed last, so that nothing is done twice.
RUN := $(VENV)/.installed-run
DEV := $(VENV)/.installed-dev
# A change of these needs the package built anew.
KERNELS := $(shell find src -name "*.pxd")
BUILD := pyproject.toml setup.py $(KERNELS) $(KERNELS:.pxd=.py)
BROWSER := tests/node_modules/.package-lock.json
# Finds or installs the system libraries first, and leaves the data of `make run` alone.
MANAGE := SOLO_DATA_DIR=build/data $(BIN)/solo-export
# One version of a package for every Python, so that all are tested with the same.
LOCK := $(BIN)/uv pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 \
    --generate-hashes --no-emit-index-url

.DEFAULT_GOAL := help
.PHONY: help setup run test check format goldens fidelity docs bench chaos audit fuzz schema lock

help: ## list these targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 10

setup: $(RUN) ## build .venv with what running needs, and nothing else
	@echo "The environment is ready in $(VENV)."

run: $(RUN) ## start the board's page, the API and its workers (Ctrl-C stops them)
	@scripts/page
	@exec $(BIN)/solo-export run $(ARGS)

test: $(DEV) $(BROWSER) ## run the tests; what this machine lacks is skipped and named
	@scripts/page
	@$(MANAGE) check
	$(BIN)/pytest --numprocesses auto --dist worksteal $(ARGS)

check: $(DEV) ## lint, types, import rules, migrations, API schema, locks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MANAGE) makemigrations --check --dry-run
	@mkdir -p build
	$(MANAGE) spectacular --validate --fail-on-warn --file build/openapi.yaml
	diff -u docs/openapi.yaml build/openapi.yaml
	$(BIN)/python scripts/check_locks.py

format: $(DEV) ## lay the code out and repair what ruff can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

goldens: $(DEV) ## write the expected scenes and pictures of the small boards anew
	$(BIN)/pytest tests/goldens --regenerate $(ARGS)

fidelity: $(DEV) $(BROWSER) ## draw all small boards with Konva in Chromium and with boardkit: pages to look at
	$(BIN)/python -m tests.fidelity.report $(ARGS)
	$(BIN)/python -m tests.fidelity.vector_report $(ARGS)

bench: $(DEV) $(BROWSER) benchmarks/node_modules ## measure exports beside the browser, Node.js and the floor
	@$(BIN)/python -m benchmarks $(ARGS)

audit: $(DEV) ## look the pinned packages up among the known vulnerabilities
	$(BIN)/uv tool run pip-audit --strict --disable-pip --require-hashes --requirement requirements/run.txt $(ARGS)

docs: $(DEV) ## build the documentation as a site: build/site/index.html
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet

chaos: $(DEV) ## kill parts of a running service, take away what it stands on, and count what is lost: nothing
	@$(BIN)/python -m tests.chaos $(ARGS)

fuzz: $(DEV) ## change bytes towards unknown code of the parser for a minute (ARGS=-max_total_time=3600 for an hour)
	@$(BIN)/uv pip install --quiet --no-deps --python $(BIN)/python --target build/atheris atheris==3.0.0
	@mkdir -p build/fuzz
	@PYTHONPATH=build/atheris $(BIN)/python -m tests.fuzz -max_total_time=60 -max_len=6000 -verbosity=0 \
	    -artifact_prefix=build/ $(ARGS) build/fuzz tests/fuzz/corpus tests/fidelity/boards

schema: $(DEV) $(BROWSER) ## write docs/openapi.yaml and the client's types anew
	@mkdir -p docs
	$(MANAGE) spectacular --validate --fail-on-warn --file docs/openapi.yaml
	@[ ! -d node_modules/openapi-typescript ] || scripts/npm run --silent schema

lock: $(DEV) ## pin the dependencies anew after a change of pyproject.toml (ARGS=--upgrade for newer ones)
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(LOCK) $(ARGS) \
	    --group build pyproject.toml --output-file requirements/run.txt
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(LOCK) $(ARGS) \
	    --group dev pyproject.toml --constraint requirements/run.txt --output-file requirements/dev.txt
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(LOCK) $(ARGS) \
	    --group pyproject.toml:node --output-file requirements/node.txt

$(RUN): requirements/run.txt $(BUILD) scripts/setup
	@scripts/setup requirements/run.txt
	@touch $@

$(DEV): requirements/dev.txt $(BUILD) scripts/setup
	@scripts/setup requirements/dev.txt
	@touch $@ $(RUN)

benchmarks/node_modules: benchmarks/package-lock.json | $(DEV) $(BROWSER)
	@scripts/npm ci --prefix benchmarks --ignore-scripts --no-audit --no-fund --loglevel=error \
	    && touch $@ || echo "Node.js' packages can't be had: that part is skipped."

$(BROWSER): tests/package-lock.json package-lock.json scripts/browser-modules | $(DEV)
	@scripts/browser-modules
