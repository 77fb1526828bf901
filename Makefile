# The two commands that do all the set-up: `make run` and `make test`. Nothing is needed but Python >= 3.11 and make.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check

.PHONY: run test check format lock clean

run: $(VENV)/.run
	@$(BIN)/northwatch run

# As many processes as the machine has processors: each with its own databases, PostgreSQL and free ports.
test: $(VENV)/.dev check
	$(BIN)/python -m pytest -q --numprocesses auto --dist worksteal

# Style, types and the import contracts; fast, so it runs before the tests.
check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(VENV)/.run: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("northwatch needs Python 3.11 or newer, this is " + sys.version.split()[0] + ": name another one, as in make run PYTHON=python3.13")'
	@echo "setting up $(VENV), once; about a minute"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) install --quiet --no-deps --require-hashes -r requirements.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	@$(PIP) install --quiet --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

# After a change of the dependencies in pyproject.toml; needs uv.
LOCK = uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --group build
lock:
	$(LOCK) --extra forms --output-file requirements.lock
	$(LOCK) --extra dev --output-file requirements-dev.lock

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
