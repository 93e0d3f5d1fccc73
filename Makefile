# make demo: the main job, shown · make test: the tests · make lint: the checks of the code · make bench: the speed
# make audit: known holes in the dependencies
# make test-faults: processes killed at random, a hundred rounds, some twenty minutes
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
DEMO_DB := demo.db
BENCHES := bench/read.py bench/line.py bench/store.py bench/ingest.py

.DELETE_ON_ERROR:
.PHONY: demo test test-faults lint bench screenshots audit

demo: $(READY)
	rm -f $(DEMO_DB) $(DEMO_DB)-wal $(DEMO_DB)-shm
	$(BIN)/vanban ingest corpora/demo/files --db $(DEMO_DB)
	$(BIN)/vanban summary --phrases --db $(DEMO_DB)

test: $(READY)
	$(BIN)/pytest -n auto

test-faults: $(READY)
	VANBAN_FAULT_ROUNDS=100 $(BIN)/pytest tests/faults

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)
	for bench in $(BENCHES); do echo "== $$bench"; $(BIN)/python $$bench || exit; done

# known holes in what constraints.txt pins; asks the index of advisories, so it needs the network
audit: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check pip-audit
	$(BIN)/pip-audit --strict --no-deps --disable-pip -r constraints.txt

screenshots: $(READY)
	test -f $(DEMO_DB) || $(BIN)/vanban ingest corpora/demo/files --db $(DEMO_DB)
	$(BIN)/python scripts/screenshots.py --db $(DEMO_DB)

# made again only when what is to be installed has changed
$(READY): pyproject.toml constraints.txt .ci/system
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "vanban needs Python 3.11 or newer: make PYTHON=python3.11 …" >&2; exit 1; }
	.ci/system
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[all,dev]'
	touch $@
