# Everything runs from .venv, which each target makes as far as it needs it. Only python3 (3.11 or
# newer), make and a package index are taken for granted. Versions come from requirements.lock.
PYTHON ?= python3
BIN := .venv/bin
PIP := PIP_CONSTRAINT=requirements.lock $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: verify test check format docs schemas logs lock bench bench-large clean

verify: .venv/core.done  ## judge the shipped agreements on the shipped logs
	$(BIN)/mou-check verify --fail-on never

test: .venv/test.done  ## the tests
	$(BIN)/python -m pytest -n auto -q

check: .venv/dev.done  ## lint, types, layers, the shipped files, and that generated files are as generated
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/make_schemas.py --check
	$(BIN)/python scripts/make_activity_logs.py --check
	$(BIN)/python scripts/make_docs.py --check
	$(BIN)/mou-check validate
	$(BIN)/mou-check test --strict

format: .venv/dev.done  ## put the code in form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: .venv/core.done  ## write the generated pages of docs/
	$(BIN)/python scripts/make_docs.py

schemas: .venv/core.done  ## write schemas/*.json
	$(BIN)/python scripts/make_schemas.py

logs: .venv/core.done  ## write the example logs
	$(BIN)/python scripts/make_activity_logs.py

bench: .venv/core.done  ## how long commands take, as ratios to importing what they need
	$(BIN)/python benchmarks/start_up.py

bench-large: .venv/core.done  ## ten million rows, side by side with what else one might take
	$(BIN)/python benchmarks/run.py --write

lock:  ## renew requirements.lock from what pyproject.toml allows
	rm -rf .venv/lock && $(PYTHON) -m venv .venv/lock
	.venv/lock/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]' 'setuptools>=77'
	(sed -n '/^#/p' requirements.lock; .venv/lock/bin/python -m pip freeze --all --exclude-editable | grep -v '^pip==') > .venv/requirements.lock
	mv .venv/requirements.lock requirements.lock && rm -rf .venv/lock

clean:
	rm -rf .venv build dist src/*.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "mou-check needs Python 3.11 or newer: make PYTHON=/path/to/python")'
	$(PYTHON) -m venv .venv

.venv/%.done: pyproject.toml requirements.lock | .venv/bin/python
	$(PIP) --editable '.$(if $(filter core,$*),,[$*])'
	touch $@
