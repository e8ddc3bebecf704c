# The doors to the project. `make run` and `make test` need Python 3.11 to 3.14 and make; each makes
# what it lacks in .venv and can be run again at any time. PYTHON=python3.12 chooses the interpreter
# of a new .venv. `make help` lists the rest.

VENV := .venv
BIN := $(VENV)/bin
PORT := 8000
WORKERS := 2
# The tests of one module run in one process: they share the service that it started.
PARALLEL = -n $(WORKERS) --dist loadscope --no-loadscope-reorder
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input --require-hashes
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-header --no-emit-index-url --no-emit-find-links pyproject.toml

.DEFAULT_GOAL := help
.PHONY: help run test coverage campaigns lint format types migrations schema schema-check sdk debian measures plans siege benchmarks check lock

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*  ## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

run: $(VENV)/.run  ## set up, load the seed documents, serve on 127.0.0.1:8000 (or PORT=8001)
	@$(BIN)/python manage.py demo --port $(PORT)

test: $(VENV)/.dev  ## run the whole test suite on DATABASE_URL, else on SQLite (WORKERS=0: in one process)
	@$(BIN)/python -m pytest $(PARALLEL) $(PYTEST)

coverage: $(VENV)/.dev  ## the suite on SQLite with the branches that it runs; fails below the floor
	@$(BIN)/python -m pytest $(PARALLEL) --cov --cov-report=term -m "not timed" $(PYTEST)

campaigns: $(VENV)/.dev  ## random faults, kills and forgeries on DATABASE_URL, else on SQLite (SEED=1 MINUTES=50)
	@$(BIN)/python -W ignore -m tests.campaigns --seed $(or $(SEED),1) --minutes $(or $(MINUTES),50)

lint: $(VENV)/.dev  ## ruff, and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

format: $(VENV)/.dev  ## let ruff mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(VENV)/.dev  ## mypy
	$(BIN)/mypy .

migrations: $(VENV)/.dev  ## the models have no change without its migration
	$(BIN)/python manage.py makemigrations --check --dry-run

schema: $(VENV)/.dev  ## write openapi.yaml anew; read its diff before you commit it
	$(BIN)/python manage.py spectacular --validate --fail-on-warn --file openapi.yaml

schema-check: $(VENV)/.dev  ## openapi.yaml is what the code says
	@mkdir -p build
	$(BIN)/python manage.py spectacular --validate --fail-on-warn --file build/openapi.yaml
	diff -u openapi.yaml build/openapi.yaml

sdk: $(VENV)/.dev  ## build the Python and (where npm is) the TypeScript SDK in build/sdk
	$(BIN)/python sdk/build.py

check: lint types migrations schema-check test  ## lint, types, migrations, schema and tests

debian:  ## walk docs/how-to/install.md in a Debian made for it; as root, with debootstrap
	tests/debian/walk

siege: $(VENV)/.dev  ## attack the service, with 100,000 figures in DATABASE_URL (BEHIND=nginx or caddy)
	@$(BIN)/python -m benchmarks.siege $(if $(BEHIND),--behind $(BEHIND))

benchmarks: $(VENV)/.dev  ## print every target of performance.md (SHORT=1: in a minute, in an empty database)
	@$(BIN)/python -m benchmarks $(if $(SHORT),--short)

measures: $(VENV)/.made  ## measure the code; write the tables of the architecture page anew
	$(BIN)/python -m benchmarks.measures --write

plans: $(VENV)/.run  ## look at how the database of DATABASE_URL answers every URL of the API
	@$(BIN)/python -m benchmarks.plans

lock:  ## pin requirements*.txt anew from pyproject.toml; needs uv
	$(LOCK) --upgrade --output-file requirements.txt
	$(LOCK) --upgrade --group test --group lint --constraint requirements.txt \
		--output-file requirements-dev.txt

# The environment. Stamps tell what is installed, so that nothing is done twice.

$(VENV)/.run: requirements.txt $(VENV)/.made
	@echo "Installing the packages of requirements.txt ..."
	@$(PIP) --requirement requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.made
	@echo "Installing the packages of requirements-dev.txt ..."
	@$(PIP) --requirement requirements-dev.txt
	@touch $@

$(VENV)/.made:
	@sh -c "$$MAKE_VENV"

# A folder that is there already is used as it is, unless an interrupted run left it (.making).
define MAKE_VENV
set -eu
fail() { echo "$$*" >&2; exit 1; }
if [ -x $(BIN)/python ] && [ ! -e $(VENV)/.making ]; then touch $(VENV)/.made; exit 0; fi
for python in $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11) none; do
  $$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null && break
done
[ $$python != none ] || fail "Cifra needs Python 3.11 to 3.14. On Debian or Ubuntu, type:" \
  "sudo apt-get install -y python3 python3-venv"
package=$$($$python -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
has_venv() { $$python -c 'import ensurepip, venv' 2>/dev/null; }
if ! has_venv && ! command -v uv >/dev/null; then
  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing $$package ..."
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends $$package; } \
      </dev/null >/dev/null || fail "apt-get could not install $$package."
  else
    fail "Python's venv module is missing. Type: sudo apt-get install -y $$package"
  fi
fi
mkdir -p $(VENV) && touch $(VENV)/.making
if has_venv; then $$python -m venv $(VENV)
else uv venv --quiet --seed --allow-existing --python $$python $(VENV)
fi
rm $(VENV)/.making
touch $(VENV)/.made
endef
export MAKE_VENV
