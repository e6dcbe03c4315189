# The tasks of this repository. `make demo` and `make test` need Python 3.11+, a C compiler and a network, nothing else.

# Looked for when it is used: on a bare machine it is there only once the system's packages are.
ifndef PYTHON
PYTHON = $(shell for python in python3.13 python3.12 python3.11 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
endif
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
SPEC := samples/orders/spec.yaml
DEMO := demo/orders

.DEFAULT_GOAL := help
.PHONY: help demo test lint bench bench-finetune text2sql-lora seeds embedded-model system-demo system-test

help:  ## Show the tasks.
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /|/' | awk -F'|' '{printf "make %-16s %s\n", $$1, $$2}'

demo: system-demo $(VENV)/demo.done  ## Make the sample service with the embedded model, test it, say where it is.
	@mkdir -p demo
	@# Exit 1 says that slots were left as stubs: the service stands and its other tests passed before it was written.
	@$(BIN)/inlay $(if $(wildcard $(DEMO)/inlay.lock),update,new) $(SPEC) $(DEMO) $(INLAY_FLAGS) || { \
		code=$$?; test $$code -eq 1 && test -f $(DEMO)/inlay.lock || exit $$code; touch $(DEMO).stubs; }
	@if test -f $(DEMO).stubs; then rm $(DEMO).stubs; \
		printf '\nThe slots named above are stubs. Write their bodies between the fences, then: $(BIN)/inlay verify $(DEMO)\n'; \
	else $(MAKE) --no-print-directory -C $(DEMO) test PYTHON=$(CURDIR)/$(BIN)/python; fi
	@printf '\nThe service is in %s. Go on with:\n' $(CURDIR)/$(DEMO)
	@printf '  make -C $(DEMO) run PYTHON=$(CURDIR)/$(BIN)/python    # http://localhost:8000/docs\n'
	@printf '  $(BIN)/inlay why $(DEMO)/src/orders/rules/order_total.py:12\n'
	@printf '  $(BIN)/inlay plan $(SPEC)\n'

test: system-test $(VENV)/test.done  ## Lint, format, types, floors, tests.
	@$(MAKE) --no-print-directory lint
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

lint: $(VENV)/test.done
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: system-demo $(VENV)/bench.done  ## Measure a cold and a warm run beside cookiecutter, filling, and each gate.
	$(BIN)/python tests/bench/warm_run.py
	$(BIN)/python tests/bench/fill_overhead.py
	$(BIN)/python tests/bench/gate_costs.py

bench-finetune: $(VENV)/test.done  ## Measure training beside TRL's, stepping in turn.
	$(PIP) install --quiet --group bench
	$(BIN)/python tests/bench/peer_speed.py

text2sql-lora: $(VENV)/test.done system-demo  ## Measure Text2SQL before and after adapters: SPIDER=folder DATABASES=folder.
	@test -n "$(SPIDER)" -a -n "$(DATABASES)" || { \
		echo 'Say where the data is: make text2sql-lora SPIDER=spider DATABASES=spider/database'; exit 2; }
	$(BIN)/python tests/bench/text2sql_lora.py $(SPIDER) $(DATABASES) $(TEXT2SQL_FLAGS)

seeds: $(VENV)/test.done  ## Judge every seed of the embedded model's data by the gates.
	$(BIN)/python -m inlay_finetune.synthetic.seeds finetune/inlay_finetune/synthetic/seeds/*.yaml

embedded-model: $(VENV)/test.done  ## Train the embedded model from nothing and put it into the package.
	$(BIN)/inlay finetune embedded-model

# A virtual environment, and in it what each task needs; made again when the requirements change.

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo 'Python 3.11 or newer is needed: apt-get install python3 python3-venv'; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --upgrade 'pip>=25.1'

$(VENV)/demo.done: pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --editable '.[llama,service]'
	@touch $@

$(VENV)/test.done: pyproject.toml .ci/torch.txt | $(BIN)/python
	$(PIP) install --quiet --requirement .ci/torch.txt
	$(PIP) install --quiet --group dev --editable '.[llama,service,finetune,deepspeed,eval]'
	@touch $@

$(VENV)/bench.done: pyproject.toml | $(VENV)/demo.done
	$(PIP) install --quiet --group bench
	@touch $@

# What comes from the system's package manager, all of it before anything that takes long: it is installed where that may
# be done without a question, else the one line to type is printed.

DEMO_LACKS := $(shell \
	command -v bwrap >/dev/null || echo bubblewrap; \
	command -v c++ >/dev/null || echo gcc g++; \
	test -x $(BIN)/python || $(or $(PYTHON),python3) -c 'import ensurepip' 2>/dev/null || echo python3-venv)
TEST_LACKS := $(DEMO_LACKS) $(shell \
	command -v git >/dev/null || echo git; \
	$(or $(PYTHON),python3) -c 'import os, sysconfig; os.stat(sysconfig.get_path("include") + "/Python.h")' 2>/dev/null \
		|| echo python3-dev; \
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || echo postgresql)

system-demo:
	$(if $(strip $(DEMO_LACKS)),@.ci/system $(DEMO_LACKS))

system-test:
	$(if $(strip $(TEST_LACKS)),@.ci/system $(TEST_LACKS))
