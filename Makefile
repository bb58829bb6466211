# Everything starts here and nothing needs to be activated: `make demo`, `make run`, `make test`.
# Needed on the machine: git, make, and Python 3.11 to 3.14 with its venv module.

VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/stamps
DEMONSTRATION := BEREG_DATA=var/demo BEREG_DATABASE= BEREG_FACTS= BEREG_ENGINE=
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard bereg/locale/*/LC_MESSAGES/django.po))

# What a developer's shell may hold must not reach our own environment.
unexport PYTHONDONTWRITEBYTECODE PYTHONHOME PYTHONPATH PIP_USER PIP_TARGET PIP_PREFIX PIP_REQUIRE_VIRTUALENV VIRTUAL_ENV PYTHONSAFEPATH DJANGO_SETTINGS_MODULE
export PYTHONUTF8 := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help setup demo run quick test coverage torture test-scale mutants wheel check types rest format lock docs screenshots catalogues
.DELETE_ON_ERROR:

help:  ## show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1: \2/p' Makefile

setup: $(STAMPS)/run $(CATALOGUES)  ## make .venv with the run-time packages and .venv/bin/bereg

# The demonstration keeps its data apart and on SQLite, whatever this machine is set to: it never touches real records.
demo: setup  ## show a demonstration year at http://localhost:8000
	$(DEMONSTRATION) $(BIN)/bereg demo
	$(DEMONSTRATION) $(BIN)/bereg migrate --verbosity 0
	$(DEMONSTRATION) $(BIN)/bereg report --from 2007-05 --to 2008-05 --exact >var/demo/report.csv
	$(DEMONSTRATION) $(BIN)/bereg serve

run: setup  ## serve this installation at http://localhost:8000; an empty one begins with its first-run page
	$(BIN)/bereg migrate --verbosity 0
	$(BIN)/bereg serve

quick: setup $(STAMPS)/dev  ## check and test what changed since main, on SQLite, in under two minutes
	$(BIN)/python -m tools.quick

test: check  ## check the code, then run every test on SQLite and on PostgreSQL
	$(BIN)/python -m tools.suite

# By itself, since it makes the tests take half as long again. What only a process of its own runs is not counted.
coverage: setup $(STAMPS)/dev  ## run every test on SQLite, and fail where they run less of the code than they have to
	$(BIN)/python -m tools.suite --sqlite --cov

# One run after the other: what they measure is how this machine does under their load. No log is kept: a million
# requests would fill the memory.
torture: setup $(STAMPS)/dev  ## run the long tests (kills, races, full disks, hostile input): hours, each says its figure
	$(BIN)/python -m tools.suite -n 0 -s -p no:logging -m torture

test-scale: setup $(STAMPS)/scale  ## count a million records on every engine, Spark (400 MB, and Java) among them
	$(BIN)/python -m tools.suite -n 0 -s -m scale

mutants: setup $(STAMPS)/dev $(STAMPS)/mutation  ## change the code that decides rights, place by place, and see that a test fails: half an hour
	$(BIN)/python -m tools.mutants

wheel: setup  ## build the wheel that is installed without this source, in dist/
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

check: setup $(STAMPS)/dev  ## run the checkers alone, the quickest first
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	@$(MAKE) --no-print-directory --jobs 2 types rest

# Types take as long as all the rest, beside which they are checked.
types:
	$(BIN)/mypy

rest:
	$(BIN)/codespell
	$(BIN)/python -m tools.templates
	$(BIN)/python -m tools.catalogues check
	$(BIN)/deptry .
	$(BIN)/lint-imports
	$(BIN)/python -m tools.vulnerabilities

format: setup $(STAMPS)/dev  ## put code and templates into their standard form
	$(BIN)/ruff check --quiet --fix .
	$(BIN)/ruff format --quiet .
	$(BIN)/python -m tools.templates format

lock: $(STAMPS)/dev  ## write requirements/ anew from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		pyproject.toml --group checkout -o requirements/run.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--no-strip-extras pyproject.toml --group dev -c requirements/run.txt -o requirements/dev.txt
	for extra in engines chdb clickhouse spark; do \
		$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
			--no-header pyproject.toml --extra $$extra -c requirements/dev.txt -o requirements/$$extra.txt || exit 1; \
	done
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		pyproject.toml --group dev --group mutation -c requirements/dev.txt -o requirements/mutation.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--group docs -c requirements/dev.txt -o requirements/docs.txt

catalogues: setup $(STAMPS)/dev  ## bring the catalogues up to date with the texts in the code
	$(BIN)/python -m tools.catalogues update

docs: setup $(STAMPS)/docs  ## make the documentation a site in var/site, to be read offline
	$(BIN)/python -m tools.site

screenshots: setup $(STAMPS)/dev  ## make the pictures of the documentation anew
	$(BIN)/python -m tests.screenshots

# A stamp is newer than what it was made from, so a second call does nothing. An environment whose Python has gone,
# or that belongs to another place (a moved checkout), is made anew.
$(STAMPS)/run: requirements/run.txt pyproject.toml CHANGELOG.md
	@command -v git >/dev/null || { echo "Please install git."; exit 1; }
	@$(BIN)/python -c 'import sys; sys.exit(sys.prefix != "$(CURDIR)/$(VENV)")' 2>/dev/null || rm -rf $(VENV)
	@test -d $(VENV) || sh tools/environment.sh $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@mkdir -p $(STAMPS) && touch $@

# pip brings uv, and uv the rest, a third as long; where its own way to the packages is closed, pip brings all. For pip an
# extra that another package asks for has to stand in the lock.
$(STAMPS)/dev: requirements/dev.txt $(STAMPS)/run
	@sed -n '/^uv==/,/[^\\]$$/p' requirements/dev.txt >$(STAMPS)/uv.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r $(STAMPS)/uv.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt || \
		$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

# Spark comes as its source, which the setuptools of the developers' packages make into a wheel.
$(STAMPS)/scale: requirements/spark.txt $(STAMPS)/dev
	$(BIN)/python -m pip install --quiet --require-hashes --no-build-isolation -r requirements/spark.txt
	@touch $@

$(STAMPS)/docs: requirements/docs.txt $(STAMPS)/run
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/docs.txt
	@touch $@

$(STAMPS)/mutation: requirements/mutation.txt $(STAMPS)/dev
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/mutation.txt
	@touch $@

%.mo: %.po $(STAMPS)/run
	@$(BIN)/pybabel --quiet compile --domain django --input-file $< --output-file $@
